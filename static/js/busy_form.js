// Says that a form is under way, how far its work has come, and keeps it from being sent twice.
// Without this script the browser alone shows that it waits; the progress stands on a page of its own.

import { followProgress, showProgress } from "./import_progress.js";

const forms = document.querySelectorAll("form[data-busy]");

function showBusy(form, isBusy) {
  form.querySelector("[data-busy-note]").hidden = !isBusy;
  form.toggleAttribute("data-is-busy", isBusy);
}

function follow(form) {
  const note = form.querySelector("[data-busy-note]");
  followProgress(form.dataset.progress, (told) => {
    if (told.text) showProgress(note, told);
    return form.hasAttribute("data-is-busy");
  });
}

for (const form of forms) {
  form.addEventListener("submit", (event) => {
    if (form.hasAttribute("data-is-busy")) return event.preventDefault();
    showBusy(form, true);
    if (form.dataset.progress) follow(form);
  });
}

// A page that the browser kept shows itself again as it was left.
window.addEventListener("pageshow", () => forms.forEach((form) => showBusy(form, false)));
