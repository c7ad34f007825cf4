"""`igot scenarios`, `igot new` and `igot explain`: what the helpdesk needs before it repeats a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation import flags, flowchart, saying
from automation.files import write
from automation.model import ExitCode, UsageError, explained
from automation.reports import symptoms as report
from automation.saying import data, say
from automation.symptoms.catalogue import CATALOGUE, Symptom
from automation.symptoms.scenario import Scenario, dump, files, folders, is_ticket, load, parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


NAMES = {
    "plain": "Asha Verma",
    "dot": "Dr. Asha Verma",
    "hyphen": "Asha Verma-Rao",
    "digits": "Asha Verma 2",
    "hindi": "आशा वर्मा",
    "long": "Asha Lakshmi Narayanan Venkataraman Verma",
}
"""Made-up names by what is remarkable about the official's own, which is never asked for."""


def scenarios(*places: Path) -> int:
    """List the scenarios, a line each; one that is wrong is listed with what is wrong about it."""
    wrong = 0
    for path in files(*places):
        try:
            scenario = load(path)
        except UsageError as error:
            wrong += 1
            say(f"igot: {error}", aside=True)
            continue
        say(f"{path.stem:<32}{scenario.symptom:<30}{scenario.title}")
    return ExitCode.USAGE if wrong else ExitCode.AS_DOCUMENTED


def explain(name: str, *, markdown: bool = False) -> int:
    """Print one symptom, or the list of them, or the whole page of the documentation.

    What is no symptom's name is taken for a complaint in somebody's own words: the likeliest symptoms are named. Raises
    UsageError where it is like none.
    """
    if markdown:
        data(report.page(CATALOGUE))
    elif " " in name or (name and not name.isascii()):
        _likely(name)
    elif name:
        say(report.explained(CATALOGUE, CATALOGUE.get(name)))
    else:
        for symptom in CATALOGUE.symptoms:
            say(f"{symptom.id:<30}{symptom.title.english}")
    return ExitCode.AS_DOCUMENTED


def _likely(complaint: str) -> None:
    from automation.symptoms.matching import matches

    found = matches(complaint)
    if not found:
        raise UsageError("That is like no symptom that is known; igot explain without a word lists them all.")
    say("It may be one of these, the likeliest first; igot explain NAME tells more of it.")
    for match in found:
        say(f"{match.symptom.id:<30}{' / '.join(match.symptom.title)}")


def new(name: str, ticket: str, folder: Path | None = None, ask: Callable[[str], str] | None = None) -> int:
    """Write a scenario by asking four questions; without a terminal nothing is asked and the usual answers hold.

    Raises UsageError for an unknown symptom, a malformed ticket, an answer that does not fit, or an existing file.
    """
    symptom = CATALOGUE.get(name)
    if ticket and not is_ticket(ticket):
        raise UsageError("--ticket should be letters, digits and dashes, such as HD-123.")
    asks = ask or (saying.ask if saying.on_terminal() else None)
    if asks is None:
        say("There is no terminal to ask at, so the usual answers are written; change them in the file.", aside=True)
    if symptom.account_first:
        say("\n".join(flowchart.account()), aside=True)
    scenario = _answered(symptom, ticket, asks or (lambda _: ""))
    places = (folder,) if folder else folders()
    folder = places[0]
    path = folder / f"{ticket or symptom.id}.toml"
    if path.stem in {each.stem for each in files(*places)}:
        raise UsageError(f"{path} is there already; name another ticket, or change that file.")
    with explained(f"{path} cannot be written", "make the folder writable"):
        folder.mkdir(parents=True, exist_ok=True)
        write(path, dump(scenario), new=True)
    say(str(path))
    return ExitCode.AS_DOCUMENTED


def _answered(symptom: Symptom, ticket: str, ask: Callable[[str], str]) -> Scenario:
    """The scenario of four answers; blank is the usual answer."""
    title = f"{ticket}: {symptom.title.english}" if ticket else symptom.title.english
    lines = [f"title = '{title}'", f"symptom = '{symptom.id}'"] + ([f"ticket = '{ticket}'"] if ticket else [])
    table, first = _about(symptom, ask)
    browser = _one_of(ask, "Which browser: chromium, chrome, msedge?", ("chromium", "chrome", "msedge"))
    network = _one_of(ask, "Which network: direct, office-proxy, slow-3g?", ("direct", "office-proxy", "slow-3g"))
    language = _one_of(ask, "Which language does the page have: en, hi?", ("en", "hi"))
    lines += [f"browser = '{browser}'", f"network = '{network}'", f"language = '{language}'"]
    lines += [f"[{table}]", first] if first else []
    return parse("\n".join(lines), "the answers")


def _about(symptom: Symptom, ask: Callable[[str], str]) -> tuple[str, str]:
    """The question that goes with the symptom, as a table and a line of the scenario."""
    if symptom.step == "step-5":
        name = ask("Which organisation does the official look for?").strip().replace("'", "’")
        return "organisation", f"name = '{name}'" if name else ""
    if symptom.id == "name-refused":
        kind = _one_of(ask, f"What is special about the name: {', '.join(NAMES)}?", tuple(NAMES))
        return "person", f"name = '{NAMES[kind]}'"
    domain = ask("What stands after the @ of the official's mail address (only that)?").strip()
    if "@" in domain:
        raise UsageError("Only what stands after the @ is wanted, never the address; run again.")
    return "person", f"email = 'asha.verma@{domain}'" if domain else ""


def _one_of(ask: Callable[[str], str], question: str, known: tuple[str, ...]) -> str:
    answer = ask(f"{question} [{known[0]}]").strip().lower() or known[0]
    if answer not in known:
        raise UsageError(f"The answer should be one of {', '.join(known)}; run again.")
    return answer


SCENARIOS = flags.Command(lambda _loaded, _given: scenarios())

NEW = flags.Command(
    lambda _loaded, given: new(given.symptom, given.ticket),
    flags=(flags.flag("symptom", metavar="SYMPTOM", help="one that `igot explain` lists"), flags.TICKET),
    examples=("sms-otp-missing --ticket HD-123",),
)

EXPLAIN = flags.Command(
    lambda _loaded, given: explain(" ".join(given.symptom), markdown=given.markdown),
    flags=(
        flags.flag(
            "symptom", nargs="*", metavar="SYMPTOM", help="its name, or a complaint; without it, all are listed"
        ),
        flags.switch("--markdown", "the whole catalogue as the page docs/symptoms.md"),
    ),
    examples=("otp nahi aa raha", "--markdown"),
)
