"""One table says what the forms are made of: whatever reads it finds each part whole."""

from __future__ import annotations

import re

import pytest

from automation import drift, flowchart
from automation.portal.facts import Channel, Declaration, Field, Help, Part
from automation.portal.fields import CONTROLS, FIELDS, WAYS, part_of

ASKED = [*Field, *Channel, *Help, *Declaration]


def test_every_part_has_a_row_in_the_forms_own_order():
    assert [*FIELDS] == [*Part]


@pytest.mark.parametrize("part", Part)
def test_every_part_has_words_in_both_languages(part):
    english, hindi = FIELDS[part].words
    assert re.search("[A-Za-z]", english)
    assert re.search("[\u0900-\u097f]", hindi)
    assert not re.search("[\u0900-\u097f]", english)
    assert [drift.words(part, language) for language in ("en", "hi")] == [english, hindi]


def test_every_check_that_is_named_is_a_question_that_a_document_can_claim():
    named = {row.at for row in FIELDS.values() if row.at != row.step}
    assert len(named) > 10
    assert named - flowchart.questions().keys() == set()


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: f"{type(asked).__name__}.{asked.name}")
def test_what_a_form_is_asked_for_is_one_part(asked):
    assert [part for part, row in FIELDS.items() if row.asked is asked] == [part_of(asked)]


def test_every_field_is_found_by_its_own_name_first_and_has_words_above_it():
    assert {field: ways[0].value for field, ways in WAYS.items()} == {field: field.value for field in Field}
    assert all(FIELDS[part_of(field)].labels for field in Field)


def test_no_control_is_two_parts():
    names = [name for row in FIELDS.values() for name in row.names]
    assert len(names) == len(set(names))
    assert set(names) <= CONTROLS.keys()
    assert {CONTROLS[name] for name in (*Field, *Declaration)} == {part_of(each) for each in (*Field, *Declaration)}
