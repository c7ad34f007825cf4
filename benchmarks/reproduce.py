"""`igot reproduce` against the same walks without any evidence (goal: at most 1.25 times).

`python -m benchmarks.reproduce [--repeats N] [SCENARIO …]` from the project's folder.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import timing

if TYPE_CHECKING:
    from playwright.sync_api import Dialog

    from automation.browser import Session
    from automation.flowchart import Step
    from automation.result import CheckResult, StepResult

GOAL = 1.25
SCENARIOS = ("login-refused", "sms-otp-missing", "department-missing")


class Nothing:
    """In the recorder's place: it answers dialogs, which would stop the walk, and keeps nothing."""

    def __init__(self, session: Session) -> None:
        self.traffic, self.console = self, ()
        self.dialogs: list[str] = []
        self.notes: list[str] = []
        session.context.on("dialog", self._answer)

    def _answer(self, dialog: Dialog) -> None:
        dialog.accept()

    def table(self) -> tuple[Any, ...]:
        """No network table."""
        return ()

    def close(self) -> None:
        """Nothing is recorded."""

    def reopen(self) -> None:
        """Nothing is recorded."""

    def step_started(self, step: Step) -> None:
        """Nothing is kept."""

    def check_ended(self, step: Step, result: CheckResult) -> CheckResult:  # noqa: ARG002 (an observer's signature)
        """Nothing is kept."""
        return result

    def step_ended(self, step: Step, result: StepResult) -> None:
        """Nothing is kept."""

    def end(self, *, failed: bool) -> list[str]:  # noqa: ARG002 (the recorder's signature)
        """No films."""
        return []


def bare(name: str, times: int) -> None:
    """The walks of one scenario, with everything of `igot reproduce` but its evidence."""
    from automation import config
    from automation.departments import expected
    from automation.runs.options import Options
    from automation.runs.repetition import Repetition
    from automation.runs.target import looking
    from automation.symptoms.scenario import find, load

    class Bare(Repetition):
        def _recorder(self, session: Session, folder: Path, *, each_step: bool) -> Any:  # noqa: ANN401, ARG002 (its place)
            return Nothing(session)

    loaded = config.load(None, os.environ, {})
    departments = expected.of(loaded)
    with looking(loaded.settings, Options()) as (target, pair, progress):
        walks = Bare(loaded.settings, load(find(name)), target, departments, Path(tempfile.gettempdir()) / "none")
        walks.repeat(pair, times, progress)
        print(walks.result("").headline)


def compare(name: str, repeats: int, times: int, folder: Path) -> None:
    """Run both alternately and print what came of it."""
    os.environ["IGOT_REPORT_EVIDENCE"] = str(folder)
    print(f"\n{name}, {times} attempts; {timing.load()} at the start")
    ours, theirs = timing.alternately(
        repeats,
        partial(timing.module, "automation", "reproduce", name, "-n", str(times)),
        partial(timing.module, "benchmarks.reproduce", "--bare", "--times", str(times), name),
    )
    timing.table({"igot reproduce": ours, "the walks alone": theirs})
    figures = "".join(f"{ratio:10.2f}" for ratio in timing.ratios(ours, theirs))
    print(f"{'ratio':28}{figures}  goal: wall at most {GOAL}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Compare igot reproduce with the same walks without evidence.")
    parser.add_argument("scenarios", nargs="*", default=SCENARIOS, help="scenarios by name")
    parser.add_argument("--repeats", type=int, default=3, help="runs of each (3)")
    parser.add_argument("--times", type=int, default=3, help="attempts of each run (3)")
    parser.add_argument("--bare", action="store_true", help="only the walks of one scenario, as this script runs them")
    given = parser.parse_args()
    if given.bare:
        bare(given.scenarios[0], given.times)
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in given.scenarios:
            compare(name, given.repeats, given.times, Path(folder))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
