"""The helpdesk's page as it is served, on the rehearsal portal: from what an official says to the verdict."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from automation.config import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

    import pytest
    from playwright.sync_api import BrowserContext


def the_walk() -> ModuleType:
    """The script that takes the pictures of docs/desk.md."""
    spec = importlib.util.spec_from_file_location("walk", ROOT / "docs" / "desk" / "walk.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_complaint_in_roman_hindi_comes_to_its_symptom_and_to_a_verdict(
    ungated: Callable[..., BrowserContext], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = the_walk()
    monkeypatch.setattr(walk, "HERE", tmp_path)
    with walk.desk(tmp_path) as address:
        page = ungated(viewport=walk.WIDE).new_page()
        page.goto(address)
        walk.repeat(page, address.partition("/?")[0], 5, walk.COMPLAINTS[4])
        assert page.locator(".banner strong").inner_text() == "✓ Not reproduced, 0 of 3."
        assert page.locator("#answer-hi").inner_text().startswith("यह पूर्वाभ्यास था")
        page.get_by_role("link", name="The verdict, with pictures").click()
        assert page.locator("img").first.evaluate("image => image.naturalWidth") > 0
    assert {each.name for each in tmp_path.glob("*.png")} == {"5-complaint.png", "5-verdict.png"}
    assert len([*(tmp_path / "evidence" / "HD-105").glob("*.zip")]) == 1
