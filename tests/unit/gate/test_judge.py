"""No spelling of a denied request is taken for an allowed one, from the bytes of the browser to the verdict."""

from __future__ import annotations

import json

import h11
import pytest

from automation.endpoints import SEARCH_PATH
from automation.gate.judge import MAX_READ_BODY, Asks, Candidate, Passes, Refused, judge
from automation.gate.policy import Origin, Policy, Read
from automation.gate.request_reading import Head, Malformed, Tunnel, read_head
from automation.model import Effect

PORTAL = Origin("http", "portal.example.gov.in", 80)
POLICY = Policy(portal=(PORTAL.url, "https://portal.example.gov.in"))
DENIED = [
    ("POST", "/api/otp/ext/v1/generate"),
    ("POST", "/api/otp/v1/generate"),
    ("POST", "/api/otp/v1/verify"),
    ("POST", "/api/user/registration/v1/register"),
    ("POST", "/api/workflow/org/create"),
    ("POST", "/apis/proxies/v8/user/basicProfileUpdate"),
    ("POST", "/support/WebToCase"),
    ("POST", "/auth/realms/sunbird/login-actions/authenticate"),
    ("GET", "/auth/realms/sunbird/login-actions/action-token"),
    ("GET", "/api/user/registration/v1/getRegisterDetails"),
    ("POST", "/api/data/v1/public/telemetry"),
]
ALLOWED = [
    ("POST", SEARCH_PATH),
    ("POST", "/apis/public/v8/org/hierarchy/search"),
    ("GET", "/api/user/v1/groups"),
    ("GET", "/public/signup"),
    ("GET", "/assets/i18n/en.json"),
]
BODY = b'{"request": {"filters": {"orgName": "health"}}}'
ASKED = {
    SEARCH_PATH: BODY,
    "/apis/public/v8/org/hierarchy/search": b'{"request": {"query": "health", "limit": 50, "filters": {"status": 1}}}',
}


def wire(method: str, target: str, host: str = PORTAL.authority, body: bytes = b"", *more: str) -> bytes:
    """A request as it stands on the wire to the proxy."""
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", *more]
    lines += [f"Content-Length: {len(body)}", "Content-Type: application/json"] if body else []
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "replace") + body


def verdict(raw: bytes, inside: Origin | None = None, policy: Policy = POLICY) -> object:
    """What the gate makes of bytes."""
    connection = h11.Connection(h11.SERVER)
    try:
        connection.receive_data(raw)
        event = connection.next_event()
        if not isinstance(event, h11.Request):
            return "incomplete"
        head = read_head(event, inside, raw)
        if not isinstance(head, Head):
            return head
        body = b""
        while not isinstance(event := connection.next_event(), h11.EndOfMessage):
            if not isinstance(event, h11.Data):
                return "incomplete"
            body += bytes(event.data)
    except h11.RemoteProtocolError:
        return "no HTTP"
    return judge(policy, Candidate(head.method, head.origin, head.target, head.headers, body))


# ----------------------------------------------------------------------------------------------------- spellings


@pytest.mark.parametrize(("method", "path"), DENIED)
def test_a_denied_request_is_denied_in_its_own_spelling_too(method: str, path: str) -> None:
    body = BODY if method == "POST" else b""
    assert isinstance(verdict(wire(method, f"{PORTAL.url}{path}", body=body)), (Asks, Refused))


@pytest.mark.parametrize(("method", "path"), ALLOWED)
@pytest.mark.parametrize("query", ["", "?lang=en&q=a%20b"])
def test_what_reads_passes_in_plain_and_in_a_tunnel(method: str, path: str, query: str) -> None:
    body = ASKED.get(path, b"")
    query = "" if path.startswith("/api") else query  # only pages and their files carry one
    assert verdict(wire(method, f"{PORTAL.url}{path}{query}", body=body)) == Passes()
    inside = Origin("https", "portal.example.gov.in", 443)
    assert verdict(wire(method, path + query, body=body), inside) == Passes()


