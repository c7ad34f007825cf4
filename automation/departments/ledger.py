"""The list of requests for help that people have sent: what has appeared since, what is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from automation import files
from automation.departments.sheets import WORKBOOKS, read_bytes
from automation.departments.tables import as_csv, columns, read_table
from automation.model import Listing, UsageError
from automation.result import PICKABLE, DepartmentResult, Request

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Raised:
    """One request that a person has sent through the portal."""

    department: str
    on: date
    by: str
    reference: str

    def waits(self, today: date) -> int:
        """For how many days."""
        return (today - self.on).days


def load(path: Path) -> tuple[Raised, ...]:
    """The requests of `raised.csv`; none where there is no such file.

    Raises UsageError, naming file and line, for a row without a department or a date that is not YYYY-MM-DD.
    """
    if not path.exists():
        return ()
    table = read_table(path, "requests", ["department", "date"], may_be_empty=True)
    return tuple(_raised(table.file, line, row) for line, row in table.rows)


def _raised(file: str, line: int, row: dict[str, str]) -> Raised:
    name = " ".join(row["department"].split())
    if not name:
        raise UsageError(f"{file}, line {line}: the department is blank; fill it in or delete the row.")
    try:
        day = date.fromisoformat(row["date"].strip())
    except ValueError:
        raise UsageError(f"{file}, line {line}: the date is not of the form 2025-06-30; write it so.") from None
    return Raised(name, day, row.get("by", "").strip(), row.get("reference", "").strip())


def add(path: Path, request: Raised) -> None:
    """Write one more request into the ledger; one that stands there already, as after a button pressed twice, once.

    Raises what `load` raises, and OSError where it cannot be written.
    """
    every = dict.fromkeys((*load(path), request))
    rows = [(each.department, each.on.isoformat(), each.by, each.reference) for each in every]
    if path.exists() and read_bytes(path).startswith(WORKBOOKS):
        raise UsageError(f"{path.name}: is a workbook; write the request into it yourself, or save it as CSV.")
    files.write(path, as_csv([list(columns("requests")), *rows]), encoding="utf-8-sig")


def notes(raised: Iterable[Raised], results: Iterable[DepartmentResult], today: date, days: int) -> tuple[str, ...]:
    """A sentence for each request: that the department has appeared, or that it is overdue after so many days."""
    found = {each.name.casefold(): each for each in results}
    told: list[str] = []
    for each in raised:
        result = found.get(each.department.casefold())
        waited = each.waits(today)
        asked = f"asked for on {each.on}{f', {each.reference}' if each.reference else ''}"
        if result is None:
            told.append(f"{each.department} ({asked}) is not in the list of departments.")
        elif result.listing in PICKABLE:
            told.append(f"{each.department} has appeared in the dropdown ({asked}).")
        elif result.listing is Listing.MISSING and waited > days:
            told.append(f"{each.department} is still missing after {waited} days ({asked}); remind them.")
    return tuple(told)


def waiting(
    raised: Iterable[Raised], results: Iterable[DepartmentResult], today: date, days: int
) -> tuple[Request, ...]:
    """The requests for departments that are still missing; one is overdue after so many days."""
    missing = {each.name.casefold() for each in results if each.listing is Listing.MISSING}
    waits = ((each.department, each.waits(today)) for each in raised if each.department.casefold() in missing)
    return tuple(Request(department=name, days=waited, overdue=waited > days) for name, waited in waits)


def without_raised(results: Iterable[DepartmentResult], raised: Iterable[Raised]) -> tuple[DepartmentResult, ...]:
    """The results with no draft for what was asked for already."""
    asked = {each.department.casefold(): each for each in raised}
    return tuple(_once(each, asked.get(each.name.casefold())) for each in results)


def _once(result: DepartmentResult, raised: Raised | None) -> DepartmentResult:
    if raised is None or result.request_for_help is None:
        return result
    why = f"{result.why}; asked for on {raised.on}{f' ({raised.reference})' if raised.reference else ''}"
    return result.model_copy(update={"request_for_help": None, "why": why})
