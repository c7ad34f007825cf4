"""What personal data looks like in a text: Indian mobile numbers, Aadhaar, PAN, e-mail addresses, codes."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Digests and identifiers, of which evidence is full (of files, of a trace's pages, in the names of a portal's scripts):
# as tokens of their own, and with letters among the digits, they are nobody's number.
_DIGEST = re.compile(
    r"(?<![0-9A-Za-z])(?:(?=(?:[0-9]*[a-f]){2})[0-9a-f]{16,128}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9A-Za-z])"
)
_SEP = r"[ .\-/()]{0,3}"
_MOBILE = re.compile(
    rf"(?=([6-9](?:{_SEP}\d){{9}})(?!\d)(?!\.\d))"
)  # at each place: a prefix may look like a beginning
_PREFIX = re.compile(rf"(?:^|\D)(?:(?:\+|00){_SEP})?(?:91{_SEP}(?:\(?0\)?{_SEP})?|0[ -]?)\Z")
_BEFORE = 24
_AADHAAR = re.compile(r"(?<!\d)(?<!\d[.-])[2-9]\d{3}([ \-./]{1,2}|)\d{4}\1\d{4}(?!\d)(?![.-]\d)")
_AADHAAR_WORD = re.compile(r"aadhaa?r|आधार|uidai|\buid\b", re.IGNORECASE)
_PAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{3}[ABCFGHJLPTE][A-Z]\d{4}[A-Z](?![A-Za-z0-9])", re.IGNORECASE)
_AT = r"(?:\s{0,2}@\s{0,2}|\s{0,2}[\[({<]\s{0,2}(?:at|@)\s{0,2}[\])}>]\s{0,2})"
_DOT = r"(?:\.|\s{0,2}[\[({<]\s{0,2}(?:dot|\.)\s{0,2}[\])}>]\s{0,2})"
_W = r"\w\u0900-\u0dff"  # the vowel signs of India's scripts are no letters to `re`
_LOCAL, _LABEL = rf"[{_W}+-][{_W}.+%&*'-]{{0,63}}", rf"[{_W}][{_W}-]{{0,62}}"
_SIGN = re.compile(r"@|[\[({<]\s{0,2}at\s{0,2}[\])}>]", re.IGNORECASE)
_HOST = rf"{_LABEL}(?:{_DOT}{_LABEL})*{_DOT}(?!\d)[{_W}]{{2,}}"
_EMAIL = re.compile(rf"(?<![{_W}+-]){_LOCAL}{_AT}{_HOST}", re.IGNORECASE)
_DOMAIN = re.compile(rf"\s{{0,2}}(?:[\])}}>]\s{{0,2}})?{_HOST}", re.IGNORECASE)  # what follows the sign of an address
_SPELT_OUT = re.compile(rf"(?<![{_W}+-]){_LOCAL} at {_LABEL}(?: dot {_LABEL})+", re.IGNORECASE)
_LOCAL_PART, _DOMAIN_PART = 72, 260
_OTP_WORDS = re.compile(
    r"(?:(?<![A-Za-z])otp|Otp|OTP|ओ\.?\s?टी\.?\s?पी|one[- ]?time|passcode|(?:verification|security|login|sign-?in|"
    r"confirmation|access|activation)[- _]?(?:code|pin|number)|सत्यापन|कोड|पिन)",
)
_UNIT = r"(?!\s?(?:ms|s|sec|seconds?|minutes?|bytes|KB|MB|px|%|मिनट|सेकंड)\b)"
_CODE = re.compile(rf"(?<![\d.:/#])(?<!\d[-])\d(?:[ -]?\d){{3,7}}(?!\d)(?![.:/]\d)(?!-\d){_UNIT}")
_NEAR = 48
_TURNS, _SHUFFLED, _CORNERS = 8, "1576283094", 5
"""Verhoeff's check digit: each digit is shuffled as often as its place from the right says, at most seven times."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


