"""Reads a circular's text into a flowchart by rules: its head, its steps, and what each tells an official to do."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from automation.bilingual import Bilingual
from automation.flowchart import documents
from automation.spelling import DEVANAGARI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_TITLE = 60
"""Letters of a box's title that is the document's own words."""
_MARKER = re.compile(
    r"^\W{0,4}(?:(?:step|stage|point|चरण|क्रमांक)\s*[-–:.]?\s*\d{1,2}|\(?\d{1,2}[.)\]:]|\([ivxlc]{1,4}\)"
    r"|[ivx]{1,4}[.)]|[•●▪○◦*·–-])\s*[-–:.)]*\s*",
    re.IGNORECASE,
)
_STEP = re.compile(r"^\W{0,4}(?:step|stage|चरण)\s*[-–:.]?\s*\d{1,2}\b", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.!?।])\s+(?=[^a-z])")
_EITHER = re.compile(r"\s+(?:or|OR|अथवा|या)\s+|\s*/\s*or\s*|\s*\bOR\b\s*")
_WHEN = re.compile(r"^\W*((?:in case|if|where|in the event|यदि|अगर)\b[^,;।]*?)[,;।]\s*(.+)$", re.IGNORECASE | re.DOTALL)
_NUMBER = re.compile(
    r"^\W*(?:(?:memo|letter|file|order|circular|endst\.?|ref\.?)\s*)?no\.?\s*[:.-]*\s*(\S.{2,80}?)\s*(?:dated?\b.*)?$",
    re.IGNORECASE,
)
_FILE_NUMBER = re.compile(r"^\W*(F\.\s?\S.{4,80}|[A-Z][\w.()-]*/[\w./()\s-]{4,80}\d)\s*$")
_DATED = re.compile(r"\b(?:dated?|date|दिनांक)\b\W*", re.IGNORECASE)
_SUBJECT = re.compile(r"^\W*(?:sub(?:ject)?|विषय)\W*[:.-]+\s*(.+)$", re.IGNORECASE)
_ADDRESSED = re.compile(r"^\W*to\b|.*\d{6}", re.IGNORECASE)
_NEAR = 30
"""Letters within which a date follows its “by”."""
_BY_WHEN = re.compile(r"\b(?:by|before|till|until|up ?to|latest by|on or before|end of|तक)\b", re.IGNORECASE)
_DUE = {"register": r"regist|onboard|पंजी", "course": r"course|module|training|कोर्स|पाठ्यक्रम"}
_MONTHS = (
    *(("jan", "जनवरी"), ("feb", "फरवरी", "फ़रवरी"), ("mar", "मार्च"), ("apr", "अप्रैल"), ("may", "मई"), ("jun", "जून")),
    *(("jul", "जुलाई"), ("aug", "अगस्त"), ("sep", "सितंबर", "सितम्बर"), ("oct", "अक्टूबर", "अक्तूबर")),
    *(("nov", "नवंबर", "नवम्बर"), ("dec", "दिसंबर", "दिसम्बर")),
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_DIGITS = str.maketrans("०१२३४५६७८९", "0123456789")


class Part(documents.Strict):
    """A part of a verb's phrase that is named by words of its own."""

    words: tuple[str, ...]
    questions: tuple[str, ...]
    usual: bool = False


class Verb(documents.Strict):
    """Something that documents tell officials to do (verbs.toml)."""

    title: Bilingual
    words: tuple[str, ...]
    questions: tuple[str, ...]
    also: dict[str, Part] = Field(default={})
    by: Literal["", "office", "person"] = ""
    instead: tuple[str, ...] = ()

    def says(self, phrase: str) -> bool:
        """Whether a phrase in small letters says it."""
        return any(re.search(each, phrase) for each in self.words)

    def asks(self, phrase: str) -> tuple[str, ...]:
        """What a phrase that says it makes worth asking."""
        named = [part for part in self.also.values() if any(re.search(each, phrase) for each in part.words)]
        parts = named or [part for part in self.also.values() if part.usual]
        return (*self.questions, *(name for part in parts for name in part.questions))


@dataclass(frozen=True, slots=True)
class Told:
    """One way of a step: the verbs that its words say, and what they make worth asking."""

    text: str
    verbs: tuple[Verb, ...]
    questions: tuple[str, ...]

    @property
    def title(self) -> Bilingual:
        """What is done, in the catalogue's words; in the document's own where none is known."""
        return self.verbs[0].title if self.verbs else Bilingual(short(self.text), short(self.text))


