// Names of classes and ids as the component library writes them; none of them is stable on the real portal.
import { generation, on } from "./switches.js";
import { el } from "./dom.js";

const counters = new Map();
// The class names tell the two builds of the two-step form apart, so there they are no matter of taste.
export const newer = generation === "g4b" || (on("mdc-classes") && generation !== "g4a");
const shift = on("other-ids") ? 700 : 0;

/** The class names of a part of a component, in the older or the newer spelling. */
export function cls(part) {
  return newer ? `mat-mdc-${part} mdc-${part}` : `mat-${part}`;
}

/** An animation class that differs with every component on the page. */
export function tns() {
  return `ng-tns-c${90 + shift}-${next("tns")}`;
}

function next(kind) {
  const number = counters.get(kind) ?? shift;
  counters.set(kind, number + 1);
  return number;
}

/** A generated id such as `mat-input-3`. */
export function newId(kind) {
  const number = next(kind);
  return on("other-ids") ? `cmp-${kind.length}${kind.slice(-3)}-${number}` : `${kind}-${number}`;
}

/** An icon that is a word set in an icon font, as the portal's are; screen readers pass over it. */
export function icon(word, attributes = {}) {
  const classes = `${cls("icon")} notranslate material-icons ${attributes.class ?? ""}`.trim();
  return el("mat-icon", { role: "img", "aria-hidden": "true", ...attributes, class: classes }, word);
}

/** The mark of a verified field, hidden until it is verified. */
export function verifiedMark() {
  const mark = el("mat-icon", {
    role: "img",
    class: `${cls("icon")} notranslate verified`,
    svgicon: "verified",
    "aria-hidden": "true",
    "data-mat-icon-type": "svg",
    "data-mat-icon-name": "verified",
  });
  mark.hidden = true;
  return mark;
}
