"""The page "Request for help" behind the sign-up form (FACTS §4): it is read and left, nothing is submitted."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from automation.model import Flaw, NoAnswer, foreign
from automation.portal.facts import Arrival, Carried, NotThere, Opened
from automation.portal.labels import key_in
from automation.portal.widgets import held, press

_DETAILS = "#addDetails, [formcontrolname=addDetails], textarea"
_MARKS_OF_THE_FORM = "[formcontrolname=group], [formcontrolname=type]"


class HelpPage:
    """The request page, once its link was followed inside the application."""

    def __init__(self, page: Page, timeout: float) -> None:
        """`timeout` in ms, for every wait."""
        self._page, self._timeout = page, timeout

    def opened(self, left: str) -> Carried | NotThere:
        """Wait for the page and read what it shows of what was typed; `left` is the address of the page before."""
        try:
            self._page.wait_for_url(re.compile(r"/public/request"), timeout=self._timeout)
        except PlaywrightTimeoutError:
            now = urlsplit(self._page.url)
            if now.scheme == "chrome-error":  # the gate, or the network, has kept that page away
                return NotThere("the link leads to another site, whose page did not come", Flaw.ELSEWHERE)
            if self._page.url == left:
                return NotThere("a click on the link does nothing", Flaw.DEAD)
            return NotThere(f"the link leads to {foreign(f'{now.netloc}{now.path}')}", Flaw.ELSEWHERE)
        try:
            self._page.locator(_DETAILS).filter(visible=True).first.wait_for(timeout=self._timeout)
        except PlaywrightTimeoutError:
            return NotThere("the request page stays blank", Flaw.BLANK)
        return self._carried()

    def _carried(self) -> Carried:
        box = self._page.locator("input[formcontrolname=organisation], input#organisation").filter(visible=True)
        boxed = box.count() > 0
        limit = box.first.get_attribute("maxlength") if boxed else None
        submit = self._page.locator("form button[type=submit], form button.submitBtn").filter(visible=True)
        offered = submit.count() > 0
        return Carried(
            name=held(self._page.locator("input[formcontrolname=firstname], input#firstName")),
            email=held(self._page.locator("input[formcontrolname=email], input#email")),
            mobile=held(self._page.locator("input[formcontrolname=mobile], input#mobileNumber:not([type=password])")),
            box=boxed,
            box_limit=int(limit) if limit and limit.isdigit() else None,
            submit_open=offered and submit.last.is_enabled(),
            box_open=boxed and box.first.is_editable(timeout=self._timeout),
            submit=offered,
            key=key_in(self._page.locator("body").inner_text(timeout=self._timeout)),
        )

    def leave(self) -> Arrival:
        """Press the back arrow in the head of the request page, and wait for the form in its place.

        The address changes at once; the request page itself stays until the form's start-up reads are answered.
        """
        arrow = self._page.locator("a, button").filter(has_text=re.compile(r"^\s*arrow_back\s*$")).filter(visible=True)
        if arrow.count() == 0:
            return NoAnswer("the request page shows no arrow to go back with")
        press(arrow.first, self._timeout)
        try:
            self._page.wait_for_url(re.compile(r"/public/signup"), timeout=self._timeout)
            self._page.locator(_MARKS_OF_THE_FORM).first.wait_for(timeout=self._timeout)
        except PlaywrightTimeoutError:
            return NotThere("the back arrow does not lead to the form")
        return Opened(self._page.url)
