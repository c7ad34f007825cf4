// What a select that comes in pages shows, and how it is scrolled.
import { told } from "./options.js";
import { frame, openLists, optionsOf } from "./page.js";
import { inViewOnly, scrolling } from "./port.js";

/** The rows that stand in the page now. */
export const rows = () =>
  openLists()
    .flatMap(optionsOf)
    .map((option) => told(option, "choice"))
    .filter((option) => !option.off && option.text)
    .map((option) => option.text);

/** Whether they are others than before. */
export const changed = (before) => JSON.stringify(rows()) !== JSON.stringify(before);

/** Whether the page shows an answer: all rows of `first`; with `only`, none but those of `names` and its own. */
export const shows = ({ names, first, only, local }) => {
  const now = rows();
  const known = new Set([...names, ...local]);
  return (
    (first.every((name) => now.includes(name)) || (now.length > 0 && inViewOnly())) &&
    (!only || now.every((row) => known.has(row)))
  );
};

/** How many rows but the page's own stand in it, once they are more than before or `wait` ms have passed. */
export const counted = async ({ before, wait, local }) => {
  const until = performance.now() + wait;
  const now = () => rows().filter((row) => !local.includes(row)).length;
  while (now() <= before && performance.now() < until) await frame();
  return now();
};

/** The same, once the open list was scrolled to just above its end and then to it. */
export const scrolledOn = async (given) => {
  for (const panel of openLists().slice(0, 1))
    for (const past of [-20, 20]) {
      const port = scrolling(panel) ?? panel;
      port.scrollTop = port.scrollHeight - port.clientHeight + past;
      await frame();
    }
  return counted(given);
};
