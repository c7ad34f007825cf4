"""The messages that the real portal would have sent; here they only wait to be read."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

Channel = Literal["sms", "email"]


@dataclass(frozen=True, slots=True)
class Message:
    """One SMS or mail; `at` is RFC 3339."""

    id: int
    channel: Channel
    to: str
    subject: str
    text: str
    code: str | None
    link: str | None
    at: str


def rfc3339(seconds: float) -> str:
    """A time since the epoch in words that sort."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


class Outbox:
    """All messages in the order in which they were sent."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Start empty; `clock` gives seconds since the epoch."""
        self._clock = clock
        self._messages: list[Message] = []

    def send(  # noqa: PLR0913 - a message has these parts
        self, channel: Channel, to: str, subject: str, text: str, *, code: str | None = None, link: str | None = None
    ) -> None:
        """Put one message into the outbox."""
        number = len(self._messages) + 1
        at = rfc3339(self._clock())
        self._messages.append(Message(number, channel, to, subject, text, code, link, at))

    def messages(self) -> list[dict[str, Any]]:
        """All messages, the newest last."""
        return [asdict(each) for each in self._messages]
