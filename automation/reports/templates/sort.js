// The heads of a table that sorts become buttons; a cell with a key is sorted by that. The page is complete without it.
for (const table of document.querySelectorAll("table.sorts")) {
  const heads = [...table.tHead.rows[0].cells];
  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const direction = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
      const key = (row) => row.cells[head.cellIndex].dataset.key ?? row.cells[head.cellIndex].innerText;
      const rows = [...table.tBodies[0].rows];
      rows.sort((one, two) => direction * key(one).localeCompare(key(two), "en", { numeric: true }));
      table.tBodies[0].append(...rows);
    });
  }
}
