"""Where the circular no longer matches the portal is told part by part, and the new flowchart can be accepted."""

from __future__ import annotations

from datetime import date

import pytest

from automation import drift, flowchart, walk
from automation.commands.flowchart import accept
from automation.model import Differs, NeedsPerson, No, UsageError, Verdict
from automation.reports import html, revision, terminal
from automation.result import DriftKind, Environment, LiveBox, PortalInfo, Result, RunInfo
from tests.asked import Asked, names

CHART = flowchart.load()
SINGLE = [
    *("name", "class", "email", "email_help", "email_otp", "mobile", "mobile_otp"),
    *("branch", "organisation", "organisation_help", "confirm", "terms", "sign_up"),
]
FIRST = [
    *("stepper", "branch", "state", "department", "organisation", "organisation_help", "post"),
    *("email", "email_otp", "next"),
]
SECOND = ["name", "class", "mobile", "mobile_otp", "confirm", "terms", "sign_up"]
LATER = ["name", "class", "mobile", "mobile_otp", "confirm", "terms", "sign_up"]


def walked(chart=CHART, **answers):
    """A walk in which each check is as documented, but for those named (`step_3_name`)."""
    given = {key.replace("_", "-", 1).replace("_", ".", 1).replace("_", "-"): value for key, value in answers.items()}

    return walk.run(chart, names(chart), Asked(given), [])


def kinds(found):
    return {line.part: line.kind for line in found.lines if line.part and line.kind is not DriftKind.AS_DOCUMENTED}


def test_the_documented_form_has_not_drifted():
    found = drift.compare(CHART, walked(), [SINGLE])
    assert kinds(found) == {}
    assert {line.verdict for line in found.lines} == {Verdict.AS_DOCUMENTED}
    assert [box.step for box in found.live] == [f"step-{number}" for number in range(1, 8)]


def test_a_form_in_two_steps_has_moved_parts_extra_parts_and_a_lost_one():
    found = drift.compare(CHART, walked(step_3_email_help=No("gone")), [FIRST, SECOND])
    moved = DriftKind.MOVED
    assert kinds(found) == {
        **dict.fromkeys(
            ("name", "class", "email", "mobile", "email_otp", "mobile_otp", "branch", "organisation"), moved
        ),
        "email_help": DriftKind.MISSING,
        **dict.fromkeys(("stepper", "state", "department", "post"), DriftKind.EXTRA),
    }
    assert [(box.step, box.page) for box in found.live] == [
        ("step-1", 1),
        ("step-2", 1),
        ("step-5", 1),
        ("step-3", 1),
        ("step-4", 1),
        ("step-3", 2),
        ("step-4", 2),
        ("step-6", 2),
        ("step-7", 1),
    ]


def test_what_nobody_could_reach_is_blocked_and_marked_in_the_live_flowchart():
    waiting = NeedsPerson("it stands on a later page")
    answers = {f"step_{number}": waiting for number in ("3_name", "3_class", "3_mobile", "4_mobile_send", "6_button")}
    found = drift.compare(CHART, walked(**answers, step_6_declarations=waiting), [FIRST], LATER)
    blocked = {part for part, kind in kinds(found).items() if kind is DriftKind.BLOCKED}
    assert blocked == set(LATER)
    assert [box.reached for box in found.live if box.page == 2] == [False] * 3


def test_other_words_are_a_renaming_and_another_order_a_move():
    renamed = drift.compare(CHART, walked(step_6_button=Differs("PROCEED")), [SINGLE])
    assert kinds(renamed) == {"sign_up": DriftKind.RENAMED}
    order = [part for part in SINGLE if part not in {"branch", "organisation"}]
    order[:0] = ["branch", "organisation"]
    assert kinds(drift.compare(CHART, walked(), [order])) == dict.fromkeys(("branch", "organisation"), DriftKind.MOVED)


def test_a_captcha_or_an_unknown_box_is_an_extra():
    found = drift.compare(CHART, walked(), [[*SINGLE, "captcha", "other:aadhaar"]])
    assert kinds(found) == dict.fromkeys(("captcha", "other:aadhaar"), DriftKind.EXTRA)


def test_where_no_form_was_seen_nothing_is_said():
    assert drift.compare(CHART, walked(), []).lines == ()


