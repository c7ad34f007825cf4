"""The time of day, in one place, with the machine's own time zone."""

from __future__ import annotations

from datetime import datetime


def moment(text: str) -> datetime:
    """A moment of RFC 3339."""
    return datetime.fromisoformat(text)


def now() -> datetime:
    """This moment."""
    return datetime.now().astimezone()
