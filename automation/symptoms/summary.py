"""Puts the attempts together: the verdict, the headline, the two texts to paste; pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from automation import flowchart
from automation.bilingual import Bilingual
from automation.model import ExitCode
from automation.symptoms.catalogue import CATALOGUE, Symptom
from automation.symptoms.outcome import Attempt, Difference, Explanation, Shown

if TYPE_CHECKING:
    from collections.abc import Sequence

_REST = Bilingual(
    "It works from here. Please try again; if it happens again, tell the helpdesk the time and what the page says.",
    "यहाँ से यह काम करता है। कृपया फिर प्रयास करें; दोबारा हो तो हेल्पडेस्क को समय और पृष्ठ का संदेश बताएँ।",
)
_OPEN = Bilingual(
    "This could not be judged today. The helpdesk will look again and call you back.",
    "आज इसका निर्णय नहीं हो सका। हेल्पडेस्क फिर देखेगा और आपको बताएगा।",
)


def verdict(attempts: Sequence[Attempt]) -> Shown:
    """What all attempts came to; what most of them cannot say is not said."""
    times, judged = counts(attempts)
    if times:
        return Shown.REPRODUCED if times == judged else Shown.INTERMITTENT
    return Shown.NOT_REPRODUCED if 2 * judged > len(attempts) else Shown.CANNOT_JUDGE


def exit_code(shown: Shown) -> ExitCode:
    """The exit code of a finished run (DESIGN, exit codes)."""
    match shown:
        case Shown.REPRODUCED | Shown.INTERMITTENT:
            return ExitCode.FINDINGS
        case Shown.NOT_REPRODUCED:
            return ExitCode.AS_DOCUMENTED
        case Shown.CANNOT_JUDGE:
            return ExitCode.CANNOT_JUDGE
        case _:
            assert_never(shown)


def counts(attempts: Sequence[Attempt]) -> tuple[int, int]:
    """How many attempts showed the symptom, of how many that could be judged."""
    judged = [each for each in attempts if each.shown is not Shown.CANNOT_JUDGE]
    return sum(each.shown is Shown.REPRODUCED for each in judged), len(judged)


def leading(attempts: Sequence[Attempt]) -> Attempt | None:
    """The attempt that gives cause and difference: the first that showed the symptom, else the first not judged."""
    order = (Shown.REPRODUCED, Shown.CANNOT_JUDGE)
    return next((each for shown in order for each in attempts if each.shown is shown), None)


def headline(attempts: Sequence[Attempt]) -> str:
    """The verdict in one sentence."""
    times, judged = counts(attempts)
    first = leading(attempts)
    lost = len(attempts) - judged
    unjudged = f" ({lost} of {len(attempts)} attempts could not be judged)" if lost else ""
    why = f"{_where(first.difference)}{_because(first.explanation)}" if first else ""
    match verdict(attempts):
        case Shown.REPRODUCED:
            return f"Reproduced {times} of {judged}{unjudged}, {why}."
        case Shown.INTERMITTENT:
            return f"Intermittent: reproduced {times} of {judged}{unjudged}, {why}."
        case Shown.NOT_REPRODUCED:
            return f"Not reproduced, 0 of {judged}{unjudged}."
        case Shown.CANNOT_JUDGE:
            reason = first.notes[0] if first and first.notes else "nothing was looked at"
            return f"Cannot judge: {reason.rstrip('.')}."
        case _ as never:
            assert_never(never)


def _where(difference: Difference | None) -> str:
    return f"first wrong at {difference.step.replace('-', ' ')}" if difference else "with every step as documented"


def _because(explanation: Explanation | None) -> str:
    if explanation is None:
        return ""
    words = explanation.words.rstrip(".")
    return f", because {words[0].lower()}{words[1:]} (reason: {explanation.reason.words.english})"


_STOOD_IN = {"REHEARSAL": ("a rehearsal", "पूर्वाभ्यास"), "STAGING COPY": ("a staging copy", "परीक्षण प्रति")}


def not_of_the_portal(stand_in: str, command: str) -> Bilingual:
    """What stands in place of an answer to the official: a stand-in says nothing of the portal."""
    english, hindi = _STOOD_IN[stand_in]
    return Bilingual(
        f"This was {english} and says nothing of the portal; run it attended on the portal: {command}",
        f"यह {hindi} था और पोर्टल के बारे में कुछ नहीं कहता; पोर्टल पर किसी व्यक्ति के साथ चलाएँ: {command}",
    )


def texts(
    symptom: Symptom, shown: Shown, explanation: Explanation | None, generation: str | None = None
) -> tuple[Bilingual, str]:
    """The sentence for the official, and the note for the portal's team (blank: none).

    `generation` is the shape of the form: what it lacks is not advised.
    """
    answer = _answer(shown, explanation, generation)
    answer = answer.after(flowchart.account()) if symptom.account_first else answer
    cause = CATALOGUE.causes[explanation.cause] if explanation else None
    seen = shown in {Shown.REPRODUCED, Shown.INTERMITTENT}
    now_and_then = " It does not happen each time." if shown is Shown.INTERMITTENT else ""
    note = f"{symptom.title.english}. {cause.portal}{now_and_then}" if seen and cause and cause.portal else ""
    return answer, note


def _answer(shown: Shown, explanation: Explanation | None, generation: str | None) -> Bilingual:
    match shown:
        case Shown.NOT_REPRODUCED:
            return _REST
        case Shown.CANNOT_JUDGE:
            return _OPEN
        case Shown.REPRODUCED | Shown.INTERMITTENT:
            return CATALOGUE.causes[explanation.cause].said(generation) if explanation else _OPEN
        case _:
            assert_never(shown)
