"""Everything that the program prints: sentences that cannot steer a terminal, and data for other programs."""

from __future__ import annotations

import codecs
import io
import os
import sys
from typing import TextIO

from automation.escaping import for_terminal


def takes_codes(stream: TextIO) -> bool:
    """Whether somebody reads a stream on a terminal that knows colours and can write a line anew."""
    from automation.mswindows import shows_codes  # not before it is needed: it takes as long as all the rest

    return stream.isatty() and shows_codes(stream)


def as_utf_8() -> None:
    """Print and read UTF-8, also in pipes and files, whatever the code page of this system is."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and codecs.lookup(stream.encoding).name != "utf-8":
            stream.reconfigure(encoding="utf-8", errors="replace")


def colours() -> bool:
    """Whether what is printed may have colours: somebody reads it on a terminal, and has not asked for none."""
    return takes_codes(sys.stdout) and "NO_COLOR" not in os.environ


def say(text: str, *, aside: bool = False) -> None:
    """Print a sentence, or several lines; `aside` on stderr, where problems and progress go.

    Raises OSError where nobody takes it.
    """
    stream = sys.stderr if aside else sys.stdout
    stream.write("".join(f"{for_terminal(line)}\n" for line in text.removesuffix("\n").split("\n")))
    stream.flush()


def on_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str) -> str:
    """What is typed in answer to a question, with its line end; blank where the input ends."""
    sys.stderr.write(f"{for_terminal(question)} ")
    sys.stderr.flush()
    return sys.stdin.readline()


def data(text: str) -> None:
    """Print what another program reads, byte for byte, to stdout. Raises OSError where nobody takes it."""
    sys.stdout.write(text)
    sys.stdout.flush()
