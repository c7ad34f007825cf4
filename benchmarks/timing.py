"""Times whole processes: wall and processor seconds, peak memory of the process itself; needs a POSIX system."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parents[1]
_MEGABYTE = 1024 * (1024 if sys.platform == "darwin" else 1)  # of ru_maxrss, in KB on Linux
# Python's own -m, and at the end the peak of this process alone; it is never below that of the process that forked it.
_MODULE = """
import atexit, pathlib, resource, runpy, sys
place, sys.argv[1:] = sys.argv[1], sys.argv[2:]
tell = lambda: pathlib.Path(place).write_text(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
atexit.register(tell)
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One process: wall seconds, processor seconds with all its children, stdout, peak of its own memory in MB."""

    wall: float
    processor: float
    output: str
    megabytes: float = 0.0


def run(command: Sequence[str], allowed: Sequence[int] = (0,)) -> Run:
    """Run a command in the project's folder; raises CalledProcessError when its exit code is not an allowed one.

    Compiled modules are kept, as they are where `./igot` starts the program.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as said:
        before = time.monotonic()
        process = subprocess.Popen(
            command, cwd=ROOT, env=kept, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - before
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        output = said.read().decode("utf-8", "replace")
    if process.returncode not in allowed:
        sys.stderr.write(output)
        raise subprocess.CalledProcessError(process.returncode, list(command), output)
    return Run(wall, usage.ru_utime + usage.ru_stime, output)


def module(name: str, *words: str, allowed: Sequence[int] = (0,)) -> Run:
    """Run a module as Python's -m does, with its peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "peak"
        done = run([sys.executable, "-c", _MODULE, str(place), name, *words], allowed)
        return Run(done.wall, done.processor, done.output, int(place.read_text()) / _MEGABYTE)


def alternately(times: int, *runs: Callable[[], Run]) -> list[list[Run]]:
    """Each of the runs in turn, `times` over, so that the machine's other work meets all of them."""
    rounds = [[each() for each in runs] for _ in range(times)]
    return [list(column) for column in zip(*rounds, strict=True)]


def table(runs: dict[str, list[Run]], unit: float = 1.0, word: str = "s") -> None:
    """Print least and median of the wall and of the processor time of each; `unit` in seconds."""
    repeats = len(next(iter(runs.values())))
    print(f"{'':28}{'wall min':>10}{'median':>10}{'cpu min':>10}{'median':>10}  {word}, {repeats} repeats")
    for name, column in runs.items():
        print(f"{name:28}" + "".join(f"{figure / unit:10.2f}" for figure in _figures(column)))


def ratios(above: list[Run], below: list[Run], less: list[Run] | None = None) -> list[float]:
    """Quotients of wall min and median, processor min and median; `less` is first taken away from what stands above."""
    off = _figures(less) if less else [0.0] * 4
    return [(over - some) / under for over, some, under in zip(_figures(above), off, _figures(below), strict=True)]


def load() -> str:
    """How busy the machine is, in words."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def _figures(runs: list[Run]) -> list[float]:
    """Least and median of the wall time, least and median of the processor time."""
    walls, processors = [each.wall for each in runs], [each.processor for each in runs]
    return [min(walls), statistics.median(walls), min(processors), statistics.median(processors)]
