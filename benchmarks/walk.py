"""`igot smoke` against a bare script with the same clicks (goal: at most 1.3 times), and its memory (below 150 MB).

`python -m benchmarks.walk [--departments] [--repeats N]` from the project's folder.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import timing

if TYPE_CHECKING:
    from automation.portal.facts import Branch, SearchReply

GOAL, GOAL_MEGABYTES = 1.3, 150


def set_up() -> dict[str, Any]:
    """The browser, its flags, the window and the rehearsal portal's times that the program would take."""
    from automation import config
    from automation.browser import finder, session
    from automation.runs.target import RESEND_SECONDS, RETRY_SECONDS

    settings = config.load(None, os.environ, {}).settings
    browser = settings.browser
    with finder.started() as playwright:
        found = finder.ensure(playwright, browser)
        options = finder.launch_options(found, 9, "", headed=browser.headed, slow_mo_ms=browser.slow_mo_ms)
        del options["proxy"]  # the bare script has no gate
    return {
        "browser": "chromium",
        "launch": options,
        "viewport": session.VIEWPORT,
        "locale": f"{settings.portal.language}-IN",
        "rehearsal": {"resend_seconds": RESEND_SECONDS, "retry_seconds": RETRY_SECONDS},
    }


def searches() -> list[tuple[str, str]]:
    """The questions that the audit puts to a healthy rehearsal portal, found without one."""
    from automation import config
    from automation.departments import audit, expected

    loaded = config.load(None, os.environ, {})
    asked: list[tuple[str, str]] = []

    def ask(text: str, branch: Branch) -> SearchReply:
        asked.append((text, str(branch)))
        return _answer(text, branch)

    audit.run(expected.of(loaded), ask, loaded.settings.departments.state)
    return asked


def _answer(text: str, branch: Branch) -> SearchReply:
    """What the portal's server and page make of a question (FACTS §1.3)."""
    from automation.portal.facts import RESULT_LIMIT, Organisation, Rows
    from automation.rehearsal import organisation_search
    from automation.rehearsal.switches import Switches

    filters = {"orgName": text.lower(), "parentType": str(branch)}
    found = organisation_search.search(filters, RESULT_LIMIT, Switches()).get("response", [])
    held = tuple(
        Organisation(
            name=row["orgName"],
            top=row["l1OrgName"] or "",
            under=" > ".join(part for part in (row["l1OrgName"], row["l2OrgName"]) if part),
            map_id=row["mapId"],
        )
        for row in found
    )
    shown = tuple(" ".join(row.name.split()) for row in held if text.lower() in row.name.lower())
    return Rows(text, branch, len(held), held, shown)


def audit(shape: str, sample: int) -> list[tuple[str, str, float]]:
    """The seconds of the audit through a page of this shape, those of typing every name, and their ratio.

    The typing is timed on so many names.
    """
    from automation import config
    from automation.departments import expected
    from benchmarks import portal

    departments = expected.of(config.load(None, os.environ, {}))
    _, ours = portal.audited(departments, "Delhi", shape, ())
    names = [each.name for each in departments[:: max(1, len(departments) // sample)]]
    theirs = portal.typed(names, "Delhi", shape) * len(departments) / len(names)
    return [("", ", s", ours), (" by typing each", ", s", theirs), (" / typing each", "", ours / theirs)]


def in_a_process(job: str, *given: object) -> Any:  # noqa: ANN401 (JSON)
    """What a function of this module gives; a process of its own keeps this one small (see timing)."""
    code = f"import json; from benchmarks import walk; print(json.dumps(walk.{job}(*{given!r})))"
    return json.loads(timing.run([sys.executable, "-c", code]).output.splitlines()[-1])


def compare(folder: Path, repeats: int, *, departments: bool) -> None:
    """Run both alternately and print what came of it."""
    plan = folder / "plan.json"
    questions = in_a_process("searches") if departments else []
    plan.write_text(json.dumps({**in_a_process("set_up"), "searches": questions}), encoding="utf-8")
    title = f"with the {len(questions)} searches of the audit" if departments else "without departments"
    print(f"\nigot smoke {title}; {timing.load()} at the start")
    results: list[dict[str, float]] = []
    smoke = partial(_smoke, folder, results, departments=departments)
    bare = partial(timing.module, "benchmarks.bare_walk", str(plan))
    ours, theirs = timing.alternately(repeats, smoke, bare)
    timing.table({"igot smoke": ours, "bare script": theirs})
    figures = "".join(f"{ratio:10.2f}" for ratio in timing.ratios(ours, theirs))
    print(f"{'ratio':28}{figures}  goal: wall at most {GOAL}")
    _parts(ours, results, theirs)
    print(
        f"peak memory of our own process: {max(each.megabytes for each in ours):.0f} MB  goal: below {GOAL_MEGABYTES}"
    )


def _smoke(folder: Path, results: list[dict[str, float]], *, departments: bool) -> timing.Run:
    """One run of the program; the seconds of its steps are added to `results`."""
    file = folder / "result.json"
    words = ["smoke", "--output", str(folder / "runs"), "--json", str(file)]
    found = (0, 1)  # some departments are truly absent
    done = timing.module("automation", *words, *([] if departments else ["--no-departments"]), allowed=found)
    steps = json.loads(file.read_text(encoding="utf-8"))["steps"]
    results.append({step["id"]: float(step["seconds"]) for step in steps})
    return done


def _parts(ours: list[timing.Run], results: list[dict[str, float]], theirs: list[timing.Run]) -> None:
    """Print the median seconds of each step; the rest is start, audit, report and end."""
    laps = [json.loads(each.output.splitlines()[-1]) for each in theirs]
    steps = list(results[0])
    print(f"\n{'':28}{'igot':>10}{'bare':>10}{'more':>10}  median wall s")
    for name in steps:
        _line(name, [run[name] for run in results], [run[name] for run in laps])
    rests = [
        [run.wall - sum(part[name] for name in steps) for run, part in zip(runs, parts, strict=True)]
        for runs, parts in ((ours, results), (theirs, laps))
    ]
    _line("everything else", *rests)


def _line(name: str, ours: list[float], theirs: list[float]) -> None:
    pair = statistics.median(ours), statistics.median(theirs)
    print(f"{name:28}{pair[0]:10.2f}{pair[1]:10.2f}{pair[0] - pair[1]:10.2f}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Compare igot smoke with a bare script that performs the same clicks.")
    parser.add_argument("--departments", action="store_true", help="also with the searches of the audit")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each (5)")
    parser.add_argument("--department-repeats", type=int, default=2, help="runs of each with the audit (2)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), given.repeats, departments=False)
        if given.departments:
            compare(Path(folder), given.department_repeats, departments=True)


if __name__ == "__main__":
    main()
