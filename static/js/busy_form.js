// Says that a form is under way and keeps it from being sent twice. Without this script the browser alone shows it.

const forms = document.querySelectorAll("form[data-busy]");

function showBusy(form, isBusy) {
  form.querySelector("[data-busy-note]").hidden = !isBusy;
  form.toggleAttribute("data-is-busy", isBusy);
}

for (const form of forms) {
  form.addEventListener("submit", (event) => {
    if (form.hasAttribute("data-is-busy")) return event.preventDefault();
    showBusy(form, true);
  });
}

// A page that the browser kept shows itself again as it was left.
window.addEventListener("pageshow", () => forms.forEach((form) => showBusy(form, false)));
