"""`igot gate`: fires known ways out of a page at the gate, with `--full` all of them, and prints what got through."""

from __future__ import annotations

import json
import sys
import threading
from collections import defaultdict
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from automation import flags
from automation.model import ExitCode, UsageError
from automation.proof import battery, trials
from automation.proof.vectors import Vector, vectors
from automation.runs import output
from automation.saying import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from automation.config import Loaded
    from automation.proof.battery import Outcome, Shot, State
    from automation.proof.trials import Tally

LEAST_THAT_FIRE = 100
"""With fewer ways out that work where there is no gate, the gate has not been put to the test."""
TRIALS, A_TRIAL = 10, 1
_GATED = tuple(state for state in battery.STATES if state != battery.OPEN)


def run(
    loaded: Loaded, *, families: Sequence[str] = (), count: int | None = None, full: bool = False, json_file: str = ""
) -> int:
    """Fire and print a table; 0 the gate holds, 5 something got out, 4 too little was fired to say.

    It fires a few ways out of each family; with `full` it fires all of them, with `families` all of those families.
    `count` is the number of trials in which a program is ended while one of its requests is held. Raises
    NoAnswerError when there is no browser, UsageError for an unknown family.
    """
    every = vectors()
    known = dict.fromkeys(each.family for each in every)
    if strange := [name for name in families if name not in known]:
        raise UsageError(f"There is no family of ways out called {strange[0]}; there are {', '.join(known)}.")
    chosen = [vector for vector in every if vector.family in families] if families else every if full else few(every)
    progress = _Progress()
    count = count if count is not None else TRIALS if full else A_TRIAL
    with _meanwhile(lambda: trials.run(count, progress.trial) if count else [], at_once=not full) as tried:
        outcome = battery.run(loaded.settings.browser, progress, chosen)
    tallies = tried()
    text = json.dumps(as_json(outcome, tallies), indent=1) + "\n"
    lines = [*trial_table(tallies), *table(outcome, full=full and not families)]
    lost = output.hand_over(text if json_file == "-" else "\n".join(lines) + "\n", {json_file: text})
    return int(verdict(outcome, tallies, complete=full and not families)) or (ExitCode.USAGE if lost else 0)


@contextmanager
def _meanwhile(work: Callable[[], list[Tally]], *, at_once: bool) -> Iterator[Callable[[], list[Tally]]]:
    """Do something beside the block, or after it; what the block gets hands over the result, or raises."""
    if not at_once:
        yield work
        return
    done: Future[list[Tally]] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 (it is raised where it is asked for)
            done.set_exception(error)

    threading.Thread(target=run, daemon=True).start()  # an interrupted program does not wait for it
    yield done.result


