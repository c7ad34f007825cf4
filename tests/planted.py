"""Made-up personal data in the spellings in which people write them, and a search for them that knows no scanner."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from random import Random

DEVANAGARI = "".join(chr(ord("\u0966") + digit) for digit in range(10))
FULL_WIDTH = "".join(chr(ord("\uff10") + digit) for digit in range(10))
SYLLABLES = ["आ", "शा", "वर्", "मा", "रा", "जे", "श", "कु", "मी", "ना", "पू", "जा", "सिं", "ह", "दे", "वी", "ठा", "कुर"]
DOMAINS = ["example.gov.in", "mail.example.nic.in", "dept.example.in", "example.com", "EXAMPLE.org"]
LOCAL = "abcdefghijklmnopqrstuvwxyz0123456789"


@dataclass(frozen=True)
class Planted:
    """One value as it is planted, and its kind; `bare` is what of it must not be found in any spelling."""

    kind: str
    text: str
    bare: str


def _written(digits: str, script: str) -> str:
    return "".join(script[int(digit)] for digit in digits) if script else digits


def mobiles(chance: Random) -> Planted:
    number = str(chance.randrange(6_000_000_000, 10_000_000_000))
    prefix = chance.choice(["", "", "+91", "+91 ", "+91-", "0", "91", "0091 ", "(+91) "])
    cut = chance.choice([(10,), (5, 5), (3, 3, 4), (4, 3, 3), (4, 6), (2, 4, 4), (2, 2, 2, 2, 2), (1,) * 10])
    separator = chance.choice([" ", "-", "\u00a0", "–"]) if len(cut) > 1 else ""
    script = chance.choice(["", "", DEVANAGARI, FULL_WIDTH])
    parts, at = [], 0
    for length in cut:
        parts.append(_written(number[at : at + length], script))
        at += length
    return Planted("mobile", prefix + separator.join(parts), number)


def mails(chance: Random) -> Planted:
    local = "".join(chance.choices(LOCAL, k=chance.randint(3, 12))) + chance.choice(["", ".verma", "_x", "-y", "+z"])
    address = f"{local}@{chance.choice(DOMAINS)}"
    written = chance.choice(["{}", "{}", "mailto:{}", "<{}>", "%", "&", "at"])
    shown = {
        "%": address.replace("@", "%40"),
        "&": address.replace("@", "&#64;"),
        "at": address.replace("@", " [at] ").replace(".", " [dot] ", 1) if "." not in local else address,
    }.get(written, written.format(address))
    return Planted("mail", shown, address)


def names(chance: Random) -> Planted:
    name = " ".join("".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(2))
    return Planted("name", name, name)


def codes(chance: Random) -> Planted:
    code = str(chance.randrange(1000, 1_000_000))
    words = chance.choice(["OTP {}", "{} is your OTP", "otp={}", "ओ.टी.पी. {}", "verification code: {}", "OTP: {}"])
    return Planted("code", words.format(_written(code, chance.choice(["", "", DEVANAGARI]))), code)


def values(chance: Random, count: int) -> list[Planted]:
    """Some of any kind, no two of them alike."""
    unlike: dict[str, Planted] = {}
    while len(unlike) < count:
        value = chance.choice([mobiles, mails, names, codes])(chance)
        unlike.setdefault(value.bare, value)
    return list(unlike.values())


def found(bundle: bytes, planted: list[Planted]) -> list[tuple[str, str]]:
    """Which values stand in which member of a zip: by plain search of the unpacked bytes, in the usual spellings."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    ascii_digits = {ord(digit): str(at % 10) for at, digit in enumerate(DEVANAGARI + FULL_WIDTH)}
    hits = []
    for name, data in members.items():
        text = re.sub(r"[\s\-–()+]", "", data.decode("utf-8", "replace").translate(ascii_digits))
        hits += [
            (name, value.text)
            for value in planted
            if any(each.encode() in data for each in _spellings(value))
            or (value.kind == "mobile" and value.bare in text)
        ]
    return hits


def _spellings(value: Planted) -> set[str]:
    if value.kind == "code":  # a number as short as that stands in any hash
        return {value.text, quote(value.text)}
    return {
        *(value.text, quote(value.text), json.dumps(value.text)[1:-1]),
        *(value.bare, quote(value.bare), json.dumps(value.bare)[1:-1], value.bare.lower()),
    }
