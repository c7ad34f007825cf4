"""Ends a program in every way while one of its requests is held, and tells whether the request left all the same."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from automation import subprocesses
from automation.model import NoAnswerError
from automation.proof.sinks import HOST, Sinks, until
from automation.proof.vectors import knowledge, new_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CONTROL = "nothing happens to it"
UNPLUGGED = "the network is unplugged"
_MARK = "IGOT_TRIAL_OF"
_END_SECONDS, _WATCH_SECONDS = 15.0, 0.5
_HEED_SECONDS = 2.0
"""How long a process has that is only asked to end; the browser's driver leaves that to the program."""


@dataclass(frozen=True, slots=True)
class Ending:
    """One way to end: which process gets which signal, or, without one, what the program itself does."""

    name: str
    process: str = ""
    signal: int = 0


def endings() -> tuple[Ending, ...]:
    """Every ending that this system knows; the first one is the control, in which the request leaves."""
    kill = getattr(signal, "SIGKILL", signal.SIGTERM)
    signals = [("killed", kill), ("asked to end", signal.SIGTERM)]
    by_signal = [
        Ending(f"the {process} is {words}", process, number)
        for process in ("gate", "driver", "browser", "python")
        for words, number in signals
    ]
    by_itself = ["page.close", "context.close", "browser.close", "normal exit"]
    if Path("/dev/full").exists():
        by_itself.append("the disk is full")
    return (Ending(CONTROL), *by_signal, *map(Ending, by_itself), Ending(UNPLUGGED))


@dataclass(slots=True)
class Tally:
    """The trials of one ending: how many, how many requests arrived all the same, how many processes were left."""

    ending: Ending
    trials: int = 0
    arrived: int = 0
    left: int = 0

    @property
    def holds(self) -> bool:
        """Whether nothing arrived and nothing was left; of the control, whether each request arrived once."""
        expected = self.trials if self.ending.name == CONTROL else 0
        return self.arrived == expected and self.left == 0


def run(count: int, tell: Callable[[str], None], chosen: tuple[Ending, ...] = ()) -> list[Tally]:
    """`count` trials of each ending. The yes always comes, but only after the end.

    An unplugged network is plugged in again after the yes: what could not leave then must not leave later.

    Raises NoAnswerError when a trial cannot be made.
    """
    from automation.gate.certificates import Authority

    tallies = []
    secret = secrets.token_hex(16)
    with Sinks(Authority().context(HOST), secret) as sinks:
        for ending in chosen or endings():
            tell(ending.name)
            tally = Tally(ending)
            for _ in range(count):
                _trial(sinks, secret, tally)
            tallies.append(tally)
    return tallies


def _trial(sinks: Sinks, secret: str, tally: Tally) -> None:
    mark = new_mark()
    own = knowledge(sinks.ports, HOST, mark)["own"]
    sinks.hold()
    with subprocesses.start("automation.proof.holder", stderr=subprocess.DEVNULL, env={_MARK: mark}) as holder:
        try:
            pids = _held(holder, sinks, {"portal": sinks.origin("portal"), "secret": secret, "own": own})
            if tally.ending.name == UNPLUGGED:
                sinks.unplug()
            else:
                _end(holder, tally.ending, pids, mark)
            sinks.release()
            _settle(sinks, mark, tally.ending)
            if tally.ending.name == UNPLUGGED:
                sinks.plug_in()
                _settle(sinks, mark, tally.ending)
        finally:
            sinks.release()
            _finish(holder)
    tally.trials += 1
    tally.arrived += len(sinks.arrived(mark))
    tally.left += len(_left(mark))


def _held(holder: subprocess.Popen[str], sinks: Sinks, told: dict[str, str]) -> dict[str, int | None]:
    """Wait until the request is held; the processes of the program."""
    subprocesses.tell(holder, json.dumps(told))
    line = subprocesses.hear(holder, subprocesses.READY_SECONDS)
    if not line or not sinks.held(subprocesses.READY_SECONDS):
        raise NoAnswerError("No request could be brought before the gate, so nothing was tried; run igot doctor.")
    pids: dict[str, int | None] = json.loads(line)
    return pids


def _end(holder: subprocess.Popen[str], ending: Ending, pids: dict[str, int | None], mark: str) -> None:
    """Bring the end about, and wait until it has come."""
    pid = pids.get(ending.process)
    if pid is not None:
        ours = {pids["python"], pids["gate"], pids["driver"]}
        others = set(_alive(mark)) - ours
        os.kill(pid, ending.signal)
        patience = _HEED_SECONDS if ending.signal == signal.SIGTERM else _END_SECONDS
        until(lambda: holder.poll() is not None if ending.process == "python" else not _lives(pid), patience)
        if ending.process in {"driver", "browser"}:  # the rest of the browser ends by itself, as soon as it notices
            # One that is ending tells its mark no more, and still holds its connections.
            until(lambda: not (set(_alive(mark)) - ours or any(map(_lives, others))), patience)
        return
    subprocesses.tell(holder, ending.name)
    subprocesses.hear(holder)  # it says so, or it has ended


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _settle(sinks: Sinks, mark: str, ending: Ending) -> None:
    """Give what was held its chance to leave: in the control until it has, else for a while."""
    until(lambda: bool(sinks.arrived(mark)), _END_SECONDS if ending.name == CONTROL else _WATCH_SECONDS)


def _finish(holder: subprocess.Popen[str]) -> None:
    try:
        holder.communicate(timeout=_END_SECONDS)
    except (subprocess.TimeoutExpired, ValueError, OSError):
        holder.kill()


def _left(mark: str) -> list[int]:
    """The processes of a trial that outlive it, once they had time to end; none where they cannot be counted."""
    until(lambda: not list(_alive(mark)), _END_SECONDS)
    return list(_alive(mark))


def _alive(mark: str) -> Iterator[int]:
    wanted = f"{_MARK}={mark}".encode()
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if wanted in (entry / "environ").read_bytes() and _lives(int(entry.name)):
                yield int(entry.name)
