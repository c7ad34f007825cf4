"""A department made ready for many comparisons of its names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from automation.names.aligning import Pattern
    from automation.names.department import Department


@dataclass(frozen=True, slots=True)
class Prepared:
    """The names of a department as patterns, the short ones last.

    `homely`: each of its full names says which state it belongs to, such as a state's medical council.
    `owners` maps each acronym to the departments of the list that it is a short name of.
    """

    department: Department
    names: tuple[Pattern, ...]
    words: frozenset[str]
    kinds: frozenset[str]
    any_kind: frozenset[str]
    parent: frozenset[str]
    homely: bool
    owners: dict[str, list[Prepared]] = field(repr=False, compare=False)
