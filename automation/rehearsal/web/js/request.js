// The page "Request for help", reached only from the sign-up form (FACTS §4, §10.5).
import { checkbox } from "./choice.js";
import { openDialog } from "./dialog.js";
import { el } from "./dom.js";
import { digitsOnly, field, input, label, tie } from "./fields.js";
import { Control } from "./forms.js";
import { heading, sheet, tools } from "./header.js";
import { post } from "./http.js";
import { t } from "./i18n.js";
import { cls } from "./material.js";
import { OtpBlock } from "./otp.js";
import { go, keep } from "./router.js";
import { emailControl, mobileControl, nameControl, wantedControl } from "./rules.js";
import { snackError } from "./snackbar.js";
import { on } from "./switches.js";
import { reportPage } from "./telemetry.js";

const TYPES = {
  Organisation: { kind: "organisation", path: "api/workflow/org/create", placeholder: "publicrequest.enterOrganisation", maxlength: on("request-name-short") ? "50" : "150" },
  Domain: { kind: "domain", path: "api/workflow/domain/create", placeholder: "publicrequest.enterDomain", maxlength: "63" },
  Position: { kind: "position", path: "api/workflow/position/create", literal: "Enter your position", maxlength: "150" },
};
const HEADINGS = {
  DOMAIN_REQUEST_CREATED: "Your domain request has been successfully submitted",
  DOMAIN_APPROVED: "This domain is already approved",
  DOMAIN_REQUEST_ALREADY_PRESENT: "This domain is pending for approval",
  DOMAIN_REQUEST_ALREADY_RAISED: "This domain is already requested",
  DOMAIN_REQUEST_REJECTED: "This domain is rejected",
};
const CONFIRM_LABEL = "I confirm that the above provided information are accurate. checkbox";

/** Open the page. Without what the sign-up page hands over it stays blank, with an error in the console. */
export function openRequest(root, settings, carried) {
  root.replaceChildren(sheet());
  const state = on("request-page-blank") ? undefined : carried;
  try {
    root.replaceChildren(new HelpRequest(settings, state.userform, state).element);
  } catch (error) {
    console.error("ERROR", error);
  }
  reportPage("/public/request");
}

class HelpRequest {
  constructor(settings, userform, flags) {
    this.settings = settings;
    this.type = new URLSearchParams(location.search).get("type");
    this.about = TYPES[this.type];
    this.confirmed = false;
    this.controls = {
      firstname: nameControl(userform.firstname),
      email: emailControl(userform.email),
      mobile: mobileControl(userform.mobile),
      wanted: wantedControl(this.about.kind, this.about.kind === "organisation" ? userform.organisation : ""),
      addDetails: new Control(""),
    };
    this.email = this.#otp("email", "api/otp/v1/generate", flags.isEmailVerified);
    this.mobile = this.#otp("mobile", "api/otp/ext/v1/generate", flags.isMobileVerified);
    this.#build(userform.confirm);
    for (const each of Object.values(this.controls)) each.onChange(() => this.update());
    this.update();
  }

