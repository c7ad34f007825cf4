"""Every known way out of a page, fired at sinks on this machine: none gets past the gate, in any state."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import pytest

from automation.browser import finder
from automation.commands import gate
from automation.config import BrowserSettings
from automation.gate.policy import Policy
from automation.gate.receipts import Receipts
from automation.model import ExitCode
from automation.proof import battery, trials
from automation.proof.vectors import vectors
from tests.marks import proc
from tests.tables import rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Playwright

    from automation.proof.vectors import Vector

WITH_A_PERSON: tuple[battery.State, ...] = ("asked", "typed")
ALONE = tuple(state for state in battery.STATES if state not in WITH_A_PERSON)
FAMILIES = {vector.family for vector in vectors()}


EVERY, SOME = "every way of each family", "every fifth way of each family, and each end of a page or a window"


def some(every: Sequence[Vector]) -> list[Vector]:
    """Every fifth way of each family, and the first that ends its page in each way, and that bears no mark.

    None of them ends the browser, since it would need another one for each state.
    """
    near = [vector for vector in every if vector.ends != "browser"]
    fifths = [vector for family in FAMILIES for vector in [each for each in near if each.family == family][::5]]
    unlike = {(vector.ends, vector.marked): vector for vector in reversed(near)}
    return [vector for vector in near if vector in fifths or vector in unlike.values()]


@pytest.mark.parametrize("ways", rows([EVERY, SOME], [SOME]))
def test_no_way_out_gets_past_the_gate(playwright: Playwright, ways: str) -> None:
    """All of them are fired with all tests, and by `igot gate --full`."""
    chosen = vectors() if ways == EVERY else some(vectors())
    outcome = battery.run(BrowserSettings(), lambda *_: None, chosen, states=ALONE, playwright=playwright)
    assert [(shot.vector.name, shot.escaped, shot.not_begun) for shot in outcome.shots if shot.escaped] == []
    told = "\n".join(gate.table(outcome))
    assert gate.verdict(outcome, complete=ways == EVERY) is ExitCode.AS_DOCUMENTED, told
    assert {shot.vector.family for shot in outcome.shots if shot.fires} == FAMILIES


@pytest.mark.parametrize("step", rows([1, 3], [3]))
def test_no_way_out_gets_past_a_question_or_the_first_key_of_a_secret(playwright: Playwright, step: int) -> None:
    few = gate.few(vectors())[::step]
    assert {vector.family for vector in few} == FAMILIES
    outcome = battery.run(BrowserSettings(), lambda *_: None, few, states=WITH_A_PERSON, playwright=playwright)
    assert [(shot.vector.name, shot.arrived) for shot in outcome.shots if shot.escaped or shot.not_begun] == []
    assert outcome.unreceipted == 0
    assert {state for shot in outcome.shots for state in shot.arrived} == {battery.OPEN, *WITH_A_PERSON}


def test_a_request_that_leaves_without_a_receipt_is_noticed(
    playwright: Playwright, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    receipts = Receipts(str(tmp_path / "consents.jsonl"), "run")
    monkeypatch.setattr(battery, "Policy", partial(Policy, receipts=receipts))
    forms = [vector for vector in vectors() if vector.family == "forms"][:1]
    outcome = battery.run(BrowserSettings(), lambda *_: None, forms, states=("asked",), playwright=playwright)
    assert outcome.unreceipted == 1
    assert gate.verdict(outcome) is ExitCode.REFUSED


ASKED = (
    *("the gate is asked to end", "the driver is asked to end", "the browser is asked to end"),
    *("context.close", "browser.close"),
)
"""Tried with all tests, and by `igot gate`: in every run they are killed, or a page closed, which leaves less time."""
ENDINGS = trials.endings()


@proc
@pytest.mark.parametrize(
    "ending",
    rows(ENDINGS, [ending for ending in ENDINGS if ending.name not in ASKED]),
    ids=lambda ending: ending.name,
)
def test_a_held_request_dies_with_whatever_ends_and_leaves_no_process(ending: trials.Ending) -> None:
    [tally] = trials.run(1, lambda _: None, (ending,))
    assert tally.holds, tally


def test_a_gate_that_is_not_there_is_noticed(playwright: Playwright, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def open_to_all(self: battery._Battery, _pair: object, _state: battery.State) -> Iterator[battery.Window]:
        browser = battery._without_flags(self._playwright, finder.ensure(self._playwright, self._settings))
        with battery._without_gate(browser) as window:
            yield window
        browser.close()

    monkeypatch.setattr(battery._Battery, "_behind_gate", open_to_all)
    forms = [vector for vector in vectors() if vector.family == "forms"][:3]
    outcome = battery.run(BrowserSettings(), lambda *_: None, forms, states=ALONE, playwright=playwright)
    assert all(shot.escaped for shot in outcome.shots)
    assert gate.verdict(outcome) is ExitCode.REFUSED
