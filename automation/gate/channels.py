"""Who may say yes, as the gate itself asks: nobody, or a rehearsal's scripted person; the program never can."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import h11

from automation.gate.policy import AtCompanion, AtTerminal, Nobody, Origin, Policy, Scripted
from automation.gate.upstream import UnreachableError, Upstream, is_loopback

if TYPE_CHECKING:
    from collections.abc import Mapping

    from automation.acts import Act
    from automation.model import Effect

UNATTENDED = "a present person has to do this; the run was unattended"
_NOT_OURS = "a present person has to do this; this portal is not a rehearsal that this run started"
PROOF_SECONDS = 20.0
_MAX_PROOF = 4096


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked: words, the request without its values, the names of its fields, where it goes to.

    `english` and `hindi` say what the request does by its address alone, for people who know no requests.
    """

    words: str
    effect: Effect
    method: str
    url: str
    fields: tuple[str, ...] = ()
    recipient: str = ""
    english: str = ""
    hindi: str = ""


class Channel(Protocol):
    """A way to a person. `unannounced`: may be asked about a request that the program did not announce."""

    unannounced: bool

    async def absent(self) -> str | None:
        """Why nobody can be asked; None when somebody is there."""

    async def refusal(self, question: Question, act: Act | None) -> str:
        """Ask once; blank for a yes to exactly this request, else why not. The caller limits the time."""


class NobodyThere:
    """An unattended run."""

    unannounced = False

    async def absent(self) -> str | None:
        """Nobody is ever there."""
        return UNATTENDED

    async def refusal(self, question: Question, act: Act | None) -> str:  # noqa: ARG002 (it never depends on it)
        """Nobody is there to say yes."""
        return UNATTENDED


class ScriptedThere:
    """Says yes to the announced act, as long as the portal proves that this run started it."""

    unannounced = False

    def __init__(self, presence: Scripted | AtTerminal | AtCompanion, policy: Policy) -> None:
        self._secret = presence.secret
        self._origin = Origin.of(presence.url) if presence.url else None
        self._upstream = Upstream({}, policy.authority)

    async def absent(self) -> str | None:
        """Nobody, unless the portal answers a new challenge with its proof."""
        if not self._secret or self._origin is None or not is_loopback(self._origin.host):
            return _NOT_OURS
        challenge = secrets.token_hex(16)
        try:
            async with asyncio.timeout(PROOF_SECONDS):
                proof = await self._proof(self._origin, challenge)
        except (UnreachableError, TimeoutError, ValueError, LookupError, TypeError):
            return _NOT_OURS
        expected = hmac.new(self._secret.encode(), challenge.encode(), hashlib.sha256).hexdigest()
        return None if hmac.compare_digest(proof.encode(errors="replace"), expected.encode()) else _NOT_OURS

    async def refusal(self, question: Question, act: Act | None) -> str:
        """Yes, if the request goes to that portal and is what was announced."""
        if act is None or Origin.of(question.url) != self._origin:
            return "nobody allowed it"
        return await self.absent() or ""

    async def _proof(self, origin: Origin, challenge: str) -> str:
        connection = await self._upstream.take(origin, fresh=True)
        try:
            request = f"GET /rehearsal/proof?challenge={challenge} HTTP/1.1\r\nHost: {origin.authority}\r\n\r\n"
            connection.send("GET", request.encode())
            body = b""
            while not isinstance(event := await connection.next_event(), h11.EndOfMessage):
                body += bytes(event.data) if isinstance(event, h11.Data) else b""
                if len(body) > _MAX_PROOF:
                    raise ValueError("too long for a proof")
        finally:
            connection.abort()
        proof = json.loads(body)["proof"]
        if not isinstance(proof, str):
            raise TypeError("a proof is a text")
        return proof


def channel_for(policy: Policy, environ: Mapping[str, str], *, piped: bool) -> Channel:
    """The channel that a policy names; `piped`: the program's own input is no terminal."""
    match policy.presence:
        case Nobody():
            return NobodyThere()
        case Scripted():
            return ScriptedThere(policy.presence, policy)
        case AtTerminal():
            from automation.gate.at_terminal import Terminal

            return Terminal(environ, piped=piped, proof=ScriptedThere(policy.presence, policy))
        case AtCompanion():
            from automation.gate.companion import Companion

            proof = ScriptedThere(policy.presence, policy) if policy.presence.secret else None
            return Companion(environ, visible=policy.presence.visible, proof=proof)
