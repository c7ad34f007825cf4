"""An organisation of a list: what it is called, and under what it stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Department:
    """One row of the list; `aliases` are other official names of the same office, `central` is one of the Union's."""

    name: str
    kind: str
    parent: str = ""
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    central: bool = False