def test_a_box_is_told_in_hindi_by_its_own_text_else_by_its_title():
    first, *others = CHART.steps
    own = CHART.model_copy(update={"steps": (first.model_copy(update={"text_hi": "अपने शब्द।"}), *others)})
    box = LiveBox(step=first.id)
    assert [revision.sentences([box], chart, "hi") for chart in (CHART, own)] == [[first.title_hi], ["अपने शब्द।"]]


def test_the_proposed_revision_says_what_to_do_in_english_and_in_hindi():
    text = revision.markdown(drift.compare(CHART, walked(), [FIRST, SECOND]), CHART, "2026-01-02")
    english, hindi = text.split("# igotkarmayogi")
    assert english.count("## Step ") == hindi.count("## चरण ") == 10
    assert english.index("## Step 0") < english.index("do you have an account already?") < english.index("## Step 1")
    assert "docs/facts.md §12.6" in english
    assert english.index("Department") < english.index("Official Email ID") < english.index("Mobile Number")
    assert "“Next”" in english
    assert "पदनाम" in hindi


def result(pages, later=()):
    steps = walked(step_3_email_help=No("gone"))
    return Result(
        run=RunInfo(id="r", started="2026-01-02T03:04:05+05:30", seconds=1.0),
        portal=PortalInfo(url="http://127.0.0.1:1", rehearsal=True, generation="g4a"),
        verdict=Verdict.BROKEN,
        exit_code=1,
        steps=tuple(steps),
        drift=drift.compare(CHART, steps, pages, later),
        environment=Environment(igot="0.1.0", python="3.11", browser="chromium 1", os="Linux"),
    )


def test_the_report_puts_the_circular_and_the_portal_side_by_side_and_is_silent_where_they_agree(tmp_path):
    differs = html.render(result([FIRST, SECOND]), CHART, tmp_path)
    assert "As the circular says" in differs
    assert differs.index("As the circular says") < differs.index("As the portal is now") < differs.rindex("पदनाम")
    assert "“Request for help” by the e-mail" in differs
    assert "1 missing" in terminal.render(result([FIRST, SECOND]), colour=False)
    agrees = result([SINGLE]).model_copy(update={"drift": drift.compare(CHART, walked(), [SINGLE])})
    assert "As the portal is now" not in html.render(agrees, CHART, tmp_path)
    assert "differ" not in terminal.render(agrees, colour=False)


def test_an_accepted_flowchart_is_the_documented_one_and_the_same_form_has_not_drifted_from_it(tmp_path):
    seen, place = tmp_path / "result.json", tmp_path / "flowchart.toml"
    seen.write_text(result([FIRST, SECOND]).model_dump_json(), encoding="utf-8")
    assert accept(seen, "Circular F.1 of 2026", "2026-01-31", place) == 0
    chart = flowchart.load(place)
    assert (chart.circular.generation, chart.circular.date, chart.circular.source) == (
        "g4a",
        date(2026, 1, 31),
        "Circular F.1 of 2026",
    )
    assert chart.withdrawn == ("step-3.email-help",)
    again = drift.compare(chart, walked(chart), [FIRST, SECOND])
    assert kinds(again) == {}


def test_a_check_that_was_withdrawn_is_not_asked_again(tmp_path):
    seen, place = tmp_path / "result.json", tmp_path / "flowchart.toml"
    seen.write_text(result([FIRST, SECOND]).model_dump_json(), encoding="utf-8")
    accept(seen, "a circular", "2026-01-31", place)
    chart = flowchart.load(place)
    asked = Asked()
    results = walk.run(chart, names(CHART), asked, [])
    assert {check.id for step in results for check in step.checks}.isdisjoint(chart.withdrawn)
    assert "step-3.email-help" not in asked.asked


@pytest.mark.parametrize(
    ("pages", "later", "source"),
    [([], (), "a circular"), ([FIRST], LATER, "a circular"), ([FIRST, SECOND], (), " ")],
    ids=["no form was seen", "the second page was not reached", "no source is named"],
)
def test_what_was_not_seen_whole_or_has_no_source_is_not_accepted(pages, later, source, tmp_path):
    seen, place = tmp_path / "result.json", tmp_path / "flowchart.toml"
    seen.write_text(result(pages, later).model_dump_json(), encoding="utf-8")
    with pytest.raises(UsageError):
        accept(seen, source, "2026-01-31", place)
    assert not place.exists()
