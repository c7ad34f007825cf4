"""Sorts what two aligned names leave over by what it tells: an address, a parent, another government, another body."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from automation.names.aligning import Alignment, Pattern
    from automation.names.knowledge import Knowledge
    from automation.names.prepared import Prepared
    from automation.names.reading import Name

_FORMER = frozenset(
    ["formerly", "erstwhile", "earlier", "previously", "former", "old", "now", "also", "known", "alias", "aka"]
)
_LONGEST_ACRONYM = 8
_LONGEST_CODE = 2
_PIN_CODE = 5


@dataclass(slots=True)
class Pair:
    """One name of a department and a candidate, aligned."""

    pattern: Pattern
    candidate: Name
    prepared: Prepared
    known: Knowledge
    found: Alignment

    def counts(self, place: int) -> bool:
        """Whether a word of the candidate matters if it is left over: kinds and the state's names are judged apart."""
        raw, known = self.candidate.written[place], self.known
        return known.distinguishes(self.candidate.words[place]) and raw not in known.optional and raw not in known.home


@dataclass(slots=True)
class Rest:
    """What is left of both names. `dropped` are places of the candidate that need no further thought.

    `missing` words stand only in our name. Of the candidate's, `foreign` speak of another government, `parts` of a part
    of a body, `unknown` are no common words, `extra` are all others.
    """

    missing: list[str] = field(default_factory=list)
    missing_kinds: set[str] = field(default_factory=set)
    extra: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    dropped: set[int] = field(default_factory=set)
    address: bool = False


def sorted_out(pair: Pair) -> Rest:
    """The leftovers of a pair."""
    rest, name, known = Rest(), pair.pattern.name, pair.known
    for place in pair.found.ours:
        word = name.words[place]
        if word in known.kinds and word not in known.weak:
            rest.missing_kinds.add(word)
        elif word == "general" and place and name.words[place - 1] == "directorate":
            rest.notes.append("without “General”")
        elif known.distinguishes(word):
            rest.missing.append(name.written[place])
    left = set(pair.found.theirs)
    for part in sorted({pair.candidate.parts[place] for place in left}):
        _sort_part(part, pair, left, rest)
    if _of_the_union(pair) and 0 in left:
        rest.extra.append(pair.candidate.written[0])
    return rest


def _of_the_union(pair: Pair) -> bool:
    """Whether the “State” that a name begins with is a part of it, "State Bank of India": no state has such a body."""
    written, words = pair.candidate.written, pair.candidate.words
    return written[:1] == ("state",) and not pair.known.centre.isdisjoint(words) and pair.known.home.isdisjoint(words)


def _sort_part(part: int, pair: Pair, left: set[int], rest: Rest) -> None:
    """Sort what one part of the candidate, between commas or in brackets, leaves over."""
    candidate, known = pair.candidate, pair.known
    here = [place for place, each in enumerate(candidate.parts) if each == part]
    open_ = [place for place in here if place in left and pair.counts(place)]
    alone = all(place in left or not known.distinguishes(candidate.words[place]) for place in here)
    foreign = [place for place in here if place in left and _foreign(place, pair)]
    if foreign:
        rest.foreign += [candidate.written[place] for place in foreign]
        return
    if not open_:
        rest.dropped.update(here if alone and part else ())
        return
    if _harmless(part, here, open_, pair, rest, alone=alone):
        rest.dropped.update(here)
        return
    if _master(part, here, pair):
        rest.parts += [candidate.written[place] for place in here]
        return
    for place in open_:
        _sort_word(place, pair, rest, alone=alone)


def _foreign(place: int, pair: Pair) -> bool:
    """Whether a word names another government or place; a building or a road of ours may be named after a town."""
    candidate, known = pair.candidate, pair.known
    word = candidate.words[place]
    return (word in known.elsewhere or word in known.centre) and not known.called_after(word, candidate.ending(place))


def _harmless(part: int, here: list[int], open_: list[int], pair: Pair, rest: Rest, *, alone: bool) -> bool:  # noqa: PLR0913 (one part of a name)
    """Whether a part only says where the body is, who is above it, or what else it is called; notes it in the rest."""
    bracket = part in pair.candidate.brackets
    if _parent(part, here, pair) and (part or not rest.missing_kinds):
        rest.notes.append("with its parent's name")
    elif (alone and not _master(part, here, pair) and _address(here, pair)) or _building(part, here, pair):
        rest.address = True
    elif bracket and _FORMER & {pair.candidate.written[place] for place in here}:
        rest.notes.append("with a former name in brackets")
    elif part and _other_name(here, pair):
        rest.notes.append("with its other name")
    elif bracket and alone and _echo(open_, here, pair):
        rest.notes.append("with its short name in brackets")
    else:
        return False
    return True


def _sort_word(place: int, pair: Pair, rest: Rest, *, alone: bool) -> None:
    word, raw, known = pair.candidate.words[place], pair.candidate.written[place], pair.known
    part = pair.candidate.parts[place]
    pin_code = raw.isdigit() and len(raw) >= _PIN_CODE
    if word in known.places or pin_code or _new_town(place, pair) or _sector(place, pair):
        rest.address = True
    elif {word, raw} & (known.direction | known.part | known.bodies) or raw.isdigit():
        rest.parts.append(raw)
    elif alone and part in pair.candidate.brackets:  # "Directorate of Education (Sports)" can be a branch
        rest.unknown.append(raw)
    elif known.known(raw) or not (alone and part):
        rest.extra.append(raw)
    else:
        rest.unknown.append(raw)


