// Lists in which a part of an entry can be typed. Without this script they are plain ones.

const search = (root) => {
  const lists = [...root.querySelectorAll("[data-searched]")].filter((list) => !list.name.includes("__prefix__"));
  for (const list of lists) window.django.jQuery(list).select2({ theme: "admin-autocomplete" });
};

search(document);
document.addEventListener("formset:added", (event) => search(event.target));
