"""What goes through the gate process on the wire, without a browser: untouched, or not at all."""

from __future__ import annotations

import gzip
import hashlib
import hmac
import http.client
import json
import socket
import ssl
import threading
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from automation.acts import Act
from automation.endpoints import SEARCH_PATH
from automation.gate.control import Gate, GateProcess
from automation.gate.policy import Policy, Scripted
from automation.model import NoAnswerError
from automation.rehearsal.certificate import context_for
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BIG = bytes(range(256)) * 80_000  # 20 MB
SEND = "/api/otp/v1/generate"
SECRET = "anita:geheim"


class Portal(ThreadingHTTPServer):
    """A server that gives every kind of answer, and remembers what it was asked."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, 0), Handler)
        self.got: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.connections = 0
        self.go_on = threading.Event()
        self.tls = tls
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        name = f"[{host}]" if ":" in host else host
        self.url = f"{'https' if tls else 'http'}://{name}:{self.server_address[1]}"

    def get_request(self) -> tuple[socket.socket, object]:
        self.connections += 1
        return super().get_request()

    def handle_error(self, *_: object) -> None:
        pass


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Portal

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.got.append(f"{self.command} {self.path}")
        self.server.headers.append(dict(self.headers.items()))
        if self.path.startswith("/rehearsal/proof?challenge="):
            self.proof(self.path.partition("=")[2])
            return
        {
            "/big": self.big,
            "/chunked": self.chunked,
            "/zipped": self.zipped,
            "/slow": self.slow,
            "/cut": self.cut,
            SEND: self.cut,
        }.get(self.path.partition("?")[0], self.plain)()

    do_GET = do_POST = do_OPTIONS = answer  # noqa: N815 (the names that the server calls)

    def head(self, **headers: str) -> None:
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def plain(self) -> None:
        self.head(Content_Length="2", X_Igot_Gate="refused", Alt_Svc='h3=":443"', X_Own="1")
        self.wfile.write(b"ok")

    def proof(self, challenge: str) -> None:
        """As a rehearsal portal of this run proves itself."""
        body = json.dumps({"proof": hmac.new(b"secret", challenge.encode(), "sha256").hexdigest()}).encode()
        self.head(Content_Length=str(len(body)))
        self.wfile.write(body)

    def big(self) -> None:
        self.head(Content_Length=str(len(BIG)))
        self.wfile.write(BIG)

    def chunked(self) -> None:
        self.head(Transfer_Encoding="chunked")
        for part in (b"a" * 10, b"b" * 70_000, b"c"):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        self.wfile.write(b"0\r\n\r\n")

    def zipped(self) -> None:
        body = gzip.compress(b"packed" * 1000)
        self.head(Content_Encoding="gzip", Content_Length=str(len(body)))
        self.wfile.write(body)

    def slow(self) -> None:
        """The first half at once, the second when the test says so."""
        self.head(Content_Length="8")
        self.wfile.write(b"half")
        self.wfile.flush()
        self.server.go_on.wait(PATIENCE)
        self.wfile.write(b"full")

    def cut(self) -> None:
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(portal: Portal) -> Iterator[Portal]:
    thread = threading.Thread(target=partial(portal.serve_forever, 0.05), daemon=True)
    thread.start()
    try:
        yield portal
    finally:
        portal.go_on.set()
        portal.shutdown()
        portal.server_close()
        thread.join()


@pytest.fixture
def portal() -> Iterator[Portal]:
    with serving(Portal()) as running:
        yield running


@pytest.fixture(scope="module")
def process() -> Iterator[GateProcess]:
    with GateProcess() as gate:
        yield gate


@pytest.fixture
def gate(process: GateProcess, portal: Portal) -> Iterator[Gate]:
    """A browsing gate for the portal."""
    with way(process, Policy(portal=(portal.url,))) as gate:
        yield gate


@contextmanager
def way(process: GateProcess, policy: Policy) -> Iterator[Gate]:
    gate = process.open(policy)
    gate.browse()
    yield gate
    gate.close()


def port(gate: Gate) -> int:
    return int(gate.proxy.rpartition(":")[2])


def get(gate: Gate, url: str, method: str = "GET", body: bytes | None = None) -> tuple[int, bytes, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port(gate), timeout=PATIENCE)
    try:
        connection.request(method, url, body, {"Content-Type": "application/json"} if body else {})
        answer = connection.getresponse()
        return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}
    finally:
        connection.close()


def raw(gate: Gate, data: bytes) -> bytes:
    """Everything that comes back for these bytes, until the gate closes or says no more for half a second."""
    with socket.create_connection(("127.0.0.1", port(gate)), timeout=PATIENCE) as connection:
        connection.sendall(data)
        found = b""
        try:
            while part := connection.recv(65536):
                found += part
                connection.settimeout(0.5)
        except TimeoutError:
            pass
        return found


# ---------------------------------------------------------------------------------------------------- untouched


def test_twenty_megabytes_pass_unharmed(gate: Gate, portal: Portal) -> None:
    status, body, _ = get(gate, f"{portal.url}/big")
    assert (status, hashlib.sha256(body).digest()) == (200, hashlib.sha256(BIG).digest())


def test_chunks_pass_unharmed(gate: Gate, portal: Portal) -> None:
    assert get(gate, f"{portal.url}/chunked")[1] == b"a" * 10 + b"b" * 70_000 + b"c"


def test_a_packed_answer_stays_packed(gate: Gate, portal: Portal) -> None:
    _, body, headers = get(gate, f"{portal.url}/zipped")
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == b"packed" * 1000


def test_the_first_half_of_a_slow_answer_does_not_wait_for_the_second(gate: Gate, portal: Portal) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port(gate), timeout=PATIENCE)
    connection.request("GET", f"{portal.url}/slow")
    answer = connection.getresponse()
    assert answer.read(4) == b"half"
    portal.go_on.set()
    assert answer.read() == b"full"
    connection.close()


def test_two_hundred_at_once_all_get_their_own_answer(gate: Gate, portal: Portal) -> None:
    with ThreadPoolExecutor(200) as pool:
        answers = list(pool.map(lambda number: get(gate, f"{portal.url}/page-{number}"), range(200)))
    assert [status for status, _, _ in answers] == [200] * 200
    assert sorted(portal.got) == sorted(f"GET /page-{number}" for number in range(200))


def test_connections_are_kept_on_both_sides(gate: Gate, portal: Portal) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port(gate), timeout=PATIENCE)
    for number in range(20):
        connection.request("GET", f"{portal.url}/page-{number}")
        assert connection.getresponse().read() == b"ok"
    connection.close()
    assert (len(portal.got), portal.connections) == (20, 1)


def test_a_refused_question_for_headers_gets_headers_alone_and_the_connection_goes_on(
    gate: Gate, portal: Portal
) -> None:
    with socket.create_connection(("127.0.0.1", port(gate)), timeout=PATIENCE) as connection:
        host = portal.url.removeprefix("http://")
        for method in ("HEAD", "GET"):
            connection.sendall(f"{method} {portal.url}{SEND} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        found = b""
        while not found.endswith(b".\n"):
            found += connection.recv(65536)
    assert found.count(b"HTTP/1.1 403") == 2
    assert found.count(b"The gate refused") == 1
    assert portal.got == []


def test_the_gates_own_marks_cannot_come_from_the_portal(gate: Gate, portal: Portal) -> None:
    _, _, headers = get(gate, f"{portal.url}/x")
    assert {"x-igot-gate", "alt-svc"} & set(headers) == set()
    assert headers["x-own"] == "1"


@pytest.mark.parametrize(
    ("told", "goes_on"),
    [
        ("{url}/public/signup?otp=482913#x", "{url}/"),
        ("{url}/482913", "{url}/"),
        ("https://other.example:8443/a", "https://other.example:8443/"),
        ("https://asha:geheim@other.example/", None),
        ("about:blank?482913", None),
        ("482913", None),
        ("http://[", None),
    ],
)
def test_of_the_page_that_a_request_comes_from_only_the_server_is_told(
    gate: Gate, portal: Portal, told: str, goes_on: str | None
) -> None:
    address = f"{portal.url}/assets/logo.png".removeprefix("http://")
    raw(gate, f"GET http://{address} HTTP/1.1\r\nHost: {address.partition('/')[0]}\r\n"
        f"Referer: {told.format(url=portal.url)}\r\nConnection: close\r\n\r\n".encode())  # fmt: skip
    [headers] = portal.headers
    assert headers.get("Referer") == (goes_on and goes_on.format(url=portal.url))


def test_a_portal_on_ipv6_is_reached(process: GateProcess) -> None:
    try:
        portal = Portal("::1")
    except OSError:
        pytest.skip("this machine has no IPv6")
    with serving(portal), way(process, Policy(portal=(portal.url,))) as gate:
        assert get(gate, f"{portal.url}/x")[1] == b"ok"


def test_a_kept_connection_that_the_portal_has_closed_costs_a_read_nothing(gate: Gate, portal: Portal) -> None:
    assert get(gate, f"{portal.url}/x")[0] == 200
    assert get(gate, f"{portal.url}/cut")[0] == 502
    assert get(gate, f"{portal.url}/x")[0] == 200


# ------------------------------------------------------------------------------------------------- not at all


def request(portal: Portal, target: str, *headers: str, method: str = "POST", body: bytes = b"{}") -> bytes:
    host = portal.url.removeprefix("http://")
    lines = [f"{method} {portal.url}{target} HTTP/1.1", f"Host: {host}", "Content-Type: application/json", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


ODD = {
    "two lengths": ("Content-Length: 2", "Content-Length: 3"),
    "two equal lengths": ("Content-Length: 2", "Content-Length: 2"),
    "a list of lengths": ("Content-Length: 2, 2",),
    "a length and chunks": ("Content-Length: 2", "Transfer-Encoding: chunked"),
    "bad chunks": ("Transfer-Encoding: chunked",),
    "headers after the body": ("Transfer-Encoding: chunked",),
    "a second host": ("Content-Length: 2", "Host: evil.example"),
    "a change of protocol": ("Content-Length: 2", "Connection: Upgrade", "Upgrade: websocket"),
    "another method": ("Content-Length: 2", "X-HTTP-Method-Override: DELETE"),
    "headers that are far too long": ("Content-Length: 2", f"X-Long: {'x' * 70_000}"),
    "headers that are too long": ("Content-Length: 2", f"X-Long: {'x' * 55_000}"),
    "a length that is too large": ("Content-Length: 9000000",),
}


BODIES = {
    "bad chunks": b"zz\r\n{}\r\n",
    "a length and chunks": b"2\r\n{}\r\n0\r\n\r\n",
    "headers after the body": b"2\r\n{}\r\n0\r\nX-Late: 1\r\n\r\n",
    "a length that is too large": b"x" * 2_000_000,
}


@pytest.mark.parametrize("how", ODD)
def test_an_odd_request_does_not_reach_the_portal(gate: Gate, portal: Portal, how: str) -> None:
    body = BODIES.get(how, b"{}")
    try:
        answer = raw(gate, request(portal, SEARCH_PATH, *ODD[how], body=body))
    except ConnectionError:
        answer = b""
    assert b" 200 " not in answer.partition(b"\r\n")[0]
    assert portal.got == []
    assert gate.record().denied


def test_the_same_request_in_order_does_reach_it(gate: Gate, portal: Portal) -> None:
    assert raw(gate, request(portal, SEARCH_PATH, "Content-Length: 2")).startswith(b"HTTP/1.1 200")
    assert raw(
        gate, request(portal, SEARCH_PATH, "Transfer-Encoding: chunked", body=b"2\r\n{}\r\n0\r\n\r\n")
    ).startswith(b"HTTP/1.1 200")
    assert portal.got == [f"POST {SEARCH_PATH}"] * 2


def test_a_request_hidden_in_the_body_of_another_is_judged_on_its_own(gate: Gate, portal: Portal) -> None:
    hidden = request(portal, SEND, "Content-Length: 2")
    answer = raw(gate, request(portal, SEARCH_PATH, "Content-Length: 2") + hidden)
    assert answer.count(b"HTTP/1.1 200") == 1
    assert answer.count(b"HTTP/1.1 403") == 1
    assert portal.got == [f"POST {SEARCH_PATH}"]


@pytest.mark.parametrize("place", ["127.0.0.1:1", "example.org:443", "portal.example.gov.in:443"])
def test_a_tunnel_to_anywhere_else_is_refused(gate: Gate, place: str) -> None:
    assert raw(gate, f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode()).startswith(b"HTTP/1.1 403")


def test_a_tunnel_to_a_plain_portal_is_refused(gate: Gate, portal: Portal) -> None:
    """That is how a web socket begins."""
    place = portal.url.removeprefix("http://")
    assert raw(gate, f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode()).startswith(b"HTTP/1.1 403")
    assert portal.connections == 0


def test_what_is_no_http_is_refused(gate: Gate, portal: Portal) -> None:
    assert not raw(gate, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500) + b"\r\n\r\n").startswith(
        b"HTTP/1.1 200"
    )
    assert portal.connections == 0


# ----------------------------------------------------------------------------------------------------- sealed


def test_sealing_cuts_what_is_under_way(gate: Gate, portal: Portal) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port(gate), timeout=PATIENCE)
    connection.request("GET", f"{portal.url}/slow")
    answer = connection.getresponse()
    assert answer.read(4) == b"half"
    gate.seal()
    with pytest.raises((ConnectionError, http.client.IncompleteRead)):
        answer.read()
    connection.close()
    answer.close()
    assert get(gate, f"{portal.url}/x")[0] == 403
    gate.browse()
    assert get(gate, f"{portal.url}/x")[0] == 200


def test_a_gate_that_has_ended_says_so_in_a_sentence(portal: Portal) -> None:
    with GateProcess() as process:
        gate = process.open(Policy(portal=(portal.url,)))
        process.process.kill()
        with pytest.raises(NoAnswerError, match="run igot again"):
            gate.browse()
        with pytest.raises(OSError, match=r"refused|reset"):
            get(gate, f"{portal.url}/x")


def test_the_gate_ends_with_the_program(portal: Portal) -> None:
    process = GateProcess()
    process.ready()
    assert process.process.stdin is not None
    process.process.stdin.close()
    assert process.process.wait(PATIENCE) == 0
    process.stop()


# ------------------------------------------------------------------------------------------------- with a person


def test_what_was_allowed_is_sent_once_even_if_the_portal_cuts_it(process: GateProcess, portal: Portal) -> None:
    """Also when a kept connection is at hand, on which a read would be tried again."""
    with way(process, Policy(portal=(portal.url,), presence=Scripted(portal.url, "secret"))) as gate:
        assert get(gate, f"{portal.url}/x")[0] == 200
        gate.announce(Act.SEND_EMAIL_OTP)
        status, _, headers = get(gate, portal.url + SEND, "POST", b"{}")
        assert (status, headers["x-igot-gate"]) == (502, "unreachable cut")
        assert gate.withdraw()
    assert portal.got.count(f"POST {SEND}") == 1


def test_the_program_has_no_command_that_allows(process: GateProcess) -> None:
    for word in ("approve", "allow", "yes", "open_gate", "forward"):
        with pytest.raises(NoAnswerError, match="did not understand"):
            process.ask(word, port=process.ready()["port"])


# --------------------------------------------------------------------------------------------------- on the way


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[tuple[Portal, Path]]:
    """A portal on https, and the file with the certificate of its authority."""
    context, authority = context_for("127.0.0.1")
    file = tmp_path / "corporate.pem"
    file.write_text(authority)
    with serving(Portal(tls=context)) as running:
        yield running, file


def through_tls(gate: Gate, portal_url: str, path: str) -> tuple[int, str, bytes]:
    """Status, the gate's mark and the body of an answer that comes through a tunnel, as a browser makes one."""
    place = portal_url.removeprefix("https://")
    place = place if ":" in place else f"{place}:443"
    with socket.create_connection(("127.0.0.1", port(gate)), timeout=PATIENCE) as plain:
        plain.sendall(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode())
        assert plain.recv(65536).startswith(b"HTTP/1.1 200")
        with ssl._create_unverified_context().wrap_socket(plain, server_hostname="x") as tunnel:
            host = place.removesuffix(":443")
            tunnel.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            answer = http.client.HTTPResponse(tunnel)
            answer.begin()
            return answer.status, answer.getheader("X-Igot-Gate") or "", answer.read()


