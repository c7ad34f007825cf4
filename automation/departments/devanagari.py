"""Writes Devanagari in English letters: known words translated, others spelled as they sound; no choice of script."""

from __future__ import annotations

import re

_RUN = re.compile(r"[\u0900-\u097f]+(?:[.\s\u200c\u200d]+[\u0900-\u097f]+)*")
_LATIN = re.compile(r"[a-z]{2,}")
_CONSONANTS = dict(
    zip(
        "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहळ",
        [
            "k",
            "kh",
            "g",
            "gh",
            "n",
            "ch",
            "chh",
            "j",
            "jh",
            "n",
            "t",
            "th",
            "d",
            "dh",
            "n",
            "t",
            "th",
            "d",
            "dh",
            "n",
            "p",
            "ph",
            "b",
            "bh",
            "m",
            "y",
            "r",
            "l",
            "v",
            "sh",
            "sh",
            "s",
            "h",
            "l",
        ],
        strict=True,
    )
)
_VOWELS = dict(zip("अआइईउऊऋएऐओऔऑऍ", ["a", "a", "i", "i", "u", "u", "ri", "e", "ai", "o", "au", "o", "e"], strict=True))
_SIGNS = dict(zip("ािीुूृेैोौॉॅ", ["a", "i", "i", "u", "u", "ri", "e", "ai", "o", "au", "o", "e"], strict=True))
_HALF, _DOT, _NASAL = "्", "़", "ंँ"
_LONGEST = 3


def in_english(text: str, dictionary: dict[str, tuple[str, ...]]) -> str:
    """A name without Devanagari. Beside English words it repeats them and is left out; alone it is translated."""
    found = _RUN.search(text)
    if found is None:
        return text
    if len(_LATIN.findall(text)) > 1:
        return _RUN.sub(" ", text)
    return _RUN.sub(lambda run: _translated(run[0], dictionary), text)


def _translated(run: str, dictionary: dict[str, tuple[str, ...]]) -> str:
    words = run.replace(".", " ").split()
    out: list[str] = []
    place = 0
    while place < len(words):
        for length in range(min(_LONGEST, len(words) - place), 0, -1):
            meaning = dictionary.get(" ".join(words[place : place + length]))
            if meaning is not None:
                out += meaning
                place += length
                break
        else:
            out.append(spelled(words[place]))
            place += 1
    return " ".join(out)


def spelled(word: str) -> str:
    """A word of Devanagari as it sounds: the silent vowel at the end is not written."""
    out: list[str] = []
    silent = False
    for letter in word:
        if letter in _CONSONANTS:
            out += ["a", _CONSONANTS[letter]] if silent else [_CONSONANTS[letter]]
            silent = True
            continue
        if letter in _SIGNS:
            out.append(_SIGNS[letter])
        elif letter in _VOWELS:
            out += ["a", _VOWELS[letter]] if silent else [_VOWELS[letter]]
        elif letter in _NASAL:
            out.append("an" if silent else "n")
        elif letter == _DOT:
            continue
        silent = False
    return "".join(out)
