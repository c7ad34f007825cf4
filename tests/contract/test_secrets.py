"""Looking for a secret ends in an answer or in an error, never in waiting for ever; wiping empties what it can."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error

from automation.portal.secrets import holds_a_secret, wipe

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BUSY = "setTimeout(() => { const end = Date.now() + 2500; while (Date.now() < end); })"


def test_a_page_that_hangs_is_not_waited_for(browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.evaluate(BUSY)
    page.wait_for_timeout(50)
    with pytest.raises(Error, match="Timeout"):
        holds_a_secret(page, timeout=300)
    context.close()


def test_every_box_that_can_be_typed_into_is_emptied_also_in_a_frame_and_beside_one_that_is_locked(
    browser: Browser,
) -> None:
    context = browser.new_context()
    page = context.new_page()
    inner = "<input type=password value=left>"
    page.set_content(
        "<input id=name value=Asha><input type=password><input type=password readonly value=locked>"
        f'<input type=password value=typed><input maxlength="1" value="7"><iframe srcdoc="{inner}"></iframe>'
    )
    page.frames[-1].wait_for_selector("input")
    wipe(page, timeout=300)
    values = [
        value for frame in page.frames for value in frame.locator("input").evaluate_all("all => all.map(e => e.value)")
    ]
    assert values == ["Asha", "", "locked", "", "", ""]
    assert holds_a_secret(page, timeout=300)
    context.close()
