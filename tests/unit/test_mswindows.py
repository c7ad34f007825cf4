"""What is done by Windows' own functions, with functions in their place that do as Windows says they do."""

from __future__ import annotations

import asyncio
import ctypes
import io
import json
import queue
import signal
import threading
from ctypes import sizeof, string_at
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import pytest

from automation import cli, files, mswindows, saying
from automation.gate import at_terminal
from automation.gate.channels import Question
from automation.guide.official import Official
from automation.guide.roster import Roster
from automation.guide.sends import Sends
from automation.model import Effect, UsageError
from automation.mswindows import Api, Console

if TYPE_CHECKING:
    from collections.abc import Callable

    from automation.gate.channels import ScriptedThere

NOW = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)
NO_HANDLE = ctypes.c_void_p(-1).value
KEYS, SCREEN, STOP, JOB, CHILD, FILE = 11, 12, 13, 14, 15, 16
ASHA = Official.of(
    {"name": "Asha Verma", "email": "asha.verma@example.gov.in", "mobile": "9000000042", "department": "Health"}
)


class Kernel:
    """The functions of kernel32, on a console with a keyboard and a screen."""

    def __init__(self) -> None:
        self.mode, self.codes_known, self.there, self.error = 0x3, True, True, 0
        self.shown, self.keys = "", queue.Queue[Any]()
        self.flags, self.size = 0, 0
        self.tied: list[int] = []
        self.open: list[int] = []
        self.answer: Callable[[str], str] | None = None
        self.handler: Any = None

    def GetStdHandle(self, number):
        return {-11: SCREEN, -12: SCREEN}.get(number, 0)

    def GetConsoleMode(self, handle, mode):
        mode._obj.value = self.mode
        return int(self.there and handle == SCREEN)

    def SetConsoleMode(self, handle, mode):
        self.mode = mode if self.codes_known else self.mode
        return int(self.codes_known)

    def CreateFileW(self, name, access, share, security, creation, flags, template):
        if name in {"CONIN$", "CONOUT$"}:
            handle: Any = {"CONIN$": KEYS, "CONOUT$": SCREEN}[name] if self.there else NO_HANDLE
        else:
            handle = NO_HANDLE if self.error else FILE
        self.open += [] if handle == NO_HANDLE else [handle]
        return handle

    def CreateEventW(self, *_):
        self.open.append(STOP)
        return STOP

    def CloseHandle(self, handle):
        self.open.remove(handle)
        return 1

    def WriteConsoleW(self, handle, data, units, written, _):
        assert (handle, len(data)) == (SCREEN, 2 * units)
        taken = min(units, 500)
        self.shown += bytes(data[: 2 * taken]).decode("utf-16-le", "surrogatepass")
        written._obj.value = taken
        return int(self.there)

    def FlushConsoleInputBuffer(self, handle):
        assert handle == KEYS
        while not self.keys.empty():
            self.keys.get()
        return 1

    def SetEvent(self, handle):
        assert handle == STOP
        self.keys.put(STOP)
        return 1

    def WaitForMultipleObjects(self, count, handles, all_, milliseconds):
        assert [*handles] == [STOP, KEYS]
        if self.answer:
            type_(self, self.answer(self.shown))
            self.answer = None
        self.next = self.keys.get(timeout=30)
        return 0 if self.next == STOP else 1

    def ReadConsoleInputW(self, handle, record, count, read):
        key = record._obj
        key.kind, key.down, key.unit = self.next
        return 1

    def CreateJobObjectW(self, *_):
        return JOB

    def SetInformationJobObject(self, job, kind, limits, size):
        assert (job, kind) == (JOB, 9)
        self.flags, self.size = limits._obj.flags, size
        return 1

    def OpenProcess(self, access, inherit, process):
        self.open.append(CHILD)
        self.process = process
        return CHILD

    def AssignProcessToJobObject(self, job, handle):
        assert (job, handle) == (JOB, CHILD)
        self.tied.append(self.process)
        return 1

    def SetConsoleCtrlHandler(self, handler, add):
        self.handler = handler
        return 1

    def LocalFree(self, place):
        return 0


