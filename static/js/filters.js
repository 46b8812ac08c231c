// Leaves empty fields out of the address when a filter form is sent, so that shared addresses stay short.

document.querySelectorAll("form.filters").forEach((form) => {
  form.addEventListener("formdata", ({ formData }) => {
    [...formData.entries()].forEach(([name, value]) => {
      if (value === "") formData.delete(name);
    });
  });
});
