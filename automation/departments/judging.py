"""Draws the conclusion from two aligned names: same, near or different, with a score and the reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from automation.departments.aligning import align
from automation.departments.knowledge import stem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from automation.departments.aligning import Alignment, Pattern
    from automation.departments.knowledge import Knowledge
    from automation.departments.names import Prepared
    from automation.departments.reading import Name

_SHORT, _TELLING = 4, 3
_FORMER = frozenset(
    ["formerly", "erstwhile", "earlier", "previously", "former", "old", "now", "also", "known", "alias", "aka"]
)


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


@dataclass(slots=True)
class _Rest:
    """What is left of both names, sorted by what it tells."""

    missing: list[str]
    missing_kinds: set[str]
    extra: list[str]
    unknown: list[str]
    foreign: list[str]
    parts: list[str]
    notes: list[str]
    dropped: set[int]
    address: bool = False
    described: bool = False


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


def judge(pattern: Pattern, candidate: Name, prepared: Prepared, known: Knowledge) -> Match:  # noqa: PLR0911 (a rule each)
    """How a candidate fits one name of a department."""
    short = pattern.short
    if not candidate.words:
        return Match(Kinship.DIFFERENT, 0.0, "no words")
    if pattern.name.words == candidate.words and (not short or len(candidate.words) > 1):
        return Match(Kinship.SAME, 0.98 if short else 1.0, "the short name" if short else "the same name")
    found = align(pattern, candidate, known)
    telling = [word for word in pattern.name.words if tells(word, known)]
    if not telling or len(found.ours) == len(pattern.name.words):
        return Match(Kinship.DIFFERENT, 0.0, "no word in common")
    rest = _sorted_out(pattern, candidate, found, prepared, known)
    matched = len(telling) - len(rest.missing)
    share = matched / len(telling)
    if not matched:
        return Match(Kinship.DIFFERENT, 0.1, "no telling word in common")
    if short:
        rest.extra = [word for word in rest.extra if word not in prepared.words]
    clash = _other_body(rest) or _other_kind(pattern, candidate, found, prepared, rest, known, short=short)
    if clash:
        return Match(Kinship.DIFFERENT, round(0.5 * share, 3), clash)
    generic = all(known.known(word) for word in telling if word not in rest.missing)
    if generic and any(not known.known(word) for word in rest.missing):
        return Match(Kinship.DIFFERENT, round(0.5 * share, 3), f"{_list(rest.missing)} is not in the portal's name")
    return _weighed(rest, found, candidate, pattern, prepared, matched, share, known)


def tells(word: str, known: Knowledge) -> bool:
    """Whether a word tells one body from another: not its kind, not the state or the government."""
    return not (word in known.kinds or word in known.weak or word in known.optional or word in known.home)


def _sorted_out(pattern: Pattern, candidate: Name, found: Alignment, prepared: Prepared, known: Knowledge) -> _Rest:
    rest = _Rest([], set(), [], [], [], [], [], set())
    for place in found.ours:
        word = pattern.name.words[place]
        if word in known.kinds and word not in known.weak:
            rest.missing_kinds.add(word)
        elif word == "general" and place and pattern.name.words[place - 1] == "directorate":
            rest.notes.append("without “General”")
        elif tells(word, known):
            rest.missing.append(pattern.name.written[place])
    left = set(found.theirs)
    for part in sorted({candidate.parts[place] for place in left}):
        _sort_part(part, candidate, left, prepared, known, rest)
    return rest


def _sort_part(  # noqa: PLR0913, PLR0917 (one part of a name and all that it is judged by)
    part: int, candidate: Name, left: set[int], prepared: Prepared, known: Knowledge, rest: _Rest
) -> None:
    here = [place for place, each in enumerate(candidate.parts) if each == part]
    open_ = [place for place in here if place in left and _counts(candidate, place, known)]
    alone = all(place in left or not tells(candidate.words[place], known) for place in here)
    if not open_:
        rest.dropped.update(here if alone and part else ())
        return
    words = {
        candidate.words[place]
        for place in here
        if _counts(candidate, place, known) or candidate.words[place] in known.kinds
    }
    bracket = part in candidate.brackets
    foreign = [
        place for place in open_ if candidate.words[place] in known.elsewhere or candidate.words[place] in known.centre
    ]
    rest.foreign += [candidate.written[place] for place in foreign]
    if foreign:
        return
    beside = any(
        tells(word, known) and place not in left and candidate.parts[place] != part
        for place, word in enumerate(candidate.words)
    )
    if beside and _parent(words, prepared):
        rest.notes.append("with its parent's name")
    elif alone and _is_address(candidate, here, known, candidate.written[here[-1]]):
        rest.address = True
    elif bracket and _FORMER & {candidate.written[place] for place in here}:
        rest.notes.append("with a former name in brackets")
    elif bracket and alone and _echo(open_, here, candidate, known):
        rest.notes.append("with its short name in brackets")
    else:
        for place in open_:
            _sort_word(candidate, place, known, rest, bracket=bracket and alone, own_part=alone and part > 0)
        return
    rest.dropped.update(here)


def _sort_word(  # noqa: PLR0913 (a word, where it stands and what is known)
    candidate: Name, place: int, known: Knowledge, rest: _Rest, *, bracket: bool, own_part: bool
) -> None:
    word, raw = candidate.words[place], candidate.written[place]
    new_delhi = word == "new" and 0 < place < len(candidate.words) - 1 and candidate.words[place + 1] in known.home
    pin_code = raw.isdigit() and len(raw) > 4  # noqa: PLR2004 (no number of an office has five digits)
    if word in known.places or pin_code or new_delhi:
        rest.address = True
    elif raw in known.direction or raw in known.part or raw in known.bodies or word in known.bodies or raw.isdigit():
        rest.parts.append(raw)
    elif bracket:
        rest.described = True
    elif known.known(raw) or not own_part:
        rest.extra.append(raw)
    else:
        rest.unknown.append(raw)


def _counts(candidate: Name, place: int, known: Knowledge) -> bool:
    """Whether a word that is left over matters: not a kind (judged apart), not the state or the government."""
    word, raw = candidate.words[place], candidate.written[place]
    return tells(word, known) and raw not in known.optional and raw not in known.home


def _parent(words: set[str], prepared: Prepared) -> bool:
    return bool(prepared.parent) and words <= prepared.parent


def _is_address(candidate: Name, here: list[int], known: Knowledge, last: str) -> bool:
    if any(candidate.written[place] in known.part or candidate.written[place] in known.bodies for place in here):
        return False
    places = [place for place in here if candidate.words[place] in known.places]
    if places:
        others = [place for place in here if place not in places and _counts(candidate, place, known)]
        return all(
            candidate.written[place] in known.address or not known.known(candidate.written[place]) for place in others
        )
    return last in known.address and candidate.parts[here[0]] > 0


def _echo(open_: list[int], here: list[int], candidate: Name, known: Knowledge) -> bool:
    """Whether a bracket holds but an acronym: of the name before it, or of nobody we know."""
    if len(open_) != 1:
        return False
    raw = candidate.written[open_[0]]
    before = [word for place, word in enumerate(candidate.written) if place not in here]
    initials = "".join(word[0] for word in before)
    if raw in initials:
        return True
    return raw not in known.bodies and not known.known(raw) and len(raw) < 9 and raw not in known.places  # noqa: PLR2004


def _other_body(rest: _Rest) -> str:
    if rest.foreign:
        return f"speaks of {_list(rest.foreign)}, another government or place"
    if rest.parts:
        return f"a part or another office of the kind ({_list(rest.parts)})"
    return ""


def _other_kind(  # noqa: PLR0913, PLR0917 (two names, their alignment and what is known)
    pattern: Pattern,
    candidate: Name,
    found: Alignment,
    prepared: Prepared,
    rest: _Rest,
    known: Knowledge,
    *,
    short: bool,
) -> str:
    ours = (
        prepared.kinds if short else {word for word in pattern.name.words if word in known.kinds or word in known.weak}
    )
    theirs = {
        word
        for place, word in enumerate(candidate.words)
        if place not in rest.dropped and (word in known.kinds or word in known.weak)
    }
    ours_strong, theirs_strong = ours - known.weak, theirs - known.weak
    left_strong = {candidate.words[place] for place in found.theirs if place not in rest.dropped} & theirs_strong
    if ours_strong and theirs_strong and not ours_strong & theirs_strong and left_strong:
        return f"a {_list(sorted(theirs_strong))}, not a {_list(sorted(ours_strong))}"
    if rest.missing_kinds and not theirs_strong and (theirs & known.weak) - {"office"} and not ours & known.weak:
        return f"a {_list(sorted(theirs))}, not a {_list(sorted(ours_strong))}"
    if left_strong and not ours_strong and ours and not (ours & theirs):
        return f"a {_list(sorted(theirs_strong))}, not a {_list(sorted(ours))}"
    if left_strong - ours_strong:
        rest.unknown += sorted(left_strong - ours_strong)
    return ""


def _weighed(  # noqa: PLR0913, PLR0917 (everything that is known of the pair)
    rest: _Rest,
    found: Alignment,
    candidate: Name,
    pattern: Pattern,
    prepared: Prepared,
    matched: int,
    share: float,
    known: Knowledge,
) -> Match:
    if rest.extra:
        return _nearly(rest, share, known) or Match(
            Kinship.DIFFERENT, round(0.5 * share, 3), f"{_list(rest.extra)} only in the portal's name"
        )
    if rest.missing:
        why = f"{_list(rest.missing)} is not in the portal's name"
        directed = any(
            word in known.direction or word in known.places or word in known.elsewhere or word.isdigit()
            for word in rest.missing
        )
        if matched > 1 and share >= 0.5 and not directed and not rest.unknown:  # noqa: PLR2004
            return Match(Kinship.NEAR, round(0.55 + 0.2 * share, 3), why)
        return _nearly(rest, share, known) or Match(Kinship.DIFFERENT, round(0.5 * share, 3), why)
    if rest.unknown:
        return Match(Kinship.NEAR, 0.75, f"{_list(rest.unknown)} only in the portal's name")
    if rest.missing_kinds and matched == 1 and not pattern.short and not found.shortened:
        return Match(Kinship.NEAR, 0.74, f"without {_list(sorted(rest.missing_kinds))}")
    return _same(rest, found, candidate, pattern, prepared, known)


def _nearly(rest: _Rest, share: float, known: Knowledge) -> Match | None:
    """Words that differ by more than a slip but sound alike are for a person to look at."""
    others = [*rest.extra, *rest.unknown]
    if share == 0 or len(rest.missing) != len(others):
        return None
    for mine, other in zip(rest.missing, others, strict=True):
        if (known.known(mine) and known.known(other)) or fuzz.ratio(mine, other) < 70 or mine[0] != other[0]:  # noqa: PLR2004
            return None
    return Match(Kinship.NEAR, 0.65, f"{_list(others)} is perhaps {_list(rest.missing)}")


def _same(  # noqa: PLR0913, PLR0917 (everything that is known of the pair)
    rest: _Rest, found: Alignment, candidate: Name, pattern: Pattern, prepared: Prepared, known: Knowledge
) -> Match:
    spelled = [
        (raw, word)
        for raw, word in dict.fromkeys(zip(candidate.written, candidate.words, strict=True))
        if raw != word and stem(raw) != word and word in pattern.name.words and raw not in pattern.name.written
    ]
    common = [word for word in dict.fromkeys(candidate.words) if word in pattern.name.words]
    moved = common != [word for word in dict.fromkeys(pattern.name.words) if word in common]
    why = [f"{one} = {other}" for one, other in (*spelled, *found.typing_errors, *found.shortened)]
    why += ["word order"] * moved
    short = pattern.short
    sure = any(tells(word, known) and word in candidate.words for word in pattern.name.words) or found.typing_errors
    guessed = not sure and all(len(one) <= _SHORT for one, _other in found.shortened)
    doubt = _doubt(rest, found, candidate, pattern, prepared) if short or guessed else ""
    if doubt:
        return Match(Kinship.NEAR, 0.7, f"{'; '.join(why) or 'the short name'}; {doubt}")
    score = 0.97 - 0.02 * len(found.typing_errors) - 0.01 * len(found.shortened)
    score -= (
        0.05 * guessed + 0.02 * bool(rest.missing_kinds) + 0.02 * rest.address + 0.05 * rest.described + 0.03 * short
    )
    why += rest.notes
    why += ["an address"] * rest.address + ["a description in brackets"] * rest.described
    why += [f"without {_list(sorted(rest.missing_kinds))}"] * bool(rest.missing_kinds)
    reason = ("the short name; " if short else "") + ("; ".join(why) or "the same words")
    return Match(Kinship.SAME, round(max(score, 0.8), 3), reason)


def _doubt(rest: _Rest, found: Alignment, candidate: Name, pattern: Pattern, prepared: Prepared) -> str:
    """Why an acronym that stands alone is for a person to look at; blank where it surely means the name."""
    acronyms = {pattern.name.written[0]} if pattern.short else {one for one, _other in found.shortened}
    kinds = set(candidate.words) & set(pattern.name.words) & prepared.kinds
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


def _list(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
