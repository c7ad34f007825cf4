"""Finds the parts that a sign-up form has, documented or not, in the page's own order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.portal.fields import CONTROLS
from automation.portal.labels import LABELS
from automation.portal.readers import reader
from automation.portal.widgets import read

if TYPE_CHECKING:
    from playwright.sync_api import Page


def in_order(page: Page, timeout: float) -> tuple[str, ...]:
    """The parts of the page that is showing, each once, in the order in which they stand; others by their own name."""
    labels = {key: [word.lower() for word in LABELS[key]] for key in ("send_otp", "request_for_help", "next")}
    given = {"controls": CONTROLS, "labels": labels}
    return tuple(dict.fromkeys(read(page, reader("parts", "inOrder"), timeout, given)))
