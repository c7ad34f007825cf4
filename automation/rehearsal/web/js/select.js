// A list to choose from: a box with the role of a combobox and a list in a layer above the page.
import { el } from "./dom.js";
import { t } from "./i18n.js";
import { cls, newId, tns } from "./material.js";
import { openBelow } from "./overlay.js";
import { lock, option } from "./options.js";

/** A select; `choices` are objects with `value` and `text`, `dead` ones answer no click, `none` says that there is none. It has no native counterpart, so select_option fails on it. */
export class Select {
  #close = null;
  #options = [];
  #active = 0;

  constructor({ choices, placeholder, value = "", id, name, onPick, onLeave, dead = false, none = "" }) {
    Object.assign(this, { choices, placeholder, value, onPick, onLeave, dead, none });
    this.shown = el("span", { class: `${cls("select-value-text")} shown`, id: newId("mat-select-value") });
    this.element = el(
      "mat-select",
      {
        id: id ?? newId("mat-select"),
        formcontrolname: name,
        role: "combobox",
        tabindex: "0",
        class: `${cls("select")} ${tns()}`,
        "aria-haspopup": "listbox",
        "aria-expanded": "false",
        "aria-labelledby": this.shown.id,
        onclick: () => this.open(),
        onkeydown: (event) => this.#key(event),
        onblur: () => this.#close || this.onLeave?.(),
      },
      el("div", { class: `${cls("select-trigger")} trigger` }, this.shown, el("div", { class: cls("select-arrow"), "aria-hidden": "true" })),
    );
    this.paint();
    document.addEventListener("language", () => this.paint());
  }

  /** Show the chosen text, or the placeholder. */
  paint() {
    const chosen = this.choices.find((each) => each.value === this.value);
    this.shown.textContent = chosen?.text ?? (this.placeholder ? t(this.placeholder) : "");
    this.shown.classList.toggle("placeholder", !chosen);
  }

  /** Open the list. */
  open() {
    if (this.#close) return;
    this.#options = this.choices.map((each) => option(each.text, () => this.#pick(each), each.value === this.value));
    const id = newId("mat-select-panel");
    const none = this.none && !this.#options.length ? lock(option(this.none)) : null;
    const panel = el("div", { id, role: "listbox", class: `${cls("select-panel")} panel` }, this.#options, none);
    const anchor = this.element.closest(".frame") ?? this.element;
    this.#close = openBelow(anchor, panel, { onBackdrop: () => this.close() });
    this.element.setAttribute("aria-expanded", "true");
    this.element.setAttribute("aria-controls", id);
    this.#activate(Math.max(0, this.choices.findIndex((each) => each.value === this.value)));
  }

  /** Close the list. */
  close() {
    this.#close?.();
    this.#close = null;
    this.element.setAttribute("aria-expanded", "false");
    this.element.removeAttribute("aria-activedescendant");
    this.element.focus();
    this.onLeave?.();
  }

  #pick(choice) {
    if (this.dead) return;
    this.close();
    this.onPick(choice.value);
  }

  #activate(index) {
    if (!this.#options.length) return;
    this.#active = Math.min(Math.max(index, 0), this.#options.length - 1);
    for (const [at, each] of this.#options.entries()) each.classList.toggle("active", at === this.#active);
    const active = this.#options[this.#active];
    this.element.setAttribute("aria-activedescendant", active.id);
    active.scrollIntoView({ block: "nearest" });
  }

  #key(event) {
    const open = this.#close !== null;
    const steps = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
    if (!open && ["Enter", " ", "ArrowDown", "ArrowUp"].includes(event.key)) this.open();
    else if (open && event.key in steps) this.#activate(this.#active + steps[event.key]);
    else if (open && ["Enter", " "].includes(event.key)) this.#options[this.#active]?.click();
    else if (open && ["Escape", "Tab"].includes(event.key)) this.close();
    else if (open && event.key.length === 1) this.#find(event.key);
    else return;
    if (event.key !== "Tab") event.preventDefault();
  }

  #find(letter) {
    const at = this.choices.findIndex((each) => each.text.toLowerCase().startsWith(letter.toLowerCase()));
    if (at >= 0) this.#activate(at);
  }
}
