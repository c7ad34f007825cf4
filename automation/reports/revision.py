"""A proposed revision of the flowchart in the circular's own form, English and Hindi, for a person to check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation import flowchart
from automation.bilingual import LANGUAGES, Bilingual
from automation.drift import words
from automation.portal.facts import Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from automation.flowchart import Flowchart
    from automation.result import Drift, LiveBox

_ENTER = Bilingual("Enter {parts}.", "{parts} दर्ज करें।")
_GOVERNMENT = Bilingual("(Only Govt. email id is valid for registration)", "(पंजीकरण के लिए केवल सरकारी ईमेल आईडी मान्य है)")
_OTP = Bilingual("Authenticate through {parts}.", "{parts} से सत्यापित करें।")
_SELECT = Bilingual("Select your {parts}.", "अपना {parts} चुनें।")
_HELP = Bilingual(
    "(In case it is not showing in the drop-down list, send request for adding it through option “Request for help”.)",
    "(यदि वह सूची में न दिखे, तो “मदद के लिए अनुरोध” विकल्प से उसे जोड़ने का अनुरोध भेजें।)",
)
_DECLARE = Bilingual("Tick {parts}.", "{parts} पर निशान लगाएँ।")
_SIGN_UP = Bilingual("Click signup", "साइन अप पर क्लिक करें")
_NEXT = Bilingual("Then press “Next”.", "फिर “Next” (आगे) दबाएँ।")
_UNSEEN = Bilingual("[Not seen in this run: check by hand.]", "[इस बार नहीं देखा गया: स्वयं जाँच लें।]")
_STEP = Bilingual("Step", "चरण")
_TITLE = Bilingual("Flow chart to register at igotkarmayogi.gov.in", "igotkarmayogi.gov.in पर पंजीकरण का प्रवाह चार्ट")
_PROPOSED = Bilingual(
    "Proposed revision, seen on {day}; to be checked by a person.",
    "प्रस्तावित संशोधन, {day} को देखा गया; कृपया जाँच लें।",
)
_SOURCE = Bilingual("Source: {source}; not in the circular.", "स्रोत: {source}; परिपत्र में नहीं।")
_PLAIN_PARTS = frozenset({Part.EMAIL_HELP, Part.ORGANISATION_HELP, Part.SIGN_UP})


def markdown(drift: Drift, chart: Flowchart, day: str) -> str:
    """The revision, first in English, then in Hindi; blank where no form was seen."""
    if not drift.live:
        return ""
    return "\n".join("\n".join(_language(drift, chart, day, language)) for language in LANGUAGES)


def _language(drift: Drift, chart: Flowchart, day: str, language: str) -> Iterator[str]:
    yield f"# {_TITLE.in_(language)}"
    yield f"\n*{_PROPOSED.in_(language).format(day=day)}*\n"
    circular = flowchart.before().circular
    source = _SOURCE.in_(language).format(source=Bilingual(circular.source, circular.source_hi).in_(language))
    yield f"## {_STEP.in_(language)} 0\n\n{flowchart.account().in_(language)}\n\n*{source}*\n"
    for number, text in enumerate(sentences(drift.live, chart, language), start=1):
        yield f"## {_STEP.in_(language)} {number}\n\n{text}\n"


def sentences(live: Sequence[LiveBox], chart: Flowchart, language: str) -> list[str]:
    """What each box of the live flowchart tells a person to do."""
    texts: list[str] = []
    for place, box in enumerate(live):
        last_of_page = box.parts and place + 1 < len(live) and live[place + 1].page > box.page
        told = [_sentence(box, chart, language)]
        told += [_NEXT.in_(language)] * bool(last_of_page) + [_UNSEEN.in_(language)] * (not box.reached)
        texts.append(" ".join(told))
    return texts


def _sentence(box: LiveBox, chart: Flowchart, language: str) -> str:
    step = next((each for each in chart.steps if each.id == box.step), None)
    parts = [words(part, language) for part in box.parts if part not in _PLAIN_PARTS]
    listed = ", ".join(parts)
    match box.step:
        case "step-3":
            more = [_GOVERNMENT.in_(language)] * (Part.EMAIL in box.parts)
            return " ".join([_ENTER.in_(language).format(parts=listed), *more])
        case "step-4":
            return _OTP.in_(language).format(parts=listed)
        case "step-5":
            more = [_HELP.in_(language)] * (Part.ORGANISATION_HELP in box.parts)
            return " ".join([_SELECT.in_(language).format(parts=listed), *more])
        case "step-6":
            declared = [_DECLARE.in_(language).format(parts=listed)] if parts else []
            return " ".join([*declared, _SIGN_UP.in_(language)])
        case _:
            return "" if step is None else Bilingual(step.text, step.text_hi or step.title_hi).in_(language)
