"""What holds for every department of the list, whatever the portal answers and however the names are written."""

from __future__ import annotations

import csv
import random

import pytest

from automation.config import ROOT
from automation.departments import audit, expected, exported, listed, plan, shards
from automation.model import Listing, NoAnswer
from automation.names.department import Department
from automation.names.index import Index
from automation.names.judging import Kinship
from automation.names.matcher import Matcher
from automation.portal.facts import Organisation
from automation.rehearsal import hierarchy
from automation.rehearsal.organisation_search import organisations
from automation.rehearsal.switches import Switches
from tests.lists import FILLER, Paged, Searched
from tests.tables import beside, rows

NAMES = [(row["expected_name"], row["candidate"]) for row in beside(__file__, "hindi_names.csv")]
LIST = expected.load(ROOT / "scenarios" / "delhi-2025" / "departments.csv")


@pytest.fixture(scope="module")
def matcher():
    return Matcher(LIST)


@pytest.fixture(scope="module")
def index(matcher):
    return Index(matcher)


def test_a_list_that_counts_more_than_it_holds_is_not_asked_without_end():
    lists = Paged([f"Office of Stationery {number}" for number in range(120)], extra=20)
    listed.run(LIST, lists, "Delhi")
    assert len(lists.asked) < 10


def test_a_list_of_names_that_differ_by_their_numbers_is_known_to_its_last_row():
    lists = Paged([f"Department {number}" for number in range(1, 172)])
    result = listed.run(LIST, lists, "Delhi")
    assert {each.listing for each in result.results} == {Listing.MISSING}
    assert len([each for each in lists.asked if each[0] == "find"]) <= 30


def test_a_list_is_known_to_its_last_row_when_one_unknown_office_alone_is_looked_for():
    picker = random.Random(7)
    lists = Paged(picker.sample([each.name for each in LIST], 160))
    [found] = listed.run((Department("Office of Nothing Whatever", "other"),), lists, "Delhi", known=LIST).results
    assert found.listing is Listing.MISSING
    [found] = listed.run((Department("Office of Nothing Whatever", "other"),), lists, "Delhi").results
    assert found.listing is Listing.MISSING


def test_a_short_list_of_ours_is_told_of_a_long_one_of_the_portal():
    delhi = next(row["identifier"] for row in hierarchy.states() if row["orgName"] == "Delhi")
    theirs = [row["orgName"] for row in hierarchy.departments(delhi, Switches())]
    lists = Paged([name for name in theirs if name != "Transport Department"])
    wanted = (Department("Transport Department", "department"), Department("Revenue Department", "department"))
    told = {each.name: each.listing for each in listed.run(wanted, lists, "Delhi").results}
    assert told == {"Transport Department": Listing.MISSING, "Revenue Department": Listing.LISTED}
    assert len([each for each in lists.asked if each[0] == "find"]) <= 40


@pytest.mark.parametrize("order", rows(["sorted", "shuffled"], usual=["shuffled"]))
def test_of_219_departments_with_160_in_the_list_the_truth_is_found_in_few_questions(order):
    picker = random.Random(3)
    names = [each.name for each in LIST]
    present = picker.sample(names, 160)
    own = {"sorted": sorted(present), "shuffled": present}
    lists = Paged(own[order])
    found = {each.name: each.listing for each in listed.run(LIST, lists, "Delhi").results}
    wrong = {name for name in names if (found[name] is Listing.LISTED) is not (name in present)}
    assert not {name for name in wrong if found[name] not in {Listing.NEAR_NAME, Listing.LISTED}}
    assert len([each for each in lists.asked if each[0] == "find"]) <= 45


def test_an_outage_is_never_a_missing_department():
    calls = []

    def down(text, branch):
        calls.append(text)
        return NoAnswer("the portal answered HTTP 503")

    result = audit.run(LIST, down, "Delhi")
    assert {each.listing for each in result.results} == {Listing.CANNOT_JUDGE}
    assert len(calls) <= 6, "the audit must give up when the portal fails again and again"
    assert all(each.why for each in result.results)


