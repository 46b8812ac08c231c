// Saves the cells of the grid of scores as they are left. A cell that cannot be saved is never forgotten:
// without a connection or a session it waits, and where it is refused or somebody else wrote it, it says so.

// A long block goes in several requests, so that its first rows are saved soon.
const ROWS_AT_ONCE = 20;
const RETRY_AFTER = 5000;

export const NOW = { sent: "sent", refused: "refused", offline: "offline", signedOut: "signedOut" };

const cookie = (name) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.split("=")[1];

// Posts a form as the page itself would, and tells apart what can go wrong.
export async function post(address, fields) {
  const form = document.querySelector("[data-score-form]");
  const token = cookie("csrftoken") ?? form.elements.csrfmiddlewaretoken.value;
  let response;
  try {
    response = await fetch(address, {
      method: "POST",
      body: new URLSearchParams({ ...fields, account: form.dataset.account }),
      headers: { "X-CSRFToken": token },
      redirect: "manual",
    });
  } catch {
    return { now: NOW.offline };
  }
  const type = response.headers.get("Content-Type") ?? "";
  // The sign-in page answers instead of ours; after a new sign-in the token of the form is an old one.
  if (response.type === "opaqueredirect" || (response.status === 403 && !type.includes("json"))) {
    return { now: NOW.signedOut };
  }
  if (response.status >= 500) return { now: NOW.offline };
  if (!type.includes("json")) return { now: response.ok ? NOW.sent : NOW.refused, html: await response.text() };
  return { now: response.ok ? NOW.sent : NOW.refused, answer: await response.json() };
}

export class Saving extends EventTarget {
  constructor(form, keeping) {
    super();
    this.form = form;
    this.keeping = keeping;
    this.cells = new Map(); // name of the field → { text, base, state }
    this.isBusy = false;
    this.trouble = "";
    addEventListener("online", () => this.retry());
    addEventListener("focus", () => this.retry());
  }

  rowOf(field) {
    return field.closest("[data-row]");
  }

  versionOf(row) {
    return Number(row.querySelector("[data-version]").value);
  }

  statedOf(row) {
    return JSON.parse(row.querySelector("[data-stated]").value);
  }

  // A cell was typed into: it is kept here until it is saved.
  typed(field) {
    const row = this.rowOf(field);
    const cell = this.cells.get(field.name);
    if (!cell && field.value === (this.statedOf(row)[field.dataset.field] ?? "")) return;
    const base = cell?.base ?? this.versionOf(row);
    const state = cell?.state === "sending" ? "sending" : "typing";
    this.cells.set(field.name, { text: field.value, base, state });
    this.keeping.keep(field.name, { text: field.value, base });
    this.#tell(field);
  }

  // A cell was left: it is saved now.
  left(field, { choice } = {}) {
    this.typed(field);
    const cell = this.cells.get(field.name);
    if (!cell) return;
    const stated = this.statedOf(this.rowOf(field))[field.dataset.field] ?? "";
    if (cell.state !== "sending" && !choice && field.value === stated) return this.forget(field);
    Object.assign(cell, { again: cell.state === "sending", state: cell.state === "sending" ? "sending" : "queued", choice });
    this.#tell(field);
    this.#pump();
  }

  // What stands in the database is taken over; nothing is to be saved.
  forget(field) {
    this.cells.delete(field.name);
    this.keeping.drop(field.name);
    this.#tell(field);
  }

  restore() {
    let count = 0;
    for (const [name, { text, base }] of Object.entries(this.keeping.read())) {
      const field = this.form.elements[name];
      if (!field || text === (this.statedOf(this.rowOf(field))[field.dataset.field] ?? "")) {
        this.keeping.drop(name);
        continue;
      }
      field.value = text;
      this.cells.set(name, { text, base, state: "queued" });
      count += 1;
      this.#tell(field);
    }
    this.#pump();
    return count;
  }

  retry() {
    if (this.trouble) this.#pump({ once: true });
  }

  get counts() {
    const states = [...this.cells.values()].map(({ state }) => state);
    const count = (...wanted) => states.filter((state) => wanted.includes(state)).length;
    return { all: states.length, waiting: count("queued", "sending", "typing"), refused: count("refused", "conflict") };
  }

