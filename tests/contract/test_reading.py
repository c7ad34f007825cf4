"""What a page is asked by a function comes back whole, whatever the page forbids its own scripts."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error as PlaywrightError

from automation.portal.widgets import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

STRICT = """<meta http-equiv=Content-Security-Policy content="script-src 'self'; require-trusted-types-for 'script'">"""
LONG = 'a "quoted" क ' * 20_000


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with closing(browser.new_context()) as context:
        yield context.new_page()


def test_a_long_text_an_empty_answer_and_one_that_takes_a_moment_come_back_as_they_are(page: Page) -> None:
    page.set_content(f"{STRICT}<p>Hello</p>")
    assert read(page, "given => given", 5000, LONG) == LONG
    assert [read(page, f"() => {each}", 5000) for each in ("''", "false", "0", "undefined")] == ["", False, 0, None]
    assert read(page, "async given => new Promise(done => setTimeout(() => done(given), 20))", 5000, [1]) == [1]


def test_a_function_that_fails_is_an_error_and_no_answer(page: Page) -> None:
    with pytest.raises(PlaywrightError, match="no such thing"):
        read(page, "() => { throw new Error('no such thing'); }", 5000)