@dataclass(frozen=True, slots=True)
class Recognised:
    """One step of a text: its words, whom it is for, and its ways; where there are several, any one is enough."""

    text: str
    ways: tuple[Told, ...]
    when: str = ""
    text_hi: str = ""

    @property
    def known(self) -> bool:
        """Whether anything of it was recognised; if not it stands there to be done by a person."""
        return any(way.verbs for way in self.ways)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: of itself, and step by step. What is not found is blank."""

    number: str = ""
    date: dt.date | None = None
    issued_by: str = ""
    title: str = ""
    state: str = ""
    languages: tuple[str, ...] = ("en",)
    register_by: dt.date | None = None
    course_by: dt.date | None = None
    steps: tuple[Recognised, ...] = field(default=())


@cache
def verbs() -> dict[str, Verb]:
    """The catalogue, in its order."""
    tables = documents.read(Path(__file__).with_name("verbs.toml"))
    return {name: Verb.model_validate(table) for name, table in tables.items()}


def read(text: str, states: Iterable[str] = ()) -> Reading:
    """The head and the steps of a circular's text; `states` are the names of states to look for in it."""
    lines = [line.strip().strip("|").strip() for line in text.splitlines()]
    head, body = _parted(lines)
    steps = tuple(step for step in map(_recognised, body) if step.text)
    day = _date_of(head)
    whole = " ".join([*head, *body])
    longest_first = sorted(states, key=len, reverse=True)
    return Reading(
        number=_number(head),
        date=day,
        issued_by=_issuer(head),
        title=next((found[1] for line in head if (found := _SUBJECT.match(line))), ""),
        state=next((each for each in longest_first if re.search(rf"\b{re.escape(each)}\b", whole, re.IGNORECASE)), ""),
        languages=_languages(whole),
        register_by=_by_when(whole, "register", day),
        course_by=_by_when(whole, "course", day),
        steps=_without_repeats(steps),
    )


def _languages(text: str) -> tuple[str, ...]:
    found = [name for name, there in (("en", re.search(r"[a-z]{3}", text)), ("hi", DEVANAGARI.search(text))) if there]
    return tuple(found) or ("en",)


