"""Every table is read by what it is, whatever its name, its separator, its encoding or the language of its header."""

from __future__ import annotations

import codecs
from datetime import date
from typing import TYPE_CHECKING

import pytest

from automation import cli
from automation.config import ROOT
from automation.departments import expected, exported, ledger, tables
from automation.guide import roster
from automation.model import UsageError
from tests import books

if TYPE_CHECKING:
    from collections.abc import Sequence

LINES = [
    ["name", "kind", "parent", "aliases"],
    ["Department of Education", "department", "", "Education Dept.|DoE"],
    ["शिक्षा निदेशालय", "directorate", "Department of Education", ""],
]


def as_text(separator):
    return "\r\n".join(separator.join(line) for line in LINES) + "\r\n"


def read(tmp_path, data, name="list.csv"):
    path = tmp_path / name
    path.write_bytes(data)
    return expected.load(path)


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx", "list.pdf", "list"])
@pytest.mark.parametrize("make", [books.xlsx, books.xls, books.ods])
def test_a_workbook_is_read_whatever_its_name(tmp_path, make, name):
    assert read(tmp_path, make(LINES), name) == read(tmp_path, as_text(",").encode())


@pytest.mark.parametrize("above", ["", "sep"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_csv_is_read_whatever_its_separator_and_encoding(tmp_path, mark, encoding, separator, above):
    text = f"sep={separator}\r\n" * bool(above) + as_text(separator)
    parent, child = read(tmp_path, mark + text.encode(encoding))
    assert parent.aliases == ("Education Dept.", "DoE")
    assert (child.name, child.parent) == ("शिक्षा निदेशालय", "Department of Education")


def test_csv_of_an_english_windows_is_read(tmp_path):
    (only,) = read(tmp_path, "name,kind\nCafé “Delhi”,other\n".encode("cp1252"))
    assert only.name == "Café “Delhi”"


@pytest.mark.parametrize("make", [books.xlsx, books.ods, lambda lines: "\n".join(map(",".join, lines)).encode()])
def test_titles_blank_rows_and_cells_with_a_space_are_left_out_and_lines_stay_right(tmp_path, make):
    titles = [["Government of NCT of Delhi", "", "", ""], ["List of departments", "", "", ""], ["", " ", "", "\xa0"]]
    blank = [[" ", "", "\xa0", ""], ["", "", "", ""]]
    wanted = read(tmp_path, make(LINES))
    assert read(tmp_path, make([*titles, *LINES[:2], *blank, *LINES[2:], *blank])) == wanted
    with pytest.raises(UsageError, match="line 8: the kind is not one of"):
        read(tmp_path, make([*titles, *LINES[:2], *blank, ["A", "ministry", "", ""]]))


@pytest.mark.parametrize("kind", ["departments", "officials", "requests", "pairs", "organisations"])
def test_each_heading_means_one_column_and_each_column_has_both_languages(kind):
    known = tables.columns(kind)
    words = [{tables._spelled(word) for word in written} for written in known.values()]
    assert sum(map(len, words)) == len(set().union(*words))
    assert all(column == written[0] for column, written in known.items())
    assert all(any(not word.isascii() for word in written) for written in known.values())


def test_a_list_headed_in_hindi_is_read(tmp_path):
    header = ["क्र.सं.", "विभाग का नाम", "प्रकार", "मूल विभाग", "अन्य नाम"]
    lines = [["विभागों की सूची"], header, *([str(number), *line] for number, line in enumerate(LINES[1:]))]
    assert read(tmp_path, books.xlsx(lines)) == read(tmp_path, as_text(",").encode())


def test_officials_headed_as_offices_head_them_are_read(tmp_path):
    header = ["S. No.", "Name of the Official", "Class", "E-Mail ID *", "Mobile No.", "Name of Department", "Post"]
    cells = (1, "Asha Verma", "B", "asha@example.gov.in", 9000000042, "Education", "Clerk")
    lines: list[Sequence[object]] = [["Officials"], header, cells]
    for data in (books.xlsx(lines), books.xls(lines), books.ods(lines)):
        (tmp_path / "o").write_bytes(data)
        ((line, asha),) = roster.rows(tmp_path / "o")
        assert (line, asha.name, asha.group, asha.mobile) == (3, "Asha Verma", "B", "9000000042")
        assert (asha.email, asha.department, asha.designation) == ("asha@example.gov.in", "Education", "Clerk")


def test_the_first_sheet_with_the_columns_is_read_or_the_one_that_is_named(tmp_path):
    one, two = [["name", "kind"], ["One", "board"]], [["name", "kind"], ["Two", "board"]]
    book = books.xlsx([["Read me"]], one, two, one, names=["Note", "Old", "First", "Second"], hidden=["Old"])
    (tmp_path / "list.xlsx").write_bytes(book)
    assert [each.name for each in expected.load(tmp_path / "list.xlsx")] == ["Two"]
    assert [each.name for each in expected.load(tmp_path / "list.xlsx", "Second")] == ["One"]
    with pytest.raises(UsageError, match="has no sheet Third; --sheet can be Note, First, Second"):
        expected.load(tmp_path / "list.xlsx", "Third")


@pytest.mark.parametrize("flag", [True, False])
def test_the_sheet_of_a_flag_is_that_of_the_table_of_the_command(tmp_path, capsys, flag):
    rows = [["expected_name", "candidate"], ["Delhi Jal Board", "Delhi Jal Board"]]
    other = [rows[0], ["Other Board", "Delhi Jal Board"]]
    (tmp_path / "p.xlsx").write_bytes(books.xlsx(other, rows, names=["A", "B"]))
    assert cli.main(["names", str(tmp_path / "p.xlsx"), *(["--sheet", "B"] if flag else [])]) == 0
    assert ("Other Board" in capsys.readouterr().out) is not flag


def test_an_exported_list_is_read_from_a_workbook_by_what_it_is(tmp_path):
    rows: list[list[object]] = [["orgName", "l1OrgName", "mapId"], ["Jal Board, Delhi", "Delhi", 12]]
    (tmp_path / "list.json").write_bytes(books.xlsx(rows))
    (tmp_path / "list.csv").write_text('[{"orgName": "Jal Board, Delhi", "l1OrgName": "Delhi", "mapId": 12}]', "utf-16")
    assert exported.load(tmp_path / "list.json") == exported.load(tmp_path / "list.csv")


def test_the_ledger_takes_dates_as_excel_keeps_them_and_may_be_empty(tmp_path):
    rows: list[Sequence[object]] = [["विभाग", "दिनांक"], ("Jal Board", date(2025, 6, 30))]
    (tmp_path / "raised.xlsx").write_bytes(books.xlsx(rows))
    (raised,) = ledger.load(tmp_path / "raised.xlsx")
    assert (raised.department, raised.on, raised.by) == ("Jal Board", date(2025, 6, 30), "")
    (tmp_path / "raised.csv").write_text("department,date,by,reference\n")
    assert ledger.load(tmp_path / "raised.csv") == ()


def test_a_request_is_never_written_over_a_workbook(tmp_path):
    book = books.xlsx([["department", "date"], ["Jal Board", "2025-06-30"]])
    (tmp_path / "raised.xlsx").write_bytes(book)
    with pytest.raises(UsageError, match=r"raised\.xlsx: is a workbook; write the request into it yourself"):
        ledger.add(tmp_path / "raised.xlsx", ledger.Raised("Health", date(2025, 7, 1), "", ""))
    assert (tmp_path / "raised.xlsx").read_bytes() == book


def test_a_request_that_is_noted_twice_stands_there_once(tmp_path):
    first, other = (ledger.Raised("Jal Board", date(2025, 7, 1), "IT cell", reference) for reference in ("F.1", "F.2"))
    for request in (first, first, other, first):
        ledger.add(tmp_path / "raised.csv", request)
    assert ledger.load(tmp_path / "raised.csv") == (first, other)


def test_a_cell_that_our_own_tables_keep_from_being_a_formula_is_read_as_it_was(tmp_path):
    text = tables.as_csv([["name", "kind"], ["@home Office", "board"], ["'tis", "board"]])
    (home, tis) = read(tmp_path, text.encode("utf-8-sig"))
    assert (home.name, tis.name) == ("@home Office", "'tis")


@pytest.mark.parametrize("make", [books.xlsx, lambda rows: "\n".join(map(",".join, rows)).encode()])
def test_too_many_rows_are_refused_by_their_number_before_any_is_judged(tmp_path, make, monkeypatch):
    data = make([["name", "kind"], *([f"Office {number}", "board"] for number in range(50_001))])
    judged = []

    def judge(_name: str, cell: str) -> str:
        judged.append(cell)
        return ""

    monkeypatch.setattr(tables, "_wrong", judge)
    with pytest.raises(UsageError, match="holds 50,001 rows; at most 50,000 can be read"):
        read(tmp_path, data)
    assert judged == []
    assert len(read(tmp_path, make([["name", "kind"], ["Office", "board"]]))) == 1
    assert judged


def test_a_central_office_may_stand_under_a_ministry_that_is_not_in_the_list(tmp_path):
    (only,) = read(tmp_path, b"name,kind,parent,branch\nDepartment of Posts,department,Ministry of X,centre\n")
    assert only.parent == "Ministry of X"


def test_a_part_of_the_list_may_leave_out_the_parents_that_our_own_list_has(tmp_path):
    (only,) = read(tmp_path, b"name,kind,parent\nDelhi Waqf Board,board,Revenue Department\n")
    assert only.parent == "Revenue Department"


def test_a_parent_may_be_named_by_its_short_name_or_another_of_its_names(tmp_path):
    rows = ["name,kind,parent,short_name,aliases", "Health,department,,H&FW,Health Dept.", "A,hospital,h&fw,,"]
    assert len(read(tmp_path, "\n".join([*rows, "B,hospital,Health Dept.,,"]).encode())) == 3


def test_the_columns_are_on_the_page_of_the_tables():
    page = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    known = [tables.columns(kind) for kind in ("departments", "officials", "requests", "pairs", "organisations")]
    assert [f"| `{column}` | {', '.join(words[1:])} |" for each in known for column, words in each.items()] == [
        line for line in page.splitlines() if line.startswith("| `")
    ]
