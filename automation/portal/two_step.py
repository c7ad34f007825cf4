"""The two-step sign-up form, whatever its build (FACTS §1.5, §11): five paged lists, then a second page behind Next."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from automation.model import NoAnswer, foreign
from automation.portal.common import CommonForm, Fingerprint
from automation.portal.facts import (
    CENTRE,
    Branch,
    Closed,
    Field,
    Help,
    NothingSent,
    NotListed,
    Open,
    Organisation,
    Otherwise,
    Rows,
    SearchReply,
    Seen,
    Sight,
    SubmitState,
    Unseen,
)
from automation.portal.labels import exactly
from automation.portal.paged_lists import Entry, ListName, Page, page_of, parents_of
from automation.portal.paged_select import Answered, ListReply, PagedSelect, Style
from automation.portal.traffic import Reply
from automation.portal.widgets import press, pressable, sight, text_of
from automation.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Locator
    from playwright.sync_api import Page as BrowserPage

_OWN = (
    ".custom-stepper",
    *(f"mat-select[formcontrolname={name}]" for name in ("organisation", "position")),
    *(f"[formcontrolname={name}]" for name in ("type", "email")),
)
_SECOND = tuple(f"[formcontrolname={name}]" for name in ("firstname", "group", "mobile"))
_SECOND_PAGE = ", ".join(_SECOND)
_EMAIL_LINE = ".help-request"
_NOT_APPLICABLE, _MOST_OF_A_NAME = "N/A", 5
_NEXT = re.compile(r"^\s*Next\s*$")
_NEWER = "[formcontrolname=organisation].mat-mdc-select, [formcontrolname=group].mat-mdc-select"


def fingerprint(*, newer: bool) -> Fingerprint:
    """A stepper over paged lists, or over the second page's fields; the class of its selects tells the build."""
    stepper = ".custom-stepper"
    own = (_OWN, (stepper, *_SECOND))
    return Fingerprint(own, sure=(stepper, _NEWER)) if newer else Fingerprint(own, alien=(_NEWER,), sure=(stepper,))


