"""Box 3 of the flowchart: name, class, official e-mail and mobile; what each must refuse."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from automation import checks
from automation.acts import Act, Extra
from automation.checks import also, refused, shown
from automation.model import Answer, Differs, NeedsPerson, NoAnswer, Yes
from automation.portal.facts import Field, Help, Unseen
from automation.portal.fields import FIELDS, part_of
from automation.portal.form import FixedForm, SignUpForm
from automation.steps.visit import NEXT_PAGE, Verb, Visit, choose_group, field_there, on_another_form, take, well

if TYPE_CHECKING:
    from collections.abc import Mapping


THERE = "step-2.form-there"
_CALLED = {
    Field.NAME: ("name", "The name field"),
    Field.EMAIL: ("email", "The e-mail field"),
    Field.MOBILE: ("mobile", "The mobile field"),
}
_WORDS = {Field.NAME: "name", Field.EMAIL: "e-mail address", Field.MOBILE: "mobile number"}
_TOO_LONG = "a name of 33 letters"
_BAD: Mapping[Field, Mapping[str, str]] = {
    Field.NAME: {"an empty name": "", "a name with digits": "Asha 2", _TOO_LONG: "A" * 33},
    Field.EMAIL: {
        "an empty address": "",
        "an address without a domain": "asha.verma@",
        "one without @": "asha.verma.gov.in",
        "one with a space": "asha verma@x.gov.in",
    },
    Field.MOBILE: {
        "an empty number": "",
        "a number of nine digits": "900000004",
        "one of eleven digits": "90000000451",
        "one with a letter": "90000000o4",
    },
}


def _taken(visit: Visit, which: Field) -> Answer:
    if not any(which in page for page in visit.sign_up_form().pages):
        return Yes(f"This form does not ask for the {_WORDS[which]}.")
    return checks.taken(visit.taken.get(which) or take(visit, which), _WORDS[which])


def _rule(visit: Visit, which: Field) -> Answer:
    """Try the bad values first, so that the good one stays in the field."""
    form = visit.sign_up_form()
    unlimited = which is Field.NAME and form.longest_name is None
    bad = {name: value for name, value in _BAD[which].items() if name != _TOO_LONG or not unlimited}
    tried = {name: form.fill(which, value) for name, value in bad.items()}
    return checks.rule(take(visit, which), tried, _WORDS[which].split()[0].capitalize())


def _classes(visit: Visit) -> tuple[tuple[str, ...] | NoAnswer | Unseen, bool]:
    """The options of the class list, and whether one of them could be chosen."""
    if visit.classes is None:
        form = visit.sign_up_form()
        options = Unseen("on the form") if visit.lacks(Field.GROUP) else form.options()
        visit.classes = options, choose_group(form, options, visit.official.group)
    return visit.classes


def _class_chosen(visit: Visit) -> Answer:
    if not any(Field.GROUP in page for page in visit.sign_up_form().pages):
        return Yes("This form does not ask for the class.")
    options, chosen = _classes(visit)
    return checks.class_chosen(options, chosen=chosen)


def _class_options(visit: Visit) -> Answer:
    options, chosen = _classes(visit)
    return checks.classes(options, chosen=chosen)


def _next_page(visit: Visit) -> Answer:
    """Turn to the form's next page, which opens only when the one before is complete and its e-mail verified."""
    if isinstance(visit.answer("step-4.email-verified"), NeedsPerson):
        return NeedsPerson("it stands on a later page of the form, which opens only once the e-mail is verified")

    def turn() -> Answer:
        form = visit.sign_up_form()
        visit.turner = form.turner()
        there = shown(visit.turner, "“Next”, the only way to the form's next page,")
        turned = also(there, lambda: shown(form.turn_page(), "The next page of the form"))
        if well(turned):
            visit.ticked |= form.ticked()
            visit.outline.append(form.outline())
        return turned

    return visit.after("step-4.email-verified", "step-5.known", then=turn)


def _government_email(visit: Visit) -> Answer:
    if isinstance(visit.form, FixedForm):
        return Differs("The office's own link asks for no approved domain.")

    def look(form: SignUpForm) -> Answer:
        form.fill(Field.EMAIL, visit.official.private_email)
        return refused(visit.ask(Act.SEND_EMAIL_OTP), "An address outside the approved domains")

    return on_another_form(visit, look)


def _of(which: Field) -> dict[str, Verb]:
    """A text field's presence, its rule, and whether it takes the official's own value."""
    check, (short, what) = FIELDS[part_of(which)].at, _CALLED[which]
    return {
        check: Verb(lambda visit: field_there(visit, which, what), (THERE,), field=which),
        f"step-3.{short}-rule": Verb(partial(_rule, which=which), (check,), field=which),
        f"step-3.{short}-taken": Verb(partial(_taken, which=which), (THERE,), field=which),
    }


VERBS = {
    **_of(Field.NAME),
    **_of(Field.EMAIL),
    **_of(Field.MOBILE),
    "step-3.class": Verb(
        lambda visit: field_there(visit, Field.GROUP, "The list of classes"), (THERE,), field=Field.GROUP
    ),
    "step-3.class-options": Verb(_class_options, (THERE,), field=Field.GROUP),
    "step-3.class-chosen": Verb(_class_chosen, (THERE,), field=Field.GROUP),
    "step-3.email-help": Verb(
        lambda visit: shown(visit.sign_up_form().help_link(Help.DOMAIN), "“Request for help” by the e-mail field"),
        (THERE,),
        field=Field.EMAIL,
    ),
    "step-3.government-email": Verb(
        _government_email, ("step-3.official-email", "step-4.email-send"), extra=Extra.PRIVATE_ADDRESS
    ),
    NEXT_PAGE: Verb(_next_page),
}
