"""Plans the searches: few texts that each stand in many spellings of our departments; pure functions."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from automation.names.department import Department

_T = TypeVar("_T")
STEM, SHORTEST = 5, 3
"""Letters of a word that survive a typing error or an abbreviation at its end; and the fewest that a person types."""
LONGEST_QUESTION = 190
"""Letters of a question for any of several fragments; a longer one is no search that a person would make."""
_KINDS = {
    "hospi": "hosp", "unive": "univ", "colle": "coll", "insti": "inst", "commi": "comm", "corpo": "corp",
    "acade": "acad", "socie": "soc", "counc": "coun", "board": "board", "autho": "auth", "trust": "trust",
}  # fmt: skip
_TOO_COMMON = frozenset(
    {"depar", "direc", "offic", "gover", "distr", "state", "and", "for", "the", "limit", "natio", "centr", "deptt"}
)
_SMALL = frozenset({"and", "of", "for", "the", "on", "in", "to", "dr", "shri", "smt", "late"})
_MANY_ROWS = 400
_COMMON, _ROOM = 8, 72
EVERYWHERE = ("[\u0900-\u097f]", "[a-z][.] ?[a-z][.]", "[a-z] ?& ?[a-z]+([^a-z]|$)")
"""Asked once for all departments: names in Hindi, and initials with dots or "&", which no fragment of a name finds."""
HINDI = ("\u093e", "\u093f", "\u0930", "\u0928")
"""A Hindi name of an office holds one of these letters; for a portal that reads no regular expression."""
_READS_ALIKE = re.compile(r"[\w .,&'/-]+")
_ACRONYM = re.compile(r"[A-Za-z]{2,9}")


@dataclass(frozen=True, slots=True)
class Need:
    """One way in which the portal may spell a department; it is done once a text in it was answered in full.

    `spelling` holds the first letters of each word; one in capitals is an acronym, a word of its own. The audit asks
    for each `must` before it calls the department missing, and for the others as far as there is room.
    """

    department: Department
    spelling: str
    must: bool = True

    def answered(self, whole: Iterable[str]) -> bool:
        """Whether one of these texts, answered in full, would have brought a row that is spelled so."""
        lower = self.spelling.lower()
        return any(text == self.spelling or text in lower for text in whole)

    @property
    def texts(self) -> frozenset[str]:
        """What can be typed for it: the beginnings of its words."""
        return _beginnings(self.spelling)

    @property
    def pairs(self) -> frozenset[str]:
        """All pairs of neighbouring letters: many rows hold such a pair, so one text serves many spellings."""
        return frozenset(one + other for one, other in pairwise(self.spelling.lower()) if " " not in {one, other})

    @property
    def parts(self) -> frozenset[str]:
        """What can be asked for it together with others: the beginnings of its words, an acronym as it is."""
        return frozenset({self.spelling}) if self.spelling.isupper() else self.texts


@lru_cache(maxsize=65_536)
def _beginnings(spelling: str) -> frozenset[str]:
    least = SHORTEST - spelling.isupper()
    words = spelling.lower().split()
    return frozenset(word[:length] for word in words for length in range(min(least, len(word)), STEM + 1))


def needs(department: Department, state: str = "") -> tuple[Need, ...]:
    """The spellings to look for: the name without any one of its words and by its own words alone, its other names.

    Its initials, and its own words without any one, are no must.
    """
    words = stems(department.name) or tuple(department.name.lower().split()[:1])
    own = [word for word in words if word not in _KINDS.values() and word != state[:STEM].lower()]
    ways = [(spelling, True) for spelling in (*_less_one(words), " ".join(own or words))]
    for name in filter(None, (*department.aliases, department.short_name)):
        ways += [(acronym(name) or " ".join(stems(name)) or "".join(re.findall(r"\b[A-Z]{2,}\b", name)[:1]), True)]
    ways += [(spelling, False) for spelling in (*_less_one(own), *initials(department.name))]
    unique = dict(reversed(ways))
    return tuple(Need(department, spelling, unique[spelling]) for spelling in dict(ways) if spelling)


def _less_one(words: Sequence[str]) -> tuple[str, ...]:
    every = [" ".join([*words[:place], *words[place + 1 :]]) for place in range(len(words))]
    return tuple(every) if len(words) > 1 else tuple(words)


def stems(name: str) -> tuple[str, ...]:
    """The beginnings of a name's telling words, of a kind of body as its abbreviation keeps it ("hosp")."""
    words = dict.fromkeys(word[:STEM].lower() for word in re.findall(r"[A-Za-z]{3,}", name))
    return tuple(_KINDS.get(word, word) for word in words if word not in _TOO_COMMON | _SMALL)


