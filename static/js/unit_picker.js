// Narrows the list of units as one types, accents or not. Without this module the form searches on the server.

const field = document.getElementById("unit-search");
const list = document.querySelector("[data-unit-list]");

function searchKey(text) {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

function narrow() {
  const key = searchKey(field.value);
  if (key) list.open = true;
  list.querySelectorAll("[data-unit-region]").forEach((region) => {
    const items = [...region.querySelectorAll("[data-search-key]")];
    items.forEach((item) => {
      item.hidden = !item.dataset.searchKey.includes(key);
    });
    region.hidden = items.every((item) => item.hidden);
  });
}

if (field && list) field.addEventListener("input", narrow);
