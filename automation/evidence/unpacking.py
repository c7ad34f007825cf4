"""Unpacks every part of a file in which data can hide: archives, compressed data, pictures' metadata, encodings."""

from __future__ import annotations

import base64
import binascii
import bz2
import gzip
import html
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote_plus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

MOST_BYTES = 64_000_000
_PIECE = 1 << 20
DEEPEST = 8
_BASE64 = re.compile(rb"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{12,}={0,2}")
_JSON_ESCAPE = re.compile(r"\\+u([0-9a-fA-F]{4})|\\+x([0-9a-fA-F]{2})")
_QUOTED = re.compile(r"=([0-9A-F]{2})")
_PRINTABLE = re.compile(rb"[\x09\x20-\x7e\x80-\xff]{6,}")
_WIDE = re.compile(rb"(?:[\x09\x20-\x7e]\x00){6,}")
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_BYTE_ORDERS = frozenset({b"\xff\xfe", b"\xfe\xff"})
_COMPRESSED_CHUNKS = {b"zTXt": 1, b"iTXt": 0, b"iCCP": 1}


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


_PACKED: tuple[tuple[bytes, str, Callable[[io.BytesIO], AbstractContextManager[_Readable]]], ...] = (
    (b"\x1f\x8b", "gzip", gzip.open),
    (b"BZh", "bzip2", bz2.open),
    (b"\xfd7zXZ", "xz", lzma.open),
)


class UnsearchableError(Exception):
    """Something cannot be looked into; the text says what."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that a file holds, and where in the file it was."""

    place: str
    text: str


@dataclass(slots=True)
class _Budget:
    left: int

    def take(self, data: bytes) -> bytes:
        self.left -= len(data)
        if self.left < 0:
            raise UnsearchableError("it unpacks to more than can be searched")
        return data


def pieces(name: str, data: bytes) -> Iterator[Piece]:
    """Every text in a file, in each encoding that it could have been hidden in.

    Raises UnsearchableError for what cannot be opened (a password, too deep, too large).
    """
    yield from _pieces(name, data, 0, _Budget(MOST_BYTES))


def _pieces(place: str, data: bytes, depth: int, budget: _Budget) -> Iterator[Piece]:
    if depth > DEEPEST:
        raise UnsearchableError("archives lie in it deeper than can be searched")
    budget.take(data)
    inner = list(_inside(data))
    for name, content in inner:
        yield from _pieces(f"{place} » {name}", content, depth + 1, budget)
    if data.startswith(_PNG):
        yield from _binary(f"{place} (metadata)", b"\n".join(_png(data)))
    elif data.startswith(_JPEG):
        yield from _binary(f"{place} (metadata)", b"\n".join(_jpeg(data)))
    elif inner:
        yield from _binary(f"{place} (between its members)", _around(data))
    elif b"\0" in data[:4096] and data[:2] not in _BYTE_ORDERS:
        yield from _binary(place, data)
    else:
        yield from _text(place, data, depth, budget)


