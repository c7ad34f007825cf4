"""How a row of the dropdown fits one department by itself, without a list of others."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from automation.names.matcher import Matcher

if TYPE_CHECKING:
    from automation.names.department import Department
    from automation.names.judging import Match


def compare(department: Department, candidate: str, under: str = "", state: str = "") -> Match:
    """The match under a state, by default the usual document's."""
    return _alone(state).compare(department, candidate, under)


@lru_cache(maxsize=8)
def _alone(state: str) -> Matcher:
    return Matcher((), state)
