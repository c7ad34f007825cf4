"""Whether a box for an OTP or a password holds a value, in any frame and shadow tree of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Error as PlaywrightError

if TYPE_CHECKING:
    from playwright.sync_api import Page

BOXES = "input[type=password], input[autocomplete=one-time-code], input[autocomplete$=password]"
_HOLDS_A_VALUE = """boxes => {
  const holds = root => [...root.querySelectorAll(boxes)].some(box => box.value !== '')
    || [...root.querySelectorAll('*')].some(element => element.shadowRoot && holds(element.shadowRoot));
  return holds(document);
}"""


def holds_a_secret(page: Page, timeout: float) -> bool:
    """Whether a secret stands on the page; `timeout` in ms. Raises PlaywrightError when the page does not tell."""
    for frame in page.frames:
        frame.locator(":root").wait_for(state="attached", timeout=timeout)  # a page that hangs ends here
        if frame.evaluate(_HOLDS_A_VALUE, BOXES):
            return True
    return False


def wipe(page: Page, timeout: float) -> None:
    """Empty every such box that can be typed into; what is gone meanwhile needs no emptying."""
    for frame in page.frames:
        for box in frame.locator(BOXES).filter(visible=True).all():
            try:
                if box.input_value(timeout=timeout):
                    box.fill("", timeout=timeout)
            except PlaywrightError:  # it has gone, or is locked: the gate then stays sealed
                continue
