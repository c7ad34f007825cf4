"""Audits the expected list against an exported one: what the portal holds is known, what its page shows is not."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from automation.departments.answered import Answers
from automation.departments.looking import Looking, by_branch
from automation.departments.results import not_found, recognised
from automation.departments.sheets import decoded, read_bytes
from automation.departments.tables import read_table
from automation.model import UsageError
from automation.portal.facts import Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from automation.names.department import Department
    from automation.result import DepartmentResult, DepartmentsResult


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
        return looking.whole_result([_result(each, looking, len(home)) for each in some], 0, (), home)

    return by_branch(departments, state, one)


def _result(department: Department, looking: Looking, held: int) -> DepartmentResult:
    best, state = looking.best(department), looking.state
    if held and best is not None:
        return recognised(department, best[0], len(looking.found[department]))
    doubt = "" if held else f"the exported list holds no row under {state}; export it again"
    return not_found(department, state, doubt, f"none of the {held} rows under {state} is it", (), ())
