"""The file that keeps what each run has found (SQLite of the standard library, write-ahead log, migrations)."""

from __future__ import annotations

import json
import secrets
import sqlite3
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation.dates import STAMP
from automation.history.changes import compare
from automation.history.items import DEPARTMENT, Items, State, kind, named, of
from automation.model import ExitCode, IgotError, Journey, Listing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from automation.result import Changed, Result

FILE = "history.db"
_PATIENCE_SECONDS = 20.0
_MIGRATIONS = (
    """
    CREATE TABLE series (id INTEGER PRIMARY KEY, portal TEXT NOT NULL, place TEXT NOT NULL, UNIQUE (portal, place));
    CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
    CREATE TABLE run (
        id INTEGER PRIMARY KEY, series INTEGER NOT NULL REFERENCES series, name TEXT NOT NULL UNIQUE,
        started TEXT NOT NULL, day TEXT NOT NULL, seconds REAL NOT NULL, verdict TEXT NOT NULL,
        exit_code INTEGER NOT NULL, generation TEXT NOT NULL, program TEXT NOT NULL, person TEXT NOT NULL,
        cause TEXT NOT NULL, maintenance TEXT NOT NULL, expected INTEGER NOT NULL, listed INTEGER NOT NULL
    );
    CREATE INDEX run_by_time ON run (series, started);
    CREATE TABLE step (
        run INTEGER NOT NULL REFERENCES run, step TEXT NOT NULL, title TEXT NOT NULL, verdict TEXT NOT NULL,
        seconds REAL NOT NULL, PRIMARY KEY (run, step)
    ) WITHOUT ROWID;
    CREATE TABLE finding (
        run INTEGER NOT NULL REFERENCES run, item INTEGER NOT NULL REFERENCES word,
        value INTEGER NOT NULL REFERENCES word, said INTEGER REFERENCES word, PRIMARY KEY (run, item)
    ) WITHOUT ROWID;
    CREATE INDEX finding_by_item ON finding (item, run, value);
    CREATE TABLE standing (
        series INTEGER NOT NULL REFERENCES series, item INTEGER NOT NULL REFERENCES word,
        value INTEGER NOT NULL REFERENCES word, said INTEGER REFERENCES word, run INTEGER NOT NULL REFERENCES run,
        since INTEGER NOT NULL REFERENCES run, PRIMARY KEY (series, item)
    ) WITHOUT ROWID;
    """,
)
"""What each version of the file adds; `standing` is how each item was last judged, and since which run it stands so."""
_GOOD = (ExitCode.AS_DOCUMENTED, ExitCode.FINDINGS)


class DamagedError(IgotError):
    """The file cannot be read."""


class NewerError(IgotError):
    """The file was written by a newer program."""


