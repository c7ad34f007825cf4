// Whether a list holds only the rows in view, and what of it scrolls then.
import { all, openLists, optionsOf, shown } from "./page.js";

const box = (each) => each.getBoundingClientRect();
const searches = (option) => option.querySelector("input") !== null; // a search box can be an option

/** The rows of a list, which no search box is. */
export const rowsOf = (panel) => optionsOf(panel).filter((each) => !searches(each));

/** How far below the top of what a port scrolls a node stands, in pixels. */
export const topIn = (port, each) => box(each).top - box(port).top + port.scrollTop;

/** The element of a panel that scrolls, if one does. */
export const scrolling = (panel) =>
  [panel, ...all("*", panel)].find(
    (each) => each.scrollHeight > each.clientHeight + 5 && /auto|scroll/.test(getComputedStyle(each).overflowY),
  );

const holds = (each) =>
  each.matches("input, img, svg, button") ||
  [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

/** What stands in a list beside its rows: heads, search boxes, words at its end. */
const others = (panel, port, rows) => {
  const found = new Set();
  for (const each of all("*", panel)) {
    const option = each.closest("[role=option]");
    if ((option && !searches(option)) || !shown(each) || !holds(each)) continue;
    let block = option ?? each;
    while (block.parentElement !== port && !rows.some((row) => block.parentElement.contains(row)))
      block = block.parentElement;
    found.add(block);
  }
  return [...found];
};

/**
 * The element that scrolls in a list of which only a part stands in the page; null for any other list.
 *
 * Before its first row, or after its last, there is room for more, in which nothing stands.
 */
export const portOf = (panel) => {
  const port = scrolling(panel);
  const rows = rowsOf(panel).filter(shown);
  if (!port || !rows.length) return null;
  const top = (each) => topIn(port, each);
  const bottom = (each) => top(each) + box(each).height;
  const beside = others(panel, port, rows);
  const stuck = beside.filter((each) => getComputedStyle(each).position === "sticky").map((each) => box(each).height);
  const [first, last] = [rows[0], rows.at(-1)];
  const above = beside.map(bottom).filter((place) => place <= top(first) + 5);
  const below = beside.map(top).filter((place) => place >= bottom(last) - 5);
  const before = top(first) - Math.max(0, ...above, ...stuck);
  const after = Math.min(port.scrollHeight, ...below) - bottom(last);
  return Math.max(before, after) > 0.75 * box(first).height ? port : null;
};

/** Whether some open list holds only the rows in view. */
export const inViewOnly = () => openLists().some((panel) => portOf(panel) !== null);
