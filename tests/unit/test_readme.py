"""The README says what the program does."""

from __future__ import annotations

import re

import pytest

from automation import cli, flowchart
from automation.config import ROOT
from automation.model import ExitCode, Listing, Verdict
from automation.proof.vectors import vectors
from automation.rehearsal.defects import DEFECTS

README = (ROOT / "README.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def first_column(heading):
    table = README.partition(f"| {heading} | means")[2].partition("\n\n")[0]
    return re.findall(r"^\| `?(\w+)`? \|", table, re.MULTILINE)


def test_the_tables_name_every_verdict_listing_and_exit_code():
    assert sorted(first_column("verdict")) == sorted(Verdict)
    assert sorted(first_column("listing")) == sorted(Listing)
    assert sorted(map(int, first_column("exit code"))) == sorted(ExitCode)


@pytest.fixture(scope="module")
def parser():
    return cli.parser()


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\./igot ([\w-]+)", README))))
def test_every_command_of_the_readme_exists(parser, name, capsys):
    with pytest.raises(SystemExit) as end:
        parser.parse_args([name, "--help"])
    assert end.value.code == 0
    assert name in capsys.readouterr().out


def test_the_numbers_in_the_changelog_are_right():
    checks = sum(len(step.checks) for step in flowchart.load().steps)
    assert f"{checks} checks" in CHANGELOG
    assert f"in {len(DEFECTS)} ways" in CHANGELOG
    assert f"fires {len(vectors())} ways" in CHANGELOG


def test_the_files_that_the_readme_links_to_are_there():
    assert all((ROOT / path).is_file() for path in re.findall(r"\]\((?!https?:)([^)#]+)\)", README))
