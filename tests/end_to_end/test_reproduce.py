"""What officials report is reproduced on a portal with the fault, with the right cause, and not on a healthy one."""

from __future__ import annotations

import sys
from statistics import median
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from automation import cli, flowchart
from automation.config import ROOT, Waits
from automation.departments import expected
from automation.model import Effect
from automation.names.department import Department
from automation.portal.site import Addresses
from automation.runs.progress import Progress
from automation.runs.repetition import Repetition
from automation.runs.target import Target
from automation.symptoms.catalogue import CATALOGUE
from automation.symptoms.outcome import Reason, Shown
from automation.symptoms.scenario import Scenario
from tests.end_to_end.test_defects import BY_A_PERSON, BY_CAUSE, BY_LOOKING, REPEATED, noticed
from tests.links import LINK
from tests.patience import unhurried
from tests.portals import Portal
from tests.tables import rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from automation.browser import Pair
    from automation.config import Settings
    from automation.rehearsal import Rehearsal
    from automation.symptoms.outcome import Reproduction

HOSPITAL = "Guru Teg Bahadur Hospital"
PLACED = {"department-missing", "department-not-by-scrolling", "request-refused-silently"}

# What each fault of the portal must be explained by: symptom, fault -> step at which it is first wrong, cause.
FAULTS = {
    ("department-missing", "state-empty"): ("step-5", "not-on-the-portal"),
    ("department-missing", "search-null-name"): ("step-5", "hidden-by-the-page"),
    ("department-not-by-scrolling", "search-hides-rows"): ("step-5", "rows-not-shown"),
    ("department-not-by-scrolling", "search-capped"): ("step-5", "answer-cut"),
    ("organisation-not-picked", "organisation-unpickable"): ("step-5", "click-does-nothing"),
    ("organisation-not-picked", "card-shows-another"): ("step-5", "another-picked"),
    ("organisation-not-picked", "search-dead"): ("step-5", "search-does-nothing"),
    ("email-otp-missing", "email-otp-not-delivered"): ("step-4", "otp-not-delivered"),
    ("email-otp-missing", "email-send-fails"): ("step-4", "sending-fails"),
    ("sms-otp-missing", "mobile-otp-not-delivered"): ("step-4", "otp-not-delivered"),
    ("sms-otp-missing", "mobile-send-missing"): ("step-4", "button-does-nothing"),
    ("otp-refused", "right-code-refused"): ("step-4", "right-code-refused"),
    ("otp-refused", "verify-fails"): ("step-4", "verifying-fails"),
    ("verify-greyed", "verify-stays-grey"): ("step-4", "verify-cannot-be-pressed"),
    ("resend-missing", "resend-never-enabled"): ("step-4", "resend-not-offered"),
    ("domain-not-recognised", "domain-refused"): ("step-4", "domain-not-on-list"),
    ("sign-up-greyed", "signup-never-opens"): ("step-6", "stays-grey"),
    ("sign-up-greyed", "terms-missing"): ("step-6", "box-missing"),
    ("name-refused", "name-refused"): ("step-3", "good-name-refused"),
    ("group-list-empty", "group-list-empty"): ("step-3", "groups-not-answered"),
    ("group-list-empty", "group-unpickable"): ("step-3", "group-cannot-be-picked"),
    ("request-page-blank", "request-page-blank"): ("step-5", "request-script-error"),
    ("request-page-blank", "organisation-help-dead"): ("step-5", "request-link-dead"),
    ("request-refused-silently", "search-null-name"): ("step-5", "already-there"),
    ("already-registered", "lookup-fails"): ("step-6", "look-up-fails"),
    ("registration-fails", "register-fails"): ("step-6", "registering-fails"),
    ("registration-fails", "register-refuses"): ("step-6", "service-failed"),
    ("registered-no-mail", "mail-not-sent"): ("step-7", "mail-not-sent"),
    ("link-not-active", "mail-link-dead"): ("step-7", "link-leads-nowhere"),
    ("password-refused", "password-refused"): ("step-7", "good-password-refused"),
    ("login-refused", "login-refuses"): ("step-7", "right-password-refused"),
    ("page-blank", "signup-blank"): ("step-2", "script-error"),
    ("page-blank", "portal-slow-start"): ("step-2", "start-up-not-answered"),
    ("page-blocked", "waf-challenge"): ("step-1", "security-check"),
    ("captcha", "captcha-wall"): ("step-1", "captcha-wall"),
    ("hindi-missing", "hindi-labels-missing"): ("step-2", "labels-missing"),
    ("login-unknown", "login-knows-nobody"): ("step-7", "not-known-at-login"),
    ("login-unknown", "login-locked"): ("step-7", "login-locked"),
    ("login-refused", "login-disabled"): ("step-7", "login-disabled"),
    ("login-refused", "login-paused"): ("step-7", "login-paused"),
    ("duplicate-request", "register-duplicate"): ("step-6", "sent-again-too-soon"),
    ("waiting-for-approval", "mail-not-sent"): ("step-7", "mail-not-sent"),
    ("services-blocked", "api-blocked"): ("step-3", "services-cut-off"),
}
# Of the page behind a department's link.
LINKS = {
    "link-closed": ("step-2", "link-not-active"),
    "link-replaced": ("step-2", "link-not-active"),
    "link-of-another": ("step-2", "link-of-another"),
}
CLAIMED = {check.id for step in flowchart.load().steps for check in step.checks}
ON_THE_PHONE = {symptom.id for symptom in CATALOGUE.symptoms if not symptom.shows}
# Several symptoms end at the same box; the walk that goes furthest stands for those that it passes.
PASSED_ON_THE_WAY = {
    "login-refused": (
        "sign-up-greyed",
        "already-registered",
        "registration-fails",
        "registered-no-mail",
        "login-unknown",
        "duplicate-request",
        "waiting-for-approval",
        "link-not-active",
        "password-refused",
    )
}


