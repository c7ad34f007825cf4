"""A letter on what the runs of some days have found, in English and in Hindi: as text, as Markdown and as a page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation import dates
from automation.bilingual import LANGUAGES, Bilingual
from automation.escaping import clean, for_markdown
from automation.history.items import CHECK, DEPARTMENT, FORM, LOGIN, kind, name, parts
from automation.model import Verdict
from automation.reports.causes import NEXT
from automation.reports.templates import template
from automation.reports.terminal import word
from automation.result import UNPICKABLE, Changed, ItemChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from automation.history.period import Summary

_MOST = 12
_SAID: Mapping[str, Bilingual] = {
    "title": Bilingual(
        "Registration on iGOT Karmayogi: what was seen {time}", "आई-गॉट कर्मयोगी पर पंजीकरण: {time} की जाँच"
    ),
    "title-login": Bilingual("Login on iGOT Karmayogi: what was seen {time}", "आई-गॉट कर्मयोगी पर लॉगिन: {time} की जाँच"),
    "day": Bilingual("on {first}", "{first}"),
    "days": Bilingual("from {first} to {until}", "{first} से {until}"),
    "rehearsal": Bilingual(
        "REHEARSAL on our own stand-in: this says nothing of the portal.",
        "यह पूर्वाभ्यास है, पोर्टल की जाँच नहीं।",
    ),
    "portal": Bilingual("Portal: {portal}", "पोर्टल: {portal}"),
    "runs": Bilingual("Runs in this time: {runs}.", "इस अवधि में जाँचें: {runs}।"),
    "none": Bilingual("Nothing was looked at in this time.", "इस अवधि में कोई जाँच नहीं हुई।"),
    "last": Bilingual("Last seen {when}: {verdict}.", "अंतिम जाँच {when}: {verdict}।"),
    "unseen": Bilingual("In none of these runs could the portal be judged.", "किसी भी जाँच में पोर्टल देखा नहीं जा सका।"),
    "works": Bilingual("What works", "जो ठीक है"),
    "wrong": Bilingual("What does not work", "जो ठीक नहीं है"),
    "otherwise": Bilingual("What works, but not as documented", "जो काम करता है, पर दस्तावेज़ के अनुसार नहीं"),
    "changed": Bilingual("What has changed", "जो बदला है"),
    "asked": Bilingual("What is asked for, and since when", "जो माँगा गया है, और कब से"),
    "out": Bilingual("When the portal could not be looked at", "जब पोर्टल देखा नहीं जा सका"),
    "steps": Bilingual("Steps as documented: {count} of {all}.", "दस्तावेज़ के अनुसार चरण: {all} में से {count}।"),
    "person": Bilingual(
        "Steps that only a present person can check: {steps}.",
        "जिन चरणों को केवल उपस्थित व्यक्ति जाँच सकता है: {steps}।",
    ),
    "listed": Bilingual(
        "Departments that can be picked: {count} of {all}.",
        "जो विभाग चुने जा सकते हैं: {all} में से {count}।",
    ),
    "unpickable": Bilingual(
        "Departments that cannot be picked: {count} ({kinds}).",
        "जो विभाग चुने नहीं जा सकते: {count} ({kinds})।",
    ),
    "nothing-judged": Bilingual("Nothing that was judged.", "जो जाँचा गया उसमें कुछ नहीं।"),
    "nothing": Bilingual("Nothing has changed since {since}.", "{since} से कुछ नहीं बदला।"),
    "first": Bilingual("There is no earlier run to compare with.", "तुलना के लिए पहले की कोई जाँच नहीं है।"),
    "new": Bilingual("New: {name}: {said}", "नया: {name}: {said}"),
    "gone": Bilingual("No longer: {name}: {said}", "अब नहीं: {name}: {said}"),
    "vanished": Bilingual("Can no longer be picked: {names}", "अब चुने नहीं जा सकते: {names}"),
    "appeared": Bilingual("Can be picked now: {names}", "अब चुने जा सकते हैं: {names}"),
    "form": Bilingual("The form has changed: {form}", "प्रपत्र बदला है: {form}"),
    "request": Bilingual(
        "{name}: asked for on {on}, {days} days ago{reference}{overdue}.",
        "{name}: {on} को माँगा गया, {days} दिन पहले{reference}{overdue}।",
    ),
    "overdue": Bilingual("; overdue, remind them", "; विलंबित, स्मरण कराएँ"),
    "no-request": Bilingual("Nothing that is still missing.", "जो अब भी सूची में नहीं है उसमें से कुछ नहीं।"),
    "unasked": Bilingual(
        "Missing, and nobody has asked for them yet: {count}. Raise “Request for help” for each.",
        "सूची में नहीं, और अभी तक माँगे नहीं गए: {count}। हर एक के लिए “Request for help” भेजें।",
    ),
    "planned": Bilingual("{when}: planned maintenance ({reason}).", "{when}: नियोजित रखरखाव ({reason})।"),
    "cause": Bilingual("{when}: {cause}. {next}", "{when}: {cause}। {next}"),
    "idle": Bilingual("No run on {count} of the days: {days}.", "{count} दिन कोई जाँच नहीं हुई: {days}।"),
    "how": Bilingual(
        "Looked at unattended: no credential was given, no OTP sent, nothing submitted.",
        "जाँच बिना किसी की उपस्थिति के हुई: न कोई पहचान दी गई, न ओ.टी.पी. भेजा गया, न कुछ जमा किया गया।",
    ),
    "how-attended": Bilingual(
        "In some of these runs a person was present and confirmed whatever was sent; the others were unattended.",
        "कुछ जाँचों में एक व्यक्ति उपस्थित थे और जो भेजा गया उसकी पुष्टि उन्होंने की; शेष बिना किसी की उपस्थिति के हुईं।",
    ),
    "how-rehearsal": Bilingual(
        "A scripted person took the official's part; nothing reached the portal.",
        "अधिकारी का भाग एक कार्यक्रम ने निभाया; पोर्टल तक कुछ नहीं पहुँचा।",
    ),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the letter: its heading, and a sentence for each line."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter in one language: `head` stands above its parts, `foot` below them."""

    title: str
    head: tuple[str, ...]
    parts: tuple[Part, ...]
    foot: str
    language: str


