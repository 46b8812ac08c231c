// What was typed and is not saved yet, kept in the browser until it is: by account and submission, so that
// nobody else finds it, and a closed window loses nothing.

export const PREFIX = "dtscore-scores:";

export class Keeping {
  constructor({ account, submission }) {
    this.key = `${PREFIX}${account}:${submission}`;
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? {};
    } catch {
      return {};
    }
  }

  keep(name, { text, base }) {
    this.#write({ ...this.read(), [name]: { text, base } });
  }

  drop(name) {
    const { [name]: _dropped, ...rest } = this.read();
    this.#write(rest);
  }

  #write(kept) {
    // Storage may be full or forbidden; the page itself still holds what was typed.
    try {
      if (Object.keys(kept).length) localStorage.setItem(this.key, JSON.stringify(kept));
      else localStorage.removeItem(this.key);
    } catch { /* nothing is lost but the copy */ }
  }
}
