// Values, rules and states of a form's controls, with the state classes that every control carries.

/** A rule: a message key for the values that break it. */
export const required = (message) => (value) => (value ? null : message);

/** A rule: the whole value fits an expression; an empty value is left to `required`. */
export const matches = (pattern, message) => (value) => (!value || pattern.test(value) ? null : message);

/** One control of a form. */
export class Control {
  #listeners = [];
  #hosts = [];

  constructor(value, rules = []) {
    this.value = value;
    this.initial = value;
    this.rules = rules;
    this.touched = false;
    this.dirty = false;
  }

  /** The message key of the first broken rule, or null. */
  get error() {
    for (const rule of this.rules) {
      const message = rule(this.value);
      if (message) return message;
    }
    return null;
  }

  get valid() {
    return this.error === null;
  }

  /** Keep the state classes of an element up to date. */
  attach(host) {
    this.#hosts.push(host);
    this.#paint();
  }

  /** Call a function with every new value. */
  onChange(listener) {
    this.#listeners.push(listener);
  }

  /** A new value by a person (`dirty`) or by the page. */
  set(value, { dirty = true } = {}) {
    this.value = value;
    this.dirty ||= dirty;
    this.#paint();
    for (const listener of this.#listeners) listener(value);
  }

  /** The person left the control. */
  touch() {
    this.touched = true;
    this.#paint();
  }

  /** Back to the start. */
  reset() {
    this.touched = false;
    this.dirty = false;
    this.set(this.initial, { dirty: false });
  }

  #paint() {
    const states = [
      ["ng-touched", this.touched],
      ["ng-untouched", !this.touched],
      ["ng-dirty", this.dirty],
      ["ng-pristine", !this.dirty],
      ["ng-valid", this.valid],
      ["ng-invalid", !this.valid],
    ];
    for (const host of this.#hosts) {
      for (const [name, yes] of states) host.classList.toggle(name, yes);
      host.dispatchEvent(new Event("state"));
    }
  }
}
