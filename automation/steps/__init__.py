"""The verbs: each is one question to the form or one act on it; and the order in which a form allows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation.model import Answer, Journey
from automation.portal.facts import Field
from automation.steps import arrival, completion, login, organisation, otp, particulars
from automation.steps.visit import Official, Verb, Visit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from automation.flowchart import Flowchart

__all__ = ["VERBS", "Apart", "Official", "Verb", "Visit", "claimed", "closure", "order"]

VERBS: Mapping[str, Verb] = {
    **login.VERBS,
    **arrival.VERBS,
    **particulars.VERBS,
    **otp.VERBS,
    **organisation.VERBS,
    **completion.VERBS,
}
"""Every verb by its id; those that the flowchart has as checks, and those that only make the next one possible."""
_ASKED_WITH = {
    "step-2.form-there": "step-2.form",
    "step-2.form-started": "step-2.form",
    "step-4.email-sent": "step-4.email-asked",
    "step-4.mobile-sent": "step-4.mobile-asked",
    "step-6.success": "step-6.registered",
}
"""Verbs that ask another one themselves, since their answer reports that one's outcome too."""
_ARRIVAL = (
    *("step-1.address", "step-1.landing", "step-1.certificate"),
    *("step-2.login-option", "step-2.register-button", "step-2.register-leads", "step-2.form", "step-2.hindi"),
)
_PARTICULARS = {
    Field.NAME: ("step-3.name", "step-3.name-rule"),
    Field.GROUP: ("step-3.class", "step-3.class-options"),
    Field.EMAIL: ("step-3.official-email", "step-3.email-rule", "step-3.email-help"),
    Field.MOBILE: ("step-3.mobile", "step-3.mobile-rule"),
}
_EMAIL = ("step-4.email-box", "step-4.resend-wait", "step-4.email-sent")
_EMAIL_VERIFIED = ("step-4.resend", "step-4.email-wrong-code", "step-4.email-verified")
_MOBILE = ("step-4.mobile-box", "step-4.mobile-sent", "step-4.mobile-wrong-code", "step-4.mobile-verified")
_ORGANISATION = (
    *("step-5.centre-state", "step-5.dropdown", "step-5.all-shown", "step-5.own", "step-5.no-match"),
    *("step-5.help-link", "step-5.help-opens", "step-5.help-box", "step-5.help-back", "step-5.known"),
)
_BEFORE_THE_LAST_OTP = ("step-6.declarations", "step-6.closed-without-otp")
"""While all but the last OTP is there."""
_SIGN_UP = (
    *("step-6.button", "step-6.closed-empty", "step-6.closed-without-otp", "step-6.declarations"),
    *("step-6.closed-without-organisation", "step-6.closed-without-terms", "step-6.opens", "step-6.success"),
)
_COMPLETION = (
    *("step-7.mail", "step-7.link", "step-7.password-rule", "step-7.password-match", "step-7.password-set"),
    *("step-7.profile", "step-7.login"),
)


def closure(names: Iterable[str]) -> frozenset[str]:
    """The verbs of these names, and all that has to go well before on a form of one page."""
    wanted, left = set[str](), [*names]
    while left:
        name = left.pop()
        if name not in wanted:
            wanted.add(name)
            left += [*VERBS[name].needs, *([_ASKED_WITH[name]] if name in _ASKED_WITH else [])]
    return frozenset(wanted)


def claimed(chart: Flowchart, names: Iterable[str]) -> list[str]:
    """What the flowchart says of all that these names need, in its order."""
    wanted = closure(names)
    every = (each.question for step in chart.steps for each in (*step.checks, *step.questions))
    return [name for name in every if name in wanted]


@dataclass(frozen=True, slots=True)
class Apart:
    """A visit of the registration, and one of the login for what is asked there: each is a visitor of their own."""

    visit: Visit
    login: Visit

    def listen(self, begin: Callable[[str], None], hear: Callable[[str, Answer], None]) -> None:
        """Tell of both as a visit does; of the login's only what is asked of it."""
        self.visit.listen(begin, hear)
        self.login.listen(
            lambda name: begin(name) if _of_login(name) else None,
            lambda name, answer: hear(name, answer) if _of_login(name) else None,
        )

    def answer(self, name: str) -> Answer:
        """The answer of a verb. Raises UnreachedError as a visit does."""
        return (self.login if _of_login(name) else self.visit).answer(name)


def _of_login(name: str) -> bool:
    return name.startswith("step-0.")


def order(visit: Visit, journey: Journey = Journey.REGISTRATION, claims: Collection[str] = ()) -> Iterator[str]:
    """Every question, in the order in which the form that is found lets it be asked.

    What a document `claims` of the login is asked first, before anybody can be logged in.
    """
    yield from (name for name in login.ORDER if name in claims and journey is not Journey.LOGIN)
    for name in login.ORDER if journey is Journey.LOGIN else _order(visit):
        yield name
        if visit.form is not None:
            visit.fallbacks.update(dict.fromkeys(visit.form.fallbacks()))


def _order(visit: Visit) -> Iterator[str]:
    yield from _ARRIVAL
    pages = visit.form.pages if visit.form is not None else (frozenset(Field),)
    for fields in pages:
        yield from (name for field, names in _PARTICULARS.items() if field in fields for name in names)
        yield from _BEFORE_THE_LAST_OTP if len(pages) > 1 and fields == pages[-1] else ()
        yield from _otps(visit, fields, alone=len(pages) == 1)
        if Field.ORGANISATION in fields and len(pages) > 1:
            yield from ("step-6.closed-without-organisation", *_ORGANISATION)
    yield from (name for name in _SIGN_UP if name not in visit.answers)
    yield from _COMPLETION


def _otps(visit: Visit, fields: frozenset[Field], *, alone: bool) -> Iterator[str]:
    """A page's OTPs; the other ones are asked while the e-mail's countdown runs, where somebody waits for its end.

    On the only page all else is there before the last of them.
    """
    mobile = _MOBILE if Field.MOBILE in fields else ()
    others = (*mobile, "step-4.exhausted")
    if Field.EMAIL in fields:
        yield "step-4.email-send"
        yield "step-3.government-email"  # before a code can be typed, when box 3 could not be pictured any more
        yield from ("step-4.mobile-send",) if mobile else ()
        first, last = (others, _EMAIL_VERIFIED) if visit.waits else (_EMAIL_VERIFIED, others)
        yield from _ORGANISATION if alone else ()
        yield from (*_EMAIL, *first, *(_BEFORE_THE_LAST_OTP if alone else ()), *last)
    elif mobile:
        yield from ("step-4.mobile-send", *mobile)
