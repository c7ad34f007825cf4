"""The requests and answers of the paged lists: which list a request is for, and the rows of its answer; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from automation.spelling import plain

_HIERARCHY = re.compile(r"/(?:apis/public/v8|api)/org/hierarchy/(?:(ministry|state)/)?search")
_DESIGNATIONS = re.compile(r"/apis/public/v8/designation/search")


class ListName(StrEnum):
    """The lists of the two-step form, by their `formcontrolname` (FACTS §1.5)."""

    MINISTRY = "ministry"
    STATE = "state"
    DEPARTMENT = "department"
    ORGANISATION = "organisation"
    DESIGNATION = "position"


@dataclass(frozen=True, slots=True)
class Question:
    """What a list asks for; `parents` are the identifiers above it, from the top down."""

    list: ListName
    query: str
    offset: int
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of an answer."""

    identifier: str
    name: str


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: how many rows the portal claims to have, and those that it handed over."""

    count: int
    entries: tuple[Entry, ...]


def question(method: str, path: str, body: object) -> Question | None:
    """The question of a request; None where it is for no list.

    Older builds ask for ministries and states at the general address too, by their `sbOrgType`.
    """
    if method != "POST" or not isinstance(body, Mapping):
        return None
    if _DESIGNATIONS.fullmatch(path):
        size = body.get("pageSize")
        offset = int(body.get("pageNumber") or 0) * (size if isinstance(size, int) else 0)
        return Question(ListName.DESIGNATION, str(body.get("searchString") or ""), offset)
    address = _HIERARCHY.fullmatch(path)
    if address is None:
        return None
    asked = _mapping(body.get("request"))
    filters = _mapping(asked.get("filters"))
    if address[1]:
        name = ListName(address[1])
    elif "hierarchyRequestType" in filters:
        name = ListName.ORGANISATION
    elif "levelZeroOrgId" in filters:
        name = ListName.DEPARTMENT
    else:
        name = ListName.STATE if filters.get("sbOrgType") == "state" else ListName.MINISTRY
    begins = asked.get("offset")
    return Question(name, str(asked.get("query") or ""), begins if isinstance(begins, int) else 0, parents_of(body))


def parents_of(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The identifiers above the rows that are asked for, from the top down."""
    filters = _mapping(_mapping(body.get("request")).get("filters"))
    return tuple(str(filters[key]) for key in ("levelZeroOrgId", "levelOneOrgId") if filters.get(key))


def page_of(name: ListName, body: Mapping[str, Any]) -> Page | None:
    """The rows of an answer; None where it holds no list."""
    result = _mapping(body.get("result"))
    if name is ListName.DESIGNATION:
        inner = _mapping(result.get("result"))
        rows, count, key = inner.get("data"), inner.get("totalcount", inner.get("totalCount")), "designation"
    else:
        inner = _mapping(result.get("response"))
        rows, count, key = inner.get("content"), inner.get("count"), "orgName"
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        return None
    entries = tuple(_entry(row, key) for row in rows if isinstance(row, Mapping) and row.get(key))
    return Page(count if isinstance(count, int) else len(entries), entries)


def _entry(row: Mapping[str, Any], key: str) -> Entry:
    name = str(row[key])
    return Entry(str(row.get("identifier") or plain(name)), name)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
