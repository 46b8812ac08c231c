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

// Returns what to write into a field for a pasted cell; undefined where it does not fit.
function writable(field, cell) {
  if (!field?.options) return field && cell;
  return [...field.options].find((option) => [option.text, option.value].includes(cell))?.value;
}

function paste(event) {
  if (!event.target.matches(FIELDS)) return;
  const text = event.clipboardData.getData("text").replace(/(\r?\n)+$/, "");
  // One cell is left to the browser, so that it can be pasted into the middle of a text.
  if (!/[\n\t]/.test(text)) return;
  event.preventDefault();
  const table = event.currentTarget;
  const { rows, row, column } = placeOf(table, event.target);
  const cells = text.split(/\r?\n/).flatMap((line, down) => line.split("\t").map((cell, right) => {
    const field = fieldAt(rows, row + down, column + right);
    return { field, written: writable(field, cell.trim()) };
  }));
  // Excel quotes a cell that holds a line break, a tab or a quotation mark: its lines would shift the rest.
  const isRefused = text.includes('"') || cells.some(({ written }) => written === undefined);
  const refusal = table.closest("form").querySelector("[data-paste-refused]");
  refusal.hidden = !isRefused;
  if (isRefused) return refusal.scrollIntoView({ block: "nearest" });
  for (const { field, written } of cells) {
    field.value = written;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function warnBeforeLeaving(form, hasProblems) {
  let unsaved = hasProblems;
  const typed = () => { unsaved = true; };
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", () => { unsaved = false; });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
}

const problems = document.querySelector("[data-problems]");
for (const table of document.querySelectorAll("table[data-grid]")) {
  table.addEventListener("keydown", move);
  table.addEventListener("paste", paste);
  warnBeforeLeaving(table.closest("form"), Boolean(problems));
}
problems?.focus();
