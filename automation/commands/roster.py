"""`igot roster import` and `igot status`: the section's own list of officials, and how far each department is."""

from __future__ import annotations

import json as jsonlib
from collections import defaultdict
from typing import TYPE_CHECKING

from automation import flags
from automation.guide import words
from automation.guide.official import GROUPS, refusals
from automation.guide.roster import Roster, Status, rows
from automation.model import ExitCode, UsageError
from automation.reports import due
from automation.reports import status as report
from automation.runs import clock, output
from automation.saying import ask, data, on_terminal, say

if TYPE_CHECKING:
    from pathlib import Path

    from automation.config import Loaded

STORE = "roster.json"
_STATUSES = tuple(map(str, Status))


def store_of(loaded: Loaded) -> Path:
    """Where the hashes and their status are kept."""
    return loaded.path("report.folder") / STORE


def take(loaded: Loaded, file: Path, sheet: str = "", *, replace: bool = False) -> int:
    """Put a list in the place of the one before, and say what of it the portal would refuse.

    What is known of those already there stays. Whether those who are no longer there are counted as gone is asked at
    the terminal, unless `replace` says so. Raises UsageError naming file and line, and where the answer is no.
    """
    store, place = store_of(loaded), file.expanduser().resolve()
    officials = dict(rows(place, sheet))
    roster = Roster.load(store) if store.exists() else Roster(str(place))
    gone = len(roster.gone(officials.values()))
    if gone and not replace:
        _agreed(gone, file.name)
    roster.file, roster.sheet = str(place), sheet
    new, moved = roster.take(officials.values())
    roster.keep(store)
    counts = f"{new} of them new, {moved} with another department, {gone} gone"
    say(f"{len(officials)} officials in {file.name}, {counts}; the file stays where it is.")
    for line, official in officials.items():
        for field, key in refusals(official, GROUPS).items():
            say(f"  line {line}, {field}: {words.text('refuse', key).english.partition(';')[0]}")
    return ExitCode.AS_DOCUMENTED


def _agreed(gone: int, name: str) -> None:
    """Raises UsageError unless somebody at the terminal says yes."""
    what = f"{gone} of the officials taken in before {'are' if gone > 1 else 'is'} not in {name}"
    if not on_terminal():
        raise UsageError(f"{what}; nothing was changed: add --replace to count them as gone.")
    if ask(f"{what}. Count them as gone? [y/N]").strip().casefold() not in {"y", "yes"}:
        raise UsageError(f"{what}; nothing was changed.")


def status(loaded: Loaded, csv: str = "", json: str = "", note: str = "", *, names: bool = False) -> int:
    """Print the counts, and write them to the files that are named; people's names only where `names` asks for them.

    Raises UsageError when no list was imported.
    """
    roster = Roster.load(store_of(loaded))
    counts = roster.counts()
    listed = _names(roster) if names else None
    day = clock.now().date()
    by = [english for english, _ in due.lines(loaded.document.due, day)]
    found = {"schema_version": 1, "departments": counts, **({"names": listed} if listed else {})}
    text = jsonlib.dumps(found, ensure_ascii=False, indent=1) + "\n"
    if json == "-":
        data(text)
    else:
        say(report.as_text(counts, _STATUSES))
    for line in by:
        say(line, aside=True)
    files = {
        csv: ("utf-8-sig", report.as_csv(counts, _STATUSES)),
        json: ("utf-8", text),
        note: ("utf-8", report.page(counts, _STATUSES, loaded.settings.letter, day, listed, by)),
    }
    for file, (encoding, content) in files.items():
        if file not in {"", "-"}:
            output.save(file, content, encoding)
    return ExitCode.AS_DOCUMENTED


def _names(roster: Roster) -> dict[str, list[str]]:
    """The officials by department, each with how far they are, from the user's own file."""
    found: dict[str, list[str]] = defaultdict(list)
    for mark, official in roster.officials():
        entry = roster.entries.get(mark)
        found[official.department].append(f"{official.name}: {entry.status if entry else Status.NOT_STARTED}")
    return dict(found)


ROSTER = flags.Command(
    lambda loaded, given: take(loaded, given.file, given.sheet or "", replace=given.replace),
    flags=(
        flags.flag("what", choices=("import",), help="take a list in"),
        flags.flag(
            "file",
            type=flags.path,
            metavar="FILE",
            help="CSV, XLSX, XLS or ODS with name, email, mobile, department, …",
        ),
        flags.switch("--replace", "count who is no longer in it as gone, without a question"),
        flags.SHEET,
    ),
    examples=("import section.xlsx --replace",),
)

STATUS = flags.Command(
    lambda loaded, given: status(loaded, given.csv, given.json, given.note, names=given.names),
    flags=(
        flags.text("--csv", "FILE", "the counts for Excel"),
        flags.text("--json", "FILE", 'the counts for machines; "-" is stdout'),
        flags.text("--note", "FILE.html", "a note to print, with file number and date"),
        flags.switch("--names", "also the officials' names, from your own file"),
    ),
    examples=("--names",),
)
