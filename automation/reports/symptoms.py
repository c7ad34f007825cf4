"""The catalogue of symptoms for people: one symptom at a terminal, all of them as a page of the documentation."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from automation import flowchart

if TYPE_CHECKING:
    from automation.symptoms.catalogue import Catalogue, Symptom

_WIDTH = 110


def explained(catalogue: Catalogue, symptom: Symptom) -> str:
    """One symptom: how it is repeated, what decides, the causes in order with what to say."""
    lines = [
        f"{symptom.title.english} ({symptom.id})",
        f"  {symptom.title.hindi}",
        f"  Officials say: {' '.join(f'“{each}”' for each in symptom.says)}",
        *_folded("How it is repeated: ", symptom.how),
        *_folded("What decides: ", symptom.decides),
        *(_folded("Before the form: ", flowchart.account().english) if symptom.account_first else []),
        *([f"    {flowchart.account().hindi}"] if symptom.account_first else []),
        f"  It shows at {symptom.step.replace('-', ' ')}; {symptom.source}.",
        "",
        *([*questions(catalogue, symptom), ""] if symptom.asks else []),
        "Likely causes, in order:",
    ]
    for number, name in enumerate(symptom.causes, 1):
        cause = catalogue.causes[name]
        lines += [
            f"  {number}. {cause.words} [{cause.reason}]",
            *_folded("   Proof: ", cause.evidence),
            *_folded("   Official: ", cause.official.english),
            f"     {cause.official.hindi}",
            *(_folded("   On the two-page form: ", cause.official_paged.english) if cause.official_paged else []),
            *([f"     {cause.official_paged.hindi}"] if cause.official_paged else []),
            *(_folded("   Portal's team: ", cause.portal) if cause.portal else []),
            *([f"     Turn to: {cause.turn_to}"] if cause.turn_to else []),
        ]
    return "\n".join(lines) + "\n"


def questions(catalogue: Catalogue, symptom: Symptom) -> list[str]:
    """What is asked on the phone, and what each answer leads to."""
    lines = ["Ask on the phone:"]
    for number, each in enumerate(symptom.asks, 1):
        lines += [*_folded(f"{number}. ", each.ask.english), f"     {each.ask.hindi}"]
        answers = (("Yes", each.yes), ("No", each.no))
        lines += [f"     {word}: {catalogue.causes[name].words}" for word, name in answers if name]
    return lines


def asked(catalogue: Catalogue, symptom: Symptom) -> str:
    """What there is to say where nothing can be looked at: the questions, and the answer to each cause."""
    lines = [f"{symptom.title.english} ({symptom.id}): nothing on the portal can be looked at for this."]
    lines += [*flowchart.account()] if symptom.account_first else []
    lines += questions(catalogue, symptom)
    for name in symptom.causes:
        cause = catalogue.causes[name]
        lines += ["", f"{cause.words}", *(f"  {each}" for each in cause.official)]
        lines += [f"  Turn to: {cause.turn_to}"] if cause.turn_to else []
    return "\n".join(lines) + "\n"


def _folded(head: str, text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=f"  {head}", subsequent_indent=" " * 6)


def page(catalogue: Catalogue) -> str:
    """Every symptom as Markdown: docs/symptoms.md is this text, and nothing else."""
    lines = [
        "# Symptoms",
        "",
        "What officials report, how `./igot reproduce` repeats it without sending anything, and what to answer. This",
        "page is made from `automation/symptoms/data/catalogue.toml` by `./igot explain --markdown`.",
        "",
        "| symptom | what officials report | shows at | needs a person |",
        "|---|---|---|---|",
    ]
    for each in catalogue.symptoms:
        box, person = each.step.replace("-", " "), "yes" if each.needs_person else "no"
        lines.append(f"| [`{each.id}`](#{each.id}) | {each.title.english} | {box} | {person} |")
    for symptom in catalogue.symptoms:
        lines += ["", *_section(catalogue, symptom)]
    return "\n".join(lines) + "\n"


def _section(catalogue: Catalogue, symptom: Symptom) -> list[str]:
    lines = [
        f"## {symptom.id}",
        "",
        f"**{symptom.title.english}** ({symptom.title.hindi}). {' '.join(f'“{each}”' for each in symptom.says)}",
        "",
        f"- How it is repeated: {symptom.how}",
        f"- What decides: {symptom.decides}",
        *([f"- Before the form: {' '.join(flowchart.account())}"] if symptom.account_first else []),
        *(f"- Ask: {' '.join(each.ask)}" for each in symptom.asks),
        f"- Source: {symptom.source}",
        "",
        "| likely cause | reason | what proves it | for the official | for the portal's team |",
        "|---|---|---|---|---|",
    ]
    for name in symptom.causes:
        cause = catalogue.causes[name]
        official = " ".join(cause.official)
        official += f" On the two-page form: {' '.join(cause.official_paged)}" if cause.official_paged else ""
        official += f" Turn to {cause.turn_to}." * bool(cause.turn_to)
        lines.append(f"| {cause.words} | {cause.reason} | {cause.evidence} | {official} | {cause.portal or '–'} |")
    return lines
