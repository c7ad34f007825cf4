"""The folders tell the architecture, and a file's name says what is in it."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from automation.config import ROOT

PACKAGE = ROOT / "automation"
SAME_ROLE = {"__init__.py", "__main__.py", "process.py", "server.py"}
"""What a package is, and what is the same role in sibling packages: a process of its own, its server."""


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
