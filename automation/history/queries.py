"""Questions to the history: the runs of a time, what moved between them, how one item stood in each."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from automation.history.database import Database, portal_of
from automation.history.items import UNKNOWN, Items, State, name, parts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from automation.result import Result


class Series(NamedTuple):
    """The runs on one portal from one place: how many, and when the last one started."""

    portal: str
    place: str
    runs: int
    last: str


class Stage(NamedTuple):
    """One box of the flowchart in a run."""

    title: str
    verdict: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Past:
    """One run of the history; `number` is its place in time, `name` that of its folder."""

    number: int
    name: str
    started: str
    day: str
    seconds: float
    verdict: str
    exit_code: int
    generation: str
    cause: str
    maintenance: str
    expected: int
    listed: int
    person: str
    steps: Mapping[str, Stage] = field(default_factory=dict)


class Move(NamedTuple):
    """An item that was judged otherwise in a run than the last time before it."""

    run: int
    key: str
    before: str
    now: str
    said: str


def series(database: sqlite3.Connection) -> tuple[Series, ...]:
    """What the history holds, the series with the latest run first."""
    rows = database.execute(
        "SELECT portal, place, count(*), started, max(julianday(started)) AS last FROM run"
        " JOIN series ON series.id = run.series GROUP BY series.id ORDER BY last DESC"
    )
    return tuple(Series(*row[:4]) for row in rows)


def choose(database: sqlite3.Connection, portal: str, place: str = "") -> Series | None:
    """The series of a portal as seen from a place, else of that portal, else the one with the latest run.

    For the runs on the login or on another document, give the portal's name as `items.named` makes it.
    """
    known = [each for each in series(database) if parts(each.portal)[1] == parts(portal)[1]]
    near = sorted(known, key=lambda each: (each.portal != portal, not _same(each, portal), each.place != place))
    return near[0] if near else None


def _same(of: Series, portal: str) -> bool:
    """Whether these are runs on a portal; of an office's own link the history knows the host alone."""
    known, wanted = (parts(each)[0] for each in (of.portal, portal))
    return known == wanted or (known.endswith("/") and wanted.startswith(known))


def instead(of: Series, portal: str) -> str:
    """A sentence where a portal was asked for that has no run, and another one's are shown; else blank."""
    wanted = parts(portal)[0]
    if not wanted or _same(of, portal):
        return ""
    return f"Of {wanted} there is no run in the history; this is of {of.portal}."


def runs(database: sqlite3.Connection, of: Series, since: str = "") -> tuple[Past, ...]:
    """The runs of a series, the earliest first; `since` is a day (2026-11-29)."""
    rows = database.execute(
        "SELECT run.id, name, started, day, seconds, verdict, exit_code, generation, cause, maintenance, expected,"
        " listed, person FROM run JOIN series ON series.id = run.series WHERE (portal, place) = (?, ?) AND day >= ?"
        " ORDER BY julianday(started), run.id",
        (of.portal, of.place, since),
    ).fetchall()
    if not rows:
        return ()
    steps: dict[int, dict[str, Stage]] = {}
    first, last = min(row[0] for row in rows), max(row[0] for row in rows)
    for run, step, *rest in database.execute(
        "SELECT run, step, title, verdict, seconds FROM step WHERE run BETWEEN ? AND ?", (first, last)
    ):
        steps.setdefault(run, {})[step] = Stage(*rest)
    return tuple(replace(Past(*row), steps=steps.get(row[0], {})) for row in rows)


def moves(database: sqlite3.Connection, of: Sequence[Past], kind: str) -> Iterator[Move]:
    """How the items of a kind moved over some runs; what was not judged in a run is passed over."""
    if not of:
        return iter(())
    here = {each.number for each in of}
    rows = database.execute(
        "SELECT * FROM (SELECT run, item.text, lag(value.text) OVER (PARTITION BY item ORDER BY run) AS before,"
        " value.text AS now, coalesce(said.text, '') FROM finding JOIN word item ON item.id = item"
        " JOIN word value ON value.id = value LEFT JOIN word said ON said.id = said"
        " WHERE item.text LIKE ? AND value.text NOT IN (SELECT value FROM json_each(?)) AND run BETWEEN ? AND ?"
        " AND run IN (SELECT id FROM run WHERE series = (SELECT series FROM run WHERE id = ?)))"
        " WHERE before <> now ORDER BY run",
        (f"{kind}:%", json.dumps(sorted(UNKNOWN)), min(here), max(here), of[0].number),
    )
    return (Move(*row) for row in rows)


def stands(database: sqlite3.Connection, of: Sequence[Past], key: str) -> tuple[tuple[Past, str, str], ...]:
    """How one item stood in each run that has it, with what was said of it."""
    by_number = {each.number: each for each in of}
    rows = database.execute(
        "SELECT run, value.text, coalesce(said.text, '') FROM finding JOIN word item ON item.id = item"
        " JOIN word value ON value.id = value LEFT JOIN word said ON said.id = said WHERE item.text = ? ORDER BY run",
        (key,),
    )
    return tuple((by_number[run], value, said) for run, value, said in rows if run in by_number)


def since(database: sqlite3.Connection, result: Result) -> dict[str, str]:
    """The day since which each department of a run's series stands as it does, by its name."""
    rows = database.execute(
        "SELECT item.text, run.day FROM standing JOIN series ON series.id = standing.series"
        " JOIN word item ON item.id = standing.item JOIN run ON run.id = standing.since"
        " WHERE (portal, place) = (?, ?) AND item.text LIKE 'department:%'",
        (portal_of(result), result.run.place),
    )
    return {name(key): day for key, day in rows}


def names(database: Database) -> frozenset[str]:
    """The names of all runs that a history holds."""
    return frozenset(run for (run,) in database.connection.execute("SELECT name FROM run"))


def standing(database: sqlite3.Connection, of: Series, until: int) -> Items:
    """How each item was last judged in the runs of a series up to one of them, by its number."""
    rows = database.execute(
        "WITH latest AS (SELECT word.id AS item, (SELECT finding.run FROM finding JOIN run ON run.id = finding.run"
        " JOIN series ON series.id = run.series WHERE finding.item = word.id AND finding.run <= ?"
        " AND (portal, place) = (?, ?) AND value NOT IN (SELECT id FROM word WHERE text IN"
        " (SELECT value FROM json_each(?))) ORDER BY finding.run DESC LIMIT 1) AS run"
        " FROM word WHERE text GLOB '[a-z]*:*')"
        " SELECT item.text, value.text, coalesce(said.text, '') FROM latest"
        " JOIN finding ON (finding.run, finding.item) = (latest.run, latest.item)"
        " JOIN word item ON item.id = latest.item"
        " JOIN word value ON value.id = finding.value LEFT JOIN word said ON said.id = finding.said",
        (until, of.portal, of.place, json.dumps(sorted(UNKNOWN))),
    )
    return {key: State(value, said) for key, value, said in rows}


def asked(database: sqlite3.Connection, run: Past) -> frozenset[str]:
    """The items that a run looked at, judged or not."""
    rows = database.execute("SELECT text FROM finding JOIN word ON word.id = item WHERE run = ?", (run.number,))
    return frozenset(text for (text,) in rows)


def keys(database: sqlite3.Connection, kind: str) -> tuple[str, ...]:
    """The items of a kind that the history knows, in the order of the alphabet."""
    rows = database.execute("SELECT text FROM word WHERE text LIKE ? ORDER BY text", (f"{kind}:%",))
    return tuple(text for (text,) in rows)
