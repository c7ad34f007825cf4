"""Each document is a folder; the program itself knows of no state more than of another."""

from __future__ import annotations

import re
from pathlib import Path

from automation.flowchart import documents

PACKAGE = Path(documents.__file__).parents[1]
STATES_ALL_ALIKE = {
    "departments/data/hindi.toml": 1,  # the names of the states in Hindi
    "departments/data/places.toml": 1,  # the list of the states
    "flowchart/documents.py": 1,  # the name of the document that is meant where none is named
    "rehearsal/data/organisations.json": 1,  # the rows of the states
}


def test_nothing_of_one_state_stands_in_the_code():
    of_it = re.compile(r"delhi|दिल्ली|\bgnctd?|\bnct\b", re.IGNORECASE)
    found = {
        path.relative_to(PACKAGE).as_posix(): sum(bool(of_it.search(line)) for line in lines)
        for path in PACKAGE.rglob("*")
        if path.suffix in {".py", ".toml", ".json", ".js", ".html", ".j2", ".css", ".csv", ".md", ".txt"}
        and (lines := path.read_text(encoding="utf-8").splitlines())
    }
    assert {file: number for file, number in found.items() if number} == STATES_ALL_ALIKE
