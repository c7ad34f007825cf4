"""Plans the searches: few fragments, each answering for many departments; pure functions."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from automation.departments.expected import Department

FRAGMENT = 5
"""Letters of a fragment: short enough to survive a typing error or an abbreviation at the word's end."""
_PORTION = 25
_TOO_COMMON = frozenset({"depar", "direc", "offic", "gover", "distr"})


def fragments(department: Department) -> tuple[str, ...]:
    """Search texts that find this department by its words, at least two where its name allows.

    Plain letters only, so that the server's regular expression and the page's substring filter read them alike.
    """
    names = " ".join((department.name, *department.aliases))
    parts = dict.fromkeys(word[:FRAGMENT].lower() for word in re.findall(r"[A-Za-z]{4,}", names))
    telling = [part for part in parts if part not in _TOO_COMMON] or list(parts)
    if len(telling) == 1 and len(telling[0]) == FRAGMENT:
        telling.append(telling[0][:-1])
    return tuple(telling) or tuple(department.name.lower().split()[:1])


def short_names(department: Department) -> tuple[str, ...]:
    """Search texts for a row that holds only the short name."""
    return tuple(word.lower() for word in re.findall(r"[A-Za-z]{3,}", department.short_name))


def cover(departments: Sequence[Department], times: int = 1, asked: AbstractSet[str] = frozenset()) -> tuple[str, ...]:
    """A small set of fragments, none of them `asked`, that holds `times` of every department's, the most useful first.

    A department with fewer fragments than that has all of them in the set.
    """
    open_ = {department: set(fragments(department)) - asked for department in departments}
    need = {department: min(times, len(parts)) for department, parts in open_.items()}
    chosen: list[str] = []
    while any(need.values()):
        counts = Counter(part for department, parts in open_.items() if need[department] for part in parts)
        best = min(counts, key=lambda part: (-counts[part], part))
        chosen.append(best)
        for department, parts in open_.items():
            if best in parts:
                parts.discard(best)
                need[department] = max(0, need[department] - 1)
    return tuple(chosen)


def marks_of(state: str) -> tuple[str, ...]:
    """What a name carries that stands under the wrong branch but is still ours."""
    return (state.lower(), "gnct")


def is_plain(name: str) -> bool:
    """Whether a name can be searched whole: letters and single spaces only."""
    return re.fullmatch(r"[A-Za-z]{3,}( [A-Za-z]+)*", name) is not None


def batched(names: list[str]) -> list[list[str]]:
    """Short names in portions that make a question of about 150 letters."""
    return [names[start : start + _PORTION] for start in range(0, len(names), _PORTION)]


def any_of(names: list[str], control: str) -> str:
    """One question for any of these short names as a word of its own, or the control name."""
    return f"(^|[^a-z])({'|'.join(names)})([^a-z]|$)|^{control.lower()}$"


def stands_in(name: str, text: str) -> bool:
    """Whether a short name stands in a lower-case text as a word of its own."""
    return re.search(rf"(^|[^a-z]){re.escape(name)}([^a-z]|$)", text) is not None
