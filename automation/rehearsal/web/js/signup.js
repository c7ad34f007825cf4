// The sign-up form on a single page (FACTS §1.3).
import { checkbox, radioPair } from "./choice.js";
import { el } from "./dom.js";
import { field, input, label } from "./fields.js";
import { Control, required } from "./forms.js";
import { heading, preloadHelp, sheet, tools } from "./header.js";
import { get } from "./http.js";
import { t } from "./i18n.js";
import { cls } from "./material.js";
import { OrganisationPicker } from "./organisation.js";
import { OtpBlock } from "./otp.js";
import { confirmBlock, emailBox, emailLabel, groupBlock, mobileBlock, nameBlock, termsBlock } from "./parts.js";
import { loadRecaptcha } from "./recaptcha.js";
import { go, takeKept } from "./router.js";
import { emailControl, mobileControl, nameControl } from "./rules.js";
import { register } from "./submit.js";
import { on } from "./switches.js";
import { reportPage } from "./telemetry.js";

const SEND = "api/otp/ext/v1/generate";

const swallowed = (path) => get(path).catch(() => null);

/** Open the page once groups and positions were answered, with or without an error. */
export async function openSignup(root, settings) {
  document.body.classList.add("cs-recaptcha");
  loadRecaptcha();
  preloadHelp();
  const [groups] = await Promise.all([swallowed("api/user/v1/groups"), swallowed("api/user/v1/positions")]);
  if (location.pathname !== "/public/signup") return;
  if (on("signup-blank")) throw new TypeError("Cannot read properties of undefined (reading 'controls')");
  const names = (groups?.result?.response ?? []).filter((each) => each !== "Others");
  root.replaceChildren(new SignUp(settings, names, takeKept() ?? {}).element);
  reportPage("/public/signup");
}

