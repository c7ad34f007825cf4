// The message at the bottom of the page; a new one replaces the old one.
import { el } from "./dom.js";
import { cls } from "./material.js";
import { openLayer } from "./overlay.js";

let dismiss = null;

/** Show a message: for some seconds, or until it is replaced; `action` adds a button that closes it. */
export function snack(text, { seconds = null, action = null } = {}) {
  dismiss?.();
  let timer = null;
  const close = () => {
    clearTimeout(timer);
    remove();
    if (dismiss === close) dismiss = null;
  };
  const button = action && el("button", { type: "button", class: `${cls("button")} snack-action`, onclick: close }, action);
  const bar = el(
    "snack-bar-container",
    { class: cls("snack-bar-container") },
    el("div", { "aria-live": "assertive" }, el("simple-snack-bar", { class: cls("simple-snackbar") }, el("span", {}, text), button)),
  );
  const remove = openLayer(bar, { boxClass: "cdk-global-overlay-wrapper snack-place" });
  if (seconds !== null) timer = setTimeout(close, seconds * 1000);
  dismiss = close;
}

/** The error messages of search and register: five seconds and an X. */
export const snackError = (text) => snack(text, { seconds: 5, action: "X" });
