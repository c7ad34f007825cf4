"""Reads a list of organisations that was exported from the portal; it judges none of them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from automation.departments.sheets import decoded, read_bytes
from automation.departments.tables import read_table
from automation.model import UsageError
from automation.portal.facts import Organisation

if TYPE_CHECKING:
    from pathlib import Path


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
