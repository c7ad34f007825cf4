"""The desk's pages: what the last runs have left, complaints and their symptoms, the buttons that start a run."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from automation import flowchart
from automation.bilingual import Bilingual
from automation.commands import bundles as bundle_command
from automation.commands import config
from automation.commands import history as history_command
from automation.config import NEVER_SHOWN, Loaded
from automation.departments import expected, ledger
from automation.desk.jobs import BusyError, Jobs, Turn
from automation.evidence import bundle
from automation.flowchart import documents
from automation.history import items, queries
from automation.history.database import FILE, portal_of
from automation.model import ExitCode, IgotError, Journey, Listing, UsageError, explained
from automation.names.matcher import Matcher
from automation.reports import terminal, today
from automation.reports.reproduction import COLOURS
from automation.reports.templates import environment
from automation.runs import clock, folders, paperwork, seen
from automation.runs.remembering import keeping
from automation.symptoms.catalogue import CATALOGUE
from automation.symptoms.matching import matches
from automation.symptoms.scenario import is_ticket

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from starlette.requests import Request

    from automation.result import Result
    from automation.symptoms.outcome import Reproduction

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
_REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; font-src data:; "
    "sandbox allow-scripts allow-modals"
)
REPORT = "report.html"
LETTERS = {f"{paperwork.LETTER}.{ending}": ending.upper() for ending in ("html", "pdf", "docx")}
_BACK = '<nav aria-label="The desk"><a href="/">← The desk <span lang="hi">मुखपृष्ठ</span></a></nav>'
_LONGEST_FORM, _MOST_READ = 20_000, 30
ENDS: Mapping[int, Bilingual] = {
    ExitCode.AS_DOCUMENTED: Bilingual("It has ended well.", "जाँच ठीक समाप्त हुई।"),
    ExitCode.FINDINGS: Bilingual("It has ended, and has found something.", "जाँच समाप्त हुई, और कुछ मिला।"),
    ExitCode.USAGE: Bilingual("It could not be done as asked; the line below says why.", "ऐसा नहीं हो सका; कारण नीचे है।"),
    ExitCode.INTERNAL: Bilingual("The program failed; the line below tells more.", "कार्यक्रम विफल हुआ; नीचे देखें।"),
    ExitCode.CANNOT_JUDGE: Bilingual("The portal could not be judged.", "पोर्टल पर निर्णय नहीं हो सका।"),
    ExitCode.REFUSED: Bilingual("It was refused; the line below says why.", "इसकी अनुमति नहीं है; कारण नीचे है।"),
    ExitCode.INTERRUPTED: Bilingual("It was stopped.", "जाँच रोकी गई।"),
}

_KINDS: Mapping[str, tuple[Bilingual, list[str]]] = {
    "smoke": (Bilingual("Checking the portal", "पोर्टल की जाँच"), ["smoke", "--no-departments"]),
    "departments": (Bilingual("Looking for the departments", "विभागों की खोज"), ["departments"]),
    "doctor": (Bilingual("Looking at this machine", "इस मशीन की जाँच"), ["doctor"]),
    "guide": (Bilingual("Registering an official", "अधिकारी का पंजीकरण"), ["guide"]),
    "guide-next": (
        Bilingual("Registering the next official of the list", "सूची के अगले अधिकारी का पंजीकरण"),
        ["guide", "--next"],
    ),
    "guide-resume": (Bilingual("Going on with a registration", "पंजीकरण आगे बढ़ाना"), ["guide", "--resume"]),
}
"""The runs that a button starts, by the button's value: what it is called, and the words of the command."""


