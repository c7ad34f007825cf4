"""`igot history` and `igot accept`: what earlier runs have found, and which of their findings are accepted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from automation import flags
from automation.flowchart.documents import of_document
from automation.history import accepted, items, queries
from automation.history.database import FILE, Database, as_kept, portal_of
from automation.model import ExitCode, UsageError
from automation.reports import history as pages
from automation.runs import clock, folders, output
from automation.runs.remembering import keeping
from automation.saying import colours, say

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from automation.config import Loaded

_DAYS = 14
OF_A_PERSON = re.compile(r"@|\d(?:[ -]?\d){8,}")
_NONE = "There is no run in the history of {}; run igot smoke, or igot history rebuild where runs are there."


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the history: about one check or department, or all; since which day; to which files.

    `login`: the question is about the runs that looked at the login.
    """

    check: str = ""
    department: str = ""
    since: str = ""
    csv: str = ""
    html: str = ""
    login: bool = False


def show(loaded: Loaded, asked: Question) -> int:
    """Answer the question. Raises UsageError where there is no history, and for an unknown name or a malformed day."""
    folder = loaded.path("report.folder")
    since = _day(asked.since) if asked.since else clock.now().date() - timedelta(days=_DAYS - 1)
    if not (folder / FILE).exists():
        raise UsageError(_NONE.format(folder))
    found, notes = keeping(folder, lambda database: _answer(database, loaded, asked, since))
    for note in notes:
        say(f"igot: {note}", aside=True)
    if found is None:
        return ExitCode.CANNOT_JUDGE
    say("\n".join(found))
    return ExitCode.AS_DOCUMENTED


def _answer(database: Database, loaded: Loaded, asked: Question, since: date) -> list[str]:
    db, folder = database.connection, loaded.path("report.folder")
    known = queries.series(db)
    named = items.named(loaded.settings.portal.url, of_document(loaded.settings.document.name), login=asked.login)
    of = queries.choose(db, named, loaded.settings.run.place)
    if of is None:
        raise UsageError(_NONE.format(folder))
    if other := queries.instead(of, named):
        say(f"igot: {other}", aside=True)
    whole = bool(asked.html or asked.csv) and not asked.since
    past = queries.runs(db, of, "" if whole else since.isoformat())
    if asked.check or asked.department:
        return _item(database, past, asked)
    if asked.html and not asked.csv:
        return [output.save(asked.html, _page(database, past, of, folder))]
    departments = [*queries.moves(db, past, items.DEPARTMENT)]
    if asked.csv:
        return [output.save(asked.csv, pages.csv(past, departments))]
    today = clock.now().date()
    days = [since + timedelta(days=each) for each in range((today - since).days + 1)][-_DAYS:]
    others = [f"Also kept: {each.portal}{each.place and f' from {each.place}'} ({each.runs} runs)." for each in known]
    told = pages.table(past, departments, days, of, colour=colours())
    return told + [line for line, each in zip(others, known, strict=True) if each != of]


def _page(database: Database, past: Sequence[queries.Past], of: queries.Series, folder: Path) -> str:
    db = database.connection
    checks, departments = ([*queries.moves(db, past, kind)] for kind in (items.CHECK, items.DEPARTMENT))
    reports = frozenset(each.name for each in folders.runs(folder) if (each / "report.html").exists())
    return pages.page(past, checks, departments, of, reports)


def page(loaded: Loaded) -> str:
    """The page with the calendar of all runs. Raises UsageError where there is no history that can be read."""
    folder = loaded.path("report.folder")

    def written(database: Database) -> str:
        named = items.named(loaded.settings.portal.url, of_document(loaded.settings.document.name))
        of = queries.choose(database.connection, named, loaded.settings.run.place)
        if of is None:
            raise UsageError(_NONE.format(folder))
        return _page(database, queries.runs(database.connection, of), of, folder)

    found = keeping(folder, written)[0] if (folder / FILE).exists() else None
    if found is None:
        raise UsageError(_NONE.format(folder))
    return found


def _item(database: Database, past: Sequence[queries.Past], asked: Question) -> list[str]:
    kind, wanted = (items.CHECK, asked.check) if asked.check else (items.DEPARTMENT, asked.department)
    known = {items.name(key).casefold(): key for key in queries.keys(database.connection, kind)}
    key = known.get(" ".join(wanted.split()).casefold())
    if key is None:
        near = [items.name(each) for name, each in known.items() if wanted.casefold() in name]
        hint = f"did you mean {' or '.join(near[:3])}?" if near else "write it as the report does."
        raise UsageError(f"The history has no {kind} of that name; {hint}")
    lines = pages.line_of(queries.stands(database.connection, past, key), colour=colours())
    return [items.name(key), *(lines or ["It was not looked at in that time; ask for more with --since."])]


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UsageError("--since should be a day such as 2026-11-01.") from None
    if day > clock.now().date():
        raise UsageError("--since names a day that is still to come; name an earlier one.")
    return day


