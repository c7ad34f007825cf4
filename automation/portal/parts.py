"""Finds the parts that a sign-up form has, documented or not, in the page's own order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.portal.facts import Part
from automation.portal.labels import LABELS
from automation.portal.widgets import read

if TYPE_CHECKING:
    from playwright.sync_api import Page


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
