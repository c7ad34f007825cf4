"""What passed, what was refused and why, what was asked and answered: no bodies, no query strings, no secrets."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from automation.gate.channels import Question
    from automation.gate.judge import Candidate
    from automation.model import Effect

ASSETS = "/…"
_API = ("/api/", "/apis/", "/auth/", "/protected/")


class Kind(NamedTuple):
    """What requests of one kind have in common; `why` is the reason that they passed or were refused for."""

    effect: str
    method: str
    url: str
    why: str


def place(url: str) -> str:
    """An address as the record shows it: without query and user name, assets and pages as one."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{_shown(parts.path)}"


def _shown(path: str) -> str:
    return path if path.startswith(_API) else ASSETS


class Record:
    """The memory of one window; sizes are in bytes of body, sent and received."""

    def __init__(self) -> None:
        self._allowed: Counter[Kind] = Counter()
        self._denied: Counter[Kind] = Counter()
        self._sizes: Counter[Kind] = Counter()
        self._asked: list[dict[str, Any]] = []
        self._unknown: dict[str, None] = {}

    def passed(self, request: Candidate, effect: Effect, why: str = "") -> Kind:
        """A request left; what `sized` has to know of it."""
        kind = Kind(str(effect), request.method, request.origin.url + _shown(request.path), why)
        self._allowed[kind] += 1
        return kind

    def sized(self, kind: Kind, size: int) -> None:
        """So many bytes of body went to and fro."""
        self._sizes[kind] += size

    def refused(self, method: str, url: str, effect: Effect, why: str) -> None:
        """A request was kept."""
        self._denied[Kind(str(effect), method, place(url), why)] += 1

    def asked(self, question: Question, answer: str) -> None:
        """Write down what a person was asked, and the answer."""
        self._asked.append({**asdict(question), "effect": str(question.effect), "answer": answer})

    def unknown(self, sentence: str) -> None:
        """The portal calls something that nobody knows."""
        self._unknown[sentence] = None

    def as_json(self) -> dict[str, Any]:
        """The `gate` object of the result (DESIGN, machine-readable result)."""
        return {
            "allowed": self._entries(self._allowed),
            "denied": self._entries(self._denied),
            "asked": self._asked,
            "unknown": list(self._unknown),
        }

    def _entries(self, counted: Counter[Kind]) -> list[dict[str, Any]]:
        return [each._asdict() | {"count": count, "size": self._sizes[each]} for each, count in sorted(counted.items())]
