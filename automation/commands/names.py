"""`igot names`: says of each pair of names in a CSV file whether they mean the same department, for a spreadsheet."""

from __future__ import annotations

import csv
import io
import sys
from typing import TYPE_CHECKING

from automation.departments import expected
from automation.departments.names import Matcher
from automation.departments.tables import Table, read_table
from automation.model import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from automation.config import Loaded

VERDICT = ("verdict", "score", "why")


def run(loaded: Loaded, pairs: Path) -> int:
    """Write the rows of `pairs` to stdout with the verdict on each, as CSV in UTF-8.

    A name that stands in the list of departments brings its short name, its other names and its parent with it.
    Raises UsageError, naming file and line.
    """
    table = read_table(pairs, ["expected_name", "candidate"])
    departments = expected.load(loaded.path("departments.file"))
    matcher = Matcher(departments, loaded.settings.departments.state)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*table.columns, *VERDICT])
    writer.writerows(judged(table, matcher))
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # whatever code page the terminal has, the spreadsheet reads UTF-8
    sys.stdout.write(text.getvalue())
    return ExitCode.AS_DOCUMENTED


def judged(table: Table, matcher: Matcher) -> Iterator[list[str]]:
    """The rows with verdict, score and reason, in their order."""
    for _line, row in table.rows:
        department = matcher.expected(row["expected_name"], row.get("short_name", ""))
        match = matcher.compare(department, row["candidate"], row.get("candidate_parent", ""))
        yield [*row.values(), match.kinship.value, f"{match.score:.3f}", match.why]
