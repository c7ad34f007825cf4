"""The scripts of the rehearsal portal come as one file a page, as those of the portal do."""

from __future__ import annotations

import re

import pytest

from automation.rehearsal import bundling

ENTRIES = sorted(
    {
        found
        for page in bundling.SCRIPTS.parents[1].glob("templates/*.html")
        for found in re.findall(r"js/([\w-]+)\.js", page.read_text("utf-8"))
    }
)


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_page_needs_one_script_only(entry):
    text = bundling.bundled(entry)
    assert not re.search(r"^\s*(import|export) ", text, re.MULTILINE)


def test_every_module_of_the_form_is_in_its_script_once():
    text = bundling.bundled("main")
    names = re.findall(r"^const m_(\w+) = ", text, re.MULTILINE)
    assert {"otp", "organisation", "select", "submit"} <= set(names)
    assert len(names) == len(set(names))


def test_scripts_that_need_each_other_are_a_mistake(tmp_path, monkeypatch):
    (tmp_path / "one.js").write_text('import { two } from "./two.js";\n', encoding="utf-8")
    (tmp_path / "two.js").write_text('import { one } from "./one.js";\n', encoding="utf-8")
    monkeypatch.setattr(bundling, "SCRIPTS", tmp_path)
    with pytest.raises(ValueError, match="need each other"):
        bundling.bundled("one")
