"""Looks for personal data in finished evidence: shapes of Indian numbers and addresses, and the run's own canaries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation.evidence.shapes import found, normal, without_digests
from automation.evidence.unpacking import UnsearchableError, pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Leak:
    """Something personal: its kind, and the file and line where it stands. Never the value."""

    kind: str
    place: str

    def __str__(self) -> str:
        return f"{self.kind} in {self.place}"


class Scanner:
    """Looks through files.

    `canaries` are values that this run knows (what its person typed); `harmless` are texts of its own, such as the
    number of the ticket, that are not looked at.
    """

    def __init__(self, canaries: Iterable[str] = (), harmless: Iterable[str] = ()) -> None:
        self._canaries = {_bare(each) for each in canaries if len(_bare(each)) >= _SHORTEST}
        words = sorted({normal(each) for each in harmless if each}, key=len, reverse=True)
        self._harmless = re.compile("|".join(map(re.escape, words)) or "(?!)")

    def holds_a_canary(self, text: str) -> bool:
        """Whether a value that this run knows stands in a text, in whatever spelling."""
        bare = _bare(text)
        return any(canary in bare for canary in self._canaries)

    def scan(self, files: Mapping[str, bytes]) -> list[Leak]:
        """Every leak in some files, by their names; a file that cannot be looked into counts as one."""
        return [leak for name, data in files.items() for leak in [*self._named(name), *self.scan_file(name, data)]]

    def _named(self, name: str) -> Iterator[Leak]:
        if any(True for _ in self._in(name)):
            yield Leak("something personal", "the name of a file")

    def scan_file(self, name: str, data: bytes) -> list[Leak]:
        """The leaks of one file, each kind once a line."""
        leaks: dict[Leak, None] = {}
        try:
            for piece in pieces(name, data):
                for kind, line in self._in(piece.text):
                    leaks[Leak(kind, f"{piece.place}, line {line}")] = None
        except UnsearchableError as error:
            leaks[Leak(f"nobody can tell what ({error})", name)] = None
        return list(leaks)

    def _in(self, text: str) -> Iterator[tuple[str, int]]:
        plain = self._harmless.sub(lambda match: " " * len(match[0]), without_digests(normal(text)))
        for kind, place in found(plain):
            yield kind, plain.count("\n", 0, place) + 1
        bare = _bare(plain)
        if any(canary in bare for canary in self._canaries):
            yield from self._canary_lines(plain)

    def _canary_lines(self, plain: str) -> Iterator[tuple[str, int]]:
        lines = [_bare(line) for line in plain.split("\n")]
        at = [number for number, bare in enumerate(lines, 1) if any(each in bare for each in self._canaries)]
        yield from (("a value that the run's person typed", number) for number in at or [1])


def _bare(text: str) -> str:
    """Letters and digits alone, without case: no spelling, spacing or line break hides a value."""
    return re.sub(r"[\W_]+", "", normal(text).casefold())
