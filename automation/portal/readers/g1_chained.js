// The rows of the three chained boxes, which hold a whole list each.
import { openLists, optionsOf, words } from "./page.js";

/** The rows that the page shows. */
export const rows = () =>
  openLists()
    .flatMap(optionsOf)
    .map((option) => words(option.textContent));

/** Whether it shows these and no others. */
export const shows = (names) => JSON.stringify(rows()) === JSON.stringify(names);
