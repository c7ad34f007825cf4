"""Audits the expected list against an exported one: what the portal holds is known, what its page shows is not."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from automation.departments.answered import Answers
from automation.departments.looking import Looking, by_branch
from automation.departments.requests import request
from automation.departments.results import recognised
from automation.departments.sheets import decoded, read_bytes
from automation.departments.tables import read_table
from automation.model import Listing, UsageError
from automation.portal.facts import Organisation
from automation.result import DepartmentResult, DepartmentsResult

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from automation.departments.choosing import Candidate
    from automation.names.department import Department


def load(path: Path, sheet: str = "") -> tuple[Organisation, ...]:
    """The organisations of a JSON array of objects, or of a table, with the columns of the portal's answer (§1.3).

    Raises UsageError, naming the file and the row or line; also for a list without an organisation.
    """
    data = read_bytes(path)
    if not re.match(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*[\[{]", data):
        return tuple(Organisation.of(row) for _line, row in read_table(path, "organisations", ["orgName"], sheet).rows)
    try:
        rows = json.loads(decoded(path.name, data))
    except json.JSONDecodeError as error:
        raise UsageError(f"{path.name}, line {error.lineno}: is not JSON; export it again.") from None
    if not isinstance(rows, list) or not rows:
        raise UsageError(f"{path.name}: holds no array of organisations; export the list of the search's answer.")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or "orgName" not in row:
            raise UsageError(f"{path.name}, row {number}: is no organisation with an orgName; export it again.")
    return tuple(map(Organisation.of, rows))


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
            request_for_help=request(department, state).text,
        )
    return recognised(department, max(candidates, key=lambda each: each.rank), len(candidates))
