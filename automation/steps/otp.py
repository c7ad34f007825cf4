"""Box 4 of the flowchart: both channels can send and verify; the countdown; wrong and exhausted codes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from automation import checks
from automation.acts import Act, Extra
from automation.checks import accepted, after, also, refused, shown, together
from automation.model import Answer, Differs, No, NoAnswer, Yes
from automation.portal.facts import Channel, Field, Seen, Unseen
from automation.steps.visit import Verb, Visit, on_another_form, well

if TYPE_CHECKING:
    from automation.portal.form import SignUpForm

_ACTS = {
    Channel.EMAIL: (Act.SEND_EMAIL_OTP, Act.RECEIVE_EMAIL_OTP, Act.VERIFY_EMAIL_WRONGLY, Act.VERIFY_EMAIL_OTP),
    Channel.MOBILE: (Act.SEND_MOBILE_OTP, Act.RECEIVE_MOBILE_OTP, Act.VERIFY_MOBILE_WRONGLY, Act.VERIFY_MOBILE_OTP),
}
_BY = {Channel.EMAIL: "by e-mail", Channel.MOBILE: "by SMS"}
_NOTHING_TO_COMPARE = "the code came, but no earlier one to compare it with"
_FIELD = {Channel.EMAIL: "the e-mail", Channel.MOBILE: "the mobile"}
_VERIFIED = {
    Channel.EMAIL: "The e-mail's code verifies the address",
    Channel.MOBILE: "The SMS's code verifies the number",
}


def _arrives(visit: Visit, channel: Channel) -> Answer:
    """The message must come; a send that the portal refused is reported here too, since no message can come."""
    receive = _ACTS[channel][1]
    return visit.also(
        f"step-4.{channel}-asked", lambda: accepted(visit.ask(receive), f"The OTP arrives {_BY[channel]}")
    )


def _box(visit: Visit, channel: Channel) -> Answer:
    """A box for the code and a button that verifies it.

    The mobile's countdown has no question of its own, and keeps nobody from the code: without it is a difference.
    """
    form, box = visit.sign_up_form(), f"The box for the OTP of {_FIELD[channel]}"
    there = also(
        shown(form.code_box(channel), box),
        lambda: together(Yes(f"{box} is there."), shown(form.verify_button(channel), "“Verify OTP” beside it")),
    )
    counts = form.resend_wait(channel) if well(there) and channel is Channel.MOBILE else Seen()
    return together(there, Differs(f"The countdown is not {counts.where}.")) if isinstance(counts, Unseen) else there


def _wrong_code(visit: Visit, channel: Channel) -> Answer:
    """The portal must refuse it, and the page must still ask for the right one: only while it is unverified it does."""
    first = refused(visit.ask(_ACTS[channel][2]), "A wrong code")
    form = visit.sign_up_form()
    marked = isinstance(first, Yes | NoAnswer) and isinstance(form.verified(channel, patient=False), Seen)
    if isinstance(first, NoAnswer) and marked:
        return No("A wrong code is taken for right by the page, without an answer of the portal.")
    if not isinstance(first, Yes):
        return first
    taken = marked or isinstance(form.code_box(channel), Unseen)
    return No("A wrong code is refused by the portal, and the page takes it for right.") if taken else first


def _verified(visit: Visit, channel: Channel) -> Answer:
    done = accepted(visit.ask(_ACTS[channel][3]), _VERIFIED[channel])
    mark = f"The mark “verified” by {_FIELD[channel]}"
    return also(done, lambda: shown(visit.sign_up_form().verified(channel), mark))


def _resend(visit: Visit) -> Answer:
    first = visit.answer("step-4.email-sent")
    offer = shown(visit.sign_up_form().resend_offer(Channel.EMAIL), "“Resend OTP”")
    sent = also(offer, lambda: accepted(visit.ask(Act.RESEND_EMAIL_OTP), "The OTP is sent again"))
    again = also(sent, lambda: checks.same_code(visit.ask(Act.RECEIVE_EMAIL_OTP)))
    return NoAnswer(_NOTHING_TO_COMPARE) if isinstance(again, Yes) and not well(first) else again


def _exhausted(visit: Visit) -> Answer:
    def look(form: SignUpForm) -> Answer:
        form.fill(Field.EMAIL, visit.official.other_email)
        ready = accepted(visit.door.ask(Act.SEND_EMAIL_OTP), "The OTP is sent by e-mail")
        for _ in range(2):
            ready = after(ready, lambda: refused(visit.door.ask(Act.VERIFY_EMAIL_WRONGLY), "A wrong code"))
        last = "The right code after two wrong ones"
        return after(ready, lambda: refused(visit.door.ask(Act.VERIFY_EMAIL_OTP), last))

    return on_another_form(visit, look)


def _of(channel: Channel) -> dict[str, Verb]:
    """The questions about one channel, in the order in which they can be asked."""
    send, *_ = _ACTS[channel]
    field, name = Field(channel), f"step-4.{channel}"
    ready, button = (f"{name}-sent", f"{name}-box"), f"“Send OTP” for {_FIELD[channel]}"
    return {
        f"{name}-send": Verb(
            lambda visit: shown(visit.sign_up_form().send_button(channel), button),
            (f"step-3.{channel}-taken",),
            field=field,
        ),
        f"{name}-asked": Verb(
            lambda visit: accepted(visit.ask(send), f"The OTP is sent {_BY[channel]}"), (f"{name}-send",)
        ),
        f"{name}-box": Verb(partial(_box, channel=channel), (f"{name}-asked",)),
        f"{name}-sent": Verb(partial(_arrives, channel=channel)),
        f"{name}-wrong-code": Verb(partial(_wrong_code, channel=channel), ready, extra=Extra.WRONG_CODE),
        f"{name}-verified": Verb(partial(_verified, channel=channel), ready),
    }


VERBS = {
    **_of(Channel.EMAIL),
    **_of(Channel.MOBILE),
    "step-4.resend-wait": Verb(
        lambda visit: shown(visit.sign_up_form().resend_wait(Channel.EMAIL), "The countdown"), ("step-4.email-box",)
    ),
    "step-4.resend": Verb(_resend, ("step-4.email-box",), extra=Extra.RESEND),
    "step-4.exhausted": Verb(_exhausted, ("step-4.email-sent", "step-4.email-box"), extra=Extra.SECOND_ADDRESS),
}
