"""A run is taken into a history of ten years, and the history is asked (goals: 50 ms, 1 s, 100 MB).

`python -m benchmarks.history [--runs N]` from the project's folder.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from automation import flowchart
from automation.departments import expected
from automation.history.database import FILE, Database
from automation.model import Listing, Verdict
from automation.result import (
    CheckResult,
    DepartmentResult,
    DepartmentsResult,
    Environment,
    PortalInfo,
    Result,
    RunInfo,
    StepResult,
)
from benchmarks import timing

BREAKS, VANISHES = 0.01, 0.002
RUNS, MEGABYTE, MILLISECONDS = 3650, 1_000_000, 1000
CHART = flowchart.load()
DEPARTMENTS = expected.load(Path("scenarios/delhi-2025/departments.csv"))


def made(number: int, chance: random.Random) -> Result:
    """The result of the run of a day: the whole list, where now and then a check breaks or a department vanishes."""
    began = datetime.now(UTC) - timedelta(days=RUNS - number)
    steps = tuple(
        StepResult(
            id=step.id,
            title=step.title,
            verdict=Verdict.AS_DOCUMENTED,
            seconds=1.0,
            checks=tuple(
                CheckResult(
                    id=check.id,
                    verdict=Verdict.BROKEN if chance.random() < BREAKS else Verdict.AS_DOCUMENTED,
                    documented="It is there.",
                    observed="it is not there",
                )
                for check in step.checks
            ),
        )
        for step in CHART.steps
    )
    found = tuple(
        DepartmentResult(
            name=each.name,
            listing=Listing.MISSING if bool(place % 5) is not (chance.random() < VANISHES) else Listing.LISTED,
            why="not among the rows found",
        )
        for place, each in enumerate(DEPARTMENTS)
    )
    return Result(
        run=RunInfo(id=f"{began:%Y-%m-%dT%H-%M-%S}-smoke-{number:04x}", started=began.isoformat(), seconds=40),
        portal=PortalInfo(url="https://portal.example", rehearsal=False, generation="g3"),
        verdict=Verdict.AS_DOCUMENTED,
        exit_code=1,
        steps=steps,
        departments=DepartmentsResult(expected=len(found), listed=90, results=found),
        environment=Environment(igot="0", python="3", browser="chromium", os="Linux"),
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure the history of the runs.")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"how many ({RUNS})")
    count = parser.parse_args().runs
    print(f"a history of {count} runs of {len(DEPARTMENTS)} departments; {timing.load()} at the start")
    chance, taken = random.Random(1), list[float]()  # noqa: S311 (the same history each time)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        with Database(path) as database:
            for number in range(RUNS - count, RUNS):
                result = made(number, chance)
                start = time.perf_counter()
                database.add(result)
                taken.append(time.perf_counter() - start)
        taken.sort()
        adding = [statistics.median(taken), taken[int(len(taken) * 0.99)], taken[-1]]
        print("one run adds, ms: median, 99 of 100, longest ", *(f"{each * MILLISECONDS:8.1f}" for each in adding))
        print(f"size, MB {path.stat().st_size / MEGABYTE:8.1f}  goal: at most 100")
        words = {
            "igot history": ["history"],
            "igot history --html": ["history", "--html", f"{folder}/history.html"],
            "igot digest --days 30": ["digest", "--days", "30"],
            "igot --help": ["--help"],
        }
        for name, more in words.items():
            start = time.perf_counter()
            command = [sys.executable, "-m", "automation", *more]
            subprocess.run(
                command,
                check=True,
                capture_output=True,
                env=os.environ | {"IGOT_REPORT_FOLDER": folder, "PYTHONUTF8": "1"},
            )
            print(f"{name:24}{time.perf_counter() - start:8.2f} s")


if __name__ == "__main__":
    main()
