"""Whatever stands in a name, no way out of the program lets it steer who reads it: terminal, table, Markdown, page."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from automation import flowchart
from automation.commands import names
from automation.config import Letter
from automation.departments import requests, tables
from automation.escaping import for_markdown, for_table, for_terminal
from automation.model import Listing, Verdict
from automation.reports import html, letter, status, terminal
from automation.result import (
    CheckResult,
    DepartmentResult,
    DepartmentsResult,
    Environment,
    PortalInfo,
    Result,
    RunInfo,
    StepResult,
)
from automation.saying import say

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(0)", '=A"1')
STEERING = (
    *("a\x1b[2Jb", "a\x1b]0;title\x07b", "a\x9b31mb", "a\x08\x08b", "a\x00b", "a\x7fb"),
    *("a\u202egnp.exe", "a\u2066b\u2069", "a\u200fb", "a\u061cb", "a\u2028b", "a\ud800b"),
)
MARKUP = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[a](http://example.org)",
    "a | b",
    "`x`",
    "&lt;",
)
HOSTILE = (*FORMULAS, *STEERING, *MARKUP, "line\nanother: as documented")
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
OWN_MARK = re.compile("\x1b\\[\\d\\dm[✓≠✗○?]\x1b\\[0m")


def read(text: str) -> list[list[str]]:
    return [*csv.reader(io.StringIO(text, newline=""))]


def result(name: str) -> Result:
    check = CheckResult(id="step-1.landing", verdict=Verdict.BROKEN, documented=name, observed=name, why=name)
    department = DepartmentResult(name=name, listing=Listing.MISSING, why=name, under=name)
    return Result(
        run=RunInfo(id="run", started="2026-01-02T03:04:05+05:30", seconds=1),
        portal=PortalInfo(url="http://127.0.0.1:1", rehearsal=True, authorisation=name),
        verdict=Verdict.BROKEN,
        exit_code=1,
        steps=(StepResult(id="step-1", title=name, verdict=Verdict.BROKEN, seconds=1, checks=(check,)),),
        departments=DepartmentsResult(expected=1, listed=0, results=(department,)),
        environment=Environment(igot="0", python="3", browser=name, os="none"),
        notes=(name,),
    )


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("colour", [True, False])
def test_nothing_in_a_result_steers_the_terminal(name: str, colour: bool) -> None:
    told = terminal.render(result(name), colour=colour)
    assert bool(OWN_MARK.search(told)) is colour
    assert not FORBIDDEN.search(OWN_MARK.sub("", told))
    assert told.count("\n") == terminal.render(result("plain"), colour=colour).count("\n")


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_in_a_sentence_steers_the_terminal(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    say(f"{name.replace(chr(10), ' ')} could not be written", aside=True)
    [line] = capsys.readouterr().err.splitlines(keepends=True)
    assert not FORBIDDEN.search(line)


def test_what_people_write_stays_as_it_is() -> None:
    for text in ("शिक्षा विभाग, क्ष\u200dत्रिय", "Department of Health & Family Welfare (North-West)", "a–b “c”"):
        assert for_terminal(text) == text
        assert for_table(text) == text
    assert read(tables.as_csv([["a,b", "शिक्षा", "1"]])) == [["a,b", "शिक्षा", "1"]]
    assert for_markdown("Department of Health & Family Welfare (North-West)") == (
        "Department of Health & Family Welfare (North-West)"
    )


def of_names(name: str, capsys: pytest.CaptureFixture[str]) -> str:
    names._write([["expected_name"], [name]])
    return capsys.readouterr().out


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_text_in_every_table(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    draft = requests.Draft(name, name, name, name)
    for text in (
        tables.as_csv([[name]]),
        requests.as_csv([draft]),
        status.as_csv({name: {"registered": 1}}, ["registered"]),
        of_names(name, capsys),
    ):
        cells = [cell for row in read(text) for cell in row]
        assert for_table(name) in cells
        assert [cell for cell in cells if cell.strip().startswith(("=", "+", "-", "@"))] == []
        assert not FORBIDDEN.search(text.replace("\r\n", "\n"))
        assert "\t" not in text


class Tags(HTMLParser):
    """The tags of a page, each with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))


def headed(name: str) -> Letter:
    """A letter's head as it is shown, whatever the settings would have refused."""
    office = name.replace("|", "/")  # in an office it parts lines
    return Letter.model_construct(number=name, office=office, to=name, signatory=name, designation=name)


def pages(name: str) -> list[str]:
    head = headed(name)
    return [
        html.render(result(name), flowchart.load(), Path("pictures")),
        letter.page([(name, name)], head, date(2026, 1, 2)),
        status.page({name: {"registered": 1}}, ["registered"], head, date(2026, 1, 2), {name: [name]}),
    ]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_text_in_every_page(name: str) -> None:
    for page, plain in zip(pages(name), pages("plain"), strict=True):
        assert Tags(page).found == Tags(plain).found
        assert not FORBIDDEN.search(page)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_text_in_the_letter(name: str) -> None:
    head = headed(name)
    told = letter.markdown([(name, name)], head, date(2026, 1, 2))
    plain = letter.markdown([("plain", "plain")], headed("plain"), date(2026, 1, 2))
    assert told.count("\n") == plain.count("\n")
    assert not FORBIDDEN.search(told)
    [row] = [line for line in told.splitlines() if line.startswith("| 1 |")]
    assert len(re.findall(r"(?<!\\)\|", row)) == 4
    assert not re.search(r"(?<!\\)[<>`\[\]]", row)


DATA_OR_LIVE = {
    "__main__.py",  # before the program is there
    "bootstrap.py",  # before the program is there
    "commands/gate.py",  # its line that moves on
    "gate/process.py",  # the control channel
    "proof/holder.py",  # a process that tells the battery where it stands
    "rehearsal/__main__.py",  # tells where it listens
    "rehearsal/server.py",  # tells where it listens
    "saying.py",
}


def test_everything_else_is_said_where_it_is_escaped() -> None:
    package = Path(flowchart.__file__).parents[1]
    speaking = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"(?<![\w.])print\(|sys\.std(out|err)\.write", path.read_text(encoding="utf-8"))
    }
    assert speaking == DATA_OR_LIVE
