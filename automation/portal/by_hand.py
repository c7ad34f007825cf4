"""The controls that only a person may use: buttons that send, boxes for secrets. Only the gate imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.portal import secrets
from automation.portal.facts import Channel, Field
from automation.portal.fields import WAYS, beside
from automation.portal.labels import exactly

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


class ByHand:
    """What a person's hands reach on the page that is in front."""

    def __init__(self, page: Page, timeout: float) -> None:
        """`timeout` in ms."""
        self._page, self._timeout = page, timeout

    def address(self, channel: Channel) -> str:
        """Where the OTP of this channel goes: what stands in the field; blank where the page has no such field."""
        for way in WAYS[Field(channel)]:
            held: list[str] = self._page.locator(way.css).evaluate_all("all => all.map(each => each.value)")
            if held:
                return held[0]
        return ""

    def _press(self, control: Locator) -> None:
        control.filter(visible=True).first.click(timeout=self._timeout)

    def send(self, channel: Channel) -> None:
        """Press Send OTP."""
        buttons = beside(self._page, Field(channel), "button")
        named = buttons.filter(has_text=exactly("send_otp"))
        self._press(named if named.count() else buttons)

    def resend(self, channel: Channel) -> None:
        """Press Resend OTP."""
        offer = beside(self._page, Field(channel), "*[self::span or self::a or self::button]")
        self._press(offer.filter(has_text=exactly("resend_otp")))

    def verify(self, channel: Channel, code: str) -> None:
        """Type the code and press Verify OTP."""
        code_box = "*[self::input and (@type='password' or ancestor::ws-app-otp-reader)]"
        boxes = beside(self._page, Field(channel), code_box).filter(visible=True)
        for at, part in enumerate(code if boxes.count() > 1 else [code]):  # one box a digit (FACTS §12.4)
            boxes.nth(at).fill(part, timeout=self._timeout)
        buttons = beside(self._page, Field(channel), "button")
        named = buttons.filter(has_text=exactly("verify_otp"))
        self._press(named if named.count() else buttons)

    def sign_up(self) -> None:
        """Press SIGN UP."""
        self._press(self._page.locator("form button[type=submit]"))

    def open_link(self, url: str) -> None:
        """Open a link from a mail in this window."""
        self._page.goto(url, wait_until="domcontentloaded", timeout=self._timeout)

    def set_password(self, first: str, second: str) -> None:
        """Type both passwords and press Set Password (FACTS §3.5)."""
        self._page.locator("input#password-new").fill(first, timeout=self._timeout)
        self._page.locator("input#password-confirm").fill(second, timeout=self._timeout)
        self._press(self._page.locator("#kc-passwd-update-form #login, #kc-passwd-update-form [type=submit]"))

    def complete_profile(self) -> None:
        """Fill what is still empty and save."""
        save = self._page.locator("form button[type=submit]").filter(visible=True).first
        save.wait_for(timeout=self._timeout)
        for box in self._page.locator("form input[type=text], form input:not([type])").filter(visible=True).all():
            if box.is_editable() and not box.input_value():
                box.fill("Section Officer", timeout=self._timeout)
        save.click(timeout=self._timeout)

    def log_in(self, name: str, password: str) -> None:
        """Choose login by password, type both and press Login."""
        choice = self._page.locator("#usePasswordRB").filter(visible=True)
        if choice.count():
            choice.first.check(timeout=self._timeout)
        self._page.locator("input#username").filter(visible=True).first.fill(name, timeout=self._timeout)
        self._page.locator("input#password").filter(visible=True).first.fill(password, timeout=self._timeout)
        self._press(self._page.locator("#login"))

    def wipe(self) -> None:
        """Empty the boxes for codes and passwords."""
        secrets.wipe(self._page, self._timeout)
