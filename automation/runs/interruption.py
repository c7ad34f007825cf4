"""Ctrl-C and SIGTERM end a run between two checks, so that its report is still written."""

from __future__ import annotations

import signal
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from automation.browser import Session


@contextmanager
def interruptible(session: Session) -> Iterator[None]:
    """Ctrl-C and SIGTERM stop the run between two checks; a second one ends the browser, and so the check under way."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        if session.interrupted:
            session.abandon()
        session.interrupted = True

    before = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(ValueError):  # not the main thread: a test runs us
            before[number] = signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            impatient = number == signal.SIGINT and session.interrupted  # a further Ctrl-C must not cost the report
            signal.signal(number, signal.SIG_IGN if impatient else handler)
