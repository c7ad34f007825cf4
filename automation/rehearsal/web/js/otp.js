// Sending and checking a one-time password for one field, quirks included (FACTS §1.2, §2).
import { el, show } from "./dom.js";
import { post } from "./http.js";
import { t } from "./i18n.js";
import { cls, newId, verifiedMark } from "./material.js";
import { snack } from "./snackbar.js";
import { on } from "./switches.js";

const TRY_LATER = "Please try again later";
const KINDS = {
  email: { type: "email", boxId: "emailOTP", sent: "publicsignup.anOtpHasBeenSentToEmail", ask: "publicsignup.validEmail", guarded: false },
  mobile: { type: "phone", boxId: "mobileNumber", sent: "publicsignup.anOtpHasBeenSentToMobile", ask: "publicsignup.pleaseEnterValidMobileNumber", guarded: true },
};

const clockFace = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
const says = (error) => error.refusal ?? TRY_LATER;

/** The part of a form that verifies the value of `control`; `mark` and `element` are its two elements. */
export class OtpBlock {
  constructor({ name, control, path, wait, verified = false, texts = "publicsignup", placeholder, guarded, refusal, onChange }) {
    Object.assign(this, { name, control, path, wait, verified, onChange, texts, refusal });
    this.kind = { ...KINDS[name], guarded: guarded ?? KINDS[name].guarded };
    this.sent = false;
    this.left = 0;
    this.verifyBlocked = false;
    this.mark = verifiedMark();
    this.#build(placeholder);
    this.#watch();
    this.paint();
  }

  #button(key, onclick) {
    const wrong = { sendOTP: on("send-renamed") && "Get code", verifyOTP: on("verify-renamed") && "Cancel" };
    const renamed = wrong[key.split(".")[1]];
    return el("button", { type: "button", class: `${cls("button")} otp-button`, "data-i18n": renamed ? undefined : key, onclick }, renamed || t(key));
  }

  #build(placeholder) {
    const key = `${this.texts}.enterOTP`;
    this.sendButton = this.#button(`${this.texts}.sendOTP`, () => this.send());
    this.sendButton.disabled = on("send-disabled") || (this.name === "mobile" && on("mobile-send-disabled"));
    if (this.name === "email" && on("send-invisible")) this.sendButton.style.opacity = "0";
    if (this.name === "email" && on("send-off-page")) Object.assign(this.sendButton.style, { position: "absolute", left: "-9999px" });
    if (this.name === "mobile" && on("send-deaf")) this.sendButton.style.pointerEvents = "none";
    this.verifyButton = this.#button(`${this.texts}.verifyOTP`, () => this.verify());
    this.box = el("input", {
      id: this.kind.boxId,
      type: "password",
      minlength: "4",
      maxlength: on("otp-box-short") ? "4" : "6",
      autocomplete: "new-password",
      "aria-label": "OTP input",
      class: cls("input-element"),
      placeholder: placeholder ?? t(key),
      "data-i18n-placeholder": placeholder ? undefined : key,
    });
    this.hint = el("span", { class: "resend-hint" });
    this.resendLink = el("span", { class: "resend", "data-i18n": `${this.texts}.resendOTP`, onclick: () => this.resend() }, t(`${this.texts}.resendOTP`));
    const frame = el("mat-form-field", { class: cls("form-field") }, el("div", { class: "frame" }, el("div", { class: "infix" }, this.box)));
    this.entry = el("div", { class: "otp-entry", id: newId("otp-entry") }, frame, this.hint, this.resendLink, this.verifyButton);
    this.element = el("div", { class: "otp" });
    document.addEventListener("language", () => this.paint());
  }

  /** The first change after the page was made is passed over, so it does not drop a verification. */
  #watch() {
    let before = null;
    this.control.onChange((value) => {
      const first = before === null;
      before = value;
      if (first) return;
      this.verified = false;
      this.sent = false;
      this.paint();
      this.onChange();
    });
  }

  /** Show what belongs to the present state. Parts that do not belong are not in the page at all. */
  paint() {
    show(this.mark, this.verified);
    const asks = !this.verified && !this.sent && !on(`${this.name}-send-missing`);
    const enters = !this.verified && this.sent && !on(`${this.name}-otp-box-absent`);
    const wanted = [asks && this.sendButton, enters && this.entry].filter(Boolean);
    if (wanted.some((each) => !each.isConnected) || wanted.length !== this.element.childNodes.length) {
      this.element.replaceChildren(...wanted);
    }
    const over = this.left <= 0;
    show(this.hint, (!over || on("resend-never-enabled")) && !on("resend-timer-missing") && !(on("mobile-timer-missing") && this.name === "mobile"));
    show(this.resendLink, over && !on("resend-never-enabled"));
    this.hint.textContent = `${t(`${this.texts}.resendOTPAfter`)} ${clockFace(this.left)}`;
    this.verifyButton.disabled = on("verify-stays-grey") || (this.kind.guarded && this.verifyBlocked);
  }

  /** Send OTP: the button is never grey; an empty or invalid value is only complained about. */
  async send() {
    if (!this.control.value || !this.control.valid) {
      snack(t(this.kind.ask), { seconds: 5 });
      return;
    }
    if (await this.#generate(this.refusal)) this.box.value = "";
  }

  /** Resend OTP: also frees the Verify button, though the server still counts the tries. */
  async resend() {
    if (await this.#generate()) this.verifyBlocked = false;
    this.paint();
  }

  /** Any answer with HTTP 200 is announced as sent, whatever it says; `instead` hides every refusal (FACTS §2.4). */
  async #generate(instead) {
    const key = this.control.value;
    try {
      const asked = post(this.path, { request: { type: this.kind.type, key } });
      if (on("send-doubled") && this.name === "email") post(this.path, { request: { type: this.kind.type, key } }).catch(() => null);
      await asked;
    } catch (error) {
      snack((error.refusal && instead) || says(error));
      return false;
    }
    this.sent = true;
    this.paint();
    window.alert(t(this.kind.sent));
    this.#countDown();
    return true;
  }

  /** A former countdown that still runs is not stopped: both then count, at double speed. */
  #countDown() {
    this.left = this.wait;
    const timer = setInterval(() => {
      this.left -= 1;
      if (this.left <= 0) {
        this.left = 0;
        clearInterval(timer);
      }
      this.paint();
    }, 1000);
    this.paint();
  }

  /** Verify OTP. */
  async verify() {
    const otp = this.box.value;
    if (otp.length < 4) {
      snack(t("publicsignup.pleaseEnterValidOtp"));
      return;
    }
    try {
      if (!on("verify-unasked")) await post("api/otp/v1/verify", { request: { type: this.kind.type, key: this.control.value, otp } });
      this.verified = true;
    } catch (error) {
      snack(says(error));
      this.verified = on("wrong-code-taken");
      this.verifyBlocked = error.body?.result?.remainingAttempt === 0;
    }
    this.paint();
    this.onChange();
  }

  /** Back to the start, as after a request was sent. */
  reset() {
    this.verified = false;
    this.sent = false;
    this.paint();
  }
}
