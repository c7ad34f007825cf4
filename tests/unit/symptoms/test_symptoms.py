"""The catalogue is whole, its page is current, and what was seen is weighed for the right cause."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from automation import flowchart, steps
from automation.acts import Act, Done, NoReply, Outcome, Unable
from automation.commands import helpdesk
from automation.config import ROOT
from automation.model import Answer, Effect, NeedsPerson, No, NoAnswer, UsageError, Yes
from automation.portal import messages, paths
from automation.portal.messages import Message
from automation.portal.obstacles import network_reason, obstacle
from automation.reports import symptoms as report
from automation.symptoms import summary, weighing
from automation.symptoms.case import Case
from automation.symptoms.catalogue import CATALOGUE
from automation.symptoms.outcome import Attempt, Complaint, Exchange, Explanation, Reason, Shown
from automation.symptoms.proofs import PROOFS
from automation.symptoms.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass
class Told(Case):
    """A case that a test fills in."""

    answers: dict[str, Answer] = field(default_factory=dict)
    outcomes: dict[Act, Outcome] = field(default_factory=dict)


def case(symptom: str, **person: str) -> Told:
    return Told(Scenario.model_validate({"title": "x", "symptom": symptom, "person": person}))


def test_the_page_of_the_documentation_is_current() -> None:
    told = (ROOT / "docs" / "symptoms.md").read_text(encoding="utf-8")
    assert told == report.page(CATALOGUE), "make it anew: ./igot explain --markdown > docs/symptoms.md"


def test_there_are_at_least_fifteen_symptoms_each_with_causes_and_sources() -> None:
    assert len(CATALOGUE.symptoms) >= 15
    for symptom in CATALOGUE.symptoms:
        assert symptom.causes
        assert symptom.says
        assert re.match(r"FACTS §\d", symptom.facts)


def test_every_cause_is_proved_by_something_and_is_a_cause_of_some_symptom() -> None:
    asked = {name for symptom in CATALOGUE.symptoms for each in symptom.asks for name in (each.yes, each.no)} - {""}
    assert PROOFS.keys() == CATALOGUE.causes.keys() - asked
    assert {name for symptom in CATALOGUE.symptoms for name in symptom.causes} == PROOFS.keys() | asked


@pytest.mark.parametrize("name", CATALOGUE.causes)
def test_the_official_is_answered_in_english_and_in_hindi(name: str) -> None:
    cause = CATALOGUE.causes[name]
    assert re.fullmatch(r"[A-Z][^\u0900-\u097f]+\.", cause.official.english)
    assert re.search(r"[\u0900-\u097f].*।$", cause.official.hindi)
    assert cause.portal or cause.turn_to or cause.reason is not Reason.PORTAL
    assert cause.official_paged is None or all(cause.official_paged)


def test_what_shows_a_symptom_is_a_check_or_a_question_of_the_flowchart_that_a_verb_answers() -> None:
    chart = flowchart.load()
    for symptom in CATALOGUE.symptoms:
        assert symptom.shows or symptom.asks
        for each in symptom.asks:
            assert re.fullmatch(r"[A-Z][^\u0900-\u097f]+\?", each.ask.english)
            assert re.search(r"[\u0900-\u097f].*\?$", each.ask.hindi)
        for name in symptom.shows:
            assert chart.asks(name).documented
            assert name in steps.VERBS, symptom.id


def test_one_id_has_one_meaning() -> None:
    chart = flowchart.load()
    claims = [each.question for step in chart.steps for each in (*step.checks, *step.questions)]
    assert len(set(claims)) == len(claims)
    assert set(claims) <= steps.VERBS.keys()
    assert {need for verb in steps.VERBS.values() for need in verb.needs} <= steps.VERBS.keys()


def test_nothing_is_proved_by_a_case_in_which_nothing_was_seen() -> None:
    empty = case("page-blank")
    assert {name for name, proof in PROOFS.items() if proof(empty)} == set()


LIMIT = "Please retry after one hour, as you have reached the limit for OTP requests!"
UNKNOWN_DOMAIN = "Email domain of this email address is not approved. Please use Request for help."
NOT_RECOGNISED = "Your email domain isn't recognised - please contact your department for registration."
USED_UP = "The maximum number of attempts for OTP verification has been exceeded. Please try again."
EXPIRED = "Time Limit for OTP Exceeded, Please Try Again."
MAIL_KNOWN = "Email id already registered with another User profile"
PHONE_KNOWN = "Phone number is already registered with another User profile."


@dataclass(frozen=True)
class Seen:
    """A symptom, the move that did not work, what came of an act, and the official's data where they matter."""

    symptom: str
    move: str
    act: Act | None = None
    outcome: Outcome = field(default_factory=Done)
    person: Mapping[str, str] = field(default_factory=dict)


