"""`igot names`: says of each pair of names in a table whether they mean the same department, for a spreadsheet."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from automation import flags
from automation.departments import expected
from automation.departments.tables import Table, as_csv, read_table
from automation.model import ExitCode, Verdict
from automation.names.matcher import Matcher
from automation.result import DepartmentsResult, exit_code
from automation.saying import data, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from automation.config import Loaded
    from automation.runs.options import Options

VERDICT = ("verdict", "score", "why")
LISTING = ("listing", "matched", "under", "why")


def run(loaded: Loaded, pairs: Path, options: Options, sheet: str = "") -> int:
    """Write the rows of `pairs` to stdout with the verdict on each, as CSV in UTF-8.

    A name that stands in the list of departments brings its short name, its other names and its parent with it. With
    --portal each expected name is looked for in that portal's list, and what became of it is told instead. Raises
    UsageError, naming file and line, and what a run on a portal raises.
    """
    if loaded.origin["portal.url"] == "--portal":
        return _on_the_portal(loaded, pairs, options, sheet)
    table = read_table(pairs, "pairs", ["expected_name", "candidate"], sheet)
    departments = expected.of(loaded)
    matcher = Matcher(departments, loaded.settings.state)
    _write([[*table.columns, *VERDICT], *judged(table, matcher)])
    return ExitCode.AS_DOCUMENTED


def _on_the_portal(loaded: Loaded, names: Path, options: Options, sheet: str) -> int:
    from automation.gate.policy import Nobody
    from automation.runs.run import opened
    from automation.runs.target import looking

    known = expected.of(loaded)
    table = read_table(names, "pairs", ["expected_name"], sheet)
    wanted = [row["expected_name"] for _line, row in table.rows]
    departments = tuple(dict.fromkeys(expected.ours(each, known) for each in wanted))
    with (
        looking(loaded.settings, options) as (target, pair, progress),
        opened(loaded.settings, target, pair, presence=Nobody()) as run_,
    ):
        say(target.info().head, aside=True)
        found = {each.name: each for each in run_.audit(departments, (), progress.searched).results}
    rows = [(each, found[expected.ours(each, known).name]) for each in wanted]
    told = [[name, r.listing.value, r.matched.name if r.matched else "", r.under or "", r.why] for name, r in rows]
    _write([["expected_name", *LISTING], *told])
    return exit_code(Verdict.AS_DOCUMENTED, DepartmentsResult(results=tuple(found.values())))


def _write(rows: Iterable[list[str]]) -> None:
    text = as_csv(rows, "\n")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # whatever code page the terminal has, the spreadsheet reads UTF-8
    data(text)


def judged(table: Table, matcher: Matcher) -> Iterator[list[str]]:
    """The rows with verdict, score and reason, in their order."""
    for _line, row in table.rows:
        department = matcher.expected(row["expected_name"], row.get("short_name", ""))
        match = matcher.compare(department, row["candidate"], row.get("candidate_parent", ""))
        yield [*row.values(), match.kinship.value, f"{match.score:.3f}", match.why]


NAMES = flags.Command(
    lambda loaded, given: run(loaded, given.pairs, flags.options(given), given.sheet or ""),
    flags=(
        flags.flag(
            "pairs",
            type=flags.path,
            metavar="PAIRS",
            help="a table with the columns expected_name, candidate, candidate_parent",
        ),
        *(flags.DOCUMENT, *flags.LISTED, flags.PORTAL, flags.STAGING),
    ),
    examples=("pairs.csv --portal https://staging.example.gov.in/public/signup --staging",),
)
