// The rows of the lists that are open, as a page shows them. Where only the rows in view stand in the page, a list is
// scrolled from its top to its end and back, and each row counts once by its place.
import { told } from "./options.js";
import { all, frame, openLists, optionsOf, shown, transparent } from "./page.js";
import { portOf, rowsOf, topIn } from "./port.js";

const STILL = 3; // so many frames alike, and a list has drawn what it was scrolled to
const MOST_FRAMES = 15;
const MOST_STEPS = 2000;

const FADES = 60;

/** Wait until a list that fades in is there to be seen, a second at most. */
export const come = async () => {
  const fading = () => all("[role=listbox]").some((panel) => shown(panel) && transparent(panel));
  for (let frames = 0; frames < FADES && fading(); frames += 1) await frame();
};

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

/** What is told of each row of the open lists, from top to bottom; one that fades in is waited for. */
export const rows = async (way) => {
  await come();
  const found = [];
  const tell = (row) => told(row, way);
  for (const panel of openLists()) {
    const port = portOf(panel);
    if (port) {
      const before = port.scrollTop;
      found.push(...(await throughout(panel, port, tell)).map(([, each]) => each));
      port.scrollTop = before;
      await drawn(panel, port);
    } else found.push(...rowsOf(panel).map(tell));
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
