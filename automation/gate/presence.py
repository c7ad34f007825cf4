"""Who may say yes: nobody, or a person; an environment variable, a flag or a pipe never can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from automation.acts import Act


class CannotDoError(Exception):
    """The person wanted to do the act, but the page or the mail did not let them; the text says why."""


class Person(Protocol):
    """Somebody who is asked before each act, and does it."""

    def absent(self) -> str | None:
        """Why nobody is there; None when somebody is."""
        ...

    def consents(self, act: Act) -> bool:
        """Ask for this one act."""
        ...

    def perform(self, act: Act) -> str:
        """Do it, and tell what is remarkable about it (blank: nothing).

        Raises CannotDoError when it cannot be done.
        """
        ...


class Nobody:
    """An unattended run."""

    def absent(self) -> str | None:
        """Nobody is ever there."""
        return "a present person has to do this; the run was unattended"

    def consents(self, act: Act) -> bool:  # noqa: ARG002 (the answer never depends on it)
        """Nobody says yes to nothing."""
        return False

    def perform(self, act: Act) -> str:
        """Nothing is done."""
        raise CannotDoError(f"nobody is present: {act.value.words}")
