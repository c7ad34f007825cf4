"""`igot departments` on the rehearsal portal: what it finds, what it writes, and that it sends nothing."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from automation.departments import expected
from automation.model import Effect
from automation.rehearsal import Rehearsal
from tests.patience import PATIENCE, unhurried
from tests.tables import rows

if TYPE_CHECKING:
    from tests.conftest import SmokeRun

ROOT = Path(__file__).parents[2]
LIST = """name,kind,parent,short_name
Delhi Waqf Board,board,Revenue Department,DWB
Guru Teg Bahadur Hospital,hospital,Department of Health and Family Welfare,GTBH
Delhi Metro Rail Corporation Limited,corporation,,DMRC
Delhi Sports Museum,other,,
"""


def departments(folder: Path, *words: str, table: str = LIST) -> tuple[int, dict[str, Any], str]:
    """The exit code, the result and stderr of one audit of the short list."""
    (folder / "list.csv").write_text(table, encoding="utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("IGOT_")}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "automation", "departments", "--departments", str(folder / "list.csv")),
            *("--json", "-", "--output", str(folder / "runs"), *words),
        ],
        cwd=ROOT,
        env=clean | {"IGOT_WAITS_SECONDS": str(unhurried(3)), "IGOT_DEPARTMENTS_RAISED": str(folder / "raised.csv")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode, json.loads(done.stdout) if done.stdout else {}, done.stderr


def listings(result: dict[str, Any]) -> list[str]:
    return [each["listing"] for each in result["departments"]["results"]]


def audited(smoke_run: SmokeRun, folder: Path, table: str = LIST, **how: Any) -> dict[str, Any]:
    """The result of an audit in this process, of which the walk before it is not the matter."""
    (folder / "list.csv").write_text(table, encoding="utf-8")
    wanted = expected.load(folder / "list.csv")
    walked = smoke_run(departments=wanted, person=False, about=["step-1.landing"], **how)
    return walked.result.model_dump(mode="json")


def test_what_is_missing_comes_with_its_request_its_letter_and_its_proof_and_is_not_drafted_again(
    tmp_path: Path,
) -> None:
    code, result, stderr = departments(tmp_path)
    assert (code, stderr) == (1, "")
    assert listings(result) == ["listed", "listed", "listed", "missing"]
    for each in result["departments"]["results"]:
        assert each["proof"]
    assert {each["effect"] for each in result["gate"]["allowed"]} == {"read"}
    [folder] = (each for each in (tmp_path / "runs").iterdir() if each.is_dir() and not each.is_symlink())
    assert {
        "report.html",
        "requests.csv",
        "covering-letter.md",
        "covering-letter.pdf",
        "covering-letter.docx",
        "organisations.json",
    } <= {each.name for each in folder.iterdir()}
    assert (folder / "covering-letter.pdf").read_bytes().startswith(b"%PDF")
    assert (folder / "covering-letter.md").read_text(encoding="utf-8").startswith("**REHEARSAL")
    (tmp_path / "raised.csv").write_text("department,date,by,reference\nDelhi Sports Museum,2020-01-01,IT,R1\n")
    _code, result, _stderr = departments(tmp_path, "--compare")
    assert result["departments"]["results"][3]["request_for_help"] is None
    assert "still missing" in result["notes"][0]
    assert result["departments"]["changes"] == []


HARD = """name,kind,parent,short_name,branch
Guru Teg Bahadur Hospital,hospital,Department of Health and Family Welfare,GTBH,
Delhi Urban Shelter Improvement Board,board,Urban Development Department,DUSIB,
Department of Health and Family Welfare,department,,,
Ministry of Finance,department,,,centre
"PWD Electrical Division, Lok Nayak Hospital",other,Public Works Department,,
"""
"""Below a second row of its department, below none, with two rows, of the Union, below one of two namesakes."""


@pytest.mark.parametrize("case", rows([("g4a", "listed"), ("g4b", "cannot_judge")], [("g4a", "listed")]))
def test_below_two_rows_of_one_department_and_below_none_the_truth_is_told(
    smoke_run: SmokeRun, tmp_path: Path, case: tuple[str, str]
) -> None:
    generation, below_none = case
    result = audited(smoke_run, tmp_path, HARD, generation=generation, variants=["split-departments"])
    assert listings(result) == ["listed", below_none, "listed", "listed", "listed"]
    split = [each["name"] for each in result["departments"]["quality"] if each["kind"] == "split"]
    assert "Department of Health and Family Welfare" in split


def test_a_portal_that_takes_the_text_as_it_is_is_asked_in_other_words(smoke_run: SmokeRun, tmp_path: Path) -> None:
    result = audited(smoke_run, tmp_path, variants=["plain-search"])
    assert listings(result) == ["listed", "listed", "listed", "missing"]


BROKEN = {"search-empty-200": "cannot_judge", "search-500": "cannot_judge", "state-empty": "missing"}


@pytest.mark.parametrize("defect", rows(BROKEN, ["search-500", "state-empty"]))
def test_a_broken_search_is_never_a_missing_department(smoke_run: SmokeRun, tmp_path: Path, defect: str) -> None:
    assert set(listings(audited(smoke_run, tmp_path, defects=[defect]))) == {BROKEN[defect]}


def test_names_are_looked_for_in_a_portals_list(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("expected_name\nGTB Hospital\nOffice of Nothing Whatever\n", encoding="utf-8")
    with Rehearsal.start() as portal:
        words = ("names", str(tmp_path / "names.csv"), "--portal", portal.url)
        done = subprocess.run(
            [sys.executable, "-m", "automation", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert portal.received(Effect.SENDS_MESSAGE) == []
    rows_ = list(csv.DictReader(done.stdout.splitlines()))
    assert (done.returncode, [each["listing"] for each in rows_]) == (1, ["listed", "missing"])
    assert rows_[0]["matched"] == "Guru Teg Bahadur Hospital"


def igot(folder: Path, *words: str, code: int = 1) -> dict[str, Any]:
    """The result of one command on stdout, which finds something, or ends with another `code`."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("IGOT_")}
    done = subprocess.run(
        [sys.executable, "-m", "automation", *words, "--json", "-", "--output", str(folder / "runs")],
        cwd=ROOT,
        env=clean | {"IGOT_WAITS_SECONDS": str(unhurried(5)), "IGOT_DEPARTMENTS_RAISED": str(folder / "raised.csv")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (code, "")
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def found(result: dict[str, Any]) -> list[dict[str, Any]]:
    """What became of each department; the questions that led there are another run's."""
    return [
        {key: value for key, value in each.items() if key not in {"why", "queries", "proof"}}
        for each in result["departments"]["results"]
    ]


@pytest.mark.thorough  # in every run on lists without a browser (tests/unit/commands/test_merge.py)
def test_five_shards_of_the_departments_are_one_whole_run(tmp_path: Path) -> None:
    parts = [igot(tmp_path, "departments", "--shard", f"{number}/5") for number in range(1, 6)]
    whole = igot(tmp_path / "whole", "departments")
    folders = sorted((tmp_path / "runs").glob("*-of-5-*"))
    together = igot(tmp_path, "merge", *map(str, folders))
    assert found(together) == found(whole)
    for key in ("expected", "listed"):
        assert together["departments"][key] == whole["departments"][key]
    assert together["departments"]["searches"] == sum(each["departments"]["searches"] for each in parts)
    assert together["exit_code"] == whole["exit_code"] == 1
    assert (together["run"]["shard"], together["changed"]["since"]) == (None, "")
    left = {each.name for each in (tmp_path / "runs" / together["run"]["id"]).iterdir()}
    assert {"report.html", "result.json", "covering-letter.md", "covering-letter.docx", "requests.csv"} <= left
    fewer = igot(tmp_path, "merge", *map(str, folders[:4]))
    unseen = {each["name"] for each in fewer["departments"]["results"] if each["listing"] == "cannot_judge"}
    assert unseen == {each["name"] for each in parts[4]["departments"]["results"]}


def test_only_the_first_shard_walks_the_flowchart(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    words = ("smoke", "--departments", str(tmp_path / "list.csv"), "--defect", "texts-missing")  # a short walk
    parts = [igot(tmp_path, *words, "--shard", f"{number}/2", code=code) for number, code in ((1, 1), (2, 0))]
    assert [len(each["steps"]) for each in parts] == [7, 0]
    together = igot(tmp_path, "merge", *map(str, (tmp_path / "runs").glob("*-of-2-*")))
    assert (len(together["steps"]), together["verdict"], together["departments"]["expected"]) == (7, "broken", 4)


@pytest.mark.thorough
def test_the_scenarios_are_shared_out_too() -> None:
    def collected(*words: str) -> list[str]:
        command = [sys.executable, "-m", "pytest", "scenarios/", "--collect-only", "-q", "-p", "no:cacheprovider"]
        done = subprocess.run([*command, *words], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0
        return [line for line in done.stdout.splitlines() if "::" in line]

    shares = [collected("--shard", f"{number}/2") for number in (1, 2)]
    assert sorted(each for some in shares for each in some) == sorted(collected())
    assert max(map(len, shares)) - min(map(len, shares)) <= 1