@dataclass(slots=True)
class Desk:
    """What the pages stand on: the settings, the folder of the runs, the runs of this desk."""

    loaded: Loaded
    jobs: Jobs = field(default_factory=Jobs)

    def __post_init__(self) -> None:
        """Let its runs look at the same portal, and leave their reports where it finds them."""
        self._hand_on()

    def _hand_on(self) -> None:
        self.jobs.settings = self.loaded.handed_on()
        if self.jobs.running is None:
            self.jobs.turn = Turn(self.runs)

    def read_again(self) -> None:
        """Take the settings as they are now, for this desk and its next runs. Raises UsageError."""
        self.loaded = self.loaded.again(os.environ)
        self._hand_on()

    @property
    def runs(self) -> Path:
        """Where the reports are."""
        return self.loaded.path("report.folder")

    @property
    def evidence(self) -> Path:
        """Where the bundles are."""
        return self.loaded.path("report.evidence")

    def latest(self) -> Result | None:
        """What the newest walk of the flowchart has found."""
        return self._newest(lambda result: bool(result.steps) and result.run.journey is Journey.REGISTRATION)

    def audited(self) -> Result | None:
        """The newest run that has looked for the departments."""
        return self._newest(lambda result: bool(result.departments.results))

    def unread(self) -> list[str]:
        """The last runs that have left a result which cannot be read."""
        last = islice(reversed(folders.runs(self.runs)), _MOST_READ)
        return [run.name for run in last if (run / folders.RESULT).exists() and folders.result(run) is None]

    def _newest(self, fits: Callable[[Result], bool]) -> Result | None:
        """Of the settings' portal and document, where one of the last runs was of them; else the newest of all."""
        settings, newest = self.loaded.settings, None
        wanted = items.named(settings.portal.url or "rehearsal", documents.of_document(settings.document.name))
        for run in islice(reversed(folders.runs(self.runs)), _MOST_READ):
            result = folders.result(run)
            if result is None or result.offline or not fits(result):
                continue
            if portal_of(result) == wanted:
                return result
            newest = newest or result
        return newest


def routes(desk: Desk) -> list[Route]:
    """The addresses of the desk, and what answers at each."""
    pages = _Pages(desk)
    return [
        Route("/", pages.home),
        Route("/problem", pages.problem, methods=["GET", "POST"]),
        Route("/symptom/{name}", pages.symptom),
        Route("/register", pages.register),
        Route("/departments", pages.departments),
        Route("/departments/sent", pages.sent, methods=["POST"]),
        Route("/departments/{number:int}", pages.department, methods=["GET", "POST"]),
        Route("/history", pages.history),
        Route("/bundles", pages.bundles),
        Route("/bundles/old", pages.old, methods=["POST"]),
        Route("/bundles/{folder}/{name}", pages.bundle),
        Route("/bundles/{folder}/{name}/report", pages.pictured),
        Route("/settings", pages.settings),
        Route("/settings", pages.save, methods=["POST"]),
        Route("/machine", pages.machine),
        Route("/start", pages.start, methods=["POST"]),
        Route("/runs/{name}/{file}", pages.left),
        Route("/job/{number:int}", pages.job),
        Route("/job/{number:int}/events", pages.events),
        Route("/job/{number:int}/stop", pages.stop, methods=["POST"]),
    ]


def failed(desk: Desk, error: Exception) -> HTMLResponse:
    """A page that could not be made, in a sentence; what the error says of itself is not shown, it may quote a file."""
    said = str(error) if isinstance(error, IgotError) else f"This page could not be made ({type(error).__name__})."
    hint = "Look whether a file in the folder of the runs was changed by hand, or tell the program's makers."
    return _Pages(desk).wrong(f"{said} {hint}", 500)


