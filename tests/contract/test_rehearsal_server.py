"""The rehearsal portal as a process: it starts, answers, remembers, breaks on demand and ends with its parent."""

from __future__ import annotations

import hmac
import http.client
import json
import ssl
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from automation.model import Effect, NoAnswerError, UsageError
from automation.rehearsal import Rehearsal
from tests.marks import scripts
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

SEARCH = "/api/org/ext/v2/signup/search"
SEND = "/api/otp/ext/v1/generate"
LISTS = "/apis/public/v8"


@pytest.fixture(scope="module")
def shared() -> Iterator[Rehearsal]:
    with Rehearsal.start() as portal:
        yield portal


@pytest.fixture
def portal(shared: Rehearsal) -> Rehearsal:
    ask(shared, "/rehearsal/reset", {})
    return shared


def ask(portal: Rehearsal, path: str, body: object = None, **headers: str) -> tuple[int, str]:
    method, sent = ("GET", None) if body is None else ("POST", json.dumps(body))
    with closing(http.client.HTTPConnection(urlsplit(portal.url).netloc, timeout=PATIENCE)) as connection:
        connection.request(method, path, sent, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def searched(text: str) -> dict[str, Any]:
    return {"request": {"filters": {"orgName": text, "parentType": "state"}, "limit": 500}}


def otp(kind: str, key: str) -> dict[str, Any]:
    return {"request": {"type": kind, "key": key}}


@pytest.fixture
def broken(portal: Rehearsal) -> Iterator[Any]:
    on: list[str] = []

    def switch(*names: str) -> None:
        on.extend(names)
        assert ask(portal, "/rehearsal/defects", {"on": names})[0] == 200

    yield switch
    ask(portal, "/rehearsal/defects", {"off": on})


def test_it_proves_that_it_was_started_by_us(portal: Rehearsal) -> None:
    status, text = ask(portal, "/rehearsal/proof?challenge=c0ffee")
    expected = hmac.digest(portal.secret.encode(), b"c0ffee", "sha256").hex()
    assert (status, json.loads(text)) == (200, {"proof": expected})


def test_it_remembers_what_reached_it_by_effect_and_without_bodies(portal: Rehearsal) -> None:
    ask(portal, "/")
    ask(portal, SEARCH, searched("health"))
    ask(portal, SEND, otp("phone", "9800000000"))
    assert [each["path"] for each in portal.received()] == ["/", SEARCH, SEND]
    sent = portal.received(Effect.SENDS_MESSAGE)
    assert [(each["method"], each["status"]) for each in sent] == [("POST", 200)]
    assert set(sent[0]) == {"method", "path", "effect", "at", "status"}


def test_its_own_pages_are_not_counted_as_the_portals(portal: Rehearsal) -> None:
    for path in ("/rehearsal/", "/rehearsal/outbox", "/rehearsal/received"):
        assert ask(portal, path)[0] == 200
    assert portal.received() == []


def test_an_otp_waits_in_the_outbox(portal: Rehearsal) -> None:
    ask(portal, SEND, otp("phone", "9800000000"))
    message = portal.outbox()[-1]
    assert (message["channel"], message["to"]) == ("sms", "9800000000")
    assert message["code"] in message["text"]
    assert message["code"] in ask(portal, "/rehearsal/outbox")[1]


def test_an_unknown_mail_domain_is_refused_with_http_200_and_nothing_is_sent(portal: Rehearsal) -> None:
    status, text = ask(portal, SEND, otp("email", "someone@mail.example"))
    assert status == 200
    assert "Email domain of this email address is not approved" in json.loads(text)["params"]["errmsg"]
    assert portal.outbox() == []


def test_the_sixth_otp_within_an_hour_is_refused_with_429(portal: Rehearsal) -> None:
    assert [ask(portal, SEND, otp("phone", "9800000000"))[0] for _ in range(6)] == [200] * 5 + [429]


def test_a_page_that_does_not_exist_is_404_and_so_is_a_service(portal: Rehearsal) -> None:
    assert ask(portal, "/public/sign-up")[0] == 404
    assert ask(portal, "/api/unknown", {})[0] == 404


def test_home_needs_a_login(portal: Rehearsal) -> None:
    assert ask(portal, "/page/home")[0] == 302


@pytest.mark.parametrize(
    ("defect", "path", "seen"),
    [
        ("landing-dead", "/", (500, "")),
        ("register-link-missing", "/", (200, "!public/signup")),
        ("register-link-dead", "/", (200, "public/sign-up")),
        ("register-renamed", "/", (200, "Create account")),
        ("login-link-missing", "/", (200, "!protected/v8/resource")),
        ("language-control-missing", "/", (200, "!हिंदी")),
        ("login-page-dead", "/auth/realms/sunbird/protocol/openid-connect/auth", (404, "")),
        ("mail-link-dead", "/auth/realms/sunbird/login-actions/action-token?key=1", (404, "")),
        ("profile-page-dead", "/public/welcome", (404, "")),
        ("maintenance-page", "/public/signup", (503, "maintenance")),
        ("waf-challenge", "/public/signup", (403, "Request ID")),
        ("captcha-wall", "/", (200, "not a robot")),
        ("group-list-empty", "/api/user/v1/groups", (500, "")),
        ("group-c-missing", "/api/user/v1/groups", (200, "!GROUP C")),
        ("hindi-labels-missing", "/assets/i18n/hi.json", (200, "{}")),
    ],
)
def test_a_defect_shows(portal: Rehearsal, broken: Any, defect: str, path: str, seen: tuple[int, str]) -> None:
    status, words = seen
    healthy = ask(portal, path)
    broken(defect)
    got, text = ask(portal, path)
    assert got == status
    assert (got, text) != healthy
    assert words[1:] not in text if words.startswith("!") else words in text


@pytest.mark.parametrize(
    ("defect", "call", "status"),
    [
        ("search-500", (SEARCH, searched("health")), 500),
        ("email-send-fails", (SEND, otp("email", "someone@gov.in")), 500),
        ("mobile-send-fails", (SEND, otp("phone", "9800000000")), 500),
        ("verify-fails", ("/api/otp/v1/verify", otp("phone", "9800000000")), 500),
        ("register-fails", ("/api/user/registration/v1/register", {}), 500),
        ("register-refuses", ("/api/user/registration/v1/register", {}), 400),
    ],
)
def test_a_service_fails_on_demand(
    portal: Rehearsal, broken: Any, defect: str, call: tuple[str, object], status: int
) -> None:
    broken(defect)
    assert ask(portal, *call)[0] == status


def test_an_answer_can_break_off_in_the_middle(portal: Rehearsal, broken: Any) -> None:
    broken("search-truncated-json")
    with pytest.raises(json.JSONDecodeError):
        json.loads(ask(portal, SEARCH, searched("health"))[1])


def test_a_message_can_get_lost(portal: Rehearsal, broken: Any) -> None:
    broken("mobile-otp-not-delivered", "email-otp-not-delivered")
    for kind, key in (("phone", "9800000000"), ("email", "someone@gov.in")):
        assert json.loads(ask(portal, SEND, otp(kind, key))[1])["result"]["response"] == "SUCCESS"
    assert portal.outbox() == []


def test_connections_can_be_cut_while_the_board_still_answers(portal: Rehearsal, broken: Any) -> None:
    broken("connection-reset")
    with pytest.raises(ConnectionError):
        ask(portal, "/")
    assert ask(portal, "/rehearsal/")[0] == 200


def test_an_unknown_defect_is_refused_with_the_nearest_name(portal: Rehearsal) -> None:
    status, text = ask(portal, "/rehearsal/defects", {"on": ["landing-ded"]})
    assert status == 400
    assert "landing-dead" in text
    assert ask(portal, "/rehearsal/defects", ["landing-dead"])[0] == 400
    with pytest.raises(UsageError, match="did you mean hindi"):
        Rehearsal.start(variants=["hindy"])


def test_the_certificate_can_be_one_that_nobody_trusts() -> None:
    pytest.importorskip("cryptography")
    with Rehearsal.start(defects=["tls-error"]) as portal:
        assert portal.url.startswith("https://")
        assert portal.received() == []
        connection = http.client.HTTPSConnection(urlsplit(portal.url).netloc, timeout=PATIENCE)
        with closing(connection), pytest.raises(ssl.SSLCertVerificationError):
            connection.request("GET", "/")


def test_the_child_ends_with_its_parent() -> None:
    program = "from automation.rehearsal import Rehearsal; import os; print(Rehearsal.start().url); os._exit(0)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=PATIENCE, check=True)
    address = urlsplit(done.stdout.strip()).netloc
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with closing(http.client.HTTPConnection(address, timeout=PATIENCE)) as connection:
            try:
                connection.request("GET", "/rehearsal/received")
                connection.getresponse()
            except OSError:
                return
    pytest.fail("the child outlived its parent")


def test_a_stopped_portal_says_so_and_stopping_twice_is_fine() -> None:
    portal = Rehearsal.start()
    assert portal.url
    portal.stop()
    portal.stop()
    assert portal.process.returncode is not None
    with pytest.raises(NoAnswerError, match="no answer"):
        portal.received()


@scripts
def test_a_child_that_dies_at_the_start_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(NoAnswerError, match="did not start"), Rehearsal.start() as portal:
        assert portal.url


def test_a_fault_that_comes_and_goes_shows_at_every_second_visitor_alone():
    with (
        Rehearsal.start(defects=["landing-dead@2"]) as portal,
        closing(http.client.HTTPConnection(urlsplit(portal.url).netloc, timeout=PATIENCE)) as connection,
    ):

        def visit(cookie: str = "") -> tuple[int, str]:
            connection.request("GET", "/", headers={"Cookie": cookie} if cookie else {})
            answer = connection.getresponse()
            answer.read()
            return answer.status, (answer.getheader("Set-Cookie") or "").partition(";")[0]

        first, second = visit(), visit()
        portal.reset()
        assert [first[0], second[0], visit()[0], visit(second[1])[0], visit(first[1])[0]] == [200, 500, 200, 500, 200]


def test_without_such_a_fault_no_visitor_is_marked():
    with Rehearsal.start(defects=["search-dead"]) as portal:
        portal.switch(on=["landing-dead"], off=["search-dead"])
        with closing(http.client.HTTPConnection(urlsplit(portal.url).netloc, timeout=PATIENCE)) as connection:
            connection.request("GET", "/")
            answer = connection.getresponse()
            assert (answer.status, answer.getheader("Set-Cookie")) == (500, None)


@pytest.mark.parametrize(
    ("text", "size", "status"), [("clerk", 50, 200), ("c", 50, 400), ("<b>", 50, 400), ("", 500, 400)]
)
def test_designations_are_refused_for_odd_texts_and_sizes(portal: Rehearsal, text: str, size: int, status: int) -> None:
    body = {"pageNumber": 0, "pageSize": size, "searchString": text}
    assert ask(portal, f"{LISTS}/designation/search", body)[0] == status


def test_a_list_that_fails_answers_in_plain_text(portal: Rehearsal, broken: Any) -> None:
    broken("list-500")
    assert ask(portal, f"{LISTS}/org/hierarchy/search", {"request": {}}) == (500, "Failed due to unknown reason")
