"""`igot document`: lists the documents, makes a new one from a circular's text, and shows what one claims."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from automation import flags, flowchart, home, saying
from automation.departments import expected
from automation.departments.sheets import decoded, read_bytes
from automation.files import write
from automation.flowchart import Flowchart, Step, Way, documents, recognising, writing
from automation.model import ExitCode, Reach, UsageError, explained
from automation.names.knowledge import states
from automation.reports import document as report
from automation.runs import output
from automation.saying import data, say

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from automation.config import Loaded
    from automation.flowchart.recognising import Reading, Recognised, Told

_OF_A_STATE = "step-5.own"
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_BY = {"office": "done by the office; nothing of it can be looked at", "person": "to be done by a person"}
_ABOUT = """\
What the document tells officials to do, in its own words, and under each step the questions to the portal that it
claims something about (`igot document questions` lists them). Written from its text: read it once, and correct it."""
_ABOUT_PAPER = """\
The paper that flowchart.toml stands in, and what it makes of the settings: of the tables below `document` and `due`
describe the paper, every other is a table of config.toml, which outweighs it. A list of organisations beside it, as
departments.csv (docs/tables.md), is named with file = "departments.csv" under [departments]."""


def list_() -> int:
    """Print each document: its name, its state, who has issued it, and what can be looked at."""
    for name in documents.names():
        paper, chart = documents.load(name), flowchart.of(name)
        checks = [check for step in chart.steps for check in step.checks]
        looked = sum(check.reach is not Reach.PERSON for check in checks)
        say(f"{name:<28}{paper.state:<16}{len(chart.steps):>2} steps, {looked} of {len(checks)} checks unattended")
        say(f"  {paper.paper.title} ({paper.paper.issued_by or paper.paper.source})")
    return ExitCode.AS_DOCUMENTED


def questions() -> int:
    """Print every question that a flowchart can claim something about."""
    for name, each in flowchart.questions().items():
        if not each.reported:
            say(f"{name:<34}{each.documented} ({each.reach.words.english})")
    return ExitCode.AS_DOCUMENTED


@dataclass(frozen=True, slots=True)
class Asked:
    """What is told of a new document on the command line; what is blank is asked for where there is a terminal."""

    text: Path | None = None
    state: str = ""
    source: str = ""


def new(name: str, asked: Asked, ask: Callable[[str], str] | None = None, folder: Path | None = None) -> int:
    """Write a document's folder out of a circular's text, and say what was understood of it.

    Without a text the program asks for the steps. Raises UsageError for a name that is wrong or already taken, for a
    text that cannot be read or holds no step, and where there is nobody to ask.
    """
    if not _NAME.fullmatch(name) or name in {documents.ALL, documents.HELPDESK}:
        raise UsageError(f"{name} cannot name a document; take small letters, digits and dashes, such as goa-2026.")
    place = (folder or home.own("scenarios")) / name
    if place.exists() or (folder is None and name in documents.names()):
        raise UsageError(f"{place} is there already; change its files, or take another name.")
    ask = ask or (saying.ask if saying.on_terminal() else None)
    if asked.text is None and ask is None:
        raise UsageError("There is no terminal to ask at; name the circular's text with --from TEXT.txt.")
    reading = recognising.read(_text_of(asked.text) if asked.text else _typed(ask), states())
    if not reading.steps:
        raise UsageError("No step was found in that text; put each step on a line of its own, with its number.")
    paper = _paper(reading, asked, name, ask)
    chart = _chart(reading, str(paper["departments"]["state"]))
    written = {
        documents.PAPER: writing.tables(paper, _ABOUT_PAPER),
        documents.CHART: writing.chart(chart, about=_ABOUT),
    }
    with explained(f"{place} cannot be written", "make the folder writable"):
        place.mkdir(parents=True)
        for file, text in written.items():
            write(place / file, text)
    data("".join(f"{each}\n" for each in _understood(reading)))
    say(f"Written: {place}")
    say(f"Next: igot document check {name}, then igot smoke --document {name}")
    return ExitCode.AS_DOCUMENTED


def _text_of(path: Path) -> str:
    content = read_bytes(path)
    for mark, kind in ((b"%PDF", "a PDF"), (b"PK\x03\x04", "a Word file"), (b"\xd0\xcf\x11\xe0", "an old Word file")):
        if content.startswith(mark):
            raise UsageError(f"{path.name} is {kind}; open it, save or copy its text into a .txt file, and name that.")
    return decoded(path.name, content)


def _typed(ask: Callable[[str], str] | None) -> str:
    """The steps as somebody types them, a line each, until a blank one."""
    lines: list[str] = []
    while ask is not None:
        number = len(lines) + 1
        line = ask(f"Step {number} in the circular's words (blank: that was the last):").strip()
        if not line:
            break
        lines.append(f"Step {number}. {line}")
    return "\n".join(lines)


def _paper(reading: Reading, asked: Asked, name: str, ask: Callable[[str], str] | None) -> dict[str, dict[str, object]]:
    """The tables of document.toml; what the text does not tell is asked for, and may stay blank."""

    def of(found: str, question: str) -> str:
        return found or (ask(f"{question} (blank: unknown):").strip() if ask else "")

    number = of(reading.number, "Number of the circular")
    day = reading.date or _day(of("", "Its date, as 2026-01-31"))
    state = asked.state or of(reading.state, "State or union territory; for bodies of the Union: Centre")
    if state and state not in {*states(), documents.CENTRE}:
        raise UsageError(f"There is no state called {state}; name it as the portal does, such as Haryana, or Centre.")
    source = asked.source or ("" if number and day else of("", "Where the text is from"))
    return {
        "document": {
            "number": number if day else "",
            "date": day if number else None,
            "issued_by": of(reading.issued_by, "Who has issued it"),
            "title": of(reading.title, "Its subject") or f"Registration on iGOT Karmayogi ({name})",
            "languages": reading.languages,
            "source": source or ("" if number and day else "a text whose number or date is not known"),
        },
        "due": {"register_by": reading.register_by, "course_by": reading.course_by},
        "departments": {"state": state},
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError("The date should be such as 2026-01-31.") from None


def _chart(reading: Reading, state: str) -> Flowchart:
    """The flowchart; of the Union's bodies none stands below a state."""
    left = {_OF_A_STATE} if state == documents.CENTRE else set[str]()
    return flowchart.Flowchart(
        circular=documents.Circular(title="", source="its text"),
        steps=tuple(_step(number, each, left) for number, each in enumerate(reading.steps, start=1)),
    )


