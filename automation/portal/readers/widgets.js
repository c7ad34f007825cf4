// What the portal's controls tell of themselves.

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

/** Whether the page lets no click through to a box or a radio. */
export const deaf = (boxes) =>
  boxes.some((box) => getComputedStyle(box.closest("label, mat-radio-button") ?? box).pointerEvents === "none");
