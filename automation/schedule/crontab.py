"""A line in the user's crontab, between two comments; no other line is touched."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from automation import dates
from automation.model import UsageError
from automation.schedule import tool
from automation.schedule.job import NAME, Job, Piece, time_of, upcoming

if TYPE_CHECKING:
    from datetime import datetime

TOOL = "crontab"
HINT = "cron does not make up for a start that was missed while the machine was off."
WHERE = "crontab -l"
BEGIN = f"# {NAME}: written by “igot schedule install”, taken away by “igot schedule remove”"
END = f"# {NAME}: end"
_EMPTY = ("no crontab", "no such file")
_TIME = re.compile(r"^(\d+) (\d+) \* \* (\*|1-5) ", re.MULTILINE)


def lines(job: Job) -> str:
    """The line between its comments (crontab(5)). Raises UsageError for a backslash, which crons read differently."""
    around = [f"{name}={shlex.quote(value)}" for name, value in job.environment.items()]
    words = shlex.join(job.command)
    command = f"cd {shlex.quote(str(job.folder))} && {' '.join([*around, words])}"
    if "\\" in command:
        raise UsageError("cron cannot be trusted with a backslash; leave it out of the command, or rename the folder.")
    days = "1-5" if job.weekdays else "*"
    line = f"{job.at.minute} {job.at.hour} * * {days} {command}".replace("%", r"\%")
    return f"{BEGIN}\n{line}\n{END}\n"


def usable() -> bool:
    """Whether this user has a crontab, or may have one."""
    try:
        _read()
    except UsageError:
        return False
    return True


def install(job: Job, now: datetime) -> list[Piece]:  # noqa: ARG001 (as every scheduler)
    """Put the line at the end, in place of one that was there."""
    ours, (others, _) = lines(job), _parted(_read())
    tool.tell(TOOL, "-", text=others + ours)
    return [Piece(WHERE, ours)]


def remove() -> list[str]:
    """Take the line away; a crontab that held nothing else goes too."""
    others, ours = _parted(_read())
    if not ours:
        return []
    tool.tell(*([TOOL, "-"] if others.strip() else [TOOL, "-r"]), text=others)
    return [WHERE]


def show() -> list[Piece]:
    """The line with its comments."""
    _, ours = _parted(_read())
    return [Piece(WHERE, ours)] if ours else []


def next_start(now: datetime) -> str:
    """Reckoned from the line."""
    found = _TIME.search("".join(each.text for each in show()))
    if not found:
        return ""
    at = time_of(f"{found[2]}:{found[1]}")
    return dates.readable(upcoming(now, at, weekdays=found[3] != "*").isoformat())


def _read() -> str:
    """The whole crontab. Raises UsageError where it cannot be read: what is not read would be lost."""
    answer = tool.ask(TOOL, "-l")
    if not answer.code:
        return answer.out
    if any(each in answer.err.lower() for each in _EMPTY):
        return ""
    raise UsageError(f"The crontab cannot be read ({' '.join(answer.err.split())}); ask who looks after this machine.")


def _parted(text: str) -> tuple[str, str]:
    """The others' lines and ours. Raises UsageError where one of our comments is missing."""
    if text and not text.endswith("\n"):
        text += "\n"
    before, begin, rest = text.partition(f"{BEGIN}\n")
    ours, end, after = rest.partition(f"{END}\n")
    if bool(begin) != bool(end) or BEGIN in after or END in before:
        raise UsageError(f"The crontab lacks one of the comments “{BEGIN}” and “{END}”; mend it with crontab -e.")
    return before + after, begin + ours + end
