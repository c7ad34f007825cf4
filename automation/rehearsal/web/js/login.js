// The login page: the two radio buttons choose between its two forms.
const forms = document.querySelectorAll("form[data-way]");

for (const choice of document.querySelectorAll("input[name=loginWith]")) {
  choice.addEventListener("change", () => {
    for (const form of forms) form.hidden = form.dataset.way !== choice.value;
  });
}
