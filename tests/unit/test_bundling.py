"""Modules come as one text: a page of the rehearsal portal loads one script, and a reader brings what it imports."""

from __future__ import annotations

import ast
import re

import pytest

from automation import bundling
from automation.config import ROOT
from automation.rehearsal.form_pages import SCRIPTS
from tests.source import mentioning

ENTRIES = sorted(
    {
        found
        for page in SCRIPTS.parents[1].glob("templates/*.html")
        for found in re.findall(r"js/([\w-]+)\.js", page.read_text("utf-8"))
    }
)
READERS = ROOT / "automation" / "portal" / "readers"


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_page_needs_one_script_only(entry):
    text = bundling.bundled(SCRIPTS / f"{entry}.js")
    assert not re.search(r"^\s*(import|export) ", text, re.MULTILINE)


def test_every_module_of_the_form_is_in_its_script_once():
    text = bundling.bundled(SCRIPTS / "main.js")
    names = re.findall(r"^const m_(\w+) = ", text, re.MULTILINE)
    assert {"otp", "organisation", "select", "submit"} <= set(names)
    assert len(names) == len(set(names))


def test_scripts_that_need_each_other_are_a_mistake(tmp_path):
    (tmp_path / "one.js").write_text('import { two } from "./two.js";\n', encoding="utf-8")
    (tmp_path / "two.js").write_text('import { one } from "./one.js";\n', encoding="utf-8")
    with pytest.raises(ValueError, match="one -> two -> one need each other"):
        bundling.bundled(tmp_path / "one.js")


def test_every_reader_that_is_called_is_there_and_every_one_that_is_there_is_called():
    called = {
        tuple(ast.literal_eval(each) for each in node.args)
        for _, tree in mentioning("automation", {"reader("})
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "reader"
    }
    there = {(path.stem, name): path for path in READERS.glob("*.js") for name in exported(path)}
    imported = {name for path in READERS.glob("*.js") for name in re.findall(r"\w+", " ".join(imports(path)))}
    assert called - there.keys() == set()
    assert {each for each in there.keys() - called if each[1] not in imported} == set()


def exported(path):
    return re.findall(r"^export const (\w+) =", path.read_text("utf-8"), re.MULTILINE)


def imports(path):
    return re.findall(r"^import \{([^}]+)\}", path.read_text("utf-8"), re.MULTILINE)
