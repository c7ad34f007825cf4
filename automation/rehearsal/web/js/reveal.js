// The eye beside a password box shows and hides what was typed.
for (const eye of document.querySelectorAll("[data-reveals]")) {
  const box = document.getElementById(eye.dataset.reveals);
  eye.addEventListener("click", () => {
    box.type = box.type === "password" ? "text" : "password";
  });
}