@cache
def _plain(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    kind = unicodedata.category(character)
    if kind == "Pd" or character == "\u2212":
        return "-"
    return " " if kind == "Zs" or character == "\t" else character


def normal(text: str) -> str:
    """The text with every script's digits, dashes and spaces as ASCII has them; lines stay lines."""
    if text.isascii():
        return text.replace("\t", " ")
    composed = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return composed.translate({ord(each): _plain(each) for each in set(composed)})


def without_digests(text: str) -> str:
    """The text with `x` in place of each digest and identifier, which can hold any row of digits by chance."""
    return _DIGEST.sub(lambda match: "x" * len(match[0]), text)


def found(text: str) -> Iterator[tuple[str, int]]:
    """Kind (“mobile number”, “PAN” …) and place of everything personal in a `normal` text without digests."""
    yield from (("e-mail address", place) for place in _emails(text))
    yield from (("mobile number", match.start()) for match in _MOBILE.finditer(text) if _is_mobile(match, text))
    yield from (("PAN", match.start()) for match in _PAN.finditer(text))
    yield from (("Aadhaar number", match.start()) for match in _AADHAAR.finditer(text) if _is_aadhaar(match, text))
    yield from (("code beside the word OTP", place) for place in _codes(text))


def _emails(text: str) -> Iterator[int]:
    """Only what stands around an @, or around what is written for one, is looked at closely: texts are long."""
    for sign in _SIGN.finditer(text):
        stop = sign.end() + _DOMAIN_PART
        if _DOMAIN.match(text, sign.end(), stop):
            start = max(0, sign.start() - _LOCAL_PART)
            yield from (start + match.start() for match in _EMAIL.finditer(text[start:stop]))
    if " dot " in text.casefold():
        yield from (match.start() for match in _SPELT_OUT.finditer(text))


def _is_mobile(match: re.Match[str], text: str) -> bool:
    """Whether ten digits are a number of their own: nothing stands before them that makes them part of another."""
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    alone = not re.search(r"\d\.?\Z", before) or _PREFIX.search(before) is not None
    return alone and _of_one_piece(match[1])


def _of_one_piece(number: str) -> bool:
    """Whether the separators are those of one number and not of a row of numbers: groups, or every digit by itself."""
    groups = re.findall(r"\d+", number)
    singles = sum(len(group) == 1 for group in groups)
    if "." in number and singles < len(groups) and not all(len(group) in range(2, 6) for group in groups):
        return False  # a decimal fraction
    return singles <= 2 or singles == len(groups)  # noqa: PLR2004 (a prefix and an odd digit)


def _is_aadhaar(match: re.Match[str], text: str) -> bool:
    """A number in groups, or beside its name, counts as it stands; a bare one only if its check digit is right."""
    if match[1] or _AADHAAR_WORD.search(text, max(0, match.start() - _NEAR), match.end() + _NEAR):
        return True
    return verhoeff(re.sub(r"\D", "", match[0]))


def verhoeff(digits: str) -> bool:
    """Whether the last digit is the check digit that UIDAI would give."""
    check = 0
    for place, digit in enumerate(map(int, reversed(digits))):
        for _ in range(place % _TURNS):
            digit = int(_SHUFFLED[digit])  # noqa: PLW2901 (shuffled once more)
        check = _product(check, digit)
    return check == 0


def _product(one: int, other: int) -> int:
    """Of two movements of a pentagon: 0 to 4 turn it, 5 to 9 turn and flip it."""
    turned = (one + other if one < _CORNERS else one - other) % _CORNERS
    return turned + _CORNERS * ((one < _CORNERS) is not (other < _CORNERS))


def _codes(text: str) -> Iterator[int]:
    for word in _OTP_WORDS.finditer(text):
        start = max(0, word.start() - _NEAR)
        near = text[start : word.end() + _NEAR]
        yield from (start + match.start() for match in _CODE.finditer(near) if _whole(match, text, start))


def _whole(match: re.Match[str], text: str, start: int) -> bool:
    """Whether the window did not cut a longer number into something that looks like a code."""
    before, after = start + match.start() - 1, start + match.end()
    return not (before >= 0 and text[before].isdigit()) and not (after < len(text) and text[after].isdigit())