def _step(number: int, step: Recognised, left: set[str]) -> Step:
    first = step.ways[0]
    several = len(step.ways) > 1
    return flowchart.Step(
        id=f"step-{number}",
        title=" or ".join(way.title.english for way in step.ways),
        title_hi=" या ".join(way.title.hindi for way in step.ways)
        if step.known
        else recognising.short(step.text_hi or step.text),
        text=step.text,
        text_hi=step.text_hi,
        when=step.when,
        checks=tuple(flowchart.check(name) for way in step.ways for name in way.questions if name not in left),
        ways=tuple(_way(way, left) for way in step.ways) if several else (),
        by="" if several else _by(first),
    )


def _way(way: Told, left: set[str]) -> Way:
    asked = tuple(name for name in way.questions if name not in left)
    return flowchart.Way(title=way.title.english, title_hi=way.title.hindi, checks=asked)


def _by(way: Told) -> Literal["", "office", "person"]:
    """Who does what cannot be looked at."""
    if way.questions:
        return ""
    return next((verb.by for verb in way.verbs if verb.by), "person")


def _understood(reading: Reading) -> Iterator[str]:
    for number, step in enumerate(reading.steps, start=1):
        yield f"{number}. {step.text}"
        yield from (f"   only {step.when}",) if step.when else ()
        for way in step.ways:
            verbs = ", ".join(verb.title.english for verb in way.verbs) or "not recognised"
            yield f"   → {verbs}: {len(way.questions)} checks" if way.questions else f"   → {verbs}: by a person"


