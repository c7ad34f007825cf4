"""Box 5 of the flowchart: Centre or State, the organisation list, the request for help."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from automation import checks
from automation.checks import SPOKEN, also, arrived, shown
from automation.model import Answer, Differs, Listing, No, NoAnswer, UnreachedError, Yes, foreign
from automation.portal.facts import (
    CENTRE,
    LIST_PAGE,
    Branch,
    Carried,
    Field,
    Help,
    NothingSent,
    NotThere,
    Opened,
    Organisation,
    Rows,
    SearchReply,
    Seen,
)
from automation.portal.form import FixedForm, ListedForm, Recognised, SignUpForm
from automation.spelling import plain
from automation.steps.visit import (
    FORM,
    Verb,
    Visit,
    choose_again,
    field_there,
    fill,
    find,
    merged,
    start_again,
    take,
    well,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from automation.result import DepartmentResult

COMMON_WORD = "education"
NO_SUCH_ORGANISATION = "Zzq Wholly Invented Office"
_THERE = ("step-2.form-there",)
_FIXED = Differs("This form does not ask for it: the office's own link fixes the organisation.")
_NOTHING_TYPED = "nothing was typed that could be lost"
_TYPED = {"name": Field.NAME, "email": Field.EMAIL, "mobile": Field.MOBILE}


def longest_word(name: str) -> str:
    """The longest word of a name in plain letters, which many names are likely to have; blank where it has none."""
    return max(re.findall(r"[^\W\d_]{4,}", name), key=len, default="").lower()


def _centre_state(visit: Visit) -> Answer:
    form = visit.sign_up_form()
    choice = field_there(visit, Field.BRANCH, "The choice of Centre or State")
    chosen = also(choice, lambda: shown(form.choose_branch(Branch.STATE), "State"))
    visit.outline[:1] = [merged(visit.outline[0], form.outline())]  # with State chosen, its lists are there too
    return chosen


def _common(visit: Visit) -> SearchReply:
    """A search for a common word; where no organisation has it, for the rarest word of one that is surely there."""
    if visit.listed is None:
        form, mine = visit.sign_up_form(), visit.in_state()
        visit.whole = form.scroll() if isinstance(form, ListedForm) and isinstance(mine, Rows) else None
        visit.asked = visit.listed = form.search(visit.word or COMMON_WORD)
        if isinstance(visit.listed, Rows) and not visit.listed.held and isinstance(mine, Rows):
            words = Counter(word for row in mine.held for word in re.findall(r"^[A-Za-z]{4,}", row.name))
            visit.listed = form.search(min(words, key=words.__getitem__)) if words else visit.listed
        if isinstance(mine, NoAnswer) and not isinstance(visit.listed, Rows):
            visit.listed = mine  # a list without rows does not open, whatever kept them away
    return visit.listed


def _dropdown(visit: Visit) -> Answer:
    """The list must be on the form under its own name, and answer a search."""
    there = field_there(visit, Field.ORGANISATION, "The organisation list")
    answered = also(there, lambda: checks.centre_too(_central(visit), _common(visit)))
    found = also(answered, lambda: checks.finds(visit.asked or _common(visit), visit.whole or visit.in_state()))
    return answered if isinstance(found, Yes) else found


def _central(visit: Visit) -> SearchReply | None:
    """What Centre's list holds, before the form stands at State's; None where that would undo a choice."""
    chosen = visit.wanted or visit.row or visit.mine
    if chosen or visit.branch is Branch.CENTRE or not well(visit.answer("step-5.centre-state")):
        return None
    form = visit.sign_up_form()
    if isinstance(form, ListedForm):
        return form.enter_state(CENTRE)
    there = isinstance(form.choose_branch(Branch.CENTRE), Seen)
    return form.search(visit.word or COMMON_WORD, look=False) if there else None


def _all_shown(visit: Visit) -> Answer:
    """The page must show the rows of a search; of a list in pages, scrolling must also reach all of them."""
    common, whole = _common(visit), visit.whole
    if whole is None:
        return checks.all_shown(common, parents=not isinstance(visit.sign_up_form(), ListedForm))
    full = isinstance(common, Rows) and len(common.held) >= LIST_PAGE - 2  # the page's own rows take the place of two
    return also(
        Yes("A page of the search is shown.") if full else checks.all_shown(common), lambda: checks.reachable(whole)
    )


def _no_match(visit: Visit) -> Answer:
    form = visit.sign_up_form()
    mine, reply = visit.in_state(), form.search(NO_SUCH_ORGANISATION)
    kept_away = isinstance(mine, NoAnswer) and not isinstance(reply, Rows)
    return checks.no_match(mine if kept_away else reply, form.no_match_help)


def _help(visit: Visit) -> Carried | NotThere | NoAnswer:
    """The request page behind the link, opened once; it carries what was typed, so nothing is left blank before it."""
    if visit.request is None:
        form = visit.sign_up_form()
        visit.typed = {key: form.value(which) for key, which in _TYPED.items()}
        for key, which in _TYPED.items():
            if which in form.here() and not (visit.lacks(which) or visit.typed[key]):
                take(visit, which)
                visit.typed[key] = form.value(which)
        visit.request = form.open_help(Help.ORGANISATION)
    return visit.request


def _help_back(visit: Visit) -> Answer:
    page = _help(visit)
    if isinstance(page, NotThere):
        start_again(visit)
    return _go_back(visit) if isinstance(page, Carried) else NoAnswer("the request page does not open")


def _go_back(visit: Visit) -> Answer:
    back = visit.sign_up_form().leave_help()
    if not isinstance(back, Opened):
        start_again(visit)
        return arrived(back, "The form")
    recognition = visit.portal.recognise()
    if not isinstance(recognition, Recognised):
        start_again(visit)
        return NoAnswer("the form did not come back in a known shape")
    visit.form = form = recognition.form
    lost = [key for key, which in _TYPED.items() if visit.typed[key] and form.value(which) != visit.typed[key]]
    kept = [words for key, words in SPOKEN.items() if visit.typed[key] and key not in lost]
    choose_again(visit, form)
    if lost:
        fill(visit, form)
        return No(f"Back on the form, {', '.join(lost)} {'is' if len(lost) == 1 else 'are'} lost.")
    return Yes(f"The form comes back with {', '.join(kept)}.") if kept else NoAnswer(_NOTHING_TYPED)


def _known(visit: Visit) -> Answer:
    """Pick the organisation that is configured, or the official's own, or any whose name is safe to search for."""
    mine, form = visit.in_state(), visit.sign_up_form()
    row = found(form, visit.wanted, visit.state) if visit.wanted else _plain_row(visit, mine)
    if row is None:
        silent = isinstance(mine, NothingSent)
        return checks.searched(mine) if silent else NoAnswer("no organisation was found that could be picked")
    reply = find(visit, form, row) if not visit.wanted else Rows("", visit.branch, 1, (row,), None)
    if not isinstance(reply, Rows):
        return reply if isinstance(reply, NoAnswer) else NoAnswer("the search does nothing")
    if row not in reply.held:
        return No(f"“{foreign(row.name)}” was found by “{visit.state}”, but not by its own name.")
    picked = checks.picked(form.pick(row, visit.official.designation), row)
    visit.row = row if isinstance(picked, Yes) else None
    return picked


