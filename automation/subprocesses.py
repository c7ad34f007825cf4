"""A Python process of our own: finds our modules, says one line when it is ready, and goes when its stdin ends."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO, Any

from automation.home import PACKAGE
from automation.mswindows import tie

READY_SECONDS, END_SECONDS = 30.0, 5.0


def start(module: str, *words: str, stderr: IO[str] | int | None = None, **more: Any) -> subprocess.Popen[str]:  # noqa: ANN401 (Popen's own)
    """Run a module of ours with pipes to its stdin and stdout, and do not wait. Raises OSError."""
    path = os.pathsep.join(filter(None, [str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]))
    process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
        [sys.executable, "-m", module, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1", **more.pop("env", {})},
        **more,
    )
    tie(process.pid)
    return process


def tell(process: subprocess.Popen[str], line: str) -> None:
    """Say one line to it. Raises OSError or ValueError when it has gone."""
    assert process.stdin is not None  # noqa: S101 (it was started with a pipe)
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def hear(process: subprocess.Popen[str], seconds: float | None = None) -> str:
    """Its next line; blank when it dies instead, or says nothing for so long, which ends it."""
    assert process.stdout is not None  # noqa: S101 (it was started with a pipe)
    patience = threading.Timer(seconds, process.kill) if seconds else None
    if patience:
        patience.start()
    try:
        return process.stdout.readline()
    except (OSError, ValueError):
        return ""
    finally:
        if patience:
            patience.cancel()


def end(process: subprocess.Popen[str]) -> None:
    """End it: its stdin ends first, which is its sign to go. A second call does nothing."""
    with suppress(OSError):
        if process.stdin:
            process.stdin.close()
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()
