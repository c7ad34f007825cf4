"""The folders tell the architecture, and a file's name says what is in it."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from automation.config import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE, UNIT = ROOT / "automation", ROOT / "tests" / "unit"
SAME_ROLE = {"__init__.py", "__main__.py", "process.py", "server.py"}
"""What a package is, and what is the same role in sibling packages: a process of its own, its server."""
MATTERS = {
    "bad_inputs",  # every input that cannot be used, whatever reads it
    "credential_rule",  # docs/credential-rule.md
    "deploy",  # deploy/ and docs/recipes.md
    "facts",  # docs/facts.md
    "help",  # every command's --help
    "house",
    "no_way_round",  # what may stand in the source
    "no_words_decide",
    "one_recorder",
    "readme",  # README.md
}
"""What a file of tests at the root of tests/unit is about that is no module: a matter of them all."""


def test_no_file_name_stands_twice_but_for_the_same_role():
    """A command is called as people type it, whatever the module is called whose work it does."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name != "commands" and path.name not in SAME_ROLE:
            found[path.name].append(path.relative_to(PACKAGE))
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}


def test_every_package_says_what_it_is_for_and_every_module_too():
    for path in PACKAGE.rglob("*.py"):
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        assert first.startswith('"""'), path


def test_each_place_to_change_something_is_there():
    rows = [
        line.split("|")[2].strip().strip("`")
        for line in (ROOT / "docs" / "where-to-change.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and "`" in line
    ]
    assert len(rows) >= 24
    assert [each for each in rows if not (ROOT / each).is_file()] == []


def test_the_architecture_fits_on_a_page_and_names_what_is_there():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60
    named = set(re.findall(r"`((?:[a-z_]+/)+[a-z0-9_]+\.(?:py|toml))`", text))
    assert named
    assert [each for each in named if not (PACKAGE / each).is_file() and not (ROOT / each).is_file()] == []
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert folders <= set(re.findall(r"`([a-z]+)/`", text))


def test_the_unit_tests_stand_in_folders_that_mirror_the_package():
    """A file tests the module whose name it has, or the package whose folder it stands in as a whole."""
    files = sorted(UNIT.rglob("test_*.py"))
    assert {path.stem.removeprefix("test_") for path in UNIT.glob("test_*.py")} >= MATTERS
    strange = []
    for path in files:
        package = PACKAGE / path.parent.relative_to(UNIT)
        known = {each.stem.strip("_") for each in package.glob("*.py")} | {package.name}
        if path.stem.removeprefix("test_") not in known | (MATTERS if path.parent == UNIT else set()):
            strange.append(path.relative_to(UNIT).as_posix())
    assert (len(files) > 50, strange) == (True, [])
