"""A scripted person is guided through the registration: clicks in the companion window, types codes and a password."""

from __future__ import annotations

import json
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from playwright.sync_api import Error as PlaywrightError

from automation.commands.guide import Row, Wishes, attended
from automation.config import DocumentChoice, Loaded
from automation.departments import expected
from automation.endpoints import OTP_VERIFY_PATH
from automation.gate.receipts import GIVEN
from automation.guide import words
from automation.guide.advice import Stage
from automation.guide.attending import Guide
from automation.guide.bookmark import Bookmark
from automation.model import Effect, NoAnswerError
from automation.portal import scene
from automation.portal.by_hand import ByHand
from automation.portal.facts import Channel
from automation.portal.generations import GENERATIONS
from automation.portal.site import Addresses
from automation.rehearsal.people import REGISTERED_EMAIL, REGISTERED_PHONE
from automation.runs.target import Target
from tests.links import LINK
from tests.operator import HANDS_MS, PASSWORD, PEOPLE
from tests.patience import PATIENCE
from tests.portals import Portal
from tests.tables import rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from automation.browser import Pair
    from automation.config import Settings
    from automation.rehearsal import Rehearsal
    from automation.result import DepartmentResult

PAUSE = 2.0
LOUD = (Effect.SENDS_MESSAGE, Effect.CREDENTIAL, Effect.COMMITS_RECORD)


