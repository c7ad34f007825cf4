"""`igot guide`: opens the portal and the companion window, and walks a present person through the registration."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Self

from automation import flowchart
from automation.browser import companion, launched
from automation.commands.interruption import interruptible
from automation.commands.lookup import lookup
from automation.commands.roster import store_of
from automation.commands.searcher import Searcher
from automation.commands.target import policy_for, target_of
from automation.departments import expected
from automation.gate.policy import AtCompanion, AtTerminal, Read
from automation.guide.answers import Answers
from automation.guide.attending import Attended, Guide
from automation.guide.bookmark import Bookmark
from automation.guide.receipts import ConsentLog
from automation.guide.roster import Roster, Status
from automation.guide.view import Lines, Window
from automation.model import ExitCode, NoAnswerError, RefusedError, UsageError
from automation.portal.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from automation.browser import Pair, Session
    from automation.commands.target import Options, Target
    from automation.config import Loaded, Settings
    from automation.gate.policy import Policy
    from automation.guide.official import Official

BOOKMARK, CONSENTS = "guide.json", "consents.jsonl"
_CAPTCHA = tuple(  # the portal's own check at the very last click, which nobody but the person makes (FACTS §1.2, §6)
    Read(method, f"https://{host}", "/recaptcha/*")
    for method, host in (("GET", "www.google.com"), ("POST", "www.google.com"), ("GET", "www.gstatic.com"))
)


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
    _refuse(settings, os.environ, plain=wishes.plain)
    departments = expected.load(loaded.path("departments.file"))
    kept = loaded.path("report.folder") / BOOKMARK
    row = Row.of(store_of(loaded), Bookmark.load(kept) if wishes.resume else Bookmark(), following=wishes.following)
    browser = settings.browser
    with (
        target_of(settings, options, attended=True) as found,
        launched(browser, headed=True, slow_mo_ms=browser.slow_mo_ms) as pair,
        attended(loaded, found(), pair, wishes, departments, row) as with_,
    ):
        row.note(Status.IN_PROGRESS)
        guide = Guide(with_)
        try:
            with interruptible(with_.session):
                guide.run()
        except NoAnswerError as gone:
            guide.ended = str(gone)
        interrupted = with_.session.interrupted
    row.note(*_status(guide))
    return _told(guide, row.bookmark, interrupted=interrupted)


@dataclass(slots=True)
class Row:
    """The bookmark of this registration, and the row of the section's list that it is for, if it is for one."""

    bookmark: Bookmark
    store: Path
    official: Official | None = None

    @classmethod
    def of(cls, store: Path, bookmark: Bookmark, *, following: bool) -> Self:
        """With `following` the list's next official; else the one whom the bookmark is for. Raises UsageError."""
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
        if self.bookmark.official:
            roster = Roster.load(self.store)
            roster.note(self.bookmark.official, status, why, datetime.now().astimezone().date())
            roster.keep(self.store)


def _status(guide: Guide) -> tuple[Status, str]:
    if guide.story.registered or guide.done:
        return Status.REGISTERED, ""
    trouble = guide.story.trouble or guide.missing
    return (Status.BLOCKED, str(trouble)) if trouble else (Status.IN_PROGRESS, "")


def _refuse(settings: Settings, environ: Mapping[str, str], *, plain: bool) -> None:
    """Nothing is recorded, and nothing begins where nobody can be present."""
    if {settings.report.tracing, settings.report.video} != {"off"}:
        raise UsageError("Codes and passwords are typed here, so nothing is recorded; leave out --tracing and --video.")
    if environ.get("CI"):
        raise RefusedError("CI is set, so a machine runs this program; a registration needs a present person.")
    if sys.platform.startswith("linux") and not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        raise RefusedError("There is no screen for the browser's window; run igot guide at a desktop.")
    if plain and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise RefusedError("With --plain the person answers at a terminal, and there is none; leave out --plain.")


def _policy(settings: Settings, target: Target, *, plain: bool, scripted: bool) -> Policy:
    policy = policy_for(settings, target)
    proof = {"url": target.addresses.root, "secret": target.secret} if scripted else {}
    presence = AtTerminal() if plain else AtCompanion(visible=not scripted, **proof)
    return replace(policy, presence=presence, reads=_CAPTCHA if target.live else ())


@contextmanager
def attended(  # noqa: PLR0913, PLR0917 (the ingredients, each named)
    loaded: Loaded,
    target: Target,
    pair: Pair,
    wishes: Wishes,
    departments: tuple[expected.Department, ...],
    row: Row,
    *,
    scripted: bool = False,
) -> Iterator[Attended]:
    """Everything that a registration is made with, both windows open; `scripted` lets a machine be the person.

    That is for a rehearsal portal of this run alone, which has to prove it to the gate. Raises RefusedError when nobody
    can be asked.
    """
    settings = loaded.settings
    language = settings.portal.language
    folder, wanted = loaded.path("report.folder"), settings.departments
    policy = _policy(settings, target, plain=wishes.plain, scripted=scripted)
    with pair.window(policy, language=language) as session, ExitStack() as stack:
        if not wishes.plain:
            stack.enter_context(companion(pair, session.gate, language))
        shown = "hi" if language.startswith("hi") else "en"
        view = _terminal(session, shown) if wishes.plain else Window(session.gate)
        site = Site(session.page, target.addresses, settings.waits.seconds * 1000, session.gate.issuer)
        pace = settings.politeness.pace_ms / 1000 if target.live else 0.0
        yield Attended(
            session=session,
            site=site,
            view=view,
            answers=Answers(session.context),
            chart=flowchart.load(),
            log=ConsentLog(folder / CONSENTS, row.bookmark.id, wishes.staff, view.name),
            bookmark=row.bookmark,
            keep=lambda mark: mark.keep(folder / BOOKMARK),
            find=lambda typed: lookup(Searcher(site, session, pace), typed, departments, wanted),
            state=wanted.state,
            language=shown,
            official=row.official,
            resumed=wishes.resume,
        )


def _terminal(session: Session, language: str) -> Lines:
    if why := session.gate.absent():
        raise RefusedError(f"Nobody can be asked: {why}.")
    return Lines(session.gate, sys.stderr, input, language)


def _told(guide: Guide, bookmark: Bookmark, *, interrupted: bool) -> int:
    """One sentence on how it ended, and the exit code."""
    if guide.done:
        sys.stdout.write("The official is registered and can log in.\n")
        return ExitCode.AS_DOCUMENTED
    far = "The official is registered; the password is still to be set" if guide.story.registered else "Not registered"
    why = "it was interrupted" if interrupted else guide.ended
    sys.stdout.write(f"{far}: step {bookmark.step} was reached, then {why}. Go on with: igot guide --resume\n")
    if interrupted:
        return ExitCode.INTERRUPTED
    return ExitCode.AS_DOCUMENTED if "person" in why else ExitCode.CANNOT_JUDGE
