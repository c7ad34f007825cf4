"""Rehearsal portals in a thread of the tests: a process of its own takes longer to start than most tests to run."""

from __future__ import annotations

import asyncio
import secrets
import threading
from typing import Any, Self

from automation.rehearsal import Rehearsal
from automation.rehearsal.server import ready
from automation.rehearsal.state import Options

GRACE_SECONDS = 1.0
"""How long answers that are being given may take to end."""


class Portal(Rehearsal):
    """A rehearsal portal for tests to which its process is not the point."""

    def __init__(self, options: Options) -> None:
        """Serve from now on; raises OSError where the address is taken."""
        self.secret = str(options.secret)
        portal = ready(options)
        self._server = portal.server
        self.__dict__["_told"] = {"url": portal.url, "authority": portal.authority}
        self._thread = threading.Thread(target=lambda: asyncio.run(portal.serve()), daemon=True)
        self._thread.start()

    @classmethod
    def start(cls, **given: Any) -> Self:
        """As `Rehearsal.start`, with the same words."""
        words: dict[str, Any] = {
            name: value if isinstance(value, str | int | float) else tuple(value) for name, value in given.items()
        }
        return cls(Options(secret=secrets.token_hex(32), **words))

    def stop(self) -> None:
        """Close every connection; a second call does nothing. An answer that is cut off would leave its file open."""
        self._server.should_exit = True
        self._thread.join(GRACE_SECONDS)
        self._server.force_exit = True
        self._thread.join()
