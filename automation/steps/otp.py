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
    from collections.abc import Generator, Iterator

    from automation.portal.form import SignUpForm


def verify(visit: Visit) -> Iterator[Finding]:
    """Step 4: both channels can send and verify; the timer; wrong and exhausted codes."""
    form, ask = visit.sign_up_form(), visit.door.ask
    email = there(visit, Field.EMAIL)
    email_button = after(email, lambda: shown(form.send_button(Channel.EMAIL), "“Send OTP” for the e-mail"))
    yield "step-4.email-send", email_button
    mobile = there(visit, Field.MOBILE)
    mobile_button = after(mobile, lambda: shown(form.send_button(Channel.MOBILE), "“Send OTP” for the mobile"))
    yield "step-4.mobile-send", mobile_button
    sent = after(email_button, lambda: accepted(ask(Act.SEND_EMAIL_OTP), "The OTP is sent by e-mail"))
    box = after(sent, lambda: shown(form.code_box(Channel.EMAIL), "The box for the e-mail's OTP"))
    yield "step-4.email-box", box
    yield "step-4.resend-wait", after(box, lambda: shown(form.resend_wait(Channel.EMAIL), "The countdown"))
    got = after(sent, lambda: accepted(ask(Act.RECEIVE_EMAIL_OTP), "The OTP arrives by e-mail"))
    yield "step-4.email-sent", got if isinstance(sent, Yes) else sent
    mobile = yield from _verify_mobile(visit, form, mobile_button)
    yield "step-4.resend", after(box, lambda: _resend(visit, form))
    ready = after(got, lambda: box)
    wrong = after(ready, lambda: refused(ask(Act.VERIFY_EMAIL_WRONGLY), "A wrong code"))
    yield "step-4.email-wrong-code", wrong
    email = after(ready, lambda: accepted(ask(Act.VERIFY_EMAIL_OTP), "The e-mail's code verifies the address"))
    email = also(email, lambda: shown(form.verified(Channel.EMAIL), "The mark “verified” by the e-mail"))
    yield "step-4.email-verified", email
    yield "step-4.exhausted", after(ready, lambda: _exhausted(visit))
    visit.otp = after(mobile, lambda: email)


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
