"""What is known of one list of the portal, that of a state's departments or of what stands below one of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from automation.portal.facts import LIST_PAGE, plain
from automation.result import Proof

if TYPE_CHECKING:
    from collections.abc import Mapping

    from automation.portal.facts import Organisation, Rows, SearchReply

_ROOM = LIST_PAGE - 2
"""Of a page that is searched, rows of the page's own may take the place of two."""
_READABLE, _LONGEST = 3, 6
_TOO_FEW = 0.2


class Lists(Protocol):
    """The lists of one form, to be asked one thing at a time."""

    def stand(self, parent: Organisation | None, *, fresh: bool = False) -> SearchReply:
        """Stand at the state's own list, or at the list below one of its rows; `fresh`: on a page of its own."""
        ...

    def scroll(self) -> SearchReply:
        """Scroll that list to its end."""
        ...

    def find(self, text: str) -> SearchReply:
        """Search that list."""
        ...

    def centre(self, text: str) -> SearchReply:
        """Search the list of ministries."""
        ...

    def designations(self) -> SearchReply | None:
        """Scroll the list of designations; None where the form has none."""
        ...


@dataclass
class Level:
    """One list: its rows, which of them scrolling and which searching showed, and which texts were answered in full.

    `_often` counts, for each piece of up to six letters, the rows that are known to hold it.
    """

    parent: Organisation | None = None
    count: int = 0
    rows: dict[Organisation, str] = field(default_factory=dict)
    scrolled: set[Organisation] | None = None
    found: set[Organisation] = field(default_factory=set)
    looked: set[Organisation] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)
    asked: dict[str, Proof] = field(default_factory=dict)
    miscounted: bool = False
    opened: bool = False
    _often: Counter[str] = field(default_factory=Counter)

    @property
    def complete(self) -> bool:
        """Whether every row that the portal claims to have was handed over."""
        return self.opened and len(self.rows) >= self.count

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
        self._prove(reply)

    def answered(self, reply: Rows) -> None:
        """A search was answered; what it held counts as looked at on the page."""
        self._hold(reply)
        self.looked.update(reply.held)
        self.found |= self._on_the_page(reply)
        self._prove(reply)
        if reply.count <= len(reply.held):
            self.whole.add(reply.query)
        elif len(reply.held) < LIST_PAGE:
            self.miscounted = True

    def _hold(self, reply: Rows) -> None:
        for row in reply.held:
            if row not in self.rows:
                self.rows[row] = reply.query
                self._often.update(_pieces(row.name.lower()))

    def _on_the_page(self, reply: Rows) -> set[Organisation]:
        shown = Counter(reply.shown or ())
        mine = Counter(plain(row.name) for row in reply.held)
        return {row for row in reply.held if shown[plain(row.name)] >= mine[plain(row.name)]}

    def _prove(self, reply: Rows) -> None:
        self.asked[reply.query] = Proof(
            query=reply.query,
            branch=reply.branch.value,
            held=len(reply.held),
            shown=None if reply.shown is None else len(reply.shown),
            cut=reply.count > len(reply.held),
        )

    def is_shown(self, row: Organisation) -> bool:
        """Whether an official can bring this row on the page."""
        return row in self.found or (self.scrolled is not None and row in self.scrolled)

    def says(self, text: str) -> int:
        """How many of the rows that are known hold this text."""
        return sum(text in row.name.lower() for row in self.rows)

    def settled(self, name: str) -> bool:
        """Whether a text of this name was answered in full: then no row that is still unknown has the name."""
        return any(text in name.lower() for text in self.whole if text)

    def next_text(self, likely: Mapping[str, float]) -> str | None:
        """The text that should bring the most rows that are not known yet, and not more than a page shows.

        `likely` are names that may be among them, with how likely each is. What was answered in full is in none of
        them; so the names and the known rows that do not hold such a text are what the unknown ones look like.
        """
        known = {row.name.lower(): 0.3 for row in self.rows if not self.settled(row.name)}
        sample = known | {name.lower(): weight for name, weight in likely.items() if not self.settled(name)}
        weights: Counter[str] = Counter()
        for name, weight in sample.items():
            for piece in _pieces(name):
                weights[piece] += weight  # type: ignore[assignment] # a weight is a fraction of a count
        left, all_ = self.count - len(self.rows), sum(sample.values()) or 1.0
        for piece, weight in sorted(weights.items(), key=lambda pair: (-pair[1], pair[0])):
            brings = left * weight / all_
            if brings < _TOO_FEW:
                return None
            if piece not in self.asked and self._often[piece] + brings <= _ROOM:
                return piece
        return None

    def telling(self, row: Organisation) -> str:
        """A short text that brings a row on the page: a part of its name that few others hold."""
        pieces = [piece for piece in _pieces(row.name.lower()) if piece not in self.asked and len(piece) >= _READABLE]
        return min(pieces, key=lambda piece: (self._often[piece], len(piece), piece), default=plain(row.name).lower())


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
