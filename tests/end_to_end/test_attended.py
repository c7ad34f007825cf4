"""A person at the desk: the same checks and the same reproductions on a portal that is not ours, by the same walk."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from automation import browser as browsers
from automation import flowchart, limits
from automation.commands.reproduce import bundled
from automation.config import BrowserSettings, Loaded, Waits
from automation.gate.machines import MARKS
from automation.guide import present
from automation.guide.sends import Sends
from automation.model import By, Effect, RefusedError, Verdict
from automation.names.department import Department
from automation.portal.site import Addresses
from automation.runs.attendance import Attendance
from automation.runs.progress import Progress
from automation.runs.repetition import Repetition
from automation.runs.target import Target
from automation.symptoms.catalogue import CATALOGUE
from automation.symptoms.outcome import Shown
from automation.symptoms.scenario import Scenario
from tests.end_to_end.test_defects import ATTENDED
from tests.links import LINK
from tests.looked import smoke
from tests.operator import PEOPLE, Operator
from tests.parts import part
from tests.patience import PATIENCE, unhurried
from tests.portals import Portal
from tests.tables import rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Playwright

    from automation.browser import Pair
    from automation.config import Settings
    from automation.result import CheckResult, Result

DEPARTMENTS = (Department("Directorate of Education", "directorate"),)
LEFT_OUT = {
    "step-3.government-email",
    "step-4.mobile-wrong-code",
    "step-4.resend",
    "step-4.email-wrong-code",
    "step-4.exhausted",
    "step-6.success",
    *(check.id for check in flowchart.load().steps[-1].checks),
}
"""What the usual plan leaves out."""
EVERYTHING = ("wrong-code", "resend", "second-address", "private-address")


@pytest.fixture(scope="module")
def at_a_desk(playwright: Playwright, browser_name: str) -> Iterator[Pair]:
    """A browser whose gate was not told that a machine runs it: a test lies where a person would not have to."""
    with pytest.MonkeyPatch.context() as patch:
        for name in MARKS:
            patch.delenv(name, raising=False)
        with browsers.launched(BrowserSettings.model_validate({"name": browser_name}), playwright) as running:
            yield running


class Attend(Protocol):
    def __call__(
        self, operator: Operator, *, register: bool = False, seconds: float = PATIENCE, about: Sequence[str] = ()
    ) -> Result: ...


@pytest.fixture
def loaded(settings: Settings, tmp_path: Path) -> Loaded:
    report = settings.report.model_copy(update={"folder": str(tmp_path / "runs"), "pictures": True})
    ledger = settings.departments.model_copy(update={"raised": str(tmp_path / "raised.csv")})
    waits = Waits(seconds=unhurried(8.0))
    known = settings.model_copy(update={"report": report, "departments": ledger, "waits": waits})
    return Loaded(known, dict.fromkeys(known.flat(), "default"))


@pytest.fixture
def attend(at_a_desk: Pair, loaded: Loaded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every: bool) -> Attend:
    """`igot smoke --attended` on a rehearsal that this run does not know: another port, no shared secret.

    `about` is what alone is asked where not all tests are run.
    """

    monkeypatch.setattr(present, "ACT_SECONDS", PATIENCE)  # a busy machine is no person who has gone

    def run(
        operator: Operator, *, register: bool = False, seconds: float = PATIENCE, about: Sequence[str] = ()
    ) -> Result:
        operator.sit_down(monkeypatch)
        portal = operator.rehearsal
        person = Attendance(loaded, DEPARTMENTS, register=register, seconds=seconds)
        result = smoke(
            loaded.settings,
            Target(Addresses(portal.url, portal.url, link=operator.link)),
            at_a_desk,
            part(flowchart.load(), () if every else about),
            (),
            folder=tmp_path / "run",
            progress=Progress(sys.stderr),
            person=person,
        )
        person.checked(result)
        return result

    return run


@pytest.fixture
def operator(at_a_desk: Pair, request: pytest.FixtureRequest) -> Iterator[Operator]:
    """Somebody at the desk of a portal with the switches that a test names by `param`."""
    options: dict[str, Any] = {"resend_seconds": 2.0, "retry_seconds": 0.3, **getattr(request, "param", {})}
    with Portal.start(**options) as portal:
        yield Operator(portal, at_a_desk, link=LINK if options.get("generation") == "crp" else "")


def checks(result: Result) -> dict[str, CheckResult]:
    return {check.id: check for step in result.steps for check in step.checks}


def unjudged(result: Result) -> set[str]:
    verdicts = {Verdict.NEEDS_PERSON, Verdict.CANNOT_JUDGE}
    return {check.id for check in checks(result).values() if check.verdict in verdicts}


def generation(name: str) -> dict[str, str]:
    return {"generation": name}


@pytest.mark.parametrize(
    "operator",
    rows([*map(generation, ("g3", "g4a", "g4b", "crp"))], [generation("crp")]),  # g3: the next test
    indirect=True,
)
def test_the_usual_plan_judges_every_check_but_those_that_it_leaves_out_and_tells_nothing_of_the_person(
    operator: Operator, attend: Attend
) -> None:
    result = attend(operator)
    assert unjudged(result) == LEFT_OUT, [each for each in checks(result).values() if each.why]
    found = checks(result)
    assert (found["step-3.name"].by, found["step-4.email-sent"].by) == (By.LOOK, By.PRESENT)
    assert found["step-4.email-sent"].seconds is not None
    assert result.run.person is By.PRESENT
    assert not result.portal.rehearsal
    assert len(operator.rehearsal.received(Effect.SENDS_MESSAGE)) == 2
    assert operator.rehearsal.received(Effect.COMMITS_RECORD) == []
    body = json.dumps(result.model_dump(mode="json"), ensure_ascii=False)
    assert [each for each in PEOPLE.values() if each in body and each not in {"GROUP B", PEOPLE["department"]}] == []


@pytest.mark.parametrize("operator", [generation("g3")], indirect=True)
def test_with_everything_chosen_and_a_registration_all_checks_are_judged(operator: Operator, attend: Attend) -> None:
    operator.ticks = EVERYTHING
    result = attend(operator, register=True)
    assert unjudged(result) == set(), [each for each in checks(result).values() if each.why]
    assert checks(result)["step-7.login"].by is By.PRESENT
    assert len(operator.rehearsal.received(Effect.COMMITS_RECORD)) == 2


# What a person finds on the OTP pages of a portal that is broken: defect -> check -> verdict.
DEFECTS = {
    "domain-refused": ("step-4.email-sent", Verdict.BROKEN),
    "email-send-fails": ("step-4.email-sent", Verdict.CANNOT_JUDGE),
    "email-send-missing": ("step-4.email-send", Verdict.BROKEN),
    "email-otp-not-delivered": ("step-4.email-sent", Verdict.BROKEN),
    "mobile-otp-not-delivered": ("step-4.mobile-sent", Verdict.BROKEN),
    "email-otp-box-absent": ("step-4.email-box", Verdict.BROKEN),
    "resend-timer-missing": ("step-4.resend-wait", Verdict.BROKEN),
    "resend-never-enabled": ("step-4.resend", Verdict.BROKEN),
    "resend-new-code": ("step-4.resend", Verdict.CHANGED),
    "verify-stays-grey": ("step-4.mobile-verified", Verdict.BROKEN),
    "wrong-code-accepted": ("step-4.email-wrong-code", Verdict.BROKEN),
    "right-code-refused": ("step-4.email-verified", Verdict.BROKEN),
    "attempts-unlimited": ("step-4.exhausted", Verdict.BROKEN),
    "signup-never-opens": ("step-6.opens", Verdict.BROKEN),
}
TICKED = {"resend": "resend", "wrong-code": "wrong-code", "attempts": "second-address"}


# The others are found by the same checks of a scripted person in every run (test_defects.py, test_reproduce.py).
USUAL = [name for name in DEFECTS if name in ATTENDED]


def test_every_defect_that_no_other_test_of_the_usual_run_notices_is_found_here() -> None:
    assert {*USUAL} == ATTENDED


@pytest.mark.parametrize("defect", rows(DEFECTS, USUAL))
def test_each_defect_of_the_otp_pages_is_found_by_its_check(
    at_a_desk: Pair, attend: Attend, defect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "RESEND_SECONDS", 2.0)
    with Portal.start(defects=[defect], resend_seconds=2.0, retry_seconds=0.3) as portal:
        operator = Operator(portal, at_a_desk)
        operator.ticks = tuple(tick for start, tick in TICKED.items() if defect.startswith(start))
        result = attend(operator, about=[DEFECTS[defect][0].partition(".")[0]])
    check, verdict = DEFECTS[defect]
    assert checks(result)[check].verdict is verdict, checks(result)[check]
    blamed = {step.id for step in result.steps if step.verdict in {Verdict.CHANGED, Verdict.BROKEN}}
    assert blamed <= {check.partition(".")[0]}


def test_with_nobody_at_the_companion_nothing_is_begun_or_sent(operator: Operator, attend: Attend) -> None:
    operator.present = False
    with pytest.raises(RefusedError) as refused:
        attend(operator, seconds=2.0)
    assert refused.value.exit_code == 5
    assert operator.rehearsal.received() == []


SHORT = ("step-4", "step-5")
LEAVES = [("closes the window", ()), ("closes the window", SHORT), ("presses stop", SHORT)]


@pytest.mark.parametrize(("leaves", "about"), [pytest.param(*LEAVES[0], marks=pytest.mark.thorough), *LEAVES[1:]])
def test_with_the_person_leaving_in_the_middle_the_report_is_whole(
    operator: Operator, attend: Attend, leaves: str, about: Sequence[str]
) -> None:
    def leave() -> None:
        if leaves == "presses stop":
            operator.companion.locator("#stop").press("Enter")
        else:
            operator.present = False
            operator.companion.close()

    operator.instead["RECEIVE_MOBILE_OTP"] = leave
    result = attend(operator, about=about)
    assert checks(result).keys() >= {each.id for step in part(flowchart.load(), about).steps for each in step.checks}
    assert checks(result)["step-5.dropdown"].verdict is Verdict.AS_DOCUMENTED
    assert checks(result)["step-4.mobile-verified"].verdict is Verdict.NEEDS_PERSON
    assert any("the rest was not done" in note for note in result.notes)


def test_a_no_is_no_finding(operator: Operator, attend: Attend) -> None:
    operator.says = "no"
    result = attend(operator, about=["step-4"])
    assert checks(result)["step-4.email-sent"].verdict is Verdict.NEEDS_PERSON
    assert operator.rehearsal.received(Effect.SENDS_MESSAGE) == []


def test_a_code_that_was_mistyped_is_no_finding(operator: Operator, attend: Attend) -> None:
    def mistype() -> None:
        from automation.portal.by_hand import ByHand
        from automation.portal.facts import Channel

        assert operator.portal is not None
        ByHand(operator.portal, 400).verify(Channel.EMAIL, "111111")

    operator.instead["VERIFY_EMAIL_OTP"] = mistype
    operator.instead["mistyped"] = lambda: operator.reply("typo")
    result = attend(operator, about=["step-4"])
    assert checks(result)["step-4.email-verified"].verdict is Verdict.AS_DOCUMENTED


def test_the_last_message_of_an_hour_is_never_spent(operator: Operator, attend: Attend, tmp_path: Path) -> None:
    sends = Sends.load(tmp_path / "sends.json")
    for _ in range(3):
        sends.note(PEOPLE["email"], datetime.now().astimezone())
    first = attend(operator, about=["step-4.email-sent"])
    assert "only one more" not in json.dumps(first.model_dump(mode="json"))
    operator.rehearsal.reset()
    result = attend(operator, about=["step-4.email-sent"])
    assert "only one more message an hour" in checks(result)["step-4.email-sent"].why
    assert PEOPLE["email"] not in (tmp_path / "sends.json").read_text(encoding="utf-8")


# What a person at the desk finds where officials report something: symptom, fault -> cause.
REPRODUCED = {
    ("email-otp-missing", "email-otp-not-delivered"): "otp-not-delivered",
    ("sms-otp-missing", "mobile-send-missing"): "button-does-nothing",
    ("otp-refused", "right-code-refused"): "right-code-refused",
    ("verify-greyed", "verify-stays-grey"): "verify-cannot-be-pressed",
    ("resend-missing", "resend-never-enabled"): "resend-not-offered",
    ("domain-not-recognised", "domain-refused"): "domain-not-on-list",
    ("sign-up-greyed", "signup-never-opens"): "stays-grey",
    ("registration-fails", "register-refuses"): "service-failed",
    ("registered-no-mail", "mail-not-sent"): "mail-not-sent",
    ("password-refused", "password-refused"): "good-password-refused",
}


# The others are found by a person in the tests above, on the way of these, or by a scripted one (test_reproduce.py).
REPORTED = [("verify-greyed", "verify-stays-grey")]


@pytest.mark.parametrize("reported", rows(REPRODUCED, REPORTED), ids=" ".join)
def test_a_person_reproduces_what_is_reported_with_its_cause(
    at_a_desk: Pair, loaded: Loaded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reported: tuple[str, str]
) -> None:
    symptom, fault = reported
    monkeypatch.setattr(limits, "RESEND_SECONDS", 2.0)
    monkeypatch.setattr(present, "ACT_SECONDS", PATIENCE)  # a busy machine is no person who has gone
    with Portal.start(defects=[fault], resend_seconds=1.0, retry_seconds=0.3) as portal:
        operator = Operator(portal, at_a_desk)
        operator.sit_down(monkeypatch)
        told = Scenario.model_validate({"title": symptom, "symptom": symptom})
        shows = CATALOGUE.get(symptom).shows
        person = Attendance(loaded, DEPARTMENTS, names=shows, seconds=PATIENCE)
        target = Target(Addresses(portal.url, portal.url))
        run = Repetition(loaded.settings, told, target, DEPARTMENTS, tmp_path, person)
        run.repeat(at_a_desk, 1, Progress(sys.stderr))
        result = bundled(run, "HD-123", tmp_path / "evidence")
    assert result.verdict is Shown.REPRODUCED, result.headline
    assert result.explanation is not None
    assert result.explanation.cause == REPRODUCED[reported]
    assert (result.run.person, result.command) == (By.PRESENT, "")
    assert "rehearsal" not in result.official


def test_a_tab_that_the_person_opens_is_never_taken_for_the_portals_page(operator: Operator, attend: Attend) -> None:
    def look_elsewhere() -> None:
        assert operator.portal is not None
        operator.portal.context.new_page()
        operator._done = ""

    operator.instead["SEND_EMAIL_OTP"] = look_elsewhere
    result = attend(operator, about=["step-4"])
    assert unjudged(result) == LEFT_OUT & checks(result).keys(), [each for each in checks(result).values() if each.why]
