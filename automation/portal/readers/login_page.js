// What the login's pages offer and say.
import { all, shown } from "./page.js";

/** The words by a box: of its labels, else those it has itself. */
export const label = (box) =>
  [...(box.labels ?? [])]
    .filter(shown)
    .map((each) => each.innerText)
    .join(" ") ||
  box.getAttribute("aria-label") ||
  box.placeholder ||
  "";

/** Each control's words and where it leads. */
export const links = (controls) =>
  controls.map((each) => [
    each.innerText,
    each.getAttribute("href") || each.getAttribute("onclick") || (each.matches("button") ? each.innerText : ""),
  ]);

/** The lines of the page. */
export const lines = () => (document.body ? document.body.innerText.split("\n") : []);

/** The languages that the page offers, each with the address that speaks it. */
export const languages = () =>
  all('a[href*="kc_locale"], option[value*="kc_locale"]').map((each) => [
    each.textContent,
    each.getAttribute("href") || each.value,
  ]);
