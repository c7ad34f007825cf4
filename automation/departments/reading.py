"""Reads a department's name into words that can be compared: spelled out, translated, freed of what tells nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from automation.departments import devanagari
from automation.departments.knowledge import stem

if TYPE_CHECKING:
    from automation.departments.knowledge import Knowledge

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_INITIALS = re.compile(r"\b[a-z](?:\.\s?[a-z])+\b\.?")
_AMPERSAND = re.compile(r"\b(?:([a-z]{1,5})&(?=[a-z]{1,3}\b)|([a-z]) & (?=[a-z]\b))")
_LONE = re.compile(r"\b([a-z]) (?=[a-z]\b)")
_SHAPES = re.compile(r"[a-z]+|[0-9]+|[(\[{]|[)\]}]|[,;:|]| / | [-–—] |[–—]")
_COOPERATIVE = re.compile(r"\bco[ -]+op")
_ELECTRONIC = re.compile(r"\be[ -]+(?=gov)")
_OFFICE_OF = re.compile(r"\bo/o\b")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12"}


@dataclass(frozen=True, slots=True)
class Name:
    """A name as words, in parallel tuples: what each counts as, how it was written, its initials there, its part.

    Parts are what commas, dashes and brackets part; `brackets` are the parts in brackets.
    """

    words: tuple[str, ...]
    written: tuple[str, ...]
    initials: tuple[str, ...]
    parts: tuple[int, ...]
    brackets: frozenset[int]

    def ending(self, place: int) -> str:
        """The last word of the part that a word stands in; blank for the first part, which is the body's own name."""
        part = self.parts[place]
        return self.written[len(self.parts) - 1 - self.parts[::-1].index(part)] if part else ""


def letters(text: str) -> str:
    """A name in plain small letters: no invisible characters, no accents' look-alikes, Devanagari in English words."""
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).replace("’", "'").replace("‘", "'")
    return text.lower()


def read(text: str, known: Knowledge) -> Name:
    """The words of a name that carry meaning, in the order they stand."""
    text = letters(text)
    if not text.isascii():
        text = devanagari.in_english(text, known.hindi)
    return _words(_tidy(text), known)


def _tidy(text: str) -> str:
    if "." in text:
        text = _INITIALS.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", text)
    if "'" in text:
        text = text.replace("'s", "s ").replace("'", "")
    if "o" in text:
        text = _OFFICE_OF.sub("office", _COOPERATIVE.sub("coop", text))
    if "&" in text:
        text = _AMPERSAND.sub(r"\1\2", text).replace("&", " and ")
    return _LONE.sub(r"\1", _ELECTRONIC.sub("e", text))


def _words(text: str, known: Knowledge) -> Name:
    words: list[str] = []
    written: list[str] = []
    parts: list[int] = []
    brackets: set[int] = set()
    part = depth = 0
    noise, meanings = known.noise, known.meanings
    for piece in _SHAPES.findall(text):
        if piece.isalnum():
            if piece in noise:
                continue
            raw = _ROMAN.get(piece, piece)
            found = meanings.get(raw) or meanings.get(stem(raw))
            words.append(found[0] if found else stem(raw))
            written.append(raw)
            parts.append(part)
            if depth:
                brackets.add(part)
            continue
        part += 1
        if piece in "([{":
            depth = 1
        elif piece in ")]}":
            depth = 0
    return _spelled_out(words, written, parts, brackets, known)


def _spelled_out(words: list[str], written: list[str], parts: list[int], brackets: set[int], known: Knowledge) -> Name:
    """The name with each phrase that is known replaced by what it counts as."""
    initials = [word if len(word) <= 2 and word.isalpha() else word[0] for word in written]  # noqa: PLR2004 ("B.R.")
    place = 0
    while place < len(words):
        for phrase, meaning in (*known.phrases.get(written[place], ()), *known.phrases.get(words[place], ())):
            stop = place + len(phrase)
            if stop <= len(words) and all(
                want in {words[place + step], written[place + step]} for step, want in enumerate(phrase)
            ):
                if len(meaning) != len(phrase):
                    whole = "".join(initials[place:stop]) if meaning and len(meaning) < len(phrase) else ""
                    initials[place:stop] = [whole or word[0] for word in meaning]
                words[place:stop] = written[place:stop] = meaning
                parts[place:stop] = [parts[place]] * len(meaning)
                place += len(meaning) - 1
                break
        place += 1
    return Name(tuple(words), tuple(written), tuple(initials), tuple(parts), frozenset(brackets))


@lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """A word as it sounds: what clerks and two ways of writing Hindi in English letters vary is one."""
    for one, other in _SOUNDS:
        word = word.replace(one, other)
    return re.sub(r"(.)\1+", r"\1", word)


_SOUNDS = tuple(
    tuple(pair.split("="))
    for pair in [
        "ao=av",
        "ee=i",
        "oo=u",
        "aa=a",
        "ou=u",
        "au=o",
        "w=v",
        "b=v",
        "ph=f",
        "q=k",
        "ck=k",
        "sh=s",
        "th=t",
        "dh=d",
        "bh=v",
        "vh=v",
        "kh=k",
        "gh=g",
        "jh=j",
        "ch=c",
        "z=j",
        "x=ks",
        "y=i",
    ]
)
