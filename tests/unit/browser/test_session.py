"""What is asked of a page is watched; what is asked within it is watched in its place."""

from __future__ import annotations

import threading
from typing import Any, ClassVar

import pytest

from automation.browser.session import Session


class Alarm:
    """A timer that never rings by itself."""

    live: ClassVar[list[Alarm]] = []

    def __init__(self, seconds, rings):
        self.seconds, self.rings = seconds, rings

    def start(self):
        self.live.append(self)

    def cancel(self):
        self.live.remove(self)


@pytest.fixture
def session(monkeypatch):
    monkeypatch.setattr(threading, "Timer", Alarm)
    monkeypatch.setattr(Alarm, "live", [])
    nothing: Any = None
    return Session(nothing, nothing, nothing, "a browser", limit=90.0)


def test_a_question_of_many_small_ones_is_not_taken_for_a_page_that_hangs(session):
    with session.shield():
        seen = list(Alarm.live)
        for _list in range(3):
            with session.shield():
                seen += Alarm.live
            seen += Alarm.live
    assert len(seen) == len(set(seen)) == 7  # the time began anew with each, and after each
    assert Alarm.live == []


def test_the_last_alarm_of_a_question_that_hangs_still_ends_the_browser(session):
    with session.shield():
        with session.shield():
            pass
        [alarm] = Alarm.live
        assert alarm.seconds == 90.0
        alarm.rings()
    assert session.hangs
    assert Alarm.live == []
