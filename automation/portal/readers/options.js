// How an option of a list is told.
import { all, words } from "./page.js";

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

/** What is told of it, in one of the known ways. */
export const told = (option, way) => WAYS[way](option);

/** The same of the first of some options; null where there is none. */
export const toldFirst = ([option], way) => (option ? told(option, way) : null);
