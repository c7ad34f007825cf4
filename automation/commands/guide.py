"""`igot guide`: opens the portal and the companion window, and walks a present person through the registration."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from automation import flags, flowchart
from automation.browser import Pair, launched
from automation.commands.roster import store_of
from automation.departments import expected
from automation.gate.policy import AtCompanion, AtTerminal
from automation.gate.receipts import CONSENTS, Receipts
from automation.guide.attending import Attended, End, Guide
from automation.guide.bookmark import Bookmark
from automation.guide.replies import Answers
from automation.guide.roster import Roster, Status
from automation.guide.view import Lines, Window
from automation.model import ExitCode, NoAnswerError, RefusedError, UsageError
from automation.reports import due
from automation.runs import attendance, clock
from automation.runs.run import opened
from automation.runs.target import Target, target_of
from automation.saying import say

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator
    from pathlib import Path

    from automation.config import Loaded
    from automation.guide.official import Official
    from automation.names.department import Department
    from automation.runs.options import Options

BOOKMARK = "guide.json"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one registration is asked to be: on the terminal alone, going on with the last one, the next of the list."""

    plain: bool = False
    resume: bool = False
    following: bool = False
    staff: str = ""


def run(loaded: Loaded, options: Options, wishes: Wishes) -> int:
    """Guide one registration; 0 when it came to an end or was stopped by the person, 4 when the portal or we broke off.

    Raises RefusedError when nobody can be present, UsageError when it is asked to record.
    """
    settings = loaded.settings
    attendance.refuse_without_a_person(settings, os.environ)
    if wishes.plain and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise RefusedError("With --plain the person answers at a terminal, and there is none; leave out --plain.")
    departments = expected.of(loaded)
    kept = loaded.path("report.folder") / BOOKMARK
    row = Row.of(store_of(loaded), Bookmark.load(kept) if wishes.resume else Bookmark(), following=wishes.following)
    browser = settings.browser
    with (
        target_of(settings, options, attended=True) as found,
        launched(browser, headed=True, slow_mo_ms=browser.slow_mo_ms) as pair,
        attended(loaded, target := found(), pair, wishes, departments, row) as with_,
    ):
        row.registers = not target.info().stand_in
        row.note(Status.IN_PROGRESS)
        guide = Guide(with_)
        try:
            guide.run()
        except NoAnswerError as gone:
            guide.ended = str(gone)
        interrupted = with_.session.interrupted
    row.note(*_status(guide))
    say(target.info().head)
    return _told(guide, row.bookmark, interrupted=interrupted)


@dataclass(slots=True)
class Row:
    """The bookmark of this registration, and its row in the section's list, if it has one.

    `registers` is false where something stands in for the portal: the list is then left as it is.
    """

    bookmark: Bookmark
    store: Path
    official: Official | None = None
    registers: bool = True

    @classmethod
    def of(cls, store: Path, bookmark: Bookmark, *, following: bool) -> Self:
        """With `following` the next official of the list, else the official of the bookmark. Raises UsageError."""
        if following:
            found = Roster.load(store).next()
            if found is None:
                raise UsageError("Everybody on the list has begun; see igot status.")
            bookmark.official, official = found
            return cls(bookmark, store, official)
        known = dict(Roster.load(store).officials()) if bookmark.official else {}
        return cls(bookmark, store, known.get(bookmark.official))

    def note(self, status: Status, why: str = "") -> None:
        """Write down in the list how far the official is."""
        if self.bookmark.official and self.registers:
            roster = Roster.load(self.store)
            roster.note(self.bookmark.official, status, why, clock.now().date())
            roster.keep(self.store)


def _status(guide: Guide) -> tuple[Status, str]:
    if guide.story.registered or guide.done:
        return Status.REGISTERED, ""
    trouble = guide.story.trouble or guide.missing
    return (Status.BLOCKED, str(trouble)) if trouble else (Status.IN_PROGRESS, "")


