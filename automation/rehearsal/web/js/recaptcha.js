// The invisible captcha: its script is loaded with the form. If it was blocked, the token never comes and nothing says so.
import { el } from "./dom.js";

/** Load the script. */
export function loadRecaptcha() {
  if (document.getElementById("recaptcha-script")) return;
  document.head.append(el("script", { id: "recaptcha-script", src: "recaptcha/api.js", async: true }));
}

/** A token for an action, or a promise that is never kept. */
export function token(action) {
  if (!window.grecaptcha) return new Promise(() => {});
  return window.grecaptcha.execute("rehearsal", { action });
}