class _Pages:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._templates = environment(FOLDER / "templates")

    def _page(self, name: str, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401 (whatever it shows)
        portal = self._desk.loaded.settings.portal
        text = self._templates.get_template(f"{name}.html").render(
            page=name,
            running=self._desk.jobs.running,
            elsewhere=self._desk.jobs.turn.elsewhere() if self._desk.jobs.turn else "",
            rehearsal=not portal.url,
            portal=portal.url,
            **values,
        )
        return HTMLResponse(text, status)

    def wrong(self, sentence: str, status: int = 400) -> HTMLResponse:
        """The page that says why something was not done."""
        return self._page("wrong", status, sentence=sentence)

    async def home(self, _: Request) -> Response:
        """Whether the portal is fine, the flowchart in colours, and the three things that people come for."""
        result = self._desk.latest()
        known = result.run.document if result and result.run.document in documents.names() else ""
        chart = flowchart.of(known or documents.USUAL)
        return self._page(
            "home",
            result=result,
            unread=self._desk.unread(),
            today=today.lines(result) if result else (),
            changed=terminal.changed(result) if result else (),
            titles={step.id: step.title_hi for step in chart.steps},
        )

    async def problem(self, request: Request) -> Response:
        """A complaint in the official's words, and the symptoms that it may be about; else all of them.

        It comes in a form: an address is kept by the browser, and a complaint may name somebody.
        """
        said = (await _form(request)).get("said", "")[:500]
        return self._page("problem", said=said, found=matches(said), every=CATALOGUE.symptoms)

    async def symptom(self, request: Request) -> Response:
        """One symptom: what to ask, what to answer for each cause, and the button that repeats it."""
        try:
            symptom = CATALOGUE.get(request.path_params["name"])
        except UsageError as error:
            return self.wrong(str(error), 404)
        causes = [(name, CATALOGUE.causes[name]) for name in symptom.causes]
        return self._page(
            "symptom",
            symptom=symptom,
            seen=seen.today(self._desk.loaded, symptom.id),
            causes=causes,
            by_name=CATALOGUE.causes,
            account=flowchart.account(),
        )

    async def register(self, _: Request) -> Response:
        """The page that explains how to begin a registration."""
        return self._page("register")

    async def departments(self, _: Request) -> Response:
        """Each department, how it stands and since when, and which request was sent for it."""
        result = self._desk.audited()
        try:
            raised = ledger.load(self._desk.loaded.path("departments.raised"))
        except UsageError as error:
            return self.wrong(str(error))
        every = result.departments.results if result else ()
        rows = sorted(enumerate(every, start=1), key=lambda row: terminal.LISTINGS.index(row[1].listing))
        return self._page(
            "departments",
            result=result,
            rows=rows,
            since=self._since(result) if result else {},
            sent={each.department.casefold(): each for each in raised},
            letters=[
                each for each in LETTERS.items() if result and (self._desk.runs / result.run.id / each[0]).is_file()
            ],
            near=Listing.NEAR_NAME,
            missing=Listing.MISSING,
        )

    async def department(self, request: Request) -> Response:
        """One department: why it stands as it does, and whether another name would be the same office."""
        result, number = self._desk.audited(), request.path_params["number"]
        if result is None or not 0 < number <= len(result.departments.results):
            return self.wrong("There is no such department in the last run; look at the list again.", 404)
        one, other = result.departments.results[number - 1], (await _form(request)).get("other", "").strip()[:300]
        try:
            known = expected.of(self._desk.loaded)
        except UsageError as error:
            return self.wrong(str(error))
        matcher = Matcher(known, self._desk.loaded.settings.departments.state)
        return self._page(
            "department",
            one=one,
            number=number,
            result=result,
            other=other,
            match=matcher.compare(matcher.expected(one.name), other) if other else None,
        )

    def _since(self, result: Result) -> dict[str, str]:
        """The day since which each department stands as it does."""
        if not (self._desk.runs / FILE).exists():
            return {}
        return keeping(self._desk.runs, lambda database: queries.since(database.connection, result))[0] or {}

    async def sent(self, request: Request) -> Response:
        """Note in the ledger that a request for help was sent."""
        form = await _form(request)
        department, by, reference = (form.get(name, "").strip()[:200] for name in ("department", "by", "reference"))
        result = self._desk.audited()
        real = result is not None and not result.portal.stand_in
        known = {each.name for each in result.departments.results} if result and real else set[str]()
        if department not in known or not by:
            return self.wrong("Say which office has sent the request, for a department of the list.")
        if history_command.OF_A_PERSON.search(by) or "@" in reference:
            return self.wrong("That holds an address or a number of a person; name an office and a file number.")
        path = self._desk.loaded.path("departments.raised")
        try:
            with explained(f"{path.name} could not be written", "make room there", path):
                ledger.add(path, ledger.Raised(department, clock.now().date(), by, reference))
        except UsageError as error:
            return self.wrong(str(error))
        return RedirectResponse("/departments", 303)

    async def history(self, _: Request) -> Response:
        """The calendar of the runs, as `igot history --html` writes it."""
        try:
            page = history_command.page(self._desk.loaded)
        except UsageError as error:
            return self.wrong(str(error), 404)
        page = page.replace('href="20', 'href="/runs/20').replace("<header>", f"<header>{_BACK}", 1)
        return HTMLResponse(page, headers={"Content-Security-Policy": _REPORT_POLICY})

    async def left(self, request: Request) -> Response:
        """What a run has left for people: its report and its letter; a page of it can do nothing here."""
        run = next((each for each in folders.runs(self._desk.runs) if each.name == request.path_params["name"]), None)
        file, kept = request.path_params["file"], run and run / request.path_params["file"]
        if kept is None or file not in {REPORT, *LETTERS} or not kept.is_file() or kept.is_symlink():
            return self.wrong("There is no such file of that run any more.", 404)
        if kept.suffix == ".html":
            return FileResponse(kept, headers={"Content-Security-Policy": _REPORT_POLICY})
        return FileResponse(kept, filename=file)

    async def bundles(self, _: Request) -> Response:
        """The bundles, the newest first, each with whether it is as it was left."""
        found = sorted(((each.stat().st_mtime, each) for each in self._bundles()), reverse=True)
        rows = [(each, datetime.fromtimestamp(made).astimezone().isoformat()) for made, each in found[:200]]
        return self._page("bundles", rows=rows, problems={each: _problems(each) for each, _ in rows[:20]})

    async def old(self, request: Request) -> Response:
        """What would be removed, before it is: the same that `igot purge --dry-run` names."""
        older = f"{(await _form(request)).get('days', '').strip()}d"
        try:
            bundles, runs, elsewhere = bundle_command.old_enough(self._desk.loaded, older)
        except UsageError:
            return self.wrong("Say how old in days, with digits alone, such as 90.")
        return self._page("old", older=older, bundles=bundles, runs=[*runs, *elsewhere])

    def _bundles(self) -> list[Path]:
        """The bundles in the folder; links do not count, since they may lead anywhere."""
        found = self._desk.evidence.glob("*/*.zip")
        return [each for each in found if each.is_file() and not each.is_symlink() and not each.parent.is_symlink()]

    async def bundle(self, request: Request) -> Response:
        """One bundle, to be saved."""
        path = self._found(request.path_params["folder"], request.path_params["name"])
        if path is None:
            return self.wrong("There is no such bundle any more.", 404)
        return FileResponse(path, filename=path.name)

    async def pictured(self, request: Request) -> Response:
        """The report of a bundle, with its pictures, which can do nothing here."""
        path = self._found(request.path_params["folder"], request.path_params["name"])
        if path is None:
            return self.wrong("There is no such bundle any more.", 404)
        try:
            page = bundle.member(path, REPORT)
        except UsageError:
            return self.wrong("It is no bundle, or a damaged one.")
        return HTMLResponse(page, headers={"Content-Security-Policy": _REPORT_POLICY})

    def _found(self, folder: str, name: str) -> Path | None:
        return next((each for each in self._bundles() if (each.parent.name, each.name) == (folder, name)), None)

    async def machine(self, _: Request) -> Response:
        """The button that looks at this machine."""
        return self._page("machine")

    async def settings(self, request: Request) -> Response:
        """Each setting with its comment and where it came from, to be changed."""
        try:
            self._desk.read_again()
        except UsageError as error:
            return self.wrong(str(error))
        return self._settings(saved="saved" in request.query_params)

    def _settings(
        self, typed: Mapping[str, str] | None = None, problems: Mapping[str, str] | None = None, *, saved: bool = False
    ) -> Response:
        loaded, tables = self._desk.loaded, dict[str, list[config.Field]]()
        for each in config.fields(loaded):
            tables.setdefault(each.key.partition(".")[0], []).append(each)
        return self._page(
            "settings",
            400 if problems else 200,
            tables=tables,
            file=loaded.file,
            stamp=config.stamp(loaded),
            typed=typed or {},
            problems=problems or {},
            saved=saved,
        )

    async def save(self, request: Request) -> Response:
        """Change the file of the settings, as the same reader takes it; what is wrong is said beside its field."""
        form = await _form(request)
        forget = {key: "" for key in NEVER_SHOWN if f"forget {key}" in form}
        given = {key: value for key, value in form.items() if key not in NEVER_SHOWN or value.strip()} | forget
        try:
            self._desk.read_again()
            problems = config.save(self._desk.loaded, given, form.get("stamp", ""))
            if problems:
                return self._settings({key: value for key, value in form.items() if key not in NEVER_SHOWN}, problems)
            self._desk.read_again()
        except UsageError as error:
            return self.wrong(str(error), 409)
        return RedirectResponse("/settings?saved", 303)

    # ------------------------------------------------------------------------------------------------------ the runs

    async def start(self, request: Request) -> Response:
        """Start a run of the few kinds that there are; of what is typed only a ticket becomes a word of the command."""
        form = await _form(request)
        try:
            title, words = self._verify(form) if form.get("kind") == "verify" else _command(form)
            job = self._desk.jobs.start(title, words)
        except UsageError as error:
            return self.wrong(str(error))
        except BusyError as busy:
            return self.wrong(f"{busy} Wait for its end, or stop it.", 409)
        return RedirectResponse(f"/job/{job.number}", 303)

    def _verify(self, form: Mapping[str, str]) -> tuple[Bilingual, list[str]]:
        """The command that looks at one of the bundles that are there. Raises UsageError for any other."""
        path = self._found(form.get("folder", ""), form.get("name", ""))
        digest = form.get("sha256", "").strip().lower()
        if path is None:
            raise UsageError("There is no such bundle any more.")
        if digest and not re.fullmatch("[0-9a-f]{64}", digest):
            raise UsageError("The SHA-256 of the ticket should have 64 digits and letters from a to f.")
        words = ["verify-bundle", str(path), *(["--sha256", digest] if digest else [])]
        return Bilingual("Looking at a bundle", "प्रमाण-फ़ाइल की जाँच"), words

    async def job(self, request: Request) -> Response:
        """A run: how far it is, and what it has come to."""
        job = self._desk.jobs.get(request.path_params["number"])
        if job is None:
            return self.wrong("There is no such run; the desk was started anew since.", 404)
        end = None if job.code is None else ENDS.get(job.code, ENDS[ExitCode.INTERNAL])
        said = "\n".join(job.said)
        named = [Path(each) for each in re.findall(r"^Bundle: (.+)$", said, re.MULTILINE)]
        bundles = [each for each in self._bundles() if each in named] if end else []
        return self._page(
            "job",
            job=job,
            end=end,
            links=[Path(each).parent.name for each in re.findall(r"^Report: (.+)$", said, re.MULTILINE)],
            bundles=[(each, _result(each)) for each in bundles],
            colour=COLOURS,
        )

    async def events(self, request: Request) -> Response:
        """The lines of a run as they come; its end is an event of its own."""
        job = self._desk.jobs.get(request.path_params["number"])
        if job is None:
            return Response("", 404, media_type="text/plain")

        async def lines() -> AsyncIterator[str]:
            async for line in job.follow():
                yield f"data: {json.dumps(line)}\n\n"
            yield "event: end\ndata: {}\n\n"

        return StreamingResponse(lines(), media_type="text/event-stream")

    async def stop(self, request: Request) -> Response:
        """Ask a run to end."""
        job = self._desk.jobs.get(request.path_params["number"])
        if job is not None:
            job.stop()
        return RedirectResponse(f"/job/{request.path_params['number']}", 303)


def _result(path: Path) -> Reproduction | None:
    """The result of a repetition from its bundle; None where that cannot be read."""
    try:
        return seen.read(path)
    except UsageError:
        return None


def _problems(path: Path) -> list[str]:
    """What is wrong with a bundle, a sentence each."""
    try:
        return bundle.verify(path)
    except UsageError:
        return ["It is no bundle, or a damaged one."]


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form that was sent; nothing of one that is too long."""
    body = await request.body()
    text = body.decode("utf-8", "replace") if len(body) <= _LONGEST_FORM else ""
    return {key: values[-1] for key, values in parse_qs(text, keep_blank_values=True).items()}


def _command(asked: Mapping[str, str]) -> tuple[Bilingual, list[str]]:
    """The title and the words of a run that the desk may start. Raises UsageError for any other."""
    kind = asked.get("kind", "")
    if kind == "reproduce":
        return _reproduce(asked)
    if kind == "purge" and re.fullmatch(r"\d{1,4}d", asked.get("older", "")):
        return Bilingual("Removing what is old", "पुराना हटाना"), ["purge", "--older-than", asked["older"]]
    if kind not in _KINDS:
        raise UsageError("The desk does not know that run; go back and press a button.")
    return _KINDS[kind]


def _reproduce(asked: Mapping[str, str]) -> tuple[Bilingual, list[str]]:
    symptom, ticket = CATALOGUE.get(asked.get("symptom", "")), asked.get("ticket", "").strip()
    if ticket and not is_ticket(ticket):
        raise UsageError("The ticket should be letters, digits and dashes, such as HD-123.")
    words = ["reproduce", symptom.id, *(["--ticket", ticket] if ticket else [])]
    words += ["--attended"] if asked.get("attended") else []
    return Bilingual(f"Repeating: {symptom.title.english}", f"दोहराना: {symptom.title.hindi}"), words
