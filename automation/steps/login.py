"""The box before the flowchart: is there an account already? The login's pages are looked at, and nobody logs in."""

from __future__ import annotations

from automation import checks
from automation.checks import also, arrived, shown, together
from automation.model import Answer, NeedsPerson, Yes
from automation.portal.facts import Arrival, Guarded
from automation.steps.visit import LOGIN_PAGE, Verb, Visit, well

_LEADS = "step-0.login-leads"
ORDER = (
    *(_LEADS, "step-0.password", "step-0.otp", "step-0.otp-code"),
    *("step-0.forgot", "step-0.other-ways", "step-0.register", "step-0.hindi"),
)
_USER = "the e-mail or mobile number"


def _opened(visit: Visit, arrival: Arrival) -> Answer:
    page = arrived(arrival, "The login page")
    words = also(page, lambda: checks.in_words(visit.portal.login.names_of_texts()))
    return page if well(words) else words


def _page(visit: Visit) -> Answer:
    """The page that Login led to, else the page by its address."""
    led = visit.answer(_LEADS)
    return Yes("The login page opens.") if well(led) else _opened(visit, visit.portal.open_login())


def _password(visit: Visit) -> Answer:
    login = visit.portal.login
    return together(
        shown(login.user_box(), f"The box for {_USER}"),
        shown(login.password_box(), "The box for the password"),
        shown(login.button(), "The button “Login”"),
    )


def _otp(visit: Visit) -> Answer:
    def chosen() -> Answer:
        box, button = visit.portal.otp_login()
        return together(shown(box, f"With it a box for {_USER}"), shown(button, "The button that asks for the OTP"))

    way = shown(visit.portal.login.otp_way(), "“Login with OTP”")
    return together(way, chosen()) if well(way) else way


def _otp_code(_: Visit) -> Answer:
    return NeedsPerson("the page for the code comes only after a message was sent, and in this walk nobody sends one")


def _forgot(visit: Visit) -> Answer:
    def followed() -> Answer:
        page, box = visit.portal.forgot_password()
        if isinstance(page, Guarded):
            return NeedsPerson(f"“Forgot password” is there; {page.why}")
        there = shown(box, f"On the page behind it a box for {_USER}")
        return also(arrived(page, "The page behind “Forgot password”"), lambda: there)

    offered = shown(visit.portal.login.forgot(), "“Forgot password”")
    return together(offered, followed()) if well(offered) else offered


def _register(visit: Visit) -> Answer:
    back = shown(visit.portal.login.register(), "“Register”")
    return also(back, lambda: arrived(visit.portal.register_from_login(), "From the login page the sign-up page"))


VERBS = {
    _LEADS: Verb(lambda visit: visit.also("step-2.login-option", lambda: _opened(visit, visit.portal.follow_login()))),
    LOGIN_PAGE: Verb(_page),
    "step-0.password": Verb(_password, (LOGIN_PAGE,)),
    "step-0.otp": Verb(_otp, (LOGIN_PAGE,)),
    "step-0.otp-code": Verb(_otp_code, ("step-0.otp",)),
    "step-0.forgot": Verb(_forgot, (LOGIN_PAGE,)),
    "step-0.other-ways": Verb(
        lambda visit: shown(visit.portal.login.other_ways(), "Another way to log in"), (LOGIN_PAGE,)
    ),
    "step-0.register": Verb(_register, (LOGIN_PAGE,)),
    "step-0.hindi": Verb(lambda visit: checks.login_hindi(visit.portal.login_in_hindi()), (LOGIN_PAGE,)),
}