def rebuild(loaded: Loaded) -> int:
    """Read the results of all runs that are still there into a new history, which then takes the old one's place.

    The new one keeps what the old one knows about runs without a folder. Raises UsageError where the folder takes no
    file, and where a newer program has written the history.
    """
    folder = loaded.path("report.folder")
    fresh, path = folder / f"{FILE}.new", folder / FILE
    there = [folders.result(place) for place in folders.runs(folder)]
    unread, parts = there.count(None), sum(each is not None and each.run.shard is not None for each in there)
    results = [each for each in there if each and each.remembered]
    named = {each.run.id for each in results}
    gone, notes = keeping(folder, lambda database: database.kept(named)) if path.exists() else ((), ())
    if gone is None:
        raise UsageError(" ".join(notes))
    for note in notes:
        say(f"igot: {note}", aside=True)
    try:
        fresh.unlink(missing_ok=True)
        with Database(fresh) as database:
            every = [*map(as_kept, results), *gone]
            for each in sorted(every, key=lambda each: datetime.fromisoformat(each.started)):
                database.add(each)
            database.connection.execute("PRAGMA journal_mode = DELETE")  # one file, to be moved
        for suffix in ("-wal", "-shm"):
            path.with_name(FILE + suffix).unlink(missing_ok=True)
        fresh.replace(path)
    except OSError as error:
        raise UsageError(f"{folder} takes no history ({error.strerror or error}); make room there.") from None
    say(
        f"{len(results) + len(gone)} runs are in the history of {folder}."
        + f" Of {len(gone)} the folders are gone; they are as the history had them." * bool(gone)
        + f" {unread} could not be read." * bool(unread)
        + f" {parts} are shards; igot merge makes one run of them." * bool(parts)
    )
    return ExitCode.AS_DOCUMENTED


def accept(loaded: Loaded, run: str, by: str, why: str) -> int:
    """Accept the findings of a run, by default the latest one, so that `--alarm on-change` is silent about them.

    Raises UsageError where there is no such run, nobody accepts it, or it could not judge.
    """
    folder = loaded.path("report.folder")
    for name, text in (("--by", by), ("--why", why)):
        if not text.strip():
            raise UsageError(f"Say who accepts the findings and why, with --by and --why; {name} is missing.")
        if OF_A_PERSON.search(text):
            raise UsageError(f"{name} holds an address or a number of a person; name an office or a file number.")
    place = _place(folder, run)
    result = folders.result(place)
    if result is None:
        raise UsageError(f"{place} holds no result that can be read; name another run.")
    if result.run.shard is not None:
        raise UsageError(f"{place.name} is a share of a run; accept what igot merge has made of all of them.")
    if result.hindrance is not None or result.exit_code not in {ExitCode.AS_DOCUMENTED, ExitCode.FINDINGS}:
        raise UsageError(f"{place.name} could not judge the portal, so there is nothing in it to accept.")
    found = items.of(result)
    accepted.add(
        folder,
        accepted.Acceptance(
            portal=portal_of(result),
            place=result.run.place,
            run=result.run.id,
            at=clock.now().isoformat(timespec="seconds"),
            by=by.strip(),
            why=why.strip(),
            items={key: state.value for key, state in found.items()},
        ),
    )
    findings = sum(state.finding for state in found.values())
    of = f"{place.name} ({result.portal.head})"
    say(f"Accepted: {findings} findings of {of}. With --alarm on-change only what is worse is an alarm.")
    return ExitCode.AS_DOCUMENTED


def _place(folder: Path, run: str) -> Path:
    if run:
        named = Path(run).expanduser()
        return named if named.is_dir() else folder / run
    newest = folders.latest(folder)
    if newest is None:
        raise UsageError(f"There is no run in {folder} to accept; run igot smoke.")
    return newest


def _given(loaded: Loaded, given: Namespace) -> int:
    if given.what:
        return rebuild(loaded)
    return show(loaded, Question(given.check, given.department, given.since, given.csv, given.html, given.login))


HISTORY = flags.Command(
    _given,
    flags=(
        flags.flag("what", nargs="?", choices=("rebuild",), help="read the runs that are there into a new history"),
        flags.text("--check", "ID", "how one check stood"),
        flags.text("--department", "NAME", "how one department stood"),
        flags.text("--since", "YYYY-MM-DD", "from that day on"),
        flags.switch("--login", "of smoke --generation login, not of the registration"),
        flags.text("--csv", "FILE", "a row a run, for Excel"),
        flags.text("--html", "FILE", "one page: the calendar, the departments, the seconds"),
        *(flags.DOCUMENT, flags.PORTAL, flags.OUTPUT),
    ),
    examples=("", "--login --since 2026-11-01"),
)

ACCEPT = flags.Command(
    lambda loaded, given: accept(loaded, given.run_, given.by, given.why),
    flags=(
        flags.text("run_", "RUN", "its folder or the name of that (the latest)", nargs="?"),
        flags.text("--by", "WHO", "the office that accepts them"),
        flags.text("--why", "TEXT", "why nothing has to be done about them"),
        flags.OUTPUT,
    ),
    examples=('--by "IT cell" --why "asked for on 3 November"',),
)
