// The page behind a department's own link (FACTS §1.8, §12.4): the organisation is fixed, one page, six boxes for each OTP.
import { checkbox } from "./choice.js";
import { el, show } from "./dom.js";
import { openDialog } from "./dialog.js";
import { digitsOnly, field, input, label } from "./fields.js";
import { Control, matches, required } from "./forms.js";
import { sheet, tools } from "./header.js";
import { CallError, get, post } from "./http.js";
import { t } from "./i18n.js";
import { cls, newId, verifiedMark } from "./material.js";
import { option } from "./options.js";
import { openBelow } from "./overlay.js";
import { termsBlock } from "./parts.js";
import { emailControl, mobileControl } from "./rules.js";
import { Select } from "./select.js";
import { snack, snackError } from "./snackbar.js";
import { leaveForOfficers } from "./pagedselect.js";
import { sent } from "./submit.js";
import { on } from "./switches.js";

const NAME = /^[a-zA-Z\s.]+$/;
const BOXES = 6;
const PAGE = 50;
const DIALOG_LATER_MS = 200;
const NOT_ACTIVE = "Registration link is not active";
const CLOSED = "Registrations are closed as of now. You may reach out to your respective nodal officer for assistance. Click on the below link to get the name and email of your respective Nodal officer.";
const PATHS = { email: "api/otp/v1/generate", mobile: "api/otp/ext/v1/generate" };
const KINDS = { email: "email", mobile: "phone" };

/** Open the page once the link was checked; a link that is not active shows why, and no form. */
export async function openLink(root, settings) {
  const [link, organisation] = location.pathname.split("/").filter(Boolean).slice(1);
  const [groups, checked] = await Promise.all([
    get("api/user/v1/groups").catch(() => null),
    post("api/customselfregistration/isregistrationqractive", { request: { registrationLink: link, orgId: organisation } }).catch((error) => error),
  ]);
  const told = checked instanceof CallError ? (checked.refusal ?? NOT_ACTIVE) : null;
  if (told && on("link-replaced")) return root.replaceChildren(sheet(el("div", { class: "not-active" }, told))); // as an older build says it
  root.replaceChildren();
  if (told !== null && told !== NOT_ACTIVE) return say(el("p", {}, told));
  const names = (groups?.result?.response ?? []).filter((each) => each !== "Others");
  root.replaceChildren(new Link(settings, names, told ? {} : checked.result.response, link).element);
  if (told) say(el("p", {}, CLOSED), el("a", { class: "txt-cursor", onclick: leaveForOfficers }, "Click Here"));
}

/** What is said a moment after the page is there; the form of a link that has ended lies behind it. */
const say = (...words) => setTimeout(() => openDialog(() => el("div", {}, words), { firm: true }), DIALOG_LATER_MS);

/** A line of the catalogue, which changes with the language. */
const line = (tag, attributes, key) => el(tag, { ...attributes, "data-i18n": `publicsignup.${key}` }, t(`publicsignup.${key}`));

/** One field's OTP: the buttons that send and verify both read "Verify"; the code stands in six boxes. */
class Otp {
  constructor({ name, control, wait, onChange }) {
    Object.assign(this, { name, control, wait, onChange, verified: false, sent: false, left: 0 });
    this.mark = verifiedMark();
    const button = (press, inside) => el("button", { type: "button", class: `${cls("button")} otp-button`, onclick: press }, line(inside, {}, "btnVerify"));
    this.sendButton = button(() => this.send(), "a");
    this.verifyButton = button(() => this.verify(), "span");
    this.boxes = Array.from({ length: BOXES }, (_, at) => this.#box(at));
    this.reader = el("ws-app-otp-reader", {}, el("div", { class: "reader" }, this.boxes));
    this.hint = el("span", { class: "resend-hint" });
    this.resend = el("span", { class: "resend", onclick: () => this.send() }, t("publicsignup.resendOTP"));
    this.entry = el("div", { class: "otp-entry" }, this.reader, this.hint, this.resend, this.verifyButton);
    this.element = el("div", { class: "otp" });
    control.onChange(() => {
      this.verified = this.sent = false;
      this.paint();
      onChange();
    });
    this.paint();
  }

  #box(at) {
    const box = el("input", { type: "text", maxlength: "1", class: "digit", autocomplete: "off", "aria-label": `Digit ${at + 1}` });
    box.addEventListener("input", () => {
      box.value = box.value.toUpperCase().replace(/[^A-Z0-9]/g, "");
      if (box.value && !on("link-boxes-stuck")) this.boxes[at + 1]?.focus();
    });
    box.addEventListener("paste", (event) => {
      const text = (event.clipboardData?.getData("text") ?? "").trim();
      for (const [place, each] of this.boxes.entries()) each.value = text[place] ?? "";
      event.preventDefault();
    });
    return box;
  }