def domain(outcome: Outcome, email: str) -> Seen:
    return Seen("domain-not-recognised", "step-4.email-asked", Act.SEND_EMAIL_OTP, outcome, {"email": email})


def verified(message: str) -> Seen:
    return Seen("otp-refused", "step-4.email-verified", Act.VERIFY_EMAIL_OTP, Done(400, message))


def registered(message: str, **person: str) -> Seen:
    return Seen("already-registered", "step-6.registered", Act.SIGN_UP, Done(400, message), person)


def named(name: str) -> Seen:
    return Seen("name-refused", "step-3.name-taken", person={"name": name})


CASES = {
    "capital letters": (domain(Done(400, UNKNOWN_DOMAIN), "asha@Example.gov.in"), "domain-in-capitals"),
    "a private mail": (domain(Done(200, UNKNOWN_DOMAIN), "asha@example.com"), "private-domain"),
    "a domain that only looks like the government's": (
        domain(Done(400, UNKNOWN_DOMAIN), "a@xgov.in"),
        "private-domain",
    ),
    "a government mail that is not on the list": (
        domain(Done(400, NOT_RECOGNISED), "a@x.gov.in"),
        "domain-not-on-list",
    ),
    "the hourly limit, which the page tells as a domain": (domain(Done(429, LIMIT), "a@example.com"), "send-limit"),
    "tries used up": (verified(USED_UP), "tries-used-up"),
    "an old code": (verified(EXPIRED), "code-expired"),
    "a registered address of their own": (registered(MAIL_KNOWN, email="a.b@example.gov.in"), "account-exists"),
    "a made-up address that counts as registered": (registered(MAIL_KNOWN), "look-up-fails"),
    "a number of somebody else's": (registered(PHONE_KNOWN), "number-taken"),
    "a name with a dot": (named("Dr. Asha Verma"), "name-other-signs"),
    "a name in Hindi": (named("आशा वर्मा"), "name-other-signs"),
    "a long name": (named("A" * 33), "name-too-long"),
    "a name with nothing wrong": (named("O'Brien"), "good-name-refused"),
    "a button that does nothing": (
        Seen("sms-otp-missing", "step-4.mobile-asked", Act.SEND_MOBILE_OTP, Unable("nothing was sent")),
        "button-does-nothing",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_cause_is_the_one_that_the_evidence_proves(name: str) -> None:
    told, cause = CASES[name]
    seen = case(told.symptom, **told.person)
    seen.answers[told.move] = No("It did not work.")
    if told.act is not None:
        seen.outcomes[told.act] = told.outcome
    shown, explanation, _ = weighing.shown(CATALOGUE.get(told.symptom), seen)
    assert shown is Shown.REPRODUCED
    assert explanation is not None
    assert explanation.cause == cause


def test_a_server_error_counts_only_with_its_answer_in_the_network_table() -> None:
    seen = case("email-otp-missing")
    seen.answers["step-4.email-asked"] = No("x")
    seen.outcomes[Act.SEND_EMAIL_OTP] = NoReply("the portal answered HTTP 500", 500)
    assert PROOFS["sending-fails"](seen) == ""
    row = Exchange(method="POST", path="/api/otp/ext/v1/generate", effect=Effect.SENDS_MESSAGE, status=500)
    seen.network = (row, row.model_copy(update={"status": None, "why": "the gate kept the page's second try"}))
    assert "HTTP 500" in PROOFS["sending-fails"](seen)


def test_another_trouble_at_the_same_place_is_not_the_symptom() -> None:
    seen = case("verify-greyed")
    seen.answers["step-4.mobile-verified"] = No("refused")
    seen.outcomes[Act.VERIFY_MOBILE_OTP] = Done(400, "OTP verification failed. You have 1 attempt remaining.")
    assert weighing.shown(CATALOGUE.get("verify-greyed"), seen)[0] is Shown.CANNOT_JUDGE


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"step-2.sign-up-page": NoAnswer("the connection was cut")}, "the connection was cut"),
        (
            {"step-2.sign-up-page": Yes(""), "step-2.form-started": No("no form appears")},
            "another trouble came first: no form appears",
        ),
        (
            {
                "step-2.sign-up-page": Yes(""),
                "step-2.form-started": Yes(""),
                "step-3.mobile-taken": Yes(""),
                "step-4.mobile-asked": NeedsPerson("nobody is here"),
            },
            "nobody",
        ),
        ({"step-2.sign-up-page": Yes(""), "step-2.form-started": Yes("")}, "the scenario ends before the box"),
    ],
)
def test_what_was_not_reached_is_not_judged(answers: dict[str, Answer], why: str) -> None:
    seen = case("sms-otp-missing")
    seen.answers.update(answers)
    shown, explanation, said = weighing.shown(CATALOGUE.get("sms-otp-missing"), seen)
    assert (shown, explanation) == (Shown.CANNOT_JUDGE, None)
    assert why in said


