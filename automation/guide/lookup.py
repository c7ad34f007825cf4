"""Looks one department up in the portal's list, on the form that is open, before anything is typed into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Error as PlaywrightError

from automation.departments import audit
from automation.departments.expected import Department
from automation.model import NoAnswer, UnreachedError
from automation.portal.facts import Seen

if TYPE_CHECKING:
    from automation.model import DepartmentResult
    from automation.portal.facts import Branch, SearchReply
    from automation.portal.form import SignUpForm


def lookup(
    form: SignUpForm, typed: str, departments: tuple[Department, ...], state: str, known: str = ""
) -> DepartmentResult:
    """What became of the department that was typed: one of ours by its name, short name or another name, or any other.

    `known` is an organisation that is surely in the list.
    """

    def ask(text: str, branch: Branch) -> SearchReply:
        try:
            if not isinstance(form.choose_branch(branch), Seen):
                return NoAnswer("Centre or State cannot be chosen")
            return form.search(text)
        except (PlaywrightError, UnreachedError):
            return NoAnswer("the page did not let itself be searched")

    return audit.run((ours(typed, departments),), ask, state, known=known).results[0]


def ours(typed: str, departments: tuple[Department, ...]) -> Department:
    """The department of our list that goes by this name, else a new one of it."""
    wanted = typed.casefold()
    names = {each: {each.name, each.short_name, *each.aliases} for each in departments}
    known = (each for each, own in names.items() if wanted in {name.casefold() for name in own})
    return next(known, Department(typed, "other"))
