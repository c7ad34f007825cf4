"""Drafts the text for the portal's "Request for help", within its limits (FACTS §4.2). It is never sent from here."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation.departments import tables
from automation.flowchart import documents
from automation.names.devanagari import in_english
from automation.names.knowledge import knowledge
from automation.portal.facts import CENTRE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from automation.names.department import Department

NAME_LIMIT = 150
DETAILS_LIMIT = 500
_FORBIDDEN = re.compile(r"[^A-Za-z0-9_ \-&,()]")
_SPOKEN = str.maketrans({"/": "-", "'": "", "’": "", ".": " ", "–": "-", "—": "-", ":": "-", ";": ","})


@dataclass(frozen=True, slots=True)
class Draft:
    """The two boxes of one request; `changed` says what had to be changed in the name, blank where nothing had."""

    department: str
    organisation: str
    details: str
    changed: str

    @property
    def text(self) -> str:
        """The boxes as text to copy."""
        note = f"Changed: {self.changed}\n" if self.changed else ""
        return f"Organisation: {self.organisation}\n{note}Details: {self.details}"


def organisation_name(name: str, state: str = "") -> str:
    """The name as the request page takes it: letters, digits, space and - & , ( ) _ only, at most 150 characters."""
    known = knowledge(state or documents.load().state)
    text = unicodedata.normalize("NFKD", in_english(unicodedata.normalize("NFKC", name), known.hindi, known.place))
    return " ".join(_FORBIDDEN.sub("", text.translate(_SPOKEN)).split())[:NAME_LIMIT].rstrip(" -,&(")


def request(department: Department, state: str) -> Draft:
    """The request for one department."""
    under = f" under {department.parent}" if department.parent else ""
    whose = government_of(CENTRE if department.central else state)
    details = (
        f"{department.name}, {department.kind}{under}, {whose}, is not in the organisation list"
        f" under State. Its officials cannot register. Please add it."
    )
    if len(details) > DETAILS_LIMIT:
        details = details[: DETAILS_LIMIT - 1].rsplit(" ", 1)[0] + "…"
    name = organisation_name(department.name, state)
    return Draft(department.name, name, details, _changed(department.name, name))


def government_of(state: str) -> str:
    """A state's government as letters name it."""
    if state == CENTRE:
        return "Government of India"
    return documents.names_of(state).government or f"Government of {state}"


def _changed(name: str, taken: str) -> str:
    if name == taken:
        return ""
    lost = sorted({letter for letter in name if _FORBIDDEN.match(letter)})
    reasons = []
    if lost:
        reasons.append(f"the portal does not take {' '.join(lost[:10])}{' …' if len(lost) > 10 else ''}")  # noqa: PLR2004
    if len(taken) >= NAME_LIMIT - 5:
        reasons.append(f"the portal takes {NAME_LIMIT} characters")
    return f"“{name}” became “{taken}”" + (f" ({'; '.join(reasons)})" if reasons else "")


def as_csv(drafts: Iterable[Draft]) -> str:
    """The drafts as a table for Excel; write it with a byte order mark, so that Hindi stays Hindi."""
    head = ["department", "organisation", "details", "changed", "date", "by", "reference"]
    return tables.as_csv([head, *([d.department, d.organisation, d.details, d.changed, *[""] * 3] for d in drafts)])
