"""However a request is spelled, the gate never takes one that it denies for one that it lets pass."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from hypothesis import given, settings
from hypothesis import strategies as st

from automation.endpoints import ENDPOINTS
from automation.gate.judge import Passes
from automation.gate.policy import Origin
from automation.model import Effect
from tests.unit.gate.test_judge import BODY, DENIED, PORTAL, verdict, wire


@st.composite
def misspelled(draw: st.DrawFn) -> tuple[str, str]:
    """A denied request, with its path spelled in other ways that some server would take for the same."""
    method, path = draw(st.sampled_from(DENIED))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(path)))
        change = draw(
            st.sampled_from(
                [
                    "case",
                    "//",
                    "/./",
                    "/x/../",
                    "%",
                    "%%",
                    ";x",
                    "?",
                    "#",
                    "\\",
                    ".",
                    "/",
                    " ",
                    "\t",
                    "..;/",
                    "%00",
                    "é",
                ]
            )
        )
        match change:
            case "case":
                path = path[:at] + path[at:].swapcase()
            case "%" if at < len(path):
                path = f"{path[:at]}%{ord(path[at]):02x}{path[at + 1 :]}"
            case "%%" if at < len(path):
                path = f"{path[:at]}%25{ord(path[at]):02X}{path[at + 1 :]}"
            case "\\":
                path = path.replace("/", "\\", 1) if at % 2 else path[:1] + path[1:].replace("/", "\\")
            case _:
                path = path[:at] + change + path[at:]
    return method, path


AUTHORITIES = st.sampled_from(
    [
        "portal.example.gov.in",
        "portal.example.gov.in:80",
        "portal.example.gov.in.",
        "PORTAL.example.gov.in",
        "user@portal.example.gov.in",
        "user:word@portal.example.gov.in",
        "portal.example.gov.in:080",
        "portal.example.gov.in:8080",
        "portal.example.gov.in:",
        "portal.example.gov.in@evil.example",
        "evil.example#@portal.example.gov.in",
        "evil.example\\@portal.example.gov.in",
    ]
)


@settings(max_examples=400, deadline=None)
@given(request=misspelled(), authority=AUTHORITIES, form=st.sampled_from(["absolute", "origin", "tunnel"]))
def test_no_spelling_of_a_denied_request_passes(request: tuple[str, str], authority: str, form: str) -> None:
    method, path = request
    body = BODY if method == "POST" else b""
    inside = Origin("https", "portal.example.gov.in", 443) if form == "tunnel" else None
    target = f"http://{authority}{path}" if form == "absolute" else path
    host = authority if form == "absolute" else "portal.example.gov.in"
    found = verdict(wire(method, target, host, body), inside)
    if isinstance(found, Passes):  # only where the change made plainly another page of it
        assert method == "GET"
        assert not path.lower().lstrip("/").startswith(("api", "auth"))


@settings(max_examples=400, deadline=None)
@given(
    method=st.sampled_from(["GET", "POST", "HEAD"]),
    path=st.text("/.aApPiIoOtTpP%2eE;?#\\@:v1", min_size=1, max_size=40).map(lambda text: "/" + text),
)
def test_nothing_under_the_services_reads_but_what_is_listed(method: str, path: str) -> None:
    """Also when decoded as often as a server might, and with its segments resolved as a server might."""
    found = verdict(wire(method, f"http://{PORTAL.authority}{path}", body=BODY if method == "POST" else b""))
    if isinstance(found, Passes):
        plain = path.partition("?")[0]
        assert "%" not in plain
        assert "//" not in plain
        assert ";" not in plain
        assert "\\" not in path
        assert "#" not in path
        assert not {".", ".."} & set(plain.split("/"))
        assert any(rule.effect is Effect.READ and rule.path.fullmatch(plain) for rule in ENDPOINTS) or (
            method in {"GET", "HEAD"} and plain.split("/")[1].lower() not in {"api", "apis", "auth", "protected"}
        )


@settings(max_examples=400, deadline=None)
@given(path=st.text("/.%205289CEFabi;\\", max_size=40))
def test_a_file_of_the_assets_leads_nowhere_else_however_it_is_read(path: str) -> None:
    found = verdict(wire("GET", f"http://{PORTAL.authority}/assets/{path}"))
    if isinstance(found, Passes):
        for read in (path, unquote(path), unquote(unquote(path))):
            resolved = posixpath.normpath(f"/assets/{read}".replace("\\", "/"))
            assert resolved.startswith("/assets")
            assert read.count("/") == path.count("/")
