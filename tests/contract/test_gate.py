"""What leaves a real browser behind the gate, as seen by the portal that it wants to reach."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from automation.acts import Act, CannotDoError, Declined, Done, Hands, NoHands, Unable
from automation.browser import Pair, Session
from automation.endpoints import ENDPOINTS, SEARCH_PATH, effect_of
from automation.gate.door import GateDoor
from automation.gate.policy import Nobody, Policy, Read, Scripted
from automation.model import By, Effect
from tests.patience import PATIENCE, unhurried
from tests.portals import Portal
from tests.tables import rows

if TYPE_CHECKING:
    from automation.rehearsal import Rehearsal
    from automation.result import GateEntry

SEND, SEND_CHECKED = "/api/otp/v1/generate", "/api/otp/ext/v1/generate"
QUIET = "/assets/i18n/en.json"  # a page of the portal that sends nothing by itself
READ_POST, READ_GET, UNKNOWN_GET = SEARCH_PATH, "/public/privacy-policy", "/api/private"
REQUESTS = [
    ("POST", SEARCH_PATH),
    ("POST", "/apis/public/v8/org/hierarchy/search"),
    ("POST", "/apis/public/v8/org/hierarchy/ministry/search"),
    ("POST", "/apis/public/v8/org/hierarchy/state/search"),
    ("POST", "/api/org/hierarchy/search"),
    ("POST", "/apis/public/v8/designation/search"),
    ("POST", "/api/org/v1/read"),
    ("POST", "/apis/public/v8/org/v1/read"),
    ("POST", "/api/customselfregistration/isregistrationqractive"),
    ("GET", "/api/user/v1/groups"),
    ("GET", "/api/user/v1/positions"),
    ("GET", "/apis/public/v8/org/v1/list/state"),
    ("GET", "/apis/public/v8/org/v1/list/state/0123"),
    ("GET", "/api/user/registration/v1/getDeptDetails"),
    ("GET", "/protected/v8/resource"),
    ("GET", "/auth/realms/sunbird/protocol/openid-connect/auth"),
    ("GET", "/auth/resources/theme.css"),
    ("GET", "/public/signup"),
    ("HEAD", "/"),
    ("POST", "/api/data/v1/public/telemetry"),
    ("POST", "/apis/protected/v8/user/telemetry"),
    ("POST", "/v1/telemetry"),
    ("POST", SEND_CHECKED),
    ("POST", SEND),
    ("POST", "/api/otp/v1/verify"),
    ("POST", "/api/user/registration/v1/register"),
    ("POST", "/api/workflow/org/create"),
    ("POST", "/api/workflow/domain/create"),
    ("POST", "/api/workflow/position/create"),
    ("POST", "/apis/proxies/v8/user/basicProfileUpdate"),
    ("GET", "/auth/realms/sunbird/login-actions/action-token"),
    ("GET", "/auth/realms/sunbird/login-actions/required-action"),
    ("POST", "/auth/realms/sunbird/login-actions/required-action"),
    ("POST", "/auth/realms/sunbird/login-actions/authenticate"),
    ("POST", "/auth/realms/sunbird/protocol/openid-connect/token"),
    ("GET", "/api/user/registration/v1/getRegisterDetails"),
    ("POST", "/support/WebToCase"),
    ("POST", "/"),
    ("PUT", SEARCH_PATH),
    ("DELETE", "/public/signup"),
    ("POST", "/api/otp/v3/generate"),
]
WAYS = {  # how a page can send a request, and with which method
    "fetch": ("POST", "path => { fetch(path, {method: 'POST', body: '{}'}) }"),
    "a fetch that outlives the page": (
        "POST",
        "path => { fetch(path, {method: 'POST', body: '{}', keepalive: true}) }",
    ),
    "XMLHttpRequest": ("POST", "path => { const x = new XMLHttpRequest(); x.open('POST', path); x.send('{}') }"),
    "a form": (
        "POST",
        """path => { const form = document.createElement('form'); form.method = 'POST'; form.action = path;
        document.body.append(form); form.submit() }""",
    ),
    "a form in a new window": (
        "POST",
        """path => { const form = document.createElement('form'); form.method = 'POST'; form.action = path;
        form.target = '_blank'; document.body.append(form); form.submit() }""",
    ),
    "a ping": (
        "POST",
        """path => { const link = document.createElement('a'); link.href = '#here'; link.ping = path;
        document.body.append(link); link.click() }""",
    ),
    "a worker": (
        "POST",
        """path => { const code = `fetch("${new URL(path, location)}", {method: "POST", body: "{}"})`;
        new Worker(URL.createObjectURL(new Blob([code]))) }""",
    ),
    "a picture": ("GET", "path => { new Image().src = path }"),
    "a new window": ("GET", "path => { window.open(path) }"),
    "a frame": (
        "GET",
        "path => { const frame = document.createElement('iframe'); frame.src = path; document.body.append(frame) }",
    ),
    "a link": ("GET", "path => { location.href = path }"),
}
LAST_WORDS = {
    "sendBeacon": f"navigator.sendBeacon('{SEND}', '1')",
    "fetch": f"fetch('{SEND}', {{method: 'POST', body: '1'}})",
    "a fetch that outlives the page": f"fetch('{SEND}', {{method: 'POST', body: '1', keepalive: true}})",
    "XMLHttpRequest": f"x.open('POST', '{SEND}'); x.send('1')",
}


@dataclass
class Sink:
    """A server that takes anything and remembers it; a query or a body may ask for a status and a redirect."""

    url: str = ""
    got: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def paths(self, method: str) -> list[str]:
        return [path for asked, path, _ in self.got if asked == method]


@contextmanager
def sink_server() -> Iterator[Sink]:
    sink = Sink()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            asked = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode(errors="replace")
            sink.got.append((self.command, self.path, {key.lower(): value for key, value in self.headers.items()}))
            path = self.path.partition("?")[0]
            told = re.search(r'"limit": ?"([^"]*)"', asked)
            query = dict(parse_qsl(told[1] if told else urlsplit(self.path).query))
            if query.get("to", "").endswith(self.path):
                query = {}  # it has arrived there
            self.send_response(int(query.get("status", 200)))
            if "to" in query:
                self.send_header("Location", query["to"])
            kind = "text/javascript" if path.endswith(".js") else "text/html"
            body = b"<link rel=icon href=data:,>" if kind == "text/html" and self.command != "HEAD" else b""
            size = str(len(body))
            for name, value in (("Content-Type", kind), ("Content-Length", size), ("Access-Control-Allow-Origin", "*")):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_HEAD = do_OPTIONS = answer  # noqa: N815 (the names that the server calls)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sink.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=partial(server.serve_forever, 0.05), daemon=True)
    thread.start()
    try:
        yield sink
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def sink() -> Iterator[Sink]:
    with sink_server() as running:
        yield running


@pytest.fixture(scope="module")
def portal() -> Iterator[Rehearsal]:
    with Portal.start() as running:
        yield running


Open = Callable[..., AbstractContextManager[Session]]


@pytest.fixture
def opened(pair: Pair) -> Open:
    """A window behind the gate for the origins that are named; with a `secret`, the first one's scripted person."""

    def window(
        *urls: str, budget: int = 2000, suffix: str = "", secret: str = "", sealed: bool = False
    ) -> AbstractContextManager[Session]:
        presence = Scripted(urls[0], secret) if secret else Nobody()
        return pair.window(Policy(portal=urls, presence=presence, budget=budget, suffix=suffix), sealed=sealed)

    return window


