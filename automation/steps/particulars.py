"""Box 3 of the flowchart: name, class, official e-mail and mobile; what each must refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automation import checks
from automation.acts import Act
from automation.checks import refused, shown
from automation.model import Answer, Finding, NoAnswer
from automation.portal.facts import Field, Help, Unseen
from automation.steps.visit import Visit, choose_group, field_there, with_person

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from automation.portal.form import SignUpForm


def particulars(visit: Visit) -> Iterator[Finding]:
    """Step 3: name, class, official e-mail and mobile; what each must refuse."""
    form, official = visit.sign_up_form(), visit.official
    yield "step-3.name", field_there(visit, Field.NAME, "The name field")
    bad = {"an empty name": "", "a name with digits": "Asha 2", "a name of 33 letters": "A" * 33}
    yield "step-3.name-rule", _rule(visit, Field.NAME, official.name, bad, "Name")
    yield "step-3.class", field_there(visit, Field.GROUP, "The list of classes")
    options = Unseen("on the form") if Field.GROUP in visit.gaps else form.options()
    chosen = choose_group(form, options, official.group)
    if not chosen:
        visit.gaps.append(Field.GROUP)
    yield "step-3.class-options", checks.classes(options, chosen=chosen)
    yield "step-3.official-email", field_there(visit, Field.EMAIL, "The e-mail field")
    bad = {"an empty address": "", "an address without a domain": "asha.verma@", "one without @": "asha.verma.gov.in"}
    yield "step-3.email-rule", _rule(visit, Field.EMAIL, official.email, bad, "E-mail")
    yield "step-3.email-help", shown(form.help_link(Help.DOMAIN), "“Request for help” by the e-mail field")
    yield "step-3.mobile", field_there(visit, Field.MOBILE, "The mobile field")
    bad = {"an empty number": "", "a number of nine digits": official.mobile[:-1]}
    yield "step-3.mobile-rule", _rule(visit, Field.MOBILE, official.mobile, bad, "Mobile")
    yield "step-3.government-email", _government_email(visit)


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