  #otp(name, path, verified) {
    const wait = this.settings.env.resendOTPTIme ?? 120;
    const onChange = () => this.update();
    return new OtpBlock({ name, control: this.controls[name], path, wait, verified, texts: "publicrequest", placeholder: "Enter OTP", guarded: true, onChange });
  }

  #build(confirmed) {
    this.button = el("button", { type: "submit", class: "submitBtn button", "data-i18n": "publicrequest.submit", onclick: () => this.submit() }, t("publicrequest.submit"));
    const { element: tick, box } = checkbox("confirm", "confirm", CONFIRM_LABEL, () => {
      this.confirmed = !this.confirmed;
      this.update();
    });
    this.tick = box;
    box.checked = this.confirmed = Boolean(confirmed);
    const form = el(
      "form",
      { novalidate: true, onsubmit: (event) => event.preventDefault() },
      this.#text("firstname", "fullName", { id: "firstName", maxlength: "150", "aria-label": "First Name input", placeholder: "publicrequest.enterYourFullName" }),
      this.#text("email", "email", { id: "email", maxlength: "320", "aria-label": "Email input", placeholder: "publicrequest.enterYourEmailAddress" }, this.email),
      this.#text("mobile", "mobileNumber", { id: "mobileNumber", maxlength: "10", "aria-label": "Mobile Number input", placeholder: "publicrequest.mobileNumber" }, this.mobile),
      on("request-organisation-field-missing") && this.about.kind === "organisation" ? null : this.#wanted(),
      this.#details(),
      el("div", { class: "tick" }, tick, el("span", { "data-i18n": "publicrequest.confirmProvider" }, t("publicrequest.confirmProvider"))),
      on("request-submit-missing") ? null : this.button,
    );
    const named = on("request-text-missing") ? `publicrequest.${this.about.kind}` : this.type;
    const title = [el("span", { "data-i18n": "publicrequest.requestTo" }, t("publicrequest.requestTo")), ` ${named}`];
    this.element = sheet(tools(this.settings.site, { help: false }), heading(el("span", {}, title), { onclick: () => this.#back() }), form);
  }

  #text(name, key, attributes, otp) {
    const control = this.controls[name];
    const box = input(control, name, attributes);
    if (name === "mobile") digitsOnly(box);
    return el("div", { class: "block" }, label(`publicrequest.${key}`), field(control, box, { suffix: otp?.mark }), otp?.element);
  }

  #wanted() {
    const { kind, placeholder, literal, maxlength } = this.about;
    const box = input(this.controls.wanted, kind, { id: kind, maxlength, placeholder });
    if (literal) box.placeholder = literal;
    box.readOnly = on("request-box-locked");
    return el("div", { class: "block" }, label(`publicrequest.${kind}`), field(this.controls.wanted, box));
  }

  #details() {
    const key = "publicrequest.typeHere";
    const box = el("textarea", { id: "addDetails", formcontrolname: "addDetails", maxlength: "500", rows: "3", class: cls("input-element"), placeholder: t(key), "data-i18n-placeholder": key });
    return el("div", { class: "block" }, label("publicrequest.addDetails", { mark: false }), field(this.controls.addDetails, tie(this.controls.addDetails, box)));
  }

  #back() {
    const value = (name) => this.controls[name].value;
    if (!on("request-back-loses")) keep({ firstname: value("firstname"), email: value("email"), mobile: value("mobile"), isEmailVerified: this.email.verified, isMobileVerified: this.mobile.verified });
    history.back();
  }

  /** Submit opens when all is valid, confirmed and verified. */
  update() {
    const valid = Object.values(this.controls).every((each) => each.valid);
    this.button.disabled = !on("request-open-at-once") && !(valid && this.confirmed && this.email.verified && this.mobile.verified);
  }

  #body() {
    const { kind } = this.about;
    const id = crypto.randomUUID?.() ?? String(Date.now());
    const value = (name) => this.controls[name].value;
    const wanted = kind === "domain" ? value("wanted").replace(/^@/, "") : value("wanted");
    const details = { toValue: { [kind]: wanted }, fieldKey: kind, description: value("addDetails"), firstName: value("firstname"), email: value("email"), mobile: value("mobile") };
    const ids = { userId: id, applicationId: id, actorUserId: id };
    return { state: "INITIATE", action: "INITIATE", serviceName: kind, ...ids, deptName: "iGOT", updateFieldValues: [details] };
  }

  /** Send the request. The page does not mark itself busy, so a double click sends it twice; refusals look like success. */
  async submit() {
    try {
      const answer = await post(this.about.path, this.#body());
      this.#done(answer.result ?? {});
    } catch (error) {
      snackError(error.refusal ?? t("msg.somethingWentWrong"));
    }
  }

  #done(result) {
    const { kind } = this.about;
    const text = kind === "domain" ? (HEADINGS[result.msgCode] ?? "") : `Your ${kind} request has been successfully submitted`;
    const resume = () => go("/public/signup");
    openDialog(
      () =>
        el(
          "div",
          { class: "success" },
          el("h2", {}, text),
          text ? el("p", {}, "You will be contacted within 48 hours.") : null,
          el("button", { type: "button", class: "button", onclick: resume }, "Resume registration"),
        ),
      { firm: true, label: text },
    );
    for (const each of Object.values(this.controls)) each.reset();
    this.confirmed = this.tick.checked = false;
    this.email.reset();
    this.mobile.reset();
    this.update();
  }
}
