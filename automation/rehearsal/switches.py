"""Which defects and variants are on; knows their names, not what they do."""

from __future__ import annotations

import re
from contextvars import ContextVar
from difflib import get_close_matches
from typing import TYPE_CHECKING

from automation.flowchart.documents import USUAL
from automation.model import UsageError
from automation.rehearsal.defects import DEFECTS
from automation.rehearsal.variants import VARIANTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DEFECT_NAMES = tuple(each.name for each in DEFECTS)
VARIANT_NAMES = tuple(each.name for each in VARIANTS)
_BEFORE_A_VISIT = frozenset({"connection-reset", "tls-error"})

visit: ContextVar[int] = ContextVar("visit", default=0)
"""The number of the visit whose request is being answered, from 1; 0 where nobody visits."""


def checked(names: Iterable[str], known: Sequence[str], kind: str) -> frozenset[str]:
    """The names as a set; a name that is not among `known` raises UsageError with the nearest one."""
    chosen = frozenset(names)
    for name in sorted(chosen.difference(known)):
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else "`igot rehearse --list-defects` names them all."
        message = f"The rehearsal portal has no {kind} called {name}; {hint}"
        raise UsageError(message)
    return chosen


def occasional(names: Iterable[str]) -> dict[str, int]:
    """Each defect and how often it shows: `name` at every visit, `name@2` at every second one.

    Raises UsageError for an unknown name, for a number below 1, and for a fault that strikes before there is a visit.
    """
    parts = {name: name.partition("@") for name in names}
    checked([defect for defect, _, _ in parts.values()], DEFECT_NAMES, "defect")
    for name, (defect, at, number) in parts.items():
        if at and (not re.fullmatch("[1-9][0-9]?", number) or defect in _BEFORE_A_VISIT):
            raise UsageError(f"{name}: write {defect} for every visit, or a fault of pages and a number, as in NAME@2.")
    return {defect: int(number or 1) for defect, _, number in parts.values()}


class Switches:
    """The defects and variants that are on; `name in switches` asks for either, at the visit that is being answered."""

    def __init__(
        self, defects: Iterable[str] = (), variants: Iterable[str] = (), documents: Iterable[str] = (USUAL,)
    ) -> None:
        """Start with these on, for these documents; raise UsageError for an unknown name."""
        self.documents = tuple(documents)
        self._every = occasional(defects)
        self.variants = checked(variants, VARIANT_NAMES, "variant")

    @property
    def defects(self) -> frozenset[str]:
        """The defects as they were named, `name` or `name@2`."""
        return frozenset(name if every == 1 else f"{name}@{every}" for name, every in self._every.items())

    @property
    def come_and_go(self) -> bool:
        """Whether some defect does not show at every visit."""
        return any(every > 1 for every in self._every.values())

    def __contains__(self, name: object) -> bool:
        """Whether the defect or variant `name` is on at this visit."""
        every = self._every.get(str(name))
        return name in self.variants if every is None else visit.get() % every == 0

    def any(self, *names: str) -> bool:
        """Whether one of these is on."""
        return any(name in self for name in names)

    def switch(self, on: Iterable[str], off: Iterable[str]) -> None:
        """Switch defects on and off while the portal runs."""
        added = occasional(on)
        removed = occasional(off)
        self._every = {name: every for name, every in (self._every | added).items() if name not in removed}

    def names(self) -> list[str]:
        """All that is on at this visit, in alphabetical order."""
        return sorted([*(name for name in self._every if name in self), *self.variants])
