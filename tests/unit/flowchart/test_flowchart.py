"""The flowchart is data, in the circular's numbering."""

from __future__ import annotations

import re

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


def copied(folder, file, old="", new=""):
    """The usual document in a folder of its own, with something put in place of something else in one of its files."""
    for name in ("document.toml", "flowchart.toml"):
        text = flowchart.DOCUMENTED.with_name(name).read_text(encoding="utf-8")
        assert name != file or old in text
        (folder / name).write_text(text.replace(old, new) if name == file else text, encoding="utf-8")
    return folder / "flowchart.toml"


def test_a_circular_has_a_number_and_a_date(tmp_path):
    path = copied(tmp_path, "document.toml", "date = 2025-06-20\n", "")
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


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"step-1.landing"', '"step-2.form"', "step-2.form stands"),
        ('"step-1.landing"', '"step-1.address"', "stands there twice"),
        ('"step-1.landing"', '"step-1.lading"', "no question step-1.lading; did you mean step-1.landing?"),
        ('"step-1.landing"', '"step-1.let-in"', "no question step-1.let-in"),
        ('"step-5.delhi" = "step-5.own"', '"step-5.delhi" = "step-5.owl"', "no question step-5.owl"),
        ('"step-5.delhi" = "step-5.own"', '"step-5.other" = "step-5.own"', "no question step-5.delhi"),
        ("title =", "titel =", "steps.0.title"),
    ],
)
def test_what_is_wrong_with_a_flowchart_is_told_in_one_sentence(tmp_path, old, new, said):
    path = copied(tmp_path, "flowchart.toml", old, new)
    with pytest.raises(UsageError, match=re.escape(said)) as error:
        flowchart.load(path)
    assert "\n" not in str(error.value)


def test_a_document_that_shows_no_form_may_put_its_boxes_as_it_likes(tmp_path):
    path = copied(tmp_path, "document.toml", 'generation = "g3"\n', "")
    path.write_text(
        path.read_text(encoding="utf-8").replace('"step-1.landing", ', "").replace('"step-2.form"', '"step-1.landing"')
    )
    assert flowchart.load(path).steps[1].checks[2].id == "step-1.landing"
