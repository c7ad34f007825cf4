"""One look at one portal for one flowchart, as `igot smoke` makes it with the settings of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.config import Loaded
from automation.runs.smoke_run import Look, Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from automation.browser import Pair
    from automation.config import Settings
    from automation.departments.ledger import Raised
    from automation.flowchart import Flowchart
    from automation.names.department import Department
    from automation.result import Result
    from automation.runs.attendance import Attendance
    from automation.runs.progress import Progress
    from automation.runs.target import Target


def smoke(
    settings: Settings,
    target: Target,
    pair: Pair,
    chart: Flowchart,
    departments: tuple[Department, ...],
    *,
    folder: Path,
    progress: Progress,
    raised: Sequence[Raised] = (),
    confirm: int = 0,
    person: Attendance | None = None,
) -> Result:
    """The result of one run; its pictures are in `folder`. Never raises for a portal that misbehaves."""
    part = Part(Loaded(settings, {}), chart, departments, raised, folder)
    return Look(target, pair, progress, confirm, person).at([part])[0]
