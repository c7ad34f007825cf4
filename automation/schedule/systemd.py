"""A timer of the user's own systemd, which makes up for a start that was missed."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from automation import files
from automation.model import UsageError, explained
from automation.schedule import tool
from automation.schedule.job import BY, NAME, Job, Piece

if TYPE_CHECKING:
    from datetime import datetime

TOOL = "systemctl"
HINT = (
    "It starts while you are logged in, and at the next login where a start was missed; "
    "“loginctl enable-linger” has it start without you."
)
_PLAIN = re.compile(r"[\w./:=@,+-]+", re.ASCII)
TIMER, SERVICE = f"{NAME}.timer", f"{NAME}.service"


def units(job: Job) -> dict[str, str]:
    """The two unit files by name (systemd.service(5), systemd.timer(5), systemd.time(7))."""
    words = " ".join(_word(each) for each in job.command)
    settings = "".join(f"Environment={_quoted(f'{name}={value}')}\n" for name, value in job.environment.items())
    days = "Mon..Fri " if job.weekdays else ""
    service = (
        f"# {BY}\n[Unit]\nDescription=A look at the registration portal\n\n"
        f"[Service]\nType=oneshot\nWorkingDirectory={_specifiers(str(job.folder))}\n{settings}ExecStart={words}\n"
    )
    timer = (
        f"# {BY}\n[Unit]\nDescription=When to look at the registration portal\n\n"
        f"[Timer]\nOnCalendar={days}*-*-* {job.at:%H:%M}:00\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )
    return {SERVICE: service, TIMER: timer}


def _specifiers(text: str) -> str:
    return text.replace("%", "%%")


def _quoted(text: str) -> str:
    return '"' + _specifiers(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _word(text: str) -> str:
    """A word of a command line, quoted: there a $ begins a variable, and a ; by itself another command."""
    return text if _PLAIN.fullmatch(text) else _quoted(text).replace("$", "$$")


def _folder() -> Path:
    given = os.environ.get("XDG_CONFIG_HOME", "")
    return (Path(given) if given.startswith("/") else Path.home() / ".config") / "systemd" / "user"


def usable() -> bool:
    """Whether a systemd of this user's own answers."""
    try:
        return tool.ask(TOOL, "--user", "show-environment").code == 0
    except UsageError:
        return False


def install(job: Job, now: datetime) -> list[Piece]:  # noqa: ARG001 (as every scheduler)
    """Write the units and start the timer."""
    folder, texts = _folder(), units(job)
    with explained(f"{folder} takes no unit files", "make room there"):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            files.write(folder / name, text, private=True)
    tool.tell(TOOL, "--user", "daemon-reload")
    tool.tell(TOOL, "--user", "enable", TIMER)
    tool.tell(TOOL, "--user", "restart", TIMER)  # a timer that runs already goes by its new time only so
    return [Piece(str(folder / name), text) for name, text in texts.items()]


def remove() -> list[str]:
    """Stop the timer and remove its files."""
    there = [Path(each.where) for each in show()]
    if not there:
        return []
    answering = usable()
    if answering:
        tool.tell(TOOL, "--user", "disable", "--now", TIMER)
    try:
        for each in (*there, _folder() / "timers.target.wants" / TIMER):
            each.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{error.filename} cannot be removed ({error.strerror}); remove it by hand.") from None
    if answering:
        tool.tell(TOOL, "--user", "daemon-reload")
    return [str(each) for each in there]


def show() -> list[Piece]:
    """The unit files that are there."""
    places = [_folder() / name for name in (SERVICE, TIMER)]
    return [Piece(str(each), each.read_text(encoding="utf-8")) for each in places if each.is_file()]


def next_start(now: datetime) -> str:  # noqa: ARG001 (as every scheduler)
    """As systemd has it."""
    answer = tool.ask(TOOL, "--user", "show", TIMER, "--property=NextElapseUSecRealtime", "--value")
    return answer.out.strip()
