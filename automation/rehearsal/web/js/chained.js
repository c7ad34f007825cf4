// The sign-up form of 2022-12 to 2023-04: three lists, each loaded whole and chosen one after the other (FACTS §1.4).
import { radioPair } from "./choice.js";
import { el } from "./dom.js";
import { field, input, label } from "./fields.js";
import { Control, required } from "./forms.js";
import { heading, preloadHelp, sheet, tools } from "./header.js";
import { get } from "./http.js";
import { t } from "./i18n.js";
import { cls, newId } from "./material.js";
import { option } from "./options.js";
import { openBelow } from "./overlay.js";
import { confirmBlock, emailBox, emailLabel, nameBlock } from "./parts.js";
import { loadRecaptcha } from "./recaptcha.js";
import { emailControl, nameControl } from "./rules.js";
import { register } from "./submit.js";
import { on } from "./switches.js";
import { reportPage } from "./telemetry.js";

const LIST = "apis/public/v8/org/v1/list";
const FILTER_MS = 500;

/** Open the page once the positions were answered. */
export async function openChained(root, settings) {
  loadRecaptcha();
  preloadHelp();
  const [, positions] = await Promise.all(["api/user/v1/groups", "api/user/v1/positions"].map((path) => get(path).catch(() => null)));
  if (location.pathname !== "/public/signup") return;
  if (on("signup-blank")) throw new TypeError("Cannot read properties of undefined (reading 'controls')");
  root.replaceChildren(new Chained(settings, positions?.result?.response ?? []).element);
  reportPage("/public/signup");
}

/** A box that filters a whole list by what is typed; a text that is not in the list is wrong. */
class Filtered {
  #close = null;
  #shown = [];

