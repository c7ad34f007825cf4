"""Chooses the one instruction for this moment, and the step of the flowchart that it belongs to; pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from automation import limits
from automation.guide.story import Story, Trouble
from automation.portal.facts import Channel
from automation.portal.messages import Message
from automation.portal.scene import Place, Scene

PARTICULARS = ("firstname", "group", "email", "mobile")
PLACES = ("type", "ministry", "state", "department", "position", "designation", "organisation-picked")
_VERIFIED = {Channel.EMAIL: "email-verified", Channel.MOBILE: "mobile-verified"}
_TICKS = ("confirm", "confirmTerms")
_OTP_TROUBLE = frozenset(
    {
        Trouble.DOMAIN,
        Trouble.MAIL_FORM,
        Trouble.LIMIT,
        Trouble.WRONG_ONCE,
        Trouble.EXHAUSTED,
        Trouble.EXPIRED,
        Trouble.SEND_FAILED,
        Trouble.VERIFY_FAILED,
        Trouble.UNVERIFIED,
        Trouble.LOST,
    }
)


_AT_LOGIN = {
    Message.NO_SUCH_USER: "login-unknown",
    Message.LOGIN_REFUSED: "login-wrong",
    Message.LOGIN_LOCKED: "login-locked",
    Message.LOGIN_DISABLED: "login-disabled",
    Message.LOGIN_PAUSED: "login-paused",
    Message.LOGIN_CODE_WRONG: "login-code-wrong",
    Message.LOGIN_CODE_EXPIRED: "login-code-expired",
    Message.MESSAGE_NOT_SENT: "login-not-sent",
    Message.CONSENT_MISSING: "consent-missing",
    Message.LINK_EXPIRED: "link-expired",
}
"""What the login's own pages say (FACTS §12.3)."""


class Stage(StrEnum):
    """What the program itself is doing; each but the last is also the key of an instruction."""

    OPENING = "opening"
    PARTICULARS = "particulars"
    CHECKING = "checking"
    FILLING = "filling"
    WATCHING = "watching"


@dataclass(frozen=True, slots=True)
class Advice:
    """`key` of an instruction in words.toml, and the number of the flowchart's step."""

    key: str
    step: int


_ELSEWHERE = {
    Place.REQUEST_BLANK: Advice("request-blank", 5),
    Place.PASSWORD: Advice("password", 7),
    Place.PROFILE: Advice("profile", 7),
    Place.LOGIN: Advice("login", 7),
    Place.HOME: Advice("done", 7),
    Place.BLANK: Advice("portal-down", 1),
    Place.ELSEWHERE: Advice("page-away", 2),
}


def advise(stage: Stage, scene: Scene | None, story: Story, now: float) -> Advice:
    """What the person does next; `now` in seconds of the story's clock. A scene of None means that no page answers."""
    if stage is not Stage.WATCHING:
        return Advice(str(stage), 1 if stage is Stage.OPENING else 3)
    if scene is None:
        return Advice("portal-down", 1)
    if scene.place is Place.SIGN_UP:
        return _on_the_form(scene, story, now)
    if scene.place is Place.REQUEST:
        return Advice(_request(story), 5)
    if key := _at_login(scene):
        return Advice(key, 7)
    waits = story.registered and not story.link_followed and scene.place in {Place.BLANK, Place.ELSEWHERE}
    return Advice("mail", 7) if waits else _ELSEWHERE[scene.place]


def _at_login(scene: Scene) -> str:
    """What the pages of the login say, or ask for; blank elsewhere."""
    if scene.place is Place.PASSWORD and scene.complaint:
        return "password-refused"
    told = _AT_LOGIN.get(scene.said) if scene.said and scene.place in {Place.LOGIN, Place.ELSEWHERE} else None
    return told or ("login-code" if scene.place is Place.LOGIN and scene.login_code else "")


def _request(story: Story) -> str:
    if story.trouble:
        return str(story.trouble)
    return "requested" if story.requested else "request"


def _on_the_form(scene: Scene, story: Story, now: float) -> Advice:
    if story.registered:
        return Advice("mail", 7)
    if story.trouble:
        about_otp = story.trouble in _OTP_TROUBLE or story.channel is not None
        return Advice(str(story.trouble), 4 if about_otp else 6)
    return _next_on_the_form(scene, story, now)


def _next_on_the_form(scene: Scene, story: Story, now: float) -> Advice:
    unmet = set(scene.unmet)
    waiting = next((channel for channel, condition in _VERIFIED.items() if condition in unmet), None)
    choices = (
        (unmet.intersection(PARTICULARS), Advice("by-hand", 3)),
        (unmet.intersection(PLACES), Advice("by-hand", 5)),
        (waiting, Advice(_otp(waiting, story, now) if waiting else "", 4)),
        (not scene.last_page and scene.button, Advice("next", 3)),
        (unmet.intersection(_TICKS), Advice("tick", 6)),
        (scene.button, Advice("sign-up", 6)),
    )
    return next((advice for holds, advice in choices if holds), Advice("by-hand", 6))


def _otp(channel: Channel, story: Story, now: float) -> str:
    sent = story.otps[channel].sent
    if sent is None:
        return f"send-{channel}"
    return f"late-{channel}" if now - sent > limits.RESEND_SECONDS else f"type-{channel}"


def reasons(scene: Scene | None) -> tuple[str, ...]:
    """Why SIGN UP, or Next before it, is grey: keys of words.toml in the portal's order; empty while it is open."""
    if scene is None or scene.place is not Place.SIGN_UP or scene.button is not False:
        return ()
    return scene.unmet or ("busy",)


def done_steps(stage: Stage, scene: Scene | None, story: Story) -> frozenset[int]:
    """The steps of the flowchart that are behind us, in whatever order the portal asks for them."""
    if scene is None or stage in {Stage.OPENING, Stage.PARTICULARS, Stage.CHECKING}:
        return frozenset() if stage is Stage.OPENING else frozenset({1, 2})
    if story.registered or scene.place in {Place.PASSWORD, Place.PROFILE, Place.LOGIN, Place.HOME}:
        return frozenset(range(1, 8 if scene.place is Place.HOME else 7))
    done = {1, 2}
    if scene.place is Place.SIGN_UP:
        if scene.last_page and not any(each in scene.unmet for each in PARTICULARS):
            done.add(3)
        if all(story.otps[channel].verified is not None for channel in Channel):
            done.add(4)
        if "organisation-picked" not in scene.unmet:
            done.add(5)
    return frozenset(done)
