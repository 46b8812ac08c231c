// The desk of the appraisers: arrows and Enter go from score to score, unsaved changes are told.
const form = document.querySelector("[data-appraisal]");
const cells = form ? [...form.querySelectorAll("[data-cell]")] : [];
const note = form?.querySelector("[data-unsaved-note]");
let isUnsaved = false;

function goFrom(cell, step) {
  const next = cells[cells.indexOf(cell) + step];
  next?.focus();
  next?.select();
  return Boolean(next);
}

form?.addEventListener("keydown", (event) => {
  if (!event.target.matches("[data-cell]") || event.altKey || event.ctrlKey || event.metaKey) return;
  const isUp = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
  const isDown = event.key === "ArrowDown" || (event.key === "Enter" && !event.shiftKey);
  if ((isUp || isDown) && (goFrom(event.target, isUp ? -1 : 1) || event.key !== "Enter")) event.preventDefault();
});

form?.addEventListener("input", () => {
  isUnsaved = true;
  if (note) note.hidden = false;
});

form?.addEventListener("submit", () => {
  isUnsaved = false;
});

window.addEventListener("beforeunload", (event) => {
  if (isUnsaved) event.preventDefault();
});
