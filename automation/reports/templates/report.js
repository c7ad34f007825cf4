// Filtering and enlarging; the page is complete without it.
const card = document.getElementById("departments-card");
if (card) {
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
