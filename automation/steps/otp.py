"""Box 4 of the flowchart: both channels can send and verify; the countdown; wrong and exhausted codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation import checks
from automation.acts import Act
from automation.checks import accepted, after, also, refused, shown
from automation.model import Answer, Finding, Yes
from automation.portal.facts import Channel, Field
from automation.steps.visit import Visit, there, with_person

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from automation.portal.form import SignUpForm


def verify(visit: Visit) -> Iterator[Finding]:
    """Step 4: both channels can send and verify; the mobile is verified while the e-mail's countdown runs."""
    form = visit.sign_up_form()
    email = yield from _button(visit, form, Channel.EMAIL)
    mobile_button = yield from _button(visit, form, Channel.MOBILE)
    mobile: list[Answer] = []

    def meanwhile() -> Iterator[Finding]:
        mobile.append((yield from _verify_mobile(visit, form, mobile_button)))

    done = yield from _verify_email(visit, form, email, meanwhile)
    visit.otp = after(mobile[0], lambda: done)


def verify_email(visit: Visit) -> Iterator[Finding]:
    """Step 4, on a page that asks for the e-mail only."""
    form = visit.sign_up_form()
    button = yield from _button(visit, form, Channel.EMAIL)
    visit.otp = yield from _verify_email(visit, form, button, lambda: iter(()))


def verify_mobile(visit: Visit) -> Iterator[Finding]:
    """Step 4, on a page that asks for the mobile only."""
    if not isinstance(visit.reached, Yes):
        for name in ("send", "box", "sent", "wrong-code", "verified"):
            yield f"step-4.mobile-{name}", after(visit.reached, lambda: visit.reached)
        return
    form = visit.sign_up_form()
    button = yield from _button(visit, form, Channel.MOBILE)
    email = visit.otp
    visit.otp = after((yield from _verify_mobile(visit, form, button)), lambda: email)


def _button(visit: Visit, form: SignUpForm, channel: Channel) -> Generator[Finding, None, Answer]:
    what = f"“Send OTP” for the {'e-mail' if channel is Channel.EMAIL else 'mobile'}"
    button = after(there(visit, Field(channel)), lambda: shown(form.send_button(channel), what))
    yield f"step-4.{channel}-send", button
    return button


def _verify_email(
    visit: Visit, form: SignUpForm, button: Answer, meanwhile: Callable[[], Iterator[Finding]]
) -> Generator[Finding, None, Answer]:
    ask = visit.door.ask
    sent = after(button, lambda: accepted(ask(Act.SEND_EMAIL_OTP), "The OTP is sent by e-mail"))
    box = after(sent, lambda: shown(form.code_box(Channel.EMAIL), "The box for the e-mail's OTP"))
    yield "step-4.email-box", box
    yield "step-4.resend-wait", after(box, lambda: shown(form.resend_wait(Channel.EMAIL), "The countdown"))
    got = after(sent, lambda: accepted(ask(Act.RECEIVE_EMAIL_OTP), "The OTP arrives by e-mail"))
    yield "step-4.email-sent", got if isinstance(sent, Yes) else sent
    yield from meanwhile()
    yield "step-4.resend", after(box, lambda: _resend(visit, form))
    ready = after(got, lambda: box)
    wrong = after(ready, lambda: refused(ask(Act.VERIFY_EMAIL_WRONGLY), "A wrong code"))
    yield "step-4.email-wrong-code", wrong
    done = after(ready, lambda: accepted(ask(Act.VERIFY_EMAIL_OTP), "The e-mail's code verifies the address"))
    done = also(done, lambda: shown(form.verified(Channel.EMAIL), "The mark “verified” by the e-mail"))
    yield "step-4.email-verified", done
    yield "step-4.exhausted", after(ready, lambda: _exhausted(visit))
    return done


def _verify_mobile(visit: Visit, form: SignUpForm, button: Answer) -> Generator[Finding, None, Answer]:
    ask = visit.door.ask
    sent = after(button, lambda: accepted(ask(Act.SEND_MOBILE_OTP), "The OTP is sent by SMS"))
    box = after(sent, lambda: shown(form.code_box(Channel.MOBILE), "The box for the mobile's OTP"))
    yield "step-4.mobile-box", box
    got = after(sent, lambda: accepted(ask(Act.RECEIVE_MOBILE_OTP), "The OTP arrives by SMS"))
    yield "step-4.mobile-sent", got if isinstance(sent, Yes) else sent
    ready = after(got, lambda: box)
    wrong = after(ready, lambda: refused(ask(Act.VERIFY_MOBILE_WRONGLY), "A wrong code"))
    yield "step-4.mobile-wrong-code", wrong
    done = after(ready, lambda: accepted(ask(Act.VERIFY_MOBILE_OTP), "The SMS's code verifies the number"))
    done = also(done, lambda: shown(form.verified(Channel.MOBILE), "The mark “verified” by the mobile"))
    yield "step-4.mobile-verified", done
    return done


def _resend(visit: Visit, form: SignUpForm) -> Answer:
    ask = visit.door.ask
    offer = shown(form.resend_offer(Channel.EMAIL), "“Resend OTP”")
    sent = also(offer, lambda: accepted(ask(Act.RESEND_EMAIL_OTP), "The OTP is sent again"))
    return also(sent, lambda: checks.same_code(ask(Act.RECEIVE_EMAIL_OTP)))


def _exhausted(visit: Visit) -> Answer:
    def look(form: SignUpForm) -> Answer:
        ask = visit.door.ask
        form.fill(Field.EMAIL, visit.official.other_email)
        ready = accepted(ask(Act.SEND_EMAIL_OTP), "The OTP is sent by e-mail")
        for _ in range(2):
            ready = after(ready, lambda: refused(ask(Act.VERIFY_EMAIL_WRONGLY), "A wrong code"))
        return after(ready, lambda: refused(ask(Act.VERIFY_EMAIL_OTP), "The right code after two wrong ones"))

    return with_person(visit, look)
