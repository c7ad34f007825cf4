"""`igot digest`: a letter for the head of office on what the runs of the last days have found."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from automation import flags
from automation.departments import ledger
from automation.model import ExitCode, IgotError, UsageError
from automation.reports import digest
from automation.runs import clock, output, telling
from automation.saying import say

if TYPE_CHECKING:
    from automation.config import Loaded, Settings


def run(loaded: Loaded, days: int = 1, *, html: str = "", markdown: str = "", pdf: str = "") -> int:
    """Print the letter on the last `days`, and write it to the files that are named; a blank name is no file.

    Raises UsageError where there is no history, or a file cannot be written.
    """
    today = clock.now().date()
    raised = ledger.load(loaded.path("departments.raised"))
    written, notes = telling.written(loaded, raised, today - timedelta(days=days - 1), today)
    for note in notes:
        say(f"igot: {note}", aside=True)
    if written is None:
        return ExitCode.CANNOT_JUDGE
    head = loaded.settings.letter
    page = digest.as_page(written, head.office, head.number, f"{today:%d.%m.%Y}")
    say(digest.as_text(written))
    for name, text in ((html, page), (markdown, digest.as_markdown(written))):
        if name:
            say(output.save(name, text))
    if pdf and (lost := _printed(loaded.settings, page, Path(pdf))):
        raise UsageError(f"{pdf} could not be made: {lost}; name another file, or print the letter of --html.")
    return ExitCode.AS_DOCUMENTED


def _printed(settings: Settings, page: str, path: Path) -> str:
    """Print the page in a browser that may open no address; blank, or why there is no file."""
    from automation.browser import launched
    from automation.evidence import printing
    from automation.gate.policy import Policy

    if not path.absolute().parent.is_dir():
        return "its folder is not there"
    try:
        with launched(settings.browser) as pair, pair.window(Policy(reads=())) as session:
            lost = printing.pdf(session.context, page, path)
    except IgotError as error:
        return str(error).rstrip(".")
    if not lost:
        say(f"Written: {path}")
    return lost


DIGEST = flags.Command(
    lambda loaded, given: run(loaded, given.days, html=given.html, markdown=given.markdown, pdf=given.pdf),
    flags=(
        flags.flag("--days", type=int, choices=(1, 7, 30), default=1, help="of how many days, with today (1)"),
        flags.text("--html", "FILE", "as a page"),
        flags.text("--markdown", "FILE", "as Markdown"),
        flags.text("--pdf", "FILE", "as PDF, printed by the browser that is there"),
        *(flags.DOCUMENT, flags.PORTAL, flags.OUTPUT),
    ),
    examples=("--days 7 --pdf digest.pdf",),
)
