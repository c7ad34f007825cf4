"""Writes Devanagari in English letters: known words translated, others spelled as they sound; no choice of script."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_RUN = re.compile(r"[\u0900-\u097f]+(?:[-.\s\u200c\u200d]+[\u0900-\u097f]+)*")
_LATIN = re.compile(r"[a-z]{2,}")
_SOUNDS = "k kh g gh n ch chh j jh n t th d dh n t th d dh n p ph b bh m y r l v sh sh s h l"
_CONSONANTS = dict(zip("कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहळ", _SOUNDS.split(), strict=True))
_VOWELS = dict(zip("अआइईउऊऋएऐओऔऑऍ", ["a", "a", "i", "i", "u", "u", "ri", "e", "ai", "o", "au", "o", "e"], strict=True))
_SIGNS = dict(zip("ािीुूृेैोौॉॅ", ["a", "i", "i", "u", "u", "ri", "e", "ai", "o", "au", "o", "e"], strict=True))
_DOTTED = {"d": "r", "dh": "rh"}
_CALLED = "ए बी सी डी ई एफ जी एच आई जे के एल एम एन ओ पी क्यू आर एस टी यू वी डब्ल्यू डब्लू एक्स वाई जेड"
_NAMES = dict(zip(_CALLED.split(), "abcdefghijklmnopqrstuvwwxyz", strict=True))
_NAME = re.compile("|".join(sorted(_NAMES, key=len, reverse=True)))
_ONLY_NAMES = re.compile(f"(?:{_NAME.pattern})+")
_LABIAL = frozenset("पफबभम")
_DOT, _NASAL = "़", "ंँ"
_LONGEST = 3


def in_english(text: str, dictionary: dict[str, str], place: Callable[[str], str]) -> str:
    """A name without Devanagari. Beside English words it repeats them and is left out; alone it is translated.

    `place` knows the name of a place by its sound, blank for what is none.
    """
    found = _RUN.search(text)
    if found is None:
        return text
    if len(_LATIN.findall(text)) > 1:
        return _RUN.sub(" ", text)
    return _RUN.sub(lambda run: " ".join(_translated(run[0], dictionary, place)), text)


def _translated(run: str, dictionary: dict[str, str], place: Callable[[str], str]) -> Iterator[str]:
    words = re.split(r"[-.\s]+", run)
    while words:
        spelled_out = list(takewhile(_initials, words))
        if spelled_out and (len(spelled_out) > 1 or spelled_out[0] not in _NAMES):
            yield "".join(map(_initials, spelled_out))
            words = words[len(spelled_out) :]
            continue
        for length in range(min(_LONGEST, len(words)), 0, -1):
            some = words[:length]
            sound = "".join(map(spelled, some)) if min(map(len, some)) > 1 else ""
            found = dictionary.get(" ".join(some)) or place(sound)
            if found:
                yield found
                break
        else:
            length = 1
            yield spelled(words[0])
        words = words[length:]


def _initials(word: str) -> str:
    """The letters that a word of nothing but English letters' names spells, "आईटीआई"; blank for any other."""
    return "".join(_NAMES[each] for each in _NAME.findall(word)) if _ONLY_NAMES.fullmatch(word) else ""


def spelled(word: str) -> str:
    """A word of Devanagari as it sounds: the silent vowel at the end is not written."""
    out: list[str] = []
    silent = False
    for letter, following in zip(word, (*word[1:], ""), strict=True):
        if letter in _CONSONANTS:
            out += ["a", _CONSONANTS[letter]] if silent else [_CONSONANTS[letter]]
            silent = True
            continue
        if letter in _SIGNS:
            out.append(_SIGNS[letter])
        elif letter in _VOWELS:
            out += ["a", _VOWELS[letter]] if silent else [_VOWELS[letter]]
        elif letter in _NASAL:
            out.append(("a" if silent else "") + ("m" if following in _LABIAL else "n"))
        elif letter == _DOT:
            out[-1:] = [_DOTTED.get(each, each) for each in out[-1:]]
            continue
        silent = False
    return "".join(out)
