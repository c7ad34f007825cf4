"""Each document is a folder; the program itself knows of no state more than of another."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from automation import flowchart, steps
from automation.commands import document as command
from automation.departments import audit, expected
from automation.departments.requests import government_of
from automation.flowchart import documents
from automation.model import Listing, UsageError, Verdict
from automation.names.department import Department
from automation.names.judging import Kinship
from automation.names.knowledge import states
from automation.names.matcher import Matcher
from automation.portal.facts import Branch, Organisation, Rows
from automation.rehearsal.offices import common, home
from automation.rehearsal.organisation_search import organisations, search
from automation.rehearsal.switches import Switches
from automation.reports import due
from automation.result import CheckResult, either

PACKAGE = Path(documents.__file__).parents[1]
STATES_ALL_ALIKE = {
    "names/data/hindi.toml": 1,  # the names of the states in Hindi
    "names/data/places.toml": 2,  # the lists of the states
    "flowchart/documents.py": 1,  # the name of the document that is meant where none is named
    "rehearsal/data/organisations.json": 1,  # the rows of the states
}
EVERY = documents.names()


def test_nothing_of_one_state_stands_in_the_code():
    of_it = re.compile(r"delhi|दिल्ली|\bgnctd?|\bnct\b", re.IGNORECASE)
    found = {
        path.relative_to(PACKAGE).as_posix(): sum(bool(of_it.search(line)) for line in lines)
        for path in PACKAGE.rglob("*")
        if path.suffix in {".py", ".toml", ".json", ".js", ".html", ".j2", ".css", ".csv", ".md", ".txt"}
        and (lines := path.read_text(encoding="utf-8").splitlines())
    }
    assert {file: number for file, number in found.items() if number} == STATES_ALL_ALIKE


def test_the_usual_document_comes_first_and_six_others_and_a_list_are_there():
    assert EVERY[0] == documents.USUAL
    assert len(EVERY) >= 8
    assert "centre-2022" in EVERY


@pytest.mark.parametrize("name", EVERY)
def test_each_document_can_be_walked_and_says_whence_it_is(name, capsys):
    chart, paper = flowchart.of(name), documents.load(name)
    asked = {check.question for step in chart.steps for check in step.checks}
    assert asked <= steps.VERBS.keys()
    assert paper.state in {*states(), documents.CENTRE}
    assert (paper.paper.number and paper.paper.date) or paper.paper.source
    assert all(step.title and step.title_hi for step in chart.steps)
    assert command.check(name) == 0
    told = capsys.readouterr().out
    assert all(check.how in told for step in chart.steps for check in step.checks)


def test_the_states_are_those_of_the_portal():
    assert {*states()} == {row[0] for row in common() if row[1] is None and row[3] == "state"}


def test_a_document_that_is_wrong_is_told_with_its_file_and_place(tmp_path):
    folder = tmp_path / "goa-2026"
    folder.mkdir()
    (folder / "document.toml").write_text("[document]\ntitle = 'x'\nlanguages = ['fr']\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"goa-2026/document.toml: languages.0"):
        documents.load("goa-2026", tmp_path)
    (folder / "document.toml").write_text("[document]\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"goa-2026/document.toml: title"):
        documents.load("goa-2026", tmp_path)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("haryana-2025", ("haryana-2025",)),
        (" haryana-2025, delhi-2025 ,", ("haryana-2025", "delhi-2025")),
        ("all", EVERY),
        ("haryana-2025,haryana-2025", ("haryana-2025",)),
    ],
)
def test_one_document_several_or_all_can_be_chosen(words, found):
    assert documents.chosen(words) == found


def test_what_one_state_knows_of_its_names_is_no_other_states():
    ours, theirs = (Matcher((), state) for state in ("Delhi", "Haryana"))
    department = Department("Home Department", "department")
    assert ours.compare(department, "Home Department, GNCTD").kinship is Kinship.SAME
    assert theirs.compare(department, "Home Department, GNCTD").kinship is Kinship.DIFFERENT
    assert theirs.compare(department, "Home Department, Government of Haryana").kinship is Kinship.SAME
    assert ours.compare(department, "Home Department, Government of Haryana").kinship is Kinship.DIFFERENT
    assert government_of("Delhi") == "Government of NCT of Delhi"
    assert government_of("Kerala") == "Government of Kerala"


# --------------------------------------------------------------------------------------------- ways, conditions, walks


@pytest.mark.parametrize(
    ("verdicts", "found"),
    [
        ("as_documented as_documented", Verdict.AS_DOCUMENTED),
        ("broken broken", Verdict.BROKEN),
        ("as_documented broken", Verdict.CHANGED),
        ("cannot_judge broken", Verdict.CHANGED),
        ("as_documented needs_person", Verdict.NEEDS_PERSON),
        ("as_documented cannot_judge", Verdict.CANNOT_JUDGE),
    ],
)
def test_of_several_ways_a_broken_one_is_a_change_and_only_all_of_them_break_the_box(verdicts, found):
    assert either([Verdict(each) for each in verdicts.split()]) is found


def results(chart, verdicts=()):
    """A result for each check, as documented but for those named."""
    given = dict(verdicts)
    return {
        check.question: CheckResult(
            id=check.question, verdict=given.get(check.question, Verdict.AS_DOCUMENTED), documented=check.documented
        )
        for step in chart.steps
        for check in step.checks
    }


def test_a_box_with_ways_follows_them_and_a_box_without_checks_is_left_to_a_person():
    chart = flowchart.of("user-manual-2023")
    way = chart.steps[2].ways[1].checks[-1]
    *_, box = chart.projected(results(chart, {way: Verdict.BROKEN}))
    assert box.verdict is Verdict.CHANGED
    assert [each.verdict for each in box.ways] == [Verdict.AS_DOCUMENTED, Verdict.BROKEN]
    assert {step.verdict for step in flowchart.of("haryana-2025").projected({})} == {Verdict.NEEDS_PERSON}


def test_one_walk_for_several_documents_asks_each_question_once_and_tells_each_its_own():
    ours, theirs = flowchart.load(), flowchart.of("single-sign-on-2026")
    joined = ours.joined([theirs])
    asked = [check.question for step in joined.steps for check in step.checks]
    assert len(set(asked)) == len(asked)
    assert {*asked} == {check.question for chart in (ours, theirs) for step in chart.steps for check in step.checks}
    told = theirs.projected(results(joined, {"step-0.other-ways": Verdict.BROKEN}))
    assert [step.id for step in told] == [step.id for step in theirs.steps]
    assert told[1].verdict is Verdict.BROKEN
    assert told[0].verdict is Verdict.AS_DOCUMENTED
    assert ours.joined([]) == ours


def test_what_the_login_is_asked_comes_before_anybody_can_be_logged_in():
    seen: Any = SimpleNamespace(form=None, answers={}, fallbacks={}, waits=True)
    names = list(steps.order(seen, claims={"step-0.other-ways", "step-2.login-option"}))
    assert names[0] == "step-0.other-ways"
    assert names.count("step-0.other-ways") == 1
    assert not [name for name in steps.order(seen) if name.startswith("step-0")]


def test_every_question_stands_in_a_complete_chart_once():
    for name in EVERY:
        whole = flowchart.of(name).complete()
        asked = [each.question for step in whole.steps for each in (*step.checks, *step.questions)]
        assert sorted(asked) == sorted(flowchart.questions())


# --------------------------------------------------------------------------------------------------- the rehearsal


def searched(text, branch):
    reply = search({"orgName": text, "parentType": branch}, 100, Switches(documents=("centre-2022",)))
    rows = tuple(map(Organisation.of, reply.get("response", ())))
    return Rows(text, branch, reply.get("count", 0), rows, tuple(each.name for each in rows))


def test_the_unions_list_is_audited_and_what_the_rehearsal_left_out_is_missing():
    listed = expected.load(documents.FOLDER / "centre-2022" / documents.LIST)
    left = {each.name for number, each in enumerate(listed, 1) if number % 7 == 0}
    also = {" ".join(row["orgName"].split()).casefold() for row in organisations(("centre-2022",))}
    gone = {name for name in left if name.casefold() not in also}
    found = audit.run(listed[:210], searched, documents.CENTRE)
    listing = {each.name: each.listing for each in found.results}
    missing = {name for name, each in listing.items() if each is Listing.MISSING}
    assert missing <= gone
    assert len(gone & listing.keys()) - len(missing) <= 4  # which are the Union's own in other words
    assert [each for each in listing.values() if each is Listing.CANNOT_JUDGE] == []


def test_a_document_with_a_list_has_rows_at_the_rehearsal_and_one_without_has_the_others():
    assert home("haryana-2025").state == "Haryana"
    names = [row["orgName"] for row in organisations(("haryana-2025",))]
    assert "Excise and Taxation Department" in names
    assert "Training & Technical Education Department, GNCTD" not in names
    assert home("help-centre-2026").rows == ()
    both = organisations(("delhi-2025", "haryana-2025"))
    assert {"Excise and Taxation Department", "Training & Technical Education Department, GNCTD"} <= {
        row["orgName"] for row in both
    }
    assert Branch.STATE in {row["sbOrgType"] for row in both}


# ------------------------------------------------------------------------------------------------------ due dates


def test_what_is_due_is_told_the_nearest_first_with_the_days_that_are_left_or_gone():
    dates = documents.Due(register_by=date(2026, 2, 1), course_by=date(2026, 1, 1))
    (first, hindi), (second, _) = due.lines(dates, date(2026, 1, 11))
    assert first == "Due by 01.01.2026: complete one course (10 days ago)."
    assert "01.01.2026" in hindi
    assert second == "Due by 01.02.2026: register (21 days left)."
    assert due.lines(dates, date(2026, 1, 31))[1].english == "Due by 01.02.2026: register (1 day left)."
    assert due.lines(documents.Due(), date(2026, 1, 1)) == ()
