"""What one walk carries from box to box, and what several boxes do to a form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from automation.checks import after, shown
from automation.model import Answer, NeedsPerson, NoAnswer, UnreachedError, Yes
from automation.portal.facts import Accepted, Arrival, Branch, Field, Opened, Organisation, SearchReply, Unseen
from automation.portal.form import Portal, Recognised, SignUpForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from automation.acts import Door


@dataclass(frozen=True, slots=True)
class Official:
    """A made-up official; nothing of a real one is ever in here."""

    name: str = "Asha Verma"
    email: str = "asha.verma@example.gov.in"
    other_email: str = "ravi.kumar@example.gov.in"
    private_email: str = "asha.verma@example.com"
    mobile: str = "9000000042"
    group: str = "B"


@dataclass(slots=True)
class Visit:
    """What one walk carries from box to box; `otp` is whether both channels came to be verified.

    `reached` is whether the last page of the form that was wanted has opened.

    `fallbacks` are warnings of controls that were found in another way than the best.

    `outline` holds the parts of each page of the form that was seen.

    `gaps` names the fields that are not there or cannot be filled, so that a form without them is not blamed again.
    """

    portal: Portal
    door: Door
    generation: str
    state: str = "Delhi"
    known: str = ""
    official: Official = field(default_factory=Official)
    landing: Arrival = field(default_factory=lambda: NoAnswer("the first page was not opened"))
    form: SignUpForm | None = None
    row: Organisation | None = None
    otp: Answer = field(default_factory=lambda: NoAnswer("no OTP was verified"))
    reached: Answer = field(default_factory=lambda: Yes("the first page of the form"))
    signed_up: Answer = field(default_factory=lambda: NoAnswer("nobody could sign up"))
    gaps: list[str] = field(default_factory=list)
    outline: list[tuple[str, ...]] = field(default_factory=list)
    fallbacks: dict[str, None] = field(default_factory=dict)

    def sign_up_form(self) -> SignUpForm:
        """The form that step 2 recognised.

        Raises UnreachedError when there is none.
        """
        if self.form is None:
            message = "there was no form to look at (see step 2)"
            raise UnreachedError(message)
        return self.form


def field_there(visit: Visit, which: Field, what: str) -> Answer:
    """Whether a field is there; one that is not is a gap of the whole visit."""
    sight = visit.sign_up_form().sees(which)
    if isinstance(sight, Unseen):
        visit.gaps.append(which)
    return shown(sight, what)


def there(visit: Visit, which: Field) -> Answer:
    """Yes, unless the field is a gap of this visit."""
    return NoAnswer(f"there is no {which} field") if which in visit.gaps else Yes("there")


def fill(visit: Visit, form: SignUpForm) -> None:
    """Fill the page of a form that is showing, but for its gaps."""
    official, here = visit.official, form.here()
    for which, value in {Field.NAME: official.name, Field.EMAIL: official.email, Field.MOBILE: official.mobile}.items():
        if which in here and which not in visit.gaps:
            form.fill(which, value)
    choose_again(visit, form)


def choose_again(visit: Visit, form: SignUpForm) -> None:
    """Choose class and branch, which a fresh form has forgotten."""
    here = form.here() - set(visit.gaps)
    if Field.GROUP in here:
        choose_group(form, form.options(), visit.official.group)
    if Field.BRANCH in here:
        form.choose_branch(Branch.STATE)


def merged(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    """What a page showed before and what it shows now, each new part after what now stands before it."""
    order = [*before]
    for place, part in enumerate(now):
        if part not in order:
            above = [each for each in now[:place] if each in order][-1:]
            order.insert(order.index(above[0]) + 1 if above else 0, part)
    return tuple(order)


def find(visit: Visit, form: SignUpForm, row: Organisation) -> SearchReply:
    """Search for an organisation by its name; a fresh form has forgotten the state whose list it stands in."""
    found = form.search(row.name)
    if isinstance(found, NoAnswer):
        form.enter_state(visit.state)
        found = form.search(row.name)
    return found


def reach(visit: Visit, fields: frozenset[Field]) -> Answer:
    """Come to the page of the form that has these fields; each later page opens only when the one before is done."""
    form = visit.sign_up_form()
    if fields <= form.here():
        return visit.reached
    if isinstance(visit.otp, NeedsPerson):
        waiting = "it stands on a later page of the form, which opens only once the e-mail address is verified"
        visit.reached = NeedsPerson(waiting)
    elif not isinstance(visit.otp, Yes):
        visit.reached = after(visit.otp, lambda: visit.otp)
    elif visit.gaps:
        visit.reached = NoAnswer(f"the page before it could not be completed: {', '.join(visit.gaps)}")
    else:
        visit.reached = shown(form.turn_page(), "The next page of the form")
        if isinstance(visit.reached, Yes):
            visit.outline.append(form.outline())
    return visit.reached


def choose_group(form: SignUpForm, options: tuple[str, ...] | NoAnswer | Unseen, letter: str) -> bool:
    """Choose the class with this letter, else the first; whether it then shows as chosen."""
    if not isinstance(options, tuple) or not options:
        return False
    wanted = [option for option in options if re.search(rf"\b{letter}\W*$", option, re.IGNORECASE)]
    return isinstance(form.choose_group((wanted or list(options))[0]), Accepted)


def start_again(visit: Visit) -> None:
    """Open a fresh form after the old one was lost; what was verified on it is lost with it."""
    if isinstance(visit.otp, Yes):
        visit.otp = NoAnswer("the form, and with it both verifications, was lost on the way to the request page")
    visit.form = None
    if isinstance(visit.portal.open_sign_up(), Opened):
        recognition = visit.portal.recognise()
        if isinstance(recognition, Recognised):
            visit.form = recognition.form
            fill(visit, recognition.form)


def on_another_form(visit: Visit, look: Callable[[SignUpForm], Answer]) -> Answer:
    """Look at a fresh form in a window of its own."""
    with visit.portal.another() as recognition:
        if isinstance(recognition, Recognised):
            return look(recognition.form)
        return recognition if isinstance(recognition, NoAnswer) else NoAnswer("a second form did not open")


def with_person(visit: Visit, look: Callable[[SignUpForm], Answer]) -> Answer:
    """A second window is opened only where somebody is there to use it."""
    absent = visit.door.absent()
    return absent or after(there(visit, Field.EMAIL), lambda: on_another_form(visit, look))