def _plain_row(visit: Visit, mine: SearchReply) -> Organisation | None:
    state = visit.state if visit.branch is Branch.STATE else ""
    return plain_row(mine.held if isinstance(mine, Rows) else (), state, visit.known)


def plain_row(rows: tuple[Organisation, ...], state: str, known: str) -> Organisation | None:
    """The configured organisation, or the first whose name is safe to search for (FACTS §1.3: a regex, a substring).

    Where no name is in plain letters, however it is spaced, it is the first that a search takes as it stands.
    """
    mine = [row for row in rows if state.lower() in row.top.lower()]
    plain_ = [row for row in mine if re.fullmatch(r"[A-Za-z]+( [A-Za-z]+)+", plain(row.name))]
    safe = plain_ or [row for row in mine if row.typed == row.name.strip() and not row.original]
    return next((row for row in plain_ if plain(row.name) == known), safe[0] if safe else None)


def found(form: SignUpForm, result: DepartmentResult, state: str) -> Organisation | None:
    """The row that a look-up found, brought before the form again: under the state, or below one of its rows."""
    matched = result.matched
    if matched is None:
        return None
    reply, it = form.enter_state(state), Organisation(matched.name, map_id=matched.mapId, original=matched.original)
    above = (result.under or "").split(" > ")[1:]
    if isinstance(form, ListedForm) and above:
        reply = form.enter(Organisation(above[-1]))
    elif not isinstance(form, ListedForm):
        reply = form.search(it.typed)
    rows = reply.held if isinstance(reply, Rows) else ()
    same = [row for row in rows if row.map_id == it.map_id] or [row for row in rows if row.name == it.name]
    beyond = it if isinstance(form, ListedForm) else None  # the first page; picking it searches for it
    return same[0] if same else beyond


