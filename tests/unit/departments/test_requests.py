"""Requests keep to the portal's limits, the ledger is not asked twice, the list's own faults and changes are told."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn

from automation.config import Letter
from automation.departments import ledger, quality, requests, snapshot
from automation.model import Listing, UsageError
from automation.names.department import Department
from automation.names.matcher import Matcher
from automation.portal.facts import Organisation
from automation.reports import letter, letter_docx
from automation.result import DepartmentResult, Proof

DAY = date(2025, 6, 30)
SUR = Department("Dr. B.R. Sur's Homoeopathic/Medical College", "hospital", "Directorate of AYUSH")


def row(name, under="Delhi", map_id="1"):
    return Organisation(name, "Delhi", under, map_id)


def kinds(*rows):
    return [each.kind for each in quality.findings(rows, Matcher(()))]


def test_a_request_shows_what_had_to_be_changed_in_the_name():
    drafted = requests.request(SUR, "Delhi")
    assert drafted.organisation == "Dr B R Surs Homoeopathic-Medical College"
    assert "the portal does not take ' . /" in drafted.changed
    assert requests.request(Department("Delhi Jal Board", "board"), "Delhi").changed == ""


def test_a_hindi_name_is_asked_for_in_english_letters_and_kept_in_the_table_for_excel():
    drafted = requests.request(Department("शिक्षा निदेशालय", "directorate"), "Delhi")
    assert drafted.organisation == "education directorate"
    (cells,) = csv.DictReader(io.StringIO(requests.as_csv([drafted])))
    assert cells["department"] == "शिक्षा निदेशालय"


def test_a_name_that_a_spreadsheet_would_calculate_stays_a_name():
    (cells,) = csv.DictReader(io.StringIO(requests.as_csv([requests.Draft("=1+1", "1", "d", "")])))
    assert cells["department"] == "'=1+1"


def test_the_letter_names_every_department_and_what_the_config_says():
    head = Letter(number="F.1/2025", signatory="A. Officer")
    for text in (letter.markdown([("A & B", "A & B")], head, DAY), letter.page([("A & B", "A & B")], head, DAY)):
        assert "F.1/2025" in text
        assert "A. Officer" in text
        assert "30/06/2025" in text
    assert "A &amp; B" in letter.page([("A & B", "A & B")], head, DAY)


def test_the_letter_for_word_holds_both_languages_and_marks_what_is_hindi():
    names = [("A & B", "A & B"), ("शिक्षा निदेशालय", "education directorate")]
    head = Letter(
        number="F.1/2025",
        office="IT cell | Delhi Secretariat",
        to="Team",
        signatory="A. Officer",
        designation="Under Secretary",
    )
    written = docx.Document(io.BytesIO(letter_docx.docx(names, head, DAY)))
    named = [(str(each.style and each.style.name), each.text) for each in written.paragraphs]
    headings = [(style, text) for style, text in named if style.startswith("Heading")]
    assert [style for style, _ in headings] == ["Heading 1", "Heading 2"] * 2
    assert headings[0][1] == headings[2][1] == "IT cell\nDelhi Secretariat"
    assert "2 organisations" in headings[1][1]
    assert "2 संगठनों" in headings[3][1]
    rows = [["1", "A & B", "A & B"], ["2", "शिक्षा निदेशालय", "education directorate"]]
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in written.tables]
    assert tables == [[list(words.head), *rows] for words in (letter.ENGLISH, letter_docx.HINDI)]
    text = "\n".join(each.text for each in written.paragraphs)
    for wanted in ("No.: F.1/2025", "Date: 30/06/2025", "दिनांक: 30/06/2025", "To: Team", "A. Officer", "भवदीय"):
        assert wanted in text
    cells = [paragraph for table in written.tables for cell in table._cells for paragraph in cell.paragraphs]
    for run in (run for each in (*written.paragraphs, *cells) for run in each.runs):
        assert bool(run.font.complex_script) is bool(re.search("[\u0900-\u097f]", run.text)), run.text
    assert written.styles["Normal"].element.rPr.rFonts.get(qn("w:cs")) == letter_docx.DEVANAGARI


def test_a_letter_for_word_from_a_rehearsal_says_so_first_and_what_steers_a_reader_is_left_out():
    written = docx.Document(io.BytesIO(letter_docx.docx([("A\x0b\u202eB", "C\x01")], Letter(), DAY, "REHEARSAL")))
    assert written.paragraphs[0].text.startswith("REHEARSAL")
    assert not re.search("[\x01\x0b\u202e]", written.tables[0].rows[1].cells[1].text)


def test_the_ledger_ticks_off_what_appeared_and_tells_what_is_overdue(tmp_path):
    (tmp_path / "raised.csv").write_text(
        "department,date,by,reference\nDelhi Jal Board,2025-05-01,IT,R1\nHome Department,2025-06-29,IT,R2\n"
        "Transport Department,2025-05-01,IT,R3\n"
    )
    raised = ledger.load(tmp_path / "raised.csv")
    results = [
        DepartmentResult(name="Delhi Jal Board", listing=Listing.MISSING, request_for_help="x"),
        DepartmentResult(name="Home Department", listing=Listing.MISSING, request_for_help="x"),
        DepartmentResult(name="Transport Department", listing=Listing.LISTED),
        DepartmentResult(name="Power Department", listing=Listing.MISSING, request_for_help="x"),
    ]
    overdue, appeared = ledger.notes(raised, results, DAY, 30)
    assert overdue.startswith("Delhi Jal Board is still missing after 60 days")
    assert appeared.startswith("Transport Department has appeared")
    drafted = [each.name for each in ledger.without_raised(results, raised) if each.request_for_help]
    assert drafted == ["Power Department"]


def test_a_wrong_date_in_the_ledger_is_told_with_its_line(tmp_path):
    (tmp_path / "raised.csv").write_text("department,date,by,reference\nA,30/06/2025,IT,R\n")
    with pytest.raises(UsageError, match=r"raised\.csv, line 2: the date"):
        ledger.load(tmp_path / "raised.csv")
    assert ledger.load(tmp_path / "none.csv") == ()


def test_the_faults_of_the_list_itself_are_findings_of_their_own():
    assert kinds(row(" "), row("N/A"), row("Test Org"), row("Home\u00a0Department")) == [
        "blank_name",
        "no_organisation",
        "no_organisation",
        "white_space",
    ]
    assert kinds(row("Home Department"), row("HOME DEPTT.", map_id="2")) == ["duplicate"]
    assert kinds(row("Legal Services Board"), row("Legal Sevices Board", map_id="2")) == ["near_duplicate"]
    assert kinds(row("Home Department"), row("Home Department", "Delhi > X", "2")) == ["two_parents"]
    assert kinds(row("Hindi Academy"), row("Sindhi Academy"), row("District North"), row("District South")) == []


def test_what_was_added_removed_renamed_and_moved_since_is_told(tmp_path):
    before = [row("A", map_id="1"), row("B", map_id="2"), row("C", map_id="3")]
    now = [row("A2", map_id="1"), row("B", "Delhi > X", "2"), row("D", map_id="4")]
    (tmp_path / snapshot.FILE).write_text(snapshot.dump(before), encoding="utf-8")
    assert set(snapshot.load(tmp_path / snapshot.FILE)) == set(before)
    assert sorted(each.kind for each in snapshot.changes(before, now)) == ["added", "moved", "removed", "renamed"]


def test_a_row_that_nobody_asked_for_this_time_is_not_called_removed():
    asked = [Proof(query="jal", branch="state", held=0), Proof(query="home", branch="state", held=500, cut=True)]
    gone = snapshot.changes([row("Jal Board"), row("Home", map_id="2"), row("Power", map_id="3")], [], asked)
    assert [each.name for each in gone] == ["Jal Board"]


def test_a_question_with_the_signs_of_a_pattern_that_is_none_is_a_text():
    asked = [Proof(query="Board (HQ", branch="state", held=0)]
    gone = snapshot.changes([row("Jal Board (HQ)"), row("Board", map_id="2")], [], asked)
    assert [each.name for each in gone] == ["Jal Board (HQ)"]


def test_a_file_that_is_no_snapshot_is_refused(tmp_path):
    (tmp_path / "x.json").write_text('{"a": 1}')
    with pytest.raises(UsageError, match="is no list of organisations"):
        snapshot.load(tmp_path / "x.json")


def test_a_row_of_a_list_that_was_not_read_this_time_is_not_called_removed():
    asked = [
        Proof(query="", branch="state", held=9, list="Delhi > Home"),
        Proof(query="(", branch="state", held=0, list="x"),
    ]
    before = [row("Jail", "Delhi > Home"), row("Board", "Delhi > Power", map_id="2")]
    assert [each.name for each in snapshot.changes(before, [], asked)] == ["Jail"]
