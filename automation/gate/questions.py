"""Puts a held request into words for a person: what it does, the names of its fields, a masked recipient; no values."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from automation.bilingual import Bilingual
from automation.endpoints import UNSAID, endpoint
from automation.gate.channels import Question
from automation.gate.record import place
from automation.model import Effect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from automation.acts import Act
    from automation.gate.judge import Candidate

_WAYS = {True: ("e-mail", "ई-मेल"), False: ("SMS", "एस.एम.एस.")}
_WORDS = {
    Effect.SENDS_MESSAGE: "send a message",
    Effect.COMMITS_RECORD: "commit a record",
    Effect.CREDENTIAL: "hand over a password or an OTP",
}
_MAIL = re.compile(r"([\w.+-])[\w.+-]*@([\w-]+(?:\.[\w-]+)+)", re.ASCII)
_MOBILE = re.compile(r"(?:\+?91)?\d{6}(\d{4})", re.ASCII)
_MOST_FIELDS = 30
_LONGEST_NAME = 40


def question(request: Candidate, effect: Effect, act: Act | None) -> Question:
    """What the person is asked about this request."""
    pairs = tuple(_pairs(request))
    names = dict.fromkeys(name[:_LONGEST_NAME] for name, _ in pairs)
    recipient = "" if effect is Effect.CREDENTIAL else _recipient(pairs)
    return Question(
        act.value.words if act else _WORDS.get(effect, "do something"),
        effect,
        request.method,
        place(request.place),
        tuple(_plain(name) for name in names)[:_MOST_FIELDS],
        recipient,
        *_by_address(request, pairs),
    )


def _by_address(request: Candidate, pairs: tuple[tuple[str, str], ...]) -> Bilingual:
    """What such a request does; blank where the list of endpoints has no words for it."""
    rule = endpoint(request.method, request.path)
    ways = _WAYS[any(_MAIL.fullmatch(value) for _, value in pairs)]
    return Bilingual(*(each.format(way=way) for each, way in zip(rule.words if rule else UNSAID, ways, strict=True)))


def _plain(name: str) -> str:
    """A name that cannot steer a terminal, nor hold a person's data."""
    return re.sub(r"[^\w.\[\]-]|\d{4,}|.+@.+", "•", name, flags=re.ASCII)


def _pairs(request: Candidate) -> Iterator[tuple[str, str]]:
    text = request.body.decode("utf-8", "replace")
    yield from parse_qsl(urlsplit(request.target).query, keep_blank_values=True)
    if request.header("content-type").startswith("application/x-www-form-urlencoded"):
        yield from parse_qsl(text, keep_blank_values=True)
        return
    try:
        yield from _leaves("", json.loads(text))
    except (ValueError, RecursionError):
        if text:
            yield "a body that cannot be read", ""


def _leaves(name: str, value: object) -> Iterator[tuple[str, str]]:
    match value:
        case dict():
            for key, inner in value.items():
                yield from _leaves(str(key), inner)
        case list():
            for inner in value:
                yield from _leaves(name, inner)
        case _:
            yield name, str(value)


def _recipient(pairs: tuple[tuple[str, str], ...]) -> str:
    """The first e-mail address or mobile number, masked; blank when there is none."""
    for _, value in pairs:
        if found := _MAIL.fullmatch(value):
            return f"{found[1]}•••@{found[2]}"
        if found := _MOBILE.fullmatch(value):
            return f"••••••{found[1]}"
    return ""
