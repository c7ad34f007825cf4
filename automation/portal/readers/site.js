// What a page of the portal is, as one arrives at it.
import { labelAbove } from "./fields.js";
import { all, shown, text, words } from "./page.js";

const MORE_MAY_COME =
  "script, input, iframe, frame, object, embed, img, svg, canvas, video, [onload], meta[http-equiv=refresh i]";

/** Its text, its title, and whether the form is on it. */
export const arrived = (form) => [text(), document.title, document.querySelector(form) !== null];

/** Its text, its title, and the status that it came with; 0 where that is not told. */
export const standing = () => [text(), document.title, performance.getEntriesByType("navigation")[0]?.responseStatus ?? 0];

/** Whether it holds nothing of which anything could still come; with a script it may only be late, or have failed. */
export const empty = () => !(document.body?.innerText ?? "").trim() && !document.querySelector(MORE_MAY_COME);

const nameless = (button) =>
  shown(button) && !words(button.innerText) && !button.ariaLabel && !button.querySelector("img, svg, mat-icon, .mat-icon");

/** What the form says with English chosen; blank with another language, or where none was chosen. */
export const inEnglish = () =>
  localStorage.getItem("websiteLanguage") === "en" ? (document.querySelector("form")?.innerText ?? "") : "";

/**
 * How many texts the form lacks: names of texts stand in their place, or a button has neither words nor a picture.
 * `bare`: none of its fields has a label.
 */
export const lacking = () => {
  const form = document.querySelector("form");
  if (!form) return { keys: 0, blank: 0, bare: false };
  const keys = form.innerText.match(/\bpublicsignup\.\w+/g) ?? [];
  const fields = all("[formcontrolname]", form).filter(shown);
  const bare = fields.length > 1 && fields.every((field) => !labelAbove([field]));
  return { keys: keys.length, blank: all("button", form).filter(nameless).length, bare };
};

/** Whether it lacks none of them. */
export const worded = () => Object.values(lacking()).every((found) => !found);