def letters(summary: Summary, titles: Mapping[str, Bilingual], due: Sequence[Bilingual] = ()) -> tuple[Letter, Letter]:
    """The letter in English and in Hindi; `titles` are those of the flowchart's steps by their ids.

    `due` says by when the document wants something done.
    """
    english, hindi = (_Writer(summary, titles, language, due).letter() for language in LANGUAGES)
    return english, hindi


def as_text(written: Iterable[Letter]) -> str:
    """For a terminal, and for a message."""
    return "\n".join(_lines(each) for each in written)


def _lines(letter: Letter) -> str:
    parts = ("\n".join([each.heading, *(f"  - {_line(line)}" for line in each.lines)]) for each in letter.parts)
    return "\n".join([letter.title, *map(_line, letter.head), "", *(f"{part}\n" for part in parts), letter.foot, ""])


def _line(text: str) -> str:
    """One line, whatever a portal's sentence in it would steer."""
    return clean(" ".join(text.split()))


def as_markdown(written: Iterable[Letter]) -> str:
    """The same in Markdown."""
    return "\n".join(_marked(each) for each in written)


def _marked(letter: Letter) -> str:
    lines = [f"# {for_markdown(letter.title)}", "", *(f"{for_markdown(line)}  " for line in letter.head), ""]
    for part in letter.parts:
        lines += [f"## {part.heading}", "", *(f"- {for_markdown(line)}" for line in part.lines), ""]
    return "\n".join([*lines, f"*{letter.foot}*", ""])


def as_page(written: Sequence[Letter], office: str = "", number: str = "", day: str = "") -> str:
    """The same as a page to read or to print; `office`, `number` and `day` stand at its head."""
    lines = [each.strip() for each in office.split("|") if each.strip()]
    return template("digest.html.j2").render(letters=written, office=lines, number=number, day=day)


