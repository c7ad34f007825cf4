"""Which symptoms a complaint is about, in the official's own words: English, Hindi, or Hindi in Roman letters."""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from automation.symptoms.catalogue import CATALOGUE, Symptom

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


FILE = Path(__file__).parent / "data" / "complaints.toml"
LEAST = 0.15
"""A complaint that is less like every symptom is like none."""
_RARE = math.log(1 + len(CATALOGUE.symptoms))
"""What a word weighs that no symptom has."""
_NEAR, _FROM_LETTERS, _LONGEST = 0.8, 4, 2000
_DOTTED = re.compile(r"(?<=[^\W\d_])[.](?=[^\W\d_]|\s|$)|(?<=[ऀ-ॿ])[.](?=[ऀ-ॿ]|\s|$)")
_WORD = re.compile(r"(?:[^\W_]|[ऀ-ॿ])+")


@dataclass(frozen=True, slots=True)
class Match:
    """One symptom and how well the complaint fits it, from 0 to 1."""

    symptom: Symptom
    score: float


def matches(complaint: str, most: int = 3) -> tuple[Match, ...]:
    """The symptoms that a complaint may be about, the likeliest first; none where it is like none."""
    said = _meanings(complaint[:_LONGEST])
    if not said:
        return ()
    known = _known()
    scored = [Match(CATALOGUE.get(name), _score(said, sentences, known.weight)) for name, sentences in known.symptoms]
    found = sorted((each for each in scored if each.score >= LEAST), key=lambda each: -each.score)
    return tuple(found[:most])


@dataclass(frozen=True, slots=True)
class _Known:
    """The sentences of each symptom as sets of meanings, and what each meaning weighs: rare ones tell more."""

    symptoms: tuple[tuple[str, tuple[frozenset[str], ...]], ...]
    weight: Mapping[str, float]


def _score(said: frozenset[str], sentences: Iterable[frozenset[str]], weight: Mapping[str, float]) -> float:
    """How like the nearest sentence it is (twice the shared weight over both), and a little how like all together."""
    own = _sum(said, weight)
    nearest = max(2 * _sum(said & each, weight) / (own + _sum(each, weight)) for each in sentences)
    together = _sum(said & frozenset().union(*sentences), weight) / own
    return 0.8 * nearest + 0.2 * together


def _sum(meanings: Iterable[str], weight: Mapping[str, float]) -> float:
    return sum(weight.get(each, _RARE) for each in meanings)


@cache
def _known() -> _Known:
    more = _file()["complaints"]
    symptoms = []
    for symptom in CATALOGUE.symptoms:
        texts = (*symptom.title, *symptom.says, *more.get(symptom.id, ()))
        symptoms.append((symptom.id, tuple(filter(None, map(_meanings, texts)))))
    seen = Counter(each for _, sentences in symptoms for each in frozenset().union(*sentences))
    weight = {each: math.log(1 + len(symptoms) / count) for each, count in seen.items()}
    return _Known(tuple(symptoms), weight)


@cache
def _file() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def _words() -> tuple[dict[str, str], dict[str, str]]:
    """The meaning of each word, and of each phrase of several words."""
    every = {" ".join(_split(word)): meaning for meaning, words in _file()["words"].items() for word in words}
    phrases = {word: meaning for word, meaning in every.items() if " " in word}
    return {word: meaning for word, meaning in every.items() if " " not in word}, phrases


def _split(text: str) -> list[str]:
    """The words of a text in small letters; what is written with dots between its letters is one word."""
    plain = unicodedata.normalize("NFC", text).casefold().replace("’", "'").replace("'", "")
    return _WORD.findall(_DOTTED.sub("", plain))


def _meanings(text: str) -> frozenset[str]:
    """What a text is about: the meanings of its words, and the words that have none, without the fillers.

    Those are words that tell nothing, and phrases that tell nothing although one of their words alone would.
    """
    (words, phrases), fillers = _words(), _file()["fillers"]
    joined = f" {' '.join(_split(text))} "
    for courtesy in sorted(fillers["phrases"], key=len, reverse=True):
        joined = joined.replace(f" {courtesy} ", " ")
    found = set()
    for phrase in sorted(phrases, key=len, reverse=True):
        if f" {phrase} " in joined:
            found.add(phrases[phrase])
            joined = joined.replace(f" {phrase} ", " ")
    return frozenset(found | {_meaning(word, words) for word in joined.split() if word not in fillers["words"]})


def _meaning(word: str, words: Mapping[str, str]) -> str:
    """Of a known word its meaning, of a misspelt one that of the nearest; else the word itself."""
    if word in words or len(word) < _FROM_LETTERS:
        return words.get(word, word)
    near = process.extractOne(word, list(words), scorer=OSA.normalized_similarity, score_cutoff=_NEAR)
    return words[near[0]] if near else word
