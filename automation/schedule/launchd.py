"""An agent of macOS' launchd, which makes up for a start that was missed while the machine slept."""

from __future__ import annotations

import os
import plistlib
from datetime import datetime, time
from pathlib import Path
from typing import Any

from automation import dates, files
from automation.model import explained
from automation.schedule import tool
from automation.schedule.job import NAME, Job, Piece, upcoming

TOOL = "launchctl"
HINT = "It starts while you are logged in, and after a sleep in which a start was missed."
LABEL = f"{NAME}-registration-helper"


def agent(job: Job, log: str) -> str:
    """The property list (launchd.plist(5)); what the run says goes to the file `log`."""
    when: dict[str, int] = {"Hour": job.at.hour, "Minute": job.at.minute}
    content: dict[str, Any] = {
        "Label": LABEL,
        "ProgramArguments": [*job.command],
        "WorkingDirectory": str(job.folder),
        "EnvironmentVariables": dict(job.environment),
        "StartCalendarInterval": [when | {"Weekday": day} for day in range(1, 6)] if job.weekdays else when,
        "StandardOutPath": log,
        "StandardErrorPath": log,
    }
    return plistlib.dumps(content, sort_keys=False).decode()


def _place() -> Path:
    return Path.home() / "Library" / "LaunchAgents" / f"{LABEL}.plist"


def _domain() -> str:
    return f"gui/{os.getuid()}"


def usable() -> bool:
    """Every Mac has it."""
    return True


def install(job: Job, now: datetime) -> list[Piece]:  # noqa: ARG001 (as every scheduler)
    """Write the agent and load it, in place of one that was loaded."""
    place, text = _place(), agent(job, str(Path.home() / "Library" / "Logs" / f"{LABEL}.log"))
    with explained(f"{place} cannot be written", "make room there"):
        place.parent.mkdir(parents=True, exist_ok=True)
        files.write(place, text, private=True)
    tool.ask(TOOL, "bootout", f"{_domain()}/{LABEL}")  # none is loaded the first time
    tool.tell(TOOL, "bootstrap", _domain(), str(place))
    return [Piece(str(place), text)]


def remove() -> list[str]:
    """Unload the agent and remove its file."""
    place = _place()
    if not place.is_file():
        return []
    tool.ask(TOOL, "bootout", f"{_domain()}/{LABEL}")
    with explained(f"{place} cannot be removed", "remove it by hand"):
        place.unlink()
    return [str(place)]


def show() -> list[Piece]:
    """The agent's file."""
    place = _place()
    return [Piece(str(place), place.read_text(encoding="utf-8"))] if place.is_file() else []


def next_start(now: datetime) -> str:
    """Reckoned from the agent's file."""
    found = [each for piece in show() for each in _times(piece.text)]
    if not found:
        return ""
    at = time(found[0]["Hour"], found[0]["Minute"])
    return dates.readable(upcoming(now, at, weekdays="Weekday" in found[0]).isoformat())


def _times(text: str) -> list[dict[str, int]]:
    try:
        when = plistlib.loads(text.encode())["StartCalendarInterval"]
    except (ValueError, KeyError, plistlib.InvalidFileException):
        return []
    return when if isinstance(when, list) else [when]
