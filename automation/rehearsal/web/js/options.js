// One row of a list in a layer.
import { el } from "./dom.js";
import { cls, newId, tns } from "./material.js";

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
