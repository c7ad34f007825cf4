"""One look at the whole page in front: what is filled, verified, open and showing, but no value of a field."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from automation.endpoints import LINK_PATH
from automation.portal.facts import Channel
from automation.portal.fields import ANY_FIELD
from automation.portal.messages import Message, recognised
from automation.portal.readers import reader
from automation.portal.secrets import BOXES
from automation.portal.widgets import read


class Place(StrEnum):
    """Which of the portal's pages is in front."""

    SIGN_UP = "sign-up"
    REQUEST = "request"
    REQUEST_BLANK = "blank-request"
    PASSWORD = "set-password"  # noqa: S105 (a place)
    PROFILE = "profile"
    HOME = "home"
    LOGIN = "login"
    ELSEWHERE = "elsewhere"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Scene:
    """What the page shows. `unmet` are the conditions of its button that do not hold, in the portal's own order.

    A condition is a field's `formcontrolname`, the id of a box to tick, or `email-verified`, `mobile-verified`,
    `organisation-picked` (FACTS §1.3, §1.5). `typing` is the channel in whose box for a code somebody is, or has left
    something; `secret` is whether any box for a secret is showing, `holds` whether one holds a value.
    `button` is whether SIGN UP, or Next before it, is open; None where there is none. `said` is the documented text
    that a login page or a link's page shows, `login_code` whether the login asks for its OTP.
    """

    place: Place
    unmet: tuple[str, ...] = ()
    shown: frozenset[str] = frozenset()
    verified: frozenset[Channel] = frozenset()
    typing: Channel | None = None
    secret: bool = False
    holds: bool = False
    button: bool | None = None
    last_page: bool = True
    complaint: bool = False
    said: Message | None = None
    login_code: bool = False


def look(page: Page, timeout: float) -> Scene | None:
    """The scene; `timeout` in ms. None when the page does not tell, because it is loading, gone or hung."""
    if page.url.startswith("chrome-error:"):
        return None
    try:
        seen = read(page, reader("scene", "look"), timeout, [BOXES, ANY_FIELD])
    except PlaywrightError:
        return None
    channels = [(Channel(name), filled, inside) for name, filled, inside in seen["codes"] if name in {*Channel}]
    verified = frozenset(map(Channel, seen["verified"]))
    return Scene(
        place=_place(seen),
        unmet=_unmet(seen, verified),
        shown=frozenset(name for name, _ in seen["fields"]),
        verified=verified,
        typing=next((channel for channel, filled, inside in channels if filled or inside), None),
        secret=bool(seen["codes"]) or seen["password"] or seen["login"],
        holds=seen["holds"],
        button=seen["submit"] if seen["next"] is None else seen["next"],
        last_page=seen["next"] is None,
        complaint=seen["complaint"],
        said=next(filter(None, map(recognised, seen["said"])), None),
        login_code=seen["totp"],
    )


def _place(seen: dict[str, Any]) -> Place:
    path = str(seen["path"])
    by_path = {"/public/welcome": Place.PROFILE, "/app/setup": Place.PROFILE, "/page/home": Place.HOME}
    if seen["password"]:
        return Place.PASSWORD
    if seen["login"]:
        return Place.LOGIN
    if path.startswith("/public/signup") or LINK_PATH.fullmatch(path.rstrip("/")):
        return Place.SIGN_UP if seen["names"] else Place.BLANK
    if path.startswith("/public/request"):
        return Place.REQUEST if seen["names"] else Place.REQUEST_BLANK
    if seen["empty"]:
        return Place.BLANK
    return next((place for start, place in by_path.items() if path.startswith(start)), Place.ELSEWHERE)


def _unmet(seen: dict[str, Any], verified: frozenset[Channel]) -> tuple[str, ...]:
    """In the portal's order: the fields of the page, its boxes, then what it keeps beside the form."""
    fields: list[tuple[str, bool]] = seen["fields"]
    ticks, ticked, names = (set(seen[key]) for key in ("ticks", "ticked", "names"))
    unmet = [name for name, right in fields if not right and name != "organisation"]
    unmet += [name for name in ("confirm", "confirmTerms") if name in ticks - ticked]
    open_ = set(seen["verifiable"]) - verified
    unmet += [f"{channel}-verified" for channel in (Channel.MOBILE, Channel.EMAIL) if channel in open_]
    if "organisation" in names and not seen["picked"]:
        unmet.append("organisation-picked")
    return tuple(unmet)
