"""Has the system's own scheduler start a run each morning; this program has no scheduler."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from automation.model import UsageError
from automation.schedule import crontab, launchd, systemd, task_scheduler

if TYPE_CHECKING:
    from datetime import datetime

    from automation.schedule.job import Job, Piece, Scheduler

_SCHEDULERS: dict[str, tuple[Scheduler, ...]] = {"darwin": (launchd,), "win32": (task_scheduler,)}
_ELSEWHERE: tuple[Scheduler, ...] = (systemd, crontab)


def install(job: Job, now: datetime) -> tuple[list[Piece], str]:
    """Hand the job to the first scheduler of this machine, and remove an earlier job; what was written, and a hint.

    Raises UsageError where there is no scheduler, or it does not take the job.
    """
    known = _known()
    chosen = next((each for each in known if each.usable()), None)
    if chosen is None:
        tools = " or ".join(each.TOOL for each in known)
        raise UsageError(
            f"Nothing here starts programs by the clock for you; install {tools}, or have it allowed to you."
        )
    written = chosen.install(job, now)
    for other in known:
        if other is not chosen and _there(other):
            other.remove()
    return written, chosen.HINT


def remove() -> list[str]:
    """Take the job away from every scheduler that has it; where it was. Raises UsageError where one keeps it."""
    return [where for each in _known() if _there(each) for where in each.remove()]


def show(now: datetime) -> tuple[list[Piece], str]:
    """What is installed, and when it starts next; nothing and blank where nothing is."""
    for each in _known():
        if _there(each) and (found := each.show()):
            return found, each.next_start(now)
    return [], ""


def _known() -> tuple[Scheduler, ...]:
    return _SCHEDULERS.get(sys.platform, _ELSEWHERE)


def _there(scheduler: Scheduler) -> bool:
    return shutil.which(scheduler.TOOL) is not None
