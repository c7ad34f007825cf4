// The parts of the form that every shape of it has: name, group, mail box, mobile, the two boxes above SIGN UP.
import { checkbox } from "./choice.js";
import { el } from "./dom.js";
import { digitsOnly, field, input, label } from "./fields.js";
import { t } from "./i18n.js";
import { Select } from "./select.js";
import { openTerms } from "./submit.js";
import { on } from "./switches.js";

const CONFIRM_LABEL = "I confirm that the above provided information are accurate. checkbox";
const TERMS_LABEL = "I agree to the IGOT karmayogi's Terms of Service & Privacy Policy. checkbox";

/** The name. */
export function nameBlock(control) {
  const box = input(control, "firstname", { id: "firstName", maxlength: on("name-box-short") ? "5" : "150", "aria-label": "First Name input", placeholder: "publicsignup.enterYourFullName" });
  return el("div", { class: "block" }, label("publicsignup.fullName"), field(control, box));
}

/** The group (class). */
export function groupBlock(control, groups) {
  const pick = (value) => {
    select.value = value;
    select.paint();
    control.set(value);
  };
  const choices = groups.map((each) => ({ value: each, text: each }));
  const select = new Select({ id: "group", name: "group", placeholder: "publicsignup.selectYourGroup", choices, onPick: pick, onLeave: () => control.touch(), dead: on("group-unpickable") });
  return el("div", { class: "block" }, label("publicsignup.group"), field(control, select.element, { id: "group" }));
}

/** The label above the mail address. */
export const emailLabel = () => label(on("labels-swapped") ? "publicsignup.mobileNumber" : "publicsignup.email");

/** The box for the mail address. */
export function emailBox(control, placeholder = "publicsignup.enterYourEmailAddress") {
  return input(control, "email", { readonly: on("email-locked") ? "" : undefined, id: "email", name: "emailField", maxlength: "320", "aria-label": "Email input", placeholder });
}

/** The mobile number with its OTP. */
export function mobileBlock(control, otp) {
  const box = input(control, "mobile", { id: "mobileNumber", maxlength: on("mobile-accepts-long") ? "11" : "10", "aria-label": "Mobile Number input", placeholder: "publicsignup.mobileNumber" });
  return el("div", { class: "block" }, label(on("labels-swapped") ? "publicsignup.email" : "publicsignup.mobileNumber"), field(control, digitsOnly(box), { suffix: otp.mark }), otp.element);
}

/** The box that confirms the information. */
export function confirmBlock(onToggle) {
  const { element, box } = checkbox("confirm", "confirmBox", CONFIRM_LABEL, onToggle);
  if (on("confirm-ticked")) box.checked = true;
  return el("div", { class: "tick" }, element, el("span", { "data-i18n": "publicsignup.confirmInfo" }, t("publicsignup.confirmInfo")));
}

/** The box for the terms; agreeing in their dialog ticks it. */
export function termsBlock(onToggle, agreed) {
  const { element, box } = checkbox("confirmTerms", "confirmTermsBox", TERMS_LABEL, onToggle);
  if (on("terms-ticked")) box.checked = true;
  const agree = () => {
    if (!agreed()) box.click();
  };
  const terms = el("span", { class: "terms", "data-i18n": "publicsignup.terms", onclick: () => openTerms(agree) }, t("publicsignup.terms"));
  const privacy = el("a", { href: "/public/privacy-policy", target: "_blank", "data-i18n": "publicsignup.privacyPolicy" }, t("publicsignup.privacyPolicy"));
  return el("div", { class: "tick" }, element, el("span", {}, el("span", { "data-i18n": "publicsignup.agree" }, t("publicsignup.agree")), " ", terms, " & ", privacy));
}
