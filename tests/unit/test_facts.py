"""Each fact that is cited stands in docs/facts.md, and what is printed for people names that page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from automation.config import ROOT
from automation.reports import symptoms as report
from automation.symptoms.catalogue import CATALOGUE

FACTS = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
HEADINGS = set(re.findall(r"^#{2,3} (\d+(?:\.\d+)?)", FACTS, re.MULTILINE))
SUFFIXES = {".py", ".md", ".toml", ".js", ".html", ".j2", ".css"}
FOLDERS = ("automation", "benchmarks", "docs", "scenarios", "tests")


def citations() -> list[tuple[str, str]]:
    """Each section that is cited, with the file it is cited in."""
    found = []
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in SUFFIXES and "__pycache__" not in path.parts:
                text = path.read_text(encoding="utf-8")
                found += [(path.relative_to(ROOT).as_posix(), each) for each in re.findall(r"§(\d+(?:\.\d+)?)", text)]
    return found


def test_each_section_that_is_cited_is_a_heading_of_the_facts() -> None:
    cited = citations()
    assert len(cited) > 150
    assert sorted({f"{path}: §{section}" for path, section in cited if section not in HEADINGS}) == []


def test_the_facts_say_where_they_are_from_and_how_sure_they_are() -> None:
    for mark in ("[C]", "[I]", "[O]", "[U]", "**P24**", "**EXT**", "**DOCS**"):
        assert mark in FACTS


@pytest.mark.parametrize("symptom", CATALOGUE.symptoms, ids=lambda symptom: symptom.id)
def test_what_is_printed_names_the_page_and_not_a_shorthand(symptom) -> None:
    told = report.explained(CATALOGUE, symptom)
    assert "FACTS" not in told
    assert "docs/facts.md" in told


def test_no_text_for_an_official_cites_anything() -> None:
    for cause in CATALOGUE.causes.values():
        assert "§" not in "".join((*cause.official, *(cause.official_paged or ()), cause.portal))


def test_no_template_of_a_report_prints_a_shorthand() -> None:
    folder = Path(report.__file__).parent / "templates"
    assert [path.name for path in folder.iterdir() if "FACTS" in path.read_text(encoding="utf-8")] == []