@pytest.fixture(scope="module")
def window(pair: Pair, portal: Rehearsal) -> Iterator[Session]:
    """One window for many tests that leave nothing behind."""
    with pair.window(Policy(portal=(portal.url,))) as session:
        session.page.goto(portal.url + QUIET)
        yield session


def until(session: Session, holds: Callable[[], object]) -> None:
    """Let the browser go on until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it did not come to pass"
        session.page.wait_for_timeout(20)


def fetch(session: Session, path: str, method: str = "POST") -> Any:
    """The HTTP status that the page gets, None if the request was refused."""
    body = None if method in {"GET", "HEAD"} else "{}"
    script = """([path, method, body]) => fetch(path, {method, body, redirect: 'manual'}).then(
        answer => answer.headers.has('x-igot-gate') ? null : answer.status, () => null)"""
    return session.page.evaluate(script, [path, method, body])


def arrivals(portal: Rehearsal, method: str, path: str) -> int:
    return sum(each["method"] == method and each["path"] == path for each in portal.received())


def denied(session: Session, place: str, why: str = "") -> list[GateEntry]:
    place = place if place.startswith(("/api", "/auth")) or not place else "/…"
    return [each for each in session.gate.record().denied if each.url.endswith(place) and (not why or each.why == why)]


# ----------------------------------------------------------------------------------------------- by what it does


def test_every_rule_of_the_list_of_endpoints_is_tried() -> None:
    untried = [
        rule
        for rule in ENDPOINTS
        if not any(rule.method == method and rule.path.fullmatch(path) for method, path in REQUESTS)
    ]
    assert untried == []


@pytest.mark.parametrize(("method", "path"), REQUESTS)
def test_a_request_arrives_only_if_it_reads(window: Session, portal: Rehearsal, method: str, path: str) -> None:
    reads = effect_of(method, path) is Effect.READ
    before = arrivals(portal, method, path)
    answered = fetch(window, path, method) is not None
    assert (answered, arrivals(portal, method, path) - before) == (reads, int(reads))


def test_only_reading_requests_arrived(window: Session, portal: Rehearsal) -> None:
    for method, path in REQUESTS:
        fetch(window, path, method)
    assert {each["effect"] for each in portal.received()} == {Effect.READ}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_sending_goes_round_the_gate(pair: Pair, portal: Rehearsal, way: str) -> None:
    method, script = WAYS[way]
    forbidden, allowed = (SEND, READ_POST) if method == "POST" else (UNKNOWN_GET, READ_GET)
    with pair.window(Policy(portal=(portal.url,), reads=(Read(method, portal.url, allowed),))) as session:
        one, other = session.page, session.context.new_page()
        for page in (one, other):
            page.goto(portal.url + QUIET)
        before = arrivals(portal, method, allowed)
        one.evaluate(script, allowed)
        until(session, lambda: arrivals(portal, method, allowed) > before)
        other.evaluate(script, forbidden)
        until(session, lambda: denied(session, forbidden))
    assert arrivals(portal, method, forbidden) == 0


LEAVES = ("goes on", "is closed", "is closed with its window")
LEFT = [(how, leave) for how in LAST_WORDS for leave in LEAVES]


@pytest.mark.parametrize("left", rows(LEFT, LEFT[::2]))
def test_a_page_that_is_left_has_no_last_word(opened: Open, portal: Rehearsal, left: tuple[str, str]) -> None:
    how, leave = left
    last = f"() => {{ const x = new XMLHttpRequest(); addEventListener('pagehide', () => {{ {LAST_WORDS[how]} }}) }}"
    with opened(portal.url) as session:
        pages = [session.context.new_page() for _ in range(2)]
        for page in pages:
            page.goto(portal.url + QUIET)
            page.evaluate(last)
        for page in pages:
            if leave == "goes on":
                page.goto("about:blank")
            elif leave == "is closed":
                page.close()
    with opened(portal.url) as session:  # time enough for what is on its way
        session.page.goto(portal.url + QUIET)
    assert arrivals(portal, "POST", SEND) == 0


# ------------------------------------------------------------------------------------------------ by where it goes


@pytest.mark.parametrize("path", ["/", SEARCH_PATH])
@pytest.mark.parametrize("way", WAYS)
def test_no_other_server_is_reached(opened: Open, portal: Rehearsal, sink: Sink, way: str, path: str) -> None:
    with opened(portal.url) as session:
        session.page.goto(portal.url + QUIET)
        session.page.evaluate(WAYS[way][1], sink.url + path)
        until(session, lambda: [each for each in session.gate.record().denied if each.url.startswith(sink.url)])
        assert {each.effect for each in session.gate.record().denied} == {Effect.UNKNOWN}
    assert sink.got == []


def test_the_same_server_by_another_name_is_another_server(opened: Open, sink: Sink) -> None:
    with opened(sink.url) as session:
        session.page.goto(sink.url + "/")
        answer = session.page.goto(sink.url.replace("127.0.0.1", "localhost") + "/")
        assert answer is not None
        assert (answer.status, answer.headers["x-igot-gate"]) == (403, "refused")
        assert "no address of the portal" in session.page.inner_text("body")
    assert [headers["host"] for _, _, headers in sink.got] == [sink.url.removeprefix("http://")]


def test_a_web_socket_is_closed(opened: Open, sink: Sink) -> None:
    with opened(sink.url) as session:
        session.page.goto(sink.url + "/")
        closed = "url => new Promise(done => { new WebSocket(url).onclose = () => done(true) })"
        assert session.page.evaluate(closed, sink.url.replace("http", "ws") + "/talk")
        code = f"new WebSocket('{sink.url.replace('http', 'ws')}/talk').onclose = () => postMessage(1)"
        worker = "code => new Promise(done => { new Worker(URL.createObjectURL(new Blob([code]))).onmessage = done })"
        session.page.evaluate(f"code => ({worker})(code).then(() => 1)", code)
        assert [each.method for each in session.gate.record().denied] == ["CONNECT"]
    assert "/talk" not in sink.paths("GET")


def test_no_service_worker_is_installed(opened: Open, sink: Sink) -> None:
    with opened(sink.url) as session:
        session.page.goto(sink.url + "/")
        count = """async () => {
            await Promise.race([navigator.serviceWorker.register('/worker.js'), new Promise(f => setTimeout(f, 500))]);
            return (await navigator.serviceWorker.getRegistrations()).length;
        }"""
        assert session.page.evaluate(count) == 0
    assert "/worker.js" not in sink.paths("GET")


@pytest.mark.parametrize("elsewhere", [False, True])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_leads_nowhere_else(opened: Open, sink: Sink, status: int, elsewhere: bool) -> None:
    with sink_server() as other, opened(sink.url) as session:
        session.page.goto(sink.url + "/")
        for path in (UNKNOWN_GET, SEND):
            fetch_following(session, f"status={status}&to={other.url if elsewhere else ''}{path}")
        assert sink.paths("POST") == [each for each in sink.paths("POST") if each.startswith(SEARCH_PATH)]
        assert sink.paths("GET") == ["/"]
        assert other.got == []
        assert len(sink.paths("POST")) == 2


def test_a_redirect_to_what_only_reads_is_followed(opened: Open, sink: Sink) -> None:
    with opened(sink.url) as session:
        session.page.goto(sink.url + "/")
        fetch_following(session, "status=307&to=/api/org/hierarchy/search")
    assert sink.paths("POST")[-1] == "/api/org/hierarchy/search"


def fetch_following(session: Session, answer: str) -> None:
    """Ask a question of which the portal's answer is told in its body, and follow it."""
    body = json.dumps({"request": {"limit": answer}})
    ask = "([path, body]) => fetch(path, {method: 'POST', body}).then(() => 1, () => 0)"
    session.page.evaluate(ask, [SEARCH_PATH, body])


