"""Boxes 6 and 7 of the flowchart: Sign up, and what comes after it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from automation import checks
from automation.acts import Act
from automation.checks import accepted, after, also, arrived, shown
from automation.model import Answer, Finding, No, NoAnswer, Yes
from automation.portal.facts import Declaration, Field, Opened, Rows, Seen
from automation.portal.form import Recognised, SignUpForm
from automation.steps.visit import Visit, fill, find

if TYPE_CHECKING:
    from collections.abc import Iterator


def sign_up(visit: Visit) -> Iterator[Finding]:
    """Step 6: Sign up is closed until everything is there, and opens then."""
    form, paged = visit.sign_up_form(), len(visit.sign_up_form().pages) > 1
    if not isinstance(visit.reached, Yes):
        yield from _closed_without_otp(visit)
        for name in ("button", "declarations", "closed-without-terms", "opens", "success"):
            yield f"step-6.{name}", after(visit.reached, lambda: visit.reached)
        return
    yield "step-6.button", shown(form.submit_label(), "“Sign up”")
    yield from _closed_without_otp(visit)
    boxes = [form.declare(which, on=True) for which in Declaration]
    worst = next((box for box in boxes if not isinstance(box, Seen)), boxes[0])
    visit.gaps += [which for which, box in zip(Declaration, boxes, strict=True) if not isinstance(box, Seen)]
    yield "step-6.declarations", shown(worst, "The declaration")
    complete = after(visit.otp, lambda: Yes("verified"))
    if not paged:
        yield "step-6.closed-without-organisation", after(complete, lambda: _closed_without_organisation(visit, form))
    yield "step-6.closed-without-terms", after(complete, lambda: _closed_without_terms(form))
    opened = after(complete, lambda: checks.opens(form.submit_state(patient=True), visit.gaps))
    yield "step-6.opens", opened
    done = after(opened, lambda: accepted(visit.door.ask(Act.SIGN_UP), "Sign up is accepted"))
    visit.signed_up = after(done, lambda: done)
    yield "step-6.success", also(done, lambda: shown(form.success(), "The confirmation"))


def _closed_without_otp(visit: Visit) -> Iterator[Finding]:
    """Look at a second form, so that what is verified on the first one stays."""
    with visit.portal.another() as recognition:
        if not isinstance(recognition, Recognised):
            reason = recognition if isinstance(recognition, NoAnswer) else NoAnswer("a second form did not open")
            yield "step-6.closed-empty", reason
            yield "step-6.closed-without-otp", reason
            return
        form = recognition.form
        yield "step-6.closed-empty", checks.closed(form.submit_state(), "on an empty form")
        fill(visit, form)
        if visit.row is not None and isinstance(find(visit, form, visit.row), Rows):
            form.pick(visit.row)
        for which in Declaration if form.here() == form.pages[-1] else ():
            form.declare(which, on=True)
        yield "step-6.closed-without-otp", checks.closed(form.submit_state(), "while no OTP is verified")


def closed_without_organisation(visit: Visit) -> Iterator[Finding]:
    """Step 6, on a form in pages: with all but an organisation, the way to Sign up is closed."""
    form = visit.sign_up_form()
    yield (
        "step-6.closed-without-organisation",
        after(visit.otp, lambda: checks.closed(form.submit_state(), "while no organisation is selected")),
    )


def _closed_without_organisation(visit: Visit, form: SignUpForm) -> Answer:
    if visit.row is None:
        return NoAnswer("no organisation could be picked, so the form cannot be completed")
    form.unpick()
    form.fill(Field.ORGANISATION, visit.row.name)
    answer = checks.closed(form.submit_state(), "while an organisation is typed but not selected")
    form.search(visit.row.name)
    if isinstance(form.pick(visit.row), Seen):
        return answer
    visit.gaps.append(Field.ORGANISATION)
    return NoAnswer("the organisation could not be picked a second time")


def _closed_without_terms(form: SignUpForm) -> Answer:
    off = form.declare(Declaration.TERMS, on=False)
    if not isinstance(off, Seen):
        return NoAnswer("the box for the terms is not on the page")
    answer = checks.closed(form.submit_state(), "while the terms are not agreed to")
    form.declare(Declaration.TERMS, on=True)
    return answer


def profile(visit: Visit) -> Iterator[Finding]:
    """Step 7: the mailed link sets a password that obeys the policy, the profile is completed, Login works."""
    portal, ask = visit.portal, visit.door.ask
    absent = visit.door.absent()
    ready = absent or visit.signed_up
    mail = after(ready, lambda: accepted(ask(Act.RECEIVE_WELCOME_MAIL), "The activation mail arrives"))
    yield "step-7.mail", mail
    link = after(mail, lambda: accepted(ask(Act.OPEN_MAILED_LINK), "The mail's link is opened"))
    link = also(link, lambda: arrived(portal.password_page(), "The page that sets a password"))
    yield "step-7.link", link
    tries = {
        "step-7.password-rule": (Act.SET_WEAK_PASSWORD, "A weak password"),
        "step-7.password-match": (Act.SET_UNEQUAL_PASSWORDS, "A pair of different passwords"),
    }
    for name, (act, what) in tries.items():
        yield name, after(link, partial(_try_password, visit, act, what))
    done = after(link, lambda: _set_password(visit))
    yield "step-7.password-set", done
    yield "step-7.profile", after(done, lambda: _complete_profile(visit))
    yield "step-7.login", after(done, lambda: _log_in(visit))


def _try_password(visit: Visit, act: Act, what: str) -> Answer:
    page = visit.portal.password_page()
    if not isinstance(page, Opened):
        return NoAnswer("the page that sets a password is no longer there")
    return checks.password_refused(visit.door.ask(act), visit.portal.password_refusal, what)


def _set_password(visit: Visit) -> Answer:
    if not isinstance(visit.portal.password_page(), Opened):
        return NoAnswer("the page that sets a password is no longer there")
    done = accepted(visit.door.ask(Act.SET_PASSWORD), "The password is set")
    refusal = visit.portal.password_refusal() if isinstance(done, Yes) else None
    return No(f"A good password is refused (“{refusal.text}”).") if isinstance(refusal, Seen) else done


def _complete_profile(visit: Visit) -> Answer:
    page = arrived(visit.portal.profile_page(), "The page that completes the profile")
    saved = also(page, lambda: accepted(visit.door.ask(Act.COMPLETE_PROFILE), "The profile is saved"))
    return also(saved, lambda: arrived(visit.portal.home_page(), "The portal's own page"))


def _log_in(visit: Visit) -> Answer:
    page = arrived(visit.portal.leave_session(), "The login page")
    done = also(page, lambda: accepted(visit.door.ask(Act.LOG_IN), "The login is accepted"))
    return also(done, lambda: arrived(visit.portal.home_page(), "The portal's own page"))
