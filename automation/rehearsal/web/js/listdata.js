// What the two-step form knows of one of its lists: rows held and shown, paging, searching, quirks included (FACTS §1.5, §11).
import { post } from "./http.js";
import { generation, on } from "./switches.js";

export const PAGE = 50;
const FILTER_MS = 100;
const DEBOUNCE_MS = 500;
const REVEAL_MS = 500;
const newer = generation === "g4b";

/** A row that is always there: the person belongs to the parent itself. */
export const notApplicable = () => ({ identifier: "-1", orgName: "N/A", sbOrgType: null, channel: null });

const unique = (rows, key) => [...new Map(rows.toReversed().map((row) => [key(row).toLowerCase(), row])).values()].toReversed();

/** Call a function with the last of several values, once none came for a while; the same value twice in a row is dropped. */
function settled(ms, act, key = (value) => value) {
  let timer = null;
  let last;
  return (value) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (key(value) === last) return;
      last = key(value);
      act(value);
    }, ms);
  };
}

/**
 * One list. `mode` says what a search listens to: `key` (every key), `slow` (keys, debounced) or `value` (the box's
 * value, debounced); `seeded` is `always`, `once` or `never` for the row N/A; `offsetOf` is the offset that the next
 * page counts from.
 */
export class ListData {
  constructor({ name, mode, seeded = "never", whole = false, offsetOf = () => this.offset, ask, chosen, onChange, known = () => null }) {
    Object.assign(this, { name, mode, seeded, whole, offsetOf, ask, chosen, onChange, known });
    this.held = seeded === "never" ? null : [notApplicable()];
    this.shown = null;
    this.count = 0;
    this.offset = 0;
    this.loadCount = PAGE;
    this.filtered = this.loading = this.ended = false;
    this.number = 0;
    this.slow = settled(DEBOUNCE_MS, (text) => this.search(text));
    this.byValue = settled(DEBOUNCE_MS, (text) => this.#byValue(text), (text) => text.trim());
    this.filter = settled(FILTER_MS, (text) => this.#filter(text));
  }

  id(row) {
    return row.identifier ?? row.name ?? "";
  }

  /** Ask the portal for a page of rows, `from` which row on; `text` narrows them. */
  async load(text = "", from = this.offset) {
    const offset = Math.floor(from / PAGE) * PAGE;
    const number = ++this.number;
    if (offset === 0 || text) this.ended = false;
    this.loading = true;
    this.onChange();
    let stuck = false;
    try {
      const { content, count } = await this.ask(text, offset);
      if (this.mode === "value" && number !== this.number) return;
      this.#take(content, count, text, from);
    } catch {
      this.ended = true;
      stuck = this.name === "department" && !newer;
    }
    this.loading = stuck;
    this.onChange();
  }

  #take(content, count, text, from) {
    this.first ??= content;
    const key = (row) => this.id(row);
    if (this.whole) this.held = from === 0 || !this.held ? content : unique([...this.held, ...content], key);
    else {
      if (!content.length || text) this.held = this.held.filter((row) => row.orgName === "N/A");
      this.held = unique(this.seeded === "once" && from === 0 ? content : [...this.held, ...content], key);
    }
    this.count = count;
    if (!content.length || (count && this.held.length >= count)) this.ended = true;
    this.shown = this.held.slice(0, this.loadCount);
    if (text && on("list-search-hides")) this.shown = [];
    if (this.mode === "value" && text) return;
    try {
      this.#keepChosen();
    } catch (error) {
      console.error("ERROR", error); // the framework logs it and goes on
    }
  }

  /** Put the chosen row on top where it is not among those shown: often without a text, and the last one gives way. */
  #keepChosen() {
    const chosen = this.chosen();
    if (!chosen || !this.shown || this.shown.some((row) => this.id(row).toLowerCase() === chosen.toLowerCase())) return;
    const row = this.known(chosen);
    if (newer && this.name === "ministry" && !row) return;
    if (this.shown.length >= this.loadCount) {
      if (this.name === "department" && !newer) throw new TypeError("Cannot read properties of undefined (reading 'pop')");
      this.shown.pop();
    }
    this.shown.unshift(row ?? { identifier: chosen });
  }

  /** The page's own filter: by identifier, not by name; designations by name. */
  #filter(text) {
    const wanted = text.trim().toLowerCase();
    this.filtered = wanted !== "";
    if (!this.held) return;
    if (wanted) this.shown = this.held.filter((row) => this.id(row).toLowerCase().includes(wanted));
    else {
      this.shown = this.held.slice(0, PAGE);
      this.#keepChosen();
    }
    this.onChange();
  }

  /** A key was let go in the search box. A key during a running request is lost. */
  keyUp(text) {
    if (on("list-search-dead")) return;
    if (this.mode === "key") this.search(text);
    else if (this.mode === "slow") this.slow(text);
    else console.error("ERROR TypeError: ctx.departmentSearch is not a function");
  }

  /** The value of the search box has changed. */
  changed(text) {
    if (this.mode !== "value") this.filter(text);
    else if (!on("list-search-dead")) this.byValue(text);
  }

  search(typed) {
    if (this.loading) return;
    const text = typed.trim();
    const always = this.name === "organisation" || (this.name === "department" && !newer);
    if (text || always) {
      this.filtered = true;
      this.load(text, 0);
    } else if (this.held) {
      this.shown = this.held.slice(0, PAGE);
      this.filtered = false;
      this.#keepChosen();
      this.onChange();
    }
  }

  #byValue(text) {
    this.filtered = text.trim() !== "";
    this.loadCount = PAGE;
    this.offset = 0;
    this.load(text.trim(), 0);
  }

  /** The panel has opened: the first page is asked for again. */
  opened() {
    this.filtered = false;
    this.loadCount = PAGE;
    this.offset = 0;
    this.load("", 0);
  }

  /** The panel was scrolled to its end: show a row that is held already, or ask for the next page. */
  atEnd() {
    if (this.filtered || this.loading || !this.shown) return;
    if (this.held.length > this.shown.length) {
      this.loading = true;
      this.loadCount += PAGE;
      setTimeout(() => {
        this.shown = this.held.slice(0, this.loadCount);
        this.loading = false;
        this.#keepChosen();
        this.onChange();
      }, REVEAL_MS);
    } else if (!this.ended && this.count && this.held.length < this.count) {
      this.offset = this.offsetOf() + PAGE;
      this.loadCount += PAGE;
      this.load("", this.offset);
    }
  }
}

/** The rows of an answer of the hierarchy's services. */
export async function rowsOf(path, request) {
  const answer = await post(path, { request });
  const response = answer.result?.response ?? {};
  return { content: response.content ?? [], count: response.count ?? 0 };
}