# ------------------------------------------------------------------------------------------ what HTTP allows to differ

SEARCH = f"{PORTAL.url}{SEARCH_PATH}"
SMUGGLED = {
    "two lengths": wire("POST", SEARCH, PORTAL.authority, BODY, "Content-Length: 5"),
    "the same length twice": wire("POST", SEARCH, PORTAL.authority, BODY, f"Content-Length: {len(BODY)}"),
    "a length with a sign": wire("POST", SEARCH, PORTAL.authority, b"", "Content-Length: +5") + b"12345",
    "a length with a leading zero": wire("POST", SEARCH, PORTAL.authority, b"", "Content-Length: 05") + b"12345",
    "a length and chunks": wire(
        "POST",
        SEARCH,
        PORTAL.authority,
        b"",
        "Transfer-Encoding: chunked",
        "Content-Length: 7",
        "Content-Type: application/json",
    )
    + b"2\r\n{}\r\n0\r\n\r\n",
    "a chunk without a size": wire("POST", SEARCH, PORTAL.authority, b"", "Transfer-Encoding: chunked")
    + b"xyz\r\n\r\n",
    "a coding before chunks": wire("POST", SEARCH, PORTAL.authority, b"", "Transfer-Encoding: gzip, chunked"),
    "an odd coding": wire("POST", SEARCH, PORTAL.authority, b"", "Transfer-Encoding: xchunked"),
    "two codings": wire(
        "POST", SEARCH, PORTAL.authority, b"", "Transfer-Encoding: chunked", "Transfer-Encoding: identity"
    ),
    "another host": wire("POST", SEARCH, "evil.example", BODY),
    "two hosts": wire("POST", SEARCH, PORTAL.authority, BODY, "Host: evil.example"),
    "a host with a dot": wire("POST", SEARCH, f"{PORTAL.authority}.", BODY),
    "no host": b"POST %s HTTP/1.1\r\nContent-Length: 0\r\n\r\n" % SEARCH.encode(),
    "a header with a space": wire("POST", SEARCH, PORTAL.authority, b"", "Content-Length : 5") + b"12345",
    "an old version": wire("GET", f"{PORTAL.url}/").replace(b"HTTP/1.1", b"HTTP/1.0"),
    "another scheme": wire("GET", f"https://{PORTAL.authority}/"),
    "a file": wire("GET", "file:///etc/hosts"),
    "a path without a host": wire("GET", "/public/signup"),
    "a star": wire("OPTIONS", "*"),
    "a method in lower case": wire("post", SEARCH, body=BODY),
    "an absolute address in a tunnel": wire("GET", f"{PORTAL.url}/"),
    "a web socket": wire("GET", f"{PORTAL.url}/", PORTAL.authority, b"", "Upgrade: websocket", "Connection: Upgrade"),
    "another method by a header": wire("POST", SEARCH, PORTAL.authority, BODY, "X-HTTP-Method-Override: DELETE"),
    "another address by a header": wire("GET", f"{PORTAL.url}/", PORTAL.authority, b"", "X-Original-URL: /api/otp"),
    "a question in a GET": wire("GET", f"{PORTAL.url}/", body=BODY),
}


@pytest.mark.parametrize("how", SMUGGLED)
def test_what_two_servers_could_read_differently_is_refused(how: str) -> None:
    inside = Origin("https", "portal.example.gov.in", 443) if how.endswith("tunnel") else None
    assert not isinstance(verdict(SMUGGLED[how], inside), (Passes, Asks)), how


@pytest.mark.parametrize("target", ["portal.example.gov.in:443", "127.0.0.1:9", "[::1]:443"])
def test_a_tunnel_is_read_as_one(target: str) -> None:
    assert isinstance(verdict(wire("CONNECT", target, target)), Tunnel)


