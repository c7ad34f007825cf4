"""`igot merge`: the results of several places side by side, and one result of the shards of a look; asks no portal."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from automation import flags, flowchart
from automation.departments import expected, shards
from automation.history.database import portal_of
from automation.model import ExitCode, UsageError
from automation.reports import html, places
from automation.runs import folders, output, paperwork, telling
from automation.runs.options import Options
from automation.runs.remembering import check, remembered
from automation.saying import colours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from automation.config import Loaded
    from automation.result import Result


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the answer goes: names of files, blank for nowhere; `json` may be "-". `alarm` is that of a run."""

    json: str = ""
    html: str = ""
    csv: str = ""
    alarm: str = ""


def run(loaded: Loaded, files: Sequence[Path], wanted: Wanted) -> int:
    """Put results together; the exit code of the worst (DESIGN).

    All shards of one look become one result, which is kept like a run's: its report, its place in the history, who is
    told. Anything else becomes a table with a column a place. Raises UsageError for a file that is no
    result, for results of different portals, and for a result that is given twice.
    """
    given = {path: folders.read(path) for path in files}
    if len(given) < len(files):
        raise UsageError("A file is named twice; name each once.")
    _check(given)
    results = _whole(given.values())
    if len(results) == 1 and any(each.run.shard for each in given.values()):
        return _kept(loaded, results[0], given, wanted)
    of = places.beside(results)
    body = of.model_dump_json(indent=1) + "\n"
    text = body if wanted.json == "-" else places.terminal(of, colour=colours())
    contents = {wanted.json: body} | _asked(wanted, lambda: places.page(of), lambda: places.csv(of))
    lost = output.hand_over(text, contents)
    return of.exit_code or (ExitCode.USAGE if lost else 0)


def _asked(wanted: Wanted, page: Callable[[], str], table: Callable[[], str]) -> dict[str, str]:
    """The texts of the files that were named; one that nobody wants is not made."""
    return {name: make() for name, make in ((wanted.html, page), (wanted.csv, table)) if name}


def _check(given: dict[Path, Result]) -> None:
    """Raises UsageError where the results are not to be compared, or a run stands there twice."""
    first, *others = given.items()
    seen = {first[1].run.id: first[0]}
    for path, each in others:
        if portal_of(each) != portal_of(first[1]) or each.portal.staging is not first[1].portal.staging:
            raise UsageError(f"{first[0]} and {path} are results of different portals or journeys; name those of one.")
        if other := seen.get(each.run.id):
            raise UsageError(f"{other} and {path} are the same run; leave one of them out.")
        seen[each.run.id] = path


def _whole(given: Iterable[Result]) -> list[Result]:
    """The results with the shards of each place as one, where the first of them stood."""
    some: dict[str, list[Result]] = {}
    for each in given:
        some.setdefault(f"shards of {each.run.place}" if each.run.shard else each.run.id, []).append(each)
    return [shards.whole(each) if each[0].run.shard else each[0] for each in some.values()]


def _kept(loaded: Loaded, result: Result, given: dict[Path, Result], wanted: Wanted) -> int:
    """Leave what a single run would have left: the report with the pictures of the walk, the letter, the history."""
    folder, chart = loaded.path("report.folder") / result.run.id, flowchart.of(loaded.settings.document.name)
    known = {check.id for step in chart.steps for check in step.checks}
    if not {check.id for step in result.steps for check in step.checks} <= known:
        raise UsageError(
            "The shards were made with another flowchart; put them together with the program that made them."
        )
    check(loaded, wanted.alarm)
    for path, each in given.items():
        if each.steps and (path / "pictures").is_dir():
            shutil.copytree(path / "pictures", folder / "pictures", dirs_exist_ok=True)
    walks = any(each.run.shard and each.run.shard.walks for each in given.values())
    lost = "" if walks else _letter(loaded, result, folder)
    result = result.model_copy(update={"notes": (*result.notes, *([f"No covering letter: {lost}."] if lost else []))})
    result = telling.notified(remembered(result, loaded, wanted.alarm), loaded)
    code = output.write(result, chart, folder, Options(json=wanted.json))
    pages = _asked(
        wanted,
        lambda: html.render(result, chart, folder / "pictures"),
        lambda: places.csv(places.beside([result])),
    )
    return code or (ExitCode.USAGE if output.hand_over("", pages) else 0)


def _letter(loaded: Loaded, result: Result, folder: Path) -> str:
    """The requests for help and their letter, without a PDF since no browser is open; blank, or what is lost."""
    departments = expected.of(loaded)
    day = datetime.fromisoformat(result.run.started).date()
    return paperwork.write(
        folder, result.departments, departments, loaded.settings, day, stand_in=result.portal.stand_in
    )


MERGE = flags.Command(
    lambda loaded, given: run(loaded, given.runs, Wanted(given.json, given.html, given.csv, given.alarm)),
    flags=(
        flags.flag("runs", nargs="+", type=flags.path, metavar="RUN.json", help="a run's result.json, or its folder"),
        flags.text("--html", "FILE", "as one page"),
        flags.text("--csv", "FILE", "as a table for Excel"),
        *(flags.JSON, flags.ALARM[0], flags.OUTPUT),
    ),
    examples=("east/result.json west/result.json --html places.html",),
)
