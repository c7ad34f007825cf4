"""Plans the searches: few texts, each answering for many departments; pure functions."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from automation.departments.expected import Department

FRAGMENT = 5
"""Letters of a fragment: short enough to survive a typing error or an abbreviation at the word's end."""
LONGEST_QUESTION = 190
"""Letters of a question for any of several fragments; a longer one is no search that a person would make."""
_KINDS = {
    "hospi": "hosp", "unive": "univ", "colle": "coll", "insti": "inst", "commi": "comm", "corpo": "corp",
    "acade": "acad", "socie": "soc", "counc": "coun", "board": "board", "autho": "auth", "trust": "trust",
}  # fmt: skip
_TOO_COMMON = frozenset(
    {"depar", "direc", "offic", "gover", "distr", "state", "and", "for", "the", "limit", "natio", "centr", "deptt"}
)
_SHORTEST = 4
_WORTH_A_SEARCH = 3
_COMMON, _ROOM = 8, 72
DEVANAGARI, DOTTED = "[\u0900-\u097f]", "[a-z][.] ?[a-z][.]"
EVERYWHERE = (DEVANAGARI, DOTTED)
"""Asked once for all departments: names in Hindi, and initials with dots, which no fragment of a name finds."""
_READS_ALIKE = re.compile(r"[\w .,&'/-]+")
_ACRONYM = re.compile(r"[A-Za-z]{2,9}")


@dataclass(frozen=True, slots=True)
class Need:
    """One name of a department that must have been asked for before the department can be called missing.

    `times` of its `parts` must have been answered in full. Parts in capitals are acronyms, words of their own.
    """

    department: Department
    parts: frozenset[str]
    times: int


def needs(department: Department) -> tuple[Need, ...]:
    """What has to be asked for a department: two fragments of its name, one of each other name, its short name."""
    own = fragments(department.name)
    found = [Need(department, frozenset(own), min(2, len(own)))]
    for name in (*department.aliases, department.short_name):
        parts = fragments(name) if " " in name.strip() else acronym(name)
        if parts:
            found.append(Need(department, frozenset(parts), 1))
    return tuple(dict.fromkeys(found))


def fragments(name: str) -> tuple[str, ...]:
    """Search texts for a name by its words: small letters only, the same for a regular expression and for a substring.

    A kind of body is asked for by as many letters as its abbreviation keeps ("hosp").
    """
    parts = dict.fromkeys(word[:FRAGMENT].lower() for word in re.findall(r"[A-Za-z]{4,}", name))
    telling = [_KINDS.get(part, part) for part in parts if part not in _TOO_COMMON]
    short = [
        word.upper() for word in re.findall(r"\b[A-Z]{2}\b|\b[A-Za-z]{3}\b", name) if word.lower() not in _TOO_COMMON
    ]
    if len(telling) == 1:
        telling += short[:1] or [telling[0][:-1]] * (len(telling[0]) >= _SHORTEST)
    return tuple(telling or short or parts)


def acronym(name: str) -> tuple[str, ...]:
    """The acronym that a short name is, in capitals; the fragments of one that is none."""
    letters = re.sub(r"[^A-Za-z]", "", name)
    return (letters.upper(),) if _ACRONYM.fullmatch(letters) and not letters[2:].islower() else fragments(name)


def is_fragment(part: str) -> bool:
    """Whether a part is a fragment, which can be typed as it is; an acronym is not."""
    return part.islower() and part not in EVERYWHERE


def next_fragment(open_needs: Iterable[Need], asked: AbstractSet[str]) -> str | None:
    """The fragment not yet asked that serves most of the open needs; None when none serves more than one.

    What serves one department only is asked together with others of its kind (`any_of`).
    """
    counts = Counter(part for need in open_needs for part in need.parts if is_fragment(part) and part not in asked)
    best = min(counts, key=lambda part: (-counts[part], part), default="")
    return best if counts[best] >= _WORTH_A_SEARCH else None


def still_open(wanted: Iterable[Need], answered: AbstractSet[str]) -> tuple[Need, ...]:
    """The needs of which too few parts were answered in full."""
    return tuple(need for need in wanted if len(need.parts & answered) < need.times)


def cover(wanted: Sequence[Need], answered: AbstractSet[str], failed: AbstractSet[str]) -> tuple[str, ...]:
    """A small set of parts that serves every open need, the most useful first; none that failed before."""
    chosen: list[str] = []
    done = set(answered)
    while True:
        wanted = still_open(wanted, done)
        counts = Counter(part for need in wanted for part in need.parts - done if part not in failed)
        if not counts:
            return tuple(chosen)
        best = min(counts, key=lambda part: (-counts[part], part))
        chosen.append(best)
        done.add(best)


def marks_of(state: str) -> tuple[str, ...]:
    """What a name carries that is ours wherever it stands."""
    return (state.lower(), "gnct") if state == "Delhi" else (state.lower(),)


def is_plain(name: str) -> bool:
    """Whether a name can be searched whole: letters and single spaces only."""
    return re.fullmatch(r"[A-Za-z]{3,}( [A-Za-z]+)*", name) is not None


def batched(parts: Iterable[str], control: str, common: Callable[[str], bool]) -> list[list[str]]:
    """Parts in portions, each of which makes one question of at most LONGEST_QUESTION letters and few common words."""
    batches: list[list[str]] = []
    room = 0
    for part in sorted(parts, key=common):
        weight = _COMMON if common(part) else 1
        if not batches or weight > room or len(any_of([*batches[-1], part], control)) > LONGEST_QUESTION:
            batches.append([])
            room = _ROOM
        batches[-1].append(part)
        room -= weight
    return batches


def any_of(parts: Sequence[str], control: str) -> str:
    """One question for rows that hold any of these parts, or that are the control: a row that is surely there.

    Acronyms are asked as words of their own.
    """
    acronyms = [part.lower() for part in parts if part.isupper()]
    choices = [part for part in parts if not part.isupper()]
    if acronyms:
        choices.append(f"(^|[^a-z])({'|'.join(acronyms)})([^a-z]|$)")
    return "|".join([*choices, f"^{control.lower()}$"])


def shows(names: Iterable[str], asked: AbstractSet[str]) -> tuple[str, ...]:
    """Few fragments that bring all of these rows on the page, which shows only what holds the text as it is typed."""
    left = {name: _pieces(name) - asked for name in names}
    chosen: list[str] = []
    while left:
        counts = Counter(piece for pieces in left.values() for piece in pieces)
        if not counts:
            break
        best = min(counts, key=lambda piece: (-counts[piece], -len(piece), piece))
        chosen.append(best)
        left = {name: pieces for name, pieces in left.items() if best not in name.lower()}
    return tuple(chosen)


def _pieces(name: str) -> frozenset[str]:
    words = re.findall(r"[a-z]{2,}|[\u0900-\u097f]{2,}", name.lower())
    pieces = {word[:length] for word in words for length in (FRAGMENT, _SHORTEST) if len(word) >= length}
    telling = {piece for piece in pieces if not any(common.startswith(piece[:_SHORTEST]) for common in _TOO_COMMON)}
    whole = [name.strip().lower()] if _READS_ALIKE.fullmatch(name) else []
    return frozenset(telling or pieces or words or whole)
