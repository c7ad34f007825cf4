"""The leak scan finds personal data however it is spelled and wherever it hides, and leaves a clean file alone."""

from __future__ import annotations

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import struct
import tarfile
import tracemalloc
import zipfile
import zlib
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from automation.evidence.leaks import Leak, Scanner
from automation.evidence.shapes import verhoeff
from automation.symptoms.catalogue import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Callable

A_RUN, RUNS = 100, 10


def zipped(data: bytes, name: str = "inner.txt") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def tarred(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        entry = tarfile.TarInfo("inner.txt")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks: bytes, after: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + pixels + chunk(b"IEND", b"") + after


def jpeg(*segments: tuple[int, bytes], after: bytes = b"") -> bytes:
    parts = [b"\xff" + bytes([kind]) + struct.pack(">H", len(body) + 2) + body for kind, body in segments]
    return b"\xff\xd8" + b"".join(parts) + b"\xff\xda\0\2" + bytes(range(200)) + b"\xff\xd9" + after


HIDING: dict[str, Callable[[str], bytes]] = {
    "a text": lambda text: f"line one\nsomebody wrote {text} here\n".encode(),
    "JSON": lambda text: json.dumps({"said": f"it is {text}, then"}).encode(),
    "JSON inside JSON": lambda text: json.dumps({"body": json.dumps({"said": text})}).encode(),
    "HTML": lambda text: f"<p>it is {html.escape(text)}.</p>".encode(),
    "an address": lambda text: f"https://portal.example/x?who={quote(text)}&y=1".encode(),
    "an address inside an address": lambda text: f"/login?to={quote('/x?who=' + quote(text))}".encode(),
    "UTF-16": lambda text: f"it is {text}".encode("utf-16"),
    "base64": lambda text: b'{"blob": "' + base64.b64encode(f"it is {text}".encode()) + b'"}',
    "a zip": lambda text: zipped(f"it is {text}".encode()),
    "a zip in a zip": lambda text: zipped(zipped(f"it is {text}".encode()), "deep.zip"),
    "before a zip": lambda text: f"it is {text}".encode() + zipped(b"clean"),
    "after a zip": lambda text: zipped(b"clean") + f"it is {text}".encode(),
    "gzip": lambda text: gzip.compress(f"it is {text}".encode()),
    "bzip2": lambda text: bz2.compress(f"it is {text}".encode()),
    "xz": lambda text: lzma.compress(f"it is {text}".encode()),
    "a tar": lambda text: tarred(f"it is {text}".encode()),
    "the text of a PNG": lambda text: png(chunk(b"tEXt", b"Comment\0" + f"it is {text}".encode())),
    "the packed text of a PNG": lambda text: png(
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(f"it is {text}".encode()))
    ),
    "the end of a PNG": lambda text: png(after=f"it is {text}".encode()),
    "the comment of a JPEG": lambda text: jpeg((0xFE, f"it is {text}".encode())),
    "the EXIF of a JPEG": lambda text: jpeg((0xE1, b"Exif\0\0II*\0\0\0\0\0" + f"it is {text}".encode())),
    "the end of a JPEG": lambda text: jpeg(after=f"it is {text}".encode()),
    "a picture in HTML": lambda text: (
        b'<img src="data:image/jpeg;base64,' + base64.b64encode(jpeg((0xFE, text.encode()), after=b"x" * 3000)) + b'">'
    ),
}


@pytest.mark.parametrize("way", HIDING)
@pytest.mark.parametrize("value", ["+91 98000 00042", "asha.verma@example.gov.in"])
def test_every_hiding_place_is_looked_into(way: str, value: str) -> None:
    [leak, *_] = Scanner().scan_file("file.bin", HIDING[way](value))
    assert leak.kind in {"mobile number", "e-mail address"}
    assert "file.bin" in leak.place
    assert value not in str(leak)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2345 6789 0123", "Aadhaar number"),
        ("Aadhaar: 234567890123", "Aadhaar number"),
        ("आधार 234567890123", "Aadhaar number"),
        ("id 234567890124", "Aadhaar number"),
        ("ABCPE1234F", "PAN"),
        ("pan abcpe1234f", "PAN"),
        ("asha at example dot gov dot in", "e-mail address"),
        ("asha (at) example.gov.in", "e-mail address"),
        ("राम@उदाहरण.भारत", "e-mail address"),
        ("OTP-1234", "code beside the word OTP"),
        ("1234 is your OTP", "code beside the word OTP"),
        ("ओ.टी.पी. १२३४५६ है", "code beside the word OTP"),
        ('{"otp": "998877"}', "code beside the word OTP"),
        ("one-time password 12 34 56", "code beside the word OTP"),
    ],
)
def test_each_kind_is_named(text: str, kind: str) -> None:
    assert kind in {leak.kind for leak in Scanner().scan_file("file", text.encode())}


