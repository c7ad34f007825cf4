"""What one walk carries from question to question, and what several questions do to a form."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from automation.acts import Act, Door, Extra, Outcome
from automation.checks import after, also, shown
from automation.model import NO_FORM, Answer, Differs, No, NoAnswer, UnreachedError, Yes, rendered
from automation.portal.facts import (
    Accepted,
    Arrival,
    Branch,
    Carried,
    Declaration,
    Field,
    NotThere,
    Opened,
    Organisation,
    SearchReply,
    Sight,
    Unseen,
    Validity,
)
from automation.portal.form import Recognised, SignUpForm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from automation.portal.site import Site
    from automation.result import DepartmentResult

_T = TypeVar("_T")
NEXT_PAGE = "step-3.next-page"
FORM = "step-2.form"
LOGIN_PAGE = "step-0.page"
CENTRAL_WORD = "ministry"
"""What names of the Union's bodies have in common."""


@dataclass(frozen=True, slots=True)
class Official:
    """A made-up official, or, where a person is present, themselves: nothing of them is shown or kept."""

    name: str = field(default="Asha Verma", repr=False)
    email: str = field(default="asha.verma@example.gov.in", repr=False)
    other_email: str = field(default="ravi.kumar@example.gov.in", repr=False)
    private_email: str = field(default="asha.verma@example.com", repr=False)
    mobile: str = field(default="9000000042", repr=False)
    group: str = field(default="B", repr=False)
    designation: str = field(default="", repr=False)

    def typed(self) -> dict[Field, str]:
        """What goes into the text fields."""
        return {Field.NAME: self.name, Field.EMAIL: self.email, Field.MOBILE: self.mobile}


@dataclass(frozen=True, slots=True)
class Verb:
    """One question to the form, or one act on it, with its judge.

    `needs` are the verbs that must have gone well before. `field` is one that must stand on the page of the form that
    is showing, `last` says that it is asked of the form's last page. `extra` is what a person chooses it under.
    """

    ask: Callable[[Visit], Answer]
    needs: tuple[str, ...] = ()
    field: Field | None = None
    last: bool = False
    extra: Extra | None = None


def well(answer: Answer | None) -> bool:
    """Whether something was as documented, or at least worked."""
    return isinstance(answer, Yes | Differs)


