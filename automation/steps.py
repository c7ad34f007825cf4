"""One function a box of the flowchart: sees a form and a door, never a page of the browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from automation import checks
from automation.acts import Act, Door
from automation.checks import accepted, after, arrived, refused, shown
from automation.model import Answer, Finding, NoAnswer, StepFunction, UnreachedError, Yes
from automation.portal.form import (
    Accepted,
    Arrival,
    Branch,
    Carried,
    Channel,
    Declaration,
    Field,
    Help,
    NotThere,
    Opened,
    Organisation,
    Portal,
    Recognised,
    Rows,
    Seen,
    SignUpForm,
    Unseen,
)

COMMON_WORD = "education"
NO_SUCH_ORGANISATION = "Zzq Wholly Invented Office"


@dataclass(frozen=True, slots=True)
class Official:
    """A made-up official; nothing of a real one is ever in here."""

    name: str = "Asha Verma"
    email: str = "asha.verma@example.gov.in"
    other_email: str = "ravi.kumar@example.gov.in"
    private_email: str = "asha.verma@example.com"
    mobile: str = "9000000042"
    group: str = "B"


@dataclass(slots=True)
class Visit:
    """What one walk carries from box to box; `otp` is whether both channels came to be verified.

    `gaps` names the fields that are not there or cannot be filled, so that a form without them is not blamed again.
    """

    portal: Portal
    door: Door
    generation: str
    state: str = "Delhi"
    known: str = ""
    official: Official = field(default_factory=Official)
    landing: Arrival = NoAnswer("the first page was not opened")
    form: SignUpForm | None = None
    row: Organisation | None = None
    otp: Answer = NoAnswer("no OTP was verified")
    signed_up: Answer = NoAnswer("nobody could sign up")
    gaps: list[str] = field(default_factory=list)

    def sign_up_form(self) -> SignUpForm:
        """The form that step 2 recognised.

        Raises UnreachedError when there is none.
        """
        if self.form is None:
            message = "there was no form to look at (see step 2)"
            raise UnreachedError(message)
        return self.form


def functions(visit: Visit) -> Mapping[str, StepFunction]:
    """The step functions by the step ids of the flowchart, bound to one visit."""
    every = (visit_portal, register, particulars, verify, organisation, sign_up, profile)
    return {f"step-{number}": partial(function, visit) for number, function in enumerate(every, start=1)}


def visit_portal(visit: Visit) -> Iterator[Finding]:
    """Step 1: visit the portal."""
    visit.landing = visit.portal.open_landing()
    yield "step-1.address", checks.address(visit.landing)
    yield "step-1.landing", arrived(visit.landing, "The first page")
    yield "step-1.certificate", shown(visit.portal.certificate(), "A valid certificate")


def register(visit: Visit) -> Iterator[Finding]:
    """Step 2: the Register button leads to the form; Login exists."""
    portal = visit.portal
    landed = arrived(visit.landing, "The first page")
    yield "step-2.login-option", after(landed, lambda: shown(portal.login_link(), "“Login”"))
    yield "step-2.login-page", arrived(portal.look_at_login(), "The login page")
    button = after(landed, lambda: shown(portal.register_link(), "“Register”"))
    yield "step-2.register-button", button
    led = after(button, lambda: arrived(portal.follow_register(), "The sign-up page"))
    yield "step-2.register-leads", led
    opened = led if isinstance(led, Yes) else arrived(portal.open_sign_up(), "The sign-up page")
    if not isinstance(opened, Yes):
        reason = checks.after(opened, lambda: opened)
        yield "step-2.form", reason
        yield "step-2.hindi", reason
        return
    recognition = portal.recognise()
    yield "step-2.form", checks.recognised(recognition, visit.generation)
    if isinstance(recognition, Recognised):
        visit.form = recognition.form
        yield "step-2.hindi", checks.hindi(portal.look_at_hindi())


def particulars(visit: Visit) -> Iterator[Finding]:
    """Step 3: name, class, official e-mail and mobile; what each must refuse."""
    form, official = visit.sign_up_form(), visit.official
    yield "step-3.name", _field(visit, Field.NAME, "The name field")
    bad = {"an empty name": "", "a name with digits": "Asha 2", "a name of 33 letters": "A" * 33}
    yield "step-3.name-rule", _rule(visit, Field.NAME, official.name, bad, "Name")
    yield "step-3.class", _field(visit, Field.GROUP, "The list of classes")
    options = Unseen("on the form") if Field.GROUP in visit.gaps else form.options()
    chosen = _choose_group(form, options, official.group)
    if not chosen:
        visit.gaps.append(Field.GROUP)
    yield "step-3.class-options", checks.classes(options, chosen=chosen)
    yield "step-3.official-email", _field(visit, Field.EMAIL, "The e-mail field")
    bad = {"an empty address": "", "an address without a domain": "asha.verma@", "one without @": "asha.verma.gov.in"}
    yield "step-3.email-rule", _rule(visit, Field.EMAIL, official.email, bad, "E-mail")
    yield "step-3.email-help", shown(form.help_link(Help.DOMAIN), "“Request for help” by the e-mail field")
    yield "step-3.mobile", _field(visit, Field.MOBILE, "The mobile field")
    bad = {"an empty number": "", "a number of nine digits": official.mobile[:-1]}
    yield "step-3.mobile-rule", _rule(visit, Field.MOBILE, official.mobile, bad, "Mobile")
    yield "step-3.government-email", _government_email(visit)


def verify(visit: Visit) -> Iterator[Finding]:
    """Step 4: both channels can send and verify; the timer; wrong and exhausted codes."""
    form, ask = visit.sign_up_form(), visit.door.ask
    email = _there(visit, Field.EMAIL)
    email_button = after(email, lambda: shown(form.send_button(Channel.EMAIL), "“Send OTP” for the e-mail"))
    yield "step-4.email-send", email_button
    mobile = _there(visit, Field.MOBILE)
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
    email = after(email, lambda: shown(form.verified(Channel.EMAIL), "The mark “verified” by the e-mail"))
    yield "step-4.email-verified", email
    yield "step-4.exhausted", after(ready, lambda: _exhausted(visit))
    visit.otp = after(mobile, lambda: email)


def organisation(visit: Visit) -> Iterator[Finding]:
    """Step 5: Centre or State, the organisation list, and the request for help."""
    form = visit.sign_up_form()
    choice = _field(visit, Field.BRANCH, "The choice of Centre or State")
    yield "step-5.centre-state", after(choice, lambda: shown(form.choose_branch(Branch.STATE), "State"))
    common = form.search(COMMON_WORD)
    yield "step-5.dropdown", checks.searched(common)
    yield "step-5.all-shown", checks.all_shown(common)
    mine = form.search(visit.state)
    yield "step-5.delhi", checks.under_state(mine, visit.state)
    nothing = form.search(NO_SUCH_ORGANISATION)
    yield "step-5.no-match", checks.no_match(nothing, form.no_match_help)
    link = shown(form.help_link(Help.ORGANISATION), "“Request for help” by the organisation list")
    yield "step-5.help-link", link
    yield from _request_for_help(visit, form, link)
    form = visit.sign_up_form()
    yield "step-5.known", _pick_known(visit, form, mine)


def sign_up(visit: Visit) -> Iterator[Finding]:
    """Step 6: Sign up is closed until everything is there, and opens then."""
    form = visit.sign_up_form()
    yield "step-6.button", shown(form.submit_label(), "“Sign up”")
    yield from _closed_without_otp(visit)
    boxes = [form.declare(which, on=True) for which in Declaration]
    worst = next((box for box in boxes if not isinstance(box, Seen)), boxes[0])
    visit.gaps += [which for which, box in zip(Declaration, boxes, strict=True) if not isinstance(box, Seen)]
    yield "step-6.declarations", shown(worst, "The declaration")
    complete = after(visit.otp, lambda: Yes("verified"))
    yield "step-6.closed-without-organisation", after(complete, lambda: _closed_without_organisation(visit, form))
    yield "step-6.closed-without-terms", after(complete, lambda: _closed_without_terms(form))
    opened = after(complete, lambda: checks.opens(form.submit_state(), visit.gaps))
    yield "step-6.opens", opened
    done = after(opened, lambda: accepted(visit.door.ask(Act.SIGN_UP), "Sign up is accepted"))
    visit.signed_up = after(done, lambda: done)
    confirmed = after(done, lambda: shown(form.success(), "The confirmation"))
    yield "step-6.success", confirmed if isinstance(done, Yes) else done


def profile(visit: Visit) -> Iterator[Finding]:
    """Step 7: the mailed link sets a password that obeys the policy, the profile is completed, Login works."""
    portal, ask = visit.portal, visit.door.ask
    absent = visit.door.absent()
    ready = absent or visit.signed_up
    mail = after(ready, lambda: accepted(ask(Act.RECEIVE_WELCOME_MAIL), "The activation mail arrives"))
    yield "step-7.mail", mail
    link = after(mail, lambda: accepted(ask(Act.OPEN_MAILED_LINK), "The mail's link is opened"))
    link = after(link, lambda: arrived(portal.password_page(), "The page that sets a password"))
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


def _field(visit: Visit, which: Field, what: str) -> Answer:
    """Whether a field is there; one that is not is a gap of the whole visit."""
    sight = visit.sign_up_form().sees(which)
    if isinstance(sight, Unseen):
        visit.gaps.append(which)
    return shown(sight, what)


def _rule(visit: Visit, which: Field, good: str, bad: Mapping[str, str], what: str) -> Answer:
    """Try the bad values first, so that the good one stays in the field."""
    if which in visit.gaps:
        return NoAnswer(f"{what} is not on the page, so its rule cannot be tried")
    form = visit.sign_up_form()
    tried = {name: form.fill(which, value) for name, value in bad.items()}
    return checks.rule(form.fill(which, good), tried, what)


def _choose_group(form: SignUpForm, options: tuple[str, ...] | NoAnswer | Unseen, letter: str) -> bool:
    """Choose the class with this letter, else the first; whether it then shows as chosen."""
    if not isinstance(options, tuple) or not options:
        return False
    wanted = [option for option in options if re.search(rf"\b{letter}\W*$", option, re.IGNORECASE)]
    return isinstance(form.choose_group((wanted or list(options))[0]), Accepted)


def _on_another_form(visit: Visit, look: Callable[[SignUpForm], Answer]) -> Answer:
    with visit.portal.another() as recognition:
        if isinstance(recognition, Recognised):
            return look(recognition.form)
        return recognition if isinstance(recognition, NoAnswer) else NoAnswer("a second form did not open")


def _government_email(visit: Visit) -> Answer:
    def look(form: SignUpForm) -> Answer:
        form.fill(Field.EMAIL, visit.official.private_email)
        return refused(visit.door.ask(Act.SEND_EMAIL_OTP), "An address outside the approved domains")

    return _with_person(visit, look)


def _exhausted(visit: Visit) -> Answer:
    def look(form: SignUpForm) -> Answer:
        ask = visit.door.ask
        form.fill(Field.EMAIL, visit.official.other_email)
        ready = accepted(ask(Act.SEND_EMAIL_OTP), "The OTP is sent by e-mail")
        for _ in range(2):
            ready = after(ready, lambda: refused(ask(Act.VERIFY_EMAIL_WRONGLY), "A wrong code"))
        return after(ready, lambda: refused(ask(Act.VERIFY_EMAIL_OTP), "The right code after two wrong ones"))

    return _with_person(visit, look)


def _with_person(visit: Visit, look: Callable[[SignUpForm], Answer]) -> Answer:
    """A second window is opened only where somebody is there to use it."""
    absent = visit.door.absent()
    return absent or after(_there(visit, Field.EMAIL), lambda: _on_another_form(visit, look))


def _there(visit: Visit, which: Field) -> Answer:
    return NoAnswer(f"there is no {which} field") if which in visit.gaps else Yes("there")


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
    done = after(done, lambda: shown(form.verified(Channel.MOBILE), "The mark “verified” by the mobile"))
    yield "step-4.mobile-verified", done
    return done


def _resend(visit: Visit, form: SignUpForm) -> Answer:
    ask = visit.door.ask
    offer = shown(form.resend_offer(Channel.EMAIL), "“Resend OTP”")
    sent = after(offer, lambda: accepted(ask(Act.RESEND_EMAIL_OTP), "The OTP is sent again"))
    return after(sent, lambda: checks.same_code(ask(Act.RECEIVE_EMAIL_OTP)))


def _request_for_help(visit: Visit, form: SignUpForm, link: Answer) -> Iterator[Finding]:
    reason = after(link, lambda: NoAnswer("the request page does not open"))
    page: Carried | NotThere | NoAnswer = NoAnswer(getattr(reason, "why", "not reached"))
    typed = {"name": form.value(Field.NAME), "email": form.value(Field.EMAIL), "mobile": form.value(Field.MOBILE)}
    if not isinstance(link, NoAnswer) and isinstance(form.help_link(Help.ORGANISATION), Seen):
        page = form.open_help(Help.ORGANISATION)
    yield "step-5.help-opens", checks.carried(page, typed)
    yield "step-5.help-box", checks.request_box(page)
    if isinstance(page, Carried):
        yield "step-5.help-back", _go_back(visit, form, typed)
        return
    yield "step-5.help-back", NoAnswer("the request page does not open")
    if isinstance(page, NotThere):
        _start_again(visit)


def _go_back(visit: Visit, form: SignUpForm, typed: Mapping[str, str]) -> Answer:
    back = form.leave_help()
    if not isinstance(back, Opened):
        _start_again(visit)
        return arrived(back, "The form")
    recognition = visit.portal.recognise()
    if not isinstance(recognition, Recognised):
        _start_again(visit)
        return NoAnswer("the form did not come back in a known shape")
    visit.form = form = recognition.form
    lost = [key for key, which in _TYPED.items() if typed[key] and form.value(which) != typed[key]]
    _choose_again(visit, form)
    if lost:
        _fill(visit, form)
        return checks.No(f"Back on the form, {', '.join(lost)} {'is' if len(lost) == 1 else 'are'} lost.")
    return Yes("The form comes back with name, e-mail and mobile.")


_TYPED = {"name": Field.NAME, "email": Field.EMAIL, "mobile": Field.MOBILE}


def _start_again(visit: Visit) -> None:
    """Open a fresh form after the old one was lost; what was verified on it is lost with it."""
    if isinstance(visit.otp, Yes):
        visit.otp = NoAnswer("the form, and with it both verifications, was lost on the way to the request page")
    visit.form = None
    if isinstance(visit.portal.open_sign_up(), Opened):
        recognition = visit.portal.recognise()
        if isinstance(recognition, Recognised):
            visit.form = recognition.form
            _fill(visit, recognition.form)


def _fill(visit: Visit, form: SignUpForm) -> None:
    """Fill a form completely, but for its gaps."""
    official = visit.official
    for which, value in {Field.NAME: official.name, Field.EMAIL: official.email, Field.MOBILE: official.mobile}.items():
        if which not in visit.gaps:
            form.fill(which, value)
    _choose_again(visit, form)


def _choose_again(visit: Visit, form: SignUpForm) -> None:
    """Choose class and branch, which a fresh form has forgotten."""
    if Field.GROUP not in visit.gaps:
        _choose_group(form, form.options(), visit.official.group)
    if Field.BRANCH not in visit.gaps:
        form.choose_branch(Branch.STATE)


def _pick_known(visit: Visit, form: SignUpForm, mine: object) -> Answer:
    held = mine.held if isinstance(mine, Rows) else ()
    row = _plain_row(held, visit.state, visit.known)
    if row is None:
        return NoAnswer(f"no organisation of {visit.state} was found that could be picked")
    found = form.search(row.name)
    if not isinstance(found, Rows):
        return found if isinstance(found, NoAnswer) else NoAnswer("the search does nothing")
    same = [each for each in found.held if each == row]
    if not same:
        return checks.No(f"“{row.name}” was found by “{visit.state}”, but not by its own name.")
    picked = shown(form.pick(row), f"The picked organisation “{row.name}”")
    visit.row = row if isinstance(picked, Yes) else None
    if not isinstance(picked, Yes):
        visit.gaps.append(Field.ORGANISATION)
    return picked


def _plain_row(rows: tuple[Organisation, ...], state: str, known: str) -> Organisation | None:
    """The configured organisation, or the first whose name is safe as a search text (FACTS §1.3: a regex, a substring)."""
    plain = [
        row for row in rows if re.fullmatch(r"[A-Za-z]+( [A-Za-z]+)+", row.name) and state.lower() in row.top.lower()
    ]
    return next((row for row in plain if row.name == known), plain[0] if plain else None)


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
        _fill(visit, form)
        if visit.row is not None and isinstance(form.search(visit.row.name), Rows):
            form.pick(visit.row)
        for which in Declaration:
            form.declare(which, on=True)
        yield "step-6.closed-without-otp", checks.closed(form.submit_state(), "while no OTP is verified")


def _closed_without_organisation(visit: Visit, form: SignUpForm) -> Answer:
    if visit.row is None:
        return NoAnswer("no organisation could be picked, so the form cannot be completed")
    form.unpick()
    form.fill(Field.ORGANISATION, visit.row.name)
    answer = checks.closed(form.submit_state(), "while an organisation is typed but not selected")
    form.search(visit.row.name)
    again = form.pick(visit.row)
    return answer if isinstance(again, Seen) else NoAnswer("the organisation could not be picked a second time")


def _closed_without_terms(form: SignUpForm) -> Answer:
    off = form.declare(Declaration.TERMS, on=False)
    if not isinstance(off, Seen):
        return NoAnswer("the box for the terms is not on the page")
    answer = checks.closed(form.submit_state(), "while the terms are not agreed to")
    form.declare(Declaration.TERMS, on=True)
    return answer


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
    return checks.No(f"A good password is refused (“{refusal.text}”).") if isinstance(refusal, Seen) else done


def _complete_profile(visit: Visit) -> Answer:
    page = arrived(visit.portal.profile_page(), "The page that completes the profile")
    saved = after(page, lambda: accepted(visit.door.ask(Act.COMPLETE_PROFILE), "The profile is saved"))
    return after(saved, lambda: arrived(visit.portal.home_page(), "The portal's own page"))


def _log_in(visit: Visit) -> Answer:
    page = arrived(visit.portal.leave_session(), "The login page")
    done = after(page, lambda: accepted(visit.door.ask(Act.LOG_IN), "The login is accepted"))
    return after(done, lambda: arrived(visit.portal.home_page(), "The portal's own page"))
