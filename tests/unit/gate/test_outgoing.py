"""The request as it leaves the gate says what the browser said, in lines that no server could read in two ways."""

from __future__ import annotations

import pytest

from automation.gate.judge import Candidate
from automation.gate.outgoing import outgoing
from automation.gate.policy import Origin
from automation.gate.upstream import OfficeProxy

PORTAL = Origin("http", "portal.example.gov.in", 80)
GIVEN = (
    ("host", "elsewhere.example"),
    ("accept", "*/*"),
    ("proxy-connection", "keep-alive"),
    ("te", "trailers"),
    ("content-length", "99"),
    ("transfer-encoding", "chunked"),
    ("user-agent", "Chromium"),
    ("referer", "http://portal.example.gov.in/public/signup?otp=482913"),
)


def test_a_read_goes_on_with_its_own_headers_and_without_those_for_the_gate() -> None:
    assert outgoing(Candidate("GET", PORTAL, "/a?b=c", GIVEN), "igot/1 (helper)", None) == (
        b"GET /a?b=c HTTP/1.1\r\nHost: portal.example.gov.in\r\naccept: */*\r\n"
        b"User-Agent: Chromium igot/1 (helper)\r\nReferer: http://portal.example.gov.in/\r\n\r\n"
    )


def test_a_read_leaves_with_the_browsers_own_headers_only_and_a_deed_with_all() -> None:
    """What a page adds to a question could carry anything; what a person allowed goes as it is."""
    added = (
        ("authorization", "Bearer 482913"),
        ("x-source", "482913"),
        ("x-auth-token", "1"),
        ("if-none-match", "w" * 600),
    )
    own = (
        ("accept-language", "en-IN"),
        ("sec-fetch-mode", "cors"),
        ("access-control-request-method", "POST"),
        ("cookie", "a=b"),
        ("content-type", "application/json"),
    )
    request = Candidate("POST", PORTAL, "/a", (*added, *own), b"{}")
    read, deed = outgoing(request, "", None), outgoing(request, "", None, deed=True)
    assert [name for name, value in (*added, *own) if f"\r\n{name}: {value}".encode() in read] == [
        name for name, _ in own
    ]
    assert all(f"\r\n{name}: {value}".encode() in deed for name, value in (*added, *own))


@pytest.mark.parametrize(("method", "body", "length"), [("POST", b"{}", b"2"), ("POST", b"", b"0"), ("GET", b"", None)])
def test_the_length_is_that_of_the_body(method: str, body: bytes, length: bytes | None) -> None:
    head, _, rest = outgoing(Candidate(method, PORTAL, "/a", GIVEN, body), "", None).partition(b"\r\n\r\n")
    stated = [line.partition(b": ")[2] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")]
    assert (stated, rest) == ([] if length is None else [length], body)


def test_the_proxy_gets_the_whole_address_and_its_login() -> None:
    sent = outgoing(Candidate("GET", PORTAL, "/a"), "", OfficeProxy("http", "proxy", 3128, "Basic eA=="))
    assert sent.startswith(b"GET http://portal.example.gov.in/a HTTP/1.1\r\n")
    assert b"\r\nProxy-Authorization: Basic eA==\r\n" in sent


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\0"])
def test_a_header_that_is_no_single_line_does_not_leave(break_: str) -> None:
    two = f"a{break_}Content-Length: 5"
    with pytest.raises(ValueError, match="no single line"):
        outgoing(Candidate("GET", PORTAL, "/a"), two, None)
    with pytest.raises(ValueError, match="no single line"):
        outgoing(Candidate("GET", PORTAL, "/a", (("accept", two),)), "", None)
