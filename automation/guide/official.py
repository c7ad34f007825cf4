"""The particulars of one official, kept in memory only, and what is wrong with them before anything is typed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from automation.model import Listing
from automation.portal.facts import Seen, Sight
from automation.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from automation.result import DepartmentResult

GROUPS = ("GROUP A", "GROUP B", "GROUP C", "GROUP D", "Contractual Staff")
"""The portal's own list, where the form does not show it, or not yet (FACTS §1.2)."""
_LONGEST_NAME = 32
_NAME = re.compile(r"[a-zA-Z\s']+")
_EMAIL = re.compile(r"[\w\-.]+@([\w-]+\.)+[\w-]{2,4}", re.ASCII)
_GOVERNMENT = re.compile(r".+@([\w-]+\.)*(gov|nic)\.in", re.IGNORECASE)
_MOBILE = re.compile(r"[6-9]\d{9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Official:
    """One official; nothing of it is in its `repr`, so that no message can show it."""

    name: str = field(repr=False)
    group: str = field(repr=False)
    email: str = field(repr=False)
    mobile: str = field(repr=False)
    department: str = field(repr=False)
    designation: str = field(default="", repr=False)

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Official:
        """From a form's or a table's values; white space at the ends and in a number does not count."""
        texts = {each.name: " ".join(str(values.get(each.name) or "").split()) for each in fields(cls)}
        texts["mobile"] = re.sub(r"^(\+?91|0)(?=\d{10}$)", "", re.sub(r"[\s-]", "", texts["mobile"]))
        return cls(**texts)


def refusals(official: Official, groups: Sequence[str], overruled: frozenset[str] = frozenset()) -> dict[str, str]:
    """What the portal would not take, as the name of the field and the key of a sentence (words.toml).

    The form's own rules are those of FACTS §1.2; `groups` are the options that the portal shows. The list of approved
    domains is the portal's secret: an address that does not look like a government's is refused once, and may stand
    when it is given again (`overruled`).
    """
    name_rule = "name-empty" if not official.name else "name-long" if len(official.name) > _LONGEST_NAME else ""
    if not name_rule and not _NAME.fullmatch(official.name):
        name_rule = "name-letters"
    email_rule = "" if _EMAIL.fullmatch(official.email) else "email-form"
    if not email_rule and not _GOVERNMENT.fullmatch(official.email) and official.email not in overruled:
        email_rule = "email-government"
    found = {
        "name": name_rule,
        "group": "" if option(official.group, groups) else "group-unknown",
        "email": email_rule,
        "mobile": "" if _MOBILE.fullmatch(official.mobile) else "mobile-form",
        "department": "" if official.department else "department-empty",
    }
    return {field_: key for field_, key in found.items() if key}


def option(group: str, groups: Sequence[str]) -> str:
    """The portal's own wording of a class such as “B” or “Group B”; blank when it has none."""
    wanted = group.casefold().removeprefix("group").strip()
    same = [each for each in groups if wanted and each.casefold().removeprefix("group").strip() == wanted]
    return same[0] if same else ""


def link_refusal(named: Sight, typed: str) -> tuple[str, str]:
    """As `department_refusal`, for an office's own link: its page names the one organisation (FACTS §12.4)."""
    if not isinstance(named, Seen):
        return "department-unknown", "the page of the link names no organisation"
    name = plain(named.text)
    return ("", "") if name.casefold() == typed.casefold() else ("department-other", name)


def department_refusal(result: DepartmentResult, typed: str) -> tuple[str, str]:
    """Why the department cannot be picked as it was typed: the key of a sentence, and what it names; blank if it can.

    A spelling that the portal has word for word is the one that is meant.
    """
    name = result.matched.name if result.matched else ""
    match result.listing:
        case Listing.MISSING:
            return "department-missing", result.request_for_help or result.name
        case Listing.CANNOT_JUDGE:
            return "department-unknown", result.why
        case Listing.NEAR_NAME if plain(name).casefold() != typed.casefold():
            return "department-near", plain(name)
        case _:
            return "", ""