def few(every: Sequence[Vector]) -> list[Vector]:
    """The first, the middle and the last way out of each family; only ways out that end at most their page."""
    families: dict[str, list[Vector]] = defaultdict(list)
    for vector in every:
        families[vector.family] += [vector] if vector.ends in {"stays", "leaves", "closes"} else []
    return [each[place] for each in families.values() for place in sorted({0, len(each) // 2, len(each) - 1})]


def verdict(outcome: Outcome, tallies: Sequence[Tally] = (), *, complete: bool = True) -> ExitCode:
    """REFUSED when anything got out, CANNOT_JUDGE when too few ways out work at all, else as it should be."""
    if not outcome.holds or not all(tally.holds for tally in tallies):
        return ExitCode.REFUSED
    return ExitCode.AS_DOCUMENTED if _enough(outcome, full=complete) else ExitCode.CANNOT_JUDGE


def _enough(outcome: Outcome, *, full: bool) -> bool:
    """Whether enough of the ways out work without a gate: with `full` at least LEAST_THAT_FIRE, else more than half."""
    fired = sum(shot.fires for shot in outcome.shots)
    return fired >= LEAST_THAT_FIRE if full else fired > len(outcome.shots) / 2


def table(outcome: Outcome, *, full: bool = True) -> list[str]:
    """The lines for people: a row a way out, family by family, then the sum."""
    width = max(len(shot.vector.name) for shot in outcome.shots)
    lines = [f"{'':{width}}  " + "  ".join(f"{state:>10}" for state in battery.STATES)]
    families: dict[str, list[Shot]] = defaultdict(list)
    for shot in outcome.shots:
        families[shot.vector.family].append(shot)
    for family, shots in families.items():
        lines += ["", family]
        for shot in shots:
            cells = (f"{_cell(shot, state):>10}" for state in battery.STATES)
            lines.append(f"{shot.vector.name:{width}}  " + "  ".join(cells))
    return [*lines, "", *_sums(outcome, full=full)]


def _cell(shot: Shot, state: State) -> str:
    if state in shot.not_begun:
        return "not begun"
    if state == battery.OPEN:
        return "arrived" if shot.fires else "(never)"
    return "ARRIVED" if shot.arrived.get(state) else "kept"


def _sums(outcome: Outcome, *, full: bool) -> list[str]:
    fired = sum(shot.fires for shot in outcome.shots)
    lines = [f"{len(outcome.shots)} ways out, {fired} of which work where there is no gate."]
    for state in _GATED:
        got_out = sum(bool(shot.arrived.get(state)) for shot in outcome.shots)
        lines.append(f"{state}: {got_out} got out.")
    right = sum(count == 1 for count in outcome.approvals)
    lines.append(f"{len(outcome.approvals)} permissions, {right} of which let exactly one request out.")
    lines.append(f"{outcome.unreceipted} left after a yes of which no receipt could be kept.")
    if not outcome.holds:
        return [*lines, "THE GATE DOES NOT HOLD. Do not use this program with this browser; report this table."]
    if not _enough(outcome, full=full):
        return [*lines, "The gate held, but too few ways out work in this browser to say that it holds."]
    more = "" if full else f" against these {len(outcome.shots)} ways out; igot gate --full fires all of them"
    return [*lines, f"The gate holds{more}."]


def trial_table(tallies: Sequence[Tally]) -> list[str]:
    """The lines for people on what became of a held request when something ended."""
    if not tallies:
        return []
    width = max(len(tally.ending.name) for tally in tallies)
    lines = [f"{'a request is held, and then':{width}}  trials  arrived  processes left"]
    for tally in tallies:
        sign = "" if tally.holds else "  <- WRONG"
        lines.append(f"{tally.ending.name:{width}}  {tally.trials:6}  {tally.arrived:7}  {tally.left:14}{sign}")
    return [*lines, ""]


def as_json(outcome: Outcome, tallies: Sequence[Tally] = ()) -> dict[str, Any]:
    """The table for machines: `arrived` says per state what came, in words without contents."""
    rows = [{"name": s.vector.name, "family": s.vector.family, "arrived": s.arrived} for s in outcome.shots]
    ends = [
        {"ending": t.ending.name, "trials": t.trials, "arrived": t.arrived, "left": t.left, "holds": t.holds}
        for t in tallies
    ]
    holds = outcome.holds and all(tally.holds for tally in tallies)
    return {
        "schema_version": 1,
        "holds": holds,
        "approvals": outcome.approvals,
        "unreceipted": outcome.unreceipted,
        "vectors": rows,
        "trials": ends,
    }


class _Progress:
    """A line on a terminal that says how far it is."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()

    def __call__(self, state: State, done: int, of: int) -> None:
        if self._live or done == of:  # elsewhere a line for each state
            start, end = "\r" * self._live, "\n" * (done == of)
            sys.stderr.write(f"{start}{state:>10}: {done:3} of {of} ways out{end}")
            sys.stderr.flush()

    def trial(self, name: str) -> None:
        """The next ending."""
        say(f"a request is held: {name}", aside=True)


_FAMILIES = "agents fetch forms frames hints media navigation popups redirects reports sockets workers"

GATE = flags.Command(
    lambda loaded, given: run(loaded, families=given.family, count=given.trials, full=given.full, json_file=given.json),
    flags=(
        flags.switch("--full", "every known way out, and ten trials of each end (minutes)"),
        flags.flag("--family", action="append", default=[], metavar="NAME", help=f"all of these only: {_FAMILIES}"),
        flags.flag("--trials", type=int, default=None, metavar="N", help="how often each end is tried (1, full 10)"),
        flags.text("--json", "FILE", 'the table for machines; "-" is stdout'),
    ),
    examples=("", "--full"),
)