# ------------------------------------------------------------------------------------------- how often, and who asks


def test_a_run_makes_no_more_requests_than_its_budget(opened: Open, sink: Sink) -> None:
    with opened(sink.url, budget=3) as session:
        session.page.goto(sink.url + "/")
        answers = [fetch(session, f"/page-{number}", "GET") for number in range(4)]
        assert answers == [200, 200, None, None]
        [refusal] = denied(session, "", "the request budget of this run is used up")
        assert refusal.count == 2
    assert len(sink.got) == 3


@pytest.mark.parametrize("suffix", ["", "helper/1.0 (IT cell)"])
def test_the_browser_says_who_is_asking_only_where_that_is_wanted(opened: Open, sink: Sink, suffix: str) -> None:
    with opened(sink.url, suffix=suffix) as session:
        session.page.goto(sink.url + "/")
        own = session.page.evaluate("() => navigator.userAgent")
        fetch(session, READ_POST)
        fetch(session, READ_GET, "GET")
    assert [headers["user-agent"] for _, _, headers in sink.got] == [f"{own} {suffix}".strip()] * 3


def test_an_endpoint_that_the_portal_has_begun_to_call_is_told(opened: Open, sink: Sink) -> None:
    with opened(sink.url) as session:
        session.page.goto(sink.url + "/")
        fetch(session, "/api/brand/new?key=1")
        assert session.gate.record().unknown == ("the portal has begun to call POST /api/brand/new",)


