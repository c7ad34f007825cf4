"""Every figure of speed in one run, side by side on this machine: makes the table of benchmarks/RESULTS.md.

`.venv/bin/python benchmarks/results.py [--as-before] [--repeats N] [--only NAME ...]` from the project's folder.
`--as-before` keeps the figures as those from before a change; they stand beside the newest in the table.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from benchmarks import look, timing, walk  # noqa: E402 (this file is run by its path)

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
KEPT, PAGE = HERE / "data" / "results.json", HERE / "RESULTS.md"
SHAPES = ("g3", "g4a", "g4b")
SAMPLE = 20
_TABLE = re.compile(r"(?<=<!-- table -->\n).*(?=<!-- /table -->)", re.DOTALL)
# Runs a module as Python's -m does, and counts at its end what was sent to Playwright's driver.
_COUNTED = """
import atexit, pathlib, runpy, sys
from playwright._impl.connection import Connection
place, sys.argv[1:] = sys.argv[1], sys.argv[2:]
sent, send = [], Connection.send_message_to_server
def counted(self, *given, **more):
    sent.append(1)
    return send(self, *given, **more)
Connection.send_message_to_server = counted
atexit.register(lambda: pathlib.Path(place).write_text(str(len(sent))))
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
Figures = dict[str, float]
GOALS = {
    "smoke / bare script, g3": 1.10,
    "smoke / bare script, g4a": 1.10,
    "smoke / bare script, g4b": 1.10,
    "look at a foreign portal / bare script of one page": 2.0,
    "page of 100 resources behind the gate / without, http": 1.05,
    "page of 100 resources behind the gate / without, https": 1.05,
    "audit of 219 departments / typing each, g3": 0.25,
    "audit of 219 departments / typing each, g4a": 0.25,
    "./igot --help, s": 0.15,
    "messages to the driver, smoke on g3": 500,
    "messages to the driver, smoke on g4a": 500,
    "messages to the driver, smoke on g4b": 500,
}


def median(runs: list[timing.Run]) -> float:
    """Of the wall seconds."""
    return statistics.median(each.wall for each in runs)


def least(runs: list[timing.Run]) -> float:
    """Of the wall seconds: of what takes a moment, other programs make up most of the median."""
    return min(each.wall for each in runs)


def again(bare: Callable[[], timing.Run]) -> timing.Run:
    """The bare script, once more where it fell over a page that was slow: it has none of the program's patience."""
    try:
        return bare()
    except subprocess.CalledProcessError:
        return bare()


def counted(folder: Path, *words: str) -> float:
    """How many messages a module sends to the driver."""
    place = folder / "count"
    timing.run([sys.executable, "-c", _COUNTED, str(place), *words], (0, 1))
    return float(place.read_text())


def walks(folder: Path, repeats: int) -> Figures:
    """The smoke run against the bare script with the same clicks, its messages and its memory."""
    found: Figures = {}
    set_up = walk.in_a_process("set_up")
    for shape in SHAPES:
        plan, words = folder / f"{shape}.json", ["smoke", "--no-departments", "--output", str(folder / "runs")]
        words += ["--generation", shape]
        rehearsal = {**set_up["rehearsal"], "generation": shape}
        plan.write_text(json.dumps({**set_up, "rehearsal": rehearsal, "searches": []}), encoding="utf-8")
        smoke = partial(timing.module, "automation", *words, allowed=(0, 1))
        bare = partial(timing.module, "benchmarks.bare_walk", str(plan))
        ours, theirs = timing.alternately(repeats, smoke, partial(again, bare))
        found[f"smoke on {shape}, s"], found[f"bare script on {shape}, s"] = median(ours), median(theirs)
        found[f"smoke / bare script, {shape}"] = median(ours) / median(theirs)
        found[f"messages to the driver, smoke on {shape}"] = counted(folder, "automation", *words)
        found[f"messages to the driver, bare script on {shape}"] = counted(folder, "benchmarks.bare_walk", str(plan))
        for what, runs in (("smoke on", ours), ("bare script on", theirs)):
            used = statistics.median(each.processor for each in runs)
            found[f"processor seconds, {what} {shape}"] = used
        found[f"peak memory of the process, {shape}, MB"] = max(each.megabytes for each in ours)
    return found


