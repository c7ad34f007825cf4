// What a select that comes in pages shows, and how it is scrolled.
import { openLists, optionsOf } from "./page.js";
import { inViewOnly, scrolling, told } from "./panels.js";

/** The rows that stand in the page now. */
export const rows = () =>
  openLists()
    .flatMap(optionsOf)
    .map((option) => told(option, "choice"))
    .filter((option) => !option.off && option.text)
    .map((option) => option.text);

/** Whether they are others than before. */
export const changed = (before) => JSON.stringify(rows()) !== JSON.stringify(before);

/** Whether they are more than before. */
export const grown = (before) => rows().length > before;

/** Whether the page shows an answer: all rows of `first`; with `only`, none but those of `names` and its own. */
export const shows = ({ names, first, only, local }) => {
  const now = rows();
  const known = new Set([...names, ...local]);
  return (
    (first.every((name) => now.includes(name)) || (now.length > 0 && inViewOnly())) &&
    (!only || now.every((row) => known.has(row)))
  );
};

/** Scroll a panel to its end and so many pixels past it, as far as it goes; fewer than none leaves some below. */
export const toTheEnd = (panel, past) => {
  const port = scrolling(panel) ?? panel;
  port.scrollTop = port.scrollHeight - port.clientHeight + past;
};