def test_a_certificate_that_nobody_vouches_for_is_refused(process: GateProcess, secure: tuple[Portal, Path]) -> None:
    portal, _ = secure
    with way(process, Policy(portal=(portal.url,))) as gate:
        assert through_tls(gate, portal.url, "/x")[:2] == (502, "unreachable certificate")
    assert portal.got == []


def test_a_certificate_of_the_systems_store_is_trusted(
    secure: tuple[Portal, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As that of an office's own authority is."""
    portal, authority = secure
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    with GateProcess() as process, way(process, Policy(portal=(portal.url,))) as gate:
        assert through_tls(gate, portal.url, "/x") == (200, "", b"ok")
        assert gate.issuer("127.0.0.1")
    assert portal.got == ["GET /x"]


class OfficeProxy(Portal):
    """The proxy of an office: remembers who logs in, and answers every plain request itself."""


def test_the_office_proxy_gets_its_login_and_nobody_else_does(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(OfficeProxy()) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("http://", f"http://{SECRET}@"))
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        with GateProcess() as process, way(process, Policy(portal=("http://portal.example.gov.in",))) as gate:
            assert get(gate, "http://portal.example.gov.in/x")[1] == b"ok"
            told = gate.record().model_dump_json()
    login = b64encode(SECRET.encode()).decode()
    assert proxy.got == ["GET http://portal.example.gov.in/x"]
    assert proxy.headers[0]["Proxy-Authorization"] == f"Basic {login}"
    assert "geheim" not in told + "".join(capfd.readouterr())


def test_an_office_proxy_that_wants_a_login_is_said_to(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def refuse() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 407 Login\r\nContent-Length: 0\r\n\r\n")

        threading.Thread(target=refuse, daemon=True).start()
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{listener.getsockname()[1]}")
        monkeypatch.setenv("NO_PROXY", "")
        with GateProcess() as process, way(process, Policy(portal=("https://portal.example.gov.in",))) as gate:
            _, mark, words = through_tls(gate, "https://portal.example.gov.in", "/x")
    assert mark == "unreachable proxy"
    assert b"HTTPS_PROXY" in words


def test_nothing_answers_is_said_in_words(gate: Gate, process: GateProcess) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        dead = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with way(process, Policy(portal=(dead,))) as other:
        status, body, headers = get(other, dead + "/x")
    assert (status, headers["x-igot-gate"]) == (502, "unreachable refused")
    assert b"nothing answers at that address" in body
