"""Boxes 6 and 7 of the flowchart: Sign up, and what comes after it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from automation import checks
from automation.acts import Act, Done, Extra
from automation.checks import SPOKEN, accepted, also, arrived, shown
from automation.model import Answer, Differs, Flaw, NeedsPerson, No, NoAnswer, Yes, foreign
from automation.portal.facts import Channel, Declaration, Field, Opened, Otherwise, Rows, Seen, Sight, Unseen
from automation.portal.form import FixedForm, SignUpForm
from automation.steps.visit import NEXT_PAGE, Verb, Visit, fill, find, on_another_form, well

if TYPE_CHECKING:
    from collections.abc import Callable


_THERE = ("step-2.form-there",)
_COMPLETE = ("step-3.name-taken", "step-3.class-chosen", "step-6.verified", "step-5.known", "step-6.declarations")
"""All that Sign up waits for: where one is missing, that it is closed says nothing of another."""
_BUT_THE_OTPS = (
    *("step-3.name-taken", "step-3.class-chosen", "step-3.email-taken", "step-3.mobile-taken"),
    *("step-5.known", "step-6.declarations"),
)
_LAST_PAGE_BUT_THE_OTP = ("step-3.name-taken", "step-3.class-chosen", "step-3.mobile-taken", "step-6.declarations")
_FIRST_PAGE_BUT_THE_OTP = ("step-3.email-taken", "step-5.known")
"""The same of a form in pages, where the way to Sign up opens with the e-mail verified and an organisation picked."""

_LEFT_OUT = {
    Declaration.CONFIRM: "while the particulars are not confirmed",
    Declaration.TERMS: "while the terms are not agreed to",
}


def _button(visit: Visit) -> Answer:
    """The button; on a form of several pages also what leads to it, which is looked at before the page is turned."""
    form = visit.sign_up_form()

    def look() -> Answer:
        return shown(visit.sign_up_form().submit_label(), "“Sign up”")

    if not visit.paged:
        return look()
    leads = shown(visit.turner or form.turner(), "“Next”, the only way to “Sign up”,")
    if not well(leads):
        return leads
    found = look() if form.here() == form.pages[-1] else visit.also(NEXT_PAGE, look)
    return leads if isinstance(leads, Differs) and not isinstance(found, No) else found


def _declarations(visit: Visit) -> Answer:
    form = visit.sign_up_form()
    boxes = [form.declare(which, on=True) for which in Declaration]
    box = next((box for box in boxes if not isinstance(box, Seen | Otherwise)), Seen())
    one = next((box.instead for box in boxes if isinstance(box, Otherwise)), "")
    found = also(shown(box, "The declaration"), lambda: checks.unticked(visit.ticked))
    return Differs(f"{one[0].upper()}{one[1:]}.") if one and isinstance(found, Yes) else found


def _another(visit: Visit, number: int) -> Answer:
    """What a second form says while it is empty (0), and while no OTP is verified (1): the first one stays as it is."""
    if not visit.second:
        visit.answer("step-5.known")  # the organisation that the second form is filled with
        found = on_another_form(visit, lambda form: _closed(visit, form))
        visit.second = (found, found) if isinstance(found, NoAnswer) else found
    return visit.second[number]


def _closed(visit: Visit, form: SignUpForm) -> tuple[Answer, Answer]:
    empty = checks.closed(form.submit_state(), "on an empty form")
    fill(visit, form)
    boxes = [form.declare(which, on=True) for which in Declaration if form.here() == form.pages[-1]]
    complete = all(isinstance(each, Seen | Otherwise) for each in (*boxes, _picked(visit, form)))
    without = checks.closed(form.submit_state(), "while no OTP is verified")
    return empty, without if complete or not well(without) else NoAnswer("a second form could not be completed")


def _picked(visit: Visit, form: SignUpForm) -> Sight:
    """The organisation that the first form took, or what it asks for in its place."""
    if isinstance(form, FixedForm):
        return form.choose_post(visit.official.designation)
    if visit.row is None or not isinstance(find(visit, form, visit.row), Rows):
        return Unseen("in the list")
    return form.pick(visit.row)


def _closed_without_otp(visit: Visit) -> Answer:
    """One that is open is so whatever else is missing; that it is closed says something only of a complete form."""
    found = _another(visit, 1)
    needs = _FIRST_PAGE_BUT_THE_OTP if visit.paged else _BUT_THE_OTPS
    first = visit.after(*needs, then=lambda: found) if well(found) else found
    return also(first, lambda: (_closed_on_the_last_page if visit.paged else _closed_without_one_otp)(visit, first))


def _closed_without_one_otp(visit: Visit, first: Answer) -> Answer:
    """Where one of the two is verified and nothing else is left, Sign up waits for the other.

    Asked by itself it has the one verified that a whole walk verifies first.
    """
    verified = {channel: f"step-4.{channel}-verified" for channel in Channel}
    if not visit.answers.keys() & {*verified.values()}:
        visit.answer(verified[Channel.MOBILE if visit.waits else Channel.EMAIL])
    left = [channel for channel, name in verified.items() if not well(visit.answers.get(name))]
    if len(left) != 1:
        return first
    words = f"while the {SPOKEN[left[0]]} is not verified"
    return visit.after(*_BUT_THE_OTPS, then=lambda: checks.closed(visit.sign_up_form().submit_state(), words))


def _closed_on_the_last_page(visit: Visit, first: Answer) -> Answer:
    """On the last of several pages Sign up waits for the mobile's OTP; nobody comes there without the e-mail's."""
    if "step-4.mobile-verified" in visit.answers or isinstance(visit.answer(NEXT_PAGE), NeedsPerson):
        return first
    mobile = "while the mobile number is not verified"
    return visit.after(
        *(NEXT_PAGE, *_LAST_PAGE_BUT_THE_OTP),
        then=lambda: checks.closed(visit.sign_up_form().submit_state(), mobile),
    )


def _verified(visit: Visit) -> Answer:
    return NoAnswer(visit.lost) if visit.lost else Yes("Both are verified.")


def _closed_without_organisation(visit: Visit) -> Answer:
    """On a form in pages, the way to Sign up is asked for before an organisation is picked."""
    form = visit.sign_up_form()
    if visit.paged:
        return visit.after(
            "step-4.email-verified",
            then=lambda: checks.closed(form.submit_state(), "while no organisation is selected"),
        )
    return visit.after(*_COMPLETE, then=lambda: _unpicked(visit, form))


def _unpicked(visit: Visit, form: SignUpForm) -> Answer:
    row = visit.row
    if isinstance(form, FixedForm):
        return Differs("The organisation cannot be left out: the office's own link fixes it.")
    if row is None:
        return NoAnswer("no organisation could be picked, so the form cannot be completed")
    form.unpick()
    form.fill(Field.ORGANISATION, row.name)
    answer = checks.closed(form.submit_state(), "while an organisation is typed but not selected")
    form.search(row.typed)
    if isinstance(form.pick(row), Seen):
        return answer
    visit.lost = "the organisation could not be picked a second time"
    return NoAnswer(visit.lost)


def _closed_without_terms(visit: Visit) -> Answer:
    """Each of the two boxes by itself: one that the button does not wait for hides behind the other."""
    found = [_closed_without(visit.sign_up_form(), which, words) for which, words in _LEFT_OUT.items()]
    return next((each for each in found if not isinstance(each, Yes)), found[-1])


def _closed_without(form: SignUpForm, which: Declaration, words: str) -> Answer:
    cleared = form.declare(which, on=False)
    if isinstance(cleared, Otherwise):
        return Yes(f"This form asks for no such box: {cleared.instead}.")
    if not isinstance(cleared, Seen):
        return NoAnswer(f"a box is not on the page, so that Sign up cannot be looked at {words}")
    answer = checks.closed(form.submit_state(), words)
    form.declare(which, on=True)
    return answer


def _opens(visit: Visit) -> Answer:
    return NoAnswer(visit.lost) if visit.lost else checks.opens(visit.sign_up_form().submit_state(patient=True))


def _link(visit: Visit) -> Answer:
    opened = accepted(visit.ask(Act.OPEN_MAILED_LINK), "The mail's link is opened")
    return also(opened, lambda: arrived(visit.portal.password_page(), "The page that sets a password"))


def _on_password_page(visit: Visit, then: Callable[[], Answer]) -> Answer:
    if isinstance(visit.portal.password_page(), Opened):
        return then()
    return NoAnswer("the page that sets a password is no longer there")


def _try_password(visit: Visit, act: Act, what: str) -> Answer:
    portal = visit.portal
    return _on_password_page(visit, lambda: checks.password_refused(visit.ask(act), portal.password_refusal, what))


def _set_password(visit: Visit) -> Answer:
    portal = visit.portal
    return _on_password_page(visit, lambda: checks.password_taken(visit.ask(Act.SET_PASSWORD), portal.password_refusal))


def _complete_profile(visit: Visit) -> Answer:
    page = arrived(visit.portal.profile_page(), "The page that completes the profile")
    saved = also(page, lambda: accepted(visit.ask(Act.COMPLETE_PROFILE), "The profile is saved"))
    return also(saved, lambda: arrived(visit.portal.home_page(), "The portal's own page"))


def _registered(visit: Visit) -> Answer:
    """A person may still correct what stands on the form, so that it is read before and afterwards."""
    form, office = visit.sign_up_form(), _office(visit)
    before = _written(form)
    with visit.portal.registering() as sent:
        answer = accepted(visit.ask(Act.SIGN_UP), "Sign up is accepted")
    after = _written(form)
    texts = {name: {text, after.get(name, text)} for name, text in before.items()}
    visit.registered = checks.sent_as_entered(texts | office, sent)
    return answer


def _written(form: SignUpForm) -> dict[str, str]:
    """What stands on the page of the form that is showing, by what a registration calls it."""
    fields = {"firstName": Field.NAME, "email": Field.EMAIL, "phone": Field.MOBILE, "group": Field.GROUP}
    texts = {name: form.value(which) for name, which in fields.items() if which in form.here()}
    return {name: text for name, text in texts.items() if text}


def _office(visit: Visit) -> dict[str, set[str]]:
    """What the organisation is called and numbered, as far as that is known."""
    form, row = visit.sign_up_form(), visit.row
    if isinstance(form, FixedForm):
        named = form.organisation()
        return {"orgName": {named.text}} if isinstance(named, Seen) else {}
    if row is None or row.is_none:
        return {}
    ways = {"orgName": {row.name, row.original} - {""}, "mapId": {row.map_id} - {""}}
    return {name: some for name, some in ways.items() if some}


def _confirmed(visit: Visit) -> Answer:
    """A page that asks twice has its second request kept back by the gate, and may wait for that one's answer."""
    found = also(visit.registered, lambda: shown(visit.sign_up_form().success(), "The confirmation"))
    first = visit.answers["step-6.registered"]
    return first if isinstance(first, Differs) and well(visit.registered) and not well(found) else found


