// What several readers share: the words of a node, whether it shows, the open lists and what stands in them.

/** A text as a person reads it: spaces of every kind are one, and what takes no room is none. */
export const words = (text) => text.replace(/[\s\u00a0\u200b-\u200d\ufeff]+/g, " ").trim();

/** Whether a node has a place in the page as it is drawn. */
export const shown = (node) => node.getClientRects().length > 0;

/** What fits a selector, in the page's order. */
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/** A frame, or a tenth of a second: in a window that is covered no frame may come. */
export const frame = () =>
  new Promise((done) => {
    requestAnimationFrame(() => done());
    setTimeout(done, 100);
  });

const CLEAR = 0.1;
const faint = (node) => Number(getComputedStyle(node).opacity) < CLEAR;

/** Whether a node, or what it stands in, is drawn so that nobody sees it. */
export const transparent = (node) => node !== null && (faint(node) || transparent(node.parentElement));

/** The lists that are open. */
export const openLists = () => all("[role=listbox]").filter((panel) => shown(panel) && !transparent(panel));

const seen = (option) => {
  const { left, right, height } = option.getBoundingClientRect();
  return height > 1 && right > 0 && left < innerWidth && !faint(option) && getComputedStyle(option).visibility !== "hidden";
};

/** The options of a list that a person sees, also those that are none of its rows. */
export const optionsOf = (panel) => all("[role=option]", panel).filter(seen);

/** What the page says, as far as an obstacle or a refusal would stand in it. */
export const text = () => (document.body ? document.body.innerText.slice(0, 2000) : "");
