// Texts in the chosen language. A key without a text is shown as it is, and where no catalogue came nothing is, as the
// portal does.
import { get } from "./http.js";
import { on } from "./switches.js";

const STORED = "websiteLanguage";
let texts = {};

/** The language that was chosen last, `en` or `hi`. */
export function language() {
  return localStorage.getItem(STORED) || (on("hindi") ? "hi" : "en");
}

/** The text of a key such as `publicsignup.register`. */
export function t(key) {
  const [group, name] = key.split(".");
  return texts ? (texts[group]?.[name] ?? key) : "";
}

/** Put the texts of the current language into every marked element below a root. */
export function translate(root = document) {
  for (const node of root.querySelectorAll("[data-i18n]")) node.textContent = t(node.dataset.i18n);
  for (const node of root.querySelectorAll("[data-i18n-placeholder]")) node.placeholder = t(node.dataset.i18nPlaceholder);
}

/** Load a language, remember it, and translate what stands on the page. */
export async function use(chosen) {
  localStorage.setItem(STORED, chosen);
  await load(chosen);
}

/** Load a language without remembering it. */
export async function load(chosen) {
  texts = await get(`assets/i18n/${chosen}.json`).catch(() => null);
  translate();
  document.dispatchEvent(new Event("language"));
}
