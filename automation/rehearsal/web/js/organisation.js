// The search for an organisation: started by hand, picked from a list, shown as a card (FACTS §1.3, §10.3).
import { el, show } from "./dom.js";
import { field, input, label } from "./fields.js";
import { CallError, post } from "./http.js";
import { t } from "./i18n.js";
import { cls, icon, newId } from "./material.js";
import { option, organisationOption, viewOf } from "./options.js";
import { openBelow } from "./overlay.js";
import { snackError } from "./snackbar.js";
import { on } from "./switches.js";

const PATH = "api/org/ext/v2/signup/search";
const LIMIT = 500;
const SHOWN_BY_DEFECT = 5;

/** The line of a row's parents: a word, and an icon between the two where there are two. */
function hierarchy(row) {
  if (!row.l1OrgName || on("parents-missing")) return null;
  const second = row.l2OrgName ? [icon("navigate_next"), el("span", {}, row.l2OrgName)] : null;
  return el("span", { class: "under" }, el("span", { "data-i18n": "publicsignup.under" }, t("publicsignup.under")), " \u00a0", el("span", {}, row.l1OrgName), second);
}

/** The picker; `chosen` is the row that was picked from the list, or null. */
export class OrganisationPicker {
  #searching = false;
  #fetched = false;
  #rows = [];
  #close = null;
  #options = [];
  #active = 0;

  constructor({ control, type, help, onChange }) {
    Object.assign(this, { control, type, help, onChange, chosen: null });
    this.box = input(control, "organisation", {
      placeholder: "publicsignup.searchOrganisation",
      role: "combobox",
      "aria-label": "Type here",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-haspopup": "listbox",
      autocomplete: "off",
    });
    this.box.addEventListener("input", () => this.#edited());
    this.box.addEventListener("keydown", (event) => this.#key(event));
    this.box.addEventListener("focus", () => this.#fetched && this.#open());
    const trigger = el("span", { class: "search-word", "data-i18n": "publicsignup.search", onclick: () => this.search() }, t("publicsignup.search"));
    this.field = field(control, this.box, { id: "org-field", prefix: "search", suffix: trigger });
    this.card = el("div", { class: "orgBox" });
    this.element = el("div", { class: "organisation" }, label("publicsignup.organisation"), this.field, this.card);
    show(this.card, false);
    document.addEventListener("pointerdown", (event) => this.#pressed(event));
  }

  /** Ask the portal. The text is sent as typed, in small letters; typing alone sends nothing. */
  async search() {
    if (on("search-dead")) return;
    const text = this.control.value;
    if (!text) {
      snackError(t("publicsignup.enterOrganisationName"));
      return;
    }
    const term = text.toLowerCase();
    this.#searching = true;
    this.#open();
    const filters = { orgName: term, parentType: this.type.value };
    try {
      const answer = await post(PATH, { request: { filters, limit: LIMIT } });
      this.#answered(answer.result.response, term);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      this.#searching = false;
      this.#shut();
      snackError(error.refusal ?? t("msg.somethingWentWrong"));
    }
  }

  /** A late answer to an older search replaces a newer list.

   A row without a name, and an answer without a list, stop the page's own filter: the rows of the search before stay,
   to be picked under the new text; where there were none the list says that nothing matches. */
  #answered(response, term) {
    this.#searching = false;
    this.#fetched = true;
    const open = this.#close !== null;
    try {
      const rows = response.filter((row) => row.orgName.toLowerCase().indexOf(term) >= 0);
      this.#rows = on("search-hides-rows") ? rows.slice(0, SHOWN_BY_DEFECT) : rows;
    } finally {
      this.#shut();
      if (open) this.#open();
    }
  }

  #edited() {
    this.#fetched = false;
    if (!this.#searching) this.#shut();
  }

  #open() {
    this.#shut();
    this.#options = this.#content();
    if (!this.#options.length) return;
    const id = newId("mat-autocomplete");
    const panel = el("div", { id, role: "listbox", class: `${cls("autocomplete-panel")} panel` }, on("rows-in-view") ? viewOf(this.#options) : this.#options);
    this.#close = openBelow(this.field.querySelector(".frame"), panel);
    this.box.setAttribute("aria-expanded", "true");
    this.box.setAttribute("aria-controls", id);
    this.#activate(0);
  }

  #shut() {
    this.#close?.();
    this.#close = null;
    this.#options = [];
    this.box.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
  }

  #content() {
    if (this.#searching) {
      const spinner = el("mat-spinner", { role: "progressbar", class: `${cls("spinner")} spinner` });
      return [option(spinner, () => this.#clear())];
    }
    if (!this.#fetched) return [];
    const rows = on("rows-doubled") ? this.#rows.flatMap((row) => [row, row]) : this.#rows;
    if (rows.length) return rows.map((row) => this.#row(row));
    return on("no-match-panel-missing") ? [] : [this.#noMatch()];
  }

  #row(row) {
    const words = el("span", { class: "org-name" }, row.orgName);
    return organisationOption([words, hierarchy(row)], () => this.pick(row));
  }

  #noMatch() {
    const key = "publicsignup.noMatchingSearch";
    const text = on("no-match-renamed") ? el("span", {}, "Loading") : el("span", { "data-i18n": key }, t(key));
    const link = this.help();
    link?.addEventListener("click", (event) => event.stopPropagation());
    return option([text, " ", link], () => this.#clear());
  }

  /** The spinner and the no-match row are options without a value: choosing them empties the box. */
  #clear() {
    this.#fetched = false;
    this.#shut();
    this.control.set("");
    this.onChange();
  }

  /** Take a row: the box gives way to a card. */
  pick(row) {
    if (on("organisation-unpickable")) return;
    this.#shut();
    this.chosen = row;
    this.control.set(row.orgName);
    const told = on("card-empty") ? { orgName: "" } : on("card-shows-another") ? { orgName: "Office of the Rehearsal Registrar", l1OrgName: "Haryana" } : row;
    const remove = icon("close", { class: "remove", onclick: () => this.#edit() });
    this.card.replaceChildren(el("div", {}, el("div", { class: "org-name" }, told.orgName), hierarchy(told)), remove);
    this.#paint();
  }

  #edit() {
    this.chosen = null;
    this.#fetched = false;
    this.control.set("");
    this.#paint();
  }

  #paint() {
    show(this.field, !this.chosen);
    show(this.card, this.chosen !== null);
    this.onChange();
  }

  #activate(index) {
    this.#active = Math.min(Math.max(index, 0), this.#options.length - 1);
    for (const [at, each] of this.#options.entries()) each.classList.toggle("active", at === this.#active);
    const active = this.#options[this.#active];
    this.box.setAttribute("aria-activedescendant", active.id);
    active.scrollIntoView({ block: "nearest" });
  }

  /** Enter searches; with a list open it silently takes the first row, or empties the box during a search. */
  #key(event) {
    const open = this.#close !== null;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key === "Enter" && open) this.#options[this.#active].click();
    else if (event.key === "Enter") this.search();
    else if (event.key === "Escape" && open) this.#shut();
    else if (event.key in steps && open) this.#activate(this.#active + steps[event.key]);
    else return;
    event.preventDefault();
  }

  #pressed(event) {
    if (!this.#close || this.field.contains(event.target) || event.target.closest?.(".cdk-overlay-pane")) return;
    this.#shut();
  }
}
