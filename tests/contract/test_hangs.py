"""A portal that hangs is waited for twice, not at each question; a person who wants it is waited for again."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from automation import browser as browsers
from automation.config import Settings, Waits
from automation.evidence import network_log
from automation.model import NoAnswer, NoAnswerError
from automation.portal import obstacles, traffic
from automation.portal.site import Addresses, Site
from automation.runs.run import opened
from automation.runs.target import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Playwright, Response

    from automation.rehearsal import Rehearsal


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


def half_answering(received: bytes) -> bytes:
    """The beginning of an answer of which the rest never comes."""
    kind = b"application/json" if b"/api/" in received else b"text/html"
    body = b'{"result": {' if b"/api/" in received else b"<!doctype html><title>x</title>"
    length = b"999" if b"/api/" in received else str(len(body)).encode()
    return (
        b"HTTP/1.1 200 OK\r\nContent-Type: "
        + kind
        + b"\r\nConnection: close\r\nContent-Length: "
        + length
        + b"\r\n\r\n"
        + body
    )


@pytest.fixture
def stalling() -> Iterator[str]:
    """A server whose pages come, and whose services begin to answer and never end."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        taken: list[socket.socket] = []

        def serve() -> None:
            while True:
                try:
                    taken.append(listening.accept()[0])
                    answer = half_answering(received := taken[-1].recv(65536))
                    taken[-1].sendall(answer if received else b"")
                    if b"/api/" not in received:
                        taken[-1].close()
                except OSError:
                    return

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        for each in taken:
            each.close()


def test_an_answer_that_never_ends_is_no_answer_and_holds_nothing_up(
    ungated: Callable[..., BrowserContext], stalling: str
) -> None:
    context = ungated()
    page, log = context.new_page(), network_log.Traffic(context, lambda: True)
    page.goto(f"{stalling}/public/signup")
    reply = traffic.ask(
        page,
        lambda: page.evaluate("() => { fetch('/api/org/v1/search'); }"),
        lambda request: "/api/" in request.url,
        1000.0,
    )
    assert reply == NoAnswer("the portal's answer did not come to its end")
    (row,) = [each for each in log.table() if each.path.startswith("/api/")]
    assert (row.status, row.told) == (200, {})


def test_a_page_that_hangs_before_it_hands_out_an_answer_holds_nothing_up(
    ungated: Callable[..., BrowserContext], rehearsal: Rehearsal
) -> None:
    page = ungated().new_page()
    page.goto(rehearsal.url)
    with page.expect_response("**/host.config.json") as waiting:
        page.evaluate("() => { fetch('/assets/configurations/host.config.json'); }")
    answer = waiting.value
    assert traffic.body_of(answer, 5000.0)
    page.evaluate("() => { setTimeout(() => { for (;;); }); }")
    assert traffic.body_of(answer, 300.0) is None


def test_where_a_page_hangs_the_table_of_its_requests_waits_for_one_body_and_for_no_other(
    ungated: Callable[..., BrowserContext], rehearsal: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    def body_of(response: Response, timeout: float) -> bytes | None:
        waited.append(timeout)
        return traffic.body_of(response, timeout)

    monkeypatch.setattr(network_log, "body_of", body_of)
    monkeypatch.setattr(network_log, "_BODIES_MS", 300.0)
    context = ungated()
    page, log = context.new_page(), network_log.Traffic(context, lambda: True)
    page.goto(rehearsal.url)
    for _again in range(3):
        with page.expect_response("**/groups") as waiting:
            page.evaluate("() => { fetch('/api/user/v1/groups').then(answer => answer.text()); }")
        waiting.value.finished()
    page.evaluate("() => { setTimeout(() => { for (;;); }); }")
    assert len(log.table()) == 3
    assert len(waited) == 1


def test_a_page_that_hangs_ends_with_its_browser_and_is_told_as_that(
    playwright: Playwright, rehearsal: Rehearsal
) -> None:
    target = Target(Addresses(rehearsal.url, rehearsal.url))
    with browsers.launched(None, playwright) as pair, opened(Settings(waits=Waits(seconds=0.05)), target, pair) as run:
        run.session.page.evaluate("() => { setTimeout(() => { for (;;); }); }")
        with pytest.raises(NoAnswerError, match="a page hangs: it did not answer for 3 seconds"), run.session.shield():
            run.session.page.locator("input").count()
