// What a click on SIGN UP does, and the two dialogs of the sign-up page (FACTS §1.2, §1.7).
import { openDialog } from "./dialog.js";
import { el } from "./dom.js";
import { post } from "./http.js";
import { t } from "./i18n.js";
import { token } from "./recaptcha.js";
import { snackError } from "./snackbar.js";
import { on } from "./switches.js";
import { reportClick } from "./telemetry.js";

const PATH = "api/user/registration/v1/register";
const ELSEWHERE = { orgName: "Office of Somebody Else", channel: "Office of Somebody Else", mapId: "S_99_D_1", sbOrgId: "0199000000000000000" };

/** What is sent as the registration: what was entered, unless a defect has it otherwise. */
export const sent = (entered) => ({
  ...entered,
  ...(on("registers-another-name") && { firstName: "Somebody Else" }),
  ...(on("registers-another-organisation") && ELSEWHERE),
});

/** Send the registration. While the captcha's token is awaited the button stays grey, for good if it never comes. */
export async function register(page) {
  page.busy = true;
  page.update();
  reportClick("sign-up");
  try {
    await token("importantAction");
    await post(PATH, { request: sent(page.registration()) });
    if (!on("success-dialog-missing")) openSuccess();
  } catch (error) {
    snackError(error.refusal ?? t("msg.somethingWentWrong"));
  }
  page.busy = false;
  page.update();
}

function openSuccess() {
  const home = () => location.assign("/static-home");
  openDialog(
    () =>
      el(
        "div",
        { class: "success" },
        el("h2", {}, "Thank you for registering!"),
        el("p", {}, "Please check your registered email to activate your account."),
        el("button", { type: "button", class: "button", onclick: home }, "Ok"),
      ),
    { label: "Thank you for registering!" },
  );
}

/** The terms of service; agreeing to them ticks the box. */
export function openTerms(onAgree) {
  const build = (close) => {
    const agree = () => {
      close();
      onAgree();
    };
    return el(
      "div",
      { class: "terms-text" },
      el("h2", {}, "Terms of Service"),
      el("p", {}, "This is the practice copy of the terms. On the real portal they forbid bots and automatic devices that use the platform without written permission."),
      el("button", { type: "button", class: "button", onclick: agree }, "I Agree"),
    );
  };
  openDialog(build, { label: "Terms of Service" });
}
