"""The result for one department in every audit, with its proof: from its row, or from its absence; it asks nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.departments.choosing import Candidate, Place
from automation.departments.requests import request
from automation.model import Listing, NoAnswer
from automation.names.judging import Kinship
from automation.portal.facts import Branch
from automation.result import DepartmentResult, DepartmentsResult, Matched, Proof

if TYPE_CHECKING:
    from automation.departments import plan
    from automation.departments.answered import Answers
    from automation.departments.asking import Asked, Asker
    from automation.names.department import Department


def recognised(department: Department, best: Candidate, rows: int) -> DepartmentResult:
    """The result for a department that `rows` rows may be, the best of them `best`, provided that the page shows it."""
    same = Listing.LISTED if best.place is Place.RIGHT else Listing.MISPLACED
    return DepartmentResult(
        name=department.name,
        listing=Listing.NEAR_NAME if best.match.kinship is Kinship.NEAR else same,
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


def found_as(department: Department, best: Candidate, asked: Answers, rows: int) -> DepartmentResult:
    """The result for a department that one row, or more, of a branch may be."""
    row, shown = best.row, asked.is_shown(best.row)
    query = asked.text_of(row)
    proof = next((each for each in asked.proofs.values() if each.query == query), None)
    result = recognised(department, best, rows)
    listing, why = result.listing, f"{result.why}; found by “{query}”"
    if shown is False:
        listing, why = Listing.HIDDEN, f"the portal holds it, the list does not show it ({why})"
    elif shown is None:
        listing, why = Listing.CANNOT_JUDGE, f"the portal holds it; whether the list shows it was not seen ({why})"
    more = {"queries": (query,), "proof": (proof,) if proof else (), "by_search": shown}
    return result.model_copy(update={"listing": listing, "why": why, **more})


def absent(
    department: Department, needs: tuple[plan.Need, ...], asker: Asker, state: str, branch: Branch
) -> DepartmentResult:
    """The result for a department that no row is: missing only where all its names were asked for and answered."""
    asked, centre = asker.of(branch), asker.of(Branch.CENTRE)
    parts = sorted(part for part in asked.answered if any(need.answered([part]) for need in needs))
    proofs = tuple(dict.fromkeys(asked.proofs[part] for part in parts))
    why = _doubt(needs, asked, centre) or _deaf(asker)
    where = "under State, nor under Centre" if branch is Branch.STATE else "under Centre"
    tried = ", ".join(f"“{part.lower()}”" for part in parts)
    queries = tuple(part.lower() for part in parts)
    result = not_found(department, state, why, f"not among the rows found for {tried} {where}", queries, proofs)
    return result.model_copy(update={"by_search": result.in_data})


def not_found(  # noqa: PLR0913, PLR0917 (what is told of a department that no row is)
    department: Department, state: str, doubt: str, why: str, queries: tuple[str, ...], proof: tuple[Proof, ...]
) -> DepartmentResult:
    """The result for a department that no row is; `doubt` is why that is no proof, blank where it is one."""
    return DepartmentResult(
        name=department.name,
        listing=Listing.CANNOT_JUDGE if doubt else Listing.MISSING,
        why=doubt or why,
        queries=queries,
        proof=proof,
        in_data=None if doubt else False,
        request_for_help=None if doubt else request(department, state).text,
    )


def _doubt(needs: tuple[plan.Need, ...], asked: Asked, centre: Asked) -> str:
    """Why a department that was not found cannot be called missing; blank where it can."""
    unanswered = [need for need in needs if need.must and not need.answered(asked.whole)]
    reasons = (asked.failed[part] for need in unanswered for part in need.parts | need.texts if part in asked.failed)
    reason = next(reasons, "")
    if not asked.rows:
        return reason or next(iter(asked.failed.values()), "every answer was empty, which can be a fault of the server")
    if unanswered:
        names = ", ".join(f"“{need.spelling.lower()}”" for need in unanswered)
        return reason or f"the list was cut or empty for what could be spelled {names}; narrow the search"
    return "" if centre.answered else "Centre could not be searched"


def _deaf(asker: Asker) -> str:
    text = asker.unheeded()
    return text and f"the search does not go by what is typed: “{text}” and every other text brought the same rows"


def outage(departments: tuple[Department, ...], reason: NoAnswer) -> DepartmentsResult:
    """The audit that could not be made: nothing is said of any department."""
    results = tuple(
        DepartmentResult(name=each.name, listing=Listing.CANNOT_JUDGE, why=reason.why) for each in departments
    )
    return DepartmentsResult(expected=len(results), results=results)
