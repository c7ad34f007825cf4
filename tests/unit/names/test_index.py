"""Real names with HTML entities, doubled and missing white space: each is itself, and no other one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from automation.commands import names as command
from automation.departments import exported, quality
from automation.departments.tables import Table
from automation.names.department import Department
from automation.names.index import Index
from automation.names.judging import Kinship
from automation.names.matcher import Matcher
from automation.portal.facts import Organisation
from automation.spelling import decoded, plain
from tests.alone import compare
from tests.tables import beside

FILE = Path(__file__).with_name("master_list.csv")
NAMES = [row["name"] for row in beside(__file__, "master_list.csv")]
ONE_OFFICE = {frozenset({"Directorate of Standardisation", "Directorate of Standardisation, New Delhi"})}
"""Which differ by an address in Delhi alone; everything else that looks alike is two offices."""


def tidy(name: str) -> str:
    """The name decoded, with one space after each comma and no doubled ones."""
    return plain(re.sub(r",(?=\S)", ", ", decoded(name)))


def test_the_list_is_the_whole_one() -> None:
    assert len(NAMES) == 705
    assert sum("&" in name and ";" in name for name in NAMES) == 18


@pytest.mark.parametrize("twice", [False, True])
def test_every_name_is_the_same_as_its_decoded_and_respaced_spelling(twice: bool) -> None:
    matcher = Matcher(())
    spelled = [name.replace("&", "&amp;") if twice else name for name in NAMES]
    found = [matcher.compare(Department(tidy(name), "other"), name).kinship for name in spelled]
    assert found == [Kinship.SAME] * len(NAMES)


def test_no_two_different_names_are_one_office() -> None:
    matcher = Matcher([Department(name, "other") for name in dict.fromkeys(map(tidy, NAMES))])
    same = {
        frozenset({prepared.department.name, tidy(NAMES[place])})
        for place, prepared, match in Index(matcher).matches([(name, "") for name in NAMES])
        if match.kinship is Kinship.SAME
    }
    assert {pair for pair in same if len(pair) > 1} <= ONE_OFFICE
    assert len({pair for pair in same if len(pair) == 1}) > 600  # what the Union has too is for a person to look at


@pytest.mark.parametrize(
    ("name", "other", "kinship"),
    [
        ("Bank of India", "Indian Bank", Kinship.NEAR),
        ("Bank of India", "State Bank of India (SBI)", Kinship.DIFFERENT),
        ("Department of Jammu &amp; Kashmir (J &amp; K) Affairs", "Department of J&K Affairs", Kinship.SAME),
        ("Directorate of Education", "Directorate of Education, Haryana", Kinship.DIFFERENT),
        ("Directorate of Education", "Directorate of Education, Government of Uttar Pradesh", Kinship.DIFFERENT),
    ],
)
def test_what_looks_alike_is_told_apart(name: str, other: str, kinship: Kinship) -> None:
    assert compare(Department(name, "other"), other).kinship is kinship


@pytest.mark.parametrize(
    ("state", "short"),
    [
        *(("Uttar Pradesh", "UP"), ("Uttar Pradesh", "U.P."), ("Andhra Pradesh", "AP"), ("Tamil Nadu", "TN")),
        *(("Jammu and Kashmir", "J & K"), ("Jammu and Kashmir", "J&amp;K"), ("West Bengal", "WB")),
    ],
)
def test_a_list_of_another_state_knows_its_states_short_form(state: str, short: str) -> None:
    ours = Department("Directorate of Education", "directorate")
    assert compare(ours, f"Directorate of Education, {short}", state=state).kinship is Kinship.SAME
    assert compare(ours, f"Directorate of Education ({short})", state=state).kinship is Kinship.SAME
    assert compare(ours, f"Directorate of Education, {short}").kinship is Kinship.DIFFERENT


def test_a_name_is_decoded_once_at_the_border_and_the_original_stands_in_the_result(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "orgName,l1OrgName\nForests &amp;amp; Wildlife,Delhi\nR&D; Board,Delhi\nR&D Cell,Delhi\n", encoding="utf-8"
    )
    encoded, odd, plain_ = exported.load(file)
    assert (encoded.name, encoded.original) == ("Forests & Wildlife", "Forests &amp;amp; Wildlife")
    assert (odd.name, odd.original) == ("R&D; Board", "")
    assert (plain_.name, plain_.original) == ("R&D Cell", "")
    [finding] = quality.findings([encoded, plain_], Matcher(()))
    assert (finding.kind, finding.name) == ("entities", "Forests & Wildlife")
    table = Table("pairs.csv", (), ((2, {"expected_name": "Forests and Wildlife", "candidate": encoded.original}),))
    [line] = command.judged(table, Matcher(()))
    assert line[1:3] == ["Forests &amp;amp; Wildlife", "same"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Department of Training &amp; Technical Education", "Department of Training"),
        ("Institute of Health (North) Society", "Institute of Health"),
        ("Delhi  Fire Service", "Fire Service"),
        ("Dr. B.R. Ambedkar Hospital", "Dr. B.R. Ambedkar Hospital"),
        ("शिक्षा विभाग", "शिक्षा विभाग"),
    ],
)
def test_what_is_typed_for_a_row_reads_alike_to_a_regular_expression_and_a_plain_search(name: str, typed: str) -> None:
    row = Organisation.named(name)
    assert row.typed == typed
    assert typed in name
    assert re.search(typed, name)
