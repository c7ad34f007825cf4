"""The companion window belongs to the gate: one visit opens it, and only a person in it says yes."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import subprocess
import threading
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error as PlaywrightError

from automation import flowchart
from automation.browser import companion
from automation.config import ROOT
from automation.gate.channels import Question, channel_for
from automation.gate.companion import PAGES, Companion
from automation.gate.policy import AtCompanion, Policy
from automation.gate.receipts import Receipts
from automation.guide import words
from automation.guide.companion_window import Desk
from automation.guide.view import Window
from automation.model import Effect, NoAnswerError
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from automation.browser import Pair, Session
    from automation.rehearsal import Rehearsal

POST = """() => fetch('/api/otp/ext/v1/generate', {
  method: 'POST',
  headers: {'Content-Type': 'application/json'},
  body: JSON.stringify({request: {type: 'email', key: 'meera.joshi@example.gov.in'}}),
}).then(answer => answer.status)"""
SCENE = {
    "language": "en",
    "steps": [
        {"number": str(number), "title": [f"Step {number}", f"चरण {number}"], "state": state}
        for number, state in enumerate(("done", "done", "current", "todo", "todo", "todo", "todo"), start=1)
    ],
    "instruction": words.text("instruct", "particulars"),
    "silent": True,
    "fields": [
        {"name": "name", "label": words.text("label", "name"), "value": ""},
        {"name": "group", "label": words.text("label", "group"), "value": "", "options": ["GROUP A", "GROUP B"]},
    ],
    "wrong": {"name": words.text("refuse", "name-empty")},
    "warnings": [words.text("note", "success-masked")],
    "why_title": words.text("note", "why-title"),
    "why": [words.text("why", "group")],
    "otps": [words.text("note", "sent-email", time="0:05")],
    "differs": [words.text("note", "two-pages")],
    "said": [["An OTP was sent.", "An OTP was sent."]],
}


@contextmanager
def beside(
    pair: Pair, portal: Rehearsal, secret: str | None = None, receipts: Path | None = None
) -> Iterator[tuple[Session, Page]]:
    """The portal's window and the companion's, on a rehearsal that the gate can ask for its proof."""
    presence = AtCompanion(url=portal.url, secret=portal.secret if secret is None else secret)
    policy = Policy(
        portal=(portal.url,), presence=presence, receipts=Receipts(str(receipts), "run") if receipts else None
    )
    with pair.window(policy) as session, companion(pair, session.gate, "en"):
        session.page.goto(f"{portal.url}/public/signup")
        yield session, pair.browser.contexts[-1].pages[0]


@pytest.fixture
def both(pair: Pair, rehearsal: Rehearsal, tmp_path: Path) -> Iterator[tuple[Session, Page]]:
    with beside(pair, rehearsal, receipts=tmp_path / "consents.jsonl") as windows:
        yield windows


def heard(session: Session) -> list[dict[str, Any]]:
    return session.gate.heard()[0]


def asked(session: Session, page: Page) -> None:
    session.page.evaluate(f"() => {{ window.answer = ({POST})() }}")
    page.locator("#asked").wait_for()


def answer(session: Session) -> int:
    status: int = session.page.evaluate("() => window.answer")
    return status


def test_a_yes_lets_exactly_this_request_out_once(both: tuple[Session, Page], rehearsal: Rehearsal) -> None:
    session, page = both
    page.locator("#here").click()
    asked(session, page)
    assert page.locator("#asked-words [lang=en]").inner_text() == "Send an OTP by e-mail (m•••@example.gov.in)?"
    page.locator("#yes").click()
    assert answer(session) == 200
    assert session.page.evaluate(POST) == 403  # within a minute the same again is no new question
    assert len(rehearsal.received(Effect.SENDS_MESSAGE)) == 1


def receipts(folder: Path) -> list[dict[str, Any]]:
    file = folder / "consents.jsonl"
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


def test_the_receipt_is_written_before_the_request_leaves(
    both: tuple[Session, Page], rehearsal: Rehearsal, tmp_path: Path
) -> None:
    """The portal answers late; the receipt stands while it has not answered yet, and tells nothing of the person."""
    session, page = both
    page.locator("#here").click()
    asked(session, page)
    assert receipts(tmp_path) == []
    page.locator("#yes").click()
    assert answer(session) == 200
    [line] = receipts(tmp_path)
    assert (line["answer"], line["outcome"], line["effect"]) == ("yes", "not sent yet", "sends_message")
    assert line["wording"] == "Send an OTP by e-mail"
    assert "meera" not in json.dumps(line)


@contextmanager
def full_disk(session: Session, folder: Path) -> Iterator[None]:
    """A disk without room where the receipts go; a quota for the gate where nothing can be mounted here."""
    resource = pytest.importorskip("resource", reason="Windows has no tmpfs and no quota of a process")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4k", "none", folder], check=False, capture_output=True
    )
    try:
        if mounted.returncode:
            if not hasattr(resource, "prlimit"):
                pytest.skip("nothing can be mounted here, and only Linux limits another process")
            resource.prlimit(session.gate._process.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        else:
            (folder / "in the way").write_bytes(b"x" * 4096)
        yield
    finally:
        if not mounted.returncode:
            subprocess.run(["umount", folder], check=True)


def test_without_room_for_the_receipt_nothing_leaves(pair: Pair, rehearsal: Rehearsal, tmp_path: Path) -> None:
    with beside(pair, rehearsal, receipts=tmp_path / "consents.jsonl") as (session, page), full_disk(session, tmp_path):
        page.locator("#here").click()
        asked(session, page)
        page.locator("#yes").click()
        assert answer(session) == 403
        [told] = session.gate.record().asked
        assert "the receipt cannot be kept" in told.answer
        assert rehearsal.received(Effect.SENDS_MESSAGE) == []


def test_with_nowhere_to_keep_a_receipt_nothing_leaves(pair: Pair, rehearsal: Rehearsal) -> None:
    with beside(pair, rehearsal) as (session, page):
        page.locator("#here").click()
        asked(session, page)
        page.locator("#yes").click()
        assert answer(session) == 403
        assert rehearsal.received(Effect.SENDS_MESSAGE) == []


def test_the_buttons_of_a_new_question_do_nothing_at_first(both: tuple[Session, Page], rehearsal: Rehearsal) -> None:
    """A question may come up under a finger that meant the one before."""
    session, page = both
    page.locator("#here").click()
    page.evaluate("""() => new MutationObserver(() => {
      if (document.querySelector('#asked').hidden || window.early !== undefined) return;
      window.early = document.querySelector('#yes').disabled && document.querySelector('#no').disabled;
    }).observe(document.querySelector('#asked'), {attributes: true})""")
    asked(session, page)
    page.locator("#no").click()
    assert page.evaluate("window.early") is True
    assert answer(session) == 403
    assert rehearsal.received(Effect.SENDS_MESSAGE) == []


def test_a_question_ends_when_the_page_no_longer_waits(both: tuple[Session, Page], rehearsal: Rehearsal) -> None:
    session, page = both
    page.locator("#here").click()
    asked(session, page)
    session.page.goto("about:blank")
    page.locator("#asked").wait_for(state="hidden")
    assert [each.answer for each in session.gate.record().asked] == ["the page no longer waits for it"]
    assert rehearsal.received(Effect.SENDS_MESSAGE) == []


def test_a_question_that_the_program_drops_ends_at_once(both: tuple[Session, Page]) -> None:
    session, page = both
    page.locator("#here").click()
    asked(session, page)
    session.gate.drop()
    page.locator("#asked").wait_for(state="hidden")
    assert answer(session) == 403


@pytest.mark.parametrize("said", [("ü", b"{}", 403), (None, b"{", 400), (None, b"\xff", 400)])
def test_what_is_no_word_of_the_windows_own_is_refused_quietly(
    pair: Pair, rehearsal: Rehearsal, capfd: pytest.CaptureFixture[str], said: tuple[str | None, bytes, int]
) -> None:
    cookie, body, code = said
    with beside(pair, rehearsal) as (session, page):
        root = session.gate.companion.partition("/?")[0]
        own = page.context.cookies(root)[0]["value"]
        headers = {"Cookie": f"igot-companion={cookie or own}".encode().decode("latin-1"), "Origin": root}
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(f"{root}/say", body, headers))
        with refused.value as told:
            assert told.code == code
    assert "Traceback" not in capfd.readouterr().err


def test_a_no_keeps_it(both: tuple[Session, Page], rehearsal: Rehearsal) -> None:
    session, page = both
    page.locator("#here").click()
    asked(session, page)
    page.locator("#no").click()
    assert answer(session) == 403
    assert rehearsal.received(Effect.SENDS_MESSAGE) == []


def test_nobody_is_present_before_they_have_said_so_in_the_window(
    both: tuple[Session, Page], rehearsal: Rehearsal
) -> None:
    session, _page = both
    assert "nobody has said in the companion window" in str(session.gate.absent())
    assert session.page.evaluate(POST) == 403
    assert rehearsal.received(Effect.SENDS_MESSAGE) == []


def test_a_question_dies_with_the_companion_window(both: tuple[Session, Page], rehearsal: Rehearsal) -> None:
    session, page = both
    page.locator("#here").click()
    asked(session, page)
    page.close()
    assert answer(session) == 403
    assert "closed" in str(session.gate.absent())
    assert rehearsal.received(Effect.SENDS_MESSAGE) == []


def test_a_script_cannot_click_in_the_companion(both: tuple[Session, Page]) -> None:
    session, page = both
    page.evaluate("document.querySelector('#here').click()")
    page.evaluate("document.querySelector('#here').dispatchEvent(new MouseEvent('click', {bubbles: true}))")
    assert session.gate.absent() is not None


@pytest.fixture
def desk(both: tuple[Session, Page]) -> Desk:
    session, page = both
    page.locator("#here").click()
    return Desk(session, lambda: session.page, Window(session.gate), flowchart.load())


def said_by(desk: Desk, page: Page) -> list[object]:
    """What was said: the word of the language button comes after all that was pressed before it."""
    language, said = desk.language, list[object]()
    page.locator("#language").click()
    while desk.language == language:
        said += [each.get("value") or each.get("values") for each in desk.hear() if each["kind"] != "language"]
    return said


def second_click(button: Locator) -> None:
    button.hover()
    button.page.mouse.down(click_count=2)
    button.page.mouse.up(click_count=2)


@contextmanager
def late(page: Page) -> Iterator[None]:
    """What is pressed within the block comes after it."""
    page.evaluate("""() => {
      window.usual = fetch;
      window.held = [];
      window.fetch = (...given) => new Promise(() => held.push(given));
    }""")
    yield
    page.wait_for_function("() => held.length")
    page.evaluate("() => { window.fetch = usual; for (const given of held) fetch(...given); }")


def test_a_reply_counts_once_and_for_the_instruction_that_it_was_given_under(
    both: tuple[Session, Page], desk: Desk
) -> None:
    _, page = both

    def show(act: str) -> None:
        desk.show(words.text("act", act), {"cannot": ""})
        page.locator("#instruction", has_text=words.text("act", act).english).wait_for()

    show("VERIFY_EMAIL_OTP")
    button = page.locator("#replies button")
    button.click()
    assert said_by(desk, page) == ["cannot"]
    show("SEND_MOBILE_OTP")
    second_click(button)
    assert said_by(desk, page) == []
    with late(page):
        button.press("Enter")
        show("VERIFY_MOBILE_OTP")
    assert said_by(desk, page) == []
    button.press("Enter")
    assert said_by(desk, page) == ["cannot"]


def test_a_form_handed_in_twice_agrees_to_nothing_that_is_asked_after_it(
    both: tuple[Session, Page], desk: Desk
) -> None:
    _, page = both
    fields = {name: [{"name": name, "label": words.text("label", "name"), "value": ""}] for name in ("one", "other")}

    def show(name: str) -> None:
        desk.show(words.text("instruct", "particulars"), fields=fields[name], wrong={})
        page.locator(f"[name={name}]").wait_for()

    show("one")
    button = page.locator("#hand-in")
    button.click()
    assert said_by(desk, page) == [{"one": ""}]
    show("other")
    second_click(button)
    assert said_by(desk, page) == []
    with late(page):
        button.press("Enter")
        show("one")
    assert said_by(desk, page) == []
    button.press("Enter")
    assert said_by(desk, page) == [{"one": ""}]


def test_the_address_can_be_opened_as_soon_as_it_is_there() -> None:
    async def opened() -> None:
        channel = Companion({}, visible=True, proof=None)
        host, _, port = (await channel.serve()).removeprefix("http://").partition("/")[0].partition(":")
        socket.create_connection((host, int(port)), PATIENCE).close()
        channel.close()
        assert channel._task is not None
        await channel._task  # it closes what it listens at

    with ThreadPoolExecutor() as elsewhere:  # here Playwright's own loop may be running
        elsewhere.submit(asyncio.run, opened()).result()


def test_the_address_opens_one_window_only(pair: Pair, rehearsal: Rehearsal) -> None:
    with beside(pair, rehearsal) as (session, _), pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(session.gate.companion)
    with refused.value as answer:
        assert answer.code == 403


@pytest.mark.parametrize(
    ("path", "headers", "code"),
    [
        ("/", {}, 403),
        ("/events", {}, 403),
        ("/companion.js", {}, 403),
        ("/say", {"Origin": "http://127.0.0.1"}, 403),
        ("/", {"Host": "companion.example"}, 421),
    ],
)
def test_whoever_has_no_cookie_of_that_window_sees_and_says_nothing(
    pair: Pair, rehearsal: Rehearsal, path: str, headers: dict[str, str], code: int
) -> None:
    with beside(pair, rehearsal) as (session, _):
        root = session.gate.companion.partition("/?")[0]
        body = b'{"kind": "present"}' if path == "/say" else None
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(root + path, body, headers))
        with refused.value as answer:
            assert answer.code == code
        assert session.gate.absent() is not None


def test_the_portals_page_cannot_reach_the_companion(both: tuple[Session, Page]) -> None:
    session, _page = both
    root = session.gate.companion.partition("/?")[0]
    say = "{method: 'POST', mode: 'no-cors', body: JSON.stringify({kind: 'present'})}"
    for path, options in (("/", "{mode: 'no-cors'}"), ("/say", say)):
        session.page.evaluate(f"() => fetch('{root}{path}', {options}).catch(() => 'no')")
    assert session.gate.absent() is not None
    assert [each.url for each in session.gate.record().denied if root in each.url or "MALFORMED" in each.method]


def test_the_program_has_no_word_that_answers(both: tuple[Session, Page]) -> None:
    session, page = both
    page.locator("#here").click()
    asked(session, page)
    for word in ("yes", "answer", "allow", "approve", "say", "present"):
        with pytest.raises(NoAnswerError):
            session.gate._do(word, yes=True)
    assert page.locator("#asked").is_visible()
    page.locator("#no").click()
    assert answer(session) == 403


def test_the_program_presses_nothing_in_the_companion() -> None:
    """But for the proof of the gate, whose portal is a sink of its own."""
    buttons = re.findall(r'<button[^>]* id="(\w+)"', (PAGES / "companion.html").read_text(encoding="utf-8"))
    sources = [
        path.read_text(encoding="utf-8") for path in (ROOT / "automation").rglob("*.py") if path.name != "battery.py"
    ]
    assert {"yes", "no", "here"} <= set(buttons)
    assert not [button for button in buttons for source in sources if f"#{button}" in source]


def test_on_another_portal_than_this_runs_rehearsal_a_machine_cannot_be_the_person(
    pair: Pair, rehearsal: Rehearsal
) -> None:
    with beside(pair, rehearsal, secret="0" * 64) as (session, page):
        page.locator("#here").click()
        assert "not a rehearsal" in str(session.gate.absent())


@pytest.mark.parametrize(
    ("environ", "visible", "why"),
    [({"CI": "1"}, True, "CI is set"), ({}, False, "shows no window"), ({}, True, "companion window is closed")],
)
def test_without_a_rehearsal_a_person_needs_a_window_and_no_machine(
    environ: dict[str, str], visible: bool, why: str
) -> None:
    channel = channel_for(Policy(presence=AtCompanion(visible=visible)), environ, piped=False)
    found: list[str | None] = []
    question = Question("Send", Effect.SENDS_MESSAGE, "POST", "http://x/api")
    thread = threading.Thread(
        target=lambda: found.extend([asyncio.run(channel.absent()), asyncio.run(channel.refusal(question, None))])
    )
    thread.start()
    thread.join()
    assert all(why in str(each) for each in found)


def shown(session: Session, page: Page) -> None:
    page.locator("#here").click()
    session.gate.show(SCENE)
    page.locator("#particulars").wait_for()


@pytest.mark.parametrize("language", ["en", "hi"])
def test_the_companion_passes_the_accessibility_rules(both: tuple[Session, Page], language: str) -> None:
    session, page = both
    shown(session, page)
    if language == "hi":
        page.locator("#language").click()
        assert page.locator("#instruction [lang=hi]").is_visible()
    asked(session, page)
    tags = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}
    results = Axe().run(page, options=tags)
    assert [(each["id"], each["nodes"][0]["html"]) for each in results.response["violations"]] == []
    assert len(results.response["passes"]) > 15


def test_a_narrow_companion_is_never_scrolled_sideways(both: tuple[Session, Page]) -> None:
    session, page = both
    page.set_viewport_size({"width": 320, "height": 700})  # WCAG 2.1, 1.4.10
    shown(session, page)
    asked(session, page)
    page.locator("#asked").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_companion_works_by_keyboard_alone(both: tuple[Session, Page], rehearsal: Rehearsal) -> None:
    session, page = both
    press_until(page, "here")
    page.keyboard.press("Enter")
    session.gate.show(SCENE)
    page.locator("#particulars").wait_for()
    page.locator("[name=name]").focus()
    page.keyboard.type("Meera Joshi")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("() => true")
    said: list[dict[str, Any]] = []
    while not said:
        said = heard(session)
    assert said[-1] == {"kind": "particulars", "values": {"name": "Meera Joshi", "group": "GROUP B"}}
    asked(session, page)
    page.wait_for_function("() => document.activeElement.id === 'no'")  # once the buttons are alive
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert answer(session) == 200
    assert len(rehearsal.received(Effect.SENDS_MESSAGE)) == 1


def press_until(page: Page, name: str) -> None:
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == name:
            return
    raise AssertionError(f"{name} cannot be reached by Tab")


def test_the_end_of_the_program_is_told_in_the_companion(pair: Pair, rehearsal: Rehearsal) -> None:
    with beside(pair, rehearsal) as (session, page):
        session.gate.close()
        try:
            page.locator("#gone").wait_for()
        except PlaywrightError:
            pytest.fail("the companion does not notice that the gate's window is gone")


def test_a_scene_is_json_and_holds_no_markup() -> None:
    assert "<" not in json.dumps(SCENE)
