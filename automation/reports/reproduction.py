"""The result of repeating a reported situation: for the terminal, as one HTML file, and as texts to paste."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from automation.escaping import for_terminal
from automation.model import Verdict
from automation.reports.templates import template
from automation.symptoms.catalogue import CATALOGUE
from automation.symptoms.outcome import Reproduction, Shown

if TYPE_CHECKING:
    from collections.abc import Mapping

COLOURS: Mapping[Shown, Verdict] = {
    Shown.REPRODUCED: Verdict.BROKEN,
    Shown.INTERMITTENT: Verdict.CHANGED,
    Shown.NOT_REPRODUCED: Verdict.AS_DOCUMENTED,
    Shown.CANNOT_JUDGE: Verdict.CANNOT_JUDGE,
}


def page(result: Reproduction, scenario: str, pictures: Mapping[str, bytes]) -> str:
    """The HTML file, with everything in it: `scenario` is its text, `pictures` are JPEG files by their names."""
    return template("reproduction.html.j2").render(
        result=result,
        symptom=CATALOGUE.get(result.symptom),
        scenario=scenario,
        picture=lambda name: "data:image/jpeg;base64," + base64.b64encode(pictures[name]).decode(),
        pictures=pictures,
        colour=COLOURS,
    )


def terminal(result: Reproduction) -> str:
    """The result for a person at a terminal."""
    lines = [f"{result.portal.head}; the official's part: {result.run.person.words.english}"]
    lines += [result.headline, f"  Symptom: {result.title} ({result.symptom})"]
    if result.difference:
        lines.append(f"  First wrong: {result.difference.step}: {result.difference.sentence}")
    if result.explanation:
        lines += [f"  Cause: {result.explanation.words}", f"  Proof: {result.explanation.proof}"]
    if result.left:
        lines += [f"  Looked at: {each}" for each in result.looked_at]
        lines += [f"  Left for a person: {each}" for each in result.left] + [f"  Run it with one: {result.command}"]
    lines += ["", "For the official:", f"  {result.official}", f"  {result.official_hi}"]
    if result.portal_note:
        lines += ["", "For the portal's team:", f"  {result.portal_note}"]
    lines += [f"  Note: {note}" for note in result.notes]
    if result.bundle:
        lines += ["", f"Bundle: {result.bundle}", f"SHA-256: {result.bundle_sha256}"]
        lines += [f"Signature: {result.bundle_signature}"] if result.bundle_signature else []
    return "".join(f"{for_terminal(line)}\n" for line in lines)


def for_the_official(result: Reproduction) -> str:
    """The text to paste into the answer to the official."""
    head = f"{result.portal.head}\n" if result.portal.stand_in else ""
    return f"{head}{result.official}\n\n{result.official_hi}\n"


def for_the_portal(result: Reproduction) -> str:
    """The text to paste into a ticket of the portal's team."""
    if result.portal.stand_in:
        return f"{result.portal.head}\n{result.official}\n"
    lines = [result.portal.head, result.portal_note or result.headline, "", f"Verdict: {result.headline}"]
    if result.difference:
        lines.append(f"First difference: {result.difference.step}, {result.difference.sentence}")
    if result.explanation:
        lines.append(f"Observed: {result.explanation.proof}")
    lines += [
        f"Form: {result.portal.generation or 'not recognised'}",
        f"Time: {result.run.started}",
        f"Browser: {result.environment.browser} on {result.environment.os}; proxy: {'yes' if result.proxy else 'no'}",
        f"Evidence: {result.run.id} (no personal data)",
    ]
    return "\n".join(lines) + "\n"


def network(result: Reproduction) -> str:
    """The network table of every attempt as JSON."""
    rows = {f"attempt-{each.number}": [row.model_dump(mode="json") for row in each.network] for each in result.attempts}
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"


def environment(result: Reproduction) -> str:
    """What it was made with, as JSON."""
    made = result.environment.model_dump() | {"proxy": result.proxy, "form": result.portal.generation}
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"
