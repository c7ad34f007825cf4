"""What is known of one list of the portal: the departments of a state, or the organisations below one of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING, Protocol

from automation.departments import plan
from automation.departments.answered import Answers
from automation.portal.facts import LIST_PAGE, Organisation, Rows, SearchReply
from automation.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from automation.result import Proof

_ROOM = LIST_PAGE - 2
"""Of a page that is searched, rows of the page's own may take the place of two."""
_LONGEST = 6
LETTERS = dict.fromkeys([*ascii_lowercase, *digits, *plan.HINDI], 0.01)
"""Texts for rows that look like none of the known ones: single letters and digits, each with a small weight."""


class Lists(Protocol):
    """The lists of one form, to be asked one thing at a time."""

    def stand(self, parent: Organisation | None, *, fresh: bool = False) -> SearchReply:
        """Stand at the state's own list, or at the list below one of its rows; `fresh`: on a page of its own."""

    def scroll(self) -> SearchReply:
        """Scroll that list to its end."""

    def find(self, text: str) -> SearchReply:
        """Search that list."""

    def centrally(self) -> Lists:
        """The lists of central offices: the ministries are its own list."""

    def designations(self) -> SearchReply | None:
        """Scroll the list of designations; None where the form has none."""


@dataclass(eq=False)
class Level(Answers):
    """One list: `scrolled` are the rows that scrolling showed, None where it was not scrolled.

    `_often` counts, for each piece of up to six letters, the rows that are known to hold it.
    """

    parent: Organisation | None = None
    count: int = 0
    scrolled: set[Organisation] | None = None
    miscounted: bool = False
    opened: bool = False
    _often: Counter[str] = field(default_factory=Counter)

    @property
    def complete(self) -> bool:
        """Whether every row that the portal claims to have was handed over; a claim of fewer proves nothing."""
        return self.opened and len(self.rows) == self.count

    def entered(self, reply: Rows) -> None:
        """The list's first answer."""
        self.opened = True
        self.count = max(self.count, reply.count)
        self._hold(reply)

    def went_down(self, reply: Rows) -> None:
        """The list was scrolled to its end; rows that another list left on the page do not count (FACTS §11.4)."""
        self.count = max(self.count, reply.count)
        self._hold(reply)
        self.scrolled = self._on_the_page(reply)

    def answered(self, reply: Rows) -> None:
        """A search was answered; what it held counts as looked at on the page."""
        self._hold(reply)
        self.see(reply, self._on_the_page(reply))
        if reply.count <= len(reply.held):
            self.whole.add(reply.query)
        elif len(reply.held) < LIST_PAGE:
            self.miscounted = True

    def _hold(self, reply: Rows) -> None:
        self._often.update(piece for row in reply.held if row not in self.rows for piece in _pieces(row.name.lower()))
        self.hold(reply)
        self.proofs[reply.query] = self.prove(reply, cut=reply.count > len(reply.held))

    def _on_the_page(self, reply: Rows) -> set[Organisation]:
        shown = Counter(reply.shown or ())
        mine = Counter(plain(row.name) for row in reply.held)
        return {row for row in reply.held if shown[plain(row.name)] >= mine[plain(row.name)]}

    def is_shown(self, row: Organisation) -> bool | None:
        """Whether an official can bring this row on the page, by scrolling or by a text; None where none was tried."""
        return True if self.scrolled is not None and row in self.scrolled else super().is_shown(row)

    def end(self) -> Proof:
        """The proof that the list was read to its end."""
        return self.proofs[""].model_copy(update={"held": len(self.rows), "cut": False})

    def says(self, text: str) -> int:
        """How many of the rows that are known hold this text."""
        return sum(text in row.name.lower() for row in self.rows)

    def pairs(self) -> dict[str, float]:
        """Any two letters in a row that a known row holds, each with a small weight: more, the more rows hold it."""
        pairs = {piece: rows for piece, rows in self._often.items() if len(piece) == 2}  # noqa: PLR2004 (a pair)
        return {piece: 0.1 * rows / len(self.rows) for piece, rows in pairs.items()}

    def settled(self, name: str) -> bool:
        """Whether a text of this name was answered in full: then no row that is still unknown has the name."""
        return any(text in name.lower() for text in self.whole if text)

    def next_text(self, likely: Mapping[str, float], least: float = 0.0) -> str | None:
        """The text that should bring the most rows that are not known yet, and not more than a page shows.

        `likely` are names that may be among them, with how likely each is. What was answered in full is in none of
        them; so the names and the known rows that do not hold such a text are what the unknown ones look like. None
        where no text should bring `least` rows.
        """
        known = {row.name.lower(): 0.3 for row in self.rows if not self.settled(row.name)}
        names = ((name.lower(), weight) for name, weight in likely.items())
        sample = known | {name: weight for name, weight in names if not self.settled(name)}
        weights: Counter[str] = Counter()
        for name, weight in sample.items():
            for piece in _pieces(name):
                weights[piece] += weight  # type: ignore[assignment] # a weight is a fraction of a count
        left, all_ = self.count - len(self.rows), sum(sample.values()) or 1.0
        for piece, weight in sorted(weights.items(), key=lambda pair: (-pair[1], pair[0])):
            brings = left * weight / all_
            if brings < least:
                return None
            if piece not in self.proofs and self._often[piece] + brings <= _ROOM:
                return piece
        return None

    def telling(self, row: Organisation) -> str:
        """A short text that brings a row on the page: the beginning of a word that few others hold."""
        name = plain(row.name).lower()
        texts = [text for text in _pieces(name) if text not in self.proofs and plan.is_typed(text, name)]
        return min(texts, key=lambda text: (self._often[text], len(text), text), default=name)


@lru_cache(maxsize=4096)
def _pieces(name: str) -> frozenset[str]:
    """Up to six letters or digits in a row within a name's words."""
    return frozenset(
        word[at : at + length]
        for word in name.split()
        for length in range(1, _LONGEST + 1)
        for at in range(len(word) - length + 1)
        if word[at : at + length].isalnum()
    )
