"""What the portal answered about one list: its rows, which of them the page showed for which text, and the proof."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from automation.departments import plan
from automation.result import Proof

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from automation.portal.facts import Organisation, Rows


@dataclass(eq=False)
class Answers:
    """What is known of one list.

    `looked` are the rows that the page should have shown for a text that a person types, `typed` those that it did
    show, both with the text; `whole` are the texts that were answered in full.
    """

    name: str = ""
    rows: dict[Organisation, str] = field(default_factory=dict)
    typed: dict[Organisation, str] = field(default_factory=dict)
    looked: dict[Organisation, str] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    proofs: dict[str, Proof] = field(default_factory=dict)

    def hold(self, reply: Rows) -> None:
        """Take in the rows of an answer."""
        for row in reply.held:
            self.rows.setdefault(row, reply.query)

    def see(self, reply: Rows, on_the_page: AbstractSet[Organisation]) -> None:
        """Take in what the page showed for a text; a row is looked for only by what a person would type."""
        if reply.shown is None:
            return
        text = reply.query.strip().lower()
        for row in reply.held:
            if plan.is_typed(text, row.name):
                self.looked.setdefault(row, text)
                if row in on_the_page:
                    self.typed.setdefault(row, text)

    def prove(self, reply: Rows, *, cut: bool) -> Proof:
        """The proof of an answer."""
        shown = None if reply.shown is None else len(reply.shown)
        return Proof(
            query=reply.query, branch=reply.branch.value, held=len(reply.held), shown=shown, cut=cut, list=self.name
        )

    def text_of(self, row: Organisation) -> str:
        """What was typed for a row that the page showed, or should have; else what brought it."""
        return self.typed.get(row) or self.looked.get(row) or self.rows[row]

    def is_shown(self, row: Organisation) -> bool | None:
        """Whether the page shows a row for a text that a person types; None where it was not looked for so."""
        return True if row in self.typed else False if row in self.looked else None
