"""Evidence is silent about secrets and personal data, and never costs a verdict."""

from __future__ import annotations

import base64
import zipfile
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from automation import flowchart
from automation.acts import Act, Done, Extra
from automation.evidence.films import Films
from automation.evidence.quiet_door import QuietDoor
from automation.evidence.recorder import PAINT, Recorder
from automation.model import By, Verdict
from automation.result import CheckResult, StepResult

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from automation.acts import Outcome
    from automation.model import NeedsPerson

STEP = flowchart.load().steps[0]
FOUND = CheckResult(id="step-1.landing", verdict=Verdict.BROKEN, documented="It opens.", observed="It does not.")
ENDED = StepResult(id=STEP.id, title=STEP.title, verdict=Verdict.BROKEN, seconds=0.1, checks=())
SECRET = "<label>OTP <input type=password value=123456></label>"
SECRETS = {
    "a password box": SECRET,
    "the second of two": f"<input type=password>{SECRET}",
    "one that cannot be seen": f"<div hidden>{SECRET}</div>",
    "one in a frame": f"<iframe srcdoc='{SECRET}'></iframe>",
    "one inside a component": f"<div><template shadowrootmode=open><p>{SECRET}</p></template></div>",
    "a password made readable": "<input type=text autocomplete=new-password value=hunter2>",
    "a code made readable": "<input autocomplete=one-time-code value=123456>",
}


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def recorder(context: BrowserContext, tmp_path: Path) -> Recorder:
    return Recorder(context, tmp_path / "pictures")


