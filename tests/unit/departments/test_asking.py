"""An empty answer is believed only beside a full one; a stopped audit goes on; a wish for a pause is kept."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest

from automation.departments import audit, journal, plan
from automation.departments.asking import Asker
from automation.model import Listing, NoAnswer, UsageError
from automation.names.department import Department
from automation.portal.facts import Branch, Busy, Organisation, Rows
from automation.runs import searcher as searcher_module
from automation.runs.searcher import Searcher

KNOWN = Organisation("Delhi Police", "Delhi", "Delhi", "S_9_D_1")


def rows(text, *held):
    return Rows(text, Branch.STATE, len(held), held, tuple(f"{row.name} Under {row.under}" for row in held))


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_an_empty_answer_counts_once_the_known_organisation_was_found_in_the_same_minute():
    asked = []

    def search(text, _branch):
        asked.append(text)
        return rows(text, KNOWN) if text == KNOWN.name else rows(text)

    asker = Asker(search, KNOWN.name, Clock())
    asker.ask("jal", Branch.STATE)
    assert asked == ["jal", KNOWN.name]
    assert "jal" in asker.of(Branch.STATE).whole


def test_an_empty_answer_does_not_count_while_the_known_organisation_is_not_found_either():
    asker = Asker(lambda text, _branch: rows(text), KNOWN.name, Clock())
    asker.ask("jal", Branch.STATE)
    assert "jal" not in asker.of(Branch.STATE).whole


def test_an_empty_answer_of_another_minute_is_asked_about_again():
    clock, asked = Clock(), []

    def search(text, _branch):
        asked.append(text)
        return rows(text, KNOWN) if text in {"police", KNOWN.name} else rows(text)

    asker = Asker(search, KNOWN.name, clock)
    asker.ask("police", Branch.STATE)
    clock.now = 61.0
    asker.ask("jal", Branch.STATE)
    assert asked == ["police", "jal", KNOWN.name]


def test_two_rows_of_one_name_are_told_apart_by_the_line_under():
    one = Organisation("Home Department", "Delhi", "Delhi", "1")
    other = Organisation("Home Department", "Delhi", "Delhi > Police", "2")
    longer = Organisation("Home Department Jail", "Delhi", "Delhi", "3")
    reply = Rows("home", Branch.STATE, 3, (one, other, longer), ("Home Department Jail Under Delhi",))
    assert reply.on_the_page() == {longer}
    shouted = Rows("home", Branch.STATE, 3, (one, other, longer), ("HOME DEPARTMENT JAIL UNDER DELHI",))
    assert shouted.on_the_page() == {longer}
    reply = Rows("home", Branch.STATE, 2, (one, other), ("Home Department Under Delhi > Police",))
    assert other in reply.on_the_page()


def test_an_audit_that_was_stopped_goes_on_without_asking_again(tmp_path):
    departments = (Department("Delhi Police", "other"), Department("Delhi Jal Board", "board"))
    asked = []

    def search(text, branch):
        asked.append((text, branch))
        if len(asked) > 2:
            return NoAnswer("the run was interrupted")
        return rows(text, *([KNOWN] if branch is Branch.STATE and plan.holds(text, KNOWN.name) else []))

    first = audit.run(departments, journal.remembering(search, tmp_path / "a" / journal.FILE), "Delhi")
    assert Listing.CANNOT_JUDGE in {each.listing for each in first.results}
    answered, again = asked[:2], []

    def on(text, branch):
        again.append((text, branch))
        return rows(text, *([KNOWN] if branch is Branch.STATE and plan.holds(text, KNOWN.name) else []))

    kept = tmp_path / "a" / journal.FILE
    second = audit.run(departments, journal.remembering(on, tmp_path / "b" / journal.FILE, kept), "Delhi")
    assert not set(answered) & set(again)
    assert [each.listing for each in second.results] == [Listing.LISTED, Listing.MISSING]


def test_a_journal_that_was_cut_off_in_its_last_line_is_read_and_another_is_refused(tmp_path):
    search = journal.remembering(lambda text, _branch: rows(text, KNOWN), tmp_path / "j")
    search("jal", Branch.STATE)
    whole = (tmp_path / "j").read_text(encoding="utf-8")
    (tmp_path / "j").write_text(whole + whole[:20], encoding="utf-8")
    assert list(journal.load(tmp_path / "j")) == [("jal", Branch.STATE)]
    (tmp_path / "j").write_text("no\n" + whole, encoding="utf-8")
    with pytest.raises(UsageError, match="line 1: is no answer"):
        journal.load(tmp_path / "j")


class Session:
    def shield(self):
        return nullcontext()


def patient(monkeypatch, *replies):
    nobody: Any = Session()
    searcher = Searcher(nobody, nobody, 0.0)
    given, waited = list(replies), list[float]()
    monkeypatch.setattr(searcher, "_ask", lambda _question: given.pop(0))
    monkeypatch.setattr(searcher, "_rest", waited.append)
    return searcher.ask("jal", Branch.STATE), waited


def test_a_portal_that_asks_for_fewer_requests_is_left_alone_and_asked_again(monkeypatch):
    answer = rows("jal", KNOWN)
    assert patient(monkeypatch, Busy("HTTP 429", seconds=7.0), Busy("HTTP 503"), answer) == (answer, [7.0, 4.0])


def test_a_portal_that_stays_busy_gives_no_answer(monkeypatch):
    busy = Busy("HTTP 429", seconds=9_999.0)
    reply, waited = patient(monkeypatch, busy, busy, busy, busy)
    assert isinstance(reply, NoAnswer)
    assert waited == [searcher_module._LONGEST_WAIT] * 3
