"""Puts what the lists showed into words: about each department, with its proof, and about each list itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from automation.departments.results import not_found, recognised
from automation.model import Listing
from automation.names.judging import Kinship
from automation.portal.facts import CENTRE, Organisation, Rows, SearchReply
from automation.result import DepartmentResult, ListFinding
from automation.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from automation.departments.answered import Answers
    from automation.departments.choosing import Candidate
    from automation.departments.levels import Level
    from automation.names.department import Department

_TYPED, _FEW = 4, 10
DESIGNATIONS_EMPTY, DESIGNATIONS_CUT, LIST_CUT, SPLIT = "designations_empty", "designations_cut", "cut_list", "split"
ORGANISATIONS_EMPTY = "organisations_empty"


def present(department: Department, best: Candidate, level: Level, rows: int) -> DepartmentResult:
    """The result for a department that a row of a list is: hidden where nothing brings that row on the page."""
    row = best.row
    query = level.text_of(row)
    by_scroll = None if level.scrolled is None else row in level.scrolled
    by_search = True if row in level.typed else False if row in level.looked else None
    result = recognised(department, best, rows)
    listing, why = result.listing, result.why
    if not level.is_shown(row):
        unseen = by_search is None and by_scroll is None
        listing = Listing.CANNOT_JUDGE if unseen else Listing.HIDDEN
        why = f"the portal holds it, and neither scrolling nor searching shows it ({why})"
    elif by_scroll is False:
        typed = _least(level, row)
        why = f"only a search shows it: type at least “{typed}” into the search box, then press End ({why})"
    if level.parent is not None and level.parent.is_none:
        why = f"{why}; choose “{level.parent.name}” as the department"
    proof = level.proofs.get(query)
    more = {"queries": (query,), "proof": (proof,) if proof else (), "by_scroll": by_scroll, "by_search": by_search}
    return result.model_copy(update={"listing": listing, "why": why, **more})


def _least(level: Level, row: Organisation) -> str:
    """What brings the row on the page and is worth typing: the beginning of a word that few names hold.

    In a list that is known to its last row that is certain; elsewhere only what was asked is.
    """
    name = row.name.lower()
    words: list[str] = [word for word in re.findall(r"\w+", name) if len(word) >= _TYPED]
    starts = [word[:length] for length in range(_TYPED, max(map(len, words), default=0) + 1) for word in words]
    few = next((start for start in starts if level.says(start) <= _FEW), "") if level.complete else ""
    return few or min((text for text in level.proofs if text and text in name), key=len, default=name)


def absent(department: Department, levels: Sequence[Level], state: str, doubt: str) -> DepartmentResult:
    """The result for a department that no row is; `doubt` is why that is no proof, blank where it is one.

    The first of the lists is the state's own; the proof names each that was read to its end.
    """
    read = [level for level in levels if level.complete]
    below = f" and the {len(read) - 1} lists below them" if len(read) > 1 else ""
    own = f"{len(levels[0].rows)} " + (f"departments of {state}" if state != CENTRE else "ministries")
    where = f"not among the {own}{below}" + ", nor among the ministries" * (state != CENTRE)
    queries = tuple(text for text in levels[0].proofs if text)
    result = not_found(department, state, doubt, where, queries, tuple(level.end() for level in read))
    return result.model_copy(update=dict.fromkeys(("by_scroll", "by_search"), result.in_data))


def split(
    found: Mapping[Department, Sequence[tuple[Candidate, Answers]]], levels: Sequence[Level]
) -> list[ListFinding]:
    """Departments that have two rows in the state's own list, the first of `levels`."""
    told: list[ListFinding] = []
    for department, places in found.items():
        same = [one.row for one, at in places if at is levels[0] and one.match.kinship is Kinship.SAME]
        names = ", ".join(f"“{plain(row.name)}” ({row.map_id})" for row in same)
        if len(same) > 1:
            why = f"{len(same)} rows for one department, {names}; officials are split between them"
            told.append(ListFinding(kind=SPLIT, name=department.name, under=same[0].under, why=why))
    return told


def list_findings(levels: Sequence[Level], designations: SearchReply | None, state: str) -> list[ListFinding]:
    """What is wrong with the lists themselves: empty ones, an end that scrolling does not reach, designations cut.

    That no department has an organisation is said only where the list below each of them was read to its end.
    """
    told: list[ListFinding] = []
    own = levels[0].rows
    below = {level.parent for level in levels if level.parent and level.complete and not level.rows}
    if len(own) > 1 and below.issuperset(own):
        why = f"the list below each of the {len(own)} departments is empty; nobody of one's offices can sign up"
        told.append(ListFinding(kind=ORGANISATIONS_EMPTY, name="Organisation", under=state, why=why))
    for level in levels:
        if level.scrolled is not None and len(level.scrolled) < level.count:
            name = level.parent.name if level.parent else state
            why = f"scrolling shows {len(level.scrolled)} of {level.count} rows; the rest only a search finds"
            told.append(ListFinding(kind=LIST_CUT, name=name, under=state, why=why))
    if isinstance(designations, Rows) and designations.shown is not None:
        shown, count = len(designations.shown), designations.count
        if shown < max(count, 1):
            kind = DESIGNATIONS_CUT if shown else DESIGNATIONS_EMPTY
            more = "the rest only a search finds" if shown else "nobody can complete the form"
            why = f"the list shows {shown} of {count} designations; {more}"
            told.append(ListFinding(kind=kind, name="Designation", under="", why=why))
    return told
