"""Looks for what is wrong with the portal's own list, whatever it means for our departments; it judges none of them."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from automation.result import ListFinding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from automation.names.matcher import Matcher
    from automation.portal.facts import Organisation

_TEST = re.compile(
    r"^(n\.?/?a\.?|nil|null|none|-+|\.+|x+|abc|xyz|test.*|demo.*|dummy.*|.*\btest (org|organi[sz]ation|dept)\b.*)$",
    re.IGNORECASE,
)
_ODD = re.compile("[\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff\t\r\n]|  |^ | $")
_SLIPS = 2
_LONG = 12


def findings(rows: Iterable[Organisation], matcher: Matcher) -> tuple[ListFinding, ...]:
    """What is odd about these rows, in their order: each kind of finding at most once a row."""
    every = list(dict.fromkeys(rows))
    return (*_by_themselves(every), *_repeated(every, matcher))


def _by_themselves(rows: list[Organisation]) -> Iterator[ListFinding]:
    for row in rows:
        name = row.name.strip()
        if not name:
            yield _finding("blank_name", row, "the name is blank; the page may then show no list at all")
        elif _TEST.match(name):
            yield _finding("no_organisation", row, "a filler or a test, no organisation")
        elif row.original:
            yield _finding(
                "entities", row, f"stands there as “{row.original}”: officials see it, and typing “&” misses it"
            )
        elif _ODD.search(row.name):
            yield _finding("white_space", row, "doubled, leading, no-break or invisible white space; searches miss it")


def _repeated(rows: list[Organisation], matcher: Matcher) -> Iterator[ListFinding]:
    alike: dict[tuple[str, int], dict[tuple[str, ...], Organisation]] = defaultdict(dict)
    parents: dict[tuple[str, ...], Organisation] = {}
    for row in rows:
        words = tuple(sorted(matcher.read(row.name).words))
        if not words:
            continue
        siblings = alike[row.under, len(words)]
        first = siblings.get(words)
        if first is not None:
            yield _finding("duplicate", row, f"stands under the same parent as “{first.name.strip()}” ({first.map_id})")
            continue
        near = next((each for each in siblings if _near(words, each, matcher)), None)
        if near is not None:
            other = siblings[near]
            yield _finding(
                "near_duplicate", row, f"is all but “{other.name.strip()}” ({other.map_id}) under its parent"
            )
        siblings[words] = row
        elsewhere = parents.setdefault(words, row)
        if elsewhere.under != row.under:
            yield _finding("two_parents", row, f"stands under {elsewhere.under or 'no parent'} as well")


def _near(one: tuple[str, ...], other: tuple[str, ...], matcher: Matcher) -> bool:
    """All but one of as many words the same, and that one mistyped: two words that both exist are two organisations."""
    left, right = tuple(set(one).difference(other)), tuple(set(other).difference(one))
    if len(left) != 1 or len(right) != 1 or min(len(left[0]), len(right[0])) < 5 or sum(map(len, one)) < _LONG:  # noqa: PLR2004
        return False
    known = matcher.known
    if (known.known(left[0]) and known.known(right[0])) or {left[0], right[0]} & (
        known.places | known.elsewhere | known.direction
    ):
        return False
    return OSA.distance(left[0], right[0], score_cutoff=_SLIPS) <= _SLIPS


def _finding(kind: str, row: Organisation, why: str) -> ListFinding:
    return ListFinding(kind=kind, name=row.name, under=row.under, mapId=row.map_id, why=why)
