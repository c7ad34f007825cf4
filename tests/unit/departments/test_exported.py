"""An exported list and a table of pairs are judged without a browser; what is wrong in a file is told with its line."""

from __future__ import annotations

import csv
import io
import json

import pytest

from automation.cli import main
from automation.departments import exported
from automation.model import Listing, UsageError
from automation.names.department import Department
from automation.portal.facts import Organisation

HEALTH = Department("Department of Health and Family Welfare", "department")
HOSPITAL = Department("Guru Teg Bahadur Hospital", "hospital", HEALTH.name, "GTBH")
METRO = Department("Delhi Metro Rail Corporation Limited", "corporation", "", "DMRC")


def row(name, parent="", top="Delhi", map_id="S_9_1"):
    return Organisation(name, top, f"{top} > {parent}" if parent else top, map_id)


def listings(departments, *rows):
    return [each.listing for each in exported.audit(departments, rows, "Delhi").results]


def test_a_department_is_listed_under_its_parent_and_misplaced_under_another():
    assert listings((HEALTH, HOSPITAL), row("G.T.B. Hospital", "Health & F.W. Deptt."))[1] is Listing.LISTED
    assert listings((HEALTH, HOSPITAL), row("G.T.B. Hospital"))[1] is Listing.LISTED
    assert listings((HEALTH, HOSPITAL), row("G.T.B. Hospital", "Transport Department"))[1] is Listing.MISPLACED


def test_the_row_in_its_place_is_taken_before_its_double_elsewhere():
    result = exported.audit(
        (METRO,),
        [row("Delhi Metro Rail Corporation Limited", "Home Department"), row("DMRC", map_id="S_9_2")],
        "Delhi",
    )
    assert result.results[0].listing is Listing.LISTED
    assert result.results[0].matched is not None
    assert result.results[0].matched.mapId == "S_9_2"


def test_our_own_name_under_a_ministry_is_misplaced_and_anothers_state_is_not_ours():
    metro = row("Delhi Metro Rail Corporation", top="Ministry of Housing and Urban Affairs")
    assert listings((METRO, HEALTH), metro, row("Delhi Police")) == [Listing.MISPLACED, Listing.MISSING]
    assert listings((HEALTH,), row(HEALTH.name, top="Haryana"), row("Jal Board")) == [Listing.MISSING]


def test_a_list_without_our_state_says_nothing_about_our_departments():
    assert listings((HEALTH, METRO), row(HEALTH.name, top="Haryana")) == [Listing.CANNOT_JUDGE] * 2


def test_one_row_is_never_two_departments():
    hospital, college = Department("DDU Hospital", "hospital"), Department("Deen Dayal Upadhyay Hospital", "hospital")
    assert listings((hospital, college), row("Deen Dayal Upadhyay Hospital")) == [Listing.MISSING, Listing.LISTED]


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("list.json", "[{]", "list.json, line 1: is not JSON"),
        ("list.json", '{"orgName": "A"}', "list.json: holds no array"),
        ("list.json", '[{"orgName": "A"}, {"name": "B"}]', "list.json, row 2: is no organisation"),
        ("list.csv", "name;mapId\nA;1\n", "list.csv, line 1: the column orgName is missing"),
    ],
)
def test_an_exported_list_that_cannot_be_read_is_refused_with_its_line(tmp_path, file, text, said):
    (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        exported.load(tmp_path / file)


def test_the_same_list_as_csv_and_as_json_gives_the_same_rows(tmp_path):
    rows: list[dict[str, str | None]] = [
        {"orgName": "शिक्षा निदेशालय", "l1OrgName": "Delhi", "l2OrgName": None, "sbOrgType": "state", "mapId": "1"},
        {"orgName": "Jal Board, Delhi", "l1OrgName": "Delhi", "l2OrgName": "UD", "sbOrgType": "state", "mapId": "2"},
    ]
    (tmp_path / "list.json").write_text(json.dumps(rows), encoding="utf-8")
    with (tmp_path / "list.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    assert exported.load(tmp_path / "list.json") == exported.load(tmp_path / "list.csv")


def test_igot_departments_offline_tells_what_is_missing_by_its_exit_code(tmp_path, capsys):
    (tmp_path / "list.csv").write_text("name,kind\nTransport Department,department\nDelhi Jal Board,board\n")
    (tmp_path / "drop.json").write_text('[{"orgName": "Tpt. Deptt.", "l1OrgName": "Delhi", "mapId": "S_9_D_1"}]')
    words = ["departments", "--offline", str(tmp_path / "drop.json"), "--departments", str(tmp_path / "list.csv")]
    assert main([*words, "--json", "-", "--output", str(tmp_path / "runs")]) == 1
    listed, missing = json.loads(capsys.readouterr().out)["departments"]["results"]
    assert listed["matched"] == {"name": "Tpt. Deptt.", "original": "", "mapId": "S_9_D_1"}
    assert missing["listing"] == "missing"
    (folder,) = (tmp_path / "runs").iterdir()
    assert (folder / "requests.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "Delhi Jal Board" in (folder / "covering-letter.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("document", "said"), [("delhi-2025", ""), ("haryana-2025", "haryana-2025")])
def test_an_audit_says_of_which_document_it_is_as_a_walk_does(tmp_path, capsys, document, said):
    (tmp_path / "list.csv").write_text("name,kind\nTransport Department,department\n")
    (tmp_path / "drop.json").write_text('[{"orgName": "Transport Department", "l1OrgName": "Delhi"}]')
    words = ["departments", "--offline", str(tmp_path / "drop.json"), "--departments", str(tmp_path / "list.csv")]
    main([*words, "--document", document, "--json", "-", "--output", str(tmp_path / "runs")])
    assert json.loads(capsys.readouterr().out)["run"]["document"] == said


def test_igot_names_writes_the_same_rows_with_verdict_score_and_reason(tmp_path, capsys):
    (tmp_path / "pairs.csv").write_text(
        "expected_name,candidate,candidate_parent,note\n"
        '"Finance Department, GNCTD","Fin. Deptt., Delhi",,a\nFinance Department,Finance Department,Haryana,b\n',
        encoding="utf-8",
    )
    assert main(["names", str(tmp_path / "pairs.csv")]) == 0
    same, different = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (same["verdict"], same["note"], different["verdict"]) == ("same", "a", "different")
    assert "another government" in different["why"]
    assert 0 <= float(different["score"]) < float(same["score"]) <= 1


def test_a_table_of_pairs_without_its_columns_is_a_usage_error(tmp_path, capsys):
    (tmp_path / "pairs.csv").write_text("a,b\n1,2\n")
    assert main(["names", str(tmp_path / "pairs.csv")]) == 2
    assert "line 1: the columns expected_name, candidate are missing" in capsys.readouterr().err


def test_central_offices_are_looked_for_among_the_rows_that_stand_under_no_state():
    posts = Department("Department of Posts", "department", "Ministry of Communications", central=True)
    health = Department("Directorate General of Health Services", "directorate", central=True)
    rows = [
        Organisation("Department of Posts", "Ministry of Communications", "Ministry of Communications", "M_1"),
        Organisation("Directorate General of Health Services", "Goa", "Goa", "S_1"),
    ]
    found = exported.audit((posts, health), rows, "Delhi").results
    assert [each.listing for each in found] == [Listing.LISTED, Listing.MISSING]
