"""The runs that the desk starts: each a command in a process of its own, one at a time, shown line by line."""

from __future__ import annotations

import asyncio
import getpass
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from automation.bootstrap import lock
from automation.escaping import clean
from automation.mswindows import tie
from automation.runs import clock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from automation.bilingual import Bilingual

_MOST_LINES, _LONGEST_LINE = 2000, 1 << 20
_PATIENCE_SECONDS = 20.0
TURN = "desk-turn.txt"
_STOP = getattr(signal, "CTRL_BREAK_EVENT", signal.SIGTERM)  # SIGINT is ignored by what a shell started aside
_GROUP = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
"""On Windows only a group of its own can be asked to end."""


class BusyError(Exception):
    """Another run is going on, and only one can run at a time. The text says which, and since when."""


class Turn:
    """Which desk of this machine has a run going on in a folder of runs: it keeps a file locked meanwhile.

    The lock ends with the process that holds it, so a desk that has died blocks nobody.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` is that of the runs."""
        self._path = folder / TURN
        self._file: IO[bytes] | None = None

    def take(self, title: str, began: datetime) -> None:
        """Take the turn. Raises BusyError where another desk has it; a folder that takes no file has no turns."""
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = self._path.open("a+b")
            if not lock(file):
                with file:
                    raise BusyError(_said(file))
            file.truncate(0)
            file.write(
                f"“{title}” is still running, since {began:%H:%M}; {_user()} has started it at another desk.".encode()
            )
            file.flush()
            self._file = file

    def leave(self) -> None:
        """Let the next one have it."""
        if self._file is not None:
            with suppress(OSError):
                self._file.truncate(0)
            self._file.close()
            self._file = None

    def elsewhere(self) -> str:
        """A sentence on what another desk is running; blank where none is running anything."""
        if self._file is None:
            with suppress(OSError), self._path.open("r+b") as file:
                return "" if lock(file) else _said(file)
        return ""


def _said(file: IO[bytes]) -> str:
    file.seek(0)
    return clean(file.read(_LONGEST_LINE).decode("utf-8", "replace")) or "A run is going on at another desk."


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return "somebody"


@dataclass(slots=True)
class Job:
    """A command that was started: what it is called for people, what it has said, and how it ended (None: not yet)."""

    number: int
    title: str
    hindi: str
    words: tuple[str, ...]
    began: datetime = field(default_factory=lambda: clock.now())  # noqa: PLW0108 (the clock of that moment)
    lines: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    code: int | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _process: asyncio.subprocess.Process | None = None

    def news(self) -> None:
        """Wake everybody who follows this run."""
        self._news.set()
        self._news = asyncio.Event()

    async def follow(self) -> AsyncIterator[str]:
        """Each line of progress, those of the past first, until it has ended."""
        shown = 0
        while True:
            news = self._news
            for line in self.lines[shown:]:
                yield line
            shown = len(self.lines)
            if self.code is not None:
                return
            await news.wait()

    def stop(self, *, at_once: bool = False) -> None:
        """Ask it to end, as a service manager does: it still writes its report. `at_once`: do not ask."""
        if self._process is not None and self.code is None:
            with suppress(ProcessLookupError):  # it has ended just now
                if at_once:
                    self._process.kill()
                else:
                    self._process.send_signal(_STOP)

    async def run(self, command: Sequence[str], environ: dict[str, str]) -> int:
        """Start it and hear it to its end; its exit code, for a process that cannot be started 3 and a line."""
        try:
            self._process = await asyncio.create_subprocess_exec(
                *command,
                env=environ,
                creationflags=_GROUP,
                limit=_LONGEST_LINE,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
        except OSError as error:
            self.lines.append(f"It could not be started ({error.strerror}).")
            return 3
        tie(self._process.pid)
        out, err = self._process.stdout, self._process.stderr
        await asyncio.gather(self._hear(out, self.said), self._hear(err, self.lines))
        return await self._process.wait()

    async def _hear(self, stream: asyncio.StreamReader | None, into: list[str]) -> None:
        while stream is not None:
            try:
                line = await stream.readline()
            except ValueError:  # longer than any line that people read: it is left out
                continue
            if not line:
                return
            if len(into) < _MOST_LINES:
                into.append(clean(line.decode("utf-8", "replace").rstrip()))
                self.news()


class Jobs:
    """The runs of this desk, the latest last."""

    def __init__(self, program: Sequence[str] = (sys.executable, "-I", "-X", "utf8", "-m", "automation")) -> None:
        self._program = tuple(program)
        self.settings: Mapping[str, str] = {}
        """The variables that hand the desk's own settings on."""
        self.every: list[Job] = []
        self.turn: Turn | None = None
        """What other desks on the same folder of runs are told."""
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def running(self) -> Job | None:
        """The run that is going on."""
        return next((each for each in reversed(self.every) if each.code is None), None)

    def start(self, title: Bilingual, words: Sequence[str]) -> Job:
        """Start a command; the one that is running, where it is the same. Raises BusyError while another one runs."""
        if running := self.running:
            if running.words == tuple(words):  # a button that was pressed twice
                return running
            raise BusyError(f"“{running.title}” is still running, since {running.began:%H:%M}.")
        job = Job(len(self.every) + 1, *title, tuple(words))
        if self.turn is not None:
            self.turn.take(job.title, job.began)
        self.every.append(job)
        environ = {**os.environ, **self.settings, "IGOT_PROGRESS": "lines"}
        task = asyncio.get_running_loop().create_task(self._go(job, [*self._program, *words], environ))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return job

    async def _go(self, job: Job, command: Sequence[str], environ: dict[str, str]) -> None:
        """From its start to its end; the turn is free before the end is told."""
        try:
            code = await job.run(command, environ)
        finally:
            if self.turn is not None:
                self.turn.leave()
        job.code = code
        job.news()

    def get(self, number: int) -> Job | None:
        """One of them."""
        return self.every[number - 1] if 0 < number <= len(self.every) else None

    async def close(self) -> None:
        """End the one that runs, and wait until it has written its report; one that does not end is killed."""
        if self.running is None:
            return
        self.running.stop()
        await asyncio.wait(self._tasks, timeout=_PATIENCE_SECONDS)
        if self.running is not None:
            self.running.stop(at_once=True)
            await asyncio.wait(self._tasks)
