// The grid of scores by the keyboard: each cell is saved as it is left, and says how it stands.
// Without this script the grid is a plain form that saves all rows at once.

import { Keeping } from "./score_keeping.js";
import { takePastes } from "./score_paste.js";
import { Saving } from "./score_saving.js";

const form = document.querySelector("[data-score-form]");
const table = form.querySelector("[data-score-grid]");
const texts = JSON.parse(document.getElementById("score-texts").textContent);
const saving = new Saving(form, new Keeping(form.dataset));
let lastSaved = "";
let isLeaving = false;

const filled = (text, values = {}) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");

function say(name, values) {
  const line = form.querySelector("[data-state-text]");
  const text = name ? filled(texts[name] ?? name, values) : "";
  if (line.textContent !== text) line.textContent = text;
}

// Moving

function step(event) {
  if (event.key === "Enter") return event.shiftKey ? -1 : 1;
  // In a list the arrows choose from it.
  if (event.target.matches("select")) return 0;
  return { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
}

table.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  if (!event.target.matches("input[data-field], select[data-field]")) return;
  const distance = step(event);
  if (!distance) return;
  event.preventDefault();
  const column = [...table.querySelectorAll(`[data-field="${event.target.dataset.field}"]`)];
  const next = column[column.indexOf(event.target) + distance];
  if (!next) return void saving.left(event.target);
  next.focus();
  if (next.matches("input")) next.select();
});

// Showing

function showProblem(field, sentence) {
  const told = document.getElementById(`${field.name}-problem`);
  told.textContent = sentence ?? "";
  told.hidden = !sentence;
  field.toggleAttribute("aria-invalid", Boolean(sentence));
  if (sentence) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", told.id);
    field.closest("details")?.setAttribute("open", "");
  }
}

function conflictButton(label, value, chosen) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = filled(label, { value: value || texts.nothing });
  button.addEventListener("click", chosen);
  return button;
}

// Two people in one cell: the second chooses whose value stays.
function showConflict(field, theirs) {
  const told = document.getElementById(`${field.name}-problem`);
  const box = document.createElement("div");
  box.className = "conflict";
  box.setAttribute("role", "group");
  box.setAttribute("aria-labelledby", told.id);
  box.dataset.conflict = "";
  const settle = (choose) => () => {
    box.remove();
    showProblem(field, "");
    choose();
    field.focus();
  };
  const stated = () => saving.statedOf(saving.rowOf(field))[field.dataset.field] ?? "";
  box.append(
    conflictButton(texts.keepTheirs, theirs, settle(() => { field.value = stated(); saving.forget(field); showState(); })),
    conflictButton(texts.writeMine, field.value, settle(() => saving.left(field, { choice: "mine" }))),
  );
  field.parentElement.querySelector("[data-conflict]")?.remove();
  told.after(box);
}

function showRow(row, answer) {
  for (const field of row.querySelectorAll("[data-field]")) {
    const name = field.dataset.field;
    const { state } = saving.cells.get(field.name) ?? {};
    if (name in answer.problems) showProblem(field, answer.problems[name]);
    else if (!state) showProblem(field, "");
    if (state === "conflict" && name in answer.theirs) showConflict(field, answer.theirs[name]);
  }
  const problem = row.querySelector("[data-row-problem]");
  problem.textContent = answer.problems[""] ?? "";
  problem.hidden = !problem.textContent;
  const proposal = row.querySelector("[data-proposal]");
  if (proposal) proposal.textContent = answer.proposal;
  const summary = row.querySelector("summary");
  if (summary) {
    const isWritten = [...row.querySelectorAll("details [data-field]")].some(({ dataset }) => answer.texts[dataset.field]);
    summary.textContent = isWritten ? texts.written : texts.noneYet;
  }
  row.querySelector("[data-hint]").textContent = answer.hint;
  row.querySelector("[data-lacks]").textContent = answer.lacks.join("; ");
  if (answer.asks_reason) row.querySelector("details")?.setAttribute("open", "");
}

function showSums(answer) {
  for (const [key, sum] of Object.entries(answer.sums)) form.querySelector(`[data-sum="${key}"]`).textContent = sum;
  form.querySelector("[data-filled]").textContent = answer.filled;
  const incomplete = form.querySelector("[data-incomplete]");
  if (!incomplete) return;
  const lacking = [...table.querySelectorAll("[data-lacks]")].filter((line) => line.textContent);
  incomplete.textContent = lacking.length;
  incomplete.closest("[data-incomplete-note]").hidden = !lacking.length;
  const first = form.querySelector("[data-first-incomplete]");
  if (first && table.querySelector(`${first.hash} [data-lacks]`).textContent === "") first.hidden = true;
}

function showRowState(row, saved = "") {
  const states = [...row.querySelectorAll("[data-field]")].map(({ name }) => saving.cells.get(name)?.state);
  const line = row.querySelector("[data-row-state]");
  if (states.includes("sending")) line.textContent = texts.saving;
  else if (states.some(Boolean)) line.textContent = texts.failed;
  else if (saved) line.textContent = saved;
  row.toggleAttribute("data-unsaved", states.some(Boolean));
}

function showState() {
  const { all, waiting, refused } = saving.counts;
  form.querySelector("[data-sign-in-note]").hidden = saving.trouble !== "signedOut";
  if (saving.trouble && all) return say(saving.trouble, { count: all });
  if (waiting) return say("savingCells", { count: waiting });
  if (refused) return say("troubled", { count: refused });
  return say(lastSaved ? "savedLast" : "", { time: lastSaved });
}

saving.addEventListener("changed", ({ detail: { field } }) => showRowState(saving.rowOf(field)));
saving.addEventListener("told", ({ detail: { rows, answer } }) => {
  for (const row of rows) {
    if (answer?.rows?.[row.id]) showRow(row, answer.rows[row.id]);
    showRowState(row, answer?.saved);
  }
  if (answer?.rows) {
    lastSaved = answer.time;
    showSums(answer);
  }
  showState();
});

// Typing and leaving

const isCell = (field) => field.matches("[data-field]");
table.addEventListener("input", ({ target }) => {
  if (!isCell(target)) return;
  target.parentElement.querySelector("[data-conflict]")?.remove();
  saving.typed(target);
});
table.addEventListener("change", ({ target }) => {
  if (!isCell(target)) return;
  saving.left(target);
  showState();
});

async function isSignedIn() {
  try {
    const response = await fetch(location.href, { method: "HEAD", redirect: "manual", cache: "no-store" });
    return response.ok ? "" : "signedOut";
  } catch {
    return "offline";
  }
}

form.addEventListener("submit", async (event) => {
  if (isLeaving) return;
  event.preventDefault();
  const button = event.submitter;
  const isSaved = await saving.flush();
  if (!button?.name) return showState();
  if (!isSaved) return say("unsavedBeforeSending");
  const trouble = await isSignedIn();
  if (trouble) {
    saving.trouble = trouble;
    form.querySelector("[data-sign-in-note]").hidden = trouble !== "signedOut";
    return say(trouble, { count: 0 });
  }
  isLeaving = true;
  return form.requestSubmit(button);
});

addEventListener("beforeunload", (event) => {
  if (!isLeaving && saving.cells.size) event.preventDefault();
});
addEventListener("pageshow", () => { isLeaving = false; });

takePastes(table, { form, dialog: document.querySelector("[data-paste-dialog]"), saving, say });
const restored = saving.restore();
if (restored) say("restored", { count: restored });
document.querySelector("[data-problems]")?.focus();
