// What the portal's controls tell of themselves.
import { frame, words } from "./page.js";

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
  };
};

const CLEAR = 0.1;

const transparent = (node) => node !== null && (Number(getComputedStyle(node).opacity) < CLEAR || transparent(node.parentElement));

/**
 * Whether a control is drawn so that nobody sees it, or the page lets no click through to it. One that is greyed out
 * lets none through by its nature; one that fades in is waited for, a second at most.
 */
export const deaf = async ([control]) => {
  if (!control) return false;
  const host = control.closest("label, mat-radio-button") ?? control;
  const now = () => transparent(host) || (!control.disabled && getComputedStyle(host).pointerEvents === "none");
  for (let frames = 0; frames < FADES && now(); frames += 1) await frame();
  return now();
};

/** The words beside a box or a radio; null where nothing is tied to it. */
export const wordsBeside = ([box]) => {
  const host = box && (box.closest("mat-radio-button, mat-checkbox, label") ?? box.labels?.[0]);
  return host ? words(host.textContent) : null;
};
