"""Which defects and variants are on; knows their names, not what they do."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from automation.model import UsageError
from automation.rehearsal.defects import DEFECTS
from automation.rehearsal.variants import VARIANTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DEFECT_NAMES = tuple(each.name for each in DEFECTS)
VARIANT_NAMES = tuple(each.name for each in VARIANTS)


def checked(names: Iterable[str], known: Sequence[str], kind: str) -> frozenset[str]:
    """The names as a set; a name that is not among `known` raises UsageError with the nearest one."""
    chosen = frozenset(names)
    for name in sorted(chosen.difference(known)):
        near = get_close_matches(name, known, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        message = f"The rehearsal portal has no {kind} called {name}.{hint}"
        raise UsageError(message)
    return chosen


class Switches:
    """The defects and variants that are on; `name in switches` asks for either."""

    def __init__(self, defects: Iterable[str] = (), variants: Iterable[str] = ()) -> None:
        """Start with these on; raise UsageError for an unknown name."""
        self.defects = checked(defects, DEFECT_NAMES, "defect")
        self.variants = checked(variants, VARIANT_NAMES, "variant")

    def __contains__(self, name: object) -> bool:
        """Whether the defect or variant `name` is on."""
        return name in self.defects or name in self.variants

    def any(self, *names: str) -> bool:
        """Whether one of these is on."""
        return any(name in self for name in names)

    def switch(self, on: Iterable[str], off: Iterable[str]) -> None:
        """Switch defects on and off while the portal runs."""
        added = checked(on, DEFECT_NAMES, "defect")
        removed = checked(off, DEFECT_NAMES, "defect")
        self.defects = (self.defects | added) - removed

    def names(self) -> list[str]:
        """All that is on, in alphabetical order."""
        return sorted(self.defects | self.variants)
