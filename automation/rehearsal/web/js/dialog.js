// Dialogs in the middle of the page.
import { el } from "./dom.js";
import { cls, newId } from "./material.js";
import { openLayer } from "./overlay.js";

/** Open a dialog; `build` gets the closing function. Unless `firm`, a click outside and Escape close it too. */
export function openDialog(build, { firm = false, label } = {}) {
  const close = () => {
    document.removeEventListener("keydown", escape);
    remove();
  };
  const escape = (event) => {
    if (event.key === "Escape" && !firm) close();
  };
  const box = el(
    "mat-dialog-container",
    { id: newId("mat-dialog"), class: cls("dialog-container"), role: "dialog", "aria-modal": "true", "aria-label": label, tabindex: "-1" },
    build(close),
  );
  const remove = openLayer(box, { boxClass: "cdk-global-overlay-wrapper dialog-place", dark: true, onBackdrop: () => !firm && close() });
  document.addEventListener("keydown", escape);
  box.focus();
  return close;
}