  constructor({ name, hint, textOf, must, onPick }) {
    Object.assign(this, { rows: [], row: null, textOf, onPick });
    this.control = new Control("", [must ? required("publicsignup.enterOrganisationName") : () => null, (value) => (value && !this.row ? "publicsignup.enterOrganisationName" : null)]);
    this.box = input(this.control, name, { placeholder: null, role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", autocomplete: "off" });
    this.box.placeholder = hint;
    this.box.addEventListener("focus", () => this.#open());
    this.box.addEventListener("click", () => this.#open());
    this.box.addEventListener("keydown", (event) => event.key === "Escape" && this.#shut());
    this.box.addEventListener("input", () => this.#edited());
    document.addEventListener("pointerdown", (event) => event.target !== this.box && !event.target.closest?.(".cdk-overlay-pane") && this.#shut());
  }

  /** The rows to choose from; whatever was chosen is forgotten. */
  offer(rows) {
    this.rows = this.#shown = rows;
    this.row = null;
    this.control.set("", { dirty: false });
  }

  #edited() {
    this.row = null;
    this.control.set(this.box.value);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const wanted = this.box.value.toLowerCase();
      this.#shown = this.rows.filter((row) => this.textOf(row).toLowerCase().includes(wanted));
      this.#open();
    }, FILTER_MS);
  }

  #open() {
    this.#shut();
    if (!this.#shown.length) return;
    const rows = this.#shown.map((row) => option(this.textOf(row), () => this.#pick(row)));
    const panel = el("div", { id: newId("mat-autocomplete"), role: "listbox", class: `${cls("autocomplete-panel")} panel` }, rows);
    this.#close = openBelow(this.box.closest(".frame"), panel);
    this.box.setAttribute("aria-expanded", "true");
  }

  #shut() {
    this.#close?.();
    this.#close = null;
    this.box.setAttribute("aria-expanded", "false");
  }

  #pick(row) {
    this.#shut();
    this.row = row;
    this.control.set(this.textOf(row));
    this.onPick?.(row);
  }
}

class Chained {
  constructor(settings, positions) {
    this.settings = settings;
    Object.assign(this, { confirmed: on("confirm-ticked"), busy: false });
    this.controls = { firstname: nameControl(), lastname: nameControl(), email: emailControl(), type: new Control("ministry") };
    const textOf = (row) => row.orgname ?? row.name;
    this.boxes = {
      position: new Filtered({ name: "position", hint: "Enter your position", textOf, must: true }),
      ministry: new Filtered({ name: "ministry", hint: "Ministry/State", textOf, must: true, onPick: (row) => this.#load("department", row.mapid) }),
      department: new Filtered({ name: "department", hint: "Department", textOf, onPick: (row) => this.#load("organisation", row.mapid) }),
      organisation: new Filtered({ name: "organisation", hint: "Organisation", textOf }),
    };
    this.boxes.position.offer(positions);
    this.#build();
    const update = () => this.update();
    for (const each of [...Object.values(this.controls), ...Object.values(this.boxes).map((box) => box.control)]) each.onChange(update);
    this.controls.type.onChange((value) => this.#load("ministry", value));
    this.#load("ministry", "ministry");
    this.update();
  }

  /** Ask for the rows of one list; those below it are emptied. */
  async #load(name, parent) {
    const names = ["ministry", "department", "organisation"];
    for (const each of names.slice(names.indexOf(name))) this.boxes[each].offer([]);
    const answer = await get(`${LIST}/${parent}`).catch(() => null);
    this.boxes[name].offer(answer?.result?.response?.content ?? []);
  }

  #build() {
    this.button = el("button", { type: "submit", class: "submitBtn button" });
    this.button.append(on("signup-renamed") ? "PROCEED" : el("span", { "data-i18n": "publicsignup.signup" }, t("publicsignup.signup")));
    this.form = el("form", { novalidate: true, autocomplete: "off" }, this.#blocks());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.button.disabled) register(this);
    });
    const title = el("span", { "data-i18n": "publicsignup.register" }, t("publicsignup.register"));
    this.element = sheet(tools(this.settings.site), heading(title, { href: "/static-home" }), this.form);
  }

  #blocks() {
    const last = input(this.controls.lastname, "lastname", { maxlength: "150", "aria-label": "Last Name input" });
    const choices = [{ value: "ministry", key: "publicsignup.center" }];
    if (!on("state-option-missing")) choices.push({ value: "state", key: "publicsignup.state" });
    const box = (name, words) => el("div", { class: "block" }, label(null, { text: words }), field(this.boxes[name].control, this.boxes[name].box));
    const place = [
      on("centre-state-missing") ? null : el("div", { class: "block" }, label("publicsignup.centerOrState"), radioPair(this.controls.type, "type", "Signup as", choices)),
      box("ministry", "Ministry/State"),
      box("department", "Department"),
      box("organisation", "Organisation"),
    ];
    const email = on("email-missing") ? null : el("div", { class: "block" }, emailLabel(), field(this.controls.email, emailBox(this.controls.email)));
    return [
      on("name-missing") ? null : nameBlock(this.controls.firstname),
      el("div", { class: "block" }, label(null, { text: "Last name" }), field(this.controls.lastname, last)),
      box("position", "Position"),
      ...(on("reordered-blocks") ? [...place, email] : [email, ...place]),
      on("confirm-missing") ? null : confirmBlock(() => this.#toggle()),
      on("signup-button-missing") ? null : this.button,
    ];
  }

  #toggle() {
    this.confirmed = !this.confirmed;
    this.update();
  }

  /** What is registered: the lowest row that was chosen. */
  registration() {
    const { ministry, department, organisation, position } = this.boxes;
    const row = organisation.row ?? department.row ?? ministry.row ?? {};
    return {
      firstName: `${this.controls.firstname.value} ${this.controls.lastname.value}`,
      email: this.controls.email.value,
      position: position.control.value,
      orgName: row.orgname,
      channel: row.channel,
      mapId: row.mapid,
    };
  }

  update() {
    const controls = [...Object.values(this.controls), ...Object.values(this.boxes).map((box) => box.control)];
    this.button.disabled = !(controls.every((each) => each.valid) && this.confirmed && !this.busy);
  }
}
