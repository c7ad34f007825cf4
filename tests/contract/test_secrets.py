"""Looking for a secret ends in an answer or in an error, never in waiting for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error

from automation.portal.secrets import holds_a_secret

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
