"""Shows a person at a terminal how the run goes, a line a step; says nothing into a pipe."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from automation.escaping import for_terminal
from automation.reports.terminal import mark
from automation.saying import takes_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from automation.flowchart import Step
    from automation.result import CheckResult, StepResult

_SHORT = 45.0
"""Where no more than this is left (seconds), no forecast is shown."""


class Progress:
    """An observer of the walk that writes to a terminal, or with IGOT_PROGRESS=lines a line each into a pipe."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live = takes_codes(stream)
        self._lines = os.environ.get("IGOT_PROGRESS") == "lines"
        self._colour = self._live and "NO_COLOR" not in os.environ
        self._open = False
        self._first: tuple[float, int] | None = None

    @classmethod
    @contextmanager
    def on(cls, stream: TextIO) -> Iterator[Progress]:
        """A progress display that leaves the cursor on a fresh line at the end."""
        progress = cls(stream)
        try:
            yield progress
        finally:
            progress.line("")

    def _say(self, text: str) -> None:
        if self._lines and text:
            self._stream.write(f"{for_terminal(text)}\n")
            self._stream.flush()
        elif self._live:
            self._stream.write(f"\r\x1b[2K{for_terminal(text)}")
            self._stream.flush()
            self._open = bool(text)

    def line(self, text: str) -> None:
        """Finish the current line with `text`."""
        if self._lines:
            self._say(text)
        elif self._live and (text or self._open):
            self._say(text)
            self._stream.write("\n" if text else "")
            self._open = False

    def step_started(self, step: Step) -> None:
        """Name the box that is entered."""
        self._say(f"  … {step.number}  {step.title}")

    def check_ended(self, step: Step, result: CheckResult) -> CheckResult:
        """Name the check that was just done."""
        self._say(f"  … {step.number}  {step.title}: {result.documented}"[:110])
        return result

    def step_ended(self, step: Step, result: StepResult) -> None:
        """One line for the box that is left."""
        self.line(f"  {mark(result.verdict, colour=self._colour)} {step.number}  {step.title} ({result.seconds:.1f} s)")

    def searched(self, done: int, all_: int) -> None:
        """How far the audit is, and about how long it will take, once some answers have shown their pace."""
        now = time.monotonic()
        self._first = self._first or (now, done)
        began, already = self._first
        left = (now - began) / (done - already) * (all_ - done) if done > already else 0.0
        about = f", about {max(1, round(left / 60))} min left" if left > _SHORT else ""
        self._say(f"  … departments: search {done + 1} of about {all_}{about}")
