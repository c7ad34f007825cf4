"""`igot config`: prints each setting and where it came from. There is no secret among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.config import NEVER_SHOWN
from automation.saying import data, say

if TYPE_CHECKING:
    from automation.config import Loaded


def rows(loaded: Loaded) -> list[tuple[str, str, str]]:
    """Each setting: its key, its value as config.toml would have it, and where that came from."""
    return [(key, _shown(key, value), loaded.origin[key]) for key, value in loaded.settings.flat().items()]


def run(loaded: Loaded) -> int:
    """Print a line a setting (key, value, origin) on stdout, aligned; always 0."""
    every = rows(loaded)
    left, middle = (max(len(row[column]) for row in every) for column in (0, 1))
    for key, value, origin in every:
        say(f"{key:<{left}}  {value:<{middle}}  {origin}")
    return 0


def schema() -> int:
    """`igot schema`: print the JSON Schema of the machine-readable result."""
    import json

    from automation.result import Result

    data(json.dumps(Result.model_json_schema(), indent=1) + "\n")
    return 0


def _shown(key: str, value: object) -> str:
    """A value as config.toml would have it; of one that may hold a key only that it is there."""
    if key in NEVER_SHOWN and value:
        return '"…"'
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)
