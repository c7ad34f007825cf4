"""The gate as a process of its own: serves the program's commands on stdin, and ends at once when they end."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from automation import mswindows
from automation.acts import Act
from automation.gate.certificates import Authority
from automation.gate.marked_sinks import Sinks
from automation.gate.policy import Policy
from automation.gate.proxy import Window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from automation.gate.companion import Companion


class Gate:
    """All windows of one launch. There is no command that allows anything: that is for the person's channel."""

    def __init__(self, environ: Mapping[str, str], *, piped: bool) -> None:
        self._environ, self._piped = environ, piped
        self._authority = Authority()
        self._windows: dict[int, Window] = {}
        self._sinks: Sinks | None = None

    async def hello(self) -> dict[str, Any]:
        """What the program needs for the launch: a window that always stays sealed, and the certificate to trust."""
        return {**await self.open(Policy()), "fingerprint": self._authority.fingerprint}

    async def open(self, policy: Policy) -> dict[str, Any]:
        """A new window, sealed."""
        window = Window(policy, self._authority, self._environ, piped=self._piped)
        port = await window.listen()
        self._windows[port] = window
        if window.companion:
            return {"port": port, "companion": await window.companion.serve()}
        return {"port": port}

    async def answer(self, command: dict[str, Any]) -> dict[str, Any]:
        """Do what the program says."""
        match command["do"]:
            case "open":
                return await self.open(Policy.from_json(command["policy"]))
            case "sinks":
                self._sinks = await Sinks.open()
                return self._sinks.ports
            case "arrived" if self._sinks:
                return {"arrived": self._sinks.arrived}
            case _:
                return await self._for_window(self._windows[command["port"]], command)

    async def _for_window(self, window: Window, command: dict[str, Any]) -> dict[str, Any]:
        match command["do"]:
            case "seal" | "shut" | "browse" | "drop" as what:
                getattr(window, what)()
            case "announce":
                window.keeper.announce(Act[command["act"]])
            case "withdraw":
                return {"left": window.keeper.withdraw()}
            case "show" | "heard":
                return _for_companion(window.companion, command)
            case "absent":
                return {"why": await window.channel.absent()}
            case "record":
                return {
                    "record": window.record.as_json(),
                    "mode": window.keeper.mode,
                    "used": window.keeper.used,
                    "busy": window.keeper.busy,
                    "issuers": window.upstream.issuers,
                }
            case "close":
                window.close()
                del self._windows[command["port"]]
            case _:
                return {"error": "there is no such command"}
        return {}


def _for_companion(companion: Companion | None, command: dict[str, Any]) -> dict[str, Any]:
    """Show something in the companion window, or tell what was said there."""
    if companion is None:
        return {"error": "there is no companion window"}
    if command["do"] == "show":
        companion.show(command["scene"])
        return {}
    return {"heard": companion.heard(), "there": companion.absence() is None}


def _say(answer: dict[str, Any]) -> None:
    """Answer the program; where it has gone, even before its gate was ready, this process goes too."""
    try:
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(0)


async def _serve() -> None:
    gate = Gate(os.environ, piped="--piped" in sys.argv)
    commands: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda *_: None)  # a connection that fails is closed, and its data shown to nobody

    def listen() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(commands.put_nowait, line)
        os._exit(0)  # the program has ended, in whatever way: nothing that is held may leave any more

    threading.Thread(target=listen, daemon=True).start()
    _say(await gate.hello())
    while True:
        command = json.loads(await commands.get())
        try:
            _say(await gate.answer(command))
        except (LookupError, ValueError, TypeError, OSError) as error:
            _say({"error": f"{type(error).__name__}"})


def main() -> None:
    """Serve until stdin ends. Ctrl-C, and on Windows a closed window too, are for the program, which ends this one."""
    for name in ("SIGINT", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    mswindows.hear_closing(lambda: None)
    asyncio.run(_serve())


if __name__ == "__main__":
    main()