def check(name: str, page: str = "", *places: Path) -> int:
    """Print what a document claims, what of it can be verified and how, and its chart; on a page with --html.

    2 where something in its folder is wrong, a sentence each. Raises UsageError for a document that there is not.
    """
    paper = documents.load(name, *places)
    chart = flowchart.load(places[0] / name / documents.CHART) if places else flowchart.of(name)
    wrong = list(_wrong(paper))
    for line in _drawn(chart):
        say(line)
    for step in chart.steps:
        say(f"\n{step.number}. {step.text or step.title}")
        for line in _besides(step):
            say(line)
        for each in step.checks:
            say(f"   {each.documented}\n      {each.reach.words.english}: {each.how}")
    checks = [each for step in chart.steps for each in step.checks]
    looked = sum(each.reach is not Reach.PERSON for each in checks)
    say(f"\n{len(chart.steps)} steps, {len(checks)} checks: {looked} unattended, {len(checks) - looked} with a person.")
    for what, day in paper.due.days():
        say(f"Due: {documents.DUE[what].english} by {day:%d.%m.%Y}")
    for sentence in wrong:
        say(f"igot: {sentence}", aside=True)
    if page:
        say(output.save(page, report.page(chart, paper)))
    return ExitCode.USAGE if wrong else ExitCode.AS_DOCUMENTED


def _besides(step: Step) -> Iterator[str]:
    """Lines on a step: whom it is for, and who does it where a look cannot verify it."""
    if step.when:
        yield f"   only {step.when[0].lower()}{step.when[1:]}"
    if not step.checks:
        yield f"   {_BY[step.by or 'person']}"


def _wrong(paper: documents.Document) -> Iterator[str]:
    if paper.state not in {*states(), documents.CENTRE}:
        yield f"{documents.PAPER}: there is no state called {paper.state}; name it as the portal does."
    if file := str(paper.settings.get("departments.file", "")):
        try:
            expected.load(paper.place / file)
        except UsageError as error:
            yield str(error)
    try:
        documents.names_of(paper.state)
    except UsageError as error:
        yield str(error)


_WIDTH = 66


def _drawn(chart: Flowchart) -> Iterator[str]:
    """The chart as text: a box a step, ways beside one another told line by line."""
    for number, step in enumerate(chart.steps):
        yield from ("  " + "│".center(_WIDTH + 4),) if number else ()
        yield f"  ┌{'─' * (_WIDTH + 2)}┐"
        yield from (f"  │ {line:<{_WIDTH}} │" for line in _lines(step))
        yield f"  └{'─' * (_WIDTH + 2)}┘"


def _lines(step: Step) -> Sequence[str]:
    head = f"{step.number}  {step.title}"
    more = [f"   if: {step.when.removeprefix('If ').removeprefix('In case ')}"] if step.when else []
    ways = [f"   {'or ' if place else ''}{way.title}" for place, way in enumerate(step.ways)]
    by = [] if step.checks else [f"   {_BY[step.by or 'person'].partition(';')[0]}"]
    return [line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1]}…" for line in (head, *more, *ways, *by)]


def _given(_loaded: Loaded, given: Namespace) -> int:
    if given.what in {"list", "questions"}:
        return list_() if given.what == "list" else questions()
    if not given.name:
        raise UsageError(f"Name the document, as in igot document {given.what} haryana-2026.")
    if given.what == "new":
        return new(given.name, Asked(given.text, given.state, given.source))
    return check(given.name, given.html)


DOCUMENT = flags.Command(
    _given,
    flags=(
        flags.flag("what", choices=("list", "new", "check", "questions"), help="what to do"),
        flags.text("name", "NAME", "with new and check: its name", nargs="?"),
        flags.flag("--from", type=flags.path, dest="text", metavar="TEXT.txt", help="with new: the circular's text"),
        flags.text("--state", "NAME", "with new: whose offices; of the Union's bodies Centre"),
        flags.text("--source", "TEXT", "with new: where a text without a number is from"),
        flags.text("--html", "FILE", "with check: as a page with the chart drawn"),
    ),
    examples=("list", "new haryana-2026 --from order.txt", "check haryana-2026 --html page.html"),
)
