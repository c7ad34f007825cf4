"""The status report that section officers owe by the circular: how far the officials of each department are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.departments import tables
from automation.escaping import for_page
from automation.reports.letter import BLANK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from automation.config import Letter

    Counts = Mapping[str, Mapping[str, int]]
    Names = Mapping[str, Sequence[str]]

_SUBJECT = "Status of registration on the iGOT Karmayogi portal"


def rows(counts: Counts, statuses: Sequence[str]) -> list[list[str]]:
    """A row a department, and the sum; in each the department, the numbers in the order of `statuses`, all together."""
    lines = [(name, [each.get(status, 0) for status in statuses]) for name, each in counts.items()]
    lines.append(("All", [sum(each.get(status, 0) for each in counts.values()) for status in statuses]))
    return [[name, *map(str, numbers), str(sum(numbers))] for name, numbers in lines]


def as_text(counts: Counts, statuses: Sequence[str]) -> str:
    """For the terminal."""
    table = [["Department", *statuses, "all"], *rows(counts, statuses)]
    widths = [max(len(line[column]) for line in table) for column in range(len(table[0]))]
    told = ((line[0].ljust(widths[0]), *(map(str.rjust, line[1:], widths[1:]))) for line in table)
    return "".join("  ".join(line) + "\n" for line in told)


def as_csv(counts: Counts, statuses: Sequence[str]) -> str:
    """For Excel."""
    return tables.as_csv([["department", *statuses, "all"], *rows(counts, statuses)])


def page(  # noqa: PLR0913, PLR0917 (what stands in the note, each named)
    counts: Counts,
    statuses: Sequence[str],
    head: Letter,
    day: date,
    names: Names | None = None,
    due: Sequence[str] = (),
) -> str:
    """A note to print, as HTML; `names` holds the officials of each department, where they were asked for.

    `due` says by when the document wants something done.
    """
    by = "".join(f"<p>{for_page(each)}</p>" for each in due)
    office = "<br>".join(for_page(part.strip()) for part in (head.office or BLANK).split("|"))
    heads = "".join(f"<th>{for_page(each)}</th>" for each in ("Department", *statuses, "all"))
    body = "".join(
        "<tr>" + "".join(f"<td>{for_page(cell)}</td>" for cell in line) + "</tr>" for line in rows(counts, statuses)
    )
    people = "".join(
        f"<h2>{for_page(department)}</h2><ul>{''.join(f'<li>{for_page(each)}</li>' for each in listed)}</ul>"
        for department, listed in (names or {}).items()
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{_SUBJECT}</title><style>'
        "body{font:12pt/1.5 serif;margin:2cm}table{border-collapse:collapse;width:100%}td,th{border:1px solid;"
        "padding:2px 6px;text-align:right}td:first-child,th:first-child{text-align:left}tr:last-child{font-weight:bold}"
        "h2{font-size:12pt;margin:1em 0 0}.sign{margin-top:3em;text-align:right}</style>"
        f'<p style="text-align:center"><b>{office}</b></p>'
        f"<p>No. {for_page(head.number or BLANK)}<br>Date: {day:%d/%m/%Y}</p><p>To: {for_page(head.to or BLANK)}</p>"
        f"<p><b>Subject: {_SUBJECT}</b></p>{by}<table><tr>{heads}</tr>{body}</table>{people}"
        f'<p class="sign"><br><br>{for_page(head.signatory or BLANK)}<br>'
        f"{for_page(head.designation or BLANK)}</p></html>\n"
    )
