// What the portal's controls tell of themselves.
import { frame, transparent, words } from "./page.js";

const FADES = 60;

/** What the form says of what stands in a text field, once it is left; null where the field has gone. */
export const judged = ([field]) => {
  if (!field) return null;
  field.blur();
  const error = field
    .closest("mat-form-field")
    ?.querySelector("mat-error, .mat-error, .mat-mdc-form-field-error");
  return {
    invalid: field.classList.contains("ng-invalid") || field.getAttribute("aria-invalid") === "true",
    valid: field.classList.contains("ng-valid") || field.getAttribute("aria-invalid") === "false",
    message: error ? error.innerText.trim() : "",
    held: field.value,
  };
};

const LAYERS = ".cdk-overlay-container, [role=dialog], [role=alertdialog]";
const OVER = /fixed|sticky/;

/** Whether a person can put away what lies over the page: a list, a dialog, a banner with something to press. */
const passing = (node) =>
  node !== null &&
  (node.matches(LAYERS) ||
    (OVER.test(getComputedStyle(node).position) && node.querySelector("button, a, [role=button]") !== null) ||
    passing(node.parentElement));

const MOST_PARTS = 20;

/** What is hit in the middle of each line of a node, and of what it holds: a text that wraps has nothing in its own. */
const hits = (node) =>
  [node, ...node.querySelectorAll("*")]
    .slice(0, MOST_PARTS)
    .flatMap((part) => [...part.getClientRects()])
    .map(({ left, top, width, height }) => document.elementFromPoint(left + width / 2, top + height / 2));

/** Whether nothing of a node can be clicked, wherever the page is scrolled to: it is off the page, cut off or covered. */
const hidden = (node) => {
  const away = () => !hits(node).some((hit) => hit !== null && (node.contains(hit) || passing(hit)));
  if (away()) node.scrollIntoView({ block: "center", behavior: "instant" });
  return away();
};

/**
 * Whether a control is drawn so that nobody sees it, or the page lets no click through to it. One that is greyed out
 * lets none through by its nature; one that fades in is waited for, a second at most. Null where the page has drawn
 * it anew meanwhile, which says nothing of the one that stands there now.
 */
export const deaf = async ([control]) => {
  if (!control) return false;
  const host = control.closest("label, mat-radio-button") ?? control;
  const through = () => getComputedStyle(host).pointerEvents === "none";
  const now = () => transparent(host) || (through() ? !control.disabled : hidden(host));
  for (let frames = 0; frames < FADES && control.isConnected && now(); frames += 1) await frame();
  return control.isConnected ? now() : null;
};

/** The words beside a box or a radio; null where nothing is tied to it. */
export const wordsBeside = ([box]) => {
  const host = box && (box.closest("mat-radio-button, mat-checkbox, label") ?? box.labels?.[0]);
  return host ? words(host.textContent) : null;
};
