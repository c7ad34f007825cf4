"""The functions that run in the portal's pages, each a named one of a JavaScript file: they read, and send nothing."""

from __future__ import annotations

from pathlib import Path

from automation import bundling

_HERE = Path(__file__).parent


def reader(file: str, name: str) -> str:
    """The function `name` of a file of this folder, as an expression that a page runs."""
    return bundling.function(_HERE / f"{file}.js", name)