class _Writer:
    """Writes the letter in one language."""

    def __init__(
        self, summary: Summary, titles: Mapping[str, Bilingual], language: str, due: Sequence[Bilingual]
    ) -> None:
        self._of, self._titles, self._language, self._due = summary, titles, language, due

    def letter(self) -> Letter:
        of = self._of
        first, until = dates.day(of.first.isoformat()), dates.day(of.until.isoformat())
        time = self._say("day" if first == until else "days", first=first, until=until)
        place = f" ({of.of.place})" if of.of.place else ""
        login = of.of.portal.endswith(LOGIN)
        rehearsal = self._rehearsal
        portal = self._say("rehearsal") + place if rehearsal else self._say("portal", portal=of.of.portal + place)
        otherwise = Part(self._say("otherwise"), tuple(self._checks(changed=True)))  # left out where nothing is
        seen = [self._changed(), self._wrong(), otherwise, self._works()] if of.last else []
        parts = [*seen, self._asked(), self._out()] if of.runs else []
        return Letter(
            title=self._say("title-login" if login else "title", time=time),
            head=(portal, *self._verdict(), *(each.in_(self._language) for each in self._due)),
            parts=tuple(each for each in parts if each.lines),
            foot=self._say("how-attended" if of.attended else "how-rehearsal" if rehearsal else "how"),
            language=self._language,
        )

    @property
    def _rehearsal(self) -> bool:
        return parts(self._of.of.portal)[0] == "rehearsal"

    def _say(self, key: str, **values: object) -> str:
        return _SAID[key].in_(self._language).format(**values)

    def _verdict(self) -> list[str]:
        of = self._of
        if not of.runs:
            return [self._say("none")]
        if of.last is None:
            return [self._say("runs", runs=of.runs), self._say("unseen")]
        words = Verdict(of.last.verdict).words.in_(self._language)
        return [self._say("runs", runs=of.runs), self._say("last", when=dates.readable(of.last.started), verdict=words)]

    def _step(self, step: str) -> str:
        return self._titles.get(step, Bilingual(step, step)).in_(self._language)

    def _works(self) -> Part:
        last, lines = self._of.last, list[str]()
        if last is not None:
            good = [step for step, stage in last.steps.items() if stage.verdict == Verdict.AS_DOCUMENTED]
            person = [step for step, stage in last.steps.items() if stage.verdict == Verdict.NEEDS_PERSON]
            lines += [self._say("steps", count=len(good), all=len(last.steps))] if last.steps else []
            lines += [self._say("person", steps=", ".join(map(self._step, person)))] if person else []
            lines += [self._say("listed", count=last.listed, all=last.expected)] if last.expected else []
        return Part(self._say("works"), tuple(lines or [self._say("nothing-judged")]))

    def _wrong(self) -> Part:
        """What is broken in full; of the departments how many."""
        findings = {key: state for key, state in self._of.now.items() if state.finding}
        lines = self._checks(changed=False)
        lines += [f"{name(key)}: {state.said}" for key, state in findings.items() if kind(key) == "list"]
        counted = Counter(state.value for key, state in findings.items() if kind(key) == DEPARTMENT)
        kinds = [f"{counted[each]} {each.words.in_(self._language)}" for each in UNPICKABLE if counted[each]]
        if kinds:
            lines.append(self._say("unpickable", count=sum(counted.values()), kinds=", ".join(sorted(kinds))))
        return Part(self._say("wrong"), tuple(lines or [self._say("nothing-judged")]))

    def _checks(self, *, changed: bool) -> list[str]:
        """What has changed against the document, or what is broken, in full."""
        return [
            f"{self._step(name(key).partition('.')[0])}: {state.said or word(state.value)}"
            for key, state in self._of.now.items()
            if state.finding and kind(key) == CHECK and (state.value == Verdict.CHANGED) is changed
        ]

    def _changed(self) -> Part:
        now = self._of.changed
        if now is None:
            return Part(self._say("changed"), (self._say("first"),))
        if now.nothing:
            return Part(self._say("changed"), (self._say("nothing", since=dates.readable(now.since)),))
        return Part(self._say("changed"), tuple(self._moves(now)))

    def _moves(self, now: Changed) -> list[str]:
        lines = self._items("new", now.new) + self._named("vanished", now.vanished)
        lines += [self._say(FORM.rstrip(":"), form=now.form)] if now.form else []
        return lines + self._items("gone", now.gone) + self._named("appeared", now.appeared)

    def _items(self, key: str, items: Sequence[ItemChange]) -> list[str]:
        told = [
            self._say(key, name=each.name, said=each.said or word(each.now if key == "new" else each.before))
            for each in items[:_MOST]
        ]
        return told + [f"… +{len(items) - _MOST}"] * (len(items) > _MOST)

    def _named(self, key: str, names: Sequence[str]) -> list[str]:
        more = f" … +{len(names) - _MOST}" if len(names) > _MOST else ""
        return [self._say(key, names="; ".join(names[:_MOST]) + more)] if names else []

    def _asked(self) -> Part:
        of = self._of
        lines = [
            self._say(
                "request",
                name=each.department,
                on=dates.day(each.on.isoformat()),
                days=each.waits(of.until),
                reference=f" ({each.reference})" if each.reference else "",
                overdue=self._say("overdue") if each.waits(of.until) > of.overdue_days else "",
            )
            for each in sorted(of.waiting, key=lambda each: each.on)
        ]
        lines = lines or ([self._say("no-request")] if of.missing else [])
        more = of.unasked and not self._rehearsal  # nothing is asked for because of a rehearsal
        return Part(self._say("asked"), (*lines, *([self._say("unasked", count=of.unasked)] if more else ())))

    def _out(self) -> Part:
        of = self._of
        lines = [
            self._say("planned", when=dates.readable(each.started), reason=each.maintenance)
            if each.maintenance
            else self._say("cause", when=dates.readable(each.started), cause=each.cause, next=self._next(each.cause))
            for each in of.out[-_MOST:]
        ]
        shown = [dates.day(each.isoformat()) for each in of.idle]
        more = f" … +{len(shown) - _MOST}" if len(shown) > _MOST else ""
        days = ", ".join(shown[:_MOST]) + more
        return Part(self._say("out"), (*lines, *([self._say("idle", count=len(shown), days=days)] if shown else ())))

    def _next(self, cause: str) -> str:
        return next((words.in_(self._language) for known, words in NEXT.items() if known == cause), "")
