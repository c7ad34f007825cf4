"""A document as one page: its paper, its flowchart drawn, what each box claims and how that is verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.bilingual import Bilingual
from automation.flowchart.documents import DUE
from automation.model import Reach
from automation.reports.templates import template

if TYPE_CHECKING:
    from automation.flowchart import Flowchart
    from automation.flowchart.documents import Document

REACH = {
    Reach.LOOK: Bilingual("looked at unattended", "बिना व्यक्ति के देखा जाता है"),
    Reach.BOTH: Bilingual("looked at unattended, completed with a person", "बिना व्यक्ति के देखा जाता है, व्यक्ति के साथ पूरा"),
    Reach.PERSON: Bilingual("with a present person", "उपस्थित व्यक्ति के साथ"),
}
"""What a check needs."""


def page(chart: Flowchart, paper: Document) -> str:
    """The page, in itself complete."""
    return template("document.html.j2").render(
        chart=chart, paper=paper, due=[(*DUE[name], day) for name, day in paper.due.days()], reach=REACH
    )