def test_a_script_error_explains_a_blank_page_only_where_nothing_else_does() -> None:
    seen = case("page-blank")
    seen.answers |= {"step-2.sign-up-page": Yes(""), "step-2.form-started": No("no form")}
    seen.console = (Complaint(kind="TypeError", place="/assets/js/main.js, line 1, column 2"),)
    assert weighing.shown(CATALOGUE.get("page-blank"), seen)[1].cause == "script-error"  # type: ignore[union-attr]
    seen.network = (Exchange(method="GET", path="/api/user/v1/groups", effect=Effect.READ, why="no answer came"),)
    assert weighing.shown(CATALOGUE.get("page-blank"), seen)[1].cause == "start-up-not-answered"  # type: ignore[union-attr]


BY_SHORT = {"r": Shown.REPRODUCED, "n": Shown.NOT_REPRODUCED, "c": Shown.CANNOT_JUDGE}
WHY = Explanation(cause="stays-grey", reason=Reason.PORTAL, words="It stays grey.", proof="seen")


def attempts(short: str) -> list[Attempt]:
    return [
        Attempt(
            number=number,
            shown=BY_SHORT[each],
            seconds=1.0,
            explanation=WHY if each == "r" else None,
            notes=("the portal is down",) if each == "c" else (),
        )
        for number, each in enumerate(short, 1)
    ]


