"""The scripted person's hands on a rehearsal portal of this run; the gate itself asks the portal for its proof."""

from __future__ import annotations

import http.client
import json
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from automation.acts import Act, CannotDoError, Done, Remark
from automation.gate.upstream import trusting
from automation.model import By
from automation.portal.by_hand import ByHand
from automation.portal.facts import Channel
from automation.portal.widgets import newest

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS = 5.0
"""How long the outbox is waited for, longer where the run waits longer for its portal."""
_OUTBOX = {Channel.EMAIL: "email", Channel.MOBILE: "sms"}


class ScriptedHands:
    """Reads the rehearsal's outbox, types codes and a password made up on the spot.

    `url` is that of the rehearsal portal that this run started, `authority` the certificate (PEM) behind it on https.
    """

    by = By.SCRIPTED
    patience = 0.0

    def __init__(self, context: BrowserContext, url: str, timeout: float, authority: str = "") -> None:
        """`timeout` in ms."""
        self._context, self._url, self._timeout, self._authority = context, url, timeout, authority
        self._codes: dict[str, str] = {}
        self._seen: set[object] = set()
        self._password = f"{secrets.token_urlsafe(9)}aA1!"
        self._user = ""
        self._mails: dict[Page, str] = {}

    def perform(self, act: Act, answered: Callable[[], bool]) -> Done:  # noqa: ARG002 (it presses once)
        """Do the act on the page that is in front."""
        hands = ByHand(newest(self._context), self._timeout)
        try:
            return Done(remark=self._deeds(hands)[act]())
        except PlaywrightError as error:
            if "closed" in error.message.lower():
                raise
            raise CannotDoError("the page has nothing there to press or to type into") from None

    def wipe(self) -> None:
        """Empty the boxes for codes and passwords, on every page."""
        for page in self._context.pages:
            with suppress(PlaywrightError):  # the page has gone, and with it its boxes
                ByHand(page, self._timeout).wipe()

    def _deeds(self, hands: ByHand) -> dict[Act, Callable[[], Remark | None]]:
        email, mobile = Channel.EMAIL, Channel.MOBILE
        strong = self._password
        return {
            Act.SEND_EMAIL_OTP: lambda: hands.send(email),
            Act.RESEND_EMAIL_OTP: lambda: hands.resend(email),
            Act.RECEIVE_EMAIL_OTP: lambda: self._receive(hands, email),
            Act.VERIFY_EMAIL_OTP: lambda: hands.verify(email, self._code(hands, email)),
            Act.VERIFY_EMAIL_WRONGLY: lambda: hands.verify(email, _wrong(self._code(hands, email))),
            Act.SEND_MOBILE_OTP: lambda: hands.send(mobile),
            Act.RECEIVE_MOBILE_OTP: lambda: self._receive(hands, mobile),
            Act.VERIFY_MOBILE_OTP: lambda: hands.verify(mobile, self._code(hands, mobile)),
            Act.VERIFY_MOBILE_WRONGLY: lambda: hands.verify(mobile, _wrong(self._code(hands, mobile))),
            Act.SIGN_UP: lambda: self._sign_up(hands),
            Act.RECEIVE_WELCOME_MAIL: self._mail,
            Act.OPEN_MAILED_LINK: lambda: hands.open_link(self._link()),
            Act.SET_WEAK_PASSWORD: lambda: hands.set_password("password", "password"),
            Act.SET_UNEQUAL_PASSWORDS: lambda: hands.set_password(strong, strong + "x"),
            Act.SET_PASSWORD: lambda: hands.set_password(strong, strong),
            Act.COMPLETE_PROFILE: hands.complete_profile,
            Act.LOG_IN: lambda: hands.log_in(self._user, strong),
        }

    def _sign_up(self, hands: ByHand) -> None:
        self._user = hands.address(Channel.EMAIL) or self._mails.get(newest(self._context), "")
        hands.sign_up()

    def mistaken(self, act: Act) -> bool:  # noqa: ARG002 (it types what the outbox says)
        """Nothing is ever mistyped."""
        return False

    def _receive(self, hands: ByHand, channel: Channel) -> Remark | None:
        """Find a new message for this channel; remark when its code is another than before."""
        before = self._codes.get(hands.address(channel))
        code = self._code(hands, channel, fresh=True)
        return Remark.ANOTHER_CODE if before is not None and before != code else None

    def _code(self, hands: ByHand, channel: Channel, *, fresh: bool = False) -> str:
        to = hands.address(channel)
        if channel is Channel.EMAIL:  # a form of several pages no longer shows it when it is signed up
            self._mails[newest(self._context)] = to
        mine = [each for each in self._outbox() if each["channel"] == _OUTBOX[channel] and each["to"] == to]
        mine = [each for each in mine if each["code"] and not (fresh and each["id"] in self._seen)]
        if not mine:
            raise CannotDoError("no message has come")
        self._seen.add(mine[-1]["id"])
        self._codes[to] = str(mine[-1]["code"])
        return self._codes[to]

    def _link(self) -> str:
        links = [str(each["link"]) for each in self._outbox() if each["to"] == self._user and each["link"]]
        if not links:
            subjects = [each["subject"] for each in self._outbox() if each["to"] == self._user]
            coded = "iGOT-Registration" in subjects  # FACTS §3.4: it awaits approval
            raise CannotDoError("no mail with a link has come", Remark.REGISTRATION_CODE if coded else None)
        return links[-1]

    def _mail(self) -> None:
        """Find the mail with the link."""
        self._link()

    def _outbox(self) -> list[dict[str, object]]:
        parts = urlsplit(self._url)
        host, seconds = parts.hostname or "", max(_SECONDS, self._timeout / 1000)
        connection = (
            http.client.HTTPSConnection(host, parts.port, timeout=seconds, context=trusting(self._authority))
            if parts.scheme == "https"
            else http.client.HTTPConnection(host, parts.port, timeout=seconds)
        )
        try:
            connection.request("GET", "/rehearsal/outbox", headers={"Accept": "application/json"})
            answer = json.loads(connection.getresponse().read())
            return answer if isinstance(answer, list) else []
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise CannotDoError("the outbox of the rehearsal portal cannot be read") from error
        finally:
            connection.close()


def _wrong(code: str) -> str:
    """A code of the same length, wrong in every digit."""
    return "".join(str((int(digit) + 1) % 10) for digit in code)
