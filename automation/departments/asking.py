"""Asks the audit's questions, believes an empty answer only next to a full one, gives up when nothing answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from automation.departments import plan
from automation.departments.answered import Answers
from automation.portal.facts import Branch, Rows, SearchReply

if TYPE_CHECKING:
    from automation.portal.facts import Organisation
    from automation.result import Proof

Search = Callable[[str, Branch], SearchReply]
Progress = Callable[[int, int], None]
_GIVE_UP_AFTER = 3
_SAME_MINUTE = 60.0


@dataclass(eq=False)
class Asked(Answers):
    """What one branch answered; `answered` are the parts that were answered at all, `failed` why others were not.

    `kinds` are the sets of rows that the answers held, each once.
    """

    answered: set[str] = field(default_factory=set)
    failed: dict[str, str] = field(default_factory=dict)
    kinds: set[frozenset[Organisation]] = field(default_factory=set)


class Asker:
    """Puts questions and keeps the answers of both branches. `searches` counts the questions put."""

    def __init__(self, search: Search, known: str, clock: Callable[[], float] = time.monotonic) -> None:
        """`known` is an organisation that is surely on the portal, blank where none is known yet."""
        self._search, self._known, self._clock = search, known, clock
        self._branches = {branch: Asked() for branch in Branch}
        self._failures = dict.fromkeys(Branch, 0)
        self._rows_at = -_SAME_MINUTE
        self._doubted: list[tuple[float, Branch, list[str]]] = []
        self.searches = 0

    def of(self, branch: Branch) -> Asked:
        """What one branch answered so far."""
        return self._branches[branch]

    def proofs(self) -> tuple[Proof, ...]:
        """A proof for every question that was answered."""
        return tuple(dict.fromkeys(proof for asked in self._branches.values() for proof in asked.proofs.values()))

    def gave_up(self, branch: Branch) -> bool:
        """Whether the branch failed so often in a row that nothing more is asked."""
        return self._failures[branch] >= _GIVE_UP_AFTER

    def unheeded(self) -> str:
        """A text that the portal did not go by, as it went by none: each brought the same rows. Blank where it did."""
        branches = self._branches.values()
        if any(len(asked.kinds) > 1 for asked in branches):
            return ""
        texts = {proof.query for asked in branches for proof in asked.proofs.values()}
        names = {row.name for asked in branches for row in asked.rows}
        return next((text for text in sorted(texts) if not all(plan.holds(text, name) for name in names)), "")

    def ask(self, text: str, branch: Branch, parts: Iterable[str] = (), control: str = "") -> Rows | None:
        """One question; the rows it brought, None without an answer.

        `parts` are what the question stands for where it asks for several at once; `control` is a row that must then
        be among the answers, or the portal has not read the question so.
        """
        asked, wanted = self.of(branch), list(parts) or [text]
        if self.gave_up(branch):
            for part in wanted:
                asked.failed.setdefault(part, "not asked, because the search had failed three times in a row")
            return None
        self.searches += 1
        reply = self._search(text, branch)
        if not isinstance(reply, Rows):
            self._failures[branch] += 1
            asked.failed.update(dict.fromkeys(wanted, reply.why))
            return None
        self._failures[branch] = 0
        if control and not reply.capped and not any(row.name.casefold() == control.casefold() for row in reply.held):
            return None
        self._take(reply, branch, wanted)
        return reply

    def _take(self, reply: Rows, branch: Branch, wanted: list[str]) -> None:
        asked, now = self.of(branch), self._clock()
        asked.answered.update(wanted)
        asked.kinds.add(frozenset(reply.held))
        asked.hold(reply)
        asked.see(reply, reply.on_the_page())
        proof = asked.prove(reply, cut=reply.capped)
        asked.proofs.update(dict.fromkeys(wanted, proof))
        if reply.held:
            self._rows_at = now
            self._believe(now)
        if not reply.capped:
            self._count(now, branch, wanted, empty=not reply.held)

    def _count(self, now: float, branch: Branch, wanted: list[str], *, empty: bool) -> None:
        """Count a full answer; an empty one only if the portal answered with rows in the same minute (FACTS §1.3)."""
        if not empty or now - self._rows_at < _SAME_MINUTE:
            self.of(branch).whole.update(wanted)
            return
        self._doubted.append((now, branch, wanted))
        if self._known:
            known, self._known = self._known, ""
            self.ask(known, Branch.STATE)
            self._known = known

    def _believe(self, now: float) -> None:
        for then, branch, wanted in self._doubted:
            if now - then < _SAME_MINUTE:
                self.of(branch).whole.update(wanted)
        self._doubted.clear()
