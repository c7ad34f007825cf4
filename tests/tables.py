"""Long tables: some rows of each are run every time, all of them with `./igot test -m ""`."""

from __future__ import annotations

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
