"""The program's end of the gate: starts the process, seals, browses, announces, reads the record; allows nothing."""

from __future__ import annotations

import contextlib
import json
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from automation import subprocesses
from automation.model import NoAnswerError
from automation.result import GateResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from automation.acts import Act
    from automation.gate.policy import Policy

_GONE = "The gate has ended, so nothing can leave the browser any more; run igot again."


@contextlib.contextmanager
def _no_ctrl_c() -> Iterator[None]:
    """A process started meanwhile never hears Ctrl-C, not even before its first line; this one hears it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class GateProcess(contextlib.AbstractContextManager["GateProcess"]):
    """A running gate; a context manager that ends it. It also ends by itself when this program does."""

    def __init__(self) -> None:
        """Start the process and do not wait for it: `ready` does."""
        piped = sys.stdin is None or not sys.stdin.isatty()  # another program may feed this one
        try:
            with _no_ctrl_c():
                self.process = subprocesses.start("automation.gate.process", *(["--piped"] if piped else []))
        except OSError as error:
            raise NoAnswerError(f"The gate did not start ({error.strerror}); nothing was looked at.") from error
        self._lock = threading.Lock()
        self._hello: dict[str, Any] = {}

    def __exit__(self, *_: object) -> None:
        """End the gate."""
        self.stop()

    def ready(self) -> dict[str, Any]:
        """Wait until it listens: `port` of the window that stays sealed, `fingerprint` of its certificates' key."""
        if not self._hello:
            self._hello = self._read(subprocesses.READY_SECONDS)
        return self._hello

    def stop(self) -> None:
        """End the process; whatever it holds is not sent. A second call does nothing."""
        subprocesses.end(self.process)

    def ask(self, do: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
        """Give a command and wait for its answer. Raises NoAnswerError when the gate is gone."""
        with self._lock:
            self.ready()
            try:
                subprocesses.tell(self.process, json.dumps({"do": do, **more}))
            except (OSError, ValueError) as error:
                raise NoAnswerError(_GONE) from error
            answer = self._read()
        if "error" in answer:
            raise NoAnswerError(f"The gate did not understand “{do}” ({answer['error']}); report this.")
        return answer

    def open(self, policy: Policy) -> Gate:
        """A new window's way out, sealed."""
        opened = self.ask("open", policy=policy.as_json())
        return Gate(self, opened["port"], opened.get("companion", ""))

    def _read(self, seconds: float | None = None) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = json.loads(subprocesses.hear(self.process, seconds))
        except ValueError as error:
            raise NoAnswerError(_GONE) from error
        return answer


class Gate:
    """The way out of one window. It can be closed and opened for reading; only a person can allow more.

    `before_browsing` is asked each time whether it may be opened.
    """

    def __init__(self, process: GateProcess, port: int, companion: str = "") -> None:
        """`companion` is the address of the companion window, which can be visited once; blank where there is none."""
        self._process, self._port, self.companion = process, port, companion
        self.before_browsing: Callable[[], bool] = lambda: True

    @property
    def proxy(self) -> str:
        """Where the window's browser context finds its way out."""
        return f"http://127.0.0.1:{self._port}"

    def seal(self) -> None:
        """Let nothing out any more, and cut what is under way."""
        self._do("seal")

    def shut(self) -> None:
        """Let out nothing more that reads; a question that stands, and what was allowed, are left as they are."""
        self._do("shut")

    def browse(self) -> bool:
        """Let out what only reads; false where it stays shut, because somebody is at a box for a secret just now."""
        if not self.before_browsing():
            return False
        self._do("browse")
        return True

    def announce(self, act: Act) -> None:
        """Tell the gate what the person is about to do; the request that it leads to is held and asked about."""
        self._do("announce", act=act.name)

    def withdraw(self) -> bool:
        """The act is over; whether its request has left."""
        return bool(self._do("withdraw")["left"])

    def used(self) -> bool:
        """Whether the request of the announced act has left, so that a second one would be refused."""
        return bool(self._do("record")["used"])

    def busy(self) -> bool:
        """Whether a request is held while somebody is asked, or has left with a yes and has no answer yet.

        Sealing would refuse the first and cut the second; the browser would then try to send that one again.
        """
        return bool(self._do("record")["busy"])

    def drop(self) -> None:
        """Refuse the held request: its page has gone, though the browser may still wait for the answer."""
        self._do("drop")

    def absent(self) -> str | None:
        """Why nobody can be asked, as the gate finds; None when somebody is there."""
        why: str | None = self._do("absent")["why"]
        return why

    def show(self, scene: dict[str, Any]) -> None:
        """Put this into the companion window."""
        self._do("show", scene=scene)

    def heard(self) -> tuple[list[dict[str, Any]], bool]:
        """What the person said in the companion window since the last time, and whether somebody is there."""
        answer = self._do("heard")
        return answer["heard"], answer["there"]

    def record(self) -> GateResult:
        """What passed, what was refused, what was asked and answered."""
        return GateResult.model_validate_json(json.dumps(self._do("record")["record"]))

    def mode(self) -> str:
        """“sealed”, “settling” (sealed until the page was looked at) or “browse”."""
        return str(self._do("record")["mode"])

    def issuer(self, host: str) -> str:
        """Who issued the certificate that the gate verified for this host; blank when there was none."""
        return str(self._do("record")["issuers"].get(host, ""))

    def close(self) -> None:
        """Cut everything; the window has no way out any more."""
        self._do("close")

    def _do(self, what: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
        return self._process.ask(what, port=self._port, **more)
