// Sorting, filtering and enlarging; the page is complete without it.
const table = document.getElementById("departments-table");
if (table) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const search = document.getElementById("search");
  const choice = document.getElementById("listing");
  const told = document.getElementById("told");
  const filter = () => {
    const wanted = search.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const fits = (!choice.value || row.dataset.listing === choice.value) && row.innerText.toLowerCase().includes(wanted);
      row.hidden = !fits;
      shown += fits;
    }
    told.textContent = `${shown} of ${rows.length} shown`;
  };
  search.addEventListener("input", filter);
  choice.addEventListener("change", filter);
  for (const head of table.tHead.rows[0].cells) {
    head.querySelector("button")?.addEventListener("click", () => {
      const direction = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
      const key = (row) => row.cells[head.cellIndex].dataset.key ?? row.cells[head.cellIndex].innerText;
      rows.sort((one, two) => direction * key(one).localeCompare(key(two), "en", { numeric: true }));
      body.append(...rows);
    });
  }
  filter();
}
const viewer = document.getElementById("viewer");
for (const thumb of document.querySelectorAll("button.thumb")) {
  thumb.addEventListener("click", () => {
    viewer.querySelector("img").src = thumb.querySelector("img").src;
    viewer.querySelector("img").alt = thumb.querySelector("img").alt;
    viewer.showModal();
  });
}
const openTarget = () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target) (target.closest("details") ?? {}).open = true;
};
addEventListener("hashchange", openTarget);
openTarget();
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  for (const each of closed) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of closed) each.open = false;
});