class TwoStepForm(CommonForm):
    """One open form of a two-step build; a build says what the search of each list listens to."""

    styles: ClassVar[Mapping[ListName, Style]] = {}
    pages: ClassVar[tuple[frozenset[Field], ...]] = (
        frozenset({Field.BRANCH, Field.ORGANISATION, Field.EMAIL}),
        frozenset({Field.NAME, Field.GROUP, Field.MOBILE}),
    )

    def __init__(self, page: BrowserPage, timeout: float) -> None:
        """`timeout` in ms, for every wait."""
        super().__init__(page, timeout)
        self._lists = {name: PagedSelect(page, name, style, timeout) for name, style in self.styles.items()}
        self._branch = Branch.CENTRE
        self._state: Entry | None = None
        self._parent: Organisation | None = None

    def here(self) -> frozenset[Field]:
        """The fields of the step that is showing."""
        return self.pages[1 if self._page.locator(_SECOND_PAGE).count() else 0]

    def _next(self) -> Locator:
        named = self._page.locator("form button").filter(has_text=_NEXT).filter(visible=True)
        other = self._page.locator("form button.btn-primary:not([type=submit])").filter(visible=True)
        return named if named.count() else other

    def turner(self) -> Sight:
        """The button Next; by its words, else by its class."""
        return pressable(self._next(), "on the first step", self._timeout, "next")

    def turn_page(self) -> Sight:
        """Press Next, which is greyed out until the step is complete and the e-mail verified; never by force."""
        self._close_lists()
        there = sight(self._next(), "on the first step", self._timeout, None)
        if not isinstance(there, Seen):
            return there
        open_ = self._next().and_(self._page.locator(":enabled"))
        if not isinstance(sight(open_, "", self._timeout), Seen):
            return Unseen("to be reached: “Next” stays greyed out")
        press(self._next().first, self._timeout)
        return sight(self._page.locator(_SECOND_PAGE), "opened by “Next”", self._timeout)

    def submit_state(self, *, patient: bool = False) -> SubmitState:
        """On the first step SIGN UP is as closed as Next, which alone leads to it."""
        if self.here() == self.pages[1]:
            return super().submit_state(patient=patient)
        if not isinstance(sight(self._next(), "on the first step", self._timeout), Seen):
            return Unseen("to be reached: the first step has no “Next”")
        return Open() if self._next().first.is_enabled() else Closed()

    def _close_lists(self, but: PagedSelect | None = None) -> None:
        """An open panel lies over everything else, other lists too."""
        expanded: list[str] = (
            self._page.locator("[formcontrolname][aria-expanded=true]")
            .filter(visible=True)
            .evaluate_all("all => all.map(each => each.getAttribute('formcontrolname'))")
        )
        for name, each in self._lists.items():
            if each is not but and name in expanded:
                each.close()

    def choose_branch(self, branch: Branch) -> Sight:
        """Choose Centre or State; the lists of the other branch leave the page (FACTS §1.5)."""
        self._close_lists()
        seen = super().choose_branch(branch)
        if isinstance(seen, Seen):
            own = self._lists[ListName.STATE if branch is Branch.STATE else ListName.MINISTRY]
            if not own.appears():
                return Unseen("taken: its list does not appear")
            self._branch, self._parent = branch, None
            if branch is Branch.CENTRE:
                self._state = None
        return seen

    def enter_state(self, state: str) -> SearchReply:
        """Choose the state, and read the first answer of its list of departments; of the Centre that of ministries."""
        chosen = self.choose_branch(Branch.CENTRE if state == CENTRE else Branch.STATE)
        if not isinstance(chosen, Seen):
            unchosen = NoAnswer(f"{'Centre' if state == CENTRE else 'State'} cannot be chosen")
            return chosen if isinstance(chosen, NoAnswer) else unchosen
        if state == CENTRE:
            return self._rows("", self._lists[ListName.MINISTRY].open())
        self._state = None
        found = self._state_row(state)
        if not isinstance(found, Entry):
            return found
        reply = self._lists[ListName.STATE].pick(found.name, leads_to=ListName.DEPARTMENT)
        self._state = found
        return self._entered(found.name, reply)

    def _entered(self, state: str, reply: Reply | Sight | NothingSent | NoAnswer) -> SearchReply:
        """What the choice of a state has brought: the departments of that state, and of no other one."""
        if isinstance(reply, Unseen):
            return NotListed(f"{plain(state)} cannot be chosen in the list of states")
        if other := _another(self._lists[ListName.STATE], state, reply):
            return NotListed(f"with {plain(state)} chosen the page asks for the departments of “{foreign(other)}”")
        if isinstance(reply, NothingSent):  # it was chosen already
            return self._rows("", self._lists[ListName.DEPARTMENT].open())
        return self._rows("", _page(reply, ListName.DEPARTMENT))

    def _state_row(self, state: str) -> Entry | NothingSent | NoAnswer:
        """The state's row, in the open list; that it is not there counts where the list and a search were answered."""
        states = self._lists[ListName.STATE]
        opened = states.open()
        if not isinstance(opened, Answered):
            return opened
        found = _named(opened, state)
        searched = opened if found else states.search(state)
        found = found or _named(searched, state)
        if found is not None or not isinstance(searched, Answered):
            return found or NoAnswer(getattr(searched, "why", "nothing is sent"))
        if opened.entries:
            return NotListed(f"{state} is not in the list of states")
        return NoAnswer("the list of states came empty, which can also be a fault of the portal's server")

    def enter(self, parent: Organisation) -> SearchReply:
        """Choose a department or a ministry, and read the first answer of its list of organisations.

        Of several of its name it is the one whose organisations the page then asks for.
        """
        self.leave()
        if parent.is_none and self._branch is Branch.CENTRE:
            return Rows("", self._branch, 0, (), ())
        departments = self._top()
        first: Reply | Sight | NothingSent | NoAnswer = Unseen("in the list")
        for place in range(_MOST_OF_A_NAME):
            reply = self._shows(departments, parent)
            if not isinstance(reply, Answered):
                return reply
            chosen = departments.pick(parent.name, leads_to=ListName.ORGANISATION, place=place)
            if isinstance(chosen, Unseen):
                break
            first = chosen
            if isinstance(first, Reply) and parents_of(first.asked)[-1:] == (parent.map_id,):
                break
        if isinstance(first, Unseen):
            return NoAnswer(f"“{plain(parent.name)}” cannot be chosen, so the list below it cannot be read")
        self._parent = parent
        return self._rows("", _page(first, ListName.ORGANISATION))

    def _shows(self, select: PagedSelect, row: Organisation) -> ListReply:
        """Bring a row on the page: in the open list, in its first page, else by a search for it."""
        self._close_lists(but=select)
        name = plain(row.name)
        if name == _NOT_APPLICABLE:  # the page's own, which no search brings
            return select.open()
        if select.is_open() and name in select.shown():
            return Answered(0, (), select.shown())
        reply = select.open()
        for text in dict.fromkeys((row.typed, row.name)):
            if isinstance(reply, Answered) and name not in reply.shown:
                reply = select.search(text)
        return reply

    def leave(self) -> None:
        """Stand at the list of departments again."""
        if self._parent is not None:
            self._close_lists()
        self._parent = None

    def _list(self) -> PagedSelect | NoAnswer:
        """The list that the form stands at, with no other one open."""
        if self._parent is None and self._branch is Branch.STATE and self._state is None:
            return NoAnswer("no state is chosen")
        found = self._top() if self._parent is None else self._lists[ListName.ORGANISATION]
        self._close_lists(but=found)
        return found

    def _top(self) -> PagedSelect:
        """The list of departments, under Centre that of ministries."""
        return self._lists[ListName.DEPARTMENT if self._branch is Branch.STATE else ListName.MINISTRY]

    def search(self, text: str, *, look: bool = True) -> SearchReply:
        """Search the list that the form stands at; the first page of the list is asked for where it is closed."""
        select = self._list()
        if isinstance(select, NoAnswer):
            return select
        opened = Answered(0, (), ()) if select.is_open() else select.open()
        reply = select.search(text) if isinstance(opened, Answered) else opened
        rows = self._rows(text, reply)
        return replace(rows, shown=None) if isinstance(rows, Rows) and not look else rows

    def scroll(self) -> SearchReply:
        """The list that the form stands at, scrolled to its end."""
        select = self._list()
        return select if isinstance(select, NoAnswer) else self._rows("", select.scroll())

    def designations(self) -> SearchReply:
        """The list of designations, scrolled to its end."""
        self._close_lists()
        return self._rows("", self._lists[ListName.DESIGNATION].scroll())

    def _rows(self, text: str, reply: ListReply | Page) -> SearchReply:
        """An answer as rows, which stand under the state and, below a department, under that."""
        match reply:
            case Answered(count, entries, shown):
                rows: tuple[str, ...] | None = shown
            case Page(count, entries):
                rows = None
            case _:
                return reply
        below = self._parent if self._parent and not self._parent.is_none else None
        names = (self._state and self._state.name, below and below.name)
        above = [plain(each) for each in names if each] or [CENTRE] * (self._branch is Branch.CENTRE)
        top = above[0] if above else ""
        held = tuple(Organisation.named(each.name, top, " > ".join(above), each.identifier) for each in entries)
        return Rows(text, self._branch, count, held, rows)

    def no_match_help(self) -> Sight:
        """What an empty list offers; the two-step form sends people to a list of officers, if it says anything."""
        panel = self._page.get_by_role("listbox").filter(visible=True)
        empty = panel.locator("[aria-disabled=true]")
        if not empty.count() and panel.get_by_role("option").filter(has_text=_NOT_APPLICABLE).count():
            return Otherwise(f"the list still offers “{foreign(_NOT_APPLICABLE)}” there, and nothing else")
        return sight(empty, "in the list", self._timeout / 3, "request_for_help")

    def help_link(self, kind: Help) -> Sight:
        """By the organisation list as on every form; by the e-mail these builds have no such link (FACTS §1.5)."""
        if kind is Help.ORGANISATION or self._help(kind).filter(has_text=exactly("request_for_help")).count():
            return super().help_link(kind)
        line = self._page.locator(f"{_EMAIL_LINE}:not(.cdk-overlay-container *)").filter(visible=True)
        words = text_of(line)
        return Otherwise(f"in its place it says “{foreign(words)}”" if words else "nothing stands in its place")

    def pick(self, row: Organisation, designation: str = "") -> Sight:
        """Pick a row of the list that the form stands at, and a designation, without a name the first.

        Below a department (under Centre a ministry) N/A or else the first organisation is picked with it.
        """
        select = self._list()
        if isinstance(select, NoAnswer):
            return select
        brought = self._shows(select, row)
        if not isinstance(brought, Answered):
            return brought if isinstance(brought, NoAnswer) else Unseen("in the list")
        below = select.name is ListName.ORGANISATION
        reply = select.pick(row.name, leads_to=None if below else ListName.ORGANISATION)
        if isinstance(reply, NoAnswer | Unseen):
            return reply
        text = select.text()
        if not _is(row.name, text):
            return Unseen(f"shown as picked: the list shows “{foreign(text)}”")
        if other := _another(select, row.name, reply):
            return Unseen(f"taken: the page asks for what is below “{foreign(other)}”")
        posts = self._lists[ListName.DESIGNATION]
        chosen = Seen() if below else self._pick_first(self._lists[ListName.ORGANISATION])
        if isinstance(chosen, Seen):
            chosen = self._pick_named(posts, designation) if designation else self._pick_first(posts)
        return Seen(text) if isinstance(chosen, Seen) else chosen

    def _pick_named(self, select: PagedSelect, name: str) -> Sight:
        """Pick the row of this name, whatever its case; where there is none, the list is left as it was."""
        self._close_lists()
        opened = select.open()
        found = _named(select.search(name), name) if isinstance(opened, Answered) else None
        chosen = select.pick(found.name) if found else Unseen(f"in the list of {select.spoken}s")
        if not isinstance(chosen, Seen):
            select.close()
        return chosen if isinstance(chosen, Seen | Unseen | NoAnswer) else NoAnswer("the list did not take the choice")

    def _pick_first(self, select: PagedSelect) -> Sight:
        """Pick N/A of the organisations, else a list's first row; again where a late answer took the choice back."""
        chosen = self._picked_first(select)
        return chosen if isinstance(chosen, Seen | NoAnswer) else self._picked_first(select)

    def _picked_first(self, select: PagedSelect) -> Sight:
        self._close_lists()
        opened = select.open()
        if not isinstance(opened, Answered):
            closed = Unseen(f"complete: the list of {select.spoken}s does not open")
            return opened if isinstance(opened, NoAnswer) else closed
        if opened.entries and not (opened.shown or select.fills()):  # N/A, the page's own, would stand in for them
            return Unseen(f"complete: no row of the list of {select.spoken}s can be chosen but the page's own")
        first = _NOT_APPLICABLE if select.name is ListName.ORGANISATION else next(iter(opened.shown), "")
        chosen = select.pick(first)
        if isinstance(chosen, Unseen) and opened.shown:
            first = opened.shown[0]
            chosen = select.pick(first)
        if not isinstance(chosen, Seen):
            select.close()
            return Unseen(f"complete: the list of {select.spoken}s holds no row to choose")
        if _is(first, chosen.text):
            return chosen
        shows = foreign(chosen.text)
        return Unseen(f"complete: of the list of {select.spoken}s, “{foreign(first)}” was picked and “{shows}” shows")

    def unpick(self) -> None:
        """A choice in these lists cannot be taken back, only changed."""
        self._close_lists()


