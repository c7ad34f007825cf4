"""The list of departments is checked at the door, with file and line."""

from __future__ import annotations

import pytest

from automation.config import ROOT
from automation.departments import expected
from automation.model import UsageError

LIST = ROOT / "scenarios" / "delhi-2025" / "departments.csv"


def written(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_all_219_organisations_of_delhi_are_in_the_list():
    departments = expected.load(LIST)
    assert len(departments) == 219
    assert departments[0].name == "Administrative Reforms Department"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_excels_forms_of_csv_are_read(tmp_path, encoding, separator):
    rows = ["name,kind,aliases", "शिक्षा निदेशालय,directorate,Dte. of Education|DoE"]
    path = written(tmp_path, "\r\n".join(row.replace(",", separator) for row in rows), encoding)
    (only,) = expected.load(path)
    assert only.name == "शिक्षा निदेशालय"
    assert only.aliases == ("Dte. of Education", "DoE")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,kind\nA,department\n,board\n", "line 3: the name is blank"),
        ("name,kind\nA,department\na ,board\n", "line 3: the name already stands in line 2"),
        ("name,kind\nA,ministry\n", "line 2: the kind is not one of"),
        ("name,kind,branch\nA,board,union\n", "line 2: the branch is neither state nor centre"),
        ("title,kind\nA,board\n", "line 1: the column name is missing"),
        ("name,kind\n", "holds no row below the header in line 1"),
    ],
)
def test_what_is_wrong_in_the_list_is_told_with_its_line(tmp_path, text, said):
    with pytest.raises(UsageError, match=said):
        expected.load(written(tmp_path, text))


def test_the_branch_is_the_state_s_where_none_is_named(tmp_path):
    rows = expected.load(
        written(tmp_path, "name,kind,branch\nA,board,\nB,board,State\nC,board,centre\nD,board,Center\n")
    )
    assert [each.central for each in rows] == [False, False, True, True]


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        expected.load(tmp_path / "none.csv")
