"""A signal that ends a run takes effect between two checks, so that the report is still written."""

from __future__ import annotations

import signal
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from automation.endings import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from automation.browser import Session


@contextmanager
def interruptible(session: Session) -> Iterator[None]:
    """Each ending stops the run between two checks; a second one ends the browser, and so the check under way."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        if session.interrupted:
            session.abandon()
        session.interrupted = True

    before = {}
    for number in ENDINGS:
        if number != signal.SIGINT and signal.getsignal(number) is signal.SIG_IGN:
            continue  # it was started with nohup
        with suppress(ValueError):  # not the main thread: a test runs us
            before[number] = signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_IGN if session.interrupted else handler)  # a further one costs no report