class Repeat(Protocol):
    def __call__(
        self,
        symptom: str,
        faults: Sequence[str] = (),
        times: int = 1,
        *,
        alone: bool = False,
        seconds: float = 1.5,
        **scenario: Any,
    ) -> Reproduction: ...


@pytest.fixture(scope="module")
def shared() -> Iterator[Rehearsal]:
    with Portal.start(resend_seconds=1, retry_seconds=0.1) as portal:
        yield portal


@pytest.fixture
def repeat(shared: Rehearsal, pair: Pair, settings: Settings, tmp_path: Path) -> Repeat:
    """Repeats a situation in the shared browser on the shared portal, which is healthy again afterwards."""

    def run(
        symptom: str,
        faults: Sequence[str] = (),
        times: int = 1,
        *,
        alone: bool = False,
        seconds: float = 1.5,
        **scenario: Any,
    ) -> Reproduction:
        place = {"organisation": {"name": HOSPITAL}} if symptom in PLACED else {}
        told = Scenario.model_validate({"title": symptom, "symptom": symptom, **place, **scenario})
        address = Addresses(shared.url, shared.url)
        target = Target(address, "" if alone else shared.secret, forget=shared.reset)
        short = settings.model_copy(update={"waits": Waits(seconds=unhurried(seconds))})
        departments = (Department(HOSPITAL, "hospital"),)
        repetition = Repetition(short, told, target, departments, tmp_path)
        shared.switch(on=faults)
        try:
            repetition.repeat(pair, times, Progress(sys.stderr))
        finally:
            shared.switch(off=faults)
        return repetition.result("")

    return run


def test_every_symptom_of_the_catalogue_has_a_fault() -> None:
    looked_at = {symptom for symptom, _ in FAULTS} | {"registrations-closed"}
    assert looked_at == CATALOGUE.by_id.keys() - ON_THE_PHONE


@pytest.mark.parametrize("fault", LINKS)
def test_a_link_that_leads_to_no_form_is_reproduced_with_the_portals_own_reason(
    pair: Pair, settings: Settings, tmp_path: Path, fault: str
) -> None:
    told = Scenario.model_validate({"title": "x", "symptom": "registrations-closed"})
    short = settings.model_copy(update={"waits": Waits(seconds=unhurried(1.5))})
    with Portal.start(generation="crp", defects=[fault], retry_seconds=0.1) as portal:
        target = Target(Addresses(portal.url, portal.url, link=LINK), "", forget=portal.reset)
        repetition = Repetition(short, told, target, (), tmp_path)
        repetition.repeat(pair, 1, Progress(sys.stderr))
    result = repetition.result("")
    assert result.difference is not None
    assert result.explanation is not None
    assert (result.difference.step, result.explanation.cause) == LINKS[fault], result


def test_what_nobody_can_look_at_is_asked_on_the_phone_and_is_no_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["reproduce", "put-on-by-office"]) == 4
    said = capsys.readouterr().out
    for part in (
        "Ask on the phone:",
        "Login with OTP",
        "Yes: ",
        "No: ",
        "Turn to: the office's nodal officer",
        "पहले देखें",
    ):
        assert part in said


