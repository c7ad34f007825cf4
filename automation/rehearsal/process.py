"""The rehearsal portal as a child process and what its parent may ask it; knows no page."""

from __future__ import annotations

import http.client
import json
import secrets
import ssl
import subprocess
import sys
import tempfile
from contextlib import AbstractContextManager
from functools import cached_property
from typing import IO, TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from automation import limits, subprocesses
from automation.flowchart.documents import USUAL
from automation.model import Effect, NoAnswerError, UsageError
from automation.rehearsal.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Sequence

ASK_SECONDS = 10.0


class Rehearsal(AbstractContextManager["Rehearsal"]):
    """A running rehearsal portal; a context manager that stops it."""

    def __init__(self, process: subprocess.Popen[str], secret: str, options: str, complaints: IO[str]) -> None:
        """Use `Rehearsal.start`."""
        self.process = process
        self.secret = secret
        self._options, self._complaints = options, complaints

    @property
    def url(self) -> str:
        """Its address; waits until it listens. Raises NoAnswerError if it does not start."""
        return self._told["url"]

    @property
    def authority(self) -> str:
        """The certificate (PEM) by which it is known on https, blank on http; waits as `url` does."""
        return self._told["authority"]

    @cached_property
    def _told(self) -> dict[str, str]:
        """Hand the child its options; the `url` and `authority` that it then prints."""
        try:
            subprocesses.tell(self.process, self._options)
            told: dict[str, str] = json.loads(subprocesses.hear(self.process, subprocesses.READY_SECONDS))
        except (OSError, ValueError):  # it has ended, or was stopped
            subprocesses.end(self.process)
            said = self._said()
            self.stop()
            why = said[-1] if said else "it said nothing"
            raise NoAnswerError(f"The rehearsal portal did not start: {why}") from None
        return told

    def _said(self) -> list[str]:
        if self._complaints.closed:
            return []
        self._complaints.seek(0)
        return self._complaints.read().strip().splitlines()

    @classmethod
    def start(  # noqa: PLR0913 - each is a switch of the portal's, named by its caller
        cls,
        *,
        port: int = 0,
        defects: Sequence[str] = (),
        variants: Sequence[str] = (),
        resend_seconds: float = limits.RESEND_SECONDS,
        otp_validity: float = limits.OTP_SECONDS,
        retry_seconds: float = 5,
        generation: str = "g3",
        list_latency: float = 0,
        documents: Sequence[str] = (USUAL,),
    ) -> Self:
        """Start the portal on a port of this computer, 0 for a free one; times in seconds. `url` waits until it is up.

        `generation` is the shape of its form, g1, g3, g4a, g4b, or crp behind a department's link; `list_latency` how
        long it takes for a paged list; `documents` are those whose offices it holds. Raises UsageError for an unknown
        defect or variant, NoAnswerError if no process can be started.
        """
        Switches(defects, variants)
        secret = secrets.token_hex(32)
        options = {
            "port": port,
            "defects": [*defects],
            "variants": [*variants],
            "resend_seconds": resend_seconds,
            "otp_validity": otp_validity,
            "retry_seconds": retry_seconds,
            "generation": generation,
            "list_latency": list_latency,
            "documents": [*documents],
            "secret": secret,
        }
        complaints = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 (it is open as long as the child)
        return cls(_launch(complaints), secret, json.dumps(options), complaints)

    def __exit__(self, *_: object) -> None:
        """Stop the portal."""
        self.stop()

    def stop(self) -> None:
        """End the child; a second call does nothing."""
        subprocesses.end(self.process)
        self._complaints.close()

    def received(self, effect: Effect | None = None) -> list[dict[str, Any]]:
        """The requests that reached the portal, those of one effect or all; raises NoAnswerError if it is gone."""
        found: list[dict[str, Any]] = self._ask("/rehearsal/received" + (f"?effect={effect}" if effect else ""))
        return found

    def outbox(self) -> list[dict[str, Any]]:
        """The messages that the portal sent, the newest last; raises NoAnswerError if it is gone."""
        messages: list[dict[str, Any]] = self._ask("/rehearsal/outbox")
        return messages

    def reset(self) -> None:
        """Have it forget messages, accounts and requests; the switches stay. Raises NoAnswerError if it is gone."""
        self._ask("/rehearsal/reset", "{}")

    def switch(self, on: Sequence[str] = (), off: Sequence[str] = ()) -> None:
        """Switch defects on and off; they show when a page is next loaded.

        Raises UsageError for an unknown one, NoAnswerError if the portal is gone.
        """
        answer = self._ask("/rehearsal/defects", json.dumps({"on": list(on), "off": list(off)}))
        if "error" in answer:
            raise UsageError(answer["error"])

    def _ask(self, path: str, body: str | None = None) -> Any:  # noqa: ANN401 (whatever JSON it is)
        parts = urlsplit(self.url)
        host, port = str(parts.hostname), parts.port
        connection = (
            http.client.HTTPSConnection(host, port, timeout=ASK_SECONDS, context=_trusting())
            if parts.scheme == "https"
            else http.client.HTTPConnection(host, port, timeout=ASK_SECONDS)
        )
        try:
            connection.request("GET" if body is None else "POST", path, body, {"Accept": "application/json"})
            answer = json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NoAnswerError("The rehearsal portal gives no answer any more; start it again.") from error
        finally:
            connection.close()
        return answer


def _trusting() -> ssl.SSLContext:
    """A context that trusts anything: it only ever talks to our own child on loopback."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _launch(complaints: IO[str]) -> subprocess.Popen[str]:
    """Start the child in a group of its own, so that Ctrl-C in the terminal does not reach it."""
    try:
        return subprocesses.start(
            "automation.rehearsal",
            stderr=complaints,
            start_new_session=sys.platform != "win32",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    except OSError as error:
        complaints.close()
        raise NoAnswerError(f"The rehearsal portal did not start: {error.strerror}") from error
