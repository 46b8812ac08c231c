// Computes the scenario anew as one moves its numbers: the server answers the same address, the page takes over
// what it shows. Without this module the numbers and the button do the same.

const PAUSE = 300; // milliseconds after the last change
const form = document.getElementById("simulator-form");
const answer = document.getElementById("simulation-answer");
let timer;
let running;

// Numbers are typed with a comma or a dot; in addresses and sliders they have a dot.
const plain = (field) => field.value.trim().replace(/[.,]$/, "").replace(",", ".");
const moves = (field) => plain(field) !== "" && Number(plain(field)) !== Number(field.dataset.own);
// What is beyond the scale goes as it was typed: the server quotes it.
const sent = (field) => (Number(plain(field)) > Number(field.dataset.most) ? field.value.trim() : plain(field));

function address() {
  const url = new URL(form.action);
  url.search = new URLSearchParams(new FormData(form));
  return url;
}

async function compute() {
  if (!form.reportValidity()) return;
  running?.abort();
  running = new AbortController();
  const url = address();
  try {
    const response = await fetch(url, { signal: running.signal });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    // The answer stays the same element, so that its new sentence is read out.
    answer.replaceChildren(...page.getElementById(answer.id).childNodes);
    document.getElementById("simulation").replaceWith(page.getElementById("simulation"));
    document.getElementById("simulation").dispatchEvent(new CustomEvent("chartsadded", { bubbles: true }));
    history.replaceState(null, "", url);
  } catch (error) {
    if (error.name !== "AbortError") answer.textContent = form.dataset.failed;
  }
}

function plan() {
  clearTimeout(timer);
  timer = setTimeout(compute, PAUSE);
}

if (form) {
  // Addresses stay short: what is not moved is left out, as is what is empty.
  form.addEventListener("formdata", ({ formData }) => {
    form.querySelectorAll("[data-own]").forEach((field) => {
      if (moves(field)) formData.set(field.name, sent(field));
      else formData.delete(field.name);
    });
  });
  form.querySelectorAll("[data-slider]").forEach((slider) => {
    const field = document.getElementById(slider.dataset.slider);
    slider.hidden = false;
    slider.addEventListener("input", () => {
      field.value = slider.value.replace(".", form.dataset.decimalMark);
    });
    field.addEventListener("input", () => {
      slider.value = plain(field) || field.dataset.own;
    });
  });
  form.addEventListener("input", ({ target }) => {
    target.removeAttribute("aria-invalid");
    plan();
  });
}
