"""What one run is asked to do, by the names of its flags; it brings no browser along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation.model import Journey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from automation.runs.target import Target

TIMES = 3
USUAL = "g3"
"""The shape of the rehearsal's form where nobody asks for another: the documented one (FACTS §1.3)."""
LOGIN = "login"
"""Given instead of a shape of the form: the run walks the login's pages."""


@dataclass(frozen=True, slots=True)
class Options:
    """What one run should do, beyond the settings.

    `defects`, `variants`, `generation` (the shape of the form) and `list_latency_ms` are for the rehearsal portal; with
    LOGIN as `generation` the run looks only at the login, on any portal. `attended`: a person takes the official's
    part, with `register` up to the account; `official` names a file with their particulars. `json`, `junit` and
    `prometheus` name files; `nagios` prints a plug-in's line instead of the text. `confirm` is how often a finding is
    looked at again. `times` is how often a situation is repeated for a `ticket`: by default three times, with a person
    once. `sign_with` names the file of a key that signs the bundle. With `alarm` “on-change” the exit code tells only
    what is worse than what was accepted. `shard` is such as “2/5”, blank for the whole list. The rehearsal holds the
    offices of `documents`, by default of the document of the settings.
    """

    defects: Sequence[str] = ()
    variants: Sequence[str] = ()
    generation: str = USUAL
    list_latency_ms: int = 0
    audit: bool = True
    json: str = ""
    junit: str = ""
    prometheus: str = ""
    nagios: bool = False
    alarm: str = ""
    confirm: int | None = None
    attended: bool = False
    register: bool = False
    official: str = ""
    ticket: str = ""
    times: int | None = None
    sign_with: str = ""
    shard: str = ""
    documents: tuple[str, ...] = ()

    @property
    def journey(self) -> Journey:
        """What is walked."""
        return Journey.LOGIN if self.generation == LOGIN else Journey.REGISTRATION

    @property
    def shape(self) -> str:
        """The shape of the rehearsal's form."""
        return USUAL if self.generation == LOGIN else self.generation

    @property
    def attempts(self) -> int:
        """How often a situation is repeated."""
        return self.times if self.times is not None else 1 if self.attended else TIMES

    def looks(self, target: Target) -> int:
        """How often what was found broken is looked at again: by default once, but never on a rehearsal."""
        return self.confirm if self.confirm is not None else int(not target.secret)


NOTHING_MORE = Options()
