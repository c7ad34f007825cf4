"""Whether a box for an OTP or a password stands on a page or holds a value, in any frame and shadow tree."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from automation.portal.readers import reader
from automation.portal.widgets import read

_NO_BOX = ":not([type=radio], [type=checkbox], [type=hidden], [type=submit], [type=button])"
_KINDS = (
    *("[type=password]", "[autocomplete=one-time-code]", "[autocomplete$=password]"),
    *("[id*=otp i]", "[name*=otp i]", "[formcontrolname*=otp i]", "[class*=otp i]"),
    '[maxlength="1"]',  # FACTS §1.8, §12.3, §12.4: a code's boxes are plain text, also one box a digit
)
BOXES = ", ".join(f"{box}{_NO_BOX}" for box in (*(f"input{kind}" for kind in _KINDS), "ws-app-otp-reader input"))


def holds_a_secret(page: Page, timeout: float) -> bool:
    """Whether a secret stands on the page; `timeout` in ms. Raises PlaywrightError when the page does not tell."""
    return _some(page, timeout, empty=False)


def can_hold_a_secret(page: Page, timeout: float) -> bool:
    """Whether a person could type a secret there, or has; `timeout` in ms. Raises as `holds_a_secret` does."""
    return _some(page, timeout, empty=True)


def _some(page: Page, timeout: float, *, empty: bool) -> bool:
    # One that is hidden and empty counts for nothing; a page that hangs ends the look.
    given = {"boxes": BOXES, "empty": empty}
    return any(read(frame, reader("secrets", "some"), timeout, given) for frame in page.frames)


def wipe(page: Page, timeout: float) -> None:
    """Empty every such box that can be typed into; what is gone meanwhile needs no emptying."""
    for frame in page.frames:
        boxes = frame.locator(BOXES).filter(visible=True)
        with suppress(PlaywrightError):  # the frame has gone, and with it its boxes
            for place in boxes.evaluate_all("all => all.flatMap((each, place) => (each.value ? [place] : []))"):
                with suppress(PlaywrightError):  # it has gone, or is locked: the gate then stays sealed
                    boxes.nth(place).fill("", timeout=timeout)
