// What the organisation search shows: its rows as they come, and the card of what was picked.
import { told } from "./options.js";
import { openLists, optionsOf, shown } from "./page.js";
import { inViewOnly } from "./port.js";

/** Whether the rows of an answer have come: so many, the first of them beginning with these words. */
export const settled = ({ count, first }) => {
  const options = openLists()
    .flatMap(optionsOf)
    .map((option) => told(option, "office"));
  if (!options.length || options.some((option) => option.busy)) return false;
  return (options.length >= count || inViewOnly()) && options[0].text.startsWith(first);
};

/** The texts of the first of some cards that a person sees; null where there is none. */
export const texts = ([card]) => {
  if (!card) return null;
  const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (shown(node.parentElement) && node.data.trim()) found.push(node.data.trim());
  }
  return found;
};