# --------------------------------------------------------------------------------------------------- with a person


@dataclass
class Somebody:
    """The hands of a person who acts as told; whether the act may leave is for the gate to ask."""

    act: Callable[[], object]
    by: By = By.SCRIPTED
    patience: float = 0.0

    def perform(self, act: Act, answered: Callable[[], bool]) -> Done:
        self.act()
        return Done()

    def mistaken(self, act: Act) -> bool:
        return False

    def wipe(self) -> None:
        pass


@pytest.fixture
def session(opened: Open, rehearsal: Rehearsal) -> Iterator[Session]:
    with opened(rehearsal.url, secret=rehearsal.secret) as session:
        session.page.goto(rehearsal.url + QUIET)
        yield session


@pytest.fixture(scope="module")
def attended(pair: Pair, portal: Rehearsal) -> Iterator[Session]:
    """One window with the scripted person for many tests that leave nothing behind."""
    with pair.window(Policy(portal=(portal.url,), presence=Scripted(portal.url, portal.secret))) as session:
        session.page.goto(portal.url + QUIET)
        yield session


@contextmanager
def announced(session: Session, act: Act) -> Iterator[None]:
    session.gate.announce(act)
    try:
        yield
    finally:
        session.gate.withdraw()


def door(session: Session, hands: Hands) -> GateDoor:
    return GateDoor(session.context, session.gate, hands, timeout=1000 * unhurried(1.5))