def _parted(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """What stands before the first step, and the steps; a text without any marks is taken phrase by phrase."""
    named = [number for number, line in enumerate(lines) if _STEP.match(line)]
    marked = named if len(named) > 1 else max(_lists(lines), key=lambda some: _known(lines, some), default=[])
    if marked is not named and (len(marked) < 2 or not _known(lines, marked)):  # noqa: PLR2004 (one mark makes no list)
        whole = [line for line in lines if line]
        cut = next((number for number, line in enumerate(whole) if _told(line)), len(whole))
        sentences = (each for line in whole[cut:] for part in line.split("|") for each in _SENTENCES.split(part))
        pieces = [each for each in map(str.strip, sentences) if each]
        return whole[:cut], [each for each in pieces if _told(each)] or pieces
    steps: list[list[str]] = []
    for number, line in enumerate(lines[marked[0] :], start=marked[0]):
        if number in marked:
            steps.append([_MARKER.sub("", line, count=1)])
        elif line:
            steps[-1].append(line)
    return [line for line in lines[: marked[0]] if line], [_joined(step) for step in steps]


def _lists(lines: Sequence[str]) -> list[list[int]]:
    """The marked lines, each list by itself: where the count begins anew, another one does."""
    found: list[list[int]] = []
    for number, line in enumerate(lines):
        if mark := _MARKER.match(line):
            begins = re.search(r"\b(1|i|१)\b", mark[0], re.IGNORECASE) is not None
            if begins or not found:
                found.append([])
            found[-1].append(number)
    return found


def _known(lines: Sequence[str], some: Sequence[int]) -> int:
    """How many of some lines say something that is known."""
    return sum(bool(_told(_MARKER.sub("", lines[number], count=1))) for number in some)


def _joined(lines: Iterable[str]) -> str:
    return " ".join(filter(None, (line.strip("#*_ ") for line in lines))).strip()


def _told(text: str) -> list[Verb]:
    """The verbs of the catalogue that a text says; a special case replaces the general verb."""
    phrase = " ".join(text.lower().split())
    found = {name: verb for name, verb in verbs().items() if verb.says(phrase)}
    covered = {name for verb in found.values() for name in verb.instead}
    return [verb for name, verb in found.items() if name not in covered]


def _recognised(text: str) -> Recognised:
    """A step as one way or several, with its condition."""
    text, hindi = _languages_apart(text)
    when, rest = "", text
    if found := _WHEN.match(text):
        when, rest = found[1].strip(), found[2].strip()
    parts = [part.strip(" .") for part in _EITHER.split(rest)]
    told = [_way(part) for part in parts if part]
    apart = [way for way in told if way.verbs]
    titles = {way.verbs[0].title for way in apart}
    listed = verbs()["enter"].title in titles  # a part of one list, as in “mobile or e-mail”, is no way by itself
    if len(apart) > 1 and len(titles) == len(apart) and not listed:
        return Recognised(text, tuple(apart), when, hindi)
    return Recognised(text, (_way(f"{text} {hindi}".strip()),), when, hindi)


def _languages_apart(text: str) -> tuple[str, str]:
    """What stands there in English, and behind a stroke in Hindi; a text in one language is the first."""
    first, stroke, second = text.partition(" / ")
    apart = stroke and DEVANAGARI.search(second) and not DEVANAGARI.search(first)
    return (first.strip(), second.strip()) if apart else (text, "")


def _way(text: str) -> Told:
    found, phrase = _told(text), " ".join(text.lower().split())
    asked = dict.fromkeys(name for verb in found for name in verb.asks(phrase))
    return Told(text, tuple(found), tuple(asked))


def _without_repeats(steps: Sequence[Recognised]) -> tuple[Recognised, ...]:
    """Each question in the first step that asks it."""
    seen: set[str] = set()
    kept = []
    for step in steps:
        ways = []
        for way in step.ways:
            ways.append(Told(way.text, way.verbs, tuple(name for name in way.questions if name not in seen)))
            seen.update(way.questions)
        kept.append(Recognised(step.text, tuple(ways), step.when, step.text_hi))
    return tuple(kept)


def short(text: str) -> str:
    """A text as the title of a box."""
    plain = " ".join(text.split()).rstrip(" .;।")
    return plain if len(plain) <= _TITLE else plain[: _TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;") + "…"


def _number(head: Sequence[str]) -> str:
    for line in head:
        if found := _NUMBER.match(line) or _FILE_NUMBER.match(line):
            return " ".join(found[1].split()).rstrip(" ,;")
    return ""


def _issuer(head: Sequence[str]) -> str:
    """The first lines that are neither number nor date nor address: who writes."""
    found = []
    for line in head[:6]:
        plain = re.sub(r"<[^>]*>|[*#_]+", "", line).strip()
        if not plain or any(each.match(plain) for each in (_NUMBER, _FILE_NUMBER, _DATED, _SUBJECT, _ADDRESSED)):
            break
        found.append(plain)
    return ", ".join(found[:2])


def _date_of(head: Sequence[str]) -> dt.date | None:
    dated = [line[found.end() :] for line in head if (found := _DATED.search(line))]
    return next((day for line in (*dated, *head) if (day := first_date(line))), None)


def _by_when(text: str, what: str, day: dt.date | None) -> dt.date | None:
    """The date by which something must be done: the first date after a “by” that follows its own word and no other."""
    for phrase in re.split(r"(?<=[.;।])\s+(?=\D)|\n", text.translate(_DIGITS)):
        named = sorted(
            (found.start(), kind) for kind, words in _DUE.items() for found in re.finditer(words, phrase, re.IGNORECASE)
        )
        for by in _BY_WHEN.finditer(phrase):
            before = [kind for place, kind in named if place < by.start()] or [kind for _, kind in named[:1]]
            when = first_date(phrase[by.start() : by.end() + _NEAR], day.year if day else None)
            if when and before and before[-1] == what:
                return when
    return None


def first_date(text: str, year: int | None = None) -> dt.date | None:
    """The first date of a text, day before month; one without a year is of `year`, “end of July” its last day."""
    return next(_dates(text.translate(_DIGITS), year), None)


def _dates(text: str, year: int | None) -> Iterator[dt.date]:
    names = "|".join(MONTHS)
    patterns = (
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s.,-]*(?:of\s+)?(?P<m>{names})[a-z]*\.?,?[\s-]*(?P<y>\d{{4}})?",
        rf"(?P<m>{names})[a-z]*\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b,?\s*(?P<y>\d{{4}})?",
        r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4})",
        r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})",
        rf"end of (?P<e>{names})[a-z]*,?\s*(?P<y>\d{{4}})?",
    )
    found = [match for pattern in patterns for match in re.finditer(pattern, text, re.IGNORECASE)]
    for match in sorted(found, key=lambda each: each.start()):
        if day := _day(match.groupdict(), year):
            yield day


def _day(parts: dict[str, str | None], year: int | None) -> dt.date | None:
    whole = int(parts.get("y") or year or 0)
    word = (parts.get("m") or parts.get("e") or "").lower()
    month = int(word) if word.isdigit() else MONTHS.get(word) or MONTHS.get(word[:3], 0)
    if not whole or not month:
        return None
    try:
        if parts.get("e"):
            return dt.date(whole + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
        return dt.date(whole, month, int(parts["d"] or 0))
    except ValueError:
        return None
