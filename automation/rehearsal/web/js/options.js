// One row of a list in a layer.
import { el } from "./dom.js";
import { cls, newer, newId, tns } from "./material.js";
import { on } from "./switches.js";

const ROW_PX = 48;
const VIEW_PX = 256;

/** Rows of which only those in view stand in the page; `port` is the element that scrolls. */
export function inView(rows, port) {
  const inner = el("div", { role: "presentation", class: "cdk-virtual-scroll-content-wrapper" });
  const draw = () => {
    const first = Math.floor(port.scrollTop / ROW_PX);
    const seen = rows.slice(first, first + Math.ceil(VIEW_PX / ROW_PX) + 1);
    for (const [at, row] of seen.entries()) Object.assign(row.style, { position: "absolute", left: "0", right: "0", top: `${(first + at) * ROW_PX}px`, height: `${ROW_PX}px` });
    inner.replaceChildren(...seen);
  };
  Object.assign(inner.style, { position: "relative", height: `${rows.length * ROW_PX}px` });
  port.addEventListener("scroll", draw, { passive: true });
  requestAnimationFrame(draw);
  draw();
  return inner;
}

/** Their view, for a panel that does not scroll itself. */
export function viewOf(rows) {
  const port = el("div", { class: "cdk-virtual-scroll-viewport", tabindex: "-1" });
  Object.assign(port.style, { overflowY: "auto", height: `${Math.min(VIEW_PX, rows.length * ROW_PX)}px` });
  port.append(inView(rows, port));
  return port;
}

/** A row of an organisation list, which may be none to a screen reader. */
export function organisationOption(content, onPick, selected = false) {
  const row = option(content, onPick, selected);
  if (on("list-of-another-kind")) row.removeAttribute("role");
  if (on("rows-unseen")) row.style.display = "none";
  if (on("rows-faint")) row.style.opacity = "0";
  if (on("rows-deaf")) row.style.pointerEvents = "none";
  return row;
}

/** An option with its content and what a click on it does. */
export function option(content, onPick, selected = false) {
  return el(
    "mat-option",
    {
      id: newId("mat-option"),
      role: "option",
      tabindex: "0",
      "aria-selected": selected ? "true" : "false",
      class: `${cls("option")} ${tns()}`,
      onclick: onPick,
    },
    el("span", { class: cls("option-text") }, content),
  );
}

/** A row that is shown and cannot be chosen. */
export function lock(row) {
  row.setAttribute("aria-disabled", "true");
  row.classList.add(newer ? "mdc-list-item--disabled" : "mat-option-disabled");
  row.setAttribute("tabindex", "-1");
  return row;
}
