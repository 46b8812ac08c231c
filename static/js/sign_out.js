// Signing out takes along what the grid of scores kept in this browser.

import { PREFIX } from "./score_keeping.js";

document.getElementById("logout-form")?.addEventListener("submit", () => {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  }
});
