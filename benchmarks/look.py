"""A look at a foreign portal against a bare script that fills and searches the same page (goal: at most 2.0 times).

`python -m benchmarks.look [--repeats N]` from the project's folder. The portal is a rehearsal that the run did not
start: nobody is there who could have a message sent, and the login is looked at besides.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from functools import partial
from pathlib import Path

from automation.rehearsal import Rehearsal
from benchmarks import timing, walk

GOAL = 2.0


def compare(folder: Path, repeats: int) -> tuple[list[timing.Run], list[timing.Run]]:
    """Both alternately: the look, and the bare script."""
    plan = folder / "look.json"
    with Rehearsal.start() as portal:
        given = {**walk.in_a_process("set_up"), "portal": portal.url, "rehearsal": {}, "searches": []}
        plan.write_text(json.dumps(given), encoding="utf-8")
        words = ["smoke", "--portal", portal.url, "--no-departments", "--output", str(folder / "runs")]
        look = partial(timing.module, "automation", *words, allowed=(0, 1))
        bare = partial(timing.module, "benchmarks.bare_walk", str(plan))
        ours, theirs = timing.alternately(repeats, look, bare)
    return ours, theirs


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Compare a look at a foreign portal with a bare script.")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each (5)")
    given = parser.parse_args()
    print(timing.load())
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = compare(Path(folder), given.repeats)
    timing.table({"igot smoke --portal": ours, "bare script": theirs})
    figures = "".join(f"{ratio:10.2f}" for ratio in timing.ratios(ours, theirs))
    print(f"{'ratio':28}{figures}  goal: wall at most {GOAL}")


if __name__ == "__main__":
    main()
