"""`igot reproduce`: repeats a reported situation, says whether and why it happens, leaves one file for the ticket."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from automation import flags
from automation.departments import expected
from automation.evidence import bundle, signing
from automation.evidence.leaks import Scanner
from automation.model import ExitCode, UsageError
from automation.reports import reproduction as report
from automation.reports import symptoms
from automation.runs import attendance, output
from automation.runs.repetition import Repetition, adapted
from automation.runs.target import looking
from automation.saying import say
from automation.symptoms.catalogue import CATALOGUE
from automation.symptoms.scenario import Scenario, find, is_ticket, load, without_person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from automation.config import Loaded
    from automation.runs.options import Options
    from automation.symptoms.outcome import Reproduction

_MOST = 50


def run(loaded: Loaded, name: str, options: Options) -> int:
    """Repeat, judge, leave the bundle; the exit code of DESIGN.

    Raises UsageError for a scenario that is wrong, RefusedError where the leak scan finds something or nobody is there,
    and what `looking` raises before anything is looked at.
    """
    scenario = named(name)
    checked(scenario, options)
    symptom = CATALOGUE.get(scenario.symptom)
    if not symptom.shows:
        say(symptoms.asked(CATALOGUE, symptom))
        return ExitCode.CANNOT_JUDGE
    key = signing.private_key(Path(options.sign_with)) if options.sign_with else None
    flags = loaded.given()
    settings = adapted(loaded.settings, scenario, flags)
    departments = expected.of(loaded)
    person = attendance.of(loaded, options, departments, symptom.shows)
    with (
        tempfile.TemporaryDirectory(prefix="igot-") as folder,
        looking(settings, options) as (target, pair, progress),
    ):
        repetition = Repetition(settings, scenario, target, departments, Path(folder), person)
        repetition.repeat(pair, options.attempts, progress)
        result = bundled(repetition, options.ticket, loaded.path("report.evidence"))
    if key is not None:
        result = _signed(result, key)
    return _write(result, options.json)


def _signed(result: Reproduction, key: Ed25519PrivateKey) -> Reproduction:
    """With the signature beside the bundle; where none could be written, that is noted in the result."""
    try:
        return result.model_copy(update={"bundle_signature": str(signing.sign(Path(result.bundle), key))})
    except UsageError as error:
        code = result.exit_code or ExitCode.USAGE
        return result.model_copy(update={"notes": (*result.notes, str(error)), "exit_code": code})


def named(name: str) -> Scenario:
    """The scenario of a file or of the helpdesk's folder, else the usual one of a symptom. Raises UsageError."""
    try:
        return load(find(name))
    except UsageError:
        if name not in CATALOGUE.by_id:
            raise
    return Scenario(title=CATALOGUE.get(name).title.english, symptom=name)


def checked(scenario: Scenario, options: Options) -> None:
    """Refuse, before anything is looked at, what could only end without a bundle. Raises UsageError."""
    if not 1 <= options.attempts <= _MOST:
        raise UsageError(f"-n should be from 1 to {_MOST}.")
    if options.ticket and not is_ticket(options.ticket):
        raise UsageError("--ticket should be letters, digits and dashes, such as HD-123.")
    told = f"{scenario.title}\n{scenario.organisation.name}\n{options.ticket}"
    harmless = (options.ticket, scenario.ticket)
    leaks = Scanner(scenario.personal(), harmless).scan_file("scenario", told.encode())
    leaks += [leak for each in harmless for leak in Scanner().scan_file("ticket", each.encode())]
    if leaks:
        raise UsageError(
            f"The title, the organisation or the ticket of the scenario holds personal data ({leaks[0].kind}); "
            "take it out, it would end up in the bundle."
        )


def bundled(repetition: Repetition, ticket: str, evidence: Path) -> Reproduction:
    """The result with its bundle written. Raises RefusedError where the leak scan finds something personal."""
    result = repetition.result(ticket)
    place = evidence / (result.ticket or bundle.NO_TICKET)
    harmless = (result.run.id, result.ticket, result.run.started, result.portal.url)
    scanner = Scanner((*repetition.scenario.personal(), *repetition.canaries), harmless)
    name = "-".join(filter(None, (*result.portal.stand_in.lower().split()[:1], result.run.id)))
    left = bundle.write(place, name, contents(result, repetition), scanner)
    return result.model_copy(update={"bundle": str(left.path), "bundle_sha256": left.sha256})


def contents(result: Reproduction, repetition: Repetition) -> Mapping[str, bytes]:
    """The files of a bundle by their names."""
    kept = {
        f"{'pictures' if path.suffix == '.jpg' else 'traces'}/{path.relative_to(repetition.folder).as_posix()}": path
        for path in sorted(repetition.folder.rglob("*"))
        if path.is_file()
    }
    taken = {name: path.read_bytes() for name, path in kept.items()}
    pictures = {name: data for name, data in taken.items() if name.endswith(".jpg")}
    scenario = without_person(repetition.scenario)
    texts = {
        "report.html": report.page(result, scenario, pictures),
        "result.json": result.model_dump_json(indent=1),
        "network.json": report.network(result),
        "environment.json": report.environment(result),
        "scenario.toml": scenario,
        "for-the-official.txt": report.for_the_official(result),
        "for-the-portal.txt": report.for_the_portal(result),
    }
    return {name: text.encode() for name, text in texts.items()} | taken


def _write(result: Reproduction, json: str) -> int:
    body = result.model_dump_json(indent=1) + "\n"
    lost = output.hand_over(body if json == "-" else report.terminal(result), {json: body})
    return result.exit_code or (ExitCode.USAGE if lost else 0)


REPRODUCE = flags.Command(
    lambda loaded, given: run(loaded, given.scenario, flags.options(given)),
    flags=(
        flags.flag("scenario", metavar="SCENARIO", help="a file, a name that `igot scenarios` lists, or a symptom"),
        flags.flag("-n", "--times", type=int, metavar="N", help="how often, each on a fresh page (3, with a person 1)"),
        flags.flag("--output", dest="evidence", metavar="FOLDER", help="where the bundle goes, a sub-folder a ticket"),
        flags.text("--sign-with", "KEY", "sign the bundle with this Ed25519 key"),
        *(flags.TICKET, flags.PICTURES, flags.TRACING),
        *flags.PERSON,
        *flags.LOOK,
        flags.GENERATION,
    ),
    examples=(
        "sms-otp-missing --ticket HD-123",
        "sms-otp-missing --attended --headed --portal https://staging.example.gov.in/public/signup --staging",
    ),
)