def acronym(name: str) -> str:
    """A name that is an acronym, in capitals; blank for any other name."""
    letters = re.sub(r"[^A-Za-z]", "", name)
    one = " " not in name.strip() and _ACRONYM.fullmatch(letters) and not letters[2:].islower()
    return letters.upper() if one else ""


def initials(name: str) -> tuple[str, ...]:
    """The acronyms that a name can have been shortened to: of all its words, and of those after its first."""
    words = [word for word in re.findall(r"[A-Za-z]+", name) if word.lower() not in _SMALL]
    letters = "".join(word[0] for word in words).upper()
    return tuple(each for each in (letters, letters[1:]) if len(each) >= SHORTEST and _ACRONYM.fullmatch(each))


def dotted(department: Department) -> tuple[Need, ...]:
    """Its initials as they are written with dots, or with "&", for a portal that reads no regular expression."""
    words = re.sub(r"\band\b", "&", department.name.lower())
    letters = [word[0] for word in re.findall(r"[a-z]+|&", words) if word not in _SMALL]
    plain = [letter for letter in letters if letter != "&"]
    joined = [
        f"{one}&{other}" for one, joint, other in zip(letters, letters[1:], letters[2:], strict=False) if joint == "&"
    ]
    return tuple(Need(department, spelling, must=False) for spelling in (*joined, ".".join(plain[:2])))


def next_text(
    counts: Mapping[str, int], asked: AbstractSet[str], often: Callable[[str], int], least: int
) -> str | None:
    """The text not yet asked that serves most, None when none serves `least`; `counts` says how many each serves.

    `often` says how many rows are known to hold a text: what very many hold would be cut.
    """
    ranked = sorted(counts, key=lambda text: (-counts[text], *_handy(text)))
    fits = (text for text in ranked if counts[text] >= least and text not in asked and often(text) < _MANY_ROWS)
    return next(fits, None)


def _handy(text: str) -> tuple[bool, int, str]:
    """Of texts that serve as many, the shortest is the one that most spellings hold; two letters are in everything."""
    return len(text) < SHORTEST, len(text), text


def fewest(left: Mapping[_T, AbstractSet[str]], serves: Callable[[str, _T], bool]) -> tuple[str, ...]:
    """Few texts that serve all of these, each by one of its own texts if it has any; the most useful first."""
    chosen: list[str] = []
    while counts := Counter(text for texts in left.values() for text in texts):
        best = min(counts, key=lambda text: (-counts[text], *_handy(text)))
        chosen.append(best)
        left = {each: texts for each, texts in left.items() if not serves(best, each)}
    return tuple(chosen)


def cover(wanted: Iterable[Need], done: AbstractSet[str]) -> tuple[str, ...]:
    """Few parts that serve every need, without the parts that are done."""
    return fewest({need: need.parts - done for need in wanted}, lambda part, need: need.answered([part]))


def is_plain(name: str) -> bool:
    """Whether a name can be searched whole: letters and single spaces only."""
    return re.fullmatch(r"[A-Za-z]{3,}( [A-Za-z]+)*", name) is not None


def holds(text: str, name: str) -> bool:
    """Whether a search for a text would find a name, taken as it is or as a regular expression (FACTS §1.3)."""
    try:
        return text.casefold() in name.casefold() or re.search(text, name, re.IGNORECASE) is not None
    except re.error:
        return False


def is_typed(text: str, name: str) -> bool:
    """Whether a person who looks for this name would type this text: the beginning of one of its words."""
    place = name.lower().find(text)
    while place > 0 and name[place - 1].isalnum():
        place = name.lower().find(text, place + 1)
    return place >= 0 and (len(text) >= SHORTEST or not text.isascii() or text == name.lower())


def batched(parts: Iterable[str], control: str, common: Callable[[str], bool]) -> list[list[str]]:
    """The parts in portions; each makes one question of at most LONGEST_QUESTION letters with few common words."""
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


def shows(names: Iterable[str], done: AbstractSet[str]) -> tuple[str, ...]:
    """Few texts that bring all of these rows on the page, which shows only what holds the text as it is typed."""
    return fewest({name: _typable(name) - done for name in names}, is_typed)


def _typable(name: str) -> frozenset[str]:
    words = re.findall(r"[a-z]{2,}|[\u0900-\u097f]{2,}", name.lower())
    texts = {word[:length] for word in words for length in (STEM, STEM - 1) if len(word) >= length}
    telling = {text for text in texts if not any(common.startswith(text[: STEM - 1]) for common in _TOO_COMMON)}
    whole = [name.strip().lower()] if _READS_ALIKE.fullmatch(name) else []
    typed = (text for text in (telling or texts or words) if is_typed(text, name))
    return frozenset(typed) or frozenset(whole)
