// Radio buttons and check boxes whose real inputs lie hidden under a drawn one, as in the component library.
import { el } from "./dom.js";
import { Control } from "./forms.js";
import { t } from "./i18n.js";
import { cls, newId } from "./material.js";
import { on } from "./switches.js";

function hiddenInput(attributes) {
  return el("input", { ...attributes, class: `${attributes.class} cdk-visually-hidden` });
}

/** A pair of radio buttons tied to a control; `choices` are objects with `value` and `key`. */
export function radioPair(control, name, label, choices) {
  const group = newId("mat-radio-group");
  const buttons = choices.map(({ value, key }) => radio({ control, group, value, key }));
  const element = el("mat-radio-group", { role: "radiogroup", "aria-label": label, formcontrolname: name, class: cls("radio-group") }, buttons);
  control.attach(element);
  return element;
}

function radio({ control, group, value, key }) {
  const id = newId("mat-radio");
  const box = hiddenInput({ type: "radio", id: `${id}-input`, name: group, value, class: cls("radio-input") });
  box.checked = control.value === value;
  box.addEventListener("change", () => control.set(value));
  box.addEventListener("blur", () => control.touch());
  const drawn = el("span", { class: `${cls("radio-container")} drawn round` }, box, el("span", { class: `${cls("radio-outer-circle")} face` }), ripple("radio"));
  const dead = value === "state" && on("state-dead") ? "pointer-events: none" : undefined;
  const words = el("span", { class: cls("radio-label-content"), "data-i18n": key }, t(key));
  return el("mat-radio-button", { id, style: dead, class: `${cls("radio-button")} ${cls("accent")}` }, el("label", { class: `${cls("radio-label")} layout`, for: `${id}-input` }, drawn, words));
}

/** A check box; `onToggle` is told of every change, not of the state: the page keeps its own (FACTS §1.2). */
export function checkbox(id, name, label, onToggle) {
  const control = new Control(false);
  const box = hiddenInput({ type: "checkbox", id: `${id}-input`, "aria-label": label, class: cls("checkbox-input") });
  box.addEventListener("change", () => control.set(box.checked));
  box.addEventListener("change", onToggle);
  box.addEventListener("blur", () => control.touch());
  const drawn = el("span", { class: `${cls("checkbox-inner-container")} drawn` }, box, el("span", { class: `${cls("checkbox-frame")} face` }), ripple("checkbox"));
  const element = el(
    "mat-checkbox",
    { id, formcontrolname: name, class: `${cls("checkbox")} ${cls("accent")}` },
    el("label", { class: `${cls("checkbox-layout")} layout`, for: `${id}-input` }, drawn),
  );
  control.attach(element);
  return { element, box };
}

function ripple(part) {
  return el("span", { class: `${cls(`${part}-ripple`)} ripple` });
}
