// What a box tells of itself: the words of its label, and whether it takes what is typed.
import { shown, words } from "./page.js";

const LONGEST = 60;
const OTHERS =
  "button, a, mat-icon, .mat-icon, mat-error, mat-hint, h1, h2, h3, mat-form-field, [role=alert], [formcontrolname]";

const label = (text) => words(text).replace(/[\s*:]+$/, "");

/** The label of a control: its own, or the last words before it in the form; blank where it has none. */
export const labelAbove = ([control]) => {
  if (!control) return "";
  const field = control.closest("mat-form-field") ?? control;
  const own = field.tagName === "MAT-FORM-FIELD" && field.querySelector("mat-label, label");
  if (own && label(own.textContent)) return label(own.textContent);
  const walker = document.createTreeWalker(control.closest("form") ?? field, NodeFilter.SHOW_TEXT);
  let last = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(field.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING)) break;
    const host = node.parentElement;
    if (!/\p{L}/u.test(node.data) || !shown(host)) continue;
    if (host.closest(OTHERS)) last = "";
    else last = label(host.contains(field) ? node.data : host.textContent);
  }
  return last.length > LONGEST ? "" : last;
};

/** Whether a box takes so many characters; what is no box takes any, what has gone takes none. */
const takes = (box, letters) =>
  box !== undefined && !box.readOnly && !box.disabled && !(box.maxLength >= 0 && box.maxLength < letters);

/** Whether a box takes so many characters, and its label. */
export const box = ([control], letters) => [takes(control, letters), labelAbove([control])];