def _sector(place: int, pair: Pair) -> bool:
    """The number of a sector or a plot, or that word itself before its number, though no comma stands before it."""
    written = pair.candidate.written
    named = pair.known.locators - pair.known.part
    before, after = written[place - 1 : place], written[place + 1 : place + 2]
    numbered = written[place].isdigit() and not named.isdisjoint(before)
    return numbered or (written[place] in named and bool(after) and after[0].isdigit())


def _new_town(place: int, pair: Pair) -> bool:
    """The "New" of a town after a name: not of a name that begins with it."""
    words = pair.candidate.words
    return bool(place) and words[place] == "new" and place + 1 < len(words) and words[place + 1] in pair.known.home


def _parent(part: int, here: list[int], pair: Pair) -> bool:
    """Whether a part holds nothing but the parent's name, and the body's own stands beside it.

    Where the parent comes first, what follows in brackets or ends as an address does is the parent's.
    """
    candidate, known = pair.candidate, pair.known
    words = {candidate.words[place] for place in here if pair.counts(place) or candidate.words[place] in known.kinds}
    left = set(pair.found.theirs)
    beside = any(
        known.distinguishes(word)
        and place not in left
        and candidate.parts[place] != part
        and (part or candidate.parts[place] not in candidate.brackets)
        and (part or candidate.ending(place) not in known.address)
        for place, word in enumerate(candidate.words)
    )
    return beside and bool(pair.prepared.parent) and words <= pair.prepared.parent


def _master(part: int, here: list[int], pair: Pair) -> bool:
    """Whether a part after the name is that of a body with departments of its own, such as a cantonment board."""
    candidate = pair.candidate
    last = here[-1] in pair.found.theirs and candidate.words[here[-1]] in pair.known.masters
    return bool(part) and part not in candidate.brackets and last


def _other_name(here: list[int], pair: Pair) -> bool:
    """Whether a part repeats words of one other name of the body: "Sales Tax Department (Trade and Taxes)"."""
    words = {pair.candidate.words[place] for place in here if pair.counts(place)}
    return any(words <= {*name.name.words, *name.name.written} for name in pair.prepared.names if not name.short)


def _locators(here: list[int], pair: Pair) -> bool:
    """Whether a part after the name holds but words like "block" and "sector" with their letters and numbers.

    A bare code, "FC-18", is one where a place follows.
    """
    candidate, known = pair.candidate, pair.known
    written = [candidate.written[place] for place in here]
    codes = [raw for raw in written if raw.isdigit() or len(raw) <= _LONGEST_CODE]
    names = [raw for raw in written if raw in known.locators]
    followed = not known.places.isdisjoint(candidate.words[here[-1] + 1 :])
    said = bool(names) or (followed and any(raw.isdigit() for raw in written))
    return said and len({*codes, *names}) == len({*written})


def _address(here: list[int], pair: Pair) -> bool:
    candidate, known = pair.candidate, pair.known
    if candidate.parts[here[0]] and _locators(here, pair):
        return True
    if any(candidate.written[place] in known.part | known.bodies for place in here):
        return False
    places = [place for place in here if candidate.words[place] in known.places]
    strange = bool(candidate.parts[here[0]])  # what comes first may be the body: "CDPO Nangloi, WCD"
    if not places:
        written = [candidate.written[place] for place in here]
        return strange and (written[-1] in known.address or known.place("".join(written)) in known.localities)
    others = [candidate.written[place] for place in here if place not in places and pair.counts(place)]
    return all(raw in known.address or (strange and not known.known(raw)) for raw in others)


def _building(part: int, here: list[int], pair: Pair) -> bool:
    """Whether a part after the name is that of a building, which may be called after the body: "Vyapar Bhawan"."""
    candidate, known = pair.candidate, pair.known
    last = here[-1]
    named = len(here) > 1 and candidate.written[last] in known.buildings and last in pair.found.theirs
    whole = any(known.distinguishes(candidate.words[place]) for place in range(here[0]))
    return bool(part) and named and whole and not any(candidate.written[each] in known.part for each in here)


def _echo(open_: list[int], here: list[int], pair: Pair) -> bool:
    """Whether a bracket holds but an acronym: of the name before it, or one that its letters can be drawn from."""
    if len(open_) != 1:
        return False
    raw, known = pair.candidate.written[open_[0]], pair.known
    initials = "".join(word[0] for place, word in enumerate(pair.candidate.written) if place not in here)
    strange = raw not in known.bodies and not known.known(raw) and raw not in known.places
    names = (pair.candidate.written[: here[0]], *(each.name.written for each in pair.prepared.names))
    drawn = any(_drawn(raw, "".join(each)) for each in names)
    return raw in initials or (strange and len(raw) <= _LONGEST_ACRONYM and drawn)


def _drawn(short: str, whole: str) -> bool:
    """Whether the letters stand in the others in this order: "SLDC" is not drawn from "State Transco Limited"."""
    letters = iter(whole)
    return all(letter in letters for letter in short)
