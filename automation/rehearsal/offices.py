"""The offices of the rehearsed documents as the stand-in portal holds them, and what defects do to some of them."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from automation.flowchart import documents
from automation.flowchart.documents import CENTRE, Document
from automation.model import UsageError

if TYPE_CHECKING:
    from automation.names.department import Department

FILE = "rehearsal.json"
_DATA = Path(__file__).parent / "data"
_APART, _FIRST = 9, 900
"""How far apart the rows of a list stand among the common ones, and the first of their numbers."""
_NOT_LISTED, _RESPELLED, _WITHOUT_DEPARTMENT = 7, 5, 6
"""Where a list has no rows of its own, each n-th office is left out, spelled another way, or put below N/A."""
Columns = list[Any]
"""Name, ministry or state above it, department between them, kind, and the portal's two numbers."""
Offices = dict[str, dict[str, str]]
"""Names by their numbers, by the number of what they stand below."""


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """The same offices behind the lists of the two-step form: departments by number, and what stands below each."""

    departments: dict[str, str]
    organisations: Offices


@dataclass(frozen=True, slots=True)
class Home:
    """One document's part of the portal. `rows` have places among all; `linked` is the number of an office with a link.

    `added` are offices that a variant lists, `moved` one that a defect puts below another, `domains` are approved.
    """

    state: str
    rows: tuple[tuple[int, Columns], ...] = ()
    usual: Hierarchy | None = None
    split: Hierarchy | None = None
    added: tuple[str, ...] = ()
    moved: tuple[str, str] | None = None
    domains: tuple[str, ...] = ()
    linked: str = ""

    @property
    def link(self) -> str:
        """The link of one of its offices, as the portal itself writes it (FACTS §12.4); blank for none."""
        first = next((columns[5] for _place, columns in self.rows if columns[1] in {self.state, None}), "")
        return f"//crp/1764500000000/{self.linked or first}" if self.linked or first else ""


@cache
def home(document: str) -> Home:
    """A document's part: from its rehearsal.json, else made of its list. Raises UsageError for what cannot be read."""
    paper = documents.load(document)
    file = paper.place / FILE
    if not file.is_file():
        return _made(paper)
    stored = json.loads(file.read_text(encoding="utf-8"))
    shapes = {name: Hierarchy(**stored["hierarchy"][name]) for name in ("usual", "split")}
    rows = tuple((place, columns) for place, *columns in stored["rows"])
    first, second = stored["moved"]
    return Home(
        paper.state,
        rows,
        added=tuple(stored["added"]),
        moved=(first, second),
        domains=tuple(stored["domains"]),
        linked=stored["linked"],
        **shapes,
    )


@cache
def common() -> tuple[Columns, ...]:
    """What every rehearsal holds: the Union's bodies, the states, and some offices of each."""
    stored = json.loads((_DATA / "organisations.json").read_text(encoding="utf-8"))
    return tuple(stored["rows"])


def _made(own: Document) -> Home:
    """Most of the list as a portal might hold it: some missing, some spelled differently, each in a possible place."""
    from automation.departments import expected

    state = own.state
    file = own.place / str(own.settings.get("departments.file", ""))
    every = expected.load(file) if file.is_file() else ()
    listed = [each for number, each in enumerate(every, 1) if number % _NOT_LISTED]
    offices: dict[str, _Office] = {}
    for number, each in enumerate(listed, 1):
        name = _spelled(each.name) if number % _RESPELLED == 0 else each.name
        offices[each.name] = _Office(each, name, f"0177{zlib.crc32(f'{own.name}/{name}'.encode()):015}", number)
    tops = {columns[0]: columns[4] for columns in common() if columns[1] is None}
    if state not in {*tops, CENTRE}:
        raise UsageError(f"{own.name}/{documents.PAPER}: there is no state called {state}; name it as the portal does.")
    rows = tuple((each.number * _APART, _columns(each, offices, state, tops)) for each in offices.values())
    return Home(state, rows, usual=None if state == CENTRE else _hierarchy(offices))


@dataclass(frozen=True, slots=True)
class _Office:
    """One of the list as the portal has it."""

    department: Department
    name: str
    id: str
    number: int


def _spelled(name: str) -> str:
    """A name as another clerk might type it."""
    turned = re.sub(r"^Department of (.+)$", r"\1 Department", name)
    turned = re.sub(r"^(.+) Department$", r"Deptt. of \1", name) if turned == name else turned
    return turned.replace(" and ", " & ") if turned != name else name.replace(" ", "  ", 1)


def _columns(each: _Office, offices: dict[str, _Office], state: str, tops: dict[str, str]) -> Columns:
    """A row: below the state, or, of the Union's, below its ministry, if it has one."""
    parent = offices.get(each.department.parent)
    if each.department.central or state == CENTRE:
        above = tops.get(each.department.parent, f"M_{_FIRST + parent.number}" if parent else "")
        code = f"{above}_O_{_FIRST + each.number}" if above else f"M_{_FIRST + each.number}"
        return [each.name, parent.name if parent else each.department.parent or None, None, "ministry", code, each.id]
    code = f"{tops[state]}_D_{_FIRST + parent.number}_O_" if parent else f"{tops[state]}_D_"
    return [each.name, state, parent.name if parent else None, "state", f"{code}{_FIRST + each.number}", each.id]


def _hierarchy(offices: dict[str, _Office]) -> Hierarchy:
    """Departments are what others stand below, and what is called one; the rest stand below theirs, or below none."""
    own = [each for each in offices.values() if not each.department.central]
    parents = {each.department.parent for each in own}
    tops = [each for each in own if each.department.kind == "department" or each.department.name in parents]
    below: Offices = {"-1": {}}
    for each in own:
        if each not in tops:
            parent = offices.get(each.department.parent) if each.number % _WITHOUT_DEPARTMENT else None
            below.setdefault(parent.id if parent else "-1", {})[each.id] = each.name
    return Hierarchy({each.id: each.name for each in tops}, below)
