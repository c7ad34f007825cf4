"""Lists that answer as a portal's do, without a portal: one that is searched, and lists that page."""

from __future__ import annotations

import re

from automation.portal.facts import RESULT_LIMIT, Branch, NothingSent, Organisation, Rows

FILLER = tuple(
    Organisation(f"Office {number} Transport Board Metro Rail Corporation Limited Jal Delhi", "Goa", "Goa", str(number))
    for number in range(3)
)


class Searched:
    """A list that answers as the portal does: a regular expression on the server, a substring on the page.

    `plain`: a substring on the server too.
    """

    def __init__(self, state=(), centre=(), shows=lambda _row: True, limit=RESULT_LIMIT, *, plain=False):
        self.rows = {Branch.STATE: state, Branch.CENTRE: centre}
        self.shows, self.limit, self.plain = shows, limit, plain
        self.asked = []

    def __call__(self, text, branch):
        self.asked.append((text, branch))
        pattern = re.escape(text) if self.plain else text
        every = [row for row in self.rows[branch] if re.search(pattern, row.name, re.IGNORECASE)]
        held = tuple(every[: self.limit])
        shown = tuple(row.name for row in held if text.lower() in row.name.lower() and self.shows(row))
        return Rows(text, branch, len(every), held, shown)


class Paged:
    """Lists that behave as the two-step form's do: pages of 50, 100 rows to scroll, substrings to search."""

    def __init__(
        self, own, below=None, ministries=(), reach=100, *, hides=(), extra=0, dead=False, designations=(9, 9)
    ):
        self.own, self.below, self.ministries = list(own), below or {}, ministries
        self.reach, self.hides, self.extra, self.dead = reach, hides, extra, dead
        self.counted = designations
        self.at, self.asked, self.fresh = None, [], 0

    def rows(self):
        names = self.own if self.at is None else self.below.get(self.at.name, ())
        under = "Delhi" if self.at is None or self.at.map_id == "-1" else f"Delhi > {self.at.name}"
        return [Organisation(name, "Delhi", under, f"{under}/{name}") for name in names]

    def answer(self, query, rows, limit, shown):
        held = tuple(rows[:limit])
        seen = None if not shown else tuple(row.name for row in held if row.name not in self.hides)
        return Rows(query, Branch.STATE, len(rows) + self.extra, held, seen)

    def stand(self, parent, *, fresh=False):
        self.at, self.fresh = parent, self.fresh + fresh
        self.asked.append(("stand", parent and parent.name))
        return self.answer("", self.rows(), 50, shown=False)

    def scroll(self):
        self.asked.append(("scroll", ""))
        return self.answer("", self.rows(), self.reach, shown=True)

    def find(self, text):
        self.asked.append(("find", text))
        if self.dead:
            return NothingSent("the page sends no request")
        rows = [row for row in self.rows() if text in row.name.lower()]
        return self.answer(text, rows, 50, shown=True)

    def centrally(self):
        return Central(self.ministries, self.below, self.reach)

    def designations(self):
        held, count = self.counted
        names = tuple(f"Clerk {number}" for number in range(held))
        return Rows("", Branch.STATE, count, (), names)


class Central(Paged):
    """The lists of central offices: the ministries, and what stands below each."""

    def rows(self):
        if self.at is None:
            return [Organisation(name, "Centre", "Centre", name) for name in self.own]
        return [Organisation(name, self.at.name, self.at.name, name) for name in self.below.get(self.at.name, ())]
