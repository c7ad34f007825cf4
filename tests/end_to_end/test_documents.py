"""Every document is walked on the rehearsal portal, all of them in one run."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from automation import flowchart
from automation.flowchart import documents

if TYPE_CHECKING:
    from pathlib import Path

EVERY = documents.names()


def run_of_all(folder: Path, *more: str) -> tuple[subprocess.CompletedProcess[str], dict[str, Any], Path]:
    """One run of `smoke` for all documents, and each result."""
    words = ["smoke", "--document", "all", "--output", str(folder / "runs"), "--json", str(folder / "r.json"), *more]
    done = subprocess.run(
        [sys.executable, "-m", "automation", *words], capture_output=True, text=True, check=False, cwd=folder
    )
    found = {name: json.loads((folder / f"r-{name}.json").read_text(encoding="utf-8")) for name in EVERY}
    return done, found, folder


def test_each_document_is_walked_as_it_claims(tmp_path: Path) -> None:
    """Without the lists, which take longer than all the rest."""
    done, found, folder = run_of_all(tmp_path, "--no-departments")
    assert done.returncode == 0, done.stderr
    for name in EVERY:
        as_claimed(name, found[name], folder)


def as_claimed(name: str, result: dict[str, Any], folder: Path) -> None:
    chart = flowchart.of(name)
    assert result["run"]["document"] == documents.of_document(name)
    assert [step["id"] for step in result["steps"]] == [step.id for step in chart.steps]
    claimed = {check.id: check.documented for step in chart.steps for check in step.checks}
    told = {check["id"]: check for step in result["steps"] for check in step["checks"]}
    assert {each: check["documented"] for each, check in told.items()} == claimed
    assert {check["verdict"] for check in told.values()} <= {"as_documented"}
    by_person = [step for step in result["steps"] if not step["checks"]]
    assert {step["verdict"] for step in by_person} <= {"needs_person"}
    if by_person:
        assert result["verdict"] == "needs_person"
    report = (folder / "runs" / result["run"]["id"] / "report.html").read_text(encoding="utf-8")
    assert chart.steps[0].title in report


@pytest.mark.thorough  # the unit tests audit the lists, of one document each
def test_each_list_is_audited_under_its_own_state_and_the_history_keeps_them_apart(tmp_path: Path) -> None:
    done, found, folder = run_of_all(tmp_path)
    assert done.returncode == 1, done.stderr  # departments are missing on the rehearsal
    counted = {name: result["departments"]["expected"] for name, result in found.items()}
    assert {name for name, number in counted.items() if number} >= {"delhi-2025", "haryana-2025", "centre-2022"}
    listings = {each["name"]: each for each in found["haryana-2025"]["departments"]["results"]}
    assert listings["Finance Department"]["under"] == "Haryana"
    assert found["centre-2022"]["departments"]["listed"] > 500
    assert not [each for each in listings.values() if each["listing"] == "cannot_judge"]
    for name in ("haryana-2025", "delhi-2025"):
        told = subprocess.run(
            [sys.executable, "-m", "automation", "history", "--document", name, "--output", str(folder / "runs")],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert flowchart.of(name).steps[0].title in told
    latest = json.loads((folder / "runs" / "latest" / "result.json").read_text(encoding="utf-8"))
    assert latest["run"]["document"] == ""
