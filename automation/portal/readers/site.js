// What a page of the portal is, as one arrives at it.
import { text } from "./page.js";

const MORE_MAY_COME =
  "script, input, iframe, frame, object, embed, img, svg, canvas, video, [onload], meta[http-equiv=refresh i]";

/** Its text, its title, and whether the form is on it. */
export const arrived = (form) => [text(), document.title, document.querySelector(form) !== null];

/** Whether it holds nothing of which anything could still come; with a script it may only be late, or have failed. */
export const empty = () => !(document.body?.innerText ?? "").trim() && !document.querySelector(MORE_MAY_COME);

/** How many names of texts stand in the form in place of the words. */
export const keys = () => (document.querySelector("form")?.innerText.match(/\bpublicsignup\.\w+/g) ?? []).length;