  // Saves all that was typed, and tells whether everything is saved then.
  async flush() {
    for (const [name, { state }] of this.cells) if (state === "typing") this.left(this.form.elements[name]);
    while (!this.trouble && (this.isBusy || this.#rows().length)) {
      await new Promise((done) => { this.addEventListener("told", done, { once: true }); });
    }
    return this.cells.size === 0;
  }

  // The rows with cells that are to be saved.
  #rows() {
    const queued = [...this.cells].filter(([, { state }]) => state === "queued");
    return [...new Set(queued.map(([name]) => this.rowOf(this.form.elements[name])))];
  }

  #pump({ once = false } = {}) {
    if (this.isBusy || (this.trouble && !once)) return;
    const rows = this.#rows().slice(0, ROWS_AT_ONCE);
    if (rows.length) this.#save(rows);
  }

  // Cells of a row whose ground differs go one after the other: each is compared with what was seen.
  #take(row, posted) {
    const queued = [...row.querySelectorAll("[data-field]")]
      .filter(({ name }) => this.cells.get(name)?.state === "queued");
    const base = Math.min(...queued.map(({ name }) => this.cells.get(name).base));
    posted[`${row.id}-stated`] = "{}";
    posted[`${row.id}-version`] = base;
    return queued.filter(({ name }) => this.cells.get(name).base === base).map((field) => {
      const cell = this.cells.get(field.name);
      posted[field.name] = field.value;
      if (cell.choice) posted[`${field.name}-choice`] = cell.choice;
      Object.assign(cell, { text: field.value, state: "sending", again: false });
      this.#tell(field);
      return [field, field.value];
    });
  }

  async #save(rows) {
    this.isBusy = true;
    const posted = {};
    const sent = rows.map((row) => [row, this.#take(row, posted)]);
    const { now, answer } = await post(this.form.dataset.cells, posted);
    this.isBusy = false;
    if (answer?.rows) {
      this.trouble = "";
      for (const [row, fields] of sent) this.#settle(row, fields, answer.rows[row.id], posted[`${row.id}-version`]);
    } else {
      this.#wait(sent, now, answer);
    }
    this.dispatchEvent(new CustomEvent("told", { detail: { rows, answer } }));
    this.#pump();
  }

  // The cells wait for a connection, a session or another account, and are sent again by themselves.
  #wait(sent, now, answer) {
    for (const [, fields] of sent) {
      for (const [field] of fields) Object.assign(this.cells.get(field.name), { state: "queued" });
    }
    this.trouble = answer?.problem ?? (now === NOW.sent ? NOW.refused : now);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.retry(), RETRY_AFTER);
  }

  #settle(row, sent, answer, base) {
    // The row is no longer there.
    if (!answer) return sent.forEach(([field]) => Object.assign(this.cells.get(field.name), { state: "refused" }));
    const before = this.statedOf(row);
    if (answer.follows) this.#lift(row, base);
    row.querySelector("[data-version]").value = answer.version;
    row.querySelector("[data-stated]").value = JSON.stringify(answer.texts);
    for (const [field, text] of sent) this.#settleCell(field, text, answer);
    for (const field of row.querySelectorAll("[data-field]")) {
      const isTouched = field.value !== (before[field.dataset.field] ?? "") && !sent.some(([one]) => one === field);
      if (!this.cells.has(field.name) && !isTouched) field.value = answer.texts[field.dataset.field] ?? "";
    }
    return null;
  }

  // Nobody else wrote the row since, so whatever else is being typed into it stands on what was saved: without
  // that, a score which the rule filled in would look like somebody else's to a fast typist.
  #lift(row, base) {
    for (const { name } of row.querySelectorAll("[data-field]")) {
      const cell = this.cells.get(name);
      if (cell?.base !== base) continue;
      cell.base = base + 1;
      this.keeping.keep(name, { text: cell.text, base: cell.base });
    }
  }

  #settleCell(field, text, answer) {
    const name = field.dataset.field;
    const cell = this.cells.get(field.name);
    if (name in answer.theirs) return Object.assign(cell, { state: "conflict", base: answer.version });
    if (name in answer.problems || "" in answer.problems) return Object.assign(cell, { state: "refused" });
    if (field.value === text) {
      this.cells.delete(field.name);
      this.keeping.drop(field.name);
      return null;
    }
    // It was typed into while it was on its way: what is saved is now the ground for what is typed.
    this.keeping.keep(field.name, { text: field.value, base: answer.version });
    return this.cells.set(field.name, {
      text: field.value, base: answer.version, state: cell.again ? "queued" : "typing",
    });
  }

  #tell(field) {
    this.dispatchEvent(new CustomEvent("changed", { detail: { field } }));
  }
}
