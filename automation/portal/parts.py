"""The parts that a sign-up form can have, documented or not, and how they are found in the page's own order."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from automation.portal.labels import LABELS
from automation.portal.widgets import read

if TYPE_CHECKING:
    from playwright.sync_api import Page


class Part(StrEnum):
    """What a person meets on the form, in the order of the documented one (FACTS §1.3), then what only others have."""

    NAME = "name"
    CLASS = "class"
    EMAIL = "email"
    EMAIL_HELP = "email_help"
    MOBILE = "mobile"
    EMAIL_OTP = "email_otp"
    MOBILE_OTP = "mobile_otp"
    BRANCH = "branch"
    ORGANISATION = "organisation"
    ORGANISATION_HELP = "organisation_help"
    CONFIRM = "confirm"
    TERMS = "terms"
    SIGN_UP = "sign_up"
    LAST_NAME = "last_name"
    POST = "post"
    MINISTRY = "ministry"
    STATE = "state"
    DEPARTMENT = "department"
    CONSENT = "consent"
    CAPTCHA = "captcha"
    STEPPER = "stepper"
    NEXT = "next"


_CONTROLS = {
    "firstname": Part.NAME,
    "group": Part.CLASS,
    "email": Part.EMAIL,
    "mobile": Part.MOBILE,
    "type": Part.BRANCH,
    "organisation": Part.ORGANISATION,
    "confirmBox": Part.CONFIRM,
    "confirmTermsBox": Part.TERMS,
    "lastname": Part.LAST_NAME,
    "position": Part.POST,
    "designation": Part.POST,
    "ministry": Part.MINISTRY,
    "state": Part.STATE,
    "department": Part.DEPARTMENT,
}
_IN_ORDER = """given => {
  const found = [];
  let control = '';
  const words = text => text.replace(/[\\s\\u00a0]+/g, ' ').trim().toLowerCase();
  const says = (node, key) => given.labels[key].includes(words(node.textContent));
  const seen = node => node.getClientRects().length > 0;
  const sees = 'form, .custom-stepper, form *, iframe';
  for (const node of document.querySelectorAll(sees)) {
    const name = node.getAttribute('formcontrolname') ?? (node.tagName === 'MAT-CHECKBOX' ? node.id : null);
    const captcha = /captcha/i.test(`${node.className} ${node.getAttribute('src') ?? ''}`)
      && /^(IFRAME|IMG|RE-CAPTCHA|NGX-RECAPTCHA2)$/.test(node.tagName);
    if (name && (seen(node) || node.tagName === 'MAT-CHECKBOX')) {
      control = given.controls[name] ?? control;
      found.push(given.controls[name] ?? `other:${name}`);
    } else if (captcha && seen(node)) found.push('captcha');
    else if (node.classList.contains('custom-stepper')) found.push('stepper');
    else if (node.tagName === 'BUTTON' && seen(node)) {
      if (says(node, 'send_otp')) found.push(`${control}_otp`);
      else if (node.getAttribute('type') === 'submit') found.push('sign_up');
      else if (words(node.textContent) === 'next') found.push('next');
    } else if (/^(A|SPAN)$/.test(node.tagName) && !node.children.length && seen(node) && says(node, 'request_for_help'))
      found.push(`${control}_help`);
  }
  return found;
}"""
_IDS = {"confirm": Part.CONFIRM, "confirmTerms": Part.TERMS, "whatsapp": Part.CONSENT, "whatsappConsent": Part.CONSENT}


def in_order(page: Page, timeout: float) -> tuple[str, ...]:
    """The parts of the page that is showing, each once, in the order in which they stand; others by their own name."""
    labels = {key: [word.lower() for word in LABELS[key]] for key in ("send_otp", "request_for_help")}
    given = {"controls": {**_CONTROLS, **_IDS}, "labels": labels}
    found = read(page, _IN_ORDER, timeout, given)
    return tuple(dict.fromkeys(found))
