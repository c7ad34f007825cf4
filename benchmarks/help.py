"""`igot --help` against the import of Playwright (goal: at most 0.35 of it plus Python's own start).

`python -m benchmarks.help [--python FILE]` from the project's folder; FILE is a Python that has the program installed,
which is that of .venv once `igot` has run.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from functools import partial

from benchmarks import timing

GOAL, REPEATS, MILLISECOND = 0.35, 15, 0.001


def python() -> str:
    """The Python to measure with; says what to do when it does not have the program."""
    parser = argparse.ArgumentParser(description="Compare igot --help with the import of Playwright.")
    parser.add_argument("--python", default=sys.executable, help="a Python that has the program installed")
    path = str(parser.parse_args().python)
    probe = [path, "-I", "-c", "import automation.cli, playwright"]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        parser.error(f"{path} does not have the program installed; run ./igot once and name .venv/bin/python.")
    return path


def main() -> None:
    """Print the figures."""
    path = python()
    commands = {
        "igot --help": ["-I", "-X", "utf8", "-m", "automation", "--help"],
        "import playwright.sync_api": ["-c", "import playwright.sync_api"],
        "python": ["-c", "pass"],
    }
    timed = [partial(timing.run, [path, *words]) for words in commands.values()]
    for each in timed:
        each()  # once unmeasured, so that nothing is compiled or read from disk for the first time
    print(f"igot --help; {timing.load()} at the start")
    runs = dict(zip(commands, timing.alternately(REPEATS, *timed), strict=True))
    timing.table(runs, MILLISECOND, "ms")
    shown, playwright, start = runs.values()
    for name, figures in {
        "help / playwright": timing.ratios(shown, playwright),
        "(help - python) / playwright": timing.ratios(shown, playwright, less=start),
    }.items():
        print(f"{name:28}{''.join(f'{figure:10.2f}' for figure in figures)}  goal: wall at most {GOAL}")


if __name__ == "__main__":
    main()