@pytest.mark.parametrize("each_of", rows([1, 4], usual=[4]))
def test_empty_answers_alone_are_never_a_missing_department(each_of):
    found = audit.run(LIST[::each_of], Searched(), "Delhi").results
    assert {each.listing for each in found} == {Listing.CANNOT_JUDGE}


def test_the_219_departments_take_at_most_80_searches_when_none_of_them_is_there():
    portal = Searched((*FILLER, Organisation("Delhi Police", "Ministry of Home Affairs", "", "M_1")))
    result = audit.run(LIST, portal, "Delhi")
    assert {each.listing for each in result.results} == {Listing.MISSING}
    assert result.searches == len(portal.asked) <= 80
    assert max(len(text) for text, _branch in portal.asked) <= plan.LONGEST_QUESTION


def lists():
    """Two thirds of the departments in the state's own list, others below two rows of it."""
    names = [each.name for each in LIST]
    own = random.Random(3).sample(names, 150)
    rest = [each for each in names if each not in own]
    return Paged(own, {own[0]: rest[:30], own[5]: rest[30:50]})


@pytest.mark.parametrize("of", rows([2, 3, 5, 10], usual=[5]))
@pytest.mark.parametrize("shape", rows(["one search", "lists"], usual=["lists"]))
def test_what_shards_find_is_what_one_run_finds(shape, of):
    def look(mine, among):
        if shape == "lists":
            return listed.run(mine, lists(), "Delhi", known=among, among=among)
        return audit.run(mine, Searched(tuple(map(Organisation.of, organisations()))), "Delhi", among=among)

    def told(result):
        return [
            (each.name, each.listing, str(each.matched), each.under or "", each.request_for_help or "")
            for each in result.results
        ]

    shares = [shards.share(LIST, shards.of(f"{number}/{of}", LIST, walks=False)) for number in range(1, of + 1)]
    found = [look(mine, LIST) for mine in shares]
    whole = look(LIST, ())
    assert sorted(each for some in found for each in told(some)) == sorted(told(whole))
    assert sum(each.searches for each in found) > whole.searches  # so more machines are a greater burden, not a lesser


def test_no_absent_department_is_listed_and_no_present_one_is_missing_in_the_rehearsals_list():
    truth = list(csv.DictReader((ROOT / "benchmarks/data/dropdown_truth.csv").read_text(encoding="utf-8").splitlines()))
    rows = [Organisation.of(each) for each in organisations()]
    found = {each.name: each for each in exported.audit(LIST, rows, "Delhi").results}
    wrong = [each["name"] for each in truth if (each["present"] == "1") is (found[each["name"]].listing == "missing")]
    assert wrong == []


def test_every_department_is_found_by_its_hindi_names_and_no_other_is(matcher, index):
    found = [
        (prepared.department.name, NAMES[place][1])
        for place, prepared, match in index.matches([(hindi, "") for _name, hindi in NAMES])
        if match.kinship is Kinship.SAME
    ]
    assert set(found) == set(NAMES)
    assert {name for name, _hindi in NAMES} == {each.name for each in matcher.departments}


@pytest.mark.parametrize("first", rows(range(64), usual=[0]))
def test_many_candidates_at_once_are_judged_as_each_by_itself(matcher, index, first):
    every = [(row["orgName"], row["l1OrgName"] or "") for row in organisations()]
    some = [row for row in every if row[1] == "Delhi"][first::64] + every[first::320]
    at_once = {(place, each.department.name, match.kinship) for place, each, match in index.matches(some)}
    by_itself = {
        (place, each.name, match.kinship)
        for place, (name, under) in enumerate(some)
        for each in matcher.departments
        if (match := matcher.compare(each, name, under)).kinship is not Kinship.DIFFERENT
    }
    assert at_once == by_itself
    assert at_once or first
