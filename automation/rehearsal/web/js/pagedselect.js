// A select whose panel holds a search box and rows that come in pages (FACTS §1.5, §11.1, §11.2).
import { el } from "./dom.js";
import { t } from "./i18n.js";
import { cls, newId, tns } from "./material.js";
import { openBelow } from "./overlay.js";
import { inView, lock, option, organisationOption } from "./options.js";
import { on } from "./switches.js";

const OPENED_MS = 100;
const ATTACH_MS = 150;
const LISTENER_MS = 100;
const END_PX = 5;

/** The select over a ListData; `closed` names the handler that the page forgot, `clears` is what opening empties. */
export class PagedSelect {
  #close = null;
  #panel = null;

  constructor({ control, name, data, placeholder, search, box, panel, scrolls = true, focus = true, notFound, clears, onPick, closed = null }) {
    Object.assign(this, { control, name, data, panelClass: panel, scrolls, focus, notFound, onPick, closed });
    this.clears = clears ?? (() => this.clear());
    this.hint = placeholder;
    this.box = el("input", { type: "text", placeholder: search, formcontrolname: `search${name[0].toUpperCase()}${name.slice(1)}`, class: `${box} ng-untouched`, autocomplete: "off" });
    this.box.addEventListener("keydown", (event) => this.#typed(event));
    this.box.addEventListener("keyup", () => this.data.keyUp(this.box.value));
    this.box.addEventListener("input", () => this.data.changed(this.box.value));
    this.text = el("span", { class: `${cls("select-value-text")} shown`, id: newId("mat-select-value") });
    this.element = el(
      "mat-select",
      {
        id: newId("mat-select"),
        formcontrolname: name,
        placeholder,
        role: "combobox",
        tabindex: "0",
        class: `${cls("select")} ${tns()}`,
        "aria-haspopup": "true",
        "aria-expanded": "false",
        "aria-labelledby": this.text.id,
        onclick: () => this.open(),
        onkeydown: (event) => this.#key(event),
        onblur: () => this.control.touch(),
      },
      el("div", { class: `${cls("select-trigger")} trigger` }, this.text, el("div", { class: cls("select-arrow"), "aria-hidden": "true" })),
    );
    this.control.attach(this.element);
    data.onChange = () => this.paint();
    this.paint();
  }

  label(row) {
    return row.orgName ?? row.name ?? "";
  }

  /** Empty the search box, as the page does. */
  clear() {
    this.box.value = "";
    this.data.changed("");
  }

  paint() {
    const row = this.data.shown?.find((each) => this.data.id(each) === this.control.value);
    const another = row && this.name === "organisation" && on("card-shows-another");
    this.text.textContent = row && this.name === "organisation" && on("card-empty") ? "" : another ? "Office of the Rehearsal Registrar" : (row ? this.label(row) : "") || (this.control.value && row ? "" : this.hint);
    this.text.classList.toggle("placeholder", !row);
    if (this.#panel) this.#draw();
  }

  #draw() {
    const at = this.#panel.scrollTop;
    const rows = (this.data.shown ?? []).map((row) => organisationOption(this.label(row), () => this.#pick(row), this.data.id(row) === this.control.value));
    if (this.name === "organisation" && on("offices-locked"))
      rows.filter((_, place) => this.data.id(this.data.shown[place]) !== "-1").forEach(lock);
    const loading = this.data.loading ? el("div", { class: "loading-indicator" }, t("publicsignup.loadMore")) : null;
    const shown = on("rows-in-view") && rows.length ? [inView(rows, this.#panel)] : rows;
    this.rows.replaceChildren(...shown, ...[loading, this.#none()].filter(Boolean));
    this.#panel.scrollTop = at;
  }

  #none() {
    if (this.data.shown?.length !== 0) return null;
    const here = el("a", { class: "txt-cursor", onclick: leaveForOfficers }, t("publicsignup.here"));
    const row = option(el("div", { class: "mat-error txt-size" }, t(this.notFound), " ", here, "."), () => {});
    return lock(row);
  }

  /** Open the panel; a list that holds no option yet does not open. */
  open() {
    if (this.#close || !this.data.shown) return;
    const id = newId("mat-select-panel");
    const head = el("div", { class: "sticky-search-container" }, el("div", { class: "search-input-wrapper" }, this.box));
    this.rows = el("div", { role: "presentation" });
    this.#panel = el("div", { id, role: "listbox", tabindex: "-1", class: `${cls("select-panel")} ${this.panelClass} panel` }, head, this.rows);
    const panel = this.#panel;
    this.#close = openBelow(this.element.closest(".frame") ?? this.element, panel, { onBackdrop: () => this.close() });
    this.element.setAttribute("aria-expanded", "true");
    this.element.setAttribute("aria-controls", id);
    this.#draw();
    setTimeout(() => this.#opened(panel), OPENED_MS);
  }

  #opened(panel) {
    if (panel !== this.#panel) return;
    this.data.opened();
    this.clears();
    if (this.focus) setTimeout(() => panel === this.#panel && this.box.focus(), LISTENER_MS);
    if (this.scrolls) setTimeout(() => panel.addEventListener("scroll", () => atEnd(panel) && this.data.atEnd(), { passive: true }), ATTACH_MS);
  }

  close() {
    if (!this.#close) return;
    this.#close();
    this.#close = this.#panel = null;
    this.element.setAttribute("aria-expanded", "false");
    this.element.focus();
    if (this.closed) console.error(`ERROR TypeError: ctx.${this.closed} is not a function`);
    if (this.name === "position") setTimeout(() => this.clear(), OPENED_MS);
    this.paint();
  }

  #pick(row) {
    const id = this.data.id(row);
    const before = this.control.value;
    this.control.set(id);
    this.close();
    if (id !== before) this.onPick?.(row);
  }

  /** Keys in the search box stay there: Escape does not close the panel, Enter does nothing. */
  #typed(event) {
    event.stopPropagation();
    if (event.key === "Enter") event.preventDefault();
  }

  #key(event) {
    if (!this.#close && ["Enter", " ", "ArrowDown"].includes(event.key)) this.open();
    else if (this.#close && ["Escape", "Tab"].includes(event.key)) this.close();
    else return;
    if (event.key !== "Tab") event.preventDefault();
  }
}

const atEnd = (panel) => panel.scrollTop + panel.clientHeight >= panel.scrollHeight - END_PX;

/** The texts "here", the picture and "Click here" leave for the list of nodal officers. */
export function leaveForOfficers() {
  location.assign("/static-home#mdoUserList");
}
