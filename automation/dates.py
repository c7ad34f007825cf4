"""A moment as people read it, in one format everywhere: 29.11.2026, 08:30 (UTC+05:30)."""

from __future__ import annotations

from datetime import datetime

STAMP = "%Y-%m-%dT%H-%M-%S"
"""A moment in the name of a file or a folder."""


def stamped(text: str) -> datetime | None:
    """The moment of a stamp, in this machine's own time zone; None for text that is no moment."""
    try:
        return datetime.strptime(text, STAMP).astimezone()
    except ValueError:
        return None


def readable(moment: str) -> str:
    """A moment of RFC 3339 as people read it, with its time zone."""
    when = datetime.fromisoformat(moment)
    zone = f"{when:%z}"
    return f"{when:%d.%m.%Y, %H:%M}" + (f" (UTC{zone[:3]}:{zone[3:5]})" if zone else "")


def day(date: str) -> str:
    """A day such as 2026-11-29 as people read it."""
    year, month, number = date[:10].split("-")
    return f"{number}.{month}.{year}"
