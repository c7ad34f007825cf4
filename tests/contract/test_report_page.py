"""The report as people see it: on a screen, on a telephone, on paper, and on a machine without letters for Hindi."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from automation import flowchart, walk
from automation.departments import requests
from automation.model import Differs, Listing, No, Verdict, Yes
from automation.names.department import Department
from automation.reports import digest, html
from automation.result import DepartmentResult, DepartmentsResult, Matched, Proof
from tests.asked import Asked, names
from tests.letters import hindi_with_own_letters
from tests.made import made

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from automation.result import Result

CHART = flowchart.load()
NARROW, WIDE = {"width": 390, "height": 800}, {"width": 1280, "height": 900}
SIDEWAYS = """document.documentElement.scrollWidth > innerWidth
  || [...document.querySelectorAll('.scroll')].some(each => each.scrollWidth > each.clientWidth + 1)"""
ANSWERS = {
    check.id: {"step-4": No("nothing happens"), "step-3": Differs("“Get code”")}.get(step.id, Yes("it is there"))
    for step in CHART.steps
    for check in step.checks
}


def department(number: int) -> DepartmentResult:
    """Three in five are missing, as in the circular's list; names are as long as there."""
    name = f"Directorate of Welfare of Officials {number}"
    kind = Department(name, "directorate", "Department of Health and Family Welfare")
    proof = (Proof(query="(^|[^a-z])(dte|wel)([^a-z]|$)|trai|tech", branch="state", held=91, shown=0),)
    if number % 5 < 3:
        why = "not among the rows found for “dte”, “trai” under State, nor under Centre"
        asked = requests.request(kind, "Delhi").text
        return DepartmentResult(name=name, listing=Listing.MISSING, why=why, proof=proof, request_for_help=asked)
    row = Matched(name=name.replace("Officials", "Officers"))
    how = Listing.LISTED if number % 5 == 3 else Listing.NEAR_NAME
    return DepartmentResult(
        name=name,
        listing=how,
        matched=row,
        under="Delhi > Department of Health",
        why="officers = officials",
        proof=proof,
    )


def report(count: int) -> Result:
    """A run with a broken step and so many departments."""
    found = tuple(map(department, range(count)))
    audit = DepartmentsResult(expected=count, listed=count * 2 // 5, searches=90, results=found)
    steps = tuple(walk.run(CHART, names(CHART), Asked(ANSWERS), []))
    return made("2026-11-02").model_copy(update={"verdict": Verdict.BROKEN, "steps": steps, "departments": audit})


@pytest.fixture
def page(ungated: Callable[..., BrowserContext]) -> Page:
    return ungated(viewport=WIDE).new_page()


def test_the_report_on_219_departments_is_short_on_a_screen_on_paper_and_on_a_telephone(
    page: Page, tmp_path: Path
) -> None:
    page.set_content(html.render(report(219), CHART, tmp_path))
    assert page.evaluate("document.documentElement.scrollHeight") < 14_000  # also with the widest letters
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= 15
    page.set_viewport_size({"width": 390, "height": 800})
    assert not page.evaluate(SIDEWAYS)


def test_the_report_on_ten_thousand_departments_can_be_sent(tmp_path: Path) -> None:
    assert len(html.render(report(10_000), CHART, tmp_path).encode()) < 3_000_000


def test_no_pattern_stands_in_it_and_what_was_typed_does(tmp_path: Path) -> None:
    text = html.render(report(219), CHART, tmp_path)
    assert "[^a-z]" not in text
    assert "“dte”, “wel”, “trai”, “tech” under state: 91 rows in the answer" in text


def test_one_text_serves_all_requests_and_every_missing_department_is_named(page: Page, tmp_path: Path) -> None:
    page.set_content(html.render(report(50), CHART, tmp_path))
    assert page.locator("pre.request").count() == 1
    assert "Government of NCT of Delhi" in page.locator("pre.request").inner_text()
    named = page.locator("ol.names li")
    assert named.count() == 30
    first = named.first.inner_text()
    assert first.startswith("Directorate of Welfare")
    assert first.endswith("directorate under Department of Health and Family Welfare")


def test_the_search_looks_through_the_missing_and_the_others(page: Page, tmp_path: Path) -> None:
    page.set_content(html.render(report(50), CHART, tmp_path))
    page.locator("#search").fill("officials 4")
    assert page.locator("#told").inner_text() == "11 of 50 shown"
    page.locator("#listing").select_option("missing")
    shown = page.locator("#departments-card [data-listing]:not([hidden])").filter(visible=True)
    assert {shown.nth(each).get_attribute("data-listing") for each in range(shown.count())} == {"missing"}


def test_the_table_sorts(page: Page, tmp_path: Path) -> None:
    page.set_content(html.render(report(20), CHART, tmp_path))
    head = page.locator("#departments-table thead button").first
    first = page.locator("#departments-table tbody tr").first.locator("th")
    head.click()
    assert first.inner_text().endswith("Officials 3")
    head.click()
    assert first.inner_text().endswith("Officials 19")


def test_what_to_do_today_stands_above_the_flowchart_in_three_lines_at_most(page: Page, tmp_path: Path) -> None:
    page.set_content(html.render(report(50), CHART, tmp_path))
    tops = [page.locator(f"#{name}").bounding_box() for name in ("today", "flow")]
    assert tops[0] is not None
    assert tops[1] is not None
    assert tops[0]["y"] < tops[1]["y"]
    lines = page.locator("[aria-labelledby=today] li")
    assert 1 <= lines.count() <= 3
    assert "Tell the portal's support" in lines.first.inner_text()


def test_no_column_is_empty(page: Page, tmp_path: Path) -> None:
    page.set_content(html.render(report(50), CHART, tmp_path))
    empty = """[...document.querySelectorAll('table')].flatMap(table => [...table.rows[0].cells].map((_, column) =>
      [...table.tBodies[0].rows].every(row => ['', '–'].includes(row.cells[column]?.textContent.trim() ?? ''))
      && table.tBodies[0].rows.length ? table.closest('section').getAttribute('aria-labelledby') + column : ''))
      .filter(Boolean)"""
    assert page.evaluate(empty) == []


@pytest.mark.parametrize("kind", ["report", "digest"])
def test_hindi_has_letters_on_a_machine_that_has_none(page: Page, tmp_path: Path, kind: str) -> None:
    letter = digest.Letter("शीर्षक", ("क",), (digest.Part("भाग", ("पंक्ति",)),), "अंत", "hi")
    page.set_content(html.render(report(5), CHART, tmp_path) if kind == "report" else digest.as_page((letter, letter)))
    assert len(hindi_with_own_letters(page)) >= 2