@contextmanager
def attended(  # noqa: PLR0913, PLR0917 (the ingredients, each named)
    loaded: Loaded,
    target: Target,
    pair: Pair,
    wishes: Wishes,
    departments: tuple[Department, ...],
    row: Row,
    *,
    scripted: bool = False,
) -> Iterator[Attended]:
    """Everything that a registration is made with, both windows open; `scripted` lets a machine be the person.

    That is for a rehearsal portal of this run alone, which has to prove it to the gate. Raises RefusedError when nobody
    can be asked.
    """
    settings, folder = loaded.settings, loaded.path("report.folder")
    if wishes.plain and not target.secret:
        raise RefusedError("--plain is for a rehearsal; on a portal the companion window asks, so leave out --plain.")
    proof = {"url": target.addresses.root, "secret": target.secret}
    at_companion = AtCompanion(visible=not scripted, **(proof if scripted else {}))
    presence = AtTerminal(**proof) if wishes.plain else at_companion
    reads = attendance.CAPTCHA if target.live else ()
    place = (Lines if wishes.plain else Window).name
    receipts = Receipts(str(folder / CONSENTS), row.bookmark.id, wishes.staff, place)
    with opened(settings, target, pair, presence=presence, reads=reads, receipts=receipts) as run:
        session, shown = run.session, settings.portal.language[:2]
        if wishes.plain and (why := session.gate.absent()):
            raise RefusedError(f"Nobody can be asked: {why}.")
        view = Lines(session.gate, sys.stderr, input, shown) if wishes.plain else Window(session.gate)
        yield Attended(
            session=session,
            site=run.site,
            view=view,
            answers=Answers(session.context),
            chart=flowchart.of(settings.document.name),
            receipts=receipts,
            bookmark=row.bookmark,
            keep=lambda mark: mark.keep(folder / BOOKMARK),
            find=lambda typed: run.look_for(expected.ours(typed, departments), departments),
            state=settings.state,
            due=due.lines(loaded.document.due, clock.now().date()),
            language=shown,
            official=row.official,
            resumed=wishes.resume,
            outbox=f"{target.addresses.root}/rehearsal/outbox" if target.secret else "",
        )


def _told(guide: Guide, bookmark: Bookmark, *, interrupted: bool) -> int:
    """One sentence on how it ended, and the exit code."""
    if guide.done:
        say("The official is registered and can log in.")
        return ExitCode.AS_DOCUMENTED
    far = "The official is registered; the password is still to be set" if guide.story.registered else "Not registered"
    why = End.INTERRUPTED if interrupted else guide.ended
    say(f"{far}: step {bookmark.step} was reached, then {why}. Go on with: igot guide --resume")
    if interrupted:
        return ExitCode.INTERRUPTED
    return ExitCode.AS_DOCUMENTED if guide.ended is End.STOPPED else ExitCode.CANNOT_JUDGE


_RECORDING = ("--tracing", "--video", "--screenshot")


def _given(loaded: Loaded, given: Namespace) -> int:
    if asked := [flag for flag in _RECORDING if getattr(given, f"no_{flag[2:]}")]:
        raise UsageError(f"Codes and passwords are typed here, so nothing is recorded; leave out {asked[0]}.")
    return run(loaded, flags.options(given), Wishes(given.plain, given.resume, given.next, given.staff))


GUIDE = flags.Command(
    _given,
    flags=(
        flags.switch("--plain", "on the terminal alone, without the companion window"),
        flags.switch("--resume", "go on with the registration that broke off"),
        flags.switch("--next", "for the next official of the imported list"),
        flags.text("--staff", "ID", "who sits at the machine, for the consent log"),
        flags.flag("--language", choices=("en", "hi"), default=None, help="of the companion window"),
        *(
            flags.flag(name, nargs="?", const="on", default="", dest=f"no_{name[2:]}", help="refused here")
            for name in _RECORDING
        ),
        *(flags.DOCUMENT, flags.PORTAL, flags.LANDING, flags.STAGING),
        *flags.BROWSER,
        flags.OUTPUT,
        *flags.SWITCHES,
        flags.GENERATION,
    ),
    examples=("", "--plain --resume", "--next --portal https://staging.example.gov.in/public/signup --staging"),
)
