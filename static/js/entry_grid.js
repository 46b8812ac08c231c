// The keys and the paste of a spreadsheet in a table of inputs. Without this script the form is a plain one.

const FIELDS = "input:not([type=hidden]), select";

const rowsOf = (table) => [...table.querySelectorAll("tbody tr")].filter((row) => row.querySelector(FIELDS));

function placeOf(table, field) {
  const rows = rowsOf(table);
  const row = rows.findIndex((candidate) => candidate.contains(field));
  return { rows, row, column: [...rows[row].querySelectorAll(FIELDS)].indexOf(field) };
}

function fieldAt(rows, row, column) {
  return rows[row]?.querySelectorAll(FIELDS)[column];
}

function step(event) {
  if (event.key === "Enter") return event.shiftKey ? -1 : 1;
  // In a list the arrows choose from it.
  if (event.target.matches("select")) return 0;
  return { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
}

function move(event) {
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  const distance = step(event);
  if (!distance || !event.target.matches(FIELDS)) return;
  event.preventDefault();
  const { rows, row, column } = placeOf(event.currentTarget, event.target);
  const next = fieldAt(rows, row + distance, column);
  next?.focus();
  if (next?.matches("input")) next.select();
}

function fill(field, text) {
  if (!field) return;
  const choice = field.options && [...field.options].find((option) => [option.text, option.value].includes(text));
  if (field.options && !choice) return;
  field.value = choice ? choice.value : text;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function paste(event) {
  if (!event.target.matches(FIELDS)) return;
  const text = event.clipboardData.getData("text").replace(/(\r?\n)+$/, "");
  // One cell is left to the browser, so that it can be pasted into the middle of a text.
  if (!/[\n\t]/.test(text)) return;
  event.preventDefault();
  const { rows, row, column } = placeOf(event.currentTarget, event.target);
  text.split(/\r?\n/).forEach((line, down) => {
    line.split("\t").forEach((cell, right) => fill(fieldAt(rows, row + down, column + right), cell.trim()));
  });
}

function warnBeforeLeaving(form) {
  let unsaved = false;
  form.addEventListener("change", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
}

for (const table of document.querySelectorAll("table[data-grid]")) {
  table.addEventListener("keydown", move);
  table.addEventListener("paste", paste);
  if (table.closest("form")) warnBeforeLeaving(table.closest("form"));
}
document.querySelector("[data-problems]")?.focus();
