"""The catalogue of symptoms for people: one symptom at a terminal, all of them as a page of the documentation."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from automation.symptoms.catalogue import Catalogue, Symptom

_WIDTH = 110


def explained(catalogue: Catalogue, symptom: Symptom) -> str:
    """One symptom: how it is repeated, what decides, the causes in order with what to say."""
    lines = [
        f"{symptom.title} ({symptom.id})",
        f"  {symptom.title_hi}",
        f"  Officials say: {' '.join(f'“{each}”' for each in symptom.says)}",
        *_folded("How it is repeated: ", symptom.how),
        *_folded("What decides: ", symptom.decides),
        f"  It shows at {symptom.step.replace('-', ' ')}; {symptom.facts}.",
        "",
        "Likely causes, in order:",
    ]
    for number, name in enumerate(symptom.causes, 1):
        cause = catalogue.causes[name]
        lines += [
            f"  {number}. {cause.words} [{cause.reason}]",
            *_folded("   Proof: ", cause.evidence),
            *_folded("   Official: ", cause.official),
            f"     {cause.official_hi}",
            *(_folded("   Portal's team: ", cause.portal) if cause.portal else []),
        ]
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
        lines.append(f"| [`{each.id}`](#{each.id}) | {each.title} | {box} | {person} |")
    for symptom in catalogue.symptoms:
        lines += ["", *_section(catalogue, symptom)]
    return "\n".join(lines) + "\n"


def _section(catalogue: Catalogue, symptom: Symptom) -> list[str]:
    lines = [
        f"## {symptom.id}",
        "",
        f"**{symptom.title}** ({symptom.title_hi}). {' '.join(f'“{each}”' for each in symptom.says)}",
        "",
        f"- How it is repeated: {symptom.how}",
        f"- What decides: {symptom.decides}",
        f"- Source: {symptom.facts}",
        "",
        "| likely cause | reason | what proves it | for the official | for the portal's team |",
        "|---|---|---|---|---|",
    ]
    for name in symptom.causes:
        cause = catalogue.causes[name]
        official = f"{cause.official} {cause.official_hi}"
        lines.append(f"| {cause.words} | {cause.reason} | {cause.evidence} | {official} | {cause.portal or '–'} |")
    return lines
