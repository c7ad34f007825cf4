"""All that Windows does differently, by its own functions; elsewhere each of these does nothing. Knows no run.

The functions are called through `API`. Most tests run on other systems, so they replace it by one of their own.
"""

from __future__ import annotations

import ctypes
import signal
import sys
import threading
from contextlib import suppress
from ctypes import byref, c_uint16, c_uint32, c_void_p, sizeof
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_CODES, _OUTPUT = 0x0004, {1: -11, 2: -12}  # ENABLE_VIRTUAL_TERMINAL_PROCESSING; GetStdHandle's numbers by descriptor
_READ_WRITE, _SHARED, _THERE = 0xC0000000, 3, 3  # CreateFileW: access, shared, OPEN_EXISTING
_NO_HANDLE = c_void_p(-1).value
_LOCKED = frozenset({32, 33})  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
_KEY_EVENT, _FIRST, _FOREVER = 1, 0, 0xFFFFFFFF
_LIMITS, _KILL_ON_CLOSE = 9, 0x2000  # JobObjectExtendedLimitInformation, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
_SET_QUOTA_AND_TERMINATE = 0x0101
_CLOSED, _LOGGED_OFF, _SHUT_DOWN = 2, 5, 6  # CTRL_CLOSE_EVENT and what ends like it
_NO_WINDOW = 1  # CRYPTPROTECT_UI_FORBIDDEN
_MARK = "dpapi:"
_AT_ONCE = 8000  # UTF-16 units that a console takes
_SECOND_SECONDS, _LAST_SECONDS = 1.5, 10.0  # Windows itself waits 5 seconds, then ends the process


@dataclass(frozen=True, slots=True)
class Api:
    """Windows' libraries, and the number of the last error in them."""

    kernel: Any
    crypt: Any
    last_error: Callable[[], int]


def _api() -> Api | None:
    """The libraries with the types of what is called: a handle is as wide as a pointer."""
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        for name in ("CreateFileW", "CreateEventW", "CreateJobObjectW", "GetStdHandle", "OpenProcess", "LocalFree"):
            getattr(kernel, name).restype = c_void_p
        for name, places in _HANDLES.items():
            getattr(kernel, name).argtypes = places
        return Api(kernel, ctypes.WinDLL("crypt32", use_last_error=True), ctypes.get_last_error)
    return None


_H, _P, _N = c_void_p, c_void_p, c_uint32
_HANDLES = {
    "AssignProcessToJobObject": (_H, _H),
    "CloseHandle": (_H,),
    "CreateFileW": (ctypes.c_wchar_p, _N, _N, _P, _N, _N, _H),
    "FlushConsoleInputBuffer": (_H,),
    "GetConsoleMode": (_H, _P),
    "LocalFree": (_H,),
    "ReadConsoleInputW": (_H, _P, _N, _P),
    "SetConsoleMode": (_H, _N),
    "SetEvent": (_H,),
    "SetInformationJobObject": (_H, ctypes.c_int, _P, _N),
    "WaitForMultipleObjects": (_N, _P, ctypes.c_int, _N),
    "WriteConsoleW": (_H, _P, _N, _P, _P),
}
API = _api()


# --------------------------------------------------------------------------------------------------------- the console


def shows_codes(stream: TextIO) -> bool:
    """Whether a terminal takes codes for colours and for the cursor; the classic console does once it is told to."""
    if API is None:
        return True
    handle, mode = API.kernel.GetStdHandle(_OUTPUT.get(stream.fileno(), 0)), c_uint32()
    if not API.kernel.GetConsoleMode(handle, byref(mode)):
        return False
    return bool(mode.value & _CODES or API.kernel.SetConsoleMode(handle, mode.value | _CODES))


