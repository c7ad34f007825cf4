"""Compares a finished run with those before it: what has changed, what was planned, what is worth an alarm."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from automation import windows
from automation.history import accepted, changes, items
from automation.history.database import FILE, DamagedError, Database, NewerError, portal_of, set_aside
from automation.model import Cause, ExitCode
from automation.runs import clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from automation.config import Loaded
    from automation.result import Result

T = TypeVar("T")
ON_CHANGE = "on-change"
_DOWN = frozenset(
    {
        *(Cause.REFUSED, Cause.CUT, Cause.TIMED_OUT, Cause.TLS, Cause.LOOP, Cause.MAINTENANCE, Cause.HTTP_ERROR),
        *(Cause.START_UP, Cause.ELSEWHERE, Cause.SIGN_IN, Cause.EMPTY),
    }
)
"""Causes that a portal in maintenance can have; those of our own network are not among them."""


def remembered(result: Result, loaded: Loaded, alarm: str = "") -> Result:
    """The result with its place in the history, which keeps it; a history that fails costs a note, never the verdict.

    A shard is not kept: only what `igot merge` makes of all of them is.
    `alarm` "on-change": the exit code tells only what is worse than what was accepted. Raises UsageError where what
    was accepted cannot be read.
    """
    folder = loaded.path("report.folder")
    result = _noted(result, loaded.settings.maintenance.windows)
    known = accepted.latest(folder, portal_of(result), result.run.place) if alarm == ON_CHANGE else None
    if known and result.hindrance is None and result.exit_code in {ExitCode.FINDINGS, ExitCode.CANNOT_JUDGE}:
        result = _alarmed(result, known)  # a run that was kept from the form has nothing to compare
    if result.run.shard is not None:  # what it did not look at is neither new nor gone
        return result
    changed, notes = keeping(folder, lambda database: database.add(result))
    return result.model_copy(update={"changed": changed, "notes": (*result.notes, *notes)})


def check(loaded: Loaded, alarm: str) -> None:
    """Read what was accepted before anything is looked at. Raises UsageError where it cannot be read."""
    if alarm == ON_CHANGE:
        accepted.load(loaded.path("report.folder"))


def _noted(result: Result, planned: str) -> Result:
    """Mark a run that found the portal down in a planned maintenance; it is then no alarm."""
    down = result.hindrance is not None and result.hindrance.cause in _DOWN
    reason = windows.planned(planned, datetime.fromisoformat(result.run.started)) if down else ""
    if not reason or result.exit_code != ExitCode.CANNOT_JUDGE:
        return result
    return result.model_copy(update={"maintenance": reason, "exit_code": int(ExitCode.AS_DOCUMENTED)})


def _alarmed(result: Result, known: accepted.Acceptance) -> Result:
    """The exit code by what was accepted."""
    code = changes.alarm(items.of(result), known.states())
    note = f"Nothing is worse than what {known.by} accepted on {known.at[:10]} ({known.why})."
    notes = result.notes if code else (*result.notes, note)
    return result.model_copy(update={"exit_code": int(code), "notes": notes})


def keeping(folder: Path, use: Callable[[Database], T]) -> tuple[T | None, tuple[str, ...]]:
    """Use the history of a folder; gives None where that failed, and sentences on what happened to the history.

    A damaged file is set aside under another name, and a new one begun.
    """
    path, notes = folder / FILE, list[str]()
    for _ in range(2):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with Database(path) as database:
                return use(database), tuple(notes)
        except NewerError as error:
            return None, (*notes, str(error))
        except (OSError, sqlite3.OperationalError) as error:
            return None, (*notes, f"The history could not be kept ({error}).")
        except (DamagedError, sqlite3.DatabaseError):
            try:
                aside = set_aside(path, clock.now())
            except OSError as error:
                return None, (*notes, f"The history is damaged and could not be set aside ({error}).")
            notes.append(
                f"The history was damaged and is set aside as {aside.name}; "
                "“igot history rebuild” reads the runs again that are still there."
            )
    return None, tuple(notes)
