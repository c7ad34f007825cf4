"""The scripted person's hands, without a browser."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, cast

import pytest

from automation.acts import CannotDoError
from automation.gate import scripted
from automation.gate.scripted import ScriptedHands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext

LATE = 0.5


class _Late(BaseHTTPRequestHandler):
    """Answers when a busy machine would."""

    def do_GET(self) -> None:
        time.sleep(LATE)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'[{"channel": "sms"}]')

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the server's own word)
        """Say nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    """A rehearsal portal whose outbox is late."""
    with HTTPServer(("127.0.0.1", 0), _Late) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("patient", [True, False])
def test_the_outbox_is_waited_for_as_long_as_the_run_waits(
    url: str, patient: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scripted, "_SECONDS", LATE / 10)
    hands = ScriptedHands(cast("BrowserContext", None), url, 60_000 if patient else 1)
    if patient:
        assert hands._outbox() == [{"channel": "sms"}]
    else:
        with pytest.raises(CannotDoError):
            hands._outbox()
