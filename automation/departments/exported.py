"""Reads a list of organisations that was exported from the portal; it judges none of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from automation.departments.tables import read_table, read_text
from automation.model import UsageError
from automation.portal.facts import Organisation

if TYPE_CHECKING:
    from pathlib import Path

_COLUMNS = ("orgName", "l1OrgName", "l2OrgName", "sbOrgType", "mapId")


def load(path: Path) -> tuple[Organisation, ...]:
    """The organisations of a JSON array of objects, or of a CSV file, with the columns of the portal's answer (§1.3).

    Raises UsageError, naming the file and the row or line.
    """
    if path.suffix.lower() == ".csv":
        table = read_table(path, ["orgname"])
        return tuple(
            Organisation.of({name: row.get(name.casefold()) for name in _COLUMNS}) for _line, row in table.rows
        )
    try:
        rows = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise UsageError(f"{path.name}, line {error.lineno}: is not JSON ({error.msg}); export it again.") from None
    if not isinstance(rows, list):
        raise UsageError(f"{path.name}: holds no array of organisations; export the list of the search's answer.")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or "orgName" not in row:
            raise UsageError(f"{path.name}, row {number}: is no organisation with an orgName; export it again.")
    return tuple(map(Organisation.of, rows))
