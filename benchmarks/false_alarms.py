"""The verdicts on rehearsals that nobody broke, each run many times with lists that answer late (goal: no odd one out).

`python -m benchmarks.false_alarms [--repeats N] [--generation NAME] [--latency MS]` from the project's folder. A line
for each shape of the form and latency: how many runs came out alike, and what the odd ones found otherwise.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from automation import config, flowchart
from automation.browser import launched
from automation.model import Verdict
from automation.runs import smoke_run as smoke
from automation.runs.options import Options
from automation.runs.progress import Progress
from automation.runs.target import target_of

if TYPE_CHECKING:
    from automation.browser import Pair

GENERATIONS, LATENCIES, REPEATS = ("g1", "g3", "g4a", "g4b"), (0, 300, 1500), 20
Findings = tuple[str, ...]


def findings(pair: Pair, generation: str, latency: int, folder: Path) -> Findings:
    """What one run has found that is not as documented, a line for each check."""
    loaded = config.load(None, os.environ, {})
    options = Options(generation=generation, list_latency_ms=latency)
    with target_of(loaded.settings, options) as found:
        part = smoke.Part(loaded, flowchart.load(), (), folder=folder)
        (result,) = smoke.Look(found(), pair, Progress(sys.stderr), confirm=0).at([part])
    return tuple(
        f"{check.verdict.value} {check.id}: {check.observed or check.why}"
        for step in result.steps
        for check in step.checks
        if check.verdict is not Verdict.AS_DOCUMENTED
    )


def main() -> int:
    """Print the table; 1 where a run came out otherwise than the others of its shape."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--repeats", type=int, default=REPEATS)
    words.add_argument("--generation", action="append", choices=GENERATIONS)
    words.add_argument("--latency", action="append", type=int)
    given = words.parse_args()
    settings, odd = config.load(None, os.environ, {}).settings.browser, 0
    with (
        tempfile.TemporaryDirectory() as folder,
        launched(settings, headed=False, slow_mo_ms=settings.slow_mo_ms) as pair,
    ):
        for generation in given.generation or GENERATIONS:
            usual: Findings | None = None
            for latency in given.latency or LATENCIES:
                runs = Counter(findings(pair, generation, latency, Path(folder)) for _ in range(given.repeats))
                usual = usual if usual is not None else runs.most_common(1)[0][0]
                print(f"{generation}, lists after {latency} ms: {runs[usual]} of {runs.total()} runs alike", flush=True)
                for found, count in runs.items():
                    odd += count if found != usual else 0
                    told = [f"+ {each}" for each in found if each not in usual]
                    told += [f"- {each}" for each in usual if each not in found]
                    print("\n".join(f"  {count} x {each}" for each in told), end="\n" * bool(told))
            print("\n".join(f"  always: {each}" for each in usual or ()))
    return int(odd > 0)


if __name__ == "__main__":
    raise SystemExit(main())
