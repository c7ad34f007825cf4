"""Draws the conclusion from two aligned names: same, near or different, with a score and the reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from automation.names.aligning import Pattern, align
from automation.names.knowledge import Knowledge, stem
from automation.names.remainders import Pair, Rest, sorted_out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from automation.names.prepared import Prepared
    from automation.names.reading import Name

_SHORT, _TELLING = 4, 3
_ALIKE = 70


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


def best(prepared: Prepared, patterns: Iterable[Pattern], candidate: Name, known: Knowledge) -> Match:
    """The best of the matches with some of a department's names."""
    found = Match(Kinship.DIFFERENT, 0.0, "no word in common")
    for pattern in patterns:
        match = judge(pattern, candidate, prepared, known)
        if match.score > found.score:
            found = match
        if found.score == 1.0:
            break
    return found


def judge(pattern: Pattern, candidate: Name, prepared: Prepared, known: Knowledge) -> Match:
    """How a candidate fits one name of a department."""
    if candidate.words and pattern.name.words == candidate.words and not (pattern.short and len(candidate.words) == 1):
        return Match(Kinship.SAME, 0.98 if pattern.short else 1.0, "the same name")
    pair = Pair(pattern, candidate, prepared, known, align(pattern, candidate, known))
    telling = [word for word in pattern.name.words if known.distinguishes(word)]
    if len(pair.found.ours) == len(pattern.name.words):
        return Match(Kinship.DIFFERENT, 0.0, "no word in common")
    rest = sorted_out(pair)
    if not telling:
        return _by_kind(pair, rest)
    matched = len(telling) - len(rest.missing)
    if not matched:
        return Match(Kinship.DIFFERENT, 0.1, "no telling word in common")
    if pattern.short:
        rest.extra = [word for word in rest.extra if word not in prepared.words]
    share = matched / len(telling)
    clash = _other_body(rest) or _other_kind(pair, rest) or _proper_name(telling, rest, known)
    if clash:
        return Match(Kinship.DIFFERENT, round(0.5 * share, 3), clash)
    return _weighed(pair, rest, matched, share)


def _by_kind(pair: Pair, rest: Rest) -> Match:
    """A name of nothing but its kind and its state, such as a state's police: the other must be no more and no less."""
    ours, theirs = set(pair.pattern.name.words), set(pair.candidate.words)
    if sorted(pair.pattern.name.words) == sorted(pair.candidate.words):
        return Match(Kinship.SAME, 0.9, "the same words in another order")
    more = rest.extra or rest.unknown or rest.foreign or rest.parts
    if more or (ours ^ theirs) & pair.known.every_kind or not ours & theirs & pair.known.home:
        return Match(Kinship.DIFFERENT, 0.1, "no telling word in common")
    return Match(Kinship.SAME, 0.9, "; ".join(_spelling(pair)) or "the same words")


def _other_body(rest: Rest) -> str:
    if rest.foreign:
        return f"speaks of {_list(rest.foreign)}, another government or place"
    if rest.parts:
        return f"a part or another office of the kind ({_list(rest.parts)})"
    return ""


def _proper_name(telling: list[str], rest: Rest, known: Knowledge) -> str:
    """A name that shares only common words with ours, and lacks our own word, is another office's."""
    generic = all(known.known(word) for word in telling if word not in rest.missing)
    if generic and any(not known.known(word) for word in rest.missing):
        return f"{_list(rest.missing)} is not in the portal's name"
    return ""


def _other_kind(pair: Pair, rest: Rest) -> str:
    """How the sorts of body differ; blank where they can be one. A kind too many is left as a word nobody knows."""
    known = pair.known
    ours = pair.prepared.kinds if pair.pattern.short else frozenset(pair.pattern.name.words) & known.every_kind
    kept = {place: word for place, word in enumerate(pair.candidate.words) if place not in rest.dropped}
    theirs = set(kept.values()) & known.every_kind
    strong, their_strong = ours - known.weak, theirs - known.weak
    own = pair.prepared.kinds
    left = {kept[place] for place in pair.found.theirs if place in kept} & their_strong
    said = f"a {_list(sorted(theirs))}, not a {_list(sorted(ours))}"
    if strong and their_strong and not strong & their_strong and left:
        return said
    if their_strong and not theirs & own and own & {pair.pattern.name.words[place] for place in pair.found.ours}:
        return said  # of "College and Hospital", which is a hospital, only the college
    if rest.missing_kinds and not their_strong and (theirs & known.weak) - {"office"} and not ours & known.weak:
        return said
    if left and not strong and ours and not ours & theirs:
        return said
    if not strong and pair.prepared.any_kind and left - pair.prepared.any_kind:
        return said
    rest.unknown += sorted(left - strong - own)
    return ""


