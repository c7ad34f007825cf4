"""A portal that hangs is waited for twice, not at each question; a person who wants it is waited for again."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from automation.model import NoAnswer
from automation.portal import obstacles
from automation.portal.site import Addresses, Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext


@contextmanager
def hanging() -> Iterator[tuple[str, list[socket.socket]]]:
    """A server that takes every connection and never answers, and the connections."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def take() -> None:
            while True:
                try:
                    taken.append(listening.accept()[0])
                except OSError:
                    return

        threading.Thread(target=take, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", taken
        for each in taken:
            each.close()


def test_after_two_waits_in_vain_no_further_page_is_asked_for(ungated: Callable[..., BrowserContext]) -> None:
    with hanging() as (url, taken):
        site = Site(ungated().new_page(), Addresses(url, url), 300.0)
        assert site.open_landing() == obstacles.TIMED_OUT
        assert site.open_sign_up() == obstacles.TIMED_OUT
        before = len(taken)
        arrival = site.open_sign_up()
        assert isinstance(arrival, NoAnswer)
        assert "the portal hangs" in arrival.why
        with site.another() as form:
            assert isinstance(form, NoAnswer)
        assert len(taken) == before
        site.try_again()
        again = site.open_sign_up()
        assert isinstance(again, NoAnswer)
        assert "hangs" not in again.why


def test_a_page_that_did_not_come_is_left_so_that_the_window_can_be_pictured(
    ungated: Callable[..., BrowserContext],
) -> None:
    with hanging() as (url, _):
        page = ungated().new_page()
        assert Site(page, Addresses(url, url), 300.0).open_landing() == obstacles.TIMED_OUT
        assert page.screenshot()
        assert page.evaluate("() => location.href", None) == "about:blank"
