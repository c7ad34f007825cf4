// The rows of the lists that are open, as a page shows them. Where only the rows in view stand in the page, a list is
// scrolled from its top to its end and back, and each row counts once by its place.
import { all, openLists, optionsOf, shown, words } from "./page.js";

const STILL = 3; // so many frames alike, and a list has drawn what it was scrolled to
const MOST_FRAMES = 15;
const MOST_STEPS = 2000;

const WAYS = {
  /** Of a list that is searched as one types, or comes in pages. */
  choice: (option) => ({ off: option.getAttribute("aria-disabled") === "true", text: words(option.textContent) }),
  /** Of the organisation search, whose rows hold icons, and may say that they are still on their way. */
  office: (option) => {
    const copy = option.cloneNode(true);
    for (const icon of all("mat-icon, .mat-icon, .material-icons", copy)) icon.replaceWith(" ");
    const busy = option.querySelector("[role=progressbar], mat-spinner, mat-progress-spinner") !== null;
    return { busy, link: option.querySelector("a") !== null, text: words(copy.textContent) };
  },
  text: (option) => option.textContent.trim(),
};

const box = (each) => each.getBoundingClientRect();
const searches = (option) => option.querySelector("input") !== null; // a search box can be an option
const rowsOf = (panel) => optionsOf(panel).filter((each) => !searches(each));
const topIn = (port, each) => box(each).top - box(port).top + port.scrollTop;

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
const portOf = (panel) => {
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

const frame = () =>
  new Promise((done) => {
    requestAnimationFrame(() => done());
    setTimeout(done, 100);
  });

/** A list may draw some frames after it was scrolled. */
const drawn = async (panel, port) => {
  let before = "";
  for (let same = 0, left = MOST_FRAMES; same < STILL && left; left -= 1) {
    await frame();
    const now = rowsOf(panel)
      .map((each) => Math.round(topIn(port, each)))
      .join();
    same = now === before ? same + 1 : 0;
    before = now;
  }
};

/** Every row of a list that is scrolled from its top to its end: its place and what is told of it. */
const throughout = async (panel, port, tell) => {
  const whole = new Map();
  port.scrollTop = 0;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await drawn(panel, port);
    for (const each of rowsOf(panel)) {
      const at = Math.round(topIn(port, each));
      if (!whole.has(at)) whole.set(at, tell(each));
    }
    if (port.scrollTop + port.clientHeight >= port.scrollHeight - 2) break;
    port.scrollTop += Math.max(24, port.clientHeight * 0.7);
  }
  return [...whole].toSorted(([one], [other]) => one - other);
};

/** What is told of a row, in one of the known ways. */
export const told = (option, way) => WAYS[way](option);

/** What is told of each row of the open lists, from top to bottom. */
export const rows = async (way) => {
  const found = [];
  for (const panel of openLists()) {
    const port = portOf(panel);
    if (port) {
      const before = port.scrollTop;
      found.push(...(await throughout(panel, port, WAYS[way])).map(([, each]) => each));
      port.scrollTop = before;
      await drawn(panel, port);
    } else found.push(...rowsOf(panel).map(WAYS[way]));
  }
  return found;
};

/** Bring the row at this place of the whole into the page; its place among the options there, -1 where there is none. */
export const reached = async (place) => {
  const panels = openLists();
  const among = (row) => panels.flatMap(optionsOf).indexOf(row);
  let left = place;
  for (const panel of panels) {
    const now = rowsOf(panel);
    const port = portOf(panel);
    const before = port?.scrollTop;
    const whole = port ? await throughout(panel, port, () => null) : now;
    if (left < whole.length && !port) return among(now[left]);
    if (left < whole.length) {
      const [top] = whole[left];
      port.scrollTop = top - port.clientHeight / 2; // to the middle, so that a click need not scroll any more
      await drawn(panel, port);
      return among(rowsOf(panel).find((each) => Math.round(topIn(port, each)) === top));
    }
    left -= whole.length;
    if (port) {
      port.scrollTop = before;
      await drawn(panel, port);
    }
  }
  return -1;
};

/** Whether something like a list is open that has none of the rows that lists have. */
export const ofAnotherKind = () => {
  if (all("[role=option]").some(shown)) return false;
  const other = "[role=dialog], [role=alert], [role=status], [aria-live], mat-snack-bar-container, mat-spinner";
  return all(".cdk-overlay-pane, [role=listbox], [role=menu], [role=grid], [role=tree]").some(
    (panel) => shown(panel) && panel.innerText.trim() && !panel.querySelector(other) && !panel.closest(other),
  );
};
