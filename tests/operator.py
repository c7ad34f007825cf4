"""A scripted operator for tests alone: presses in the companion window, types and presses in the portal's page.

It acts whenever the program looks: each look of the desk lets it do one thing, as a person would between two looks.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playwright.sync_api import Error as PlaywrightError

from automation.guide import words
from automation.guide.companion_window import Desk
from automation.portal.by_hand import ByHand
from automation.portal.facts import Channel

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from playwright.sync_api import Page

    from automation.browser import Pair
    from automation.rehearsal import Rehearsal

PEOPLE = {
    "name": "Meera Joshi",
    "group": "GROUP B",
    "email": "meera.joshi@example.gov.in",
    "mobile": "9000000077",
    "department": "Directorate of Education",
    "designation": "Section Officer",
}
ADDRESSES = {"other_email": "ravi.kumar@example.gov.in", "private_email": "meera.joshi@example.com"}
PASSWORD = "Yamuna#4821x"
HANDS_MS = 1500.0
"""A press is over when the portal has its answer, which it has only after a yes: the person looks up after this.

A page that is slow to take a press must not count as one that cannot be pressed.
"""
STILL_LOOKS = 60
"""After so many looks, some ten seconds, a person wonders whether their press was taken."""
KIND = {Channel.EMAIL: "email", Channel.MOBILE: "sms"}


@dataclass
class Operator:
    """Does what the companion says. `ticks` are chosen in the plan, `told` the instructions in their order.

    `instead` bends it: what is done in place of the usual at an instruction, by its key.
    """

    rehearsal: Rehearsal
    pair: Pair
    ticks: tuple[str, ...] = ()
    particulars: dict[str, str] = field(default_factory=lambda: dict(PEOPLE))
    present: bool = True
    says: str = "yes"
    told: list[str] = field(default_factory=list)
    instead: dict[str, Callable[[], object]] = field(default_factory=dict)
    portal: Page | None = None
    link: str = ""
    _read: set[object] = field(default_factory=set)
    _done: str = ""
    _owes: str = ""
    _idle: int = 0

    def sit_down(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """From now on the operator acts at each look."""
        pause = Desk._pause
        self._read, self._done = set(), ""

        def look(desk: Desk) -> None:
            self.portal = desk.current_page()
            self.act()
            pause(desk)

        monkeypatch.setattr(Desk, "_pause", look)

    @property
    def companion(self) -> Page:
        """The companion window, which the program opened last."""
        return self.pair.browser.contexts[-1].pages[0]

    def act(self) -> None:
        """One thing that a person would do now, if any."""
        page = self.companion
        if not self.present:
            return
        if page.locator("#here").is_visible():
            page.locator("#here").press("Enter")
        elif page.locator("#asked").is_visible():
            if page.locator(f"#{self.says}").is_enabled():  # a new question's buttons are dead at first
                page.locator(f"#{self.says}").press("Enter")
        elif page.locator("#particulars").is_visible():
            with suppress(PlaywrightError):  # the form is drawn anew while it is being filled: at the next look then
                self._fill(page)
        else:
            self._follow(page)

    def _fill(self, page: Page) -> None:
        form = page.locator("#particulars")
        for box in form.locator("input, select").all():
            name = box.get_attribute("name") or ""
            if name in self.ticks and not box.is_checked():
                box.press("Space", timeout=HANDS_MS)
            elif box.get_attribute("type") == "checkbox":
                continue
            elif name == "group":
                box.select_option(self.particulars[name])
            elif name in self.particulars:
                box.fill(self.particulars[name], timeout=HANDS_MS)
            elif name in ADDRESSES:
                box.fill(ADDRESSES[name], timeout=HANDS_MS)
        ticked = [form.locator(f"[name={name}]") for name in self.ticks]
        if all(box.is_checked() for box in ticked if box.count()):  # else it was drawn anew: at the next look then
            form.locator("button[type=submit]").press("Enter")

    def _follow(self, page: Page) -> None:
        said = page.locator("#instruction [lang=en]")
        text = said.inner_text() if said.count() else ""
        key = KEYS.get(text.removeprefix(f"{AGAIN} "), "")
        buttons = page.locator("#replies button")
        reply = buttons.first.get_attribute("data-value") if buttons.count() and buttons.first.is_visible() else ""
        state = f"{text} {reply}"
        if not key or state == self._done:
            if key and self._owes:  # the page was drawn anew under the finger
                self.reply(self._owes)
            elif key:
                self._wonder(key)
            return
        self._done, self._owes, self._idle = state, "", 0
        self.told.append(key)
        deed = self.instead.pop(key, None) or self._deeds().get(key)
        try:
            if deed is not None:
                deed()
        except PlaywrightError as error:
            if "Timeout" not in error.message:
                raise
            if not page.locator("#asked").is_visible():  # else it was pressed, and waits for the yes
                self.reply("cannot")

    def _wonder(self, key: str) -> None:
        """A press of which nothing comes is made once more, as a person would who looks at a page that stands still."""
        self._idle += 1
        if self._idle > STILL_LOOKS and key.isupper():
            print(f"The operator does {key} once more; told so far: {self.told}")  # noqa: T201 - for a failed test
            self._done = ""

    def reply(self, value: str) -> None:
        """Press a reply in the companion; at the next look once more, where that was lost."""
        self._owes = value
        button = self.companion.locator(f"#replies button[data-value={value}]")
        with suppress(PlaywrightError):
            if button.count():
                button.press("Enter", timeout=HANDS_MS)

    def _deeds(self) -> dict[str, Callable[[], object]]:
        assert self.portal is not None
        hands, email, mobile = ByHand(self.portal, HANDS_MS), Channel.EMAIL, Channel.MOBILE
        return {
            "SEND_EMAIL_OTP": lambda: hands.send(email),
            "RESEND_EMAIL_OTP": lambda: hands.resend(email),
            "SEND_MOBILE_OTP": lambda: hands.send(mobile),
            "RECEIVE_EMAIL_OTP": lambda: self._came(email),
            "RECEIVE_MOBILE_OTP": lambda: self._came(mobile),
            "VERIFY_EMAIL_OTP": lambda: hands.verify(email, self.code(email)),
            "VERIFY_MOBILE_OTP": lambda: hands.verify(mobile, self.code(mobile)),
            "VERIFY_EMAIL_WRONGLY": lambda: hands.verify(email, _wrong(self.code(email))),
            "VERIFY_MOBILE_WRONGLY": lambda: hands.verify(mobile, _wrong(self.code(mobile))),
            "SIGN_UP": hands.sign_up,
            "RECEIVE_WELCOME_MAIL": self._mailed,
            "OPEN_MAILED_LINK": lambda: (
                self.portal and self.portal.evaluate("url => { location.href = url; }", self._link())
            ),
            "SET_WEAK_PASSWORD": lambda: hands.set_password("password", "password"),
            "SET_UNEQUAL_PASSWORDS": lambda: hands.set_password(PASSWORD, PASSWORD + "x"),
            "SET_PASSWORD": lambda: hands.set_password(PASSWORD, PASSWORD),
            "COMPLETE_PROFILE": hands.complete_profile,
            "LOG_IN": lambda: hands.log_in(self.particulars["email"], PASSWORD),
            "same-code": lambda: self.reply("same" if len(set(self._codes(email))) == 1 else "other"),
            "mistyped": lambda: self.reply("exact"),
        }

    def _sent(self, channel: Channel) -> list[dict[str, object]]:
        assert self.portal is not None
        to = ByHand(self.portal, HANDS_MS).address(channel)
        return [each for each in self.rehearsal.outbox() if each["channel"] == KIND[channel] and each["to"] == to]

    def _codes(self, channel: Channel) -> list[str]:
        return [str(each["code"]) for each in self._sent(channel) if each["code"]]

    def code(self, channel: Channel) -> str:
        """The newest code that came."""
        return self._codes(channel)[-1]

    def _came(self, channel: Channel) -> None:
        new = [each for each in self._sent(channel) if each["id"] not in self._read]
        self._read |= {each["id"] for each in new}
        if new:
            self.reply("come")
        elif self.companion.locator("#replies button[data-value=none]").count():
            self.reply("none")
        else:
            self._done = ""  # look again

    def _mailed(self) -> None:
        mails = [each for each in self.rehearsal.outbox() if each["to"] == self.particulars["email"]]
        if any(each["link"] for each in mails):
            self.reply("come")
        elif self.companion.locator("#replies button[data-value=none]").count():
            self.reply("coded" if any("iGOT-" in str(each["code"]) for each in mails) else "none")
        else:
            self._done = ""

    def _link(self) -> str:
        return next(str(each["link"]) for each in reversed(self.rehearsal.outbox()) if each["link"])


def _wrong(code: str) -> str:
    """A code of the same length, wrong in every digit."""
    return "".join(str((int(digit) + 1) % 10) for digit in code)


AGAIN = words.text("act", "again").english
KEYS = {words.text(kind, key).english: key for kind in ("act", "ask") for key in words.keys(kind)}