def sent(portal: Rehearsal) -> list[str]:
    return [each["path"] for each in portal.received(Effect.SENDS_MESSAGE)]


def test_one_permission_is_one_request(session: Session, rehearsal: Rehearsal) -> None:
    with announced(session, Act.SEND_EMAIL_OTP):
        assert fetch(session, SEND) is not None
        assert fetch(session, SEND) is None
    assert sent(rehearsal) == [SEND]
    assert denied(session, SEND, "a second request under one permission")


def test_of_many_requests_at_once_one_passes(session: Session, rehearsal: Rehearsal) -> None:
    with announced(session, Act.SEND_EMAIL_OTP):
        many = """path => Promise.all([...Array(20)].map(() => fetch(path, {method: 'POST', body: '{}'}).then(
            answer => answer.headers.has('x-igot-gate'))))"""
        assert session.page.evaluate(many, SEND).count(False) == 1
    assert sent(rehearsal) == [SEND]


def test_a_permission_ends_with_its_act(session: Session, rehearsal: Rehearsal) -> None:
    with announced(session, Act.SEND_EMAIL_OTP):
        pass
    assert fetch(session, SEND) is None
    assert sent(rehearsal) == []
    assert denied(session, SEND, "nobody allowed it")


def test_a_new_permission_is_for_one_request_again(session: Session, rehearsal: Rehearsal) -> None:
    for _ in range(2):
        with announced(session, Act.SEND_EMAIL_OTP):
            assert fetch(session, SEND) is not None
            assert fetch(session, SEND) is None
    assert sent(rehearsal) == [SEND, SEND]


@pytest.mark.parametrize(
    ("act", "method", "path"),
    [
        (Act.SIGN_UP, "POST", "/api/workflow/org/create"),
        (Act.SIGN_UP, "POST", "/apis/proxies/v8/user/basicProfileUpdate"),
        (Act.COMPLETE_PROFILE, "POST", "/api/user/registration/v1/register"),
        (Act.VERIFY_EMAIL_OTP, "POST", "/auth/realms/sunbird/login-actions/authenticate"),
        (Act.LOG_IN, "POST", "/api/otp/v1/verify"),
        (Act.SET_PASSWORD, "POST", "/auth/realms/sunbird/login-actions/authenticate"),
        (Act.OPEN_MAILED_LINK, "POST", "/auth/realms/sunbird/login-actions/action-token"),
        (Act.SEND_EMAIL_OTP, "POST", "/api/otp/v1/verify"),
        (Act.SEND_EMAIL_OTP, "POST", "/api/data/v1/public/telemetry"),
        (Act.RECEIVE_EMAIL_OTP, "POST", SEND),
    ],
)
def test_a_permission_is_for_no_other_request(
    attended: Session, portal: Rehearsal, act: Act, method: str, path: str
) -> None:
    before = arrivals(portal, method, path)
    with announced(attended, act):
        assert fetch(attended, path, method) is None
    assert arrivals(portal, method, path) == before


def test_a_permission_is_for_no_other_server(session: Session, sink: Sink) -> None:
    with announced(session, Act.SEND_EMAIL_OTP):
        assert fetch(session, sink.url + SEND) is None
    assert sink.got == []


def test_a_person_who_says_yes_sends_one_message(session: Session, rehearsal: Rehearsal) -> None:
    person = Somebody(lambda: fetch(session, SEND))
    assert isinstance(door(session, person).ask(Act.SEND_EMAIL_OTP), Done)
    assert sent(rehearsal) == [SEND]
    assert fetch(session, SEND) is None


def test_an_act_that_leads_to_another_request_sends_nothing(session: Session, rehearsal: Rehearsal) -> None:
    person = Somebody(lambda: fetch(session, "/api/user/registration/v1/register"))
    assert isinstance(door(session, person).ask(Act.SEND_EMAIL_OTP), Unable)
    assert rehearsal.received(Effect.COMMITS_RECORD) == []


