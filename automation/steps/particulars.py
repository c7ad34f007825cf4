"""Box 3 of the flowchart: name, class, official e-mail and mobile; what each must refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation import checks
from automation.acts import Act
from automation.checks import after, refused, shown
from automation.model import Answer, Finding, NoAnswer, Yes
from automation.portal.facts import Field, Help, Unseen
from automation.steps.visit import Visit, choose_group, field_there, reach, with_person

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from automation.portal.form import SignUpForm


_CHECKS = {
    Field.NAME: ("step-3.name", "step-3.name-rule"),
    Field.GROUP: ("step-3.class", "step-3.class-options"),
    Field.EMAIL: ("step-3.official-email", "step-3.email-rule", "step-3.email-help", "step-3.government-email"),
    Field.MOBILE: ("step-3.mobile", "step-3.mobile-rule"),
}


def particulars(visit: Visit, fields: frozenset[Field]) -> Iterator[Finding]:
    """Step 3: those of name, class, official e-mail and mobile that stand on one page; what each must refuse."""
    reached = reach(visit, fields)
    if not isinstance(reached, Yes):
        for number, name in enumerate(check for field, own in _CHECKS.items() if field in fields for check in own):
            yield name, after(reached, lambda: reached) if number else reached
        return
    parts = {Field.NAME: _name, Field.GROUP: _class, Field.EMAIL: _email, Field.MOBILE: _mobile}
    for field, part in parts.items():
        if field in fields:
            yield from part(visit, visit.sign_up_form())
    if Field.EMAIL in fields:
        yield "step-3.government-email", _government_email(visit)


def _name(visit: Visit, _form: SignUpForm) -> Iterator[Finding]:
    yield "step-3.name", field_there(visit, Field.NAME, "The name field")
    bad = {"an empty name": "", "a name with digits": "Asha 2", "a name of 33 letters": "A" * 33}
    yield "step-3.name-rule", _rule(visit, Field.NAME, visit.official.name, bad, "Name")


def _class(visit: Visit, form: SignUpForm) -> Iterator[Finding]:
    yield "step-3.class", field_there(visit, Field.GROUP, "The list of classes")
    options = Unseen("on the form") if Field.GROUP in visit.gaps else form.options()
    chosen = choose_group(form, options, visit.official.group)
    if not chosen:
        visit.gaps.append(Field.GROUP)
    yield "step-3.class-options", checks.classes(options, chosen=chosen)


def _email(visit: Visit, form: SignUpForm) -> Iterator[Finding]:
    yield "step-3.official-email", field_there(visit, Field.EMAIL, "The e-mail field")
    bad = {"an empty address": "", "an address without a domain": "asha.verma@", "one without @": "asha.verma.gov.in"}
    yield "step-3.email-rule", _rule(visit, Field.EMAIL, visit.official.email, bad, "E-mail")
    yield "step-3.email-help", shown(form.help_link(Help.DOMAIN), "“Request for help” by the e-mail field")


def _mobile(visit: Visit, _form: SignUpForm) -> Iterator[Finding]:
    yield "step-3.mobile", field_there(visit, Field.MOBILE, "The mobile field")
    bad = {"an empty number": "", "a number of nine digits": visit.official.mobile[:-1]}
    yield "step-3.mobile-rule", _rule(visit, Field.MOBILE, visit.official.mobile, bad, "Mobile")


def _rule(visit: Visit, which: Field, good: str, bad: Mapping[str, str], what: str) -> Answer:
    """Try the bad values first, so that the good one stays in the field."""
    if which in visit.gaps:
        return NoAnswer(f"{what} is not on the page, so its rule cannot be tried")
    form = visit.sign_up_form()
    tried = {name: form.fill(which, value) for name, value in bad.items()}
    return checks.rule(form.fill(which, good), tried, what)


def _government_email(visit: Visit) -> Answer:
    def look(form: SignUpForm) -> Answer:
        form.fill(Field.EMAIL, visit.official.private_email)
        return refused(visit.door.ask(Act.SEND_EMAIL_OTP), "An address outside the approved domains")

    return with_person(visit, look)