def _log_in(visit: Visit) -> Answer:
    page = arrived(visit.portal.leave_session(), "The login page")
    if isinstance(page, No):
        return No(page.seen, Flaw.NO_PAGE)
    done = also(page, lambda: accepted(visit.ask(Act.LOG_IN), "The login is accepted"))
    return also(done, lambda: _led_on(visit))


def _led_on(visit: Visit) -> Answer:
    """Behind the login stands the profile, for as long as it is to be completed, or the portal's own page (§3.6).

    Where the login page stays, what it says is the portal's answer.
    """
    refusal = visit.portal.login_refusal()
    if isinstance(refusal, Seen):
        done = visit.outcomes.get(Act.LOG_IN)
        visit.outcomes |= {Act.LOG_IN: replace(done, message=refusal.text)} if isinstance(done, Done) else {}
        return No(f"The login refuses it: “{foreign(refusal.text)}”.")
    complete = well(visit.answers.get("step-7.profile"))
    if not complete and isinstance(visit.portal.profile_page(), Opened):
        return Yes("The login leads on to the profile.")
    return arrived(visit.portal.home_page(), "The portal's own page")


VERBS = {
    "step-6.button": Verb(_button, _THERE),
    "step-6.closed-empty": Verb(partial(_another, number=0), _THERE),
    "step-6.closed-without-otp": Verb(_closed_without_otp, _THERE),
    "step-6.declarations": Verb(_declarations, _THERE, last=True),
    "step-6.verified": Verb(_verified, ("step-4.mobile-verified", "step-4.email-verified")),
    "step-6.closed-without-organisation": Verb(_closed_without_organisation, _THERE),
    "step-6.closed-without-terms": Verb(_closed_without_terms, _COMPLETE, last=True),
    "step-6.opens": Verb(_opens, (*_THERE, *_COMPLETE), last=True),
    "step-6.registered": Verb(_registered, ("step-6.opens",), extra=Extra.REGISTER),
    "step-6.success": Verb(lambda visit: visit.also("step-6.registered", lambda: _confirmed(visit))),
    "step-7.mail": Verb(
        lambda visit: accepted(visit.ask(Act.RECEIVE_WELCOME_MAIL), "The activation mail arrives"),
        ("step-6.registered",),
        extra=Extra.REGISTER,
    ),
    "step-7.link": Verb(_link, ("step-7.mail",)),
    "step-7.password-rule": Verb(
        partial(_try_password, act=Act.SET_WEAK_PASSWORD, what="A weak password"), ("step-7.link",)
    ),
    "step-7.password-match": Verb(
        partial(_try_password, act=Act.SET_UNEQUAL_PASSWORDS, what="A pair of different passwords"), ("step-7.link",)
    ),
    "step-7.password-set": Verb(_set_password, ("step-7.link",)),
    "step-7.profile": Verb(_complete_profile, ("step-7.password-set",)),
    "step-7.login": Verb(_log_in, ("step-7.password-set",)),
}
