// Leaves empty fields out of the address when a filter form is sent, so that shared addresses stay short.

document.querySelectorAll("form.filters").forEach((form) => {
  form.addEventListener("formdata", ({ formData }) => {
    const entries = [...formData.entries()];
    entries.forEach(([name]) => formData.delete(name));
    entries.forEach(([name, value]) => value !== "" && formData.append(name, value));
  });
});
