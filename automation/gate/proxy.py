"""The way out of one browser window: an HTTP proxy on loopback; it forwards only what judge and keeper allow."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING, Any, cast

from automation.gate import questions
from automation.gate.channels import Channel, Question, channel_for
from automation.gate.exchange import Exchange
from automation.gate.judge import Candidate, Refused, judge
from automation.gate.policy import AtCompanion, Origin, Policy, Scripted
from automation.gate.receipts import GIVEN
from automation.gate.record import Record
from automation.gate.time_limit import Patience
from automation.gate.upstream import Upstream
from automation.gate.window_state import Forward, Hold, Keeper, Mode, Wait
from automation.model import Effect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from automation.acts import Act
    from automation.gate.certificates import Authority
    from automation.gate.companion import Companion

ANSWER_SECONDS = 60.0
SETTLE_SECONDS = 10.0
MAX_CONNECTIONS = 512
_TOO_MANY = "too many connections at a time"
_GONE = "the page no longer waits for it"
_LOOK_SECONDS = 0.1
"""How often it is looked whether the page still waits for a held request."""


class Window:
    """One listener with its own policy, state and record; `piped`: the program's own input is no terminal."""

    def __init__(self, policy: Policy, authority: Authority, environ: Mapping[str, str], *, piped: bool) -> None:
        self.policy, self.authority = policy, authority
        self.record = Record()
        self.upstream = Upstream(environ, policy.authority)
        self.channel: Channel = channel_for(policy, environ, piped=piped)
        self.companion = cast("Companion", self.channel) if isinstance(policy.presence, AtCompanion) else None
        self.keeper = Keeper(policy.budget, unannounced=self.channel.unannounced)
        self._settled = asyncio.Event()
        self._live: dict[Exchange, asyncio.Task[Any]] = {}
        self._server: asyncio.Server | None = None

    async def listen(self) -> int:
        """Take connections on a free port of this machine; the port."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0, backlog=MAX_CONNECTIONS)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def close(self) -> None:
        """Cut everything and listen no more."""
        self.seal()
        if self.companion:
            self.companion.close()
        if self._server:
            self._server.close()

    def seal(self) -> None:
        """Refuse everything from now on, and cut what is under way."""
        self.keeper.seal()
        self._settled.set()
        for task in list(self._live.values()):
            task.cancel()  # wherever it is: asking, on its way to the portal, or passing an answer on
        self.upstream.abort()

    def shut(self) -> None:
        """Let no read pass, and cut what is under way, except what is held or was allowed."""
        self.keeper.shut()
        if self.keeper.mode is Mode.SETTLING:  # reads wait already, and what is under way is what the portal led to
            return
        for exchange, task in list(self._live.items()):
            if not exchange.spared:
                task.cancel()

    def browse(self) -> None:
        """Let pass what reads."""
        self.keeper.browse()
        self._settled.set()

    def drop(self) -> None:
        """The page that asked has gone: the question ends."""
        self.keeper.drop()
        if self.companion:
            self.companion.forget()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._live) >= MAX_CONNECTIONS:
            self.record.refused("CONNECT", "", Effect.UNKNOWN, _TOO_MANY)
            writer.transport.abort()
            return
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 (the server runs each connection in a task of its own)
        patience = Patience(task)
        exchange = Exchange(self, reader, writer, patience)
        self._live[exchange] = task
        try:
            with patience:
                await exchange.run()
        except asyncio.CancelledError:
            writer.transport.abort()  # the gate was sealed, or nothing came for too long
        except OSError:
            pass  # the browser has gone
        except Exception as error:  # noqa: BLE001 (whatever goes wrong here, nothing more leaves and no data is shown)
            self.record.refused("MALFORMED", "", Effect.UNKNOWN, f"the gate could not go on ({type(error).__name__})")
        finally:
            self._live.pop(exchange, None)
            with contextlib.suppress(OSError):
                writer.close()

    def tunnels_to(self, host: str, port: int) -> Origin | None:
        """The listed https origin that a CONNECT leads to; None for any other, and while nothing could leave."""
        origin = Origin("https", host, port)
        return origin if self.keeper.listens and origin in self.policy.origins else None

    async def admit(self, request: Candidate, gone: Exchange) -> tuple[Effect, str] | Refused:
        """Whether a request leaves: its effect and why it may, or why not. A held one is asked about here."""
        verdict = judge(self.policy, request)
        while True:
            decision = self.keeper.decide(request, verdict, time.monotonic())
            match decision:
                case Forward():
                    return decision.effect, decision.why
                case Hold(effect=effect):
                    gone.spared = True
                    if effect is Effect.CREDENTIAL:
                        self.shut()
                    return await self._ask(request, effect, gone)
                case Refused():
                    if decision.new:
                        self.record.unknown(decision.why)
                    return decision
                case Wait():
                    if not await self._settling():
                        return Refused(Effect.READ, "the page did not settle")

    async def _settling(self) -> bool:
        """Wait until the program has looked at the page; False when it does not in time."""
        self._settled.clear()
        try:
            async with asyncio.timeout(SETTLE_SECONDS):
                await self._settled.wait()
        except TimeoutError:
            return False
        return True

    async def _ask(self, request: Candidate, effect: Effect, page: Exchange) -> tuple[Effect, str] | Refused:
        act = self.keeper.announced
        question = questions.question(request, effect, act)
        why = "the gate was sealed in the meantime"
        try:
            why = await self._answered(question, act, page) or self._unwritten(question)
            if not why and not self.keeper.allow(request, effect, time.monotonic()):
                why = "the gate was sealed in the meantime"
        finally:
            self.keeper.drop(request)
            self.record.asked(question, why or "yes")
        return Refused(effect, why, asked=True) if why else (effect, "the person said yes")

    def _unwritten(self, question: Question) -> str:
        """Why a yes does not count, because it cannot be written down; blank where it is on the disk, or a script's."""
        if isinstance(self.policy.presence, Scripted):
            return ""
        if self.policy.receipts is None:
            return "there is nowhere to keep the receipt"
        language = self.companion.language if self.companion else "en"
        try:
            self.policy.receipts.add(question, language, "yes", GIVEN)
        except OSError as error:
            return f"the receipt cannot be kept ({error.strerror})"
        return ""

    async def _answered(self, question: Question, act: Act | None, page: Exchange) -> str:
        """Blank for a yes, else why not; no answer in time, a page that has gone, a channel that fails: no yes."""
        asking = asyncio.ensure_future(self.channel.refusal(question, act))
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                while not (await asyncio.wait({asking}, timeout=_LOOK_SECONDS))[0] and not page.gone():
                    pass
            return _GONE if page.gone() else await asking
        except TimeoutError:
            return "the person gave no answer in time"
        except Exception as error:  # noqa: BLE001 (whatever happens to the channel, it is no yes)
            return f"the person could not be asked ({type(error).__name__})"
        finally:
            asking.cancel()
