"""Two spellings of one office are one; two offices stay two."""

from __future__ import annotations

import pytest

from automation.departments.expected import Department
from automation.departments.names import Kinship, compare


def kinship(name, candidate, short_name=""):
    return compare(Department(name, "other", short_name=short_name), candidate).kinship


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Transport Department", "TRANSPORT  DEPARTMENT"),
        ("Transport Department", "Deptt. of Transport, GNCTD"),
        ("Directorate of Education", "Dte. of Education, Govt. of NCT of Delhi"),
        ("Department of Health and Family Welfare", "Department of Health & Family Welfare"),
        ("Delhi Transco Limited", " Delhi\u00a0Transco Ltd.  "),
        ("Delhi Technological University", "Technological University, Delhi"),
        ("Department of Tourism", "Department of Toursim, GNCTD"),
        ("Directorate of Education", "Directorate of Education / शिक्षा निदेशालय, दिल्ली"),
        ("Lieutenant Governor's Secretariat", "Secretariat of The Lt. Governor, Delhi"),
    ],
)
def test_spellings_of_one_office_are_the_same(name, candidate):
    assert kinship(name, candidate) is Kinship.SAME


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Delhi Dental Council", "Delhi Nursing Council"),
        ("Finance Department", "Services Department"),
        ("Office of the District Magistrate, South District", "Office of the District Magistrate, West District"),
        ("Directorate of Education", "Deputy Director of Education, District East"),
        ("Department of Training and Technical Education", "Directorate of Training: UTCS"),
        ("Lok Nayak Hospital", "Guru Teg Bahadur Hospital"),
        ("Hindi Academy", "Urdu Academy"),
        ("Delhi Metro Rail Corporation Limited", "Delhi Financial Corporation"),
    ],
)
def test_two_offices_are_never_the_same(name, candidate):
    assert kinship(name, candidate) is not Kinship.SAME


@pytest.mark.parametrize(
    ("name", "candidate", "short_name"),
    [
        ("Centralised Accident and Trauma Services", "CATS", "CATS"),
        ("Indraprastha Power Generation Company Limited", "IPGCL, Himadri", "IPGCL"),
        ("Directorate of Education", "Department of Education", ""),
    ],
)
def test_a_short_name_or_another_kind_of_body_is_for_a_person_to_look_at(name, candidate, short_name):
    assert kinship(name, candidate, short_name) is Kinship.NEAR


def test_a_match_says_why():
    match = compare(Department("Transport Department", "department"), "Department of Transport")
    assert match.why == "the same words in another order or spelling"
