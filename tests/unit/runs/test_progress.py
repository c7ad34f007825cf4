"""The line on the terminal says how far the audit is and how long it will take."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

from automation.runs.progress import Progress

if TYPE_CHECKING:
    import pytest


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def said(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, *calls: tuple[float, int, int]) -> str:
    shown = Progress(stream)
    for seconds, done, all_ in calls:
        monkeypatch.setattr(time, "monotonic", lambda now=seconds: now)
        shown.searched(done, all_)
    return stream.getvalue()


def test_an_audit_of_many_minutes_says_so_at_the_pace_seen_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, Terminal(), (100, 0, 60), (130, 5, 65)).endswith("search 6 of about 65, about 6 min left")


def test_a_short_one_only_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, Terminal(), (100, 0, 60), (101, 5, 65)).endswith("search 6 of about 65")


def test_into_a_pipe_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, io.StringIO(), (100, 0, 60), (900, 5, 65)) == ""
