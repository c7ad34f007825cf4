"""The time of day, in one place, with the machine's own time zone."""

from __future__ import annotations

from datetime import datetime


def now() -> datetime:
    """This moment."""
    return datetime.now().astimezone()
