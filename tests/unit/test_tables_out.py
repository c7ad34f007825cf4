"""No cell that the program writes is taken for a formula, whichever table it stands in."""

from __future__ import annotations

import csv
import io

import pytest

from automation.commands import names
from automation.departments import requests, tables
from automation.reports import status

HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(0)", '=A"1')


def read(text: str) -> list[list[str]]:
    return [*csv.reader(io.StringIO(text, newline=""))]


def of_names(name: str, capsys: pytest.CaptureFixture[str]) -> str:
    names._write([["expected_name"], [name]])
    return capsys.readouterr().out


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_of_the_portals_or_of_a_list_is_text_in_every_table(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = requests.Draft(name, name, name, name)
    for text in (
        tables.as_csv([[name]]),
        requests.as_csv([draft]),
        status.as_csv({name: {"registered": 1}}, ["registered"]),
        of_names(name, capsys),
    ):
        cells = [cell for row in read(text) for cell in row]
        assert f"'{name}".replace("\t", " ").replace("\r", " ") in cells
        assert [cell for cell in cells if cell.strip().startswith(tables._FORMULA)] == []
        assert "\t" not in text
        assert "\r" not in text.replace("\r\n", "")


def test_an_ordinary_cell_stays_as_it_is() -> None:
    assert read(tables.as_csv([["a,b", "शिक्षा", "1"]])) == [["a,b", "शिक्षा", "1"]]
