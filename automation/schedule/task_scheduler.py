"""A task of Windows' Task Scheduler, which makes up for a start that was missed."""

from __future__ import annotations

import re
import tempfile
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

from automation import dates
from automation.model import UsageError
from automation.schedule import tool
from automation.schedule.job import BY, NAME, Job, Piece, upcoming

TOOL = "schtasks"
HINT = "It starts while you are logged in, and as soon as it can where a start was missed."
WHERE = f"Task Scheduler: {NAME}"
_SPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_DAYS = "".join(f"<{day} />" for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"))
_PLAIN = re.compile(r"[\w.:/\\-]+", re.ASCII)
_START = re.compile(r"<StartBoundary>([^<]+)</StartBoundary>")


def task(job: Job, now: datetime) -> str:
    """The task (MS-TSCH 2.5, in the order of its schema), which starts for the first time after `now`.

    Raises UsageError for a % or a quotation mark, which cmd.exe would take for its own.
    """
    first = upcoming(now, job.at, weekdays=job.weekdays)
    schedule = (
        f"<ScheduleByWeek><WeeksInterval>1</WeeksInterval><DaysOfWeek>{_DAYS}</DaysOfWeek></ScheduleByWeek>"
        if job.weekdays
        else "<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>"
    )
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="{_SPACE}">
  <RegistrationInfo>
    <Description>{escape(BY)}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>{first:%Y-%m-%dT%H:%M}:00</StartBoundary>
      {schedule}
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT4H</ExecutionTimeLimit>
  </Settings>
  <Actions>
    <Exec>
      <Command>cmd.exe</Command>
      <Arguments>{escape(_line(job))}</Arguments>
      <WorkingDirectory>{escape(_checked(str(job.folder)))}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


def content(text: str) -> bytes:
    """The file as Task Scheduler writes and takes it."""
    return b"\xff\xfe" + text.replace("\n", "\r\n").encode("utf-16-le")


def _line(job: Job) -> str:
    """What follows cmd.exe: with /s it takes off the outer quotation marks and nothing else."""
    settings = "".join(f'set "{name}={_checked(value)}"&& ' for name, value in job.environment.items())
    words = " ".join((f'"{_checked(str(job.program))}"', *(_word(each) for each in job.words)))
    return f'/d /s /c "{settings}{words}"'


def _word(text: str) -> str:
    """A word that neither cmd.exe nor the program reads otherwise; a backslash at its end would keep the mark open."""
    if _PLAIN.fullmatch(_checked(text)):
        return text
    end = text[len(text.rstrip("\\")) :]
    return f'"{text}{end}"'


def _checked(text: str) -> str:
    if bad := next((each for each in '%"' if each in text), ""):
        raise UsageError(f"{text} holds a {bad}, which Windows takes for its own; leave it out or rename the folder.")
    return text


def usable() -> bool:
    """Every Windows has it."""
    return True


def install(job: Job, now: datetime) -> list[Piece]:
    """Hand it the task, in place of one that it has."""
    text = task(job, now)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{NAME}.xml"
        file.write_bytes(content(text))
        tool.tell(TOOL, "/Create", "/TN", NAME, "/XML", str(file), "/F")
    return [Piece(WHERE, text)]


def remove() -> list[str]:
    """Delete the task."""
    if not show():
        return []
    tool.tell(TOOL, "/Delete", "/TN", NAME, "/F")
    return [WHERE]


def show() -> list[Piece]:
    """The task as Windows has it."""
    answer = tool.ask(TOOL, "/Query", "/TN", NAME, "/XML")
    return [] if answer.code else [Piece(WHERE, answer.out)]


def next_start(now: datetime) -> str:
    """Reckoned from the task."""
    text = "".join(each.text for each in show())
    found = _START.search(text)
    if not found:
        return ""
    at = datetime.fromisoformat(found[1]).time()
    return dates.readable(upcoming(now, at, weekdays="ScheduleByWeek" in text).isoformat())
