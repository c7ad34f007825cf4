// The sign-up form in two steps, older and newer build (FACTS §1.5, §11).
import { checkbox, radioPair } from "./choice.js";
import { el } from "./dom.js";
import { field, label } from "./fields.js";
import { Control, required } from "./forms.js";
import { heading, image, preloadHelp, tools } from "./header.js";
import { get } from "./http.js";
import { t } from "./i18n.js";
import { Lists } from "./lists.js";
import { OtpBlock } from "./otp.js";
import { leaveForOfficers } from "./pagedselect.js";
import { confirmBlock, emailBox, emailLabel, groupBlock, mobileBlock, nameBlock, termsBlock } from "./parts.js";
import { loadRecaptcha } from "./recaptcha.js";
import { go, takeKept } from "./router.js";
import { emailControl, mobileControl, nameControl } from "./rules.js";
import { register } from "./submit.js";
import { on } from "./switches.js";
import { reportPage } from "./telemetry.js";

const SEND = "api/otp/ext/v1/generate";
const NOT_RECOGNISED = "Your email domain isn’t recognised — please contact your department for registration.";

/** Open the page once groups and positions were answered, with or without an error. */
export async function openTwoStep(root, settings) {
  document.body.classList.add("cs-recaptcha");
  loadRecaptcha();
  preloadHelp();
  const asked = ["api/user/v1/groups", "api/user/v1/positions"].map((path) => get(path).catch(() => null));
  const [groups] = await Promise.all(asked);
  if (location.pathname !== "/public/signup") return;
  if (on("signup-blank")) throw new TypeError("Cannot read properties of undefined (reading 'controls')");
  const names = (groups?.result?.response ?? []).filter((each) => each !== "Others");
  root.replaceChildren(new TwoStep(settings, names, takeKept() ?? {}).element);
  reportPage("/public/signup");
}

class TwoStep {
  constructor(settings, groups, kept) {
    Object.assign(this, { settings, groups, confirmed: on("confirm-ticked"), agreed: on("terms-ticked"), busy: false });
    const update = () => this.update();
    this.type = new Control("ministry", [required("publicsignup.centerOrState")]);
    this.lists = new Lists(this.type, update);
    this.one = { type: this.type, ...this.lists.controls, email: emailControl(kept.email) };
    this.two = { firstname: nameControl(kept.firstname), group: new Control("", [required("publicsignup.groupMandatory")]), mobile: mobileControl(kept.mobile) };
    const wait = settings.env.resendOTPTIme ?? 120;
    this.email = new OtpBlock({ name: "email", control: this.one.email, path: SEND, wait, verified: kept.isEmailVerified, onChange: update, refusal: NOT_RECOGNISED });
    this.mobile = new OtpBlock({ name: "mobile", control: this.two.mobile, path: SEND, wait, verified: kept.isMobileVerified, onChange: update });
    this.#build();
    for (const each of [...Object.values(this.one), ...Object.values(this.two)]) each.onChange(update);
    this.lists.start();
    this.update();
  }

  #build() {
    this.next = el("button", { class: "btn-primary button", onclick: () => this.turn(2) }, on("next-renamed") ? "Continue" : "Next");
    this.previous = el("button", { class: "btn-outline", onclick: () => this.turn(1) }, "Previous");
    const words = on("signup-renamed") ? "PROCEED" : el("span", { "data-i18n": "publicsignup.signup" }, t("publicsignup.signup"));
    this.submit = el("button", { class: "btn-primary button", type: "submit", onclick: () => register(this) }, words);
    this.stepOne = this.#form([...this.#first(), el("div", { class: "button-row" }, on("next-missing") ? null : this.next)]);
    this.stepTwo = this.#form([...this.#second(), el("div", { class: "button-row" }, this.previous, on("signup-button-missing") ? null : this.submit)]);
    this.place = el("div", {});
    this.circles = [1, 2].map((number) => el("div", { class: "circle" }, String(number)));
    const title = el("span", { "data-i18n": "publicsignup.register" }, t("publicsignup.register"));
    const card = el("div", { class: "card" }, tools(this.settings.site, { help: false }), heading(title, { href: "/static-home" }), this.#stepper(), this.place);
    const picture = el("div", { class: "features-image img-pointer", onclick: leaveForOfficers }, image("whats-new", "What's New @ iGOT?"));
    this.element = el("main", { class: "public" }, el("div", { class: "features" }, picture), card);
    this.turn(1);
  }

