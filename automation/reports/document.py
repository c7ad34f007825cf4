"""A document as one page: its paper, its flowchart drawn, what each box claims and how that is verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.flowchart.documents import DUE, Document
from automation.reports.templates import template

if TYPE_CHECKING:
    from automation.flowchart import Flowchart


def page(chart: Flowchart, paper: Document) -> str:
    """The page, in itself complete."""
    return template("document.html.j2").render(
        chart=chart, paper=paper, due=[(*DUE[name], day) for name, day in paper.due.days()]
    )