def foreign(folder: Path, repeats: int) -> Figures:
    """The look at a portal that the run did not start."""
    ours, theirs = (median(runs) for runs in look.compare(folder, repeats))
    return {
        "look at a foreign portal, s": ours,
        "bare script of one page, s": theirs,
        "look at a foreign portal / bare script of one page": ours / theirs,
    }


def gate(_folder: Path, repeats: int) -> Figures:
    """A page of many resources behind the gate, over http and https, and the gate's memory; as benchmarks/gate.py."""
    said = timing.module("benchmarks.gate", "--repeats", str(3 * repeats)).output
    ratios = re.findall(r"^(https?) .*ratio of medians ([\d.]+)", said, re.MULTILINE)
    found = {f"page of 100 resources behind the gate / without, {scheme}": float(ratio) for scheme, ratio in ratios}
    found["self-test of the gate, s"] = float(re.findall(r"self-test: median ([\d.]+)", said)[0])
    return found | {"memory of the gate's process, MB": float(re.findall(r"peak (\d+) MB", said)[0])}


def audit(_folder: Path, _repeats: int) -> Figures:
    """The audit through the page against typing each name, which is timed on a sample, once each."""
    return {
        f"audit of 219 departments{what}, {shape}{unit}": value
        for shape in ("g3", "g4a")
        for what, unit, value in walk.in_a_process("audit", shape, SAMPLE)
    }


def start(_folder: Path, repeats: int) -> Figures:
    """What is waited for before anything is looked at; the least of the repeats."""
    python = [sys.executable, "-X", "utf8", "-c"]
    helped, imported, driver = timing.alternately(
        repeats + 4,
        partial(timing.run, ["./igot", "--help"]),
        partial(timing.run, [*python, "import automation.runs.smoke_run"]),
        partial(timing.run, [*python, "import playwright.sync_api"]),
    )
    return {
        "./igot --help, s": least(helped),
        "import of smoke, s": least(imported),
        "import of Playwright alone, s": least(driver),
    }


PARTS: dict[str, Callable[[Path, int], Figures]] = {
    "start": start,
    "walks": walks,
    "look": foreign,
    "gate": gate,
    "audit": audit,
}


def table(kept: dict[str, Any]) -> str:
    """The figures from before and now, with the goal of each that has one."""
    before, now = kept.get("before", {}), kept.get("now", {})
    lines = ["| figure | before | now | goal |", "|---|---:|---:|---:|"]
    for name in now | before:
        cells = (before.get(name), now.get(name), GOALS.get(name))
        told = ("–" if each is None else f"{each:.0f}" if each >= 20 else f"{each:.2f}" for each in cells)  # noqa: PLR2004 (digits that tell something)
        lines.append(f"| {name} | {' | '.join(told)} |")
    taken = "; ".join(f"{name}: {kept[f'{name} taken']}" for name in ("before", "now") if f"{name} taken" in kept)
    return "\n".join([*lines, "", f"Taken {taken}.", ""])


def main() -> None:
    """Measure, and write the table."""
    parser = argparse.ArgumentParser(description="Make the table of benchmarks/RESULTS.md.")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each (5)")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=[*PARTS], help="only these figures")
    parser.add_argument("--as-before", action="store_true", help="keep them as those from before a change")
    given = parser.parse_args()
    os.chdir(timing.ROOT)
    name = "before" if given.as_before else "now"
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    with tempfile.TemporaryDirectory() as folder:
        for part in given.only:
            sys.stderr.write(f"{part} ...\n")
            kept.setdefault(name, {}).update(PARTS[part](Path(folder), given.repeats))
            kept[f"{name} taken"] = f"{datetime.now(UTC):%Y-%m-%d}, {timing.load()}, medians of {given.repeats}"
    KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# Results\n\n<!-- table -->\n<!-- /table -->\n"
    PAGE.write_text(_TABLE.sub(lambda _: table(kept), page), encoding="utf-8")
    print(table(kept))


if __name__ == "__main__":
    main()