  async send() {
    if (!this.control.value || !this.control.valid) return snack(t("publicsignup.validEmail"), { seconds: 5 });
    try {
      await post(PATHS[this.name], { request: { type: KINDS[this.name], key: this.control.value } });
    } catch (error) {
      return snack(error.refusal ?? "Please try again later");
    }
    this.sent = true;
    for (const box of this.boxes) box.value = "";
    window.alert(t(this.name === "email" ? "publicsignup.anOtpHasBeenSentToEmail" : "publicsignup.anOtpHasBeenSentToMobile"));
    this.left = this.wait;
    const timer = setInterval(() => {
      this.left = Math.max(0, this.left - 1);
      if (!this.left) clearInterval(timer);
      this.paint();
    }, 1000);
    this.paint();
  }

  async verify() {
    const otp = this.boxes.map((box) => box.value).join("");
    if (otp.length < 4) return snack(t("publicsignup.pleaseEnterValidOtp"));
    try {
      await post("api/otp/v1/verify", { request: { type: KINDS[this.name], key: this.control.value, otp } });
      this.verified = true;
      for (const box of this.boxes) box.value = "";
    } catch (error) {
      snack(error.refusal ?? "Please try again later");
    }
    this.paint();
    this.onChange();
  }

  paint() {
    show(this.mark, this.verified);
    const wanted = this.sent ? this.entry : this.sendButton;
    if (this.verified) this.element.replaceChildren();
    else if (!wanted.isConnected) this.element.replaceChildren(wanted); // drawn anew, it would lose the focus
    show(this.hint, this.left > 0);
    show(this.resend, this.left <= 0);
    const minutes = Math.floor(this.left / 60);
    this.hint.textContent = `${t("publicsignup.resendOTPAfter")} ${minutes}:${String(Math.floor(this.left % 60)).padStart(2, "0")}`;
  }
}

class Link {
  constructor(settings, groups, organisation, link) {
    Object.assign(this, { settings, groups, organisation, link, agreed: false, busy: false });
    this.controls = {
      firstname: new Control("", [required("publicsignup.fullNameMandatory"), matches(NAME, "publicsignup.validFullName")]),
      designation: new Control("", [required("publicsignup.groupMandatory")]),
      email: emailControl(),
      mobile: mobileControl(),
      group: new Control("", [required("publicsignup.groupMandatory"), (value) => (!value || groups.includes(value) ? null : "publicsignup.groupMandatory")]),
    };
    const wait = settings.env.resendOTPTIme ?? 120;
    const otp = (name) => new Otp({ name, control: this.controls[name], wait, onChange: () => this.update() });
    this.email = otp("email");
    this.mobile = otp("mobile");
    this.#build();
    for (const each of Object.values(this.controls)) each.onChange(() => this.update());
    this.update();
  }

