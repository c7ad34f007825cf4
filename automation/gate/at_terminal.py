"""The person at the terminal, which the gate opens itself: each time they type back a word from the screen."""

from __future__ import annotations

import asyncio
import os
import secrets
import select
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from automation import mswindows
from automation.gate.machines import started_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from automation.acts import Act
    from automation.gate.channels import Question, ScriptedThere

_WORDS = ("amber", "barley", "cedar", "coral", "dahlia", "falcon", "garnet", "hazel", "indigo", "lotus", "maple")
_DIGITS = "23456789"
_LONGEST_LINE = 200


class Terminal:
    """Asks on the terminal itself, not on any input of a process; `piped`: the program's own input is no terminal.

    Another program on a pseudo-terminal can read the word and type it back, so this is for a rehearsal only: `proof`
    has the portal prove that this run started it.
    """

    unannounced = True

    def __init__(self, environ: Mapping[str, str], *, piped: bool, proof: ScriptedThere) -> None:
        self._environ, self._piped, self._proof = environ, piped, proof

    async def absent(self) -> str | None:
        """Nobody, where a machine runs the program (CI), its input is a pipe, or there is no terminal in front."""
        need = "a present person has to do this"
        if machine := started_by(self._environ):
            return f"{need}; {machine}"
        if self._piped:
            return f"{need}; the input of this program is a pipe or a file"
        if await self._proof.absent():
            return f"{need}; on a portal that is no rehearsal of this run the companion window asks"
        try:
            with _opened() as screen:
                return f"{need}; {why}" if (why := _away(screen)) else None
        except OSError:
            return f"{need}; there is no terminal"

    async def refusal(self, question: Question, act: Act | None) -> str:  # noqa: ARG002 (the question tells of the act)
        """Show the question and a word that was made for it; only the word is a yes."""
        if why := await self.absent():
            return why
        word = secrets.choice(_WORDS) + secrets.choice(_DIGITS) + secrets.choice(_DIGITS)
        try:
            with _opened() as screen:
                screen.forget()
                screen.write(_text(question, word))
                typed = await _typed(screen)
                said = "the person said no" if typed.strip() else "the person gave no answer"
                agreed = secrets.compare_digest(typed.strip().casefold().encode(), word.encode())
                screen.write("Let out, once.\n" if agreed else "Kept.\n")
                return "" if agreed else said
        except OSError:
            return "the terminal was closed"


def _text(question: Question, word: str) -> str:
    lines = [
        "",
        f"The portal's page wants to: {question.words} ({question.effect})",
        f"  {question.method} {question.url}",
        *([f"  fields: {', '.join(question.fields)}"] if question.fields else []),
        *([f"  to: {question.recipient}"] if question.recipient else []),
        f"To let exactly this out, once, type {word} and press Enter; anything else keeps it: ",
    ]
    return "\n".join(lines)


def _opened() -> _Terminal | mswindows.Console:
    """The terminal that this program was started from. Raises OSError without one."""
    return _Terminal() if mswindows.API is None else mswindows.Console()


class _Terminal(AbstractContextManager["_Terminal"]):
    """Screen and keyboard, open; what `mswindows.Console` is on Windows."""

    def __init__(self) -> None:
        self._place = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
        self._stopped, self._stop = os.pipe()

    def __exit__(self, *_: object) -> None:
        for number in (self._place, self._stopped, self._stop):
            os.close(number)

    def away(self) -> str:
        if os.tcgetpgrp(self._place) != os.getpgrp():
            return "this program runs in the background of its terminal"
        return "" if os.isatty(self._place) else "there is no terminal"

    def forget(self) -> None:
        """What was typed before the question is no answer to it."""
        import termios

        termios.tcflush(self._place, termios.TCIFLUSH)

    def write(self, text: str) -> None:
        os.write(self._place, text.encode())

    def line(self) -> str:
        """The next line that is typed; blank at the end of input, and where it was told to stop."""
        ready, _, _ = select.select([self._place, self._stopped], [], [])
        try:
            return "" if self._stopped in ready else os.read(self._place, _LONGEST_LINE).decode(errors="replace")
        except OSError:
            return ""

    def stop(self) -> None:
        os.write(self._stop, b".")


def _away(screen: _Terminal | mswindows.Console) -> str:
    """Why nobody can be asked here; blank when somebody can, as at every console that could be opened."""
    return screen.away() if isinstance(screen, _Terminal) else ""


async def _typed(screen: _Terminal | mswindows.Console) -> str:
    """The next line that is typed, read in a thread of its own, which ends when nobody waits for it any more.

    No event loop of macOS can wait for a terminal.
    """
    reading = asyncio.get_running_loop().run_in_executor(None, screen.line)
    try:
        return await asyncio.shield(reading)
    finally:
        screen.stop()
        await asyncio.wait([reading])
