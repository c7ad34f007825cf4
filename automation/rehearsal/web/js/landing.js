// The landing page: only its language control needs a script.
import { language, load, use } from "./i18n.js";

const control = document.getElementById("language");
if (control) {
  control.value = language();
  control.addEventListener("change", () => use(control.value));
}
if (language() !== "en") load(language());
