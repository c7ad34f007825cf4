"""The source has one place that takes pictures, traces, films and texts of pages: what is taken elsewhere is unseen."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.source import mentioning

if TYPE_CHECKING:
    from collections.abc import Iterator

TAKES = {"screenshot", "pdf", "content", "aria_snapshot", "inner_html", "outer_html", "storage_state", "save_as", "har"}
OWNS = {"tracing", "video", "har"}
OPTIONS = {"record_video_dir", "record_har_path", "record_har_content"}

# Each exception with its reason; one that is no longer needed is a failure too.
ALLOWED = {
    ("automation/browser/guard.py", "record_video_dir"): "a window is given the recorder's folder for films",
    ("automation/evidence/films.py", "tracing"): "the recorder's own part for traces",
    ("automation/evidence/printing.py", "pdf"): "prints a page of ours, which no portal has seen",
    ("automation/evidence/recorder.py", "screenshot"): "the one picture, with everything personal painted over",
}


def captures(tree: ast.AST) -> Iterator[str]:
    """The calls, parts and options by which a browser hands out what it shows."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) if name in TAKES:
                yield name
            case ast.Attribute(value=ast.Attribute(attr=name)) if name in OWNS:
                yield name
            case ast.keyword(arg=str(name)) if name in OPTIONS:
                yield name
            case _:
                pass


MENTIONED = {*(f".{name}(" for name in TAKES), *(f".{name}" for name in OWNS), *(f"{name}=" for name in OPTIONS)}


@cache
def found() -> set[tuple[str, str]]:
    return {
        (path, name)
        for path, tree in mentioning("automation", MENTIONED)
        for name in captures(tree)
        if not (name == "pdf" and path.startswith("automation/commands/"))  # our own function of that name
    }


def test_only_the_recorder_takes_anything_from_a_page() -> None:
    assert found() - ALLOWED.keys() == set()


def test_every_exception_is_still_needed() -> None:
    assert ALLOWED.keys() - found() == set()


@pytest.mark.parametrize(
    "line",
    [
        "page.screenshot(path='x.png')",
        "locator.screenshot()",
        "context.tracing.start(snapshots=True)",
        "session.context.tracing.stop(path=raw)",
        "page.video.save_as('x')",
        "page.content()",
        "frame.content()",
        "locator.inner_html()",
        "page.locator('body').aria_snapshot()",
        "context.storage_state(path='x')",
        "browser.new_context(record_har_path='x')",
    ],
)
def test_each_way_of_taking_something_would_be_found(line: str) -> None:
    assert list(captures(ast.parse(line)))
    assert any(word in line for word in MENTIONED)
