"""Box 5 of the flowchart: Centre or State, the organisation list, the request for help."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from automation import checks
from automation.checks import after, also, arrived, shown
from automation.model import Answer, Finding, No, NoAnswer, Yes
from automation.portal.facts import (
    LIST_PAGE,
    Branch,
    Carried,
    Field,
    Help,
    NotThere,
    Opened,
    Organisation,
    Rows,
    SearchReply,
    Seen,
)
from automation.portal.form import ListedForm, Recognised, SignUpForm
from automation.steps.visit import Visit, choose_again, field_there, fill, find, merged, start_again

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COMMON_WORD = "education"
NO_SUCH_ORGANISATION = "Zzq Wholly Invented Office"
_TYPED = {"name": Field.NAME, "email": Field.EMAIL, "mobile": Field.MOBILE}


def organisation(visit: Visit) -> Iterator[Finding]:
    """Step 5: Centre or State, the organisation list, and the request for help."""
    form = visit.sign_up_form()
    choice = field_there(visit, Field.BRANCH, "The choice of Centre or State")
    chosen = also(choice, lambda: shown(form.choose_branch(Branch.STATE), "State"))
    yield "step-5.centre-state", chosen
    visit.outline[:1] = [merged(visit.outline[0], form.outline())]  # with State chosen, its lists are there too
    mine = form.enter_state(visit.state)
    whole = form.scroll() if isinstance(form, ListedForm) else None
    common = _common(form, mine)
    yield "step-5.dropdown", checks.searched(common)
    yield "step-5.all-shown", _all_shown(common, whole)
    yield "step-5.delhi", after(chosen, lambda: checks.under_state(mine, visit.state, common))
    nothing = form.search(NO_SUCH_ORGANISATION)
    yield "step-5.no-match", checks.no_match(nothing, form.no_match_help)
    link = shown(form.help_link(Help.ORGANISATION), "“Request for help” by the organisation list")
    yield "step-5.help-link", link
    yield from _request_for_help(visit, form, link)
    form = visit.sign_up_form()
    yield "step-5.known", _pick_known(visit, form, mine)
    if visit.row is None:
        visit.gaps.append(Field.ORGANISATION)


def _common(form: SignUpForm, mine: SearchReply) -> SearchReply:
    """A search for a common word; where no organisation has it, for the rarest word of one that is surely there."""
    common = form.search(COMMON_WORD)
    if not isinstance(common, Rows) or common.held or not isinstance(mine, Rows):
        return common
    words = Counter(word for row in mine.held for word in re.findall(r"[A-Za-z]{4,}", row.name))
    return form.search(min(words, key=words.__getitem__)) if words else common


def _all_shown(common: SearchReply, whole: SearchReply | None) -> Answer:
    """The rows of a search; where the list comes in pages, those that scrolling reaches, and of a search a page."""
    if whole is None:
        return checks.all_shown(common)
    full = isinstance(common, Rows) and len(common.held) >= LIST_PAGE - 2  # the page's own rows take the place of two
    return also(
        Yes("A page of the search is shown.") if full else checks.all_shown(common), lambda: checks.reachable(whole)
    )


def _request_for_help(visit: Visit, form: SignUpForm, link: Answer) -> Iterator[Finding]:
    reason = after(link, lambda: NoAnswer("the request page does not open"))
    page: Carried | NotThere | NoAnswer = NoAnswer(getattr(reason, "why", "not reached"))
    typed = {"name": form.value(Field.NAME), "email": form.value(Field.EMAIL), "mobile": form.value(Field.MOBILE)}
    if not isinstance(link, NoAnswer) and isinstance(form.help_link(Help.ORGANISATION), Seen):
        page = form.open_help(Help.ORGANISATION)
    yield "step-5.help-opens", checks.carried(page, typed)
    yield "step-5.help-box", checks.request_box(page)
    if isinstance(page, Carried):
        yield "step-5.help-back", _go_back(visit, form, typed)
        return
    yield "step-5.help-back", NoAnswer("the request page does not open")
    if isinstance(page, NotThere):
        start_again(visit)


def _go_back(visit: Visit, form: SignUpForm, typed: Mapping[str, str]) -> Answer:
    back = form.leave_help()
    if not isinstance(back, Opened):
        start_again(visit)
        return arrived(back, "The form")
    recognition = visit.portal.recognise()
    if not isinstance(recognition, Recognised):
        start_again(visit)
        return NoAnswer("the form did not come back in a known shape")
    visit.form = form = recognition.form
    lost = [key for key, which in _TYPED.items() if typed[key] and form.value(which) != typed[key]]
    choose_again(visit, form)
    if lost:
        fill(visit, form)
        return No(f"Back on the form, {', '.join(lost)} {'is' if len(lost) == 1 else 'are'} lost.")
    return Yes("The form comes back with name, e-mail and mobile.")


def _pick_known(visit: Visit, form: SignUpForm, mine: SearchReply) -> Answer:
    held = mine.held if isinstance(mine, Rows) else ()
    row = plain_row(held, visit.state, visit.known)
    if row is None:
        return NoAnswer(f"no organisation of {visit.state} was found that could be picked")
    found = find(visit, form, row)
    if not isinstance(found, Rows):
        return found if isinstance(found, NoAnswer) else NoAnswer("the search does nothing")
    same = [each for each in found.held if each == row]
    if not same:
        return No(f"“{row.name}” was found by “{visit.state}”, but not by its own name.")
    picked = shown(form.pick(row), f"The picked organisation “{row.name}”")
    visit.row = row if isinstance(picked, Yes) else None
    return picked


def plain_row(rows: tuple[Organisation, ...], state: str, known: str) -> Organisation | None:
    """The configured organisation, or the first whose name is safe to search for (FACTS §1.3: a regex, a substring)."""
    plain = [
        row for row in rows if re.fullmatch(r"[A-Za-z]+( [A-Za-z]+)+", row.name) and state.lower() in row.top.lower()
    ]
    return next((row for row in plain if row.name == known), plain[0] if plain else None)
