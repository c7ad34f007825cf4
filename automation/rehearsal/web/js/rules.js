// The rules of the fields, as the front end of 2024 has them (FACTS §1.2).
import { Control, matches, required } from "./forms.js";
import { on } from "./switches.js";

const NAME = /^[a-zA-Z\s']{1,32}$/;
const NO_NAME = /^$/;
const NAME_WITH_DIGITS = /^[a-zA-Z0-9\s']{1,32}$/;
const EMAIL = /^[\w\-.]+@([\w-]+\.)+[\w-]{2,4}$/;
const MOBILE = /^((\+91-?)|0)?[0-9]{10}$/;
const LAX = { "mobile-accepts-short": /^[0-9]{1,10}$/, "mobile-accepts-long": /^[0-9]{10,11}$/, "mobile-accepts-letters": /^\w{10}$/ };
const ORGANISATION = /^[a-zA-Z0-9_ \-&,()]*$/;
const DOMAIN = /^@([a-z0-9-]+\.){1,2}[a-z]{2,4}$/;
const LOCAL_PART = 64;
const DOMAIN_PART = 255;

const anything = () => null;
const unless = (defect, rule) => (on(defect) ? anything : rule);

/** The name. */
export const nameControl = (value = "") =>
  new Control(value, [
    unless("name-not-required", required("publicsignup.fullNameMandatory")),
    matches(on("name-refused") ? NO_NAME : on("name-accepts-digits") ? NAME_WITH_DIGITS : NAME, "publicsignup.validFullName"),
  ]);

/** The mail address; a part that is too long is remarked upon but does not make it invalid. */
export function emailControl(value = "") {
  const control = new Control(value, [
    unless("email-not-required", required("publicsignup.pleaseEnterEmail")),
    unless("email-accepts-malformed", matches(EMAIL, "publicsignup.validEmail")),
  ]);
  control.remark = () => {
    const [local, domain = ""] = control.value.split("@");
    return local.length > LOCAL_PART || domain.length > DOMAIN_PART ? "publicsignup.emailLengthValidation" : null;
  };
  return control;
}

/** The mobile number. */
export const mobileControl = (value = "") =>
  new Control(value, [
    unless("mobile-not-required", required("publicsignup.pleaseEnterMobileNumber")),
    matches(LAX[Object.keys(LAX).find(on)] ?? MOBILE, "publicsignup.validMobilenumber"),
  ]);

/** What a request asks for: an organisation, a domain or a position. */
export function wantedControl(kind, value) {
  const rules = {
    organisation: [required("publicrequest.pleaseEnterOrganisation"), matches(ORGANISATION, "publicrequest.porgPositionOnlyAlphabets")],
    domain: [required("publicrequest.validDomainName"), matches(DOMAIN, "publicrequest.validDomainName")],
    position: [required("publicrequest.positionMandatory")],
  };
  return new Control(value, rules[kind]);
}