def _is(name: str, text: str) -> bool:
    """Whether a closed list shows this row; beside its words there can be an arrow or a sign, but no other word."""
    shows, own = plain(text), plain(name)
    return shows.startswith(own) and not re.search(r"\w", shows.removeprefix(own))


def _another(select: PagedSelect, name: str, reply: Reply | Sight | NothingSent | NoAnswer) -> str:
    """The row below which the page looks once a row of this name is picked, where that is one of another name."""
    below = parents_of(reply.asked)[-1:] if isinstance(reply, Reply) else ()
    other = "".join(map(select.named, below))
    return "" if other == plain(name) else other


def _named(reply: ListReply, name: str) -> Entry | None:
    """The row of this name, whatever its case; else the only one that has the name in it, as "State of Goa" has."""
    entries = reply.entries if isinstance(reply, Answered) else ()
    same = [each for each in entries if plain(each.name).casefold() == name.casefold()]
    like = [each for each in entries if name.casefold() in plain(each.name).casefold()]
    return next(iter(same or (like if len(like) == 1 else [])), None)


def _page(reply: Reply | Sight | NothingSent, name: ListName) -> Page | NothingSent | NoAnswer:
    """The rows of the answer that a choice brought."""
    match reply:
        case Reply(_, body):
            return page_of(name, body) or NoAnswer("the answer holds no list, which can be a fault of the server")
        case NothingSent() | NoAnswer():
            return reply
        case _:
            return NoAnswer("the row cannot be chosen")