  #build() {
    this.button = el("button", { type: "submit", class: `submitBtn ${cls("flat-button")} button` }, el("span", { "data-i18n": "publicsignup.signup" }, t("publicsignup.signup")));
    const { firstname, email, mobile } = this.controls;
    const name = input(firstname, "firstname", { id: "firstName", maxlength: "100", "aria-label": "First Name input", placeholder: "publicsignup.enterYourFullName" });
    const mail = input(email, "email", { id: "email", name: "emailField", maxlength: "320", "aria-label": "Email input", placeholder: "publicsignup.enterYourEmailAddress" });
    const phone = input(mobile, "mobile", { id: "mobileNumber", maxlength: "10", "aria-label": "Mobile Number input", placeholder: "publicsignup.mobileNumber" });
    const help = el("div", { class: "help-line" }, line("span", { class: "help-request" }, "donotHaveGovernmentEmail"), " ", line("span", { class: "request-help-text" }, "requestForHelp2"));
    const consent = checkbox("consent", "isWhatsappConsent", t("publicsignup.receiveOnWhatsapp"), () => {});
    this.form = el(
      "form",
      { novalidate: true, autocomplete: "off" },
      el("div", { class: "block" }, label("publicsignup.fullName"), field(firstname, name)),
      el("div", { class: "block" }, label("publicsignup.designation"), field(this.controls.designation, this.#posts())),
      el("div", { class: "block" }, label("publicsignup.email"), field(email, mail, { id: "email", suffix: this.email.mark }), help, this.email.element),
      el("div", { class: "block" }, label("publicsignup.mobileNumber"), field(mobile, digitsOnly(phone), { suffix: this.mobile.mark }), el("div", { class: "tick" }, consent.element, line("span", {}, "receiveOnWhatsapp")), this.mobile.element),
      el("div", { class: "block" }, label("publicsignup.group"), field(this.controls.group, this.#group())),
      termsBlock(() => this.#toggle(), () => this.agreed),
      this.button,
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.button.disabled) this.#register();
    });
    const head = el("div", {}, line("p", {}, "registerFor"), el("p", { class: "brand-color" }, this.organisation.orgName));
    this.element = sheet(tools(this.settings.site), head, this.form);
  }

  #posts() {
    const control = this.controls.designation;
    const choices = (this.organisation.designations ?? []).slice(0, PAGE).map((each) => ({ value: each, text: each }));
    const select = new Select({
      name: "designation",
      placeholder: "publicsignup.selectYourGroup",
      choices,
      none: "No matches found",
      onPick: (value) => {
        select.value = value;
        select.paint();
        control.set(value);
      },
    });
    return select.element;
  }

  /** The group is a text box that offers what fits. */
  #group() {
    const control = this.controls.group;
    const box = input(control, "group", { role: "combobox", "aria-autocomplete": "list", "aria-label": "Type to search", placeholder: "publicsignup.selectYourGroup", autocomplete: "off" });
    let close = null;
    const shut = () => {
      close?.();
      close = null;
    };
    const open = () => {
      shut();
      const fitting = this.groups.filter((each) => each.toLowerCase().includes(box.value.toLowerCase()));
      if (!fitting.length) return;
      const pick = (each) => {
        shut();
        control.set(each);
      };
      const panel = el("div", { id: newId("mat-autocomplete"), role: "listbox", class: `${cls("autocomplete-panel")} panel` }, fitting.map((each) => option(each, () => pick(each))));
      close = openBelow(box.closest(".frame") ?? box, panel);
    };
    box.addEventListener("focus", open);
    box.addEventListener("click", open);
    box.addEventListener("input", open);
    box.addEventListener("keydown", (event) => event.key === "Escape" && shut());
    document.addEventListener("pointerdown", (event) => {
      if (!box.contains(event.target) && !event.target.closest?.(".cdk-overlay-pane")) shut();
    });
    return box;
  }

  #toggle() {
    this.agreed = !this.agreed;
    this.update();
  }

  /** A link that ended meanwhile is told under HTTP 200, in the result (FACTS §12.4). */
  async #register() {
    this.busy = true;
    this.update();
    const { firstname, designation, email, mobile, group } = this.controls;
    const { orgName, channel, mapId, sbOrgId } = this.organisation;
    const request = { firstName: firstname.value, position: designation.value, email: email.value, phone: mobile.value, group: group.value, source: this.settings.env.name, orgName, channel, mapId, sbOrgId, registrationLink: this.link };
    try {
      const answer = await post("api/user/registration/v1/register", { request: sent(request) });
      if (typeof answer.result?.result === "string") snackError(answer.result.result);
      else this.#thank();
    } catch (error) {
      snackError(error.refusal ?? t("msg.somethingWentWrong"));
    }
    this.busy = false;
    this.update();
  }

  #thank() {
    openDialog(() => el("div", { class: "success" }, el("h2", {}, "Thank you for registering!"), el("p", {}, "Please check your registered email to activate your account.")), { label: "Thank you for registering!" });
  }

  update() {
    const valid = Object.values(this.controls).every((each) => each.valid);
    this.button.disabled = !(valid && this.agreed && !this.busy && this.email.verified && this.mobile.verified);
  }
}
