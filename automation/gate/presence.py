"""Whose hands do an act in the browser once it is announced; whether it may leave is asked by the gate, never here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from automation.acts import Act


class CannotDoError(Exception):
    """The person wanted to do the act, but the page or the mail did not let them; the text says why."""


class Hands(Protocol):
    """Somebody who does the acts."""

    def perform(self, act: Act) -> str:
        """Do it, and tell what is remarkable about it (blank: nothing).

        Raises CannotDoError when it cannot be done.
        """
        ...

    def wipe(self) -> None:
        """Empty the boxes for codes and passwords, as far as they are still there."""
        ...


class NoHands:
    """An unattended run."""

    def perform(self, act: Act) -> str:
        """Nothing is done."""
        raise CannotDoError(f"nobody is present: {act.value.words}")

    def wipe(self) -> None:
        """Nothing was typed."""
