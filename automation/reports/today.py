"""What to do today about a result: at most three lines, the most urgent first, in English and Hindi."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation.bilingual import Bilingual
from automation.model import ExitCode, Listing, Verdict
from automation.reports.causes import NEXT
from automation.result import LIST_FINDINGS, DriftKind, Result

if TYPE_CHECKING:
    from collections.abc import Iterator


MOST = 3
NOTHING = Bilingual("Nothing new has to be done.", "कुछ नया करने की आवश्यकता नहीं।")

REHEARSAL = Bilingual(
    "Nothing at the portal: this was a rehearsal on our own stand-in. To look at the portal, name it with --portal.",
    "पोर्टल पर कुछ नहीं: यह हमारे अपने अभ्यास-पोर्टल पर पूर्वाभ्यास था। पोर्टल देखने के लिए --portal से उसका पता दें।",
)


def lines(result: Result) -> tuple[Bilingual, ...]:
    """The lines; “nothing” only where nothing was found and nothing left unjudged, or where it was a rehearsal."""
    if result.portal.rehearsal:
        return (REHEARSAL,)
    return tuple(_lines(result))[:MOST] or (NOTHING,)


def _lines(result: Result) -> Iterator[Bilingual]:
    if result.maintenance:
        yield Bilingual(
            f"Wait: the portal is in a planned maintenance ({result.maintenance}).",
            f"प्रतीक्षा करें: पोर्टल नियोजित रखरखाव में है ({result.maintenance})।",
        )
        return
    if result.hindrance is not None:
        yield NEXT[result.hindrance.cause]
        return
    if result.exit_code == ExitCode.INTERRUPTED:
        yield Bilingual("Run it again: it was stopped before its end.", "फिर चलाएँ: जाँच अंत से पहले रोकी गई।")
    if broken := [step.title for step in result.steps if step.verdict is Verdict.BROKEN]:
        yield Bilingual(
            f"Tell the portal's support, with the time of this run: {', '.join(broken)} does not work.",
            f"इस जाँच के समय के साथ पोर्टल सहायता को बताएँ: {', '.join(broken)} काम नहीं कर रहा।",
        )
    yield from _departments(result)
    if any(line.kind is not DriftKind.AS_DOCUMENTED for line in result.drift.lines):
        yield Bilingual(
            "Compare the circular's flowchart with the proposed one, flowchart-proposed.md beside this report.",
            "परिपत्र के प्रवाह चार्ट को इस रिपोर्ट के साथ की flowchart-proposed.md से मिलाएँ।",
        )
    elif changed := [step.title for step in result.steps if step.verdict is Verdict.CHANGED]:
        yield Bilingual(
            f"Read below what has changed: {', '.join(changed)}.",
            f"नीचे पढ़ें कि क्या बदला है: {', '.join(changed)}।",
        )
    if unjudged := sum(check.verdict is Verdict.CANNOT_JUDGE for step in result.steps for check in step.checks):
        yield Bilingual(
            f"Run it again later: {unjudged} checks could not be judged.",
            f"बाद में फिर चलाएँ: {unjudged} जाँचों पर निर्णय नहीं हो सका।",
        )


def _departments(result: Result) -> Iterator[Bilingual]:
    late = [each for each in result.requests if each.overdue]
    if late:
        longest = max(each.days for each in late)
        yield Bilingual(
            f"Remind the portal's team of {len(late)} requests for help; the oldest is {longest} days old.",
            f"मदद के {len(late)} अनुरोधों का पोर्टल दल को स्मरण कराएँ; सबसे पुराना {longest} दिन का है।",
        )
    missing = [each for each in result.departments.results if each.listing is Listing.MISSING]
    waiting = {each.department.casefold() for each in result.requests}
    if unasked := sum(each.name.casefold() not in waiting for each in missing):
        yield Bilingual(
            f"Raise “Request for help” for {unasked} missing departments; the text is below.",
            f"सूची में न मिले {unasked} विभागों के लिए “Request for help” भेजें; पाठ नीचे है।",
        )
    if astray := sum(each.listing in {Listing.HIDDEN, Listing.MISPLACED} for each in result.departments.results):
        yield Bilingual(
            f"Tell the portal's team: {astray} departments are there and cannot be picked where they belong.",
            f"पोर्टल दल को बताएँ: {astray} विभाग हैं, पर अपने स्थान पर चुने नहीं जा सकते।",
        )
    if any(each.kind in LIST_FINDINGS for each in result.departments.quality):
        yield Bilingual(
            "Tell the portal's team: a list that officials need is empty or cut short; see the departments below.",
            "पोर्टल दल को बताएँ: अधिकारियों के लिए आवश्यक एक सूची खाली या अधूरी है; नीचे विभाग देखें।",
        )
    doubtful = sum(each.listing is Listing.CANNOT_JUDGE for each in result.departments.results)
    if doubtful:
        yield Bilingual(
            f"Run igot departments again: of {doubtful} departments nothing can be said.",
            f"igot departments फिर चलाएँ: {doubtful} विभागों के बारे में कुछ नहीं कहा जा सकता।",
        )
