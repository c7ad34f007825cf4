"""Puts what the lists showed into words: of a department with its proof, and of what is wrong with a list itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from automation.departments.offline import recognised
from automation.departments.requests import draft
from automation.model import Listing
from automation.portal.facts import Rows
from automation.result import DepartmentResult, ListFinding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from automation.departments.choosing import Candidate
    from automation.departments.expected import Department
    from automation.departments.levels import Level
    from automation.portal.facts import Organisation, SearchReply

_TYPED, _FEW = 4, 10
DESIGNATIONS_EMPTY, DESIGNATIONS_CUT, LIST_CUT = "designations_empty", "designations_cut", "cut_list"


def present(department: Department, best: Candidate, level: Level, rows: int) -> DepartmentResult:
    """The result for a department that a row of a list is: hidden where nothing brings that row on the page."""
    row, query = best.row, level.rows[best.row]
    by_scroll = None if level.scrolled is None else row in level.scrolled
    by_search = True if row in level.found else False if row in level.looked else None
    result = recognised(department, best, rows)
    listing, why = result.listing, result.why
    if not level.is_shown(row):
        unseen = by_search is None and by_scroll is None
        listing = Listing.CANNOT_JUDGE if unseen else Listing.HIDDEN
        why = f"the portal holds it, and neither scrolling nor searching shows it ({why})"
    elif by_scroll is False:
        typed = _least(level, row)
        why = f"only a search shows it: type at least “{typed}” into the search box, then press End ({why})"
    proof = level.asked.get(query)
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
    return few or min((text for text in level.asked if text and text in name), key=len, default=name)


def absent(department: Department, own: Level, above: Organisation | None, state: str, doubt: str) -> DepartmentResult:
    """The result for a department that no row is; `doubt` is why that is no proof, blank where it is one.

    `own` is the state's own list, `above` the row below whose list it was looked for as well.
    """
    places = [f"the {len(own.rows)} departments of {state}", *([f"the list below {above.name}"] if above else [])]
    said = None if doubt else False
    return DepartmentResult(
        name=department.name,
        listing=Listing.CANNOT_JUDGE if doubt else Listing.MISSING,
        why=doubt or f"not among {' and '.join(places)}, nor among the ministries",
        queries=tuple(text for text in own.asked if text),
        proof=tuple(own.asked.values())[:1],
        by_scroll=said,
        by_search=said,
        in_data=said,
        request_for_help=None if doubt else draft(department, state),
    )


def list_findings(levels: Iterable[Level], designations: SearchReply | None, state: str) -> list[ListFinding]:
    """What is wrong with the lists themselves: an end that scrolling does not reach, designations empty or cut."""
    told: list[ListFinding] = []
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