class Crypt:
    """DPAPI of one user: what another one has locked does not open."""

    def __init__(self, user: int) -> None:
        self.user = user
        self.held: list[Any] = []

    def _give(self, data, blob):
        self.held.append(ctypes.create_string_buffer(data, len(data)))
        blob._obj.size = len(data)
        blob._obj.data = ctypes.cast(self.held[-1], ctypes.POINTER(ctypes.c_ubyte))
        return 1

    def CryptProtectData(self, given, words, more, reserved, prompt, flags, got):
        data = string_at(given._obj.data, given._obj.size)
        return self._give(bytes([self.user]) + bytes(each ^ 0x5A for each in data), got)

    def CryptUnprotectData(self, given, words, more, reserved, prompt, flags, got):
        data = string_at(given._obj.data, given._obj.size)
        return data[0] == self.user and self._give(bytes(each ^ 0x5A for each in data[1:]), got)


@pytest.fixture
def kernel(monkeypatch):
    kernel = Kernel()
    monkeypatch.setattr(mswindows, "API", Api(kernel, Crypt(1), lambda: kernel.error))
    monkeypatch.setattr(mswindows, "_jobs", [])
    monkeypatch.setattr(mswindows, "_handlers", [])
    return kernel


def type_(kernel, text):
    units = text.encode("utf-16-le")
    for place in range(0, len(units), 2):
        unit = int.from_bytes(units[place : place + 2], "little")
        for down in (1, 0):  # each key comes up again
            kernel.keys.put((1, down, unit))


class Stream(io.StringIO):
    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1


# ---------------------------------------------------------------------------------------------------------- the console


def test_the_classic_console_is_told_to_take_codes(kernel):
    assert saying.takes_codes(Stream())
    assert kernel.mode == 0x7


def test_a_console_that_knows_no_codes_gets_none(kernel):
    kernel.codes_known = False
    assert not saying.takes_codes(Stream())


def test_elsewhere_every_terminal_takes_codes_and_a_pipe_takes_none(monkeypatch):
    monkeypatch.setattr(mswindows, "API", None)
    assert mswindows.shows_codes(Stream())
    assert not saying.takes_codes(io.StringIO())


def test_hindi_and_signs_of_two_units_reach_the_screen_whole(kernel):
    text = "ओटीपी नहीं आया \U0001f511\n" * 100
    with Console() as console:
        console.write(text)
    assert kernel.shown.encode("utf-16-le", "surrogatepass").decode("utf-16-le") == text.replace("\n", "\r\n")
    assert kernel.open == []


def test_a_line_is_what_was_typed_with_what_was_taken_back(kernel):
    kernel.keys.put((2, 1, 0))  # the mouse
    type_(kernel, "\bambr\ber23ओ\x1b\r")
    with Console() as console:
        assert console.line() == "amber23ओ"
    assert kernel.shown == "ambr\b \ber23ओ\r\n"


def test_a_read_that_nobody_waits_for_any_more_ends(kernel):
    with Console() as console:
        heard = []
        reading = threading.Thread(target=lambda: heard.append(console.line()))
        reading.start()
        type_(kernel, "amb")
        console.stop()
        reading.join(30)
    assert heard == [""]


def test_without_a_console_there_is_nobody_to_ask(kernel):
    kernel.there = False
    with pytest.raises(OSError, match="CONIN"):
        Console()
    assert kernel.open == []


class Proven:
    """The portal proves that this run has started it."""

    async def absent(self):
        return None


def asked(kernel, answer):
    """What comes of a question at the console."""
    person = at_terminal.Terminal({}, piped=False, proof=cast("ScriptedThere", Proven()))
    question = Question("send a message", Effect.SENDS_MESSAGE, "POST", "https://portal.example/otp")

    kernel.answer = answer
    return asyncio.run(person.refusal(question, None))


def test_only_the_word_of_the_question_is_a_yes_at_a_console(kernel):
    type_(kernel, "yes\r")  # typed before the question
    assert asked(kernel, lambda shown: shown.partition("once, type ")[2].split()[0] + "\r") == ""
    assert kernel.shown.endswith("Let out, once.\r\n")
    assert asked(kernel, lambda _: "yes\r") == "the person said no"
    assert asked(kernel, lambda _: "\r") == "the person gave no answer"
    assert kernel.open == []