def test_the_pages_own_second_try_needs_a_second_permission(opened: Open) -> None:
    with (
        Portal.start(defects=["email-send-fails"], retry_seconds=0.1) as portal,
        opened(portal.url, secret=portal.secret) as session,
    ):
        session.page.goto(portal.url + "/public/signup")
        session.page.locator("[formcontrolname=email]").fill("made.up@example.gov.in")
        session.context.on("dialog", lambda dialog: dialog.accept())
        press = session.page.get_by_role("button", name="Send OTP").first.click
        door(session, Somebody(press)).ask(Act.SEND_EMAIL_OTP)
        until(session, lambda: denied(session, "/api/otp/ext/v1/generate"))
        assert len(portal.received(Effect.SENDS_MESSAGE)) == 1


@pytest.mark.parametrize("act", Act)
def test_without_a_person_nothing_opens(window: Session, portal: Rehearsal, act: Act) -> None:
    nobody = NoHands()
    assert window.gate.absent()
    assert door(window, nobody).absent() is not None
    assert isinstance(door(window, nobody).ask(act), Declined)
    with pytest.raises(CannotDoError):
        nobody.perform(act, lambda: False)
    with announced(window, act):
        assert fetch(window, SEND) is None


def test_who_is_not_there_is_not_asked(opened: Open, rehearsal: Rehearsal) -> None:
    with opened(rehearsal.url, secret="the secret of another run") as session:
        session.page.goto(rehearsal.url + QUIET)
        person = Somebody(lambda: fetch(session, SEND))
        assert isinstance(door(session, person).ask(Act.SEND_EMAIL_OTP), Declined)
        with announced(session, Act.SEND_EMAIL_OTP):
            assert fetch(session, SEND) is None
    assert sent(rehearsal) == []


# ------------------------------------------------------------------------------------------------ sealed


@pytest.mark.parametrize("way", WAYS)
def test_nothing_leaves_a_sealed_gate(opened: Open, sink: Sink, way: str) -> None:
    with opened(sink.url) as session:
        session.page.goto(sink.url + "/")
        session.gate.seal()
        session.page.evaluate(WAYS[way][1], READ_POST if WAYS[way][0] == "POST" else READ_GET)
        until(session, lambda: session.gate.record().denied)
    assert [path for _, path, _ in sink.got] == ["/"]


def test_a_gate_starts_sealed(opened: Open, sink: Sink) -> None:
    with opened(sink.url, sealed=True) as session:
        assert session.gate.mode() == "sealed"
        answer = session.page.goto(sink.url + "/")
        assert answer is not None
        assert answer.status == 403
    assert sink.got == []


def test_a_sealed_gate_lets_out_the_one_thing_that_a_person_allows(session: Session, rehearsal: Rehearsal) -> None:
    session.gate.seal()
    with announced(session, Act.VERIFY_EMAIL_OTP):
        assert fetch(session, READ_POST) is None
        assert fetch(session, "/api/otp/v1/verify") is not None
        assert fetch(session, "/api/otp/v1/verify") is None
    assert [each["path"] for each in rehearsal.received(Effect.CREDENTIAL)] == ["/api/otp/v1/verify"]


def test_after_a_credential_nothing_leaves_until_the_page_was_looked_at(session: Session, rehearsal: Rehearsal) -> None:
    with announced(session, Act.VERIFY_EMAIL_OTP):
        assert fetch(session, "/api/otp/v1/verify") is not None
    assert session.gate.mode() == "settling"
    session.page.evaluate("path => { window.late = fetch(path).then(answer => answer.status) }", READ_GET)
    assert arrivals(rehearsal, "GET", READ_GET) == 0
    session.gate.browse()
    assert session.page.evaluate("() => window.late") == 200


def test_the_door_stays_sealed_while_a_secret_stands_on_the_page(session: Session, rehearsal: Rehearsal) -> None:
    session.page.set_content("<input type=password>")
    typed = Somebody(lambda: session.page.locator("input").fill("123456"))
    assert isinstance(door(session, typed).ask(Act.VERIFY_EMAIL_OTP), Unable)
    assert session.gate.mode() == "sealed"
    session.page.locator("input").fill("")
    door(session, Somebody(lambda: None)).ask(Act.VERIFY_EMAIL_OTP)
    assert session.gate.mode() == "browse"


def test_the_door_seals_before_the_first_key(session: Session) -> None:
    modes: list[str] = []
    door(session, Somebody(lambda: modes.append(session.gate.mode()))).ask(Act.VERIFY_EMAIL_OTP)
    assert modes == ["sealed"]
