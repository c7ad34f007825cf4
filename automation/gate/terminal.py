"""The person at the terminal, which the gate opens itself: a word on the screen has to be typed back each time."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import sys
from typing import TYPE_CHECKING

from automation.gate.machines import started_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
            with _opened() as (screen, keys):
                if sys.platform != "win32" and os.tcgetpgrp(keys) != os.getpgrp():
                    return f"{need}; this program runs in the background of its terminal"
                return None if os.isatty(screen) and os.isatty(keys) else f"{need}; there is no terminal"
        except OSError:
            return f"{need}; there is no terminal"

    async def refusal(self, question: Question, act: Act | None) -> str:  # noqa: ARG002 (the question tells of the act)
        """Show the question and a word that was made for it; only the word is a yes."""
        if why := await self.absent():
            return why
        word = secrets.choice(_WORDS) + secrets.choice(_DIGITS) + secrets.choice(_DIGITS)
        try:
            with _opened() as (screen, keys):
                _forget_what_was_typed(keys)
                os.write(screen, _text(question, word).encode())
                typed = await _line(keys)
                said = "the person said no" if typed.strip() else "the person gave no answer"
                agreed = secrets.compare_digest(typed.strip().casefold().encode(), word.encode())
                os.write(screen, b"Let out, once.\n" if agreed else b"Kept.\n")
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


@contextlib.contextmanager
def _opened() -> Iterator[tuple[int, int]]:
    """The screen and the keyboard of the terminal that this program was started from. Raises OSError without one."""
    if sys.platform == "win32":
        screen, keys = os.open("CONOUT$", os.O_RDWR), os.open("CONIN$", os.O_RDWR)
    else:
        screen = keys = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    try:
        yield screen, keys
    finally:
        for number in {screen, keys}:
            os.close(number)


def _forget_what_was_typed(keys: int) -> None:
    """What was typed before the question is no answer to it."""
    if sys.platform == "win32":
        import msvcrt

        while msvcrt.kbhit():
            msvcrt.getwch()
    else:
        import termios

        termios.tcflush(keys, termios.TCIFLUSH)


async def _line(keys: int) -> str:
    """The next line that is typed; blank at the end of input."""
    loop = asyncio.get_running_loop()
    if sys.platform == "win32":  # its consoles cannot be waited for; an abandoned wait only ever costs a yes
        return (await loop.run_in_executor(None, os.read, keys, _LONGEST_LINE)).decode(errors="replace")
    typed: asyncio.Future[str] = loop.create_future()

    def read() -> None:
        loop.remove_reader(keys)
        try:
            typed.set_result(os.read(keys, _LONGEST_LINE).decode(errors="replace"))
        except OSError:
            typed.set_result("")

    loop.add_reader(keys, read)
    try:
        return await typed
    finally:
        loop.remove_reader(keys)