class _Key(ctypes.Structure):
    """INPUT_RECORD with its KEY_EVENT_RECORD."""

    _fields_ = (
        ("kind", c_uint16),
        ("down", ctypes.c_int),
        ("count", c_uint16),
        ("key", c_uint16),
        ("scan", c_uint16),
        ("unit", c_uint16),
        ("state", c_uint32),
    )


class Console:
    """The console that the program was started from, whatever its own input and output are; text goes as UTF-16.

    Raises OSError where there is none.
    """

    def __init__(self) -> None:
        if API is None:
            raise OSError("this is not Windows")
        self._kernel = API.kernel
        self._keys = self._opened("CONIN$")
        try:
            self._screen = self._opened("CONOUT$")
        except OSError:
            self._kernel.CloseHandle(self._keys)
            raise
        self._stop = self._kernel.CreateEventW(None, True, False, None)

    def _opened(self, name: str) -> int:
        handle: int | None = self._kernel.CreateFileW(name, _READ_WRITE, _SHARED, None, _THERE, 0, None)
        if handle in {None, _NO_HANDLE}:
            raise OSError(f"there is no {name}")
        return handle or 0

    def __enter__(self) -> Self:
        """Give the open console."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it; a `line` that still waits has been told to stop."""
        for handle in (self._keys, self._screen, self._stop):
            self._kernel.CloseHandle(handle)

    def write(self, text: str) -> None:
        """Put text on the screen, in whatever script. Raises OSError when it is closed."""
        data, written = text.replace("\n", "\r\n").encode("utf-16-le", "replace"), c_uint32()
        while data:
            size = min(len(data), 2 * _AT_ONCE)
            if not self._kernel.WriteConsoleW(self._screen, data[:size], size // 2, byref(written), None):
                raise OSError("the console was closed")
            data = data[2 * max(1, written.value) :]

    def forget(self) -> None:
        """Forget what was typed so far."""
        self._kernel.FlushConsoleInputBuffer(self._keys)

    def line(self) -> str:
        """The next line that is typed, shown as it is typed; blank when the console is closed or `stop` is called."""
        typed: list[int] = []
        handles = (c_void_p * 2)(self._stop, self._keys)
        while self._kernel.WaitForMultipleObjects(2, handles, False, _FOREVER) == _FIRST + 1:
            key, count = _Key(), c_uint32()
            if not self._kernel.ReadConsoleInputW(self._keys, byref(key), 1, byref(count)):
                return ""
            if key.kind == _KEY_EVENT and key.down and key.unit and self._ended(key.unit, typed):
                return b"".join(unit.to_bytes(2, "little") for unit in typed).decode("utf-16-le", "replace")
        return ""

    def _ended(self, unit: int, typed: list[int]) -> bool:
        """Take one more sign into what is typed, and show it; whether it ended the line."""
        match chr(unit):
            case "\r" | "\n":
                self.write("\n")
                return True
            case "\b":
                if typed:
                    typed.pop()
                    self.write("\b \b")
            case sign if sign >= " ":
                typed.append(unit)
                self._kernel.WriteConsoleW(self._screen, unit.to_bytes(2, "little"), 1, byref(c_uint32()), None)
        return False

    def stop(self) -> None:
        """End a `line` that waits in another thread."""
        self._kernel.SetEvent(self._stop)


# ---------------------------------------------------------------------------------------------------------- the endings


class _Limits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION; of its fields only the flags are used."""

    _fields_ = (
        ("times", ctypes.c_int64 * 2),
        ("flags", c_uint32),
        ("sizes", ctypes.c_size_t * 2),
        ("processes", c_uint32),
        ("affinity", ctypes.c_size_t),
        ("classes", c_uint32 * 2),
        ("counters", ctypes.c_uint64 * 6),
        ("memory", ctypes.c_size_t * 4),
    )


_jobs: list[int] = []  # the one job of this process; Windows closes it, and so ends what is in it, when this one ends


def tie(process: int) -> bool:
    """Have a child, by its number, end when this process ends, in whatever way; whether it is so now."""
    if API is None:
        return False
    kernel = API.kernel
    if not _jobs:
        limits = _Limits(flags=_KILL_ON_CLOSE)
        job = kernel.CreateJobObjectW(None, None)
        if not job or not kernel.SetInformationJobObject(job, _LIMITS, byref(limits), sizeof(limits)):
            return False
        _jobs.append(job)
    handle = kernel.OpenProcess(_SET_QUOTA_AND_TERMINATE, False, process)
    if not handle:
        return False
    try:
        return bool(kernel.AssignProcessToJobObject(_jobs[0], handle))
    finally:
        kernel.CloseHandle(handle)


_handlers: list[Any] = []  # Windows calls them by address, so they must stay


def hear_closing(interrupt: Callable[[], None]) -> None:
    """Call `interrupt` when the console's window is closed or the user logs off, and once more soon after.

    Windows ends the process as soon as its handler returns, so this one stays in its thread while the run ends itself.
    """
    if API is None or _handlers:
        return

    def hear(event: int) -> int:
        if event not in {_CLOSED, _LOGGED_OFF, _SHUT_DOWN}:
            return 0
        for seconds in (_SECOND_SECONDS, _LAST_SECONDS):
            interrupt()
            _never.wait(seconds)
        return 1

    handler = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)(ctypes.c_int, c_uint32)(hear)
    _handlers.append(handler)
    API.kernel.SetConsoleCtrlHandler(handler, True)


_never = threading.Event()  # it is not set: the process ends, and its threads with it


def interrupt() -> None:
    """What Ctrl-Break would do in the main thread."""
    import _thread

    with suppress(ValueError):  # not a signal of this system
        _thread.interrupt_main(getattr(signal, "SIGBREAK", signal.SIGTERM))


# ------------------------------------------------------------------------------------------------------------- the disk


def in_use(path: Path) -> bool:
    """Whether another program holds a file so that it cannot be written, as Excel does."""
    if API is None:
        return False
    handle = API.kernel.CreateFileW(str(path), _READ_WRITE, 0, None, _THERE, 0, None)
    if handle in {None, _NO_HANDLE}:
        return API.last_error() in _LOCKED
    API.kernel.CloseHandle(handle)
    return False


class _Blob(ctypes.Structure):
    """DATA_BLOB."""

    _fields_ = (("size", c_uint32), ("data", ctypes.POINTER(ctypes.c_ubyte)))

    @classmethod
    def of(cls, data: bytes) -> _Blob:
        held = (ctypes.c_ubyte * len(data)).from_buffer_copy(data)
        return cls(len(data), ctypes.cast(held, ctypes.POINTER(ctypes.c_ubyte)))


def _crypt(function: str, data: bytes) -> bytes:
    """CryptProtectData or its opposite, for this user on this machine. Raises ValueError where Windows refuses."""
    assert API is not None  # noqa: S101 (asked before)
    given, got = _Blob.of(data), _Blob()
    if not getattr(API.crypt, function)(byref(given), None, None, None, None, _NO_WINDOW, byref(got)):
        raise ValueError("Windows has kept it for another user or another machine")
    try:
        return ctypes.string_at(got.data, got.size)
    finally:
        API.kernel.LocalFree(ctypes.cast(got.data, c_void_p))


def locked(key: str) -> str:
    """A key, in hexadecimal digits, as it is kept: on Windows only this user can unlock it (DPAPI)."""
    return key if API is None else _MARK + _crypt("CryptProtectData", bytes.fromhex(key)).hex()


def unlocked(kept: str) -> str:
    """The key as it was before `locked`; one that was kept open stays so. Raises ValueError for another user's."""
    if not kept.startswith(_MARK):
        return kept
    if API is None:
        raise ValueError("Windows has kept it for another machine")
    return _crypt("CryptUnprotectData", bytes.fromhex(kept.removeprefix(_MARK))).hex()
