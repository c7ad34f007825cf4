"""The table of `igot gate` and its exit code say what the battery found."""

from __future__ import annotations

import pytest

from automation import cli
from automation.commands import gate
from automation.model import ExitCode
from automation.proof.battery import OPEN, STATES, Outcome, Shot, State
from automation.proof.vectors import Vector, vectors


def shot(number: int, *states: State) -> Shot:
    vector = Vector(f"way {number}", "forms", "")
    return Shot(vector, {state: ["portal: POST /x"] if state in {OPEN, *states} else [] for state in STATES})


def outcome(*shots: Shot, approvals: tuple[int, ...] = (1, 1)) -> Outcome:
    return Outcome([*shots, *(shot(number) for number in range(gate.LEAST_THAT_FIRE))], list(approvals))


def test_a_gate_that_keeps_everything_holds() -> None:
    assert gate.verdict(outcome()) is ExitCode.AS_DOCUMENTED
    assert gate.table(outcome())[-1] == "The gate holds."


@pytest.mark.parametrize("state", [state for state in STATES if state != OPEN])
def test_one_arrival_in_any_state_is_exit_code_5(state: State) -> None:
    broken = outcome(shot(999, state))
    assert gate.verdict(broken) is ExitCode.REFUSED
    lines = gate.table(broken)
    assert "THE GATE DOES NOT HOLD" in lines[-1]
    assert f"{state}: 1 got out." in lines
    assert "ARRIVED" in next(line for line in lines if line.startswith("way 999"))


@pytest.mark.parametrize("count", [0, 2])
def test_a_permission_that_lets_out_none_or_two_is_exit_code_5(count: int) -> None:
    assert gate.verdict(outcome(approvals=(1, count))) is ExitCode.REFUSED


def test_a_way_out_that_was_never_tried_proves_nothing() -> None:
    untried = shot(999)
    untried.not_begun.append("sealed")
    assert gate.verdict(outcome(untried)) is ExitCode.REFUSED


def test_with_too_few_working_ways_out_nothing_can_be_said() -> None:
    few = Outcome([shot(1)], [1])
    assert gate.verdict(few) is ExitCode.CANNOT_JUDGE
    assert gate.verdict(few, complete=False) is ExitCode.AS_DOCUMENTED


def test_without_all_of_them_most_must_work() -> None:
    works, silent = shot(1), Shot(Vector("way 2", "frames", ""), {state: [] for state in STATES})
    assert gate.verdict(Outcome([works], [1]), complete=False) is ExitCode.AS_DOCUMENTED
    assert gate.verdict(Outcome([works, silent], [1]), complete=False) is ExitCode.CANNOT_JUDGE
    assert gate.table(Outcome([works], [1]), full=False)[-1].startswith("The gate holds against these 1 ways out;")


def test_a_few_are_some_of_each_family_and_the_help_names_them_all() -> None:
    families = {vector.family for vector in vectors()}
    assert {vector.family for vector in gate.few(vectors())} == families == {*gate._FAMILIES.split()}
    assert len(gate.few(vectors())) <= 3 * len(families)


def test_a_family_that_there_is_none_of_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["gate", "--family", "forks"]) == 2
    assert "called forks; there are" in capsys.readouterr().err


def test_every_way_out_has_a_name_of_its_own_and_there_are_enough() -> None:
    names = [(vector.family, vector.name) for vector in vectors()]
    assert len(set(names)) == len(names) >= 150
    assert all("{" not in vector.name.replace("{how}", "{") for vector in vectors())
