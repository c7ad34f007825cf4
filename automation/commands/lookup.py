"""Looks one department up in the portal's list, whatever the form's shape, before anything is typed into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.departments import audit, listed
from automation.departments.expected import Department

if TYPE_CHECKING:
    from automation.commands.searcher import Searcher
    from automation.config import Departments
    from automation.result import DepartmentResult


def lookup(
    searcher: Searcher, typed: str, departments: tuple[Department, ...], wanted: Departments
) -> DepartmentResult:
    """What became of the department that was typed: one of ours by its name, short name or another name, or any other.

    The searcher's form is not fit to be filled afterwards: open a fresh one.
    """
    one = (ours(typed, departments),)
    lists = searcher.lists(wanted.state)
    if lists is None:
        return audit.run(one, searcher.ask, wanted.state, known=wanted.known).results[0]
    return listed.run(one, lists, wanted.state, known=departments).results[0]


def ours(typed: str, departments: tuple[Department, ...]) -> Department:
    """The department of our list that goes by this name, else a new one of it."""
    folded = typed.casefold()
    names = {each: {each.name, each.short_name, *each.aliases} for each in departments}
    known = (each for each, own in names.items() if folded in {name.casefold() for name in own})
    return next(known, Department(typed, "other"))
