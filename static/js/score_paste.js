// A block copied from Excel: the server tells what lands where, and the reader applies it or not.

import { NOW, post } from "./score_saving.js";

export function takePastes(table, { form, dialog, saving, say }) {
  const body = dialog.querySelector("[data-paste-body]");
  const apply = dialog.querySelector("[data-paste-apply]");

  async function preview(field, block) {
    const { now, html } = await post(form.dataset.paste, {
      part: "preview", block, row: field.closest("[data-row]").id, column: field.dataset.field,
    });
    if (now !== NOW.sent) return say(now === NOW.signedOut ? "signedOut" : "pasteOffline");
    body.innerHTML = html;
    apply.disabled = !body.querySelector("[data-name]");
    dialog.showModal();
    return (apply.disabled ? dialog.querySelector("[data-paste-cancel]") : apply).focus();
  }

  table.addEventListener("paste", (event) => {
    const field = event.target;
    if (!field.matches("input[data-field], select[data-field]")) return;
    const block = event.clipboardData.getData("text").replace(/(\r?\n)+$/, "");
    // One cell is left to the browser, so that it can be pasted into the middle of a text.
    if (!/[\n\t]/.test(block)) return;
    event.preventDefault();
    preview(field, block);
  });

  apply.addEventListener("click", () => {
    for (const { dataset } of body.querySelectorAll("[data-name]")) {
      const field = form.elements[dataset.name];
      if (!field) continue;
      field.value = dataset.text;
      saving.left(field);
    }
    dialog.close();
  });
  dialog.querySelector("[data-paste-cancel]").addEventListener("click", () => dialog.close());
}