@pytest.mark.parametrize(
    "target", ["portal.example.gov.in", "portal.example.gov.in.:443", "a@b:443", "/:443", "x:99999"]
)
def test_a_tunnel_to_an_odd_place_is_none(target: str) -> None:
    assert isinstance(verdict(wire("CONNECT", target, target)), Malformed)


# ----------------------------------------------------------------------------------------------------- bodies

QUESTIONS = {
    "none": (b"", True),
    "as the portal's page asks": (
        b'{"request": {"filters": {"orgName": "x", "parentType": "state"}, "limit": 500}}',
        True,
    ),
    "by identifiers": (b'{"request": {"filters": {"identifier": ["1", "2"]}}}', True),
    "one more name": (b'{"request": {"filters": {"orgName": "x", "otp": "482913"}}}', False),
    "one more name on top": (b'{"request": {}, "d": "482913"}', False),
    "a long text": (json.dumps({"request": {"filters": {"orgName": "x" * 201}}}).encode(), False),
    "a long list": (json.dumps({"request": {"filters": {"identifier": ["1"] * 65}}}).encode(), False),
    "no number": (b'{"request": {"limit": NaN}}', False),
    "a list": (b"[1]", False),
    "no JSON": (b"otp=123456", False),
    "a name twice": (b'{"a": 1, "a": 2}', False),
    "deep": (b'{"a": ' * 9 + b"1" + b"}" * 9, False),
    "deeper than is counted": (b'{"a": ' + b"[" * 700 + b"]" * 700 + b"}", False),
    "very deep": (b"[" * 4000 + b"]" * 4000, False),
    "too large": (json.dumps({"a": "x" * MAX_READ_BODY}).encode(), False),
}


@pytest.mark.parametrize("kind", QUESTIONS)
def test_only_a_body_shaped_like_a_question_passes(kind: str) -> None:
    body, passes = QUESTIONS[kind]
    headers = (("content-type", "application/json"),)
    found = judge(POLICY, Candidate("POST", PORTAL, SEARCH_PATH, headers, body))
    assert isinstance(found, Passes if passes else Refused)


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", SEARCH_PATH), ("POST", "/apis/public/v8/designation/search"), ("GET", "/api/user/v1/groups")],
)
def test_a_question_to_the_api_carries_no_query(method: str, path: str) -> None:
    assert judge(POLICY, Candidate(method, PORTAL, path)) == Passes()
    found = judge(POLICY, Candidate(method, PORTAL, f"{path}?d=482913"))
    assert found == Refused(Effect.UNKNOWN, "a query where none belongs")


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (("content-encoding", "gzip"), "its body is packed"),
        (("cookie", "a=" + "1" * 9000), "its cookies are too large for a question"),
    ],
)
def test_nothing_rides_on_a_question(header: tuple[str, str], why: str) -> None:
    headers = (("content-type", "application/json"), header)
    assert judge(POLICY, Candidate("POST", PORTAL, SEARCH_PATH, headers, BODY)) == Refused(Effect.UNKNOWN, why)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "x-original-url",
            "x-original-method",
            "x-original-path",
            "x-override-url",
            "x-envoy-original-path",
            "x-host",
        ),
        *(
            "x-http-host-override",
            "x-forwarded",
            "x-forwarded-host",
            "x-action",
            "x-rewrite-url",
            "x-http-method-override",
        ),
        *("x_original_url", "x_http_method_override", "x_forwarded_host", "x-http_method-override"),
    ],
)
def test_a_header_that_would_make_another_request_is_refused_in_every_spelling(name: str) -> None:
    found = judge(POLICY, Candidate("GET", PORTAL, "/public/signup", ((name, "/api/otp/v1/generate"),)))
    assert found == Refused(Effect.UNKNOWN, "a header would make another request of it")


