"""Loads what is known of the words of department names: data beside this module, read once; it decides nothing."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA

from automation.flowchart import documents
from automation.names.devanagari import spelled
from automation.names.sounds import skeleton, without_silent

_SHORTEST_PLACE, _ONE_SLIP_IN = 4, 6
_LONGEST_SHORT_FORM = 3
"""Of a state: UP, J&K."""
_DATA = Path(__file__).parent / "data"
Meanings = tuple[str, ...]
_SHORTEST_PLURAL = 4
_SLIPS = 4
"""Shorter words than this are never mended."""


def stem(word: str) -> str:
    """A word without its plural ending: "societies" and "society" are one, "class" stays."""
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is", "ous")):
        return word
    if word.endswith("sses"):
        return word[:-2]
    return word[:-3] + "y" if word.endswith("ies") and len(word) > _SHORTEST_PLURAL else word[:-1]


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """What each word means and tells. `meanings` maps a spelling to the words it can stand for, the likeliest first.

    `phrases` maps the first word of a phrase to its (words, replacement) pairs, the longest first.
    """

    meanings: dict[str, Meanings]
    phrases: dict[str, tuple[tuple[tuple[str, ...], Meanings], ...]]
    hindi: dict[str, str]
    hindi_sounds: dict[str, str]
    sounds: dict[str, tuple[str, ...]]
    slashed: dict[str, str]
    capitals: dict[str, str]
    compass: dict[str, str]
    districts: frozenset[str]
    in_phrases: tuple[str, ...]
    kinds: frozenset[str]
    weak: frozenset[str]
    every_kind: frozenset[str]
    noise: frozenset[str]
    optional: frozenset[str]
    address: frozenset[str]
    locators: frozenset[str]
    seats: frozenset[str]
    home: frozenset[str]
    places: frozenset[str]
    localities: frozenset[str]
    elsewhere: frozenset[str]
    towns: frozenset[str]
    buildings: frozenset[str]
    centre: frozenset[str]
    marks: tuple[str, ...]
    union: tuple[str, ...]
    union_wide: tuple[str, ...]
    part: frozenset[str]
    direction: frozenset[str]
    masters: frozenset[str]
    bodies: frozenset[str]
    words: frozenset[str]
    beginnings: frozenset[str]

    def called_after(self, word: str, ending: str) -> bool:
        """Whether an address that ends so is called after a town, "Bombay Life Building": never after a government."""
        return ending in self.buildings and word in self.towns

    def directs(self, word: str) -> bool:
        """Whether a word tells a body from its like elsewhere: a direction, a place or a number."""
        return word in self.direction or word in self.places or word in self.elsewhere or word.isdigit()

    def translated(self, word: str) -> str:
        """What a Hindi word in English letters means; blank where it is no such word, or is known as it is."""
        return "" if self.known(word) else self.hindi_sounds.get(without_silent(word), "")

    def place(self, sound: str) -> str:
        """The place that a word or some words run together sound like, blank for none."""
        bare = without_silent(sound)
        if len(bare) < _SHORTEST_PLACE:
            return ""
        near = {each: OSA.distance(without_silent(each), bare) for each in self.sounds.get(skeleton(sound), ())}
        found = min(near, key=lambda each: near[each], default="")
        return found if found and near[found] <= len(bare) // _ONE_SLIP_IN else ""

    def distinguishes(self, word: str) -> bool:
        """Whether a word tells one body from another: not its kind, not the state or the government."""
        return not (word in self.every_kind or word in self.optional or word in self.home)

    def known(self, word: str) -> bool:
        """Whether a word is a word of its own, and so no typing error of another."""
        return word in self.words or stem(word) in self.words


@cache
def knowledge(state: str) -> Knowledge:
    """What is known from the place of one state: its own towns are addresses, everybody else's are not ours."""
    words, places, hindi = (_read(name) for name in ("words", "places", "hindi"))
    meanings, own = _meanings(words), documents.names_of(state)
    spelled_out, in_hindi = words["phrases"] | own.phrases, hindi["words"] | own.hindi
    noise = frozenset(words["ignored"]["noise"])
    homes = {*_split(places["home"].get(state, "")), *_split(own.names), state.casefold()}
    towns = {name: set(_split(group)) for name, group in places["towns"].items()}
    home_places = {*_split(own.places), *_split(places["towns"].get(state, "")), *_split(words["union"]["seats"])}
    others = set(_split(places["other"]["states"])).union(*towns.values()) - homes - home_places
    others |= {each for name, group in places["home"].items() if name != state for each in _split(group)}
    others |= {each for name in documents.states() if name != state for each in _split(documents.names_of(name).names)}
    others -= homes
    home = frozenset(_joined(each, noise) for each in homes)
    phrases: dict[str, list[tuple[tuple[str, ...], Meanings]]] = {}
    for name, group in places["home"].items():
        for short in _split(group) if name != state else ():
            if len(short) <= _LONGEST_SHORT_FORM:
                _add(phrases, short, (_joined(name.casefold(), noise),))
    for place in home_places | others | {state.casefold()}:
        _add(phrases, " ".join(word for word in place.split() if word not in noise), (_joined(place, noise),))
    for phrase, replacement in spelled_out.items():
        _add(phrases, phrase, tuple(replacement.split()))
    for acronym, meaning in words["acronyms"].items():
        _add(phrases, acronym, tuple(meaning.split()))
    vocabulary = set(words["vocabulary"]["words"].split()) | set(words["words"]) | set(words["kinds"])
    return Knowledge(
        meanings=meanings,
        phrases={first: tuple(sorted(some, key=lambda pair: -len(pair[0]))) for first, some in phrases.items()},
        hindi={_plain(key): meaning for key, meaning in in_hindi.items()},
        hindi_sounds={
            sound: meaning
            for key, meaning in in_hindi.items()
            if len(sound := without_silent(spelled(_plain(key)))) >= _SHORTEST_PLACE and " " not in _plain(key)
        },
        sounds=_by_sound(homes | home_places | others),
        slashed=words["slashed"],
        capitals=words["capitals"],
        compass=words["compass"],
        districts=frozenset(words["telling"]["districts"]),
        in_phrases=tuple(sorted({word for phrase in spelled_out for word in phrase.split() if len(word) >= _SLIPS})),
        kinds=frozenset(words["kinds"]),
        weak=frozenset(words["weak"]["words"]),
        every_kind=frozenset(words["kinds"]) | frozenset(words["weak"]["words"]),
        noise=noise,
        optional=frozenset({*words["ignored"]["optional"], *words["ignored"]["honorific"], *own.optional} - others),
        locators=frozenset(words["ignored"]["locators"]),
        seats=frozenset(_joined(each, noise) for each in _split(words["union"]["seats"])),
        address=frozenset({*words["ignored"]["address"], *own.address}),
        home=home,
        localities=frozenset(home_places),
        places=frozenset(_joined(each, noise) for each in home_places),
        elsewhere=frozenset(_joined(each, noise) for each in others) - home,
        towns=frozenset(_joined(each, noise) for some in towns.values() for each in some),
        buildings=frozenset(words["ignored"]["buildings"]),
        centre=frozenset(words["telling"]["centre"]),
        marks=own.marks or (state.casefold(),),
        union=tuple(words["union"]["departments"]),
        union_wide=tuple(words["union"]["directorates"]),
        part=frozenset(words["telling"]["part"]),
        direction=frozenset(words["telling"]["direction"]),
        masters=frozenset(words["telling"]["masters"]),
        bodies=frozenset({*words["bodies"]["words"], *own.bodies}),
        beginnings=frozenset(word[:length] for word in words["words"] | words["kinds"] for length in (3, 4, 5)),
        words=frozenset(vocabulary | {stem(word) for word in vocabulary}),
    )


