"""Flowcharts of which only a part is asked: a walk then does what that part needs, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from automation.flowchart import Flowchart


def part(chart: Flowchart, names: Collection[str]) -> Flowchart:
    """The chart with the checks of these boxes, or of these ids, alone; all of it where none is named.

    Raises ValueError for a name that is neither.
    """
    known = {step.id for step in chart.steps} | {check.id for step in chart.steps for check in step.checks}
    if strange := set(names) - known:
        raise ValueError(f"no such box or check: {sorted(strange)}")
    steps = tuple(
        step.model_copy(update={"checks": tuple(each for each in step.checks if {step.id, each.id} & set(names))})
        for step in chart.steps
    )
    return chart.model_copy(update={"steps": steps}) if names else chart