  #stepper() {
    const step = (at, words) => el("div", { class: "step" }, this.circles[at], el("span", { class: "stepper-label" }, words));
    return el("div", { class: "custom-stepper" }, step(0, "Step - 1"), el("div", { class: "line" }), step(1, "Step - 2"));
  }

  #form(content) {
    const signin = el("a", { href: "/protected/v8/resource", "data-i18n": "publicsignup.signin" }, t("publicsignup.signin"));
    const account = el("div", { class: "have-account" }, t("publicsignup.haveAccount"), " ", signin);
    return el("form", { novalidate: true, onsubmit: (event) => event.preventDefault() }, content, account);
  }

  /** Show the first or the second step; the other one is not in the page. */
  turn(number) {
    this.place.replaceChildren(number === 1 ? this.stepOne : this.stepTwo);
    for (const [at, circle] of this.circles.entries()) circle.classList.toggle("active", at + 1 === number);
  }

  #first() {
    const place = [on("centre-state-missing") ? null : this.#typeBlock(), ...this.lists.parents, this.#organisationBlock(), this.lists.blocks.position];
    const email = on("email-missing") ? null : this.#emailBlock();
    return on("reordered-blocks") ? [email, ...place] : [...place, email];
  }

  #second() {
    const parts = [
      on("name-missing") ? null : nameBlock(this.two.firstname),
      on("group-missing") ? null : groupBlock(this.two.group, this.groups),
      on("mobile-missing") ? null : mobileBlock(this.two.mobile, this.mobile),
    ];
    const toggle = (flag) => {
      this[flag] = !this[flag];
      this.update();
    };
    const whatsapp = () => el("div", { class: "tick" }, checkbox("whatsapp", "whatsappConsent", "Receive messages on WhatsApp checkbox", () => {}).element, el("span", {}, "Receive messages on WhatsApp (optional)"));
    return [
      ...(on("reordered-blocks") ? parts.toReversed() : parts),
      on("extra-fields") ? whatsapp() : null,
      on("confirm-missing") ? null : confirmBlock(() => toggle("confirmed")),
      on("terms-missing") ? null : termsBlock(() => toggle("agreed"), () => this.agreed),
    ];
  }

  #typeBlock() {
    const keys = ["publicsignup.center", "publicsignup.state"];
    if (on("branches-swapped")) keys.reverse();
    const choices = [{ value: "ministry", key: keys[0] }];
    if (!on("state-option-missing")) choices.push({ value: "state", key: keys[1] });
    return el("div", { class: "block" }, label("publicsignup.centerOrState"), radioPair(this.type, "type", "Signup as", choices));
  }

  #organisationBlock() {
    const missing = on("organisation-help-missing");
    const dead = on("organisation-help-dead");
    const words = on("help-renamed") ? "Contact us" : el("span", { "data-i18n": "publicsignup.requestForHelp" }, t("publicsignup.requestForHelp"));
    const link = el("a", { class: on("help-covered") ? "pos-request covered" : "pos-request", onclick: () => dead || this.#leave() }, words);
    const line = missing ? null : el("div", { id: "org-field", class: "help-line" }, el("span", { "data-i18n": "publicsignup.notFound" }, t("publicsignup.notFound")), " ", link);
    return el("div", { class: "block" }, this.lists.blocks.organisation, line);
  }

  #emailBlock() {
    const link = el("a", { onclick: leaveForOfficers }, el("span", { class: "text-cls", "data-i18n": "publicsignup.clickHere" }, t("publicsignup.clickHere")));
    const line = el("div", { class: "pos-hint help-request help-line", id: "org-field" }, el("span", {}, t("publicsignup.emailMsg"), " ", link, " ", t("publicsignup.toviewNodalOfficers")));
    const box = emailBox(this.one.email, "publicsignup.enterYourGovernmentEmail");
    return el("div", { class: "block" }, emailLabel(), field(this.one.email, box, { id: "email", suffix: this.email.mark }), line, this.email.element);
  }

  /** To the request page, with what stands in the first step only; the organisation goes along as its identifier. */
  #leave() {
    if (on("organisation-help-elsewhere")) return location.assign("/");
    const lost = on("request-loses-data");
    const userform = lost ? {} : { email: this.one.email.value, organisation: this.lists.controls.organisation.value };
    const flags = lost ? {} : { isMobileVerified: this.mobile.verified, isEmailVerified: this.email.verified };
    go("/public/request?type=Organisation", { userform: { firstname: "", mobile: "", email: "", organisation: "", ...userform }, ...flags });
  }

  /** What is registered: the organisation, or its parent where N/A was chosen (FACTS §1.7). */
  registration() {
    const { row, parent } = this.lists.chosen();
    const own = row.orgName === "N/A" ? parent : row;
    return {
      firstName: this.two.firstname.value,
      email: this.one.email.value,
      phone: this.two.mobile.value,
      group: this.two.group.value,
      source: `${this.settings.env.name}.${this.settings.host.telemetryConfig.pdata.id}`,
      orgName: own.orgName,
      channel: own.channel,
      organisationType: own.sbOrgType,
      organisationSubType: own.sbOrgSubType,
      mapId: own.identifier,
      sbOrgId: own.identifier,
      position: this.lists.controls.position.value,
    };
  }

  update() {
    const valid = (controls) => Object.values(controls).every((each) => each.valid);
    const email = this.email.verified || on("signup-open-without-otp");
    this.next.disabled = !valid(this.one) || !email || on("next-closed");
    const conditions = [
      valid(this.one),
      valid(this.two),
      this.confirmed || on("signup-open-without-confirmation"),
      this.agreed || on("signup-open-without-terms"),
      !this.busy,
      email,
      this.mobile.verified || on("signup-open-without-otp") || on("signup-open-without-mobile-otp"),
      this.lists.chosen().row || on("signup-open-without-organisation"),
      !on("signup-never-opens"),
    ];
    this.submit.disabled = !conditions.every(Boolean);
  }
}
