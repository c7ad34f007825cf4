// Sorting, filtering and enlarging; the page is complete without it.
const card = document.getElementById("departments-card");
if (card) {
  const table = document.getElementById("departments-table");
  const items = [...card.querySelectorAll("[data-listing]")];
  const counted = items.filter((item) => !item.closest("details"));
  const search = document.getElementById("search");
  const choice = document.getElementById("listing");
  const told = document.getElementById("told");
  const filter = () => {
    const wanted = search.value.trim().toLowerCase();
    for (const item of items) {
      item.hidden = (choice.value && item.dataset.listing !== choice.value) || !item.textContent.toLowerCase().includes(wanted);
    }
    told.textContent = `${counted.filter((item) => !item.hidden).length} of ${counted.length} shown`;
  };
  search.addEventListener("input", filter);
  choice.addEventListener("change", filter);
  for (const head of table?.tHead.rows[0].cells ?? []) {
    head.querySelector("button")?.addEventListener("click", () => {
      const direction = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
      const key = (row) => row.cells[head.cellIndex].dataset.key ?? row.cells[head.cellIndex].innerText;
      const rows = [...table.tBodies[0].rows];
      rows.sort((one, two) => direction * key(one).localeCompare(key(two), "en", { numeric: true }));
      table.tBodies[0].append(...rows);
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