def test_a_question_that_is_given_up_ends_its_read_and_closes_the_console(kernel):
    async def given_up():
        async with asyncio.timeout(0.05):
            with at_terminal._opened() as screen:
                await at_terminal._typed(screen)

    with pytest.raises(TimeoutError):
        asyncio.run(given_up())
    assert kernel.open == []
    assert kernel.next == STOP


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_a_pipe_gets_utf_8_whatever_the_code_page_is(monkeypatch, encoding):
    data = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(data, encoding=encoding))
    saying.as_utf_8()
    saying.data("ओटीपी …")
    assert data.getvalue().decode("utf-8") == "ओटीपी …"


# ---------------------------------------------------------------------------------------------------------- the endings


def test_children_end_with_this_process_by_one_job_that_is_never_closed(kernel):
    assert mswindows.tie(4711)
    assert mswindows.tie(4712)
    assert (kernel.tied, mswindows._jobs) == ([4711, 4712], [JOB])
    assert kernel.flags == 0x2000
    assert kernel.open == []


def test_the_structures_are_as_large_as_windows_has_them():
    """On 64 bits."""
    assert [sizeof(each) for each in (mswindows._Key, mswindows._Limits, mswindows._Blob)] == [20, 144, 16]


def test_a_child_that_cannot_be_tied_still_runs(kernel, monkeypatch):
    monkeypatch.setattr(kernel, "OpenProcess", lambda *_: 0)
    assert not mswindows.tie(4711)


@pytest.mark.parametrize(("event", "heard"), [(2, 2), (5, 2), (6, 2), (0, 0), (1, 0)])
def test_a_closed_window_interrupts_twice_and_ctrl_c_is_left_to_python(kernel, monkeypatch, event, heard):
    monkeypatch.setattr(mswindows, "_SECOND_SECONDS", 0.0)
    monkeypatch.setattr(mswindows, "_LAST_SECONDS", 0.0)
    interrupted = []
    mswindows.hear_closing(lambda: interrupted.append(event))
    assert kernel.handler(event) == int(heard > 0)
    assert interrupted == [event] * heard


def test_an_interruption_from_another_thread_is_heard_in_the_main_one_as_ctrl_break_is():
    number = getattr(signal, "SIGBREAK", signal.SIGTERM)
    heard = []
    before = signal.signal(number, lambda signum, _: heard.append(signum))
    try:
        other = threading.Thread(target=mswindows.interrupt)
        other.start()
        other.join()
    finally:
        signal.signal(number, before)
    assert heard == [number]


# ------------------------------------------------------------------------------------------------------- the disk, keys


def test_a_file_that_excel_holds_is_said_to_be_open_there(kernel, tmp_path):
    place = tmp_path / "raised.csv"
    place.touch()
    denied = PermissionError(13, "Permission denied", str(place))
    assert files.refused(place, denied, "otherwise") == "otherwise"
    assert kernel.open == []
    kernel.error = 32
    said = "raised.csv is open in another program, such as Excel; close it there and try again."
    assert files.refused(place, denied, "otherwise") == said
    assert files.refused(place, FileNotFoundError(2, "gone"), "otherwise") == "otherwise"
    assert cli._ending(denied, debug=False) == (said, 2)
    kernel.error = 5
    assert files.refused(place, denied, "otherwise") == "otherwise"


def test_the_keys_of_lists_are_this_users_alone(kernel, tmp_path, monkeypatch):
    store, sent = tmp_path / "roster.json", tmp_path / "sends.json"
    roster = Roster("list.csv")
    roster.take([ASHA])
    roster.keep(store)
    Sends(sent, roster.key).note(ASHA.email, NOW)
    for place in (store, sent):
        assert json.loads(place.read_text(encoding="utf-8"))["key"].startswith("dpapi:")
        assert roster.key not in place.read_text(encoding="utf-8")
    assert Roster.load(store).key == Sends.load(sent).key == roster.key
    assert Sends.load(sent).left(ASHA.email, NOW) == 4
    monkeypatch.setattr(mswindows, "API", Api(kernel, Crypt(2), lambda: 0))
    for load in (lambda: Roster.load(store), lambda: Sends.load(sent)):
        with pytest.raises(UsageError, match="cannot be read"):
            load()


def test_a_key_that_was_kept_open_is_still_read_and_one_of_windows_is_not_taken_for_one(kernel, monkeypatch):
    assert mswindows.unlocked("ab12") == "ab12"
    kept = mswindows.locked("ab12")
    monkeypatch.setattr(mswindows, "API", None)
    assert mswindows.locked("ab12") == "ab12"
    with pytest.raises(ValueError, match="another machine"):
        mswindows.unlocked(kept)
