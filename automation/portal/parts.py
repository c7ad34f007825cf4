"""Finds the parts that a sign-up form has, documented or not, in the page's own order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.portal.facts import Part
from automation.portal.labels import LABELS
from automation.portal.readers import reader
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
_IDS = {"confirm": Part.CONFIRM, "confirmTerms": Part.TERMS, "whatsapp": Part.CONSENT, "whatsappConsent": Part.CONSENT}


def in_order(page: Page, timeout: float) -> tuple[str, ...]:
    """The parts of the page that is showing, each once, in the order in which they stand; others by their own name."""
    labels = {key: [word.lower() for word in LABELS[key]] for key in ("send_otp", "request_for_help", "next")}
    given = {"controls": {**_CONTROLS, **_IDS}, "labels": labels}
    return tuple(dict.fromkeys(read(page, reader("parts", "inOrder"), timeout, given)))
