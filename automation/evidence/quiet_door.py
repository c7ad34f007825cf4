"""Puts the recorder between a door and its user: closes it before a secret is typed, opens it after an act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.model import Effect, NeedsPerson

if TYPE_CHECKING:
    from automation.acts import Act, Door, Extra, Outcome
    from automation.evidence.recorder import Recorder


class QuietDoor:
    """A door beside which nothing is recorded while a code or a password is typed."""

    def __init__(self, door: Door, recorder: Recorder) -> None:
        self._door, self._recorder = door, recorder
        self.by = door.by

    def absent(self, extra: Extra | None = None) -> NeedsPerson | None:
        """Why nobody can be asked, or not for this."""
        return self._door.absent(extra)

    def ask(self, act: Act) -> Outcome:
        """Close the recorder where the act types a secret; reopen it only if no box for one is left."""
        if act.value.effect is Effect.SENDS_MESSAGE and self._door.absent() is None:
            self._recorder.about_to_send()
        if act.value.types_a_secret:
            self._recorder.close()
        outcome = self._door.ask(act)
        if act.value.effect is not None:
            self._recorder.reopen()
        return outcome