@dataclass(frozen=True, slots=True)
class Before:
    """How the items stood before a run, and which run last could judge: its name and when it started, or blanks.

    `cause` is what stood in the way of the latest run of all, blank where nothing did.
    """

    items: Items
    run: str = ""
    started: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A run as a history holds it; `row` is its row without the series, `steps` are those of its steps without it."""

    portal: str
    place: str
    started: str
    row: tuple[object, ...]
    steps: tuple[tuple[object, ...], ...]
    items: Items


class Database(AbstractContextManager["Database"]):
    """The history of one folder of runs; leaving it as a context closes the file.

    `connection` is for questions; nothing but this class writes.
    """

    def __init__(self, path: Path) -> None:
        """Open or make it. Raises DamagedError, NewerError, or OSError where the folder takes no file."""
        try:
            self.connection = sqlite3.connect(path, timeout=_PATIENCE_SECONDS, isolation_level=None)
            with suppress(sqlite3.OperationalError):  # where the disk or a run at the same moment forbids it, it stays
                self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute("PRAGMA synchronous = FULL")
            self._migrate()
        except sqlite3.OperationalError as error:
            raise OSError(0, str(error)) from error
        except sqlite3.DatabaseError as error:
            self.connection.close()
            raise DamagedError(str(error)) from error
        except NewerError:
            self.connection.close()
            raise

    def _migrate(self) -> None:
        if self._version() == len(_MIGRATIONS):
            return
        with self._writing():
            version = self._version()  # another run may have come first
            if version > len(_MIGRATIONS):
                raise NewerError("The history was written by a newer version of this program; update this one.")
            for step in _MIGRATIONS[version:]:
                for statement in filter(str.strip, step.split(";")):
                    self.connection.execute(statement)
            self.connection.execute(f"PRAGMA user_version = {len(_MIGRATIONS)}")

    def _version(self) -> int:
        return int(self.connection.execute("PRAGMA user_version").fetchone()[0])

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """All or nothing, one run at a time."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.connection.close()

    def _before(self, series: int) -> Before:
        rows = self.connection.execute(
            "SELECT item.text, value.text, coalesce(said.text, '') FROM standing"
            " JOIN word item ON item.id = item JOIN word value ON value.id = value"
            " LEFT JOIN word said ON said.id = said WHERE series = ?",
            (series,),
        )
        items = {key: State(value, said) for key, value, said in rows}
        good = self.connection.execute(
            "SELECT name, started FROM run WHERE series = ? AND exit_code IN (?, ?) AND cause = ''"
            " ORDER BY id DESC LIMIT 1",  # as they came in: clocks go back, and differ by their zones
            (series, *_GOOD),
        ).fetchone()
        latest = self.connection.execute(
            "SELECT iif(maintenance = '', cause, '') FROM run WHERE series = ? ORDER BY id DESC LIMIT 1",
            (series,),
        ).fetchone()
        run, started = good or ("", "")
        return Before(items, run, started, latest[0] if latest else "")

    def add(self, run: Result | Kept) -> Changed:
        """Take a run in, once, and tell what has changed; a run that is there already stays as it is."""
        kept = run if isinstance(run, Kept) else as_kept(run)
        with self._writing():
            series = self._series(kept.portal, kept.place)
            before = self._before(series)
            number = self._run(series, kept.row, kept.steps)
            if number is not None:
                self._found(series, number, kept.items)
        changed = compare(before.items, kept.items, before.started, before.run)
        return changed.model_copy(update={"hindered": before.cause})

    def kept(self, without: Collection[str]) -> tuple[Kept, ...]:
        """The runs that are not among these names."""
        runs = self.connection.execute(
            "SELECT run.id, portal, place, name, started, day, seconds, verdict, exit_code, generation, program,"
            " person, cause, maintenance, expected, listed FROM run JOIN series ON series.id = run.series"
            " ORDER BY run.id"
        ).fetchall()
        return tuple(self._whole(*each) for each in runs if each[3] not in without)

    def _whole(self, run: int, portal: str, place: str, *row: object) -> Kept:
        steps = self.connection.execute(
            "SELECT step, title, verdict, seconds FROM step WHERE run = ?", (run,)
        ).fetchall()
        items = self.connection.execute(
            "SELECT item.text, value.text, coalesce(said.text, '') FROM finding JOIN word item ON item.id = item"
            " JOIN word value ON value.id = value LEFT JOIN word said ON said.id = said WHERE run = ?",
            (run,),
        )
        states = {key: State(value, said) for key, value, said in items}
        return Kept(portal, place, str(row[1]), row, tuple(steps), states)

    def _series(self, portal: str, place: str) -> int:
        self.connection.execute("INSERT OR IGNORE INTO series (portal, place) VALUES (?, ?)", (portal, place))
        row = self.connection.execute(
            "SELECT id FROM series WHERE (portal, place) = (?, ?)", (portal, place)
        ).fetchone()
        return int(row[0])

    def _run(self, series: int, row: tuple[object, ...], steps: Iterable[tuple[object, ...]]) -> int | None:
        done = self.connection.execute(
            "INSERT OR IGNORE INTO run (series, name, started, day, seconds, verdict, exit_code, generation, program,"
            " person, cause, maintenance, expected, listed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (series, *row),
        )
        if not done.rowcount:
            return None
        run = int(done.lastrowid or 0)
        self.connection.executemany("INSERT INTO step VALUES (?, ?, ?, ?, ?)", [(run, *each) for each in steps])
        return run

    def _found(self, series: int, run: int, items: Items) -> None:
        words = self._words(text for key, state in items.items() for text in (key, state.value, state.said) if text)
        rows = [(words[key], words[state.value], words.get(state.said), state.known) for key, state in items.items()]
        self.connection.executemany("INSERT INTO finding VALUES (?, ?, ?, ?)", [(run, *each[:3]) for each in rows])
        self.connection.executemany(
            "INSERT INTO standing VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET said = excluded.said,"
            " run = excluded.run, since = CASE WHEN value = excluded.value THEN since ELSE excluded.since END,"
            " value = excluded.value",
            [(series, item, value, said, run, run) for item, value, said, known in rows if known],
        )
        if any(kind(key) == DEPARTMENT and state.value != Listing.CANNOT_JUDGE for key, state in items.items()):
            self._forget(series, {words[key] for key in items})

    def _forget(self, series: int, here: set[int]) -> None:
        """Forget what an audit no longer asks for: a department that left our list, a request that was met."""
        rows = self.connection.execute(
            "SELECT item FROM standing JOIN word ON word.id = item WHERE series = ?"
            " AND (text LIKE 'department:%' OR text LIKE 'request:%' OR text LIKE 'list:%')",
            (series,),
        ).fetchall()
        gone = [(series, item) for (item,) in rows if item not in here]
        self.connection.executemany("DELETE FROM standing WHERE series = ? AND item = ?", gone)

    def _words(self, texts: Iterable[str]) -> dict[str, int]:
        wanted = list(dict.fromkeys(texts))
        self.connection.executemany("INSERT OR IGNORE INTO word (text) VALUES (?)", [(each,) for each in wanted])
        found = self.connection.execute(
            "SELECT text, id FROM word WHERE text IN (SELECT value FROM json_each(?))", (json.dumps(wanted),)
        )
        return dict(found)


def as_kept(result: Result) -> Kept:
    """A run as a history holds it."""
    cause = result.hindrance.cause if result.hindrance else ""
    row = (
        *(result.run.id, result.run.started, result.run.started[:10], result.run.seconds, result.verdict),
        *(result.exit_code, result.portal.generation or "", result.environment.igot, result.run.person, cause),
        *(result.maintenance, result.departments.expected, result.departments.listed),
    )
    steps = tuple((each.id, each.title, each.verdict, each.seconds) for each in result.steps)
    return Kept(portal_of(result), result.run.place, result.run.started, row, steps, of(result))


def portal_of(result: Result) -> str:
    """Which portal a run's items belong to; every rehearsal is one, whatever port it had."""
    portal = "rehearsal" if result.portal.rehearsal else result.portal.url
    return named(portal, result.run.document, login=result.run.journey is Journey.LOGIN)


def set_aside(path: Path, now: datetime) -> Path:
    """Rename a damaged file and what stands beside it; the new name. Raises OSError where that cannot be done."""
    aside = path.with_name(f"{path.name}.damaged-{now:{STAMP}}")
    if aside.exists():
        aside = aside.with_name(f"{aside.name}-{secrets.token_hex(2)}")
    path.replace(aside)
    for suffix in ("-wal", "-shm"):
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + suffix))
    return aside
