// Puts a button under each paragraph that copies it as plain text, with the title and the address of the page.
// Without this module the paragraph is text that can be marked.

function copyText(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Where the site is served without HTTPS, as on an office network, only the older way is there.
  const fill = (event) => {
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  };
  document.addEventListener("copy", fill, { once: true });
  return document.execCommand("copy") ? Promise.resolve() : Promise.reject(new Error("copy"));
}

function addButton(narrative) {
  const { copy, copied, notCopied } = narrative.dataset;
  const warning = document.querySelector("[data-warning]")?.textContent.trim(); // that the data is made up
  const line = Object.assign(document.createElement("p"), { className: "copy cluster" });
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "button secondary small",
    textContent: copy,
  });
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  status.setAttribute("aria-live", "polite");
  const paragraph = [...narrative.querySelectorAll("p")].map((part) => part.textContent.trim()).join(" ");
  line.append(button, status);
  narrative.append(line);
  button.addEventListener("click", async () => {
    const address = location.href.split("#")[0];
    const text = [warning, paragraph, document.title, address].filter(Boolean).join("\n");
    status.textContent = "";
    try {
      await copyText(text);
      status.textContent = copied;
    } catch {
      status.textContent = notCopied;
    }
  });
}

document.querySelectorAll("[data-copy]").forEach(addButton);
