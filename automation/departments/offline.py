"""Audits the expected list against an exported one: what the portal holds is known, what its page shows is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.departments.answered import Answers
from automation.departments.choosing import Candidate, Place
from automation.departments.looking import Looking, by_branch
from automation.departments.requests import draft
from automation.model import Listing
from automation.names.judging import Kinship
from automation.result import DepartmentResult, Matched

if TYPE_CHECKING:
    from collections.abc import Iterable

    from automation.names.department import Department
    from automation.portal.facts import Organisation
    from automation.result import DepartmentsResult


def audit(
    departments: tuple[Department, ...],
    rows: Iterable[Organisation],
    state: str,
    saw: list[Organisation] | None = None,
) -> DepartmentsResult:
    """The listing of every department in an exported list, in the order of the expected one.

    A list without a single row under our state says nothing about our departments. `saw` is filled with those rows.
    """
    every = tuple(rows)

    def one(some: tuple[Department, ...], place: str) -> DepartmentsResult:
        looking = Looking(some, place)
        looking.take(every, Answers())
        looking.look_again()
        home = [row for row in every if looking.chooser.ours(row)]
        if saw is not None:
            saw.extend(home)
        found = ([candidate for candidate, _at in looking.found.get(each, ())] for each in some)
        results = [_result(each, rows, len(home), place) for each, rows in zip(some, found, strict=True)]
        return looking.whole_result(results, 0, (), home)

    return by_branch(departments, state, one)


def _listing_of(candidate: Candidate) -> Listing:
    """What a row makes of its department, provided that the page shows it."""
    if candidate.match.kinship is Kinship.NEAR:
        return Listing.NEAR_NAME
    return Listing.LISTED if candidate.place is Place.RIGHT else Listing.MISPLACED


def _result(department: Department, candidates: list[Candidate], held: int, state: str) -> DepartmentResult:
    if not held:
        why = f"the exported list holds no row under {state}; export it again"
        return DepartmentResult(name=department.name, listing=Listing.CANNOT_JUDGE, why=why)
    if not candidates:
        return DepartmentResult(
            name=department.name,
            listing=Listing.MISSING,
            why=f"none of the {held} rows under {state} is it",
            in_data=False,
            request_for_help=draft(department, state),
        )
    return recognised(department, max(candidates, key=lambda each: each.rank), len(candidates))


def recognised(department: Department, best: Candidate, rows: int) -> DepartmentResult:
    """The result for a department that `rows` rows may be, the best of them `best`, provided that the page shows it."""
    return DepartmentResult(
        name=department.name,
        listing=_listing_of(best),
        matched=Matched(name=best.row.name, original=best.row.original, mapId=best.row.map_id),
        under=best.row.under,
        score=round(best.match.score, 3),
        why=_why_of(best, rows),
        in_data=True,
    )


def _why_of(candidate: Candidate, rows: int) -> str:
    """Why a row is taken for its department, and what is odd about where it stands."""
    place = {
        Place.RIGHT: "",
        Place.OTHER_PARENT: f"; stands under {candidate.row.under}, not under its own parent",
        Place.OTHER_BRANCH: f"; stands under {candidate.row.under}, not under our state",
    }[candidate.place]
    more = f"; {rows - 1} more row{'s' if rows > 2 else ''} may be it" if rows > 1 else ""  # noqa: PLR2004
    return f"{candidate.match.why}{place}{more}"