@pytest.mark.parametrize(
    ("short", "verdict", "code", "headline"),
    [
        ("rrr", Shown.REPRODUCED, 1, "Reproduced 3 of 3"),
        ("rrc", Shown.REPRODUCED, 1, "Reproduced 2 of 2 (1 of 3 attempts could not be judged)"),
        ("rnr", Shown.INTERMITTENT, 1, "Intermittent: reproduced 2 of 3"),
        ("nnn", Shown.NOT_REPRODUCED, 0, "Not reproduced, 0 of 3."),
        ("nnc", Shown.NOT_REPRODUCED, 0, "Not reproduced, 0 of 2 (1 of 3 attempts could not be judged)."),
        ("ncc", Shown.CANNOT_JUDGE, 4, "Cannot judge: the portal is down."),
        ("nc", Shown.CANNOT_JUDGE, 4, "Cannot judge: the portal is down."),
        ("ccc", Shown.CANNOT_JUDGE, 4, "Cannot judge: the portal is down."),
        ("", Shown.CANNOT_JUDGE, 4, "Cannot judge: nothing was looked at."),
    ],
)
def test_the_verdict_of_all_attempts(short: str, verdict: Shown, code: int, headline: str) -> None:
    tried = attempts(short)
    assert summary.verdict(tried) is verdict
    assert summary.exit_code(verdict) == code
    assert summary.headline(tried).startswith(headline)


def test_an_intermittent_trouble_is_told_to_the_portals_team_as_such() -> None:
    symptom = CATALOGUE.get("sign-up-greyed")
    *_, each_time = summary.texts(symptom, Shown.REPRODUCED, WHY)
    *_, sometimes = summary.texts(symptom, Shown.INTERMITTENT, WHY)
    assert sometimes == f"{each_time} It does not happen each time."


def test_explain_prints_one_symptom_or_lists_all(capsys: pytest.CaptureFixture[str]) -> None:
    helpdesk.explain("")
    assert len(capsys.readouterr().out.splitlines()) == len(CATALOGUE.symptoms)
    helpdesk.explain("sign-up-greyed")
    told = capsys.readouterr().out
    for part in ("Likely causes, in order:", "1. ", "Proof: ", "Official: ", "Portal's team: ", "साइन अप"):
        assert part in told
    helpdesk.explain("put-on-by-office")
    told = capsys.readouterr().out
    for part in ("Before the form: First: do you have", "Ask on the phone:", "Yes: The account is there", "Turn to: "):
        assert part in told
    with pytest.raises(UsageError, match="perhaps sign-up-greyed"):
        helpdesk.explain("signup-greyed")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("OTP verification failed. You have 1 attempt remaining.", Message.TRIES_LEFT),
        (" Invalid  OTP. ", Message.CODE_BLANK),
        ("An OTP has been sent to your email address (valid for 15 minutes)", Message.OTP_SENT),
        ("आपके मोबाइल नंबर पर ओ.टी.पी. भेज दिया गया है (15 मिनट के लिए मान्य)", Message.OTP_SENT),
        ("Failed to process message. Exception: x of asha@example.gov.in", Message.SERVICE_FAILED),
        ("Dear Asha, hello", None),
    ],
)
def test_the_portals_own_messages_are_known_and_told_in_our_words(text: str, message: Message | None) -> None:
    assert messages.recognised(text) is message
    assert messages.described(text) == (message or "a text of 16 characters that is not documented")


def test_of_a_path_only_documented_words_are_kept() -> None:
    assert paths.kept("https://x/api/otp/v1/verify?otp=482913#9") == "/api/otp/v1/verify"
    assert paths.kept("/public/signup/9800000042/asha%40x.in") == "/public/signup/…/…"


def test_a_barrier_is_told_from_an_outage() -> None:
    def named(status: int, text: str) -> str | None:
        found = obstacle(status, text)
        return found.cause if found else None

    assert named(403, "Checking your browser") == "security check"
    assert named(200, "I am not a robot") == "captcha"
    assert named(503, "Under maintenance") == "maintenance"
    assert named(500, "") == "HTTP error"
    assert named(404, "") is None
    assert network_reason("ERR_CERT_AUTHORITY_INVALID").cause == "certificate"
    assert network_reason("ERR_CONNECTION_REFUSED").cause == "nothing answers"
    assert network_reason("ERR_TOO_MANY_REDIRECTS").cause == "redirect loop"
    assert network_reason("ERR_OF_ANOTHER_KIND").cause is None
