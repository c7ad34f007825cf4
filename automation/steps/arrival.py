"""Boxes 1 and 2 of the flowchart: visit the portal, click on Register."""

from __future__ import annotations

from automation import checks
from automation.checks import also, arrived, shown
from automation.model import NO_FORM, Answer, Cause, No, NoAnswer, Yes
from automation.portal.form import Recognised
from automation.steps.visit import FORM, Verb, Visit, well

_TURNED_AWAY = frozenset({Cause.SECURITY_CHECK, Cause.PROXY, Cause.CERTIFICATE})


def _address(visit: Visit) -> Answer:
    visit.landing = visit.portal.open_landing()
    return checks.address(visit.landing, staging=visit.portal.staging)


def _landing(visit: Visit) -> Answer:
    visit.answer("step-1.address")
    return arrived(visit.landing, "The first page")


def _sign_up_page(visit: Visit) -> Answer:
    """The page that Register led to, else the page by its address."""
    led = None if visit.portal.linked else visit.answers.get("step-2.register-leads")
    return Yes("The sign-up page opens.") if well(led) else arrived(visit.portal.open_sign_up(), "The sign-up page")


def _form(visit: Visit) -> Answer:
    recognition = visit.portal.recognise()
    if isinstance(recognition, Recognised):
        visit.form = recognition.form
        visit.ticked = recognition.form.ticked()
        visit.outline.append(recognition.form.outline())
    return checks.recognised(recognition, visit.generation)


def _there(visit: Visit) -> Answer:
    recognised = visit.answer(FORM)
    if isinstance(recognised, No):
        return NoAnswer(f"not reached: {recognised.seen}")
    return Yes("There is a form.") if visit.form else NoAnswer(NO_FORM)


def _started(visit: Visit) -> Answer:
    """The form must appear; start-up questions that the portal leaves open keep it away."""
    match visit.answer(FORM):
        case NoAnswer(cause=Cause.START_UP):
            return No("The sign-up page opens, and no form appears: its start-up questions are not answered.")
        case answer:
            return answer


VERBS = {
    "step-1.let-in": Verb(lambda visit: checks.let_in(visit.portal.open_sign_up(), _TURNED_AWAY)),
    "step-1.no-captcha": Verb(lambda visit: checks.let_in(visit.portal.open_sign_up(), {Cause.CAPTCHA})),
    "step-1.address": Verb(_address),
    "step-1.landing": Verb(_landing),
    "step-1.certificate": Verb(lambda visit: shown(visit.portal.certificate(), "A valid certificate")),
    "step-2.login-option": Verb(lambda visit: shown(visit.portal.login_link(), "“Login”"), ("step-1.landing",)),
    "step-2.register-button": Verb(
        lambda visit: shown(visit.portal.register_link(), "“Register”"), ("step-1.landing",)
    ),
    "step-2.register-leads": Verb(
        lambda visit: arrived(visit.portal.follow_register(), "The sign-up page"), ("step-2.register-button",)
    ),
    "step-2.sign-up-page": Verb(_sign_up_page),
    FORM: Verb(_form, ("step-2.sign-up-page",)),
    "step-2.form-there": Verb(_there),
    "step-2.form-started": Verb(_started),
    "step-2.hindi": Verb(
        lambda visit: also(
            checks.english(visit.portal.in_english()), lambda: checks.hindi(visit.portal.look_at_hindi())
        ),
        ("step-2.form-there",),
    ),
}