# Beside another fault of the same symptom, or found by a person in every run (test_attended.py).
MORE = {
    ("department-not-by-scrolling", "search-capped"),
    ("organisation-not-picked", "card-shows-another"),
    ("organisation-not-picked", "search-dead"),
    ("verify-greyed", "verify-stays-grey"),
    ("sign-up-greyed", "terms-missing"),
    ("group-list-empty", "group-unpickable"),
    ("request-page-blank", "organisation-help-dead"),
    ("request-refused-silently", "search-null-name"),
    ("waiting-for-approval", "mail-not-sent"),
    ("registration-fails", "register-fails"),
    ("login-unknown", "login-locked"),
    ("login-refused", "login-disabled"),
    ("login-refused", "login-paused"),
}


@pytest.mark.parametrize("case", rows(FAULTS, FAULTS.keys() - MORE), ids=" ".join)
def test_with_the_fault_it_is_reproduced_with_the_right_cause(repeat: Repeat, case: tuple[str, str]) -> None:
    symptom, fault = case
    result = repeat(symptom, [fault])
    assert result.verdict is Shown.REPRODUCED, result
    assert result.difference is not None
    assert result.explanation is not None
    assert (result.difference.step, result.explanation.cause) == FAULTS[symptom, fault]
    assert (result.exit_code, result.reproduced, result.judged) == (1, 1, 1)
    assert result.explanation.proof
    if fault in REPEATED:  # by its check too, as a whole walk has it
        found = {each.id: each for step in result.attempts[0].steps for each in step.checks}
        noticed({name: each for name, each in found.items() if name in CLAIMED}, BY_LOOKING | BY_A_PERSON, fault)


def test_every_defect_that_no_other_test_of_the_usual_run_notices_is_repeated_here() -> None:
    assert {fault for _, fault in FAULTS.keys() - MORE}.union(DOWN) >= REPEATED | BY_CAUSE


HEALTHY = sorted(CATALOGUE.by_id.keys() - ON_THE_PHONE - set(PASSED_ON_THE_WAY["login-refused"]))


@pytest.mark.parametrize("symptom", rows(HEALTHY, HEALTHY[::5]))
def test_on_a_healthy_portal_it_is_not_reproduced(repeat: Repeat, symptom: str) -> None:
    result = repeat(symptom)
    assert (result.verdict, result.exit_code, result.explanation) == (Shown.NOT_REPRODUCED, 0, None), result


TWO_STEPS = [(generation, everywhere) for generation in ("g4a", "g4b") for everywhere in (False, True)]
"""Each form, without and with an organisation that is nowhere, for which every list is read."""


@pytest.mark.parametrize("case", rows(TWO_STEPS, [("g4b", False)]))
def test_on_the_two_step_form_it_comes_out_the_same(
    pair: Pair, settings: Settings, tmp_path: Path, case: tuple[str, bool]
) -> None:
    generation, everywhere = case
    short = settings.model_copy(update={"waits": Waits(seconds=unhurried(1.5))})

    departments = expected.load(ROOT / "scenarios" / "delhi-2025" / "departments.csv")

    def repeated(symptom: str, portal: Rehearsal, name: str = HOSPITAL, *, alone: bool = False) -> Reproduction:
        told = Scenario.model_validate({"title": symptom, "symptom": symptom, "organisation": {"name": name}})
        secret = "" if alone else portal.secret
        target = Target(Addresses(portal.url, portal.url), secret, forget=portal.reset)
        run = Repetition(short, told, target, departments, tmp_path)
        run.repeat(pair, 1, Progress(sys.stderr))
        return run.result("")

    with Portal.start(generation=generation, resend_seconds=1, retry_seconds=0.1) as portal:
        assert repeated("sms-otp-missing", portal).verdict is Shown.NOT_REPRODUCED
        portal.switch(on=["mobile-otp-not-delivered"])
        result = repeated("sms-otp-missing", portal)
        assert (result.verdict, result.explanation and result.explanation.cause) == (
            Shown.REPRODUCED,
            "otp-not-delivered",
        )
        cut = repeated("department-not-by-scrolling", portal)
        assert (cut.verdict, cut.portal.generation) == (Shown.REPRODUCED, generation)
        assert (cut.explanation and cut.explanation.cause) == "list-ends-early"
        assert repeated("department-missing", portal).verdict is Shown.NOT_REPRODUCED  # it stands below another
        if everywhere:
            unknown = repeated("department-missing", portal, "Office of Nothing Whatever")
            assert unknown.verdict is (Shown.CANNOT_JUDGE if generation == "g4b" else Shown.REPRODUCED)
        for later in ("sign-up-greyed", "name-refused")[: 1 + everywhere]:
            looked = repeated(later, portal, alone=True)
            assert looked.verdict is Shown.CANNOT_JUDGE
            assert "a present person has to do this" in looked.headline