def _department(visit: Visit) -> tuple[Listing, str]:
    """What became of the organisation in question, and its name."""
    if visit.look_for is None:
        raise UnreachedError("no organisation was named that could be looked for")
    visit.department = visit.department or visit.look_for()
    return visit.department.listing, visit.department.name


def _unless_fixed(ask: Callable[[Visit], Answer]) -> Callable[[Visit], Answer]:
    """The question, but where the office's own link has answered it."""

    def asked(visit: Visit) -> Answer:
        return _FIXED if isinstance(visit.form, FixedForm) else ask(visit)

    return asked


def _posts(visit: Visit) -> Answer:
    """Of a list its rows; where the organisation is fixed, the designations that it has imported."""
    form = visit.form
    return checks.posts(form.posts()) if isinstance(form, FixedForm) else _all_shown(visit)


def _right(visit: Visit) -> Answer:
    """Pick the organisation, or see that the link's is the right one, and choose a designation."""
    form = visit.form
    if not isinstance(form, FixedForm):
        return _known(visit)
    named = checks.fixed(form.organisation(), visit.known)
    return also(named, lambda: shown(form.choose_post(visit.official.designation), "The designation"))


VERBS = {
    "step-5.centre-state": Verb(_unless_fixed(_centre_state), _THERE, field=Field.BRANCH),
    "step-5.dropdown": Verb(_unless_fixed(_dropdown), _THERE, field=Field.ORGANISATION),
    "step-5.all-shown": Verb(_posts, _THERE, field=Field.ORGANISATION),
    "step-5.own": Verb(
        _unless_fixed(lambda visit: checks.under_state(visit.in_state(), visit.state, _common(visit))),
        ("step-5.centre-state",),
    ),
    "step-5.no-match": Verb(_unless_fixed(_no_match), _THERE, field=Field.ORGANISATION),
    "step-5.help-link": Verb(
        _unless_fixed(
            lambda visit: shown(
                visit.sign_up_form().help_link(Help.ORGANISATION), "“Request for help” by the organisation list"
            )
        ),
        _THERE,
        field=Field.ORGANISATION,
    ),
    "step-5.help-opens": Verb(
        _unless_fixed(lambda visit: checks.carried(_help(visit), visit.typed)), ("step-5.help-link",)
    ),
    "step-5.help-box": Verb(_unless_fixed(lambda visit: checks.request_box(_help(visit))), ("step-5.help-link",)),
    "step-5.help-back": Verb(_unless_fixed(_help_back), ("step-5.help-link",)),
    "step-5.known": Verb(_right, _THERE, field=Field.ORGANISATION),
    "step-5.department": Verb(lambda visit: checks.findable(*_department(visit)), (FORM,)),
    "step-5.request-needed": Verb(lambda visit: checks.askable(*_department(visit)), (FORM,)),
}
