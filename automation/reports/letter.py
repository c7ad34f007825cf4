"""The covering letter for all requests for help, in Markdown and as a page to print; it is sent by a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation.escaping import for_markdown, for_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

BLANK = "____________________"
_BODY = (
    "Officials of the organisations below cannot register, because their organisation is not in the list under State. "
    "Please add them; a request for each is raised through “Request for help”."
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the config says of the letter; blank lines are left to be filled in by hand."""

    number: str = ""
    office: str = ""
    to: str = ""
    signatory: str = ""
    designation: str = ""


def markdown(names: Sequence[tuple[str, str]], head: Letterhead, day: date, stand_in: str = "") -> str:
    """The letter; `names` are the departments and how the request page takes each name.

    `stand_in` is what stood in for the portal: the letter then says that it is not to be sent.
    """
    cells = [(for_markdown(name), for_markdown(taken)) for name, taken in names]
    rows = [f"| {number} | {name} | {taken} |" for number, (name, taken) in enumerate(cells, start=1)]
    return "\n".join(
        [
            *([f"**{_warning(stand_in)}**", ""] if stand_in else []),
            *(f"**{for_markdown(part.strip()) or BLANK}**  " for part in head.office.split("|")),
            "",
            f"No. {for_markdown(head.number) or BLANK}  ",
            f"Date: {day:%d/%m/%Y}",
            "",
            f"To: {for_markdown(head.to) or BLANK}",
            "",
            f"**Subject: {_subject(len(names))}**",
            "",
            "Sir/Madam,",
            "",
            _BODY,
            "",
            "| No. | Organisation | Name as requested |",
            "|---|---|---|",
            *rows,
            "",
            "Yours faithfully,",
            "",
            f"{for_markdown(head.signatory) or BLANK}  ",
            f"{for_markdown(head.designation) or BLANK}",
            "",
        ]
    )


def page(names: Sequence[tuple[str, str]], head: Letterhead, day: date, stand_in: str = "") -> str:
    """The same letter as HTML for the browser to print."""
    rows = "".join(
        f"<tr><td>{number}</td><td>{for_page(name)}</td><td>{for_page(taken)}</td></tr>"
        for number, (name, taken) in enumerate(names, start=1)
    )
    office = "<br>".join(for_page(part.strip()) for part in (head.office or BLANK).split("|"))
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Covering letter</title><style>'
        "body{font:12pt/1.5 serif;margin:2cm}table{border-collapse:collapse;width:100%}td,th{border:1px solid;"
        "padding:2px 6px;text-align:left}tr{break-inside:avoid}.sign{margin-top:3em;text-align:right}</style>"
        f"{f'<p><b>{_warning(stand_in)}</b></p>' if stand_in else ''}"
        f'<p style="text-align:center"><b>{office}</b></p>'
        f"<p>No. {for_page(head.number or BLANK)}<br>Date: {day:%d/%m/%Y}</p><p>To: {for_page(head.to or BLANK)}</p>"
        f"<p><b>Subject: {_subject(len(names))}</b></p><p>Sir/Madam,</p><p>{_BODY}</p>"
        f"<table><tr><th>No.<th>Organisation<th>Name as requested</tr>{rows}</table>"
        f'<p class="sign">Yours faithfully,<br><br><br>{for_page(head.signatory or BLANK)}<br>'
        f"{for_page(head.designation or BLANK)}</p></html>"
    )


def _warning(stand_in: str) -> str:
    return f"{stand_in}: this says nothing of the portal and is not to be sent."


def _subject(count: int) -> str:
    return f"Adding {count} organisation{'s' * (count != 1)} to the list of the iGOT Karmayogi portal"
