"""Repeats a reported situation move by move on a form and a door; what it says of it can hold nobody's data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation import checks
from automation.acts import Act
from automation.model import Answer, Finding, No, NoAnswer, UnreachedError, Yes
from automation.portal.facts import (
    Accepted,
    Channel,
    Closed,
    Declaration,
    Field,
    NotThere,
    Open,
    Opened,
    Refused,
    Seen,
    Unseen,
)
from automation.portal.form import Recognised, Unrecognised
from automation.portal.messages import told
from automation.portal.obstacles import Barrier, barrier_of
from automation.steps.list_moves import ListMoves
from automation.steps.told import arrived, came_of, quiet
from automation.steps.visit import Visit, choose_group
from automation.symptoms.moves import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from automation.departments.expected import Department
    from automation.flowchart import Flowchart
    from automation.model import StepFunction
    from automation.portal.form import SignUpForm
    from automation.steps.list_moves import LookFor
    from automation.symptoms.case import Case

_FIELDS = {"name": Field.NAME, "email": Field.EMAIL, "mobile": Field.MOBILE}
_WORDS = {Field.NAME: "name", Field.EMAIL: "e-mail address", Field.MOBILE: "mobile number"}
_FIRST_PAGE = ("email", "email-send", "email-received", "email-verified", "organisation")
_CHANNELS = {Channel.EMAIL: "by e-mail", Channel.MOBILE: "by SMS"}
_ACTS = {
    Channel.EMAIL: (Act.SEND_EMAIL_OTP, Act.RECEIVE_EMAIL_OTP, Act.VERIFY_EMAIL_OTP),
    Channel.MOBILE: (Act.SEND_MOBILE_OTP, Act.RECEIVE_MOBILE_OTP, Act.VERIFY_MOBILE_OTP),
}


def functions(
    chart: Flowchart, visit: Visit, case: Case, look_for: LookFor, department: Department
) -> Mapping[str, StepFunction]:
    """A step function for each box of a chart that `moves.chart` cut; the answers are also put into the case."""
    replay = _Replay(visit, case, ListMoves(visit, case, look_for, department))

    def bound(moves: tuple[str, ...]) -> StepFunction:
        return lambda: replay.walk(moves)

    return {step.id: bound(tuple(check.id.partition(".")[2] for check in step.checks)) for step in chart.steps}


class _Replay:
    def __init__(self, visit: Visit, case: Case, lists: ListMoves) -> None:
        self._visit, self._case = visit, case
        self._ahead: set[str] = set()
        self._moves: dict[str, Callable[[], Answer]] = {
            "let-in": lambda: self._let_in({Barrier.SECURITY_CHECK, Barrier.PROXY, Barrier.CERTIFICATE}),
            "no-captcha": lambda: self._let_in({Barrier.CAPTCHA}),
            "page": self._page,
            "form": self._recognise,
            "hindi": lambda: checks.hindi(visit.portal.look_at_hindi()),
            "group": self._group,
            "email-resend": self._resend,
            **lists.moves(),
            "declared": self._declare,
            "sign-up-open": self._sign_up_open,
            "registered": lambda: self._after("sign-up-open", lambda: self._deed(Act.SIGN_UP, "The registration")),
            "mail": lambda: self._after("registered", lambda: self._deed(Act.RECEIVE_WELCOME_MAIL, "The mail")),
            "link": self._link,
            "password": self._password,
            "login": self._log_in,
        }
        for name, field in _FIELDS.items():
            self._moves[name] = lambda field=field: self._fill(field)  # type: ignore[misc]
        for channel in Channel:
            self._moves |= self._otp(channel)

    def walk(self, moves: tuple[str, ...]) -> Iterator[Finding]:
        """Do some moves of one box, in order."""
        for name in moves:
            if name not in self._ahead:
                try:
                    self._do(name)
                except UnreachedError as unreached:
                    self._case.unreached = str(unreached)
                    raise
            yield BY_NAME[name].id, self._case.answers[name]

    def _do(self, name: str) -> None:
        self._case.answers[name] = quiet(self._moves[name]())

    def _asks_for(self, field: Field) -> bool:
        return any(field in page for page in self._form().pages)

    def _come_to(self, field: Field) -> SignUpForm:
        """The form at the page that has a field: a later page opens once the first one is complete and verified."""
        form = self._form()
        if field in form.here():
            return form
        for name in _FIRST_PAGE:
            if name not in self._case.answers:
                self._ahead.add(name)
                self._do(name)
            if not self._case.went_well(name):
                waiting = self._case.answers[name]
                raise UnreachedError(
                    f"the page with this field opens later: {getattr(waiting, 'why', BY_NAME[name].documented)}"
                )
        if not isinstance(form.turn_page(), Seen):
            raise UnreachedError("the next page of the form does not open")
        return form

    def _last_page(self) -> SignUpForm:
        """The form at its last page, where the boxes and SIGN UP are."""
        form = self._form()
        return form if form.here() == form.pages[-1] else self._come_to(min(form.pages[-1]))

    def _form(self) -> SignUpForm:
        return self._visit.sign_up_form()

    def _after(self, move: str, then: Callable[[], Answer]) -> Answer:
        """The next move, where an earlier one went well; else the walk has nothing more to look at in this box."""
        if not self._case.went_well(move):
            raise UnreachedError(f"not reached: {BY_NAME[move].documented.rstrip('.')} – that did not happen")
        return then()

    def _deed(self, act: Act, what: str) -> Answer:
        """What came of an act, in our own words."""
        outcome = self._case.outcomes[act] = self._visit.door.ask(act)
        return came_of(outcome, what)

    def _let_in(self, counted: set[Barrier]) -> Answer:
        match self._visit.portal.open_sign_up():
            case Opened() | NotThere():
                return Yes("The portal lets the browser in.")
            case NoAnswer(why):
                self._case.barrier = barrier_of(why)
                return No(f"The page does not come: {why}.") if self._case.barrier in counted else NoAnswer(why)

    def _page(self) -> Answer:
        return arrived(self._visit.portal.open_sign_up(), "The sign-up page")

    def _recognise(self) -> Answer:
        if not self._case.went_well("page"):
            raise UnreachedError("the sign-up page did not open")
        match self._visit.portal.recognise():
            case Recognised(form):
                self._visit.form = form
                return Yes(f"The form appears ({form.generation}).")
            case Unrecognised(_, blank=True):
                return No("The sign-up page opens, and no form appears.")
            case Unrecognised():
                return NoAnswer("the form has a shape that this program does not know")
            case NoAnswer(why) if "still without an answer" in why:
                return No("The sign-up page opens, and no form appears: start-up questions are not answered.")
            case NoAnswer() as unknown:
                return unknown

    def _fill(self, field: Field) -> Answer:
        person, word = self._visit.official, _WORDS[field]
        if not self._asks_for(field):
            return Yes(f"This form does not ask for the {word}.")
        value = {Field.NAME: person.name, Field.EMAIL: person.email, Field.MOBILE: person.mobile}[field]
        match self._come_to(field).fill(field, value):
            case Accepted():
                return Yes(f"The form takes the {word}.")
            case Refused():
                return No(f"The form marks the {word} as wrong.")
            case Unseen():
                return No(f"There is no field for the {word}.")
            case NoAnswer() as unknown:
                return unknown

    def _group(self) -> Answer:
        if not self._asks_for(Field.GROUP):
            return Yes("This form does not ask for the group.")
        form = self._come_to(Field.GROUP)
        options = form.options()
        if isinstance(options, NoAnswer):
            return options
        if isinstance(options, Unseen) or not options:
            return No("The list of groups is empty." if options == () else "There is no list of groups.")
        if choose_group(form, options, self._visit.official.group):
            return Yes(f"The list holds {len(options)} groups, and one of them is chosen.")
        self._case.refusal = f"The list holds {len(options)} groups, and a click on a group chooses nothing."
        return No(self._case.refusal)

    def _otp(self, channel: Channel) -> dict[str, Callable[[], Answer]]:
        send, receive, verify = _ACTS[channel]
        by = _CHANNELS[channel]
        return {
            f"{channel}-send": lambda: self._after(channel, lambda: self._deed(send, f"Sending the OTP {by}")),
            f"{channel}-received": lambda: self._after(
                f"{channel}-send", lambda: self._deed(receive, f"Receiving the OTP {by}")
            ),
            f"{channel}-verified": lambda: self._after(
                f"{channel}-received", lambda: self._deed(verify, f"Verifying the OTP {by}")
            ),
        }

    def _resend(self) -> Answer:
        def again() -> Answer:
            offer = self._form().resend_offer(Channel.EMAIL)
            if isinstance(offer, Seen):
                return self._deed(Act.RESEND_EMAIL_OTP, "Sending the OTP again")
            return offer if isinstance(offer, NoAnswer) else No("The countdown ended and no offer to send again came.")

        return self._after("email-send", again)

    def _declare(self) -> Answer:
        form = self._last_page()
        boxes = [form.declare(which, on=True) for which in Declaration]
        if all(isinstance(box, Seen) for box in boxes):
            return Yes("Both boxes are ticked.")
        return next((box for box in boxes if isinstance(box, NoAnswer)), No("A box above SIGN UP cannot be ticked."))

    def _sign_up_open(self) -> Answer:
        for move in ("email-verified", "mobile-verified", "organisation", "declared"):
            if not self._case.went_well(move):
                raise UnreachedError(f"not reached: {BY_NAME[move].documented.rstrip('.')} – that did not happen")
        match self._form().submit_state(patient=True):
            case Open():
                return Yes("SIGN UP opens.")
            case Closed():
                return No("SIGN UP stays closed though everything is there and verified.")
            case Unseen():
                return No("There is no SIGN UP button.")
            case NoAnswer() as unknown:
                return unknown

    def _link(self) -> Answer:
        def opened() -> Answer:
            deed = self._deed(Act.OPEN_MAILED_LINK, "Opening the link")
            return checks.also(deed, lambda: arrived(self._visit.portal.password_page(), "The page for the password"))

        return self._after("mail", opened)

    def _password(self) -> Answer:
        def set_it() -> Answer:
            deed = self._deed(Act.SET_PASSWORD, "Setting the password")
            refusal = self._visit.portal.password_refusal() if isinstance(deed, Yes) else None
            return No(f"A good password is refused: {told(refusal.text)}.") if isinstance(refusal, Seen) else deed

        return self._after("link", set_it)

    def _log_in(self) -> Answer:
        def in_() -> Answer:
            page = arrived(self._visit.portal.leave_session(), "The login page")
            if isinstance(page, No | NoAnswer):
                self._case.refusal = "The login page does not open."
                return No(self._case.refusal) if isinstance(page, No) else page
            deed = self._deed(Act.LOG_IN, "Logging in")
            return checks.also(deed, self._led_on)

        return self._after("password", in_)

    def _led_on(self) -> Answer:
        """Behind the login stands the profile that is still to be completed, or the portal's own page (FACTS §3.6)."""
        portal = self._visit.portal
        if isinstance(portal.profile_page(), Opened):
            return Yes("The login leads on to the profile.")
        return arrived(portal.home_page(), "The page behind the login")
