"""Whether a running browser can be told what to do by another program: it could press the keys of a person."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from automation.model import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECONDS = 10.0
_LISTENING = "0A"
_FLAGS = ("--remote-debugging-port", "--remote-debugging-address", "--remote-debugging-socket-name")
_ASK = {
    "darwin": ("ps", "-ww", "-o", "command=", "-p", "{process}"),
    "win32": (
        *("powershell", "-NoProfile", "-Command"),
        "(Get-CimInstance Win32_Process -Filter 'ProcessId={process}').CommandLine",
    ),
}


def refuse(process: int) -> None:
    """Raises RefusedError where the browser with this process number has a debugging port."""
    flag = next((flag for word in _command(process) for flag in _FLAGS if word.startswith(flag)), "")
    what = f"was started with {flag}" if flag else "listens on a port" if _listens(process) else ""
    if what:
        raise RefusedError(
            f"The browser {what}, by which another program could press its keys in a person's place; name another "
            "browser in browser.executable, or leave that setting empty."
        )


def _command(process: int) -> list[str]:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_text(errors="replace").split("\0")
    ask = [part.format(process=process) for part in _ASK.get(sys.platform, ())]
    if not ask:
        return []
    try:
        done = subprocess.run(ask, capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603 (ours)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return done.stdout.split()


def _listens(process: int) -> bool:
    """Whether it waits for connections on TCP, as Linux tells; elsewhere only its command line does."""
    try:
        held = {str(each.readlink()) for each in Path(f"/proc/{process}/fd").iterdir()}
    except OSError:
        return False
    return any(f"socket:[{number}]" in held for number in _waiting(process))


def _waiting(process: int) -> Iterator[str]:
    for name in ("tcp", "tcp6"):
        try:
            rows = Path(f"/proc/{process}/net/{name}").read_text().splitlines()[1:]
        except OSError:
            continue
        for row in rows:
            fields = row.split()
            if fields[3] == _LISTENING:
                yield fields[9]