@cache
def states() -> tuple[str, ...]:
    """The states and union territories by their names, each as the portal has it."""
    return tuple(_read("places")["states"]["names"])


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))


def _split(names: str) -> list[str]:
    return [" ".join(each.split()) for each in names.split("|") if each.strip()]


def _joined(place: str, noise: frozenset[str]) -> str:
    return "".join(word for word in place.split() if word not in noise)


def _plain(devanagari: str) -> str:
    """A phrase as the reader meets it: without dots and hyphens, each letter in its one form."""
    return " ".join(re.split(r"[\s.-]+", unicodedata.normalize("NFKC", devanagari))).strip()


def _by_sound(places: set[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for each in sorted(places):
        found.setdefault(skeleton(each), []).append(each)
    return {sound: tuple(some) for sound, some in found.items()}


def _meanings(words: dict[str, Any]) -> dict[str, Meanings]:
    found: dict[str, list[str]] = {}
    for group in ("kinds", "words"):
        for meaning, spellings in words[group].items():
            for spelling in (meaning, stem(meaning), *spellings):
                found.setdefault(spelling, []).append(meaning)
    for group in ("kinds", "words"):
        for meaning in words[group]:
            found[meaning].insert(0, meaning)
    return {spelling: tuple(dict.fromkeys(some)) for spelling, some in found.items()} | {
        acronym: (acronym,) for acronym in words["acronyms"]
    }


def _add(phrases: dict[str, list[tuple[tuple[str, ...], Meanings]]], phrase: str, replacement: Meanings) -> None:
    key = tuple(phrase.split())
    phrases.setdefault(key[0], []).append((key, replacement))