def _inside(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The members of an archive, also of one that is glued to another file, and what is compressed."""
    if b"PK\x03\x04" in data or b"PK\x05\x06" in data:
        yield from _zip(data)
    for magic, name, opened in _PACKED:
        if data.startswith(magic):
            try:
                with opened(io.BytesIO(data)) as packed:
                    yield name, _read(packed)
            except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError):
                raise UnsearchableError(f"its {name} data cannot be unpacked") from None
    if data[257:262] == b"ustar":
        try:
            with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                for member in archive:
                    body = archive.extractfile(member)
                    yield member.name, member.name.encode() + b"\n" + (_read(body) if body else b"")
        except (tarfile.TarError, OSError, EOFError, ValueError):
            raise UnsearchableError("it looks like a tar archive and is none, or a damaged one") from None


def _read(packed: _Readable) -> bytes:
    """All of it, a piece at a time, as long as it can be searched: a small file can hold very much."""
    data = bytearray()
    while piece := packed.read(_PIECE):
        data += piece
        if len(data) > MOST_BYTES:
            raise UnsearchableError("it unpacks to more than can be searched")
    return bytes(data)


def _zip(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield "comment", archive.comment
            for entry in archive.infolist():
                if entry.file_size > MOST_BYTES:
                    raise UnsearchableError("it unpacks to more than can be searched")
                yield "file name", entry.filename.encode() + b"\n" + entry.comment + b"\n" + entry.extra
                yield entry.filename, archive.read(entry)
    except zipfile.BadZipFile:
        if data.startswith(b"PK\x03\x04"):
            raise UnsearchableError("it is a damaged zip") from None
    except (RuntimeError, NotImplementedError, zlib.error):
        raise UnsearchableError("its zip has a password or cannot be unpacked") from None


def _around(data: bytes) -> bytes:
    """What an archive holds beside its members: packed data are no text, and were unpacked already."""
    if b"PK\x03\x04" not in data:
        return b""
    rest = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            at = entry.header_offset
            start = at + 30 + sum(int.from_bytes(data[at + place : at + place + 2], "little") for place in (26, 28))
            rest[start : start + entry.compress_size] = bytes(entry.compress_size)
    return bytes(rest)


def _png(data: bytes) -> Iterator[bytes]:
    """Every chunk but the pixels, unpacked where it is compressed, and what stands after the end."""
    at = len(_PNG)
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + length]
        at += 12 + length
        if kind not in {b"IDAT", b"fdAT"}:
            yield body
        if kind in _COMPRESSED_CHUNKS:
            yield from _deflated(body)
        if kind == b"IEND":
            break
    yield data[at:]


def _deflated(body: bytes) -> Iterator[bytes]:
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", body):
        try:
            yield zlib.decompressobj().decompress(body[match.start() :], MOST_BYTES)
        except zlib.error:
            continue


def _jpeg(data: bytes) -> Iterator[bytes]:
    """Every segment before the pixels (EXIF, comments), and what stands after the end."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:  # noqa: PLR2004 (JPEG's marks)
        length = int.from_bytes(data[at + 2 : at + 4])
        yield data[at + 4 : at + 2 + length]
        at += 2 + length
    end = data.rfind(b"\xff\xd9")
    yield data[end + 2 :] if end > 0 else b""


def _binary(place: str, data: bytes) -> Iterator[Piece]:
    """The runs of printable characters, of one and of two bytes each."""
    runs = [match[0] for match in _PRINTABLE.finditer(data)]
    wide = [match[0].replace(b"\0", b"") for match in _WIDE.finditer(data)]
    if runs or wide:
        yield from _views(place, b"\n".join([*runs, *wide]).decode("utf-8", "replace"))


def _text(place: str, data: bytes, depth: int, budget: _Budget) -> Iterator[Piece]:
    if data[:2] in _BYTE_ORDERS:
        yield from _views(place, data.decode("utf-16", "replace"))
        return
    rest = bytearray(data)
    for match in _BASE64.finditer(data):
        decoded = _decoded(match[0])
        if decoded is not None:
            if len(match[0]) > 2_000:  # noqa: PLR2004 (a picture: its letters are no text)
                rest[match.start() : match.end()] = b" " * len(match[0])
            yield from _pieces(f"{place} (base64)", decoded, depth + 1, budget)
    yield from _views(place, bytes(rest).decode("utf-8", "replace"))


def _decoded(token: bytes) -> bytes | None:
    """What a base64 token says, where it says anything: text, an archive or a picture."""
    padded = token.rstrip(b"=") + b"=" * (-len(token.rstrip(b"=")) % 4)
    try:
        decoded = base64.b64decode(padded.translate(bytes.maketrans(b"-_", b"+/")), validate=True)
    except (binascii.Error, ValueError):
        return None
    if decoded.startswith((_PNG, _JPEG, b"PK\x03\x04", b"\x1f\x8b")):
        return decoded
    try:
        text = decoded.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return decoded if text.isprintable() or "\n" in text else None


def _views(place: str, text: str) -> Iterator[Piece]:
    """The text as it stands, and as it reads with each escaping undone, also one inside the other."""
    seen = {text}
    yield Piece(place, text)
    current = text
    for _ in range(3):
        current = _QUOTED.sub(_byte, _JSON_ESCAPE.sub(_character, html.unescape(unquote_plus(current))))
        if current in seen:
            return
        seen.add(current)
        yield Piece(f"{place} (unescaped)", current)


def _character(match: re.Match[str]) -> str:
    return chr(int(match[1] or match[2], 16))


def _byte(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return chr(number) if 0x20 <= number < 0x7F else match[0]  # noqa: PLR2004 (printable ASCII)
