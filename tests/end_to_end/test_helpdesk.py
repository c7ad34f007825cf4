"""What the helpdesk and the IT cell type: a run with its bundle, and the scenarios as tests of pytest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from automation.config import ROOT
from automation.evidence import bundle
from tests.patience import PATIENCE, unhurried

if TYPE_CHECKING:
    from pathlib import Path


def ran(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "IGOT_REPORT_EVIDENCE": str(folder / "evidence"),
        "IGOT_WAITS_SECONDS": str(unhurried(2)),
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, "-m", *words]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
    )


def test_a_run_leaves_one_file_that_can_be_attached_and_checked(tmp_path: Path) -> None:
    words = ("automation", "reproduce", "page-blank", "-n", "2", "--ticket", "HD-123", "--json", "result.json")
    run = ran(tmp_path, *words, "--defect", "signup-blank")
    assert run.returncode == 1, run.stderr
    assert run.stdout.splitlines()[1].startswith(
        "Reproduced 2 of 2, first wrong at step 2, because the script of the page stops"
    )
    [path] = (tmp_path / "evidence" / "HD-123").iterdir()
    assert str(path) in run.stdout
    assert bundle.verify(path) == []
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        result = json.loads(archive.read("result.json"))
        page = archive.read("report.html").decode()
    assert names >= {
        *("report.html", "result.json", "network.json", "environment.json", "scenario.toml", "manifest.json"),
        *(
            "for-the-official.txt",
            "for-the-portal.txt",
            "pictures/attempt-1/step-2.jpg",
            "pictures/attempt-2/step-2.form.jpg",
        ),
    }
    assert "<script" not in page
    assert page.count("data:image/jpeg;base64,") == sum(name.endswith(".jpg") for name in names)
    assert json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))["bundle"] == str(path)
    assert (result["verdict"], result["exit_code"], result["ticket"]) == ("reproduced", 1, "HD-123")
    again = ran(tmp_path, "automation", "verify-bundle", str(path))
    assert (again.returncode, "agrees with itself" in again.stdout) == (0, True)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("no-such",), 2, "There is no scenario called no-such"),
        (("page-blank", "-n", "0"), 2, "-n should be"),
        (("page-blank", "--ticket", "a/b"), 2, "--ticket should be"),
        (("page-blank", "--portal", "https://portal.igotkarmayogi.gov.in"), 5, "without written permission"),
    ],
)
def test_what_cannot_be_run_is_told_in_a_sentence(tmp_path: Path, words: tuple[str, ...], code: int, said: str) -> None:
    run = ran(tmp_path, "automation", "reproduce", *words)
    assert (run.returncode, run.stdout) == (code, "")
    assert run.stderr.startswith("igot: ")
    assert said in run.stderr
    assert not (tmp_path / "evidence").exists()


SCENARIOS = {
    "healthy": "title = 'Groups'\nsymptom = 'group-list-empty'\n",
    "refused": "title = 'Name'\nsymptom = 'name-refused'\nexpect = 'reproduced'\n[person]\nname = 'A. Verma'\n",
    "unexpected": "title = 'Name'\nsymptom = 'name-refused'\n[person]\nname = 'A. Verma'\n",
    "early": "title = 'Name'\nsymptom = 'name-refused'\nuntil = 'step-2'\n",
    "wrong": "title = 'Name'\nsymptom = 'name-refused'\notp = '482913'\n",
}


def test_scenarios_are_tests_of_pytest_too(tmp_path: Path) -> None:
    scenarios = tmp_path / "scenarios"
    scenarios.mkdir()
    (scenarios / "conftest.py").write_text((ROOT / "scenarios" / "conftest.py").read_text("utf-8"), encoding="utf-8")
    for name, text in SCENARIOS.items():
        (scenarios / f"{name}.toml").write_text(text, encoding="utf-8")
    refused = ran(tmp_path, "pytest", "scenarios", "-q", "--browser", "firefox")
    assert "ERROR: --browser firefox: the gate is proven in Chromium alone" in refused.stderr
    flags = ("--times", "1", "--browser", "chromium", "-p", "no:cacheprovider", "--junitxml", "out.xml")
    run = ran(tmp_path, "pytest", "scenarios", "-q", "--continue-on-collection-errors", *flags)
    suite = ET.parse(tmp_path / "out.xml").getroot()[0]
    counts = {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "5", "failures": "1", "errors": "2", "skipped": "0"}, run.stdout
    assert "wrong.toml, line 3: otp would be a secret" in run.stdout
    assert "482913" not in run.stdout
    assert "Reproduced 1 of 1, first wrong at step 3" in run.stdout
    assert "The scenario expects: not_reproduced." in run.stdout
    assert "Cannot judge: the scenario ends before the box" in run.stdout
    assert len(list((tmp_path / "evidence").rglob("*.zip"))) == 4
    assert len(suite.findall(".//property[@name='bundle']")) == 4


def test_evidence_is_kept_away_from_the_folder_that_pytest_empties(tmp_path: Path) -> None:
    scenarios = tmp_path / "scenarios"
    scenarios.mkdir()
    (scenarios / "conftest.py").write_text((ROOT / "scenarios" / "conftest.py").read_text("utf-8"), encoding="utf-8")
    (scenarios / "healthy.toml").write_text(SCENARIOS["healthy"], encoding="utf-8")
    run = ran(tmp_path, "pytest", "scenarios", "-q", "-p", "no:cacheprovider", "--output", str(tmp_path))
    assert run.returncode == 1
    assert "lies in --output, which pytest empties" in run.stdout
    assert not (tmp_path / "evidence").exists()