@dataclass
class Person:
    """Does what the companion says; `says_yes` and `codes` bend that. `told` are the instructions in their order."""

    guide: Guide
    portal: Page
    companion: Page
    rehearsal: Rehearsal
    particulars: dict[str, str] = field(default_factory=lambda: dict(PEOPLE))
    says: str = "yes"
    wrong_codes: int = 0
    told: list[str] = field(default_factory=list)
    before: dict[str, Callable[[], object]] = field(default_factory=dict)
    _followed: dict[str, tuple[float, int]] = field(default_factory=dict)

    def act(self) -> None:
        """One thing that a person would do now, if any."""
        key = self.guide.advice.key
        if not self.told or self.told[-1] != key:
            self.told.append(key)
        if self.companion.locator("#here").is_visible():
            self.companion.locator("#here").press("Enter")
        asked = self.companion.locator("#asked")
        if asked.is_visible():
            if self.says and self.companion.locator(f"#{self.says}").is_enabled():
                self.companion.locator(f"#{self.says}").press("Enter")  # a click waits for frames of a page behind
            return
        first = self.before.pop(key, None)
        if first is not None:
            first()
            return  # what is to do now is seen at the next look
        deed = self._deeds().get(key)
        if deed is not None and self._fresh(key):
            try:
                deed()
            except PlaywrightError as error:
                if "Timeout" not in error.message:
                    raise

    def _fresh(self, key: str) -> bool:
        """Whether this instruction is to be followed now.

        A person does not press twice within a moment, nor soon again where the portal has what was pressed: on a busy
        machine its answer is late, and an OTP that was sent a second time empties the boxes that are being filled.
        """
        now, has = time.monotonic(), self._arrived()
        last, had = self._followed.get(key, (0.0, has))
        if now - last < (PAUSE if has == had else PATIENCE / 10):
            return False
        self._followed[key] = now, has
        return True

    def _arrived(self) -> int:
        """How much that does more than read has come to the portal; 0 where that is down."""
        try:
            return sum(sent(self.rehearsal).values())
        except NoAnswerError:
            return 0

    def _deeds(self) -> dict[str, Callable[[], None]]:
        hands = ByHand(self.portal, HANDS_MS)
        return {
            "particulars": self._tell,
            "send-email": lambda: hands.send(Channel.EMAIL),
            "send-mobile": lambda: hands.send(Channel.MOBILE),
            "type-email": lambda: self._verify(hands, Channel.EMAIL),
            "type-mobile": lambda: self._verify(hands, Channel.MOBILE),
            "wrong-once": lambda: self._verify(hands, self._about()),
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
        form.locator("button[type=submit]").press("Enter")

    def _verify(self, hands: ByHand, channel: Channel) -> None:
        """Type the code; a wrong one counts only once the portal has it, whatever was lost on the way."""
        kind = {Channel.EMAIL: "email", Channel.MOBILE: "sms"}[channel]
        code = next(str(each["code"]) for each in reversed(self.rehearsal.outbox()) if each["channel"] == kind)
        tried = sum(each["path"] == OTP_VERIFY_PATH for each in self.rehearsal.received())
        wrong = "".join(str((int(digit) + 1) % 10) for digit in code)
        hands.verify(channel, wrong if tried < self.wrong_codes else code)

    def _tick(self) -> None:
        for name in ("confirm", "confirmTerms"):
            box = self.portal.locator(f"#{name} input[type=checkbox]")
            if box.count() and not box.is_checked(timeout=HANDS_MS):
                box.press("Space", timeout=HANDS_MS)

    def _link(self) -> str:
        return next(str(each["link"]) for each in reversed(self.rehearsal.outbox()) if each["link"])

    def stuck(self) -> str:
        """What there is to know where it does not go on."""
        try:
            sent_to = [(each["channel"], each["code"]) for each in self.rehearsal.outbox()]
            loud = [each["path"] for each in self.rehearsal.received() if each["effect"] != Effect.READ]
        except NoAnswerError as error:
            return f"stuck after {self.told}, {self.guide.story}; {error}"
        return f"stuck after {self.told}, {self.guide.story}; sent {sent_to}; received {loud}"

    def until(self, reached: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Go on until something holds, or the guide ends."""
        end = time.monotonic() + seconds
        while not reached() and not self.guide.ended:
            assert time.monotonic() < end, self.stuck()
            self.guide.tick()
            self.act()


@contextmanager
def registration(
    pair: Pair, settings: Settings, rehearsal: Rehearsal, folder: Path, *, quick: bool = False, link: str = ""
) -> Iterator[Person]:
    """A guide and a person beside it, on a rehearsal portal."""
    report = settings.report.model_copy(update={"folder": str(folder)})
    known = settings.model_copy(update={"report": report})
    loaded = Loaded(known, dict.fromkeys(known.flat(), "default"))
    addresses = Addresses(rehearsal.url, rehearsal.url, link=link)
    target = Target(addresses, rehearsal.secret, authority=rehearsal.authority)
    departments = expected.of(loaded)
    with attended(
        loaded, target, pair, Wishes(), departments, Row(Bookmark(), folder / "roster.json"), scripted=True
    ) as with_:
        companion = pair.browser.contexts[-1].pages[0]
        if quick:
            with_.find = remembering(with_.find)
        yield Person(Guide(with_), with_.session.page, companion, rehearsal)


def sent(rehearsal: Rehearsal) -> dict[str, int]:
    """How many requests that do more than read reached the portal, by effect."""
    effects = [each["effect"] for each in rehearsal.received()]
    return {str(effect): effects.count(effect) for effect in LOUD if effect in effects}


BOTH = ("send-email", "type-email", "send-mobile", "type-mobile")
PAGE_BY_PAGE = ("send-email", "type-email", "next", "filling", "send-mobile", "type-mobile")
WORDING = (
    *("Send an OTP by e-mail", "Verify the OTP from the e-mail"),
    *("Send an OTP by SMS", "Verify the OTP from the SMS"),
)
ORDER = {"g1": (), "g3": BOTH, "g4a": PAGE_BY_PAGE, "g4b": PAGE_BY_PAGE, "crp": BOTH}
"""What a form asks to be verified, and when."""


LINKED = "Training & Technical Education Department, GNCTD"
"""The organisation of the rehearsal's own link."""
FOUND: dict[str, DepartmentResult] = {}
"""Looked up once in a process, for the tests that are about something else."""


def remembering(find: Callable[[str], DepartmentResult]) -> Callable[[str], DepartmentResult]:
    """A look-up that is made once."""

    def found(typed: str) -> DepartmentResult:
        if typed not in FOUND:
            FOUND[typed] = find(typed)
        return FOUND[typed]

    return found


class Setting(Protocol):
    """Starts a registration; the words are those of `registration` and of the rehearsal."""

    def __call__(self, **more: Any) -> Person: ...


@pytest.fixture
def guided(pair: Pair, settings: Settings, tmp_path: Path) -> Iterator[Setting]:
    """A person at a guide, on a rehearsal portal of their own."""
    with ExitStack() as stack:

        def start(document: str = "", **switches: Any) -> Person:
            chosen = DocumentChoice(name=document) if document else settings.document
            wanted = settings.model_copy(update={"document": chosen})
            times = {"resend_seconds": 2, "retry_seconds": 0.3} | switches
            portal = stack.enter_context(Portal.start(**times))
            quick = "generation" not in switches
            link = LINK if switches.get("generation") == "crp" else ""
            return stack.enter_context(registration(pair, wanted, portal, tmp_path, quick=quick, link=link))

        yield start


@pytest.mark.parametrize("generation", rows([each.name for each in GENERATIONS], ["g3", "crp"]))
def test_a_registration_from_the_first_page_to_the_login(
    guided: Setting, tmp_path: Path, generation: str, capfd: pytest.CaptureFixture[str]
) -> None:
    person = guided(generation=generation)
    if generation == "crp":
        person.particulars["department"] = LINKED
    person.until(lambda: person.guide.done)
    person.guide.close()
    otps = ORDER[generation]
    profile = () if generation == "g1" else ("profile",)  # the oldest form's account lacks nothing
    assert person.told == [
        *("opening", "particulars", "checking", "filling", *otps, "tick", "sign-up"),
        *("mail", "password", *profile, "done"),
    ], person.stuck()
    channels = sum(each.startswith("send-") for each in otps)
    messages = {"sends_message": channels} if channels else {}
    assert sent(person.rehearsal) == {**messages, "credential": 3 + channels, "commits_record": 1 + len(profile)}
    receipts = [json.loads(line) for line in (tmp_path / "consents.jsonl").read_text().splitlines()]
    given = [each["wording"] for each in receipts if each["outcome"] == GIVEN]  # before each request left
    assert (
        given
        == [each["wording"] for each in receipts if each["outcome"] != GIVEN]
        == [
            *(WORDING if channels else ()),
            *("Sign up: register this official", "Open the link of the activation mail", "Set the password"),
            *(("Save the profile",) if profile else ()),
        ]
    )
    assert {each["answer"] for each in receipts} == {"yes"}
    private = [*PEOPLE.values(), PASSWORD, *(str(each["code"]) for each in person.rehearsal.outbox() if each["code"])]
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()).decode()
    assert kept
    kept += "".join(capfd.readouterr())
    assert [value for value in private if value in kept and value != "GROUP B"] == []


def test_a_link_of_another_office_is_told_before_anything_is_typed(guided: Setting) -> None:
    person = guided(generation="crp")
    person.until(lambda: person.guide.stage is Stage.PARTICULARS and bool(person.guide._wrong))
    assert LINKED in person.guide._wrong["department"].english
    assert sent(person.rehearsal) == {}


def test_by_when_the_document_wants_it_stands_on_the_companion_in_both_languages(guided: Setting) -> None:
    person = guided(document="delhi-finance-2025")
    person.until(lambda: person.guide.stage is Stage.PARTICULARS)
    for language in ("en", "hi"):
        assert "31.07.2025" in person.companion.locator(f"#due [lang={language}]").first.inner_text()


def test_nothing_is_sent_while_the_person_is_silent_nor_without_a_yes(guided: Setting) -> None:
    person = guided()
    person.says = ""
    person.until(lambda: person.companion.locator("#asked").is_visible())
    for _ in range(10):
        person.guide.tick()
    assert sent(person.rehearsal) == {}
    person.says = "no"
    person.until(lambda: person.guide.advice.key == "declined")
    assert sent(person.rehearsal) == {}


def wrong_once(person: Person) -> None:
    person.wrong_codes = 1


def wrong_twice(person: Person) -> None:
    person.wrong_codes = 2


def expired(person: Person) -> None:
    person.before["type-email"] = lambda: person.portal.wait_for_timeout(1500)


def unapproved(person: Person) -> None:
    person.rehearsal.switch(on=["domain-refused"])


def limit(person: Person) -> None:
    """Somebody has asked for five codes already."""
    person.before["send-email"] = lambda: use_up(person)


def use_up(person: Person) -> None:
    body = {"request": {"type": "email", "key": PEOPLE["email"]}}
    for _ in range(5):
        person.rehearsal._ask("/api/otp/ext/v1/generate", json.dumps(body))


def known_mail(person: Person) -> None:
    person.particulars["email"] = REGISTERED_EMAIL


def known_mobile(person: Person) -> None:
    person.particulars["mobile"] = REGISTERED_PHONE


def refused(person: Person) -> None:
    person.rehearsal.switch(on=["register-refuses"])


def broken_send(person: Person) -> None:
    person.rehearsal.switch(on=["email-send-fails"])


def reload(person: Person) -> None:
    person.before["tick"] = person.portal.reload


def edited(person: Person) -> None:
    def edit() -> None:
        box = person.portal.locator("[formcontrolname=mobile]")
        box.fill("9000000078")

    person.before["tick"] = edit


def portal_down(person: Person) -> None:
    def fall() -> None:
        person.rehearsal.stop()
        with suppress(PlaywrightError):
            person.portal.reload()

    person.before["tick"] = fall


def bad_password(person: Person) -> None:
    person.rehearsal.switch(on=["password-refused"])


USUAL = ("two wrong codes", "a page that is loaded anew")
TROUBLES: dict[str, tuple[Callable[[Person], None], str]] = {
    "a wrong code": (wrong_once, "wrong-once"),
    "two wrong codes": (wrong_twice, "exhausted"),
    "a code that has expired": (expired, "expired"),
    "an unapproved domain": (unapproved, "domain-refused"),
    "the hourly limit": (limit, "send-limit"),
    "an account with this mail": (known_mail, "email-known"),
    "an account with this mobile": (known_mobile, "phone-known"),
    "a registration that is refused": (refused, "register-failed"),
    "a portal that fails to send": (broken_send, "portal-silent"),
    "a page that is loaded anew": (reload, "form-lost"),
    "a number that is changed after it was verified": (edited, "mark-gone"),
    "a portal that goes down": (portal_down, "portal-down"),
    "a password that is refused": (bad_password, "password-refused"),
}


@pytest.mark.parametrize("trouble", rows(TROUBLES, USUAL))
def test_each_trouble_gives_the_person_one_right_instruction(guided: Setting, trouble: str) -> None:
    bring_about, instruction = TROUBLES[trouble]
    person = guided(otp_validity=1) if bring_about is expired else guided()
    bring_about(person)
    person.until(lambda: instruction in person.told or person.guide.done)
    assert instruction in person.told, person.told
    shown = person.companion.locator("#instruction [lang=en]")
    assert shown.inner_text() == words.text("instruct", person.guide.advice.key).english


def test_a_page_that_does_not_tell_at_once_does_not_cost_the_person_a_press(
    guided: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = guided(generation="crp")
    person.particulars["department"] = LINKED
    latch = person.guide._with.session.latch
    assert latch is not None
    touched, silent = latch.touched, list[None]()
    monkeypatch.setattr(
        "automation.guide.attending.look", lambda page, ms: silent.pop() if silent else scene.look(page, ms)
    )
    monkeypatch.setattr(sys.modules[__name__], "HANDS_MS", 1000 * PATIENCE)  # it presses once

    def busy() -> None:
        silent.append(None)
        touched()

    latch.touched = busy
    person.until(lambda: "send-mobile" in person.told)
    assert "kept-by-gate" not in person.told
    assert person.told[-3:] == ["send-email", "type-email", "send-mobile"]


def test_a_closed_portal_window_ends_the_guide(guided: Setting) -> None:
    person = guided()
    person.until(lambda: person.guide.advice.key == "send-email")
    person.portal.close()
    person.guide.tick()
    assert person.guide.ended == "the portal's window was closed"


def test_a_closed_companion_ends_the_guide_since_nobody_can_say_yes(guided: Setting) -> None:
    person = guided()
    person.until(lambda: person.guide.advice.key == "send-email")
    person.companion.close()
    end = time.monotonic() + PATIENCE
    while not person.guide.ended and time.monotonic() < end:
        person.guide.tick()
    assert "nobody can say yes" in person.guide.ended


def test_ctrl_c_ends_the_guide_at_its_next_look(guided: Setting) -> None:
    person = guided()
    person.guide._with.session.interrupted = True
    person.guide.tick()
    assert person.guide.ended == "it was interrupted"
