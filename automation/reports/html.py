"""The result as one self-contained HTML file: the flowchart drawn and coloured, the checks, the departments."""

from __future__ import annotations

from pathlib import Path

from automation.flowchart import Flowchart
from automation.model import Result


def render(result: Result, chart: Flowchart, pictures: Path) -> str:
    """The page."""
    return f"<!doctype html><title>{result.verdict}</title>"