@pytest.mark.parametrize(
    "path", ["/web/api/otp/v1/generate", "/x/auth/realms/a", "/assets/api/otp/v1/generate", "/p/APIS/x"]
)
def test_a_word_of_the_api_anywhere_in_a_path_is_the_api(path: str) -> None:
    assert isinstance(judge(POLICY, Candidate("GET", PORTAL, f"{path}?key=1")), Refused)
    for page in ("/assets/images/auth/login.svg?v=1", "/public/signup", "/apiary", "/recaptcha/api.js"):
        assert judge(POLICY, Candidate("GET", PORTAL, page)) == Passes()


def test_a_form_is_no_question() -> None:
    headers = (("content-type", "application/x-www-form-urlencoded"),)
    assert isinstance(judge(POLICY, Candidate("POST", PORTAL, SEARCH_PATH, headers, b"{}")), Refused)


# ------------------------------------------------------------------------------------------------------ origins


@pytest.mark.parametrize(
    "origin",
    [
        Origin("http", "portal.example.gov.in", 8080),
        Origin("https", "portal.example.gov.in", 444),
        Origin("http", "portal.example.gov.in.evil.example", 80),
        Origin("http", "example.gov.in", 80),
        Origin("https", "desk.zoho.in", 443),
    ],
)
def test_another_origin_is_refused_whatever_is_asked(origin: Origin) -> None:
    for method, path in [*ALLOWED, *DENIED]:
        assert isinstance(judge(POLICY, Candidate(method, origin, path)), Refused)


def test_an_endpoint_that_nobody_knows_is_said_in_words() -> None:
    found = judge(POLICY, Candidate("POST", PORTAL, "/api/new/v9/thing?key=1"))
    assert found == Refused(Effect.UNKNOWN, "the portal has begun to call POST /api/new/v9/thing", new=True)


def test_a_policy_may_name_further_reads_and_nothing_else_is_read_there() -> None:
    other = Origin.of("http://127.0.0.1:8000")
    policy = Policy(reads=(Read("POST", other.url, "/sum"), Read("GET", other.url, "/files/*")))
    assert judge(policy, Candidate("POST", other, "/sum", (), b"1+1")) == Passes()
    assert judge(policy, Candidate("GET", other, "/files/a")) == Passes()
    for method, target in (
        ("GET", "/sum"),
        ("GET", "/files"),
        ("GET", "/"),
        ("POST", "/files/a"),
        ("GET", "/files/../x"),
    ):
        assert isinstance(judge(policy, Candidate(method, other, target)), Refused), target


@pytest.mark.parametrize(("method", "path"), [each for each in DENIED if each[1].startswith("/api/otp")])
def test_a_policy_cannot_call_a_known_deed_a_read(method: str, path: str) -> None:
    with pytest.raises(ValueError, match="does more than read"):
        Read(method, PORTAL.url, path)


def test_a_beginning_that_covers_a_known_deed_does_not_make_it_a_read() -> None:
    policy = Policy(reads=(Read("POST", PORTAL.url, "/api/*"),))
    found = judge(policy, Candidate("POST", PORTAL, "/api/otp/v1/generate"))
    assert found == Asks(Effect.SENDS_MESSAGE)


@pytest.mark.parametrize(("path", "passes"), [(SEARCH_PATH, True), ("/api/otp/v1/generate", False)])
def test_the_question_before_a_request_of_another_origin_passes_where_the_request_would(
    path: str, passes: bool
) -> None:
    headers = (("access-control-request-method", "POST"),)
    assert isinstance(judge(POLICY, Candidate("OPTIONS", PORTAL, path, headers)), Passes) is passes


def test_a_policy_comes_over_the_channel_whole() -> None:
    from automation.gate.policy import Scripted

    policy = Policy((PORTAL.url,), (Read("GET", PORTAL.url, "/x"),), Scripted(PORTAL.url, "s"), 7, "me", "pem")
    assert Policy.from_json(json.loads(json.dumps(policy.as_json()))) == policy
    assert "'s'" not in repr(policy)
