"""The flowchart is data, in the circular's numbering."""

from __future__ import annotations

import pytest

from automation import flowchart
from automation.model import Journey, Reach, UsageError
from automation.steps import login


def test_the_circular_has_seven_steps_and_at_least_35_checks():
    chart = flowchart.load()
    assert [step.id for step in chart.steps] == [f"step-{number}" for number in range(1, 8)]
    assert sum(len(step.checks) for step in chart.steps) >= 35
    assert chart.circular.number.startswith("F.10(457)")


def test_the_login_is_one_step_before_them_with_a_source_in_place_of_a_circular():
    chart = flowchart.load(flowchart.BEFORE)
    assert [step.id for step in chart.steps] == ["step-0"]
    assert chart.journey is Journey.LOGIN
    assert chart.circular.source
    assert chart.circular.source_hi
    assert not {check.id for check in chart.steps[0].checks} ^ {*login.ORDER}


def test_a_circular_has_a_number_and_a_date(tmp_path):
    text = flowchart.DOCUMENTED.read_text(encoding="utf-8")
    path = tmp_path / "flowchart.toml"
    path.write_text(text.replace("date = 2025-06-20\n", ""), encoding="utf-8")
    with pytest.raises(UsageError, match="lacks its number or its date"):
        flowchart.load(path)


def test_every_check_says_what_is_documented_how_it_is_verified_and_what_it_needs():
    for step in (*flowchart.load().steps, *flowchart.load(flowchart.BEFORE).steps):
        for check in step.checks:
            assert check.documented.endswith(".")
            assert check.how.endswith(".")
            assert check.reach in Reach


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense", "correct that line"),
        ("[circular]\nnumber = 1\n", "circular"),
        (None, "cannot be read"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence_without_its_values(tmp_path, text, said):
    path = tmp_path / "flowchart.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said) as error:
        flowchart.load(path)
    assert "\n" not in str(error.value)


def test_a_check_id_may_stand_only_once_and_under_its_own_step(tmp_path):
    text = flowchart.DOCUMENTED.read_text(encoding="utf-8")
    path = tmp_path / "flowchart.toml"
    path.write_text(text.replace('id = "step-1.landing"', 'id = "step-2.landing"'), encoding="utf-8")
    with pytest.raises(UsageError, match="wrong step"):
        flowchart.load(path)
