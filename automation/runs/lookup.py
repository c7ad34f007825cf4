"""Finds the department of the list that a name means; makes a new one for a name that the list does not have."""

from __future__ import annotations

from automation.names.department import Department


def ours(typed: str, departments: tuple[Department, ...]) -> Department:
    """The department of our list that goes by this name, short name or another name, else a new one of it."""
    folded = " ".join(typed.split()).casefold()
    names = {each: {each.name, each.short_name, *each.aliases} for each in departments}
    known = (each for each, own in names.items() if folded in {name.casefold() for name in own})
    return next(known, Department(typed, "other"))
