"""A scripted person is guided through the registration: clicks in the companion window, types codes and a password."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Error as PlaywrightError

from automation.commands.guide import Wishes, attended
from automation.commands.target import Target
from automation.config import Loaded
from automation.departments import expected
from automation.guide.attending import Guide
from automation.guide.bookmark import Bookmark
from automation.model import Effect
from automation.portal.by_hand import ByHand
from automation.portal.facts import Channel
from automation.portal.site import Addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from automation.browser import Pair
    from automation.config import Settings
    from automation.rehearsal import Rehearsal

PEOPLE = {
    "name": "Meera Joshi",
    "group": "GROUP B",
    "email": "meera.joshi@example.gov.in",
    "mobile": "9000000077",
    "department": "Directorate of Education",
    "designation": "Section Officer",
}
PASSWORD = "Yamuna#4821x"  # noqa: S105 (a made-up person's)
PATIENCE = 60.0
LOUD = (Effect.SENDS_MESSAGE, Effect.CREDENTIAL, Effect.COMMITS_RECORD)


@dataclass
class Person:
    """Does what the companion says; `says_yes` and `codes` bend that. `told` are the instructions in their order."""

    guide: Guide
    portal: Page
    companion: Page
    rehearsal: Rehearsal
    particulars: dict[str, str] = field(default_factory=lambda: dict(PEOPLE))
    says_yes: bool = True
    wrong_codes: int = 0
    told: list[str] = field(default_factory=list)
    _done: set[Any] = field(default_factory=set)

    def act(self) -> None:
        """One thing that a person would do now, if any."""
        key = self.guide.advice.key
        if not self.told or self.told[-1] != key:
            self.told.append(key)
        if self.companion.locator("#here").is_visible():
            self.companion.locator("#here").click()
        asked = self.companion.locator("#asked")
        if asked.is_visible():
            self.companion.locator("#yes" if self.says_yes else "#no").click()
            return
        deed = self._deeds().get(key)
        if deed is not None and self._fresh(key):
            try:
                deed()
            except PlaywrightError as error:
                if "Timeout" not in error.message:
                    raise

    def _fresh(self, key: str) -> bool:
        """Whether this instruction was not followed just now: a person does not press twice within a moment."""
        now = time.monotonic()
        last = dict(each for each in self._done if isinstance(each, tuple)).get(key, 0.0)
        if now - last < 2.0:  # noqa: PLR2004 (seconds)
            return False
        self._done = {each for each in self._done if each[0] != key} | {(key, now)}
        return True

    def _deeds(self) -> dict[str, Callable[[], None]]:
        hands = ByHand(self.portal, 1500)
        return {
            "particulars": self._tell,
            "send-email": lambda: hands.send(Channel.EMAIL),
            "send-mobile": lambda: hands.send(Channel.MOBILE),
            "type-email": lambda: hands.verify(Channel.EMAIL, self._code(Channel.EMAIL)),
            "type-mobile": lambda: hands.verify(Channel.MOBILE, self._code(Channel.MOBILE)),
            "wrong-once": lambda: hands.verify(self._about(), self._code(self._about())),
            "tick": self._tick,
            "sign-up": hands.sign_up,
            "mail": lambda: hands.open_link(self._link()),
            "password": lambda: hands.set_password(PASSWORD, PASSWORD),
            "profile": hands.complete_profile,
            "login": lambda: hands.log_in(self.particulars["email"], PASSWORD),
        }

    def _about(self) -> Channel:
        return self.guide.story.channel or Channel.EMAIL

    def _tell(self) -> None:
        form = self.companion.locator("#particulars")
        for name, value in self.particulars.items():
            box = form.locator(f"[name={name}]")
            if name == "group":
                box.select_option(value)
            else:
                box.fill(value)
        form.locator("button[type=submit]").click()

    def _code(self, channel: Channel) -> str:
        kind = {Channel.EMAIL: "email", Channel.MOBILE: "sms"}[channel]
        code = next(str(each["code"]) for each in reversed(self.rehearsal.outbox()) if each["channel"] == kind)
        if self.wrong_codes:
            self.wrong_codes -= 1
            return "".join(str((int(digit) + 1) % 10) for digit in code)
        return code

    def _tick(self) -> None:
        for name in ("confirm", "confirmTerms"):
            box = self.portal.locator(f"#{name} input[type=checkbox]")
            if not box.is_checked():
                box.press("Space")

    def _link(self) -> str:
        return next(str(each["link"]) for each in reversed(self.rehearsal.outbox()) if each["link"])

    def until(self, reached: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Go on until something holds, or the guide ends."""
        end = time.monotonic() + seconds
        while not reached() and not self.guide.ended:
            assert time.monotonic() < end, f"stuck at {self.told[-3:]}: {self.guide.ended or self.guide.advice}"
            self.guide.tick()
            self.act()


@contextmanager
def registration(
    pair: Pair,
    settings: Settings,
    rehearsal: Rehearsal,
    folder: Path,
    wishes: Wishes | None = None,
    secret: str | None = None,
) -> Iterator[Person]:
    """A guide and a person beside it, on a rehearsal portal."""
    report = settings.report.model_copy(update={"folder": str(folder)})
    known = settings.model_copy(update={"report": report})
    loaded = Loaded(known, dict.fromkeys(known.flat(), "default"))
    target = Target(
        Addresses(rehearsal.url, rehearsal.url),
        rehearsal.secret if secret is None else secret,
        authority=rehearsal.authority,
    )
    departments = expected.load(loaded.path("departments.file"))
    with attended(loaded, target, pair, wishes or Wishes(), departments, Bookmark(), scripted=True) as with_:
        companion = pair.browser.contexts[-1].pages[0]
        yield Person(Guide(with_), with_.session.page, companion, rehearsal)



def sent(rehearsal: Rehearsal) -> dict[str, int]:
    """How many requests that do more than read reached the portal, by effect."""
    effects = [each["effect"] for each in rehearsal.received()]
    return {str(effect): effects.count(effect) for effect in LOUD if effect in effects}


def test_a_registration_from_the_first_page_to_the_login(
    pair: Pair, settings: Settings, rehearsal: Rehearsal, tmp_path: Path
) -> None:
    with registration(pair, settings, rehearsal, tmp_path) as person:
        person.until(lambda: person.guide.done)
        print(person.told, sent(rehearsal))
        assert person.guide.done
