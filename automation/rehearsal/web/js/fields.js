// Text fields in the shape of the component library: label, field, input, suffix, error below.
import { el } from "./dom.js";
import { t } from "./i18n.js";
import { cls, icon, newId, tns } from "./material.js";
import { on } from "./switches.js";

const RELABELLED = {
  "publicsignup.fullName": ["name-relabelled", "Aadhaar number"],
  "publicsignup.group": ["group-relabelled", "Blood group"],
  "publicsignup.email": ["email-relabelled", "Personal email"],
  "publicsignup.mobileNumber": ["mobile-relabelled", "Landline"],
  "publicsignup.centerOrState": ["branch-relabelled", "Urban/Rural"],
  "publicsignup.organisation": ["organisation-relabelled", "School"],
};

/** A label above a field; it is not tied to its control, as on the portal. */
export function label(key, { mark = true, text } = {}) {
  const [defect, wrong] = RELABELLED[key] ?? [];
  if (defect && on(defect)) return label(null, { mark, text: wrong });
  const words = key ? el("span", { "data-i18n": key }, t(key)) : el("span", {}, text);
  return el("label", { class: "field-label" }, words, mark ? " *" : null);
}

/** A field around a control, which shows the control's error once it was touched. */
export function field(control, host, { id, prefix, suffix } = {}) {
  const below = el("div", { class: `${cls("form-field-subscript-wrapper")} below` });
  const frame = el(
    "mat-form-field",
    { id, class: `${cls("form-field")} ${tns()} ${cls("form-field-appearance-outline")}` },
    el(
      "div",
      { class: cls("form-field-wrapper") },
      el(
        "div",
        { class: `${cls("form-field-flex")} frame` },
        prefix ? icon(prefix, { class: "prefix" }) : null,
        el("div", { class: `${cls("form-field-infix")} infix` }, host),
        suffix ? el("div", { class: `${cls("form-field-suffix")} suffix` }, suffix) : null,
      ),
      below,
    ),
  );
  host.addEventListener("state", () => paintError(control, frame, below));
  control.attach(host);
  control.attach(frame);
  return frame;
}

function paintError(control, frame, below) {
  const wrong = control.touched && !control.valid;
  frame.classList.toggle(cls("form-field-invalid").split(" ")[0], wrong);
  frame.classList.toggle("wrong", wrong);
  const key = wrong ? control.error : control.remark?.();
  if (below.firstChild?.dataset.i18n === (key ?? undefined)) return;
  const message = () => el("mat-error", { id: newId("mat-error"), class: cls("error"), role: "alert", "data-i18n": key }, t(key));
  below.replaceChildren(...(key ? [message()] : []));
}

/** An input tied to a control. */
export function input(control, name, { placeholder, ...attributes } = {}) {
  const box = el("input", {
    id: newId("mat-input"),
    type: "text",
    formcontrolname: name,
    class: `${cls("input-element")} ${tns()}`,
    "data-i18n-placeholder": placeholder,
    placeholder: placeholder ? t(placeholder) : undefined,
    ...attributes,
  });
  return tie(control, box);
}

/** Tie an input or text area to a control, both ways. */
export function tie(control, box) {
  box.value = control.value;
  box.addEventListener("input", () => control.set(box.value));
  box.addEventListener("blur", () => control.touch());
  control.onChange((value) => {
    if (box.value !== value) box.value = value;
  });
  return box;
}

/** Let only digits through while typing. A paste carries no key, so it is cancelled too (FACTS §1.2). */
export function digitsOnly(box) {
  const refuse = (event) => {
    if (!/^[0-9]$/.test(event.key ?? "")) event.preventDefault();
  };
  box.addEventListener("keypress", refuse);
  box.addEventListener("paste", refuse);
  return box;
}
