// The parts that a sign-up form has, documented or not, in the page's own order.
import { all, shown, words } from "./page.js";

const isCaptcha = (node) =>
  /captcha/i.test(`${node.className} ${node.getAttribute("src") ?? ""}`) &&
  /^(IFRAME|IMG|RE-CAPTCHA|NGX-RECAPTCHA2)$/.test(node.tagName);

/** `controls`: the part of each control by its name; `labels`: the wordings of two controls, in small letters. */
export const inOrder = ({ controls, labels }) => {
  const found = [];
  let control = "";
  const says = (node, key) => labels[key].includes(words(node.textContent).toLowerCase());
  for (const node of all("form, .custom-stepper, form *, iframe")) {
    const name = node.getAttribute("formcontrolname") ?? (node.tagName === "MAT-CHECKBOX" ? node.id : null);
    if (name && (shown(node) || node.tagName === "MAT-CHECKBOX")) {
      control = controls[name] ?? control;
      found.push(controls[name] ?? `other:${name}`);
    } else if (isCaptcha(node) && shown(node)) found.push("captcha");
    else if (node.classList.contains("custom-stepper")) found.push("stepper");
    else if (node.tagName === "BUTTON" && shown(node)) {
      if (says(node, "send_otp")) found.push(`${control}_otp`);
      else if (node.getAttribute("type") === "submit") found.push("sign_up");
      else if (says(node, "next")) found.push("next");
    } else if (/^(A|SPAN)$/.test(node.tagName) && !node.children.length && shown(node) && says(node, "request_for_help"))
      found.push(`${control}_help`);
  }
  return found;
};
