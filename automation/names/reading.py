"""Reads a department's name into words that can be compared: spelled out, translated, freed of what tells nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from automation.names import devanagari
from automation.names.knowledge import Knowledge, stem
from automation.names.sounds import undoubled
from automation.spelling import decoded

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_INITIALS = re.compile(r"\b[a-z](?:\.\s?[a-z])+\b\.?")
_AMPERSAND = re.compile(r"\b(?:([a-z]{1,5})&(?=[a-z]{1,3}\b)|\b([a-z]{1,2}) & (?=[a-z]{1,2}\b))")
_LONE = re.compile(r"\b([a-z]) (?=[a-z]\b)")
_SHAPES = re.compile(r"[a-z]+|[0-9]+|[(\[{]|[)\]}]|[,;:|]| / | [-–—] |[–—]")
_COOPERATIVE = re.compile(r"\bco[ -]+op")
_ELECTRONIC = re.compile(r"\be[ -]+(?=gov)|\be-(?=dist|court|office|se[vw]a|hospital)")
_SLASHED = re.compile(r"\b[a-z]/[a-z]{1,3}\b\.?")
_SHORTEST_SLIP = 4
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12"}


@dataclass(frozen=True, slots=True)
class Name:
    """A name as words, in parallel tuples: what each counts as, how it was written, its initials there, its part.

    `joints` are the initials of the words without meaning that stood before each, "of" and "and".
    Parts are what commas, dashes and brackets part; `brackets` are the parts in brackets.
    """

    words: tuple[str, ...]
    written: tuple[str, ...]
    initials: tuple[str, ...]
    joints: tuple[str, ...]
    parts: tuple[int, ...]
    brackets: frozenset[int]

    def ending(self, place: int) -> str:
        """The last word of the part that a word stands in; blank for the first part, which is the body's own name."""
        part = self.parts[place]
        return self.written[len(self.parts) - 1 - self.parts[::-1].index(part)] if part else ""


def letters(text: str) -> str:
    """A name in plain small letters: no invisible characters, no accents' look-alikes, Devanagari in English words."""
    text = decoded(text)
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).replace("’", "'").replace("‘", "'")
    return text.lower()


def read(text: str, known: Knowledge) -> Name:
    """The words of a name that carry meaning, in the order they stand."""
    for capitals, meaning in known.capitals.items():
        text = text.replace(capitals, meaning) if capitals in text else text
    text = letters(text)
    if not text.isascii():
        text = devanagari.in_english(text, known.hindi, known.place)
    return _words(_tidy(text, known), known)


def _tidy(text: str, known: Knowledge) -> str:
    if "." in text:
        text = text.replace(".'s", ". ")
        text = _INITIALS.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", text)
    if "'" in text:
        text = text.replace("'s", "s ").replace("'", "")
    if "/" in text:
        text = _SLASHED.sub(lambda found: f"{known.slashed.get(found[0].rstrip('.'), found[0])} ", text)
    if "o" in text:
        text = _COOPERATIVE.sub("coop", text)
    if "&" in text:
        text = _AMPERSAND.sub(r"\1\2", text).replace("&", " and ")
    return _LONE.sub(r"\1", _ELECTRONIC.sub("e", text))


def _words(text: str, known: Knowledge) -> Name:
    words: list[str] = []
    written: list[str] = []
    parts: list[int] = []
    joints: list[str] = []
    brackets: set[int] = set()
    joint = ""
    part = depth = 0
    noise, meanings = known.noise, known.meanings
    for piece in _SHAPES.findall(text):
        if piece.isalnum():
            if piece in noise:
                joint += piece[0]
                continue
            raw = _ROMAN.get(piece, piece)
            found = meanings.get(raw) or meanings.get(stem(raw))
            meant = found[:1] if found else unknown(raw, known)
            words += meant
            written += [raw] if len(meant) == 1 else meant
            parts += [part] * len(meant)
            joints += [joint] + [""] * (len(meant) - 1)
            joint = ""
            if depth:
                brackets.add(part)
            continue
        part += 1
        if piece in "([{":
            depth = 1
        elif piece in ")]}":
            depth = 0
    _name_directions(words, written, known)
    return _spelled_out(words, written, joints, parts, brackets, known)


def _name_directions(words: list[str], written: list[str], known: Knowledge) -> None:
    """In the name of a district, spell out the letters that stand for points of the compass."""
    if not known.districts.isdisjoint(words):
        for place, word in enumerate(words):
            if word in known.compass:
                words[place] = written[place] = known.compass[word]


def _spelled_out(  # noqa: PLR0913, PLR0917 (the lists of one name)
    words: list[str], written: list[str], joints: list[str], parts: list[int], brackets: set[int], known: Knowledge
) -> Name:
    """The name with each phrase that is known replaced by what it counts as."""
    initials = [word if len(word) <= 2 and word.isalpha() else word[0] for word in written]  # noqa: PLR2004 ("B.R.")
    place = 0
    while place < len(words):
        for phrase, meaning in (*known.phrases.get(written[place], ()), *known.phrases.get(words[place], ())):
            stop = place + len(phrase)
            leaves = parts[place] in brackets and parts[place] != parts[min(stop, len(words)) - 1]  # "(Central) Office"
            if (
                stop <= len(words)
                and not leaves
                and all(want in {words[place + step], written[place + step]} for step, want in enumerate(phrase))
            ):
                if len(meaning) != len(phrase):
                    whole = "".join(initials[place:stop]) if meaning and len(meaning) < len(phrase) else ""
                    initials[place:stop] = [whole or word[0] for word in meaning]
                words[place:stop] = written[place:stop] = meaning
                joints[place:stop] = [joints[place], *[""] * (len(meaning) - 1)][: len(meaning)]
                parts[place:stop] = [parts[place]] * len(meaning)
                place += len(meaning) - 1
                break
        place += 1
    return Name(tuple(words), tuple(written), tuple(initials), tuple(joints), tuple(parts), frozenset(brackets))


@lru_cache(maxsize=65_536)
def unknown(raw: str, known: Knowledge) -> tuple[str, ...]:
    """What a spelling that no list holds counts as: a Hindi word in English letters, the slip of a word, or itself."""
    hindi = "" if raw in known.places or raw in known.elsewhere else known.translated(raw)
    words = tuple(known.meanings.get(word, (stem(word),))[0] for word in hindi.split() if word not in known.noise)
    return words or (mended(stem(raw), known),)


@lru_cache(maxsize=65_536)
def mended(word: str, known: Knowledge) -> str:
    """A strange word as the one word of a phrase that it is a slip of: a phrase has to be seen before it is compared.

    Other slips are left: what they mean depends on the name that they are compared with.
    """
    if len(word) < _SHORTEST_SLIP or known.known(word) or word in known.places or word in known.elsewhere:
        return word
    near = process.extract(word, known.in_phrases, scorer=OSA.distance, score_cutoff=1, limit=2)
    if len(near) != 1:
        return word  # "weast" can be west or east
    other = near[0][0]
    swapped = len(word) == len(other) and sorted(word) == sorted(other)
    sure = swapped or undoubled(word) == undoubled(other) or len(other) > _SHORTEST_SLIP
    return known.meanings.get(other, (other,))[0] if sure and word[0] == other[0] else word
