"""Ends a task that waits too long for one thing; starting the time anew costs almost nothing."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio


class Patience(AbstractContextManager["Patience"]):
    """A context manager around what a task does. When it runs out the task is cancelled."""

    def __init__(self, task: asyncio.Task[Any]) -> None:
        """Nothing is waited for yet."""
        self._task, self._loop = task, task.get_loop()
        self._until = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def __exit__(self, *_: object) -> None:
        """The task waits no more."""
        if self._timer:
            self._timer.cancel()

    def anew(self, seconds: float) -> None:
        """From now on, so long."""
        self._until = self._loop.time() + seconds
        if self._timer is None or self._timer.when() > self._until:
            self._set()

    def _set(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = self._loop.call_at(self._until, self._look)

    def _look(self) -> None:
        if self._loop.time() < self._until:
            self._set()
        else:
            self._task.cancel()
