"""What officials report is reproduced on a portal with the fault, with the right cause, and not on a healthy one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from automation.commands.progress import Progress
from automation.commands.repetition import Repetition
from automation.commands.target import Target
from automation.config import Waits
from automation.departments.expected import Department
from automation.portal.site import Addresses
from automation.rehearsal import Rehearsal
from automation.symptoms.catalogue import CATALOGUE
from automation.symptoms.result import Shown
from automation.symptoms.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from automation.browser import Pair
    from automation.config import Settings
    from automation.symptoms.result import Reproduction

HOSPITAL = "Guru Teg Bahadur Hospital"
PLACED = {"department-missing", "department-not-by-scrolling", "request-refused-silently"}

# What each fault of the portal must be explained by: symptom, fault -> step at which it is first wrong, cause.
FAULTS = {
    ("department-missing", "delhi-absent"): ("step-5", "not-on-the-portal"),
    ("department-missing", "search-null-name"): ("step-5", "hidden-by-the-page"),
    ("department-not-by-scrolling", "search-hides-rows"): ("step-5", "rows-not-shown"),
    ("department-not-by-scrolling", "search-capped"): ("step-5", "answer-cut"),
    ("organisation-not-picked", "organisation-unpickable"): ("step-5", "click-does-nothing"),
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
}
# Several symptoms end at the same box; the walk that goes furthest stands for those that it passes.
PASSED_ON_THE_WAY = {
    "login-refused": (
        "sign-up-greyed",
        "already-registered",
        "registration-fails",
        "registered-no-mail",
        "link-not-active",
        "password-refused",
    )
}


class Repeat(Protocol):
    def __call__(
        self, symptom: str, faults: Sequence[str] = (), times: int = 1, *, person: bool = True, **scenario: Any
    ) -> Reproduction: ...


@pytest.fixture(scope="module")
def shared() -> Iterator[Rehearsal]:
    with Rehearsal.start(resend_seconds=1, retry_seconds=0.1) as portal:
        yield portal


@pytest.fixture
def repeat(shared: Rehearsal, pair: Pair, settings: Settings, tmp_path: Path) -> Iterator[Repeat]:
    """Repeats a situation in the shared browser on the shared portal, which is healthy again afterwards."""
    on: list[str] = []

    def run(
        symptom: str, faults: Sequence[str] = (), times: int = 1, *, person: bool = True, **scenario: Any
    ) -> Reproduction:
        on.extend(faults)
        shared.switch(on=faults)
        place = {"organisation": {"name": HOSPITAL}} if symptom in PLACED else {}
        told = Scenario.model_validate({"title": symptom, "symptom": symptom, **place, **scenario})
        address = Addresses(shared.url, shared.url)
        target = Target(address, shared.secret if person else "", forget=shared.reset)
        short = settings.model_copy(update={"waits": Waits(seconds=1.5)})
        departments = (Department(HOSPITAL, "hospital"),)
        repetition = Repetition(short, told, target, departments, tmp_path)
        repetition.repeat(pair, times, Progress(sys.stderr))
        return repetition.result("")

    yield run
    shared.switch(off=on)


def test_every_symptom_of_the_catalogue_has_a_fault() -> None:
    assert {symptom for symptom, _ in FAULTS} == CATALOGUE.by_id.keys()


@pytest.mark.parametrize(("symptom", "fault"), FAULTS)
def test_with_the_fault_it_is_reproduced_with_the_right_cause(repeat: Repeat, symptom: str, fault: str) -> None:
    result = repeat(symptom, [fault])
    assert result.verdict is Shown.REPRODUCED, result
    assert result.difference is not None
    assert result.explanation is not None
    assert (result.difference.step, result.explanation.cause) == FAULTS[symptom, fault]
    assert (result.exit_code, result.reproduced, result.judged) == (1, 1, 1)
    assert result.explanation.proof


@pytest.mark.parametrize("symptom", CATALOGUE.by_id.keys() - set(PASSED_ON_THE_WAY["login-refused"]))
def test_on_a_healthy_portal_it_is_not_reproduced(repeat: Repeat, symptom: str) -> None:
    result = repeat(symptom)
    assert (result.verdict, result.exit_code, result.explanation) == (Shown.NOT_REPRODUCED, 0, None), result
