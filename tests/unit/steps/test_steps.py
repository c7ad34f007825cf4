"""A verb is asked once, after what it needs; what it needs and did not go well is its answer."""

from __future__ import annotations

from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from automation import flowchart, steps
from automation.acts import Extra
from automation.model import NeedsPerson, No, NoAnswer, UnreachedError, Yes, foreign
from automation.portal.facts import Accepted, Field, Organisation, Refused
from automation.steps.organisation import plain_row
from automation.steps.visit import NEXT_PAGE, Verb, Visit, choose_again

CHART = flowchart.load()


class Door:
    def __init__(self, *plan):
        self.plan = plan

    def absent(self, extra=None):
        return None if extra is None or extra in self.plan else NeedsPerson("not in the plan")


def visit(verbs, *plan, **more) -> Visit:
    nobody: Any = None
    door: Any = Door(*plan)
    return Visit(portal=nobody, door=door, verbs=verbs, **more)


def test_what_a_verb_needs_is_asked_before_it_and_once():
    asked = []

    def verb(name, *needs):
        def ask(_):
            asked.append(name)
            return Yes(name)

        return Verb(ask, needs)

    going = visit({"a": verb("a"), "b": verb("b", "a"), "c": verb("c", "a", "b")})
    assert going.answer("c") == Yes("c")
    assert going.answer("b") == Yes("b")
    assert asked == ["a", "b", "c"]


def test_what_a_verb_is_about_is_told_before_it_does_anything_and_after_what_it_needs():
    told = []

    def verb(name, *needs):
        def ask(_):
            told.append(f"{name} acts")
            return Yes(name)

        return Verb(ask, needs)

    going = visit({"a": verb("a"), "b": verb("b", "a")})
    going.listen(lambda name: told.append(f"{name} begins"), lambda name, _: told.append(f"{name} answered"))
    going.answer("b")
    assert told == ["a begins", "a acts", "a answered", "b begins", "b acts", "b answered"]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (No("It is not there."), NoAnswer("not reached: It is not there.")),
        (NoAnswer("down"), NoAnswer("down")),
        (NeedsPerson("nobody"), NeedsPerson("nobody")),
    ],
)
def test_what_did_not_go_well_is_the_reason_why_the_next_is_not_asked(first, then):
    going = visit({"a": Verb(lambda _: first), "b": Verb(lambda _: Yes("never"), ("a",))})
    assert going.answer("b") == then


def test_what_is_not_in_the_plan_is_not_asked_and_costs_nothing():
    verbs = {"a": Verb(lambda _: Yes("sent")), "b": Verb(lambda _: Yes("again"), ("a",), extra=Extra.RESEND)}
    left_out = visit(verbs)
    assert left_out.answer("b") == NeedsPerson("not in the plan")
    assert left_out.answers.keys() == {"b"}
    assert visit(verbs, Extra.RESEND).answer("b") == Yes("again")


def test_where_the_browser_fails_there_is_no_answer_and_it_is_not_tried_again():
    @contextmanager
    def shield():
        try:
            yield
        except ZeroDivisionError as error:
            raise UnreachedError("the browser could not do it") from error

    tried = []

    def fails(_):
        tried.append(1)
        return Yes(str(1 // 0))

    going = visit({"a": Verb(fails)}, shield=shield)
    with pytest.raises(UnreachedError):
        going.answer("a")
    assert going.answer("a") == NoAnswer("the browser could not do it")
    assert tried == [1]


def test_of_the_portals_texts_only_what_may_be_told_is_told():
    said = Verb(lambda _: No(f"It reads “{foreign('Asha Verma, 9000000042')}”."))
    going = visit({"a": said, "b": Verb(lambda _: Yes("never"), ("a",))}, keep=lambda _: "a text")
    assert going.answer("b") == NoAnswer("not reached: It reads “a text”.")


def test_a_field_of_a_later_page_is_asked_for_once_that_page_is_there():
    pages = (frozenset({Field.EMAIL}), frozenset({Field.MOBILE}))
    form: Any = SimpleNamespace(pages=pages, here=lambda: pages[0])
    mobile = Verb(lambda _: Yes("there"), field=Field.MOBILE)
    closed = visit({NEXT_PAGE: Verb(lambda _: NeedsPerson("it opens later")), "m": mobile}, form=form)
    assert closed.answer("m") == NeedsPerson("it opens later")
    assert visit({NEXT_PAGE: Verb(lambda _: Yes("turned")), "m": mobile}, form=form).answer("m") == Yes("there")


def test_the_walk_asks_every_check_of_the_flowchart_once_on_every_shape_of_the_form():
    shapes = [
        (frozenset(Field),),
        (frozenset({Field.EMAIL, Field.ORGANISATION}), frozenset({Field.MOBILE, Field.NAME})),
    ]
    checks = {check.question for step in CHART.steps for check in step.checks}
    for pages in shapes:
        form: Any = SimpleNamespace(pages=pages, fallbacks=tuple)
        asked = []
        going = visit(steps.VERBS, form=form)
        for name in steps.order(going):
            asked.append(name)
            going.answers[name] = Yes("so")
        left = {"step-3.class", "step-3.class-options"} if len(pages) > 1 else set()
        assert sorted(asked) == sorted(checks - left)


def test_what_a_symptom_needs_is_in_the_order_of_the_flowchart():
    claimed = steps.claimed(CHART, ["step-4.mobile-sent"])
    assert claimed == [
        "step-2.form",
        "step-2.sign-up-page",
        "step-3.mobile-taken",
        "step-4.mobile-send",
        "step-4.mobile-sent",
        "step-4.mobile-asked",
    ]


@pytest.mark.parametrize(
    "names",
    [
        ("Health (Delhi)", "Delhi Jal Board"),
        ("Health (Delhi)", "Delhi  Jal\u00a0Board "),
        ("Health (Delhi)", "दिल्ली जल बोर्ड"),
    ],
)
def test_an_organisation_is_picked_whose_name_a_search_takes_as_it_stands(names):
    rows = tuple(Organisation(name, "Delhi") for name in names)
    assert plain_row(rows, "Delhi", "") == rows[1]


class Classes:
    """A form whose list of classes takes only what it offers; `opened` is how often it was read."""

    def __init__(self, *offered: str) -> None:
        self.offered, self.opened, self.chosen = offered, 0, ""

    def here(self):
        return {Field.GROUP}

    def options(self):
        self.opened += 1
        return self.offered

    def choose_group(self, option: str):
        if option not in self.offered:
            return Refused()
        self.chosen = option
        return Accepted()


@pytest.mark.parametrize(
    ("known", "offered", "opened", "chosen"),
    [
        ((("Group A", "Group B"), True), ("Group A", "Group B"), 0, "Group B"),
        ((("Group A", "Group B"), True), ("A", "B"), 1, "B"),
        ((NoAnswer("the list did not open"), False), ("Group A", "Group B"), 1, "Group B"),
        (None, ("Group A", "Group B"), 1, "Group B"),
    ],
)
def test_a_fresh_forms_classes_are_read_only_where_those_that_are_known_are_not_taken(known, offered, opened, chosen):
    form: Any = Classes(*offered)
    choose_again(visit({}, classes=known), form)
    assert (form.opened, form.chosen) == (opened, chosen)
