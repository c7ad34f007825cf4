"""How words sound: what clerks and two ways of writing Hindi in English letters vary is taken for one."""

from __future__ import annotations

import re
from functools import lru_cache

_VOWELS = str.maketrans("", "", "aeiouy")
_VARIED = (
    "ao=av ee=i oo=u aa=a ou=u au=o w=v b=v ph=f q=k ck=k sh=s th=t dh=d bh=v vh=v kh=k gh=g jh=j ch=c z=j x=ks y=i"
)
_SOUNDS = [pair.split("=") for pair in _VARIED.split()]


def undoubled(word: str) -> str:
    """A word with no letter twice in a row."""
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """A word as it sounds: what clerks and two ways of writing Hindi in English letters vary is one."""
    for one, other in _SOUNDS:
        word = word.replace(one, other)
    return undoubled(word)


def consonants(word: str) -> str:
    """A word without its vowels."""
    return word.translate(_VOWELS)


def without_silent(word: str) -> str:
    """A word or several as they sound, without the vowel that Hindi does not write and English letters may."""
    sound = folded(word.replace(" ", ""))
    return sound[:1] + sound[1:].replace("a", "")


def skeleton(word: str) -> str:
    """What stays of a word however its vowels are written."""
    sound = folded(word.replace(" ", ""))
    return sound[:1] + consonants(sound[1:])
