"""Decides whether two names mean the same office: pure functions and the words they know; no browser."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from automation.departments.expected import Department


class Kinship(StrEnum):
    """How two names stand to each other."""

    SAME = "same"
    NEAR = "near"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Match:
    """How a candidate fits a department: `score` from 0 to 1, `why` in words."""

    kinship: Kinship
    score: float
    why: str


_EXPANSIONS = {
    "dte": "directorate", "dir": "directorate", "deptt": "department", "dept": "department", "govt": "government",
    "distt": "district", "dist": "district", "hosp": "hospital", "univ": "university", "corpn": "corporation",
    "corp": "corporation", "ltd": "limited", "comm": "commission", "commn": "commission", "cttee": "committee",
    "cmte": "committee", "edn": "education", "instt": "institute", "inst": "institute", "coop": "cooperative",
    "mpl": "municipal", "gen": "general", "lt": "lieutenant", "pharm": "pharmacy", "admn": "administration",
    "secy": "secretary", "sectt": "secretariat", "mgmt": "management", "engg": "engineering", "dev": "development",
    "devp": "development", "auth": "authority", "soc": "society", "coll": "college", "dm": "district magistrate",
    "iti": "industrial training institute", "diet": "district institute education training", "dte.": "directorate",
    "it": "information technology", "apmc": "agricultural produce marketing committee", "min": "ministry",
}  # fmt: skip
_NOISE = frozenset(["of", "the", "and", "for", "in", "at", "to"])
_PLACE = frozenset(["delhi", "gnctd", "nct", "ncr", "india"])
_GOVERNMENT = re.compile(
    r"\b(govt|government)?( of)? ?(the )?(gnctd|gnct( of)?( delhi)?|nct( of)?( delhi)?"
    r"|national capital territory( of)?( delhi)?|delhi (govt|government))\b|\b(govt|government) of delhi\b"
)
_BODIES = frozenset(
    [
        "department",
        "directorate",
        "board",
        "commission",
        "council",
        "committee",
        "corporation",
        "university",
        "hospital",
        "college",
        "academy",
        "authority",
        "society",
        "institute",
        "tribunal",
        "secretariat",
        "office",
        "unit",
        "branch",
        "court",
        "company",
        "limited",
        "centre",
        "district",
    ]
)
_LIMITED = frozenset({"limited", "company", "government"})
_SAME_WORD = 84
_LONG = 4


@lru_cache(maxsize=200_000)
def words(name: str) -> tuple[str, ...]:
    """The words of a name that carry meaning, spelled out, in the order they stand."""
    text = unicodedata.normalize("NFKC", name).casefold()
    text = re.sub(r"[\u200b-\u200d\ufeff]", "", text)
    text = re.sub(r"[\u0900-\u097f]+", " ", text) if re.search("[a-z]", text) else text
    text = re.sub(r"\b((?:[a-z]\.\s?){2,})", lambda found: re.sub(r"[.\s]", "", found[1]) + " ", text)
    text = text.replace("&", " and ").replace("'s", "s").replace("'", "").replace("o/o", "office")
    text = _GOVERNMENT.sub(" ", re.sub(r"[^\w]+", " ", text))
    spelled = [part for word in text.split() for part in _EXPANSIONS.get(word, word).split()]
    return tuple(word for word in spelled if word not in _NOISE)


def compare(department: Department, candidate: str) -> Match:
    """How a row of the dropdown, already known to stand under our government, fits a department."""
    best = Match(Kinship.DIFFERENT, 0.0, "no likeness")
    for name in (department.name, *department.aliases):
        best = max(best, _compare(words(name), words(candidate)), key=lambda match: match.score)
    return max(best, _by_short_name(department, candidate), key=lambda match: match.score)


def _compare(ours: tuple[str, ...], theirs: tuple[str, ...]) -> Match:
    if ours == theirs:
        return Match(Kinship.SAME, 1.0, "the same name")
    mine, other = _telling(ours), _telling(theirs)
    if not mine or not other:
        return Match(Kinship.DIFFERENT, 0.0, "no word in common")
    left, right = _unmatched(mine, other), _unmatched(other, mine)
    if not left and not right:
        return Match(Kinship.SAME, 0.97, "the same words in another order or spelling")
    score = fuzz.token_sort_ratio(" ".join(mine), " ".join(other)) / 100
    if left & _BODIES and right & _BODIES and not (left | right) - _BODIES:
        return Match(Kinship.NEAR, min(score, 0.9), f"{_join(left)} against {_join(right)}")
    if not left or not right:
        extra = left or right
        if len(extra) == 1 and len(mine) + len(other) > _LONG:
            return Match(Kinship.NEAR, min(score, 0.9), f"the word {_join(extra)} is only in one of the names")
    return Match(Kinship.DIFFERENT, min(score, 0.6), "other words")


def _telling(every: tuple[str, ...]) -> tuple[str, ...]:
    kept = tuple(word for word in every if word not in _PLACE and word not in _LIMITED)
    return kept or every


def _unmatched(some: tuple[str, ...], others: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for word in some if not any(_alike(word, other) for other in others))


@lru_cache(maxsize=200_000)
def _alike(one: str, other: str) -> bool:
    """The same word but for a typing error; short words must be equal."""
    if one == other:
        return True
    return min(len(one), len(other)) > _LONG and one[0] == other[0] and fuzz.ratio(one, other) >= _SAME_WORD


def _by_short_name(department: Department, candidate: str) -> Match:
    short = words(department.short_name)
    if not short or len("".join(short)) <= 2:  # noqa: PLR2004 (UD, CS: two letters name nothing)
        return Match(Kinship.DIFFERENT, 0.0, "no short name")
    theirs = tuple(word for word in words(candidate) if word not in _PLACE)
    if theirs == tuple(word for word in short if word not in _PLACE):
        return Match(Kinship.NEAR, 0.85, f"the short name {department.short_name}")
    if theirs[: len(short)] == short:
        return Match(Kinship.NEAR, 0.8, f"begins with the short name {department.short_name}")
    return Match(Kinship.DIFFERENT, 0.0, "another short name")


def _join(some: frozenset[str]) -> str:
    return ", ".join(f"“{word}”" for word in sorted(some))