@dataclass(slots=True)
class Visit:
    """One visitor of the portal. It asks each verb once, after the verbs that this one needs; `answers` holds them.

    The form: `outline` are the parts of each of its pages that was seen, `turner` is the button to its next page,
    `ticked` are the boxes that were ticked beforehand, `taken` is how it judged the official's own particulars,
    `classes` are the classes and whether one could be chosen, `fallbacks` warn of controls that were not found in the
    best way, `lost` says why what was reached on the form no longer holds. `outcomes` are those of the acts.

    The organisation: `look_for` looks for the one in question, with `department` as the result; `wanted` is the row
    of the official's own department, `row` the one that was picked, `word` what the lists are searched for.

    Asked once and judged by several verbs: `mine` is the state's own list, `listed` the rows of a common word, `whole`
    a list that was scrolled, `request` the request page, `typed` what stood on the form before it, `second` another
    form, `registered` whether what was registered is what stood on the form. `keep` gives the part of a portal's text
    that may be shown, `shield` reports failures of the browser itself.
    """

    portal: Site
    door: Door
    verbs: Mapping[str, Verb]
    generation: str = ""
    state: str = ""
    known: str = ""
    branch: Branch = Branch.STATE
    word: str = ""
    official: Official = field(default_factory=Official)
    wanted: DepartmentResult | None = None
    look_for: Callable[[], DepartmentResult] | None = None
    keep: Callable[[str], str] = str
    shield: Callable[[], AbstractContextManager[None]] = nullcontext
    landing: Arrival = field(default_factory=lambda: NoAnswer("the first page was not opened"))
    form: SignUpForm | None = None
    row: Organisation | None = None
    mine: SearchReply | None = None
    listed: SearchReply | None = None
    asked: SearchReply | None = None
    whole: SearchReply | None = None
    request: Carried | NotThere | NoAnswer | None = None
    typed: dict[str, str] = field(default_factory=dict)
    second: tuple[Answer, Answer] | tuple[()] = ()
    registered: Answer = field(default_factory=lambda: NoAnswer("nobody has registered"))
    department: DepartmentResult | None = None
    lost: str = ""
    turner: Sight | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    outcomes: dict[Act, Outcome] = field(default_factory=dict)
    ticked: frozenset[Declaration] = frozenset()
    taken: dict[Field, Validity] = field(default_factory=dict)
    classes: tuple[tuple[str, ...] | NoAnswer | Unseen, bool] | None = None
    outline: list[tuple[str, ...]] = field(default_factory=list)
    fallbacks: dict[str, None] = field(default_factory=dict)
    _hear: Callable[[str, Answer], None] = lambda *_: None
    _begin: Callable[[str], None] = lambda *_: None

    def answer(self, name: str) -> Answer:
        """The answer of a verb, asked the first time it is wanted.

        Raises UnreachedError when the browser fails at it; it then has no answer.
        """
        if name not in self.answers:
            try:
                with self.shield():
                    self._settle(name, self._asked(name, self.verbs[name]))
            except UnreachedError as error:
                self._settle(name, NoAnswer(str(error)))
                raise
        return self.answers[name]

    def _settle(self, name: str, answer: Answer) -> None:
        if name not in self.answers:
            self.answers[name] = rendered(answer, self.keep)
            self._hear(name, self.answers[name])

    def listen(self, begin: Callable[[str], None], hear: Callable[[str, Answer], None]) -> None:
        """What each further verb is, just before it does anything, is told to `begin`, and its answer to `hear`."""
        self._begin, self._hear = begin, hear

    def _asked(self, name: str, verb: Verb) -> Answer:
        absent = self.door.absent(verb.extra) if verb.extra is not None else None
        return absent or self.after(*verb.needs, then=lambda: self._on_its_page(name, verb))

    def _on_its_page(self, name: str, verb: Verb) -> Answer:
        self._begin(name)
        pages = self.form.pages if self.form else ()
        page = pages[-1] if verb.last and pages else next((each for each in pages if verb.field in each), None)
        there = self.form is None or page is None or page == self.form.here()
        return verb.ask(self) if there else self.after(NEXT_PAGE, then=lambda: verb.ask(self))

    def after(self, *names: str, then: Callable[[], Answer]) -> Answer:
        """The next answer, where all of these went well; otherwise why it was not asked for."""
        for name in names:
            first = self.answer(name)
            if not well(first):
                return after(first, then)
        return then()

    def also(self, name: str, then: Callable[[], Answer]) -> Answer:
        """The next part of the same claim, where its first part went well; otherwise that part's answer."""
        return also(self.answer(name), then)

    def ask(self, act: Act) -> Outcome:
        """Have the person do something; the outcome."""
        self.outcomes[act] = self.door.ask(act)
        return self.outcomes[act]

    def sign_up_form(self) -> SignUpForm:
        """The form that step 2 recognised. Raises UnreachedError when there is none."""
        if self.form is None:
            raise UnreachedError(NO_FORM)
        return self.form

    @property
    def waits(self) -> bool:
        """Whether somebody waits for the end of the e-mail's countdown, while the other OTPs are asked for."""
        return self.door.absent(Extra.RESEND) is None

    @property
    def paged(self) -> bool:
        """Whether the form has more than one page."""
        return len(self.sign_up_form().pages) > 1

    @property
    def hindrance(self) -> NoAnswer | None:
        """What kept the form, or the login page, from being reached, where its cause is known."""
        page = self.answers.get(LOGIN_PAGE)
        if self.form is not None or isinstance(page, Yes | Differs | No):
            return None
        landing = rendered(self.landing, self.keep) if isinstance(self.landing, NoAnswer) else None
        seen = (landing, *(self.answers.get(name) for name in ("step-2.sign-up-page", FORM)), page)
        return next((each for each in seen if isinstance(each, NoAnswer) and each.cause), None)

    def lacks(self, which: Field) -> bool:
        """Whether the form is known to be without a field, so that it is neither filled nor blamed again."""
        return isinstance(self.taken.get(which), Unseen)

    def in_state(self) -> SearchReply:
        """Stand where the state's organisations are listed (of the Union: search for one), and what is there."""
        form = self.sign_up_form()
        if self.mine is None and self.branch is Branch.CENTRE:
            chosen = shown(form.choose_branch(self.branch), "Centre")
            self.mine = form.search(self.known or CENTRAL_WORD) if well(chosen) else NoAnswer("Centre cannot be chosen")
        elif self.mine is None:
            self.mine = form.enter_state(self.state)
        return self.mine


