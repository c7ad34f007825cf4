// The five lists of the two-step form and what a choice in one does to the others (FACTS §1.5).
import { el, show } from "./dom.js";
import { field, label } from "./fields.js";
import { Control } from "./forms.js";
import { post } from "./http.js";
import { ListData, PAGE, rowsOf } from "./listdata.js";
import { PagedSelect } from "./pagedselect.js";
import { generation, on } from "./switches.js";

const HIERARCHY = "apis/public/v8/org/hierarchy";
const SHORT = ["identifier", "orgName", "description", "orgHierarchyFrameworkId", "orgHierarchyFrameworkStatus", "sbOrgType", "sbOrgSubType", "channel"];
const TOP = [...SHORT, "hierarchyLevel", "parentPathId", "ministryOrStateId"];
const BELOW = [...SHORT.slice(0, 3), "parentOrgName", ...SHORT.slice(3)];
const newer = generation === "g4b";

const request = (query, offset, fields, filters) => ({ ...(filters ? { filters } : {}), query, limit: PAGE, offset, fields });

/** The lists, their controls and the blocks that show them; `type` is the choice between Center and State. */
export class Lists {
  constructor(type, onChange) {
    this.type = type;
    this.onChange = onChange;
    const needed = (test, key) => (value) => (value || !test() ? null : key);
    const centre = () => type.value === "ministry";
    const state = () => type.value === "state";
    this.controls = {
      ministry: new Control("", [needed(centre, "publicsignup.selectMinistryErrorMsg")]),
      state: new Control("", [needed(state, "publicsignup.selectStateErrorMsg")]),
      department: new Control("", [needed(state, "publicsignup.selectDepartmentErrorMsg")]),
      organisation: new Control("", on("signup-open-without-organisation") ? [] : [needed(() => true, "publicsignup.selectOrganisationErrorMsg")]),
      position: new Control("", [needed(() => true, "publicsignup.selectDesignationErrorMsg")]),
    };
    this.parent = {};
    this.row = null;
    this.data = this.#data();
    this.selects = this.#selects();
    this.blocks = this.#blocks();
    this.parents = ["ministry", "state", "department"].map((name) => this.blocks[name]);
    type.onChange(() => this.#typeChanged());
    this.#show();
  }

  /** On load the page asks for designations and ministries. */
  start() {
    this.data.position.load("", 0);
    this.data.ministry.load("", 0);
  }

  #data() {
    const value = (name) => this.controls[name].value;
    const top = (kind) => (query, offset) => rowsOf(`${HIERARCHY}/${kind}/search`, request(query, offset, TOP));
    const make = (name, mode, more) => new ListData({ name, mode, chosen: () => value(name), onChange: () => {}, ...more });
    const stateOffset = () => this.data.state.offset;
    return {
      ministry: make("ministry", newer ? "slow" : "key", { whole: true, ask: top("ministry"), known: (id) => this.#ministry(id) }),
      state: make("state", "key", { whole: true, ask: top("state") }),
      department: make("department", newer ? "value" : "key", {
        seeded: newer ? "once" : "always",
        offsetOf: stateOffset,
        ask: (typed, offset) => {
          const query = on("list-search-blank") ? "" : typed;
          return rowsOf(`${HIERARCHY}/search`, request(query, offset, SHORT, { status: 1, sbOrgType: this.type.value, levelZeroOrgId: this.#below("state", "state-crossed") }));
        },
      }),
      organisation: make("organisation", newer ? "slow" : "key", {
        seeded: "always",
        offsetOf: stateOffset,
        ask: (query, offset) => rowsOf(`${HIERARCHY}/search`, request(query, offset, BELOW, { status: 1, ...this.#above(), hierarchyRequestType: "All" })),
      }),
      position: make("position", "key", { whole: true, ask: askDesignations, known: (name) => ({ name }) }),
    };
  }

  #ministry(id) {
    return newer && this.parent.identifier === id ? this.parent : null;
  }

  /** What is asked for below a chosen row; `defect` is the one that asks below another row of the same list. */
  #below(list, defect) {
    const chosen = this.controls[list].value;
    const others = (this.data[list].first ?? []).filter((row) => row.identifier !== chosen);
    return on(defect) && others.length ? others[0].identifier : chosen;
  }

  #above() {
    const value = (name) => this.controls[name].value;
    if (this.type.value === "state") return { levelZeroOrgId: value("state"), levelOneOrgId: this.#below("department", "department-crossed") };
    const row = this.data.ministry.held?.find((each) => each.identifier === value("ministry"));
    if (row?.hierarchyLevel === "levelOne") return { levelZeroOrgId: row.ministryOrStateId, levelOneOrgId: row.identifier };
    return { levelZeroOrgId: value("ministry") };
  }

  #selects() {
    const make = (name, more) => {
      const spoken = name === "position" ? "designation" : name;
      return new PagedSelect({
        control: this.controls[name],
        name,
        data: this.data[name],
        placeholder: `Select ${spoken}`,
        search: `Search ${spoken}`,
        box: name === "position" ? "search-input" : `search-input-${name}`,
        panel: name === "position" ? "search-panel" : `search-panel-${name}`,
        notFound: `publicsignup.${spoken}NotFound`,
        ...more,
      });
    };
    const selects = {
      ministry: make("ministry", { onPick: (row) => this.#ministryChanged(row), closed: "onMinistryDropdownClosed" }),
      state: make("state", { onPick: (row) => this.#stateChanged(row), clears: newer ? undefined : () => {}, closed: "onStateDropdownClosed" }),
      department: make("department", { onPick: (row) => this.#departmentChanged(row), focus: newer, clears: newer ? () => this.#emptyDepartment() : undefined, closed: "onDepartmentDropdownClosed" }),
      organisation: make("organisation", { onPick: (row) => this.#organisationChanged(row), clears: newer ? undefined : () => this.selects.department.clear(), closed: "onOrganisationDropdownClosed" }),
      position: make("position", { scrolls: !newer, focus: !newer, onPick: () => this.onChange() }),
    };
    return selects;
  }

  /** The newer build empties the department's box without a word to its search. */
  #emptyDepartment() {
    this.selects.department.box.value = "";
  }

  #blocks() {
    const labels = { ministry: "ministry", state: "state", department: "department", organisation: "organisation", position: "designation" };
    return Object.fromEntries(
      Object.entries(labels).map(([name, key]) => [name, el("div", { class: "block" }, el("div", { class: "label required" }, label(`publicsignup.${key}`)), field(this.controls[name], this.selects[name].element))]),
    );
  }

  /** Only the lists of the chosen branch are in the page. */
  #show() {
    const state = this.type.value === "state";
    for (const [name, there] of Object.entries({ ministry: !state, state, department: state })) {
      this.blocks[name].replaceChildren(...(there ? [label(`publicsignup.${name}`), field(this.controls[name], this.selects[name].element)] : []));
      show(this.blocks[name], there);
    }
  }

  #typeChanged() {
    this.#show();
    this.data[this.type.value === "state" ? "state" : "ministry"].load();
    this.controls.organisation.set("");
    this.selects.organisation.paint();
    this.onChange();
  }

  #ministryChanged(row) {
    this.parent = row;
    this.controls.organisation.set("");
    if (newer) this.data.organisation.held = this.data.organisation.held.slice(0, 1);
    this.data.organisation.load();
    this.onChange();
  }

  #stateChanged(row) {
    this.parent = row;
    if (newer) this.data.department.held = [];
    this.data.department.load("", this.data.department.offset);
    this.onChange();
  }

  #departmentChanged(row) {
    if (row.identifier !== "-1") this.parent = row;
    this.data.organisation.load("", this.data.organisation.offset);
    this.onChange();
  }

  #organisationChanged(row) {
    this.row = on("organisation-unpickable") ? null : row;
    if (!this.row) this.controls.organisation.set("");
    this.selects.organisation.paint();
    this.onChange();
  }

  /** The chosen organisation's row and the parent that N/A stands for. */
  chosen() {
    return { row: this.row, parent: this.parent };
  }
}

async function askDesignations(text, offset) {
  const body = { filterCriteriaMap: { status: "Active" }, requestedFields: [], pageNumber: text ? 0 : offset / PAGE, pageSize: PAGE, ...(text ? { searchString: text } : {}) };
  const answer = await post("apis/public/v8/designation/search", body);
  const found = answer.result?.result ?? {};
  return { content: (found.data ?? []).map((each) => ({ name: each.designation })), count: found.totalcount ?? 0 };
}