def pictures(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.jpg"))


def test_a_finding_and_every_step_get_a_picture(recorder: Recorder, page: Page, tmp_path: Path) -> None:
    page.set_content("<h1>Hello</h1>")
    assert recorder.check_ended(STEP, FOUND).evidence == ("step-1.landing.jpg",)
    recorder.step_ended(STEP, ENDED)
    assert pictures(tmp_path) == ["step-1.jpg", "step-1.landing.jpg"]
    assert recorder.notes == []


def test_a_box_that_is_come_back_to_gets_its_picture_once_all_is_asked(
    recorder: Recorder, page: Page, tmp_path: Path
) -> None:
    page.set_content("<h1>Hello</h1>")
    both = ENDED.model_copy(update={"checks": (FOUND,)})
    recorder.step_ended(STEP, both)
    assert pictures(tmp_path) == []
    recorder.check_ended(STEP, FOUND.model_copy(update={"verdict": Verdict.AS_DOCUMENTED}))
    recorder.step_ended(STEP, both)
    assert pictures(tmp_path) == ["step-1.jpg"]


def test_what_is_sent_from_a_second_window_gets_no_picture_of_its_step(
    recorder: Recorder, page: Page, tmp_path: Path
) -> None:
    recorder.step_started(STEP)
    second = page.context.new_page()
    recorder.about_to_send()
    assert pictures(tmp_path) == []
    second.close()
    recorder.about_to_send()
    assert pictures(tmp_path) == ["step-1.jpg"]


@pytest.mark.parametrize("verdict", [Verdict.AS_DOCUMENTED, Verdict.NEEDS_PERSON])
def test_a_check_without_news_gets_none(recorder: Recorder, page: Page, tmp_path: Path, verdict: Verdict) -> None:
    result = FOUND.model_copy(update={"verdict": verdict})
    assert recorder.check_ended(STEP, result) == result
    assert pictures(tmp_path) == []


@pytest.mark.parametrize("kind", SECRETS)
def test_no_picture_is_taken_while_a_secret_is_on_the_page(
    recorder: Recorder, page: Page, tmp_path: Path, kind: str
) -> None:
    page.goto(f"data:text/html,{SECRETS[kind]}")
    assert recorder.check_ended(STEP, FOUND) == FOUND
    recorder.step_ended(STEP, ENDED)
    assert pictures(tmp_path) == []
    assert recorder.notes[0] == "step-1.landing: no picture, because a secret could be typed on the page"


def test_the_recorder_is_closed_from_the_moment_a_box_for_a_secret_shows(
    recorder: Recorder, page: Page, tmp_path: Path
) -> None:
    page.set_content("<input type=password>")
    recorder.step_ended(STEP, ENDED)
    assert (recorder.recording, pictures(tmp_path)) == (False, [])
    page.set_content("<p>verified</p>")
    recorder.step_ended(STEP, ENDED)
    assert (recorder.recording, pictures(tmp_path)) == (True, ["step-1.jpg"])


def test_a_box_that_nobody_can_see_or_fill_hides_nothing(recorder: Recorder, page: Page, tmp_path: Path) -> None:
    page.set_content("<div hidden><input type=password></div>")
    recorder.step_ended(STEP, ENDED)
    assert pictures(tmp_path) == ["step-1.jpg"]


def test_a_box_that_comes_up_while_the_picture_is_taken_costs_the_picture(
    recorder: Recorder, page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.set_content("<h1>Hello</h1>")

    def taken(page: Page, **_: object) -> bytes:
        page.set_content(SECRET)
        return b"the code can be read on it"

    monkeypatch.setattr(Page, "screenshot", taken)
    recorder.step_ended(STEP, ENDED)
    assert pictures(tmp_path) == []


def test_while_closed_neither_dialogs_nor_the_console_are_kept(recorder: Recorder, page: Page) -> None:
    page.set_content("")
    recorder.close()
    page.evaluate("() => { alert('code 123456'); console.error('123456'); }")
    assert (recorder.dialogs, recorder.traffic.console) == ([], [])
    recorder.reopen()
    page.evaluate("() => { alert('hello'); console.error('asha.verma@example.gov.in'); }")
    assert recorder.dialogs == ["hello"]
    assert [each.kind for each in recorder.traffic.console] == ["console error"]
    assert "asha" not in str(recorder.traffic.console)


@pytest.mark.parametrize("closed", [False, True])
def test_what_comes_while_a_page_is_being_looked_at_is_kept_if_the_recorder_was_open(
    recorder: Recorder, page: Page, monkeypatch: pytest.MonkeyPatch, *, closed: bool
) -> None:
    page.set_content("")

    def looked(page: Page, _timeout: float) -> bool:
        page.evaluate("() => console.error('too late')")
        return False

    monkeypatch.setattr("automation.evidence.recorder.can_hold_a_secret", looked)
    if closed:
        recorder.close()
    recorder.reopen()
    assert len(recorder.traffic.console) == (0 if closed else 1)


FORM = """<style>
* { margin: 0; padding: 0; border: 0 }
input, p { position: absolute; left: 0; width: 200px; height: 40px; background: #fff }
</style>
<input formcontrolname=email value=asha.verma@example.gov.in style="top: 0">
<p style="top: 100px">आशा वर्मा</p>
<p style="top: 200px">98000 00042</p>
<input formcontrolname=organisation style="top: 300px">"""
_COLOURS = """async ([picture, places]) => {
  const image = new Image();
  image.src = `data:image/jpeg;base64,${picture}`;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
  const pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  return places.map(([x, y]) => [...pen.getImageData(x, y, 1, 1).data].slice(0, 3));
}"""


def test_boxes_and_texts_that_name_somebody_are_painted_over(context: BrowserContext, tmp_path: Path) -> None:
    page = context.new_page()
    page.set_content(FORM)
    recorder = Recorder(context, tmp_path, personal=["आशा वर्मा"])
    recorder.step_ended(STEP, ENDED)
    picture = base64.b64encode((tmp_path / "step-1.jpg").read_bytes()).decode()
    middles = [[100, 20], [100, 120], [100, 220], [100, 320]]
    *painted, organisation = page.evaluate(_COLOURS, [picture, middles])
    paint = [int(PAINT[at : at + 2], 16) for at in (1, 3, 5)]
    assert all(abs(seen - meant) < 12 for colour in painted for seen, meant in zip(colour, paint, strict=True))
    assert min(organisation) > 240


def test_a_dialog_is_answered_and_what_it_said_is_kept_without_personal_data(recorder: Recorder, page: Page) -> None:
    page.set_content("")
    said = [
        "OTP sent to asha.verma+x@example.gov.in and 9800000042",
        "OTP 123456 for +91 98000 00042, Aadhaar 1234 5678 9012",
        "९८००००००४२ पर भेजा गया",
        "Wait 180 seconds, 2 of 3",
    ]
    assert page.evaluate("said => said.map(each => alert(each) ?? confirm('sure?'))", said) == [True] * len(said)
    assert page.evaluate("() => prompt('name?', 'default')") is not None
    assert recorder.dialogs[:8:2] == [
        "OTP sent to ••• and •••",
        "OTP ••• for +•••, Aadhaar •••",
        "••• पर भेजा गया",
        "Wait 180 seconds, 2 of 3",
    ]
    assert recorder.dialogs[1] == "sure?"
    assert recorder.dialogs[8] == "name?"


def test_a_dialog_of_a_second_window_is_answered_too(recorder: Recorder, context: BrowserContext, page: Page) -> None:
    context.new_page().evaluate("alert('from the second')")
    assert recorder.dialogs == ["from the second"]


def test_a_folder_that_cannot_be_written_costs_a_note(context: BrowserContext, page: Page, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    recorder = Recorder(context, tmp_path / "file" / "pictures")
    assert recorder.check_ended(STEP, FOUND) == FOUND
    recorder.check_ended(STEP, FOUND)
    [note] = recorder.notes
    assert note.startswith("step-1.landing: no picture (Not a directory")


def test_a_picture_that_the_browser_does_not_give_costs_a_note(
    recorder: Recorder, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.set_content("<h1>Hello</h1>")
    monkeypatch.setattr("automation.evidence.recorder.PICTURE_MS", 1)
    monkeypatch.setattr(Page, "screenshot", lambda page, timeout, **_: page.wait_for_selector("b", timeout=timeout))
    assert recorder.check_ended(STEP, FOUND) == FOUND
    assert recorder.notes == ["step-1.landing: no picture (the browser did not give one), nor of the rest of its step"]


def test_a_window_that_is_gone_costs_no_verdict(recorder: Recorder, context: BrowserContext, page: Page) -> None:
    page.close()
    assert recorder.check_ended(STEP, FOUND) == FOUND
    context.close()
    recorder.step_ended(STEP, ENDED)
    assert len(recorder.notes) <= 1


def test_without_pictures_only_dialogs_are_kept(context: BrowserContext, page: Page, tmp_path: Path) -> None:
    recorder = Recorder(context, tmp_path, pictures=False)
    recorder.step_started(STEP)
    recorder.step_ended(STEP, ENDED)
    page.evaluate("alert('hello')")
    assert (pictures(tmp_path), recorder.notes, recorder.dialogs) == ([], [], ["hello"])


class Watched:
    """A door that notes in which state the recorder is while the act is done, and what then stands on the page."""

    def __init__(self, recorder: Recorder, page: Page, after: str) -> None:
        self._recorder, self._page, self._after = recorder, page, after
        self.during: list[bool] = []
        self.by = By.SCRIPTED

    def absent(self, extra: Extra | None = None) -> NeedsPerson | None:
        return None

    def ask(self, act: Act) -> Outcome:
        self.during.append(self._recorder.recording)
        self._page.set_content(self._after)
        return Done(200)


@pytest.mark.parametrize(
    ("act", "after", "during", "then"),
    [
        (Act.SEND_EMAIL_OTP, "<input type=password>", True, False),
        (Act.VERIFY_EMAIL_OTP, "<p>verified</p>", False, True),
        (Act.VERIFY_EMAIL_WRONGLY, "<input type=password>", False, False),
        (Act.SET_PASSWORD, "<p>set</p>", False, True),
        (Act.LOG_IN, SECRET, False, False),
    ],
)
def test_the_recorder_is_closed_before_a_secret_is_typed_and_until_its_box_is_gone(
    recorder: Recorder, page: Page, *, act: Act, after: str, during: bool, then: bool
) -> None:
    page.set_content("<p>hello</p>")
    door = Watched(recorder, page, after)
    assert QuietDoor(door, recorder).ask(act) == Done(200)
    assert (door.during, recorder.recording) == ([during], then)


PLANTED = ["asha.verma@example.gov.in", "9800000042", "आशा वर्मा", "482913"]


def test_a_trace_is_kept_without_what_was_typed_answered_or_carried(context: BrowserContext, tmp_path: Path) -> None:
    page = context.new_page()
    mail, mobile, name, code = PLANTED
    told = {"body": f"<p>{name} {mobile}</p>", "content_type": "text/html", "headers": {"set-cookie": f"who={mobile}"}}
    context.route("**/*", lambda route: route.fulfill(**told))
    recorder = Recorder(context, tmp_path, films=Films(tmp_path, "on", canaries=PLANTED))
    page.goto(f"http://portal.example/{mobile}?mail={mail}")
    page.set_content(f"<input id=a><textarea id=b></textarea><p id=c></p><p title='{mobile}'>{name}</p>")
    page.fill("#a", mail)
    page.locator("#b").press_sequentially(name)
    page.locator("#c").evaluate("(element, text) => { element.textContent = text; console.log(text); }", code)
    page.get_by_text(code).click()
    assert recorder.end(failed=False) == ["The run was traced; `playwright show-trace trace.zip` shows it."]
    with zipfile.ZipFile(tmp_path / "trace.zip") as archive:
        whole = b"".join(archive.read(each) for each in archive.namelist()).decode()
    assert '"method": "fill"' in whole
    assert [each for each in [*PLANTED, "asha.verma", "set-cookie"] if each in whole] == []


def test_a_trace_is_dropped_once_a_secret_could_be_typed(context: BrowserContext, tmp_path: Path) -> None:
    page = context.new_page()
    recorder = Recorder(context, tmp_path, films=Films(tmp_path, "on"))
    page.set_content(SECRET)
    recorder.step_ended(STEP, ENDED)
    assert recorder.end(failed=True) == ["There is no film, because a secret could be typed on a page."]
    assert list(tmp_path.glob("*.zip")) == []