def _weighed(pair: Pair, rest: Rest, matched: int, share: float) -> Match:
    known = pair.known
    if rest.extra or rest.missing:
        only = f"{_list(rest.extra)} only in the portal's name" if rest.extra else ""
        why = only or f"{_list(rest.missing)} is not in the portal's name"
        directed = any(known.directs(word) for word in rest.missing)
        if not rest.extra and matched > 1 and share >= 0.5 and not directed and not rest.unknown:  # noqa: PLR2004 (half)
            return Match(Kinship.NEAR, round(0.55 + 0.2 * share, 3), why)
        return _nearly(rest, known) or Match(Kinship.DIFFERENT, round(0.5 * share, 3), why)
    if rest.unknown:
        return Match(Kinship.NEAR, 0.75, f"{_list(rest.unknown)} only in the portal's name")
    if rest.missing_kinds and matched == 1 and not pair.pattern.short and not pair.found.shortened:
        return Match(Kinship.NEAR, 0.74, f"without {_list(sorted(rest.missing_kinds))}")
    return _same(pair, rest)


def _nearly(rest: Rest, known: Knowledge) -> Match | None:
    """Words that differ by more than a slip but sound alike are for a person to look at."""
    others = [*rest.extra, *rest.unknown]
    if len(rest.missing) != len(others):
        return None
    for mine, other in zip(rest.missing, others, strict=True):
        if (known.known(mine) and known.known(other)) or fuzz.ratio(mine, other) < _ALIKE or mine[0] != other[0]:
            return None
    return Match(Kinship.NEAR, 0.65, f"{_list(others)} is perhaps {_list(rest.missing)}")


def _same(pair: Pair, rest: Rest) -> Match:
    found, short, why = pair.found, pair.pattern.short, _spelling(pair)
    ours = pair.pattern.name.words
    sure = found.typing_errors or any(pair.known.distinguishes(word) and word in pair.candidate.words for word in ours)
    guessed = not sure and all(len(one) <= _SHORT for one, _other in found.shortened)
    doubt = _turned_round(pair) or (_doubt(pair, rest) if short or guessed else _other_place(pair))
    if doubt:
        return Match(
            Kinship.NEAR, 0.7, f"{'; '.join(why) or ('the short name' if short else 'the same words')}; {doubt}"
        )
    score = 0.97 - 0.02 * len(found.typing_errors) - 0.01 * len(found.shortened) - 0.05 * guessed - 0.03 * short
    score -= 0.02 * bool(rest.missing_kinds) + 0.02 * rest.address
    why += rest.notes
    why += ["an address"] * rest.address
    why += [f"without {_list(sorted(rest.missing_kinds))}"] * bool(rest.missing_kinds)
    reason = ("the short name; " if short else "") + ("; ".join(why) or "the same words")
    return Match(Kinship.SAME, round(max(score, 0.8), 3), reason)


def _spelling(pair: Pair) -> list[str]:
    """How the words that mean the same are spelled otherwise, and whether they stand in another order."""
    candidate, ours = pair.candidate, pair.pattern.name
    spelled = [
        (raw, word)
        for raw, word in dict.fromkeys(zip(candidate.written, candidate.words, strict=True))
        if raw != word and stem(raw) != word and word in ours.words and raw not in ours.written
    ]
    common = [word for word in dict.fromkeys(candidate.words) if word in ours.words]
    moved = common != [word for word in dict.fromkeys(ours.words) if word in common]
    pairs = (*spelled, *pair.found.typing_errors, *pair.found.shortened)
    return [f"{one} = {other}" for one, other in pairs] + ["word order"] * moved


def _turned_round(pair: Pair) -> str:
    """Why a name of the same few words is for a person to look at: "Indian Bank" and "Bank of India" are two."""
    theirs, ours = pair.candidate, pair.pattern.name
    nation = [word for word in theirs.words if word in pair.known.centre]
    turned = len(theirs.words) == len(ours.words) == len({*theirs.words}) and theirs.words[0] != ours.words[0]
    inflected = any(word not in ours.words and stem(word) not in ours.words for word in nation)
    return "the nation's name stands in another place and form" if turned and inflected else ""


def _doubt(pair: Pair, rest: Rest) -> str:
    """Why an acronym that stands alone is for a person to look at; blank where it surely means the name."""
    pattern, prepared = pair.pattern, pair.prepared
    acronyms = {pattern.name.written[0]} if pattern.short else {one for one, _other in pair.found.shortened}
    kinds = set(pair.candidate.words) & set(pattern.name.words) & prepared.kinds
    owners = {
        owner.department.name
        for acronym in acronyms
        for owner in prepared.owners.get(acronym, ())
        if owner.department != prepared.department and (not kinds or kinds & owner.kinds)
    }
    if owners:
        return f"also the short name of {' and '.join(sorted(owners))}"
    if pattern.short or kinds:
        return ""
    whole = not rest.missing_kinds and all(one in pattern.runs and len(one) >= _TELLING for one in acronyms)
    return "" if whole else "an acronym of several meanings"


def _other_place(pair: Pair) -> str:
    """Why a body named without its place, which stands somewhere else, is for a person to look at; mostly blank."""
    places = pair.known.places
    own, theirs = pair.prepared.words & places, places.intersection(pair.candidate.words)
    ours = set(pair.pattern.name.words)
    if not own or not theirs or own & (theirs | ours) or not ours <= pair.prepared.words:
        return ""
    return f"in {_list(sorted(theirs))}, not in {_list(sorted(own))}"


def _list(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