def test_a_fault_at_every_second_visit_is_called_intermittent(repeat: Repeat) -> None:
    result = repeat("request-page-blank", ["request-page-blank@2"], times=4)
    assert [attempt.shown for attempt in result.attempts] == [Shown.NOT_REPRODUCED, Shown.REPRODUCED] * 2
    assert (result.verdict, result.reproduced, result.judged, result.exit_code) == (Shown.INTERMITTENT, 2, 4, 1)
    assert result.headline.startswith("Intermittent: reproduced 2 of 4, first wrong at step 5, because ")
    assert (result.portal_note, "rehearsal" in result.official) == ("", True)


DOWN = ("maintenance-page", "connection-reset")
SYMPTOMS = ("page-blank", "page-blocked", "department-missing", "sms-otp-missing")
WHILE_DOWN = [(symptom, fault) for symptom in SYMPTOMS for fault in DOWN]


@pytest.mark.parametrize("case", rows(WHILE_DOWN, WHILE_DOWN[::3]), ids=" ".join)
def test_with_the_portal_down_nothing_is_judged(repeat: Repeat, case: tuple[str, str]) -> None:
    symptom, fault = case
    result = repeat(symptom, [fault])
    assert (result.verdict, result.exit_code, result.explanation) == (Shown.CANNOT_JUDGE, 4, None), result
    assert result.headline.startswith("Cannot judge: ")


def test_another_trouble_on_the_way_is_not_taken_for_the_symptom(repeat: Repeat) -> None:
    result = repeat("sms-otp-missing", ["signup-blank"])
    assert result.verdict is Shown.CANNOT_JUDGE
    assert "another trouble came first" in result.headline


def test_on_another_portal_it_only_looks_and_sends_nothing(repeat: Repeat, shared: Rehearsal) -> None:
    looked = repeat("sms-otp-missing", ["mobile-otp-not-delivered"], alone=True)
    assert (looked.verdict, looked.gate.asked) == (Shown.CANNOT_JUDGE, ())
    assert "An OTP can be sent to the mobile number." in looked.looked_at
    assert looked.left == ("The portal takes the request for an OTP by SMS.", "The OTP arrives by SMS.")
    assert looked.command == f"./igot reproduce sms-otp-missing --attended --ticket HD-123 --portal {shared.url}"
    assert shared.received(Effect.SENDS_MESSAGE) == []
    assert repeat("group-list-empty", ["group-list-empty"], alone=True).verdict is Shown.REPRODUCED


@pytest.mark.parametrize(
    ("symptom", "scenario", "cause", "reason"),
    [
        ("name-refused", {"person": {"name": "आशा वर्मा"}}, "name-other-signs", Reason.OFFICIAL),
        ("domain-not-recognised", {"person": {"email": "asha@example.com"}}, "private-domain", Reason.CIRCULAR),
        (
            "department-missing",
            {"organisation": {"name": "Office of Nothing Whatever"}},
            "not-on-the-portal",
            Reason.PORTAL,
        ),
        ("already-registered", {"person": {"email": "registered@example.gov.in"}}, "account-exists", Reason.OFFICIAL),
    ],
)
def test_what_lies_in_the_officials_data_is_said_so(
    repeat: Repeat, symptom: str, scenario: dict[str, Any], cause: str, reason: Reason
) -> None:
    result = repeat(symptom, **scenario)
    assert result.explanation is not None, result.headline
    assert (result.explanation.cause, result.explanation.reason) == (cause, reason)


def test_a_scenario_may_end_before_the_box_at_which_it_shows(repeat: Repeat) -> None:
    result = repeat("sms-otp-missing", ["mobile-otp-not-delivered"], until="step-3")
    assert result.verdict is Shown.CANNOT_JUDGE
    assert [step.id for step in result.attempts[0].steps] == ["step-2", "step-3"]


def test_in_hindi_it_comes_out_the_same(repeat: Repeat) -> None:
    assert repeat("request-page-blank", ["request-page-blank"], language="hi").verdict is Shown.REPRODUCED


def test_a_slow_network_is_slow_and_comes_out_the_same(repeat: Repeat) -> None:
    result = repeat("request-page-blank", network="slow-3g", seconds=10)
    assert result.verdict is Shown.NOT_REPRODUCED
    seconds = [row.seconds for row in result.attempts[0].network if row.seconds is not None]
    assert median(seconds) > 0.3  # what the browser still holds comes at once
