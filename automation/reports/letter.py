"""The covering letter for all requests for help, in Markdown and as a page to print; it is sent by a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation.escaping import for_markdown, for_page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from automation.config import Letter

BLANK = "____________________"


@dataclass(frozen=True, slots=True)
class Words:
    """What a letter says around what the config says; `about` is its subject, by how many organisations it names."""

    number: str
    day: str
    to: str
    subject: str
    about: Callable[[int], str]
    greeting: str
    body: str
    head: tuple[str, str, str]
    end: str


ENGLISH = Words(
    number="No.",
    day="Date",
    to="To",
    subject="Subject",
    about=lambda count: f"Adding {count} organisation{'s' * (count != 1)} to the list of the iGOT Karmayogi portal",
    greeting="Sir/Madam,",
    body=(
        "Officials of the organisations below cannot register, because their organisation is not in the list under "
        "State. Please add them; a request for each is raised through “Request for help”."
    ),
    head=("No.", "Organisation", "Name as requested"),
    end="Yours faithfully,",
)


def markdown(names: Sequence[tuple[str, str]], head: Letter, day: date, stand_in: str = "") -> str:
    """The letter; `names` are the departments and how the request page takes each name.

    `stand_in` is what stood in for the portal: the letter then says that it is not to be sent.
    """
    cells = [(for_markdown(name), for_markdown(taken)) for name, taken in names]
    rows = [f"| {number} | {name} | {taken} |" for number, (name, taken) in enumerate(cells, start=1)]
    return "\n".join(
        [
            *([f"**{warning(stand_in)}**", ""] if stand_in else []),
            *(f"**{for_markdown(part.strip()) or BLANK}**  " for part in head.office.split("|")),
            "",
            f"No. {for_markdown(head.number) or BLANK}  ",
            f"Date: {day:%d/%m/%Y}",
            "",
            f"To: {for_markdown(head.to) or BLANK}",
            "",
            f"**Subject: {ENGLISH.about(len(names))}**",
            "",
            ENGLISH.greeting,
            "",
            ENGLISH.body,
            "",
            f"| {' | '.join(ENGLISH.head)} |",
            "|---|---|---|",
            *rows,
            "",
            ENGLISH.end,
            "",
            f"{for_markdown(head.signatory) or BLANK}  ",
            f"{for_markdown(head.designation) or BLANK}",
            "",
        ]
    )


def page(names: Sequence[tuple[str, str]], head: Letter, day: date, stand_in: str = "") -> str:
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
        f"{f'<p><b>{warning(stand_in)}</b></p>' if stand_in else ''}"
        f'<p style="text-align:center"><b>{office}</b></p>'
        f"<p>No. {for_page(head.number or BLANK)}<br>Date: {day:%d/%m/%Y}</p><p>To: {for_page(head.to or BLANK)}</p>"
        f"<p><b>Subject: {ENGLISH.about(len(names))}</b></p><p>{ENGLISH.greeting}</p><p>{ENGLISH.body}</p>"
        f"<table><tr><th>{'<th>'.join(ENGLISH.head)}</tr>{rows}</table>"
        f'<p class="sign">{ENGLISH.end}<br><br><br>{for_page(head.signatory or BLANK)}<br>'
        f"{for_page(head.designation or BLANK)}</p></html>"
    )


def warning(stand_in: str) -> str:
    """The first line of a letter that was made from what stood in for the portal."""
    return f"{stand_in}: this says nothing of the portal and is not to be sent."
