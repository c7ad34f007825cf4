"""Drafts the text for the portal's "Request for help", within its limits (FACTS §4.2). It is never sent from here."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from automation.departments.expected import Department

NAME_LIMIT = 150
DETAILS_LIMIT = 500
_FORBIDDEN = re.compile(r"[^A-Za-z0-9_ \-&,()]")


def organisation_name(name: str) -> str:
    """The name as the request page takes it: letters, digits, space and - & , ( ) _ only, at most 150 characters."""
    text = unicodedata.normalize("NFKD", name).replace("/", "-").replace("'", "").replace("’", "").replace(".", " ")
    return " ".join(_FORBIDDEN.sub("", text).split())[:NAME_LIMIT].rstrip()


def draft(department: Department, state: str) -> str:
    """The organisation box and the details box of the request, as text to copy."""
    under = f" under {department.parent}" if department.parent else ""
    details = (
        f"{department.name}, {department.kind}{under}, Government of NCT of {state}, is not in the organisation list"
        f" under State. Its officials cannot register. Please add it."
    )
    return f"Organisation: {organisation_name(department.name)}\nDetails: {details[:DETAILS_LIMIT]}"
