"""Long tables: some rows of each are run every time, all of them with `./igot test -m ""`; some stand in CSV files."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def rows(cases: Iterable[Any], usual: Collection[Any]) -> list[Any]:
    """The cases; those that are not among the `usual` ones are run only when all tests are asked for.

    Raises ValueError for a usual case that does not exist.
    """
    every = list(cases)
    if absent := [case for case in usual if case not in every]:
        raise ValueError(f"no such case: {absent}")
    return [case if case in usual else pytest.param(case, marks=pytest.mark.thorough) for case in every]


def beside(module: str, name: str) -> list[dict[str, str]]:
    """The rows of a CSV file that stands beside a module of tests, which gives its `__file__`; lines with # are notes.

    Raises ValueError for a row that is longer or shorter than its header.
    """
    lines = Path(module).with_name(name).read_text(encoding="utf-8").splitlines()
    header, *cells = csv.reader(line for line in lines if not line.startswith("#"))
    return [dict(zip(header, row, strict=True)) for row in cells]
