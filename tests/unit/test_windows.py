"""When a portal may be down: the windows of planned maintenance as the settings name them."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from automation.windows import planned, windows


def here(text):
    """A moment in this machine's own time, in which the windows are."""
    return datetime.fromisoformat(text).astimezone()


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        ("2026-11-29 01:59", ""),  # a Sunday
        ("2026-11-29 02:00", "patches"),
        ("2026-11-29 06:00", "patches"),
        ("2026-11-29 06:01", ""),
        ("2026-11-30 03:00", ""),
        ("2026-11-27 23:30", "night work"),  # a Friday
        ("2026-11-28 00:30", "night work"),  # still its window
        ("2026-11-28 23:30", ""),
        ("2026-11-27 00:30", ""),
        ("2026-12-05 22:00", "new servers"),
        ("2026-12-06 07:00", ""),
        ("2026-12-01 12:15", "lunch"),
    ],
)
def test_a_moment_lies_in_its_window_or_in_none(at, reason):
    text = (
        "Sun 02:00-06:00 patches; fri 23:00-01:00 night work;"
        " 2026-12-05 22:00 to 2026-12-06 06:00 new servers; daily 12:00-12:30 lunch"
    )
    assert planned(text, here(at)) == reason


@pytest.mark.parametrize(
    "text",
    [
        "Sun 02:00-06:00",  # no reason
        "Sunday 02:00-06:00 patches",
        "xyz 02:00-06:00 patches",
        "Sun 25:00-26:00 patches",
        "Sun 2-6 patches",
        "2026-12-06 06:00 to 2026-12-05 22:00 backwards",
        "2026-13-01 06:00 to 2026-13-02 22:00 no month",
        "always down",
    ],
)
def test_what_is_no_window_is_refused_by_its_own_words_when_the_settings_are_read(text):
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        windows(text)
