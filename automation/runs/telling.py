"""Tells the people in the settings about a finished run; a message that fails is kept for the next run."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from automation import files, flowchart, notify, windows
from automation.bilingual import Bilingual
from automation.departments import ledger
from automation.flowchart.documents import of_document
from automation.history import period, queries
from automation.history.database import FILE, Database, portal_of
from automation.history.items import named
from automation.model import By, ExitCode, UsageError
from automation.reports import digest, due
from automation.reports.terminal import headline
from automation.result import Record, Result
from automation.runs import clock
from automation.runs.remembering import keeping

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from automation.config import Loaded
    from automation.reports.digest import Letter

PENDING = "notify-pending.json"
_KEPT = 20


class Message(Record):
    """A message that did not get through: for which address (its kind and number, such as “mailto 1”), and the text."""

    to: str
    title: str
    body: str


_QUEUE = TypeAdapter(list[Message])


def begun(loaded: Loaded) -> None:
    """Tell the monitor in `notify.ping`, if set, that an unattended run begins; the run's end reports a failure."""
    if loaded.settings.notify.ping:
        notify.started(loaded.settings.notify.ping)


def notified(result: Result, loaded: Loaded) -> Result:
    """The result with a note for each failure; the verdict and the exit code stay as they are.

    A run with a person tells nobody, since that person sees it. A shard tells nobody either; `igot merge` does.
    """
    if result.run.person is not By.LOOK or result.run.shard is not None:
        return result
    notes = (*_pinged(result, loaded), *_sent(result, loaded))
    return result.model_copy(update={"notes": (*result.notes, *notes)}) if notes else result


def is_news(result: Result, when: str) -> bool:
    """Whether people are told of it: “always”, “on-findings”, or “on-change”, which also is an outage and its end."""
    code, changed = ExitCode(result.exit_code), result.changed
    if code is ExitCode.INTERRUPTED:
        return False
    if when != "on-change":
        return when == "always" or code is not ExitCode.AS_DOCUMENTED
    if result.maintenance:
        return False
    if result.hindrance is not None:
        return changed is None or changed.hindered != result.hindrance.cause
    if changed is None:
        return code is not ExitCode.AS_DOCUMENTED
    return not changed.since or not changed.nothing or bool(changed.hindered)


def _pinged(result: Result, loaded: Loaded) -> list[str]:
    to, code = loaded.settings.notify, ExitCode(result.exit_code)
    lost = {
        "notify.ping": notify.ended(to.ping, code) if to.ping else "",
        "notify.push": notify.pushed(to.push, code, _title(result), result.run.seconds) if to.push else "",
    }
    return [f"The address of {key} could not be reached ({why})." for key, why in lost.items() if why]


def _sent(result: Result, loaded: Loaded) -> list[str]:
    to, folder = loaded.settings.notify, loaded.path("report.folder")
    addresses = labelled(to.to)
    if not addresses:
        return []
    before = _waiting(folder)
    waiting = [each for each in before if each.to in addresses]
    body, notes = _body(result, loaded) if is_news(result, to.when) else ("", ())
    queue = waiting + [Message(to=label, title=_title(result), body=body) for label in addresses if body]
    quiet = windows.planned(to.quiet, clock.now())
    lost = {each: "" if quiet else notify.send(addresses[each.to], each.title, each.body) for each in queue}
    kept = [each for each, why in lost.items() if quiet or why][-_KEPT:]
    failed = {each.to: why for each, why in lost.items() if why}
    told_ = [f"{label} could not be told ({why}); the next run tries again." for label, why in failed.items()]
    return [*notes, *told_, *_keep(folder, kept, before)]


def labelled(to: str) -> dict[str, str]:
    """The addresses of the setting by their kind and number: no text of ours holds an address, which may hold a key."""
    labels, kinds = dict[str, str](), Counter[str]()
    for address in to.split():
        kind = address.partition("://")[0]
        kinds[kind] += 1
        labels[f"{kind} {kinds[kind]}"] = address
    return labels


def _title(result: Result) -> str:
    head = f"{result.portal.stand_in}: " if result.portal.stand_in else ""
    if result.hindrance is not None:
        return f"{head}iGOT {result.run.journey}: the portal could not be judged ({result.hindrance.cause})"
    return f"{head}iGOT {result.run.journey}: {headline(result)}"


def _body(result: Result, loaded: Loaded) -> tuple[str, tuple[str, ...]]:
    """The digest of the run's day, or where no history has the run the title once more; with notes of the history."""
    if result.changed is None:
        return _title(result), ()
    day = date.fromisoformat(result.run.started[:10])
    try:
        raised = ledger.load(loaded.path("departments.raised"))
        found, notes = written(loaded, raised, day, day, (portal_of(result), result.run.place))
    except UsageError as error:
        return f"{_title(result)}\n{error}", ()
    return (digest.as_text(found) if found else _title(result)), notes


def written(
    loaded: Loaded, raised: Sequence[ledger.Raised], first: date, until: date, of: tuple[str, str] | None = None
) -> tuple[tuple[Letter, Letter] | None, tuple[str, ...]]:
    """The digest of some days in English and Hindi (None where the history cannot be read), and notes of the history.

    `of` is the portal and the place whose runs are meant, by default those of the settings. Raises UsageError where
    there is no run in the history.
    """
    settings, folder = loaded.settings, loaded.path("report.folder")
    portal, place = of or (named(settings.portal.url, of_document(settings.document.name)), settings.run.place)
    if not (folder / FILE).exists():
        raise UsageError(f"There is no run in the history of {folder}; run igot smoke first.")
    charts = (flowchart.before(), flowchart.of(settings.document.name))
    titles = {step.id: Bilingual(step.title, step.title_hi) for chart in charts for step in chart.steps}

    others = list[str]()

    def letters(database: Database) -> tuple[Letter, Letter]:
        series = queries.choose(database.connection, portal, place)
        if series is None:
            raise UsageError(f"There is no run in the history of {folder}; run igot smoke first.")
        others.append(queries.instead(series, portal))
        told = period.of_days(database.connection, series, (first, until), raised, settings.departments.overdue_days)
        return digest.letters(told, titles, due.lines(loaded.document.due, clock.now().date()))

    found, notes = keeping(folder, letters)
    return found, (*notes, *filter(None, others))


def _waiting(folder: Path) -> list[Message]:
    """What earlier runs could not tell; a file that cannot be read holds nothing."""
    try:
        return _QUEUE.validate_json((folder / PENDING).read_bytes())
    except (OSError, ValidationError):
        return []


def _keep(folder: Path, messages: Sequence[Message], before: Sequence[Message]) -> list[str]:
    """Write down what still waits, with what another run has written down meanwhile; a sentence where that fails."""
    now = _waiting(folder)
    wait = [*messages, *(each for each in now if each not in before)][-_KEPT:]
    if wait == now:
        return []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files.write(folder / PENDING, _QUEUE.dump_json(wait))
    except OSError as error:
        return [f"What could not be told could not be kept either ({error.strerror})."]
    return []
