// Copying, filtering and the lines of a run; every page is complete without it.
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText);
    button.textContent = "✓";
  });
}
const search = document.querySelector("input[data-filters]");
search?.addEventListener("input", () => {
  const wanted = search.value.trim().toLowerCase();
  for (const row of document.getElementById(search.dataset.filters).tBodies[0].rows) {
    row.hidden = !row.textContent.toLowerCase().includes(wanted);
  }
});
const lines = document.querySelector("[data-events]");
if (lines) {
  const events = new EventSource(lines.dataset.events);
  events.addEventListener("message", (event) => {
    lines.textContent += `${JSON.parse(event.data)}\n`;
    lines.scrollTop = lines.scrollHeight;
  });
  events.addEventListener("end", () => {
    events.close();
    location.reload();
  });
}
