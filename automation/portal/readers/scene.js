// One look at the whole page that is in front: what is filled, verified, open and showing; never what it says.
import { all } from "./page.js";

const COMPLAINTS = ".alert-error, .kc-feedback-text, .pf-c-alert, .alert";
const LOGIN = "#username, #usePasswordRB, #emailOrPhone, #totp";
const VERIFIED = '[svgicon="verified"], [data-mat-icon-name="verified"]';
const CHANNELS = ["email", "mobile"];
const TICKS = ["confirm", "confirmTerms"];

const named = (control) => control.getAttribute("formcontrolname");
const shows = (node) => node.getClientRects().length > 0 && getComputedStyle(node).visibility !== "hidden";
const showing = (selector) => all(selector).filter(shows);

const right = (control) =>
  control.classList.contains("ng-valid") ||
  (!control.classList.contains("ng-invalid") &&
    control.getAttribute("aria-invalid") !== "true" &&
    Boolean(control.value || control.querySelector(":checked")));

/** The name of the last field before a node; `field` is the condition of one, as an XPath. */
const before = (field, node) => {
  const nearest = document.evaluate(`preceding::*[${field}][1]`, node, null, XPathResult.FIRST_ORDERED_NODE_TYPE);
  return nearest.singleNodeValue ? named(nearest.singleNodeValue) : null;
};

const verified = (controls, name) =>
  controls
    .filter((each) => named(each) === name)
    .some((each) => all(VERIFIED, each.closest("mat-form-field") ?? each.parentElement).some(shows));

/** Whether an organisation stands picked: on a card, in a list, or in the last of the chained boxes. */
const picked = () =>
  showing(".orgBox").length > 0 ||
  all("mat-select[formcontrolname=organisation]").some(right) ||
  (all("input[formcontrolname=department]").length > 0 && all("input[formcontrolname=organisation]").some(right));

/** `boxes` is the selector of boxes for secrets, `field` the condition of a field, as an XPath. */
export const look = ([boxes, field]) => {
  const controls = all("[formcontrolname]");
  const buttons = showing("form button");
  const submit = buttons.findLast((each) => each.type === "submit");
  const next = buttons.find((each) => /^\s*Next\s*$/.test(each.textContent));
  return {
    path: location.pathname,
    fields: controls
      .filter((each) => shows(each) && !/^confirm/i.test(named(each)))
      .map((each) => [named(each), right(each)]),
    names: [...new Set(controls.map(named))],
    picked: picked(),
    verifiable: CHANNELS.filter((name) => buttons.some((each) => each !== submit && before(field, each) === name)),
    ticked: TICKS.filter((name) => all(`#${name} input[type=checkbox]`).some((each) => each.checked)),
    ticks: TICKS.filter((name) => showing(`#${name}`).length > 0),
    verified: CHANNELS.filter((name) => verified(controls, name)),
    codes: showing(boxes).map((each) => [
      before(field, each),
      Boolean(each.value),
      each === document.activeElement,
    ]),
    password: showing("#password-new").length > 0,
    login: showing(LOGIN).length > 0,
    complaint: showing(COMPLAINTS).length > 0,
    said: showing(`${COMPLAINTS}, h1, main p`)
      .slice(0, 8)
      .map((each) => each.innerText.slice(0, 300)),
    totp: showing("#totp").length > 0,
    holds: all(boxes).some((each) => each.value !== ""),
    submit: submit ? !submit.disabled : null,
    next: next ? !next.disabled : null,
    empty: !document.body?.innerText.trim(),
  };
};
