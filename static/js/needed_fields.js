// Fields that are needed as long as another one is empty, or as soon as it is filled, are asked for before a
// form is sent: a browser forgets the chosen file with a form that comes back. Without this script the
// server alone asks for them.

const isEmpty = (form, name) => !form.elements[name].value.trim();

function mark(form) {
  for (const field of form.elements) {
    const { neededWithout, neededWith } = field.dataset;
    if (neededWithout) field.required = isEmpty(form, neededWithout);
    if (neededWith) field.required = !isEmpty(form, neededWith);
  }
}

const forms = document.querySelectorAll("form[data-needs]");
forms.forEach((form) => form.addEventListener("input", () => mark(form)));

// Also for a page that the browser kept: it comes back with its fields filled.
window.addEventListener("pageshow", () => forms.forEach(mark));
