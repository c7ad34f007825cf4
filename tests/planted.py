"""Made-up personal data in the spellings in which people write them, and a search for them that knows no scanner."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass
from urllib.parse import quote

from hypothesis import strategies as st

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


@st.composite
def mobiles(draw: st.DrawFn) -> Planted:
    number = draw(st.integers(6_000_000_000, 9_999_999_999).map(str))
    prefix = draw(st.sampled_from(["", "", "+91", "+91 ", "+91-", "0", "91", "0091 ", "(+91) "]))
    cut = draw(st.sampled_from([(10,), (5, 5), (3, 3, 4), (4, 3, 3), (4, 6), (2, 4, 4), (2, 2, 2, 2, 2), (1,) * 10]))
    separator = draw(st.sampled_from([" ", "-", "\u00a0", "–"])) if len(cut) > 1 else ""
    script = draw(st.sampled_from(["", "", DEVANAGARI, FULL_WIDTH]))
    parts, at = [], 0
    for length in cut:
        parts.append(_written(number[at : at + length], script))
        at += length
    return Planted("mobile", prefix + separator.join(parts), number)


@st.composite
def mails(draw: st.DrawFn) -> Planted:
    local = draw(st.text(LOCAL, min_size=3, max_size=12)) + draw(st.sampled_from(["", ".verma", "_x", "-y", "+z"]))
    address = f"{local}@{draw(st.sampled_from(DOMAINS))}"
    written = draw(st.sampled_from(["{}", "{}", "mailto:{}", "<{}>", "%", "&", "at"]))
    shown = {
        "%": address.replace("@", "%40"),
        "&": address.replace("@", "&#64;"),
        "at": address.replace("@", " [at] ").replace(".", " [dot] ", 1) if "." not in local else address,
    }.get(written, written.format(address))
    return Planted("mail", shown, address)


@st.composite
def names(draw: st.DrawFn) -> Planted:
    word = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=4).map("".join)
    name = f"{draw(word)} {draw(word)}"
    return Planted("name", name, name)


@st.composite
def codes(draw: st.DrawFn) -> Planted:
    code = draw(st.integers(1000, 999_999).map(str))
    words = draw(
        st.sampled_from(["OTP {}", "{} is your OTP", "otp={}", "ओ.टी.पी. {}", "verification code: {}", "OTP: {}"])
    )
    return Planted("code", words.format(_written(code, draw(st.sampled_from(["", "", DEVANAGARI])))), code)


def values() -> st.SearchStrategy[Planted]:
    """Any of them."""
    return st.one_of(mobiles(), mails(), names(), codes())


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
