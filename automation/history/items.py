"""A run as the items that a history follows: each check, each department, the form, each request for help."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from automation.model import Listing, Verdict
from automation.result import LIST_FINDINGS, UNPICKABLE, Result

FORM, LISTS, CHECK, DEPARTMENT = "form:", "list:", "check", "department"
"""Keys of single items, and kinds; that of the lists says that they were looked at, whatever was wrong with one."""
LOGIN = " (login)"
"""Stands behind the portal's name for runs on the login: other checks, with a history of their own."""
_DOCUMENT = " ({})"
"""The same for a document other than the usual one."""
FOUND, OVERDUE, WAITING = "found", "overdue", "waiting"
FINDINGS: frozenset[str] = frozenset({Verdict.CHANGED, Verdict.BROKEN, *UNPICKABLE, FOUND, OVERDUE})
"""The values that are findings."""
UNKNOWN: frozenset[str] = frozenset({Verdict.CANNOT_JUDGE, Verdict.NEEDS_PERSON, Listing.CANNOT_JUDGE})
"""The values that say that nobody knows: they are compared with nothing, and take nothing's place."""
VALUES: frozenset[str] = frozenset({*Verdict, *Listing, FOUND, OVERDUE, WAITING})
"""Every value that an item may have, except those of the form."""


@dataclass(frozen=True, slots=True)
class State:
    """How an item stands: its value, and of a finding what was said of it."""

    value: str
    said: str = ""

    @property
    def finding(self) -> bool:
        """Whether somebody has to do something about it."""
        return self.value in FINDINGS

    @property
    def known(self) -> bool:
        """Whether it was judged."""
        return self.value not in UNKNOWN

    @property
    def lost(self) -> bool:
        """Whether the portal gave no answer."""
        return self.value in {Verdict.CANNOT_JUDGE, Listing.CANNOT_JUDGE}


Items = Mapping[str, State]


def of(result: Result) -> Items:
    """The items of a run by their keys, such as “check:step-3.name” or “department:Department of Power”."""
    checks = {
        f"check:{check.id}": _state(check.verdict, check.observed or check.why)
        for step in result.steps
        for check in step.checks
    }
    audit = result.departments
    departments = {f"department:{each.name}": _state(each.listing, each.why) for each in audit.results}
    wrong = {
        f"list:{each.kind.replace('_', ' ')} ({each.name or each.under})": _state(FOUND, each.why)
        for each in audit.quality
        if each.kind in LIST_FINDINGS
    }
    judged = any(each.listing is not Listing.CANNOT_JUDGE for each in audit.results)
    lists = {LISTS: State(Verdict.AS_DOCUMENTED)} | wrong if judged else {}
    requests = {
        f"request:{each.department}": State(OVERDUE, f"still missing after {each.days} days")
        if each.overdue
        else State(WAITING)
        for each in result.requests
    }
    form = {FORM: State(result.portal.generation)} if result.portal.generation else {}
    return {**form, **checks, **departments, **lists, **requests}


def named(portal: str, document: str = "", *, login: bool = False) -> str:
    """A portal as the history names it: its address, then what was looked at there, unless that was the usual."""
    return portal + (LOGIN if login else _DOCUMENT.format(document) if document else "")


def parts(portal: str) -> tuple[str, str]:
    """The portal itself, and what was looked at there, blank for the registration by the usual document."""
    found = re.fullmatch(r"(.*?)( \([^()]+\))?", portal)
    return (found[1], found[2] or "") if found else (portal, "")


def _state(value: str, said: str) -> State:
    return State(value, said if value in FINDINGS else "")


def kind(key: str) -> str:
    """Which kind of item a key names: check, department, list, request or form."""
    return key.partition(":")[0]


def name(key: str) -> str:
    """What the item is called."""
    return key.partition(":")[2]