def field_there(visit: Visit, which: Field, what: str) -> Answer:
    """Whether a field is there; one that is not is not filled either."""
    sight = visit.sign_up_form().sees(which)
    if isinstance(sight, Unseen):
        visit.taken[which] = sight
    return shown(sight, what)


def take(visit: Visit, which: Field) -> Validity:
    """Put the official's own value into a text field; how the form judges it."""
    visit.taken[which] = visit.sign_up_form().fill(which, visit.official.typed()[which])
    return visit.taken[which]


def fill(visit: Visit, form: SignUpForm) -> None:
    """Fill the page of the form that is showing, without the fields that it lacks."""
    for which, value in visit.official.typed().items():
        if which in form.here() and not visit.lacks(which):
            form.fill(which, value)
    choose_again(visit, form)


def choose_again(visit: Visit, form: SignUpForm) -> None:
    """Choose class and branch, which a fresh form has forgotten."""
    if Field.GROUP in form.here() and not visit.lacks(Field.GROUP):
        known, _ = visit.classes or ((), False)  # so that the list need not be opened only to be read
        _ = choose_group(form, known, visit.official.group) or choose_group(form, form.options(), visit.official.group)
    if Field.BRANCH in form.here() and not visit.lacks(Field.BRANCH):
        form.choose_branch(visit.branch)


def merged(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    """What a page showed before and what it shows now, each new part after what now stands before it."""
    order = [*before]
    for place, part in enumerate(now):
        if part not in order:
            above = [each for each in now[:place] if each in order][-1:]
            order.insert(order.index(above[0]) + 1 if above else 0, part)
    return tuple(order)


def find(visit: Visit, form: SignUpForm, row: Organisation) -> SearchReply:
    """Search for an organisation by its name; on a fresh form its state must be chosen again first."""
    found = form.search(row.typed)
    if isinstance(found, NoAnswer):
        form.enter_state(visit.state)
        found = form.search(row.typed)
    return found


def choose_group(form: SignUpForm, options: tuple[str, ...] | NoAnswer | Unseen, letter: str) -> bool:
    """Choose the class of this letter or wording, else the first; whether it then shows as chosen."""
    if not isinstance(options, tuple) or not options:
        return False
    wanted = letter.casefold().removeprefix("group").strip()
    same = [option for option in options if option.casefold().removeprefix("group").strip() == wanted]
    like = [option for option in options if re.search(rf"\b{re.escape(wanted)}\W*$", option, re.IGNORECASE)]
    return isinstance(form.choose_group((same or like or list(options))[0]), Accepted)


def start_again(visit: Visit) -> None:
    """Open a fresh form after the old one was lost; what was verified on it is lost with it."""
    visit.lost = "the form, and with it both verifications, was lost on the way to the request page"
    visit.form = None
    if isinstance(visit.portal.open_sign_up(), Opened):
        recognition = visit.portal.recognise()
        if isinstance(recognition, Recognised):
            visit.form = recognition.form
            fill(visit, recognition.form)


def on_another_form(visit: Visit, look: Callable[[SignUpForm], _T]) -> _T | NoAnswer:
    """Look at a fresh form in a window of its own; what was seen there, or why none came."""
    with visit.portal.another() as recognition:
        if isinstance(recognition, Recognised):
            return look(recognition.form)
        return recognition if isinstance(recognition, NoAnswer) else NoAnswer("a second form did not open")
