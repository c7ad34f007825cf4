"""What somebody has to do today about a result: the most urgent, in three lines at most."""

from __future__ import annotations

import pytest

from automation.model import Cause, Listing, Verdict
from automation.reports import today
from automation.reports.causes import NEXT
from automation.result import UNPICKABLE, DepartmentsResult, Drift, DriftKind, DriftLine, ListFinding
from tests.made import made

DRIFT = Drift(
    lines=(
        DriftLine(step="step-3", part="", documented="a", seen="b", verdict=Verdict.CHANGED, kind=DriftKind.RENAMED),
    )
)
WORST = made(
    "2026-11-02",
    {"step-4": Verdict.BROKEN, "step-6": Verdict.BROKEN, "step-7": Verdict.CANNOT_JUDGE},
    {"A": Listing.MISSING, "B": Listing.MISSING, "C": Listing.CANNOT_JUDGE},
    requests={"a": (40, True), "B": (3, False)},
).model_copy(update={"drift": DRIFT})


def english(result):
    return [line for line, _ in today.lines(result)]


@pytest.mark.parametrize(
    ("result", "lines"),
    [
        (made("2026-11-02"), [today.NOTHING[0]]),
        (made("2026-11-02", {"step-4": Verdict.NEEDS_PERSON}), [today.NOTHING[0]]),
        (made("2026-11-02", {"step-4": Verdict.BROKEN}, {"A": Listing.MISSING}, rehearsal=True), [today.REHEARSAL[0]]),
        (made("2026-11-02", cause=Cause.REFUSED), [NEXT[Cause.REFUSED][0]]),
        (
            made("2026-11-02", cause=Cause.REFUSED).model_copy(update={"maintenance": "patches"}),
            ["Wait: the portal is in a planned maintenance (patches)."],
        ),
        (
            made("2026-11-02", departments={"A": Listing.MISSING, "B": Listing.LISTED}),
            ["Raise “Request for help” for 1 missing departments; the text is below."],
        ),
        (
            made("2026-11-02", departments={"A": Listing.MISSING}, requests={"a": (3, False)}),
            [today.NOTHING[0]],
        ),
        (
            made("2026-11-02").model_copy(update={"exit_code": 130}),
            ["Run it again: it was stopped before its end."],
        ),
        (
            made("2026-11-02", {"step-4": Verdict.CANNOT_JUDGE}),
            ["Run it again later: 1 checks could not be judged."],
        ),
        (
            made("2026-11-02", departments={"A": Listing.HIDDEN, "B": Listing.MISPLACED}),
            ["Tell the portal's team: 2 departments are there and cannot be picked where they belong."],
        ),
        (made("2026-11-02", {"step-3": Verdict.CHANGED}), ["Read below what has changed: The step-3."]),
        (
            WORST,
            [
                "Tell the portal's support, with the time of this run: The step-4, The step-6 does not work.",
                "Remind the portal's team of 1 requests for help; the oldest is 40 days old.",
                "Run igot departments again: of 1 departments nothing can be said.",
            ],
        ),
    ],
)  # fmt: skip
def test_the_most_urgent_comes_first_and_nothing_only_where_nothing_is_to_do(result, lines):
    assert english(result) == lines


def test_a_changed_form_alone_asks_for_a_look_at_the_proposed_flowchart():
    (line,) = english(made("2026-11-02", {"step-3": Verdict.CHANGED}).model_copy(update={"drift": DRIFT}))
    assert "flowchart-proposed.md" in line


@pytest.mark.parametrize("listing", [*sorted(UNPICKABLE), Listing.CANNOT_JUDGE])
@pytest.mark.parametrize("verdict", Verdict)
def test_nothing_to_do_is_never_said_of_a_run_that_ends_otherwise_than_well(verdict, listing):
    for result in (made("2026-11-02", {"step-4": verdict}), made("2026-11-02", departments={"A": listing})):
        assert (english(result) == [today.NOTHING[0]]) is (result.exit_code == 0)


def test_a_list_that_is_empty_is_something_to_do():
    empty = ListFinding(kind="designations_empty", name="", under="", why="no designation is offered")
    audit = DepartmentsResult(quality=(empty,))
    assert english(made("2026-11-02").model_copy(update={"departments": audit})) != [today.NOTHING[0]]
