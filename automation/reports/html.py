"""The result as one self-contained HTML file: the flowchart drawn and coloured, the checks, the departments."""

from __future__ import annotations

import base64
import re
from collections import Counter
from threading import Thread
from typing import TYPE_CHECKING

from automation.bilingual import LANGUAGES
from automation.model import Journey, Listing, Verdict
from automation.portal.form import SHAPES
from automation.reports import revision, terminal, today
from automation.reports.templates import template
from automation.reports.terminal import LISTINGS, unjudged
from automation.result import CheckResult, DepartmentResult, LiveBox, Result, StepResult, worst

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from automation.flowchart import Flowchart

MEANINGS: Mapping[Verdict, str] = {
    Verdict.AS_DOCUMENTED: "The portal does what is documented.",
    Verdict.NEEDS_PERSON: "Only a present person can find out, and nobody has in this run.",
    Verdict.CANNOT_JUDGE: "The portal gave no answer: outage, security check, proxy, captcha or our own browser.",
    Verdict.CHANGED: "It works, but not as documented.",
    Verdict.BROKEN: "It does not work.",
}
ADVICE: Mapping[Listing, str] = {
    Listing.MISSING: "Ask for it through “Request for help” with this text.",
    Listing.HIDDEN: "The portal holds it; type more of its name into the search.",
    Listing.MISPLACED: "It stands in another place of the list; look there.",
    Listing.CANNOT_JUDGE: "Nothing can be said; run again.",
    Listing.NEAR_NAME: "It can be picked, under this spelling; a person should confirm it.",
    Listing.LISTED: "It can be picked.",
}

_PAGE = "report.html.j2"
_MOST_WITH_PROOF, _MOST_PIECES = 1000, 4


def prepare() -> None:
    """Begin to read the page's template, which takes as long as a page of the portal, and do not wait for it."""
    Thread(target=template, args=(_PAGE,), daemon=True).start()


def render(result: Result, chart: Flowchart, pictures: Path) -> str:
    """The page; pictures are read from their folder and put into it, and one that cannot be read is left out."""
    departments = sorted(
        result.departments.results, key=lambda each: (LISTINGS.index(each.listing), each.name.casefold())
    )
    missing = [each for each in departments if each.listing is Listing.MISSING]
    return template(_PAGE).render(
        result=result,
        chart=chart,
        login=chart.journey is Journey.LOGIN,
        of_lists=getattr(chart.box("step-5"), "id", ""),
        documented={step.id: step for step in chart.steps},
        how={check.id: check.how for step in chart.steps for check in step.checks},
        departments=[each for each in departments if each.listing is not Listing.MISSING],
        missing=missing,
        requests=_requests(missing),
        waiting={each.department.casefold(): each for each in result.requests},
        proofs=len(departments) <= _MOST_WITH_PROOF,
        today=today.lines(result),
        changed=terminal.changed(result),
        headline=terminal.headline(result),
        bar=_bar(result),
        lists=(
            ("What is wrong with the portal's list itself", result.departments.quality),
            ("What has changed since the earlier audit", result.departments.changes),
        ),
        pickable=result.departments.listed,
        picture=lambda name: _picture(pictures / name),
        shown={
            name
            for step in result.steps
            for check in step.checks
            for name in check.evidence
            if (pictures / name).is_file()
        },
        rows=_rows,
        shape=SHAPES.get(result.portal.generation or ""),
        live=_live(result, chart),
        meanings=MEANINGS,
        advice=ADVICE,
        typed=typed,
    )


def _rows(step: StepResult) -> list[tuple[CheckResult, list[CheckResult]]]:
    """The checks of a step as rows; checks that were not judged for the same reason share one row."""
    first: dict[str, list[CheckResult]] = {}
    rows: list[tuple[CheckResult, list[CheckResult]]] = []
    for check in step.checks:
        reason = unjudged(check)
        if reason in first:
            first[reason].append(check)
            continue
        rows.append((check, []))
        if reason:
            first[reason] = rows[-1][1]
    return rows


def _bar(result: Result) -> list[tuple[Listing, int, float]]:
    """The listings that occur: how many, and their share in per cent."""
    counts = Counter(each.listing for each in result.departments.results)
    whole = sum(counts.values()) or 1
    return [
        (listing, counts[listing], 100 * counts[listing] / whole) for listing in reversed(LISTINGS) if counts[listing]
    ]


def _live(result: Result, chart: Flowchart) -> list[tuple[LiveBox, str, str, Verdict]]:
    """The boxes of the flowchart as the portal has it now: what to do, in English and Hindi, and the verdict."""
    english, hindi = (revision.sentences(result.drift.live, chart, language) for language in LANGUAGES)
    verdicts = {line.part: line.verdict for line in result.drift.lines if line.part}
    steps = {step.id: step.verdict for step in result.steps}
    return [
        (box, text, text_hi, worst([verdicts[part] for part in box.parts if part in verdicts] or [steps[box.step]]))
        for box, text, text_hi in zip(result.drift.live, english, hindi, strict=True)
    ]


def _picture(path: Path) -> str:
    """A picture as a data address; blank when there is none."""
    try:
        return "data:image/jpeg;base64," + base64.b64encode(path.read_bytes()).decode()
    except OSError:
        return ""


_DRAFT = re.compile(
    r"Organisation: (?P<organisation>.*)\n(?:Changed: .*\n)?Details: (?P<what>.*?), (?P<rest>Government of .*)",
    re.DOTALL,
)


def _requests(missing: Sequence[DepartmentResult]) -> dict[str, list[tuple[str, str]]]:
    """The texts for “Request for help” that are still to be sent, each with its departments and what each one is."""
    shared: dict[str, list[tuple[str, str]]] = {}
    for each in missing:
        if (found := _DRAFT.fullmatch(each.request_for_help or "")) is None:
            continue
        taken = "" if found["organisation"] == each.name else f"; the page takes “{found['organisation']}”"
        what = found["what"].removeprefix(each.name).removeprefix(", ")
        text = f"Organisation: [its name]\nDetails: [its name], [what it is], {found['rest']}"
        shared.setdefault(text, []).append((each.name, what + taken))
    return shared


def typed(query: str) -> str:
    """A question in the words that were typed: one that asks for several pieces of names at once is told as these."""
    if re.fullmatch(r"[\w ,&'.()-]*", query):
        return f"“{query}”" if query else "the whole list"
    pieces = re.findall(r"[^\W_][\w -]*[^\W_]", re.sub(r"\[[^\]]*\]", " ", query))
    told = ", ".join(f"“{each}”" for each in pieces[:_MOST_PIECES])
    more = len(pieces) - _MOST_PIECES
    return f"{told} and {more} more pieces of names at once" if more > 0 else told