class SignUp {
  constructor(settings, groups, kept) {
    this.settings = settings;
    this.groups = groups;
    this.confirmed = on("confirm-ticked");
    this.agreed = on("terms-ticked");
    this.busy = false;
    this.controls = {
      firstname: nameControl(kept.firstname),
      group: new Control("", [required("publicsignup.groupMandatory")]),
      email: emailControl(kept.email),
      mobile: mobileControl(kept.mobile),
      type: new Control("ministry", [required("publicsignup.centerOrState")]),
      organisation: new Control("", on("signup-open-without-organisation") ? [] : [required("publicsignup.enterOrganisationName")]),
    };
    this.email = this.#otp("email", kept.isEmailVerified);
    this.mobile = this.#otp("mobile", kept.isMobileVerified);
    const { organisation: control, type } = this.controls;
    this.organisation = new OrganisationPicker({ control, type, help: () => this.#help("Organisation", "panel-request"), onChange: () => this.update() });
    this.#build();
    for (const each of Object.values(this.controls)) each.onChange(() => this.update());
    this.update();
  }

  #otp(name, verified) {
    const wait = this.settings.env.resendOTPTIme ?? 120;
    return new OtpBlock({ name, control: this.controls[name], path: SEND, wait, verified, onChange: () => this.update() });
  }

  #build() {
    this.button = el("button", { type: "submit", class: `submitBtn ${cls("flat-button")} button` });
    if (on("signup-renamed")) this.button.textContent = "PROCEED";
    else this.button.append(el("span", { "data-i18n": "publicsignup.signup" }, t("publicsignup.signup")));
    this.form = el("form", { novalidate: true, autocomplete: "off" }, this.#blocks());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.button.disabled) register(this);
    });
    const signin = el("a", { href: "/protected/v8/resource", "data-i18n": "publicsignup.signin" }, t("publicsignup.signin"));
    const account = el("div", { class: "have-account" }, el("span", { "data-i18n": "publicsignup.haveAccount" }, t("publicsignup.haveAccount")), " ", signin);
    const title = el("span", { "data-i18n": "publicsignup.register" }, t("publicsignup.register"));
    this.element = sheet(tools(this.settings.site), heading(title, { href: "/static-home" }), this.form, account);
  }

  #blocks() {
    const contacts = [on("email-missing") ? null : this.#emailBlock(), on("mobile-missing") ? null : mobileBlock(this.controls.mobile, this.mobile)];
    const place = [on("centre-state-missing") ? null : this.#typeBlock(), this.#organisationBlock()];
    return [
      on("name-missing") ? null : nameBlock(this.controls.firstname),
      on("extra-fields") ? this.#designationBlock() : null,
      on("group-missing") ? null : groupBlock(this.controls.group, this.groups),
      ...(on("reordered-blocks") ? [...place, ...contacts] : [...contacts, ...place]),
      on("extra-fields") ? this.#whatsappBlock() : null,
      on("confirm-missing") ? null : confirmBlock(() => this.#toggle("confirmed")),
      on("terms-missing") ? null : termsBlock(() => this.#toggle("agreed"), () => this.agreed),
      on("signup-button-missing") ? null : this.button,
    ];
  }

  #emailBlock() {
    const link = this.#help("Domain", "help-request", "org-field");
    const line = link && el("div", { class: "help-line" }, el("span", { "data-i18n": "publicsignup.donotHaveGovernmentEmail" }, t("publicsignup.donotHaveGovernmentEmail")), " ", link);
    return el("div", { class: "block" }, emailLabel(), field(this.controls.email, emailBox(this.controls.email), { id: "email", suffix: this.email.mark }), line, this.email.element);
  }

  #typeBlock() {
    const keys = ["publicsignup.center", "publicsignup.state"];
    if (on("branches-swapped")) keys.reverse();
    const choices = [{ value: "ministry", key: keys[0] }];
    if (!on("state-option-missing")) choices.push({ value: "state", key: keys[1] });
    return el("div", { class: "block" }, label("publicsignup.centerOrState"), radioPair(this.controls.type, "type", "Signup as", choices));
  }

  #organisationBlock() {
    const link = this.#help("Organisation", on("help-covered") ? "pos-request covered" : "pos-request");
    const line = link && el("div", { class: "help-line" }, el("span", { "data-i18n": "publicsignup.notFound" }, t("publicsignup.notFound")), " ", link);
    return el("div", { class: "block" }, this.organisation.element, line);
  }

  #designationBlock() {
    const control = new Control("");
    return el("div", { class: "block" }, label(null, { mark: false, text: "Designation (optional)" }), field(control, input(control, "designation", { "aria-label": "Designation input" })));
  }

  #whatsappBlock() {
    const { element } = checkbox("whatsapp", "whatsappConsent", "Receive messages on WhatsApp checkbox", () => {});
    return el("div", { class: "tick" }, element, el("span", {}, "Receive messages on WhatsApp (optional)"));
  }

  #toggle(flag) {
    this[flag] = !this[flag];
    this.update();
  }

  /** A "Request for help" word, which is no link to the browser; null where a defect takes it away. */
  #help(type, className, id) {
    const organisation = type === "Organisation";
    if (on(organisation ? "organisation-help-missing" : "domain-help-missing")) return null;
    const dead = organisation && on("organisation-help-dead");
    const key = "publicsignup.requestForHelp";
    const words = on("help-renamed") ? el("span", {}, "Contact us") : el("span", { "data-i18n": key }, t(key));
    return el("a", { id, class: className, onclick: () => dead || this.#leave(type) }, words);
  }

  #leave(type) {
    if (type === "Organisation" && on("organisation-help-elsewhere")) return location.assign("/");
    const value = (name) => (on("request-loses-data") ? "" : this.controls[name].value);
    const userform = { firstname: value("firstname"), email: value("email"), mobile: value("mobile"), organisation: value("organisation"), confirm: this.confirmed };
    const flags = { isMobileVerified: this.mobile.verified, isEmailVerified: this.email.verified };
    go(`/public/request?type=${type}`, { userform, ...(on("request-loses-data") ? {} : flags) });
  }

  /** What is registered (FACTS §1.7). */
  registration() {
    const { firstname, email, mobile, group } = this.controls;
    const row = this.organisation.chosen ?? {};
    return {
      firstName: firstname.value,
      email: email.value,
      phone: mobile.value,
      group: group.value,
      source: `${this.settings.env.name}.${this.settings.host.telemetryConfig.pdata.id}`,
      orgName: row.orgName,
      channel: row.channel,
      organisationType: row.sbOrgType,
      organisationSubType: row.sbOrgSubType,
      mapId: row.mapId,
      sbRootOrgId: row.sbRootOrgId,
      sbOrgId: row.sbOrgId,
    };
  }

  /** SIGN UP opens when all eight conditions hold. */
  update() {
    const valid = Object.values(this.controls).every((each) => each.valid);
    this.form.classList.toggle("ng-valid", valid);
    this.form.classList.toggle("ng-invalid", !valid);
    const conditions = [
      valid,
      this.confirmed || on("signup-open-without-confirmation"),
      this.agreed || on("signup-open-without-terms"),
      !this.busy,
      this.mobile.verified || on("signup-open-without-otp"),
      this.email.verified || on("signup-open-without-otp") || on("signup-open-without-email-otp"),
      this.organisation.chosen !== null || on("signup-open-without-organisation"),
      !on("signup-never-opens"),
    ];
    this.button.disabled = !conditions.every(Boolean);
  }
}