CLEAN = [
    "2026-11-24T03:10:35+05:30",
    "20/06/2025, F.10(457)/Coord./Misc. Trg./2021/081639138/1321",
    "http://127.0.0.1:45123/public/signup",
    "chromium 140.0.7339.207 on Linux 6.8.0-45, Python 3.11.9",
    "POST /api/otp/v1/verify 400 after 1.043 s",
    "OTP sent; Resend OTP after 180 seconds, valid for 15 minutes, 5 an hour, 20 a day",
    "0.9876543210 and 98765.432198",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "9f86d081-1234-4321-9876-0123456789ab",
    "the portal counts 620 matches and hands over 500",
    "we looked at example.gov.in and found “Education”",
    "@media (max-width: 1200px) { .otp { width: 1024px } }",
    "id 234567890123",
]


@pytest.mark.parametrize("text", CLEAN)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert Scanner().scan_file("file", text.encode()) == []


def test_digits_alone_are_no_identifier() -> None:
    assert Scanner(["1234567812345678"]).scan_file("file", b"it is 1234567812345678") != []
    assert Scanner().scan_file("file", b"abcdefab 9800000042 abcdefab") != []


def test_the_catalogue_itself_is_clean() -> None:
    assert Scanner().scan_file("catalogue", CATALOGUE.model_dump_json().encode()) == []


def test_the_runs_own_person_is_found_in_any_spelling() -> None:
    scanner = Scanner(["Asha Verma", "आशा वर्मा"])
    for text in ("ASHA  VERMA", "asha-verma", "Asha\nVerma", "Verma आशा&nbsp;वर्मा", "Asha%20Verma"):
        assert [leak.kind for leak in scanner.scan_file("file", text.encode())][:1] == [
            "a value that the run's person typed"
        ]
    assert scanner.scan_file("file", b"Asha and Verma") == []


def test_the_number_of_a_ticket_beside_the_word_otp_is_no_code() -> None:
    text = b"HD-1234: OTP does not come"
    assert Scanner().scan_file("file", text) != []
    assert Scanner(harmless=["HD-1234"]).scan_file("file", text) == []


def test_a_leak_says_where_and_never_what() -> None:
    leaks = Scanner().scan({"notes/one.txt": b"clean", "two.zip": zipped(b"first line\ncall 9800000042", "deep.txt")})
    assert leaks == [Leak("mobile number", "two.zip » deep.txt, line 2")]


def test_the_name_of_a_file_is_looked_at_too() -> None:
    assert [leak.place for leak in Scanner().scan({"9800000042.jpg": b""})] == ["the name of a file"]
    assert Scanner().scan_file("x.zip", zipped(b"", "asha@example.gov.in.txt")) != []


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 no zip at all",
        b"\x1f\x8bno gzip",
        gzip.compress(b"x" * 9000, mtime=0)[:40],
        b"x" * 257 + b"ustar" + b"y" * 300,
    ],
)
def test_what_cannot_be_looked_into_is_no_clean_file(data: bytes) -> None:
    [leak] = Scanner().scan_file("file", data)
    assert leak.kind.startswith("nobody can tell what")


def test_a_zip_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("automation.evidence.unpacking.MOST_BYTES", 100_000)
    packed = (gzip.compress(b"\0" * 100_001), bz2.compress(b"\0" * 100_001), lzma.compress(b"\0" * 100_001))
    for bomb in (zipped(b"\0" * 100_001), zipped(zipped(b"\0" * 99_000) + b"\0" * 2_000), *packed):
        [leak] = Scanner().scan_file("file", bomb)
        assert "more than can be searched" in leak.kind


def test_a_small_file_that_holds_very_much_takes_little_memory() -> None:
    bomb = gzip.compress(b"\0" * 300_000_000, compresslevel=1)
    tracemalloc.start()
    try:
        [leak] = Scanner().scan_file("file", bomb)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "more than can be searched" in leak.kind
    assert peak < 100_000_000


def test_the_check_digit_is_that_of_verhoeff() -> None:
    assert verhoeff("2363")
    assert not verhoeff("2364")
    assert sum(verhoeff(f"23456789012{digit}") for digit in range(10)) == 1
