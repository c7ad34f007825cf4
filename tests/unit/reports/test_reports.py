"""A result becomes text for each reader."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest

from automation import flowchart, walk
from automation.flowchart import documents
from automation.model import By, Differs, Effect, ExitCode, Listing, NeedsPerson, No, NoAnswer, Verdict, Yes
from automation.reports import document, html, junit, templates, terminal
from automation.result import (
    PICKABLE,
    DepartmentResult,
    DepartmentsResult,
    Environment,
    GateQuestion,
    GateResult,
    Look,
    PortalInfo,
    Result,
    RunInfo,
    exit_code,
    worst,
)
from tests.asked import Asked, names

CHART = flowchart.load()
ANSWERS = (Yes("so <b>it</b> is"), Differs("otherwise"), No("not so"), NoAnswer("HTTP 503"), NeedsPerson("nobody"))


@pytest.fixture(scope="module")
def result():
    answers = {check.question: ANSWERS[place % 5] for place, step in enumerate(CHART.steps) for check in step.checks}
    departments = tuple(
        DepartmentResult(name=f"Office {place} & Sons", listing=listing, why="because")
        for place, listing in enumerate(Listing)
    )
    return Result(
        run=RunInfo(id="2026-01-02T03-04-05-smoke-0000", started="2026-01-02T03:04:05+05:30", seconds=12.5),
        portal=PortalInfo(url="http://127.0.0.1:1", rehearsal=True, generation="g3"),
        verdict=Verdict.BROKEN,
        exit_code=1,
        steps=tuple(walk.run(CHART, names(CHART), Asked(answers), [])),
        departments=DepartmentsResult(expected=6, listed=2, searches=3, results=departments),
        environment=Environment(igot="0.1.0", python="3.11", browser="chromium 1", os="Linux"),
    )


def test_the_page_is_self_contained_and_escapes_what_it_shows(result, tmp_path):
    page = html.render(result, CHART, tmp_path)
    assert not re.findall(r"""(?:src|href)=["'](?!#|data:)""", page)
    assert "so &lt;b&gt;it&lt;/b&gt; is" in page
    assert "so <b>it</b>" not in page
    assert all(f'id="{check.id}"' in page for step in CHART.steps for check in step.checks)


def test_the_page_shows_missing_departments_first(result, tmp_path):
    rows = re.findall(r'data-listing="(\w+)"', html.render(result, CHART, tmp_path))
    assert rows[0] == "missing"
    assert rows[-1] == "listed"


def test_whom_a_box_is_for_is_said_in_both_languages(result, tmp_path):
    when, when_hi = "If it is not there", "यदि वह न हो"
    some = {"when": when, "when_hi": when_hi}
    chart = CHART.model_copy(update={"steps": tuple(step.model_copy(update=some) for step in CHART.steps)})
    told = f'<span class="when">{when}: <span lang="hi">{when_hi}:</span></span>'
    steps = tuple(step.model_copy(update={"when": when}) for step in result.steps)
    page = html.render(result.model_copy(update={"steps": steps}), chart, tmp_path)
    assert page.count(told) == document.page(chart, documents.load()).count(told) == len(CHART.steps)
    assert 'class="when"' not in document.page(CHART, documents.load())


def test_a_picture_is_put_into_the_page(result, tmp_path):
    (tmp_path / "step-1.jpg").write_bytes(b"\xff\xd8not really")
    assert "data:image/jpeg;base64," in html.render(result, CHART, tmp_path)


def test_colours_of_text_have_the_contrast_that_wcag_aa_asks_for():
    css = templates.COMMON[0].read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", css))
    pairs = [(name, f"{name}-bg") for name in Verdict] + [
        ("ink", "paper"),
        ("soft", "paper"),
        ("soft", "ground"),
        ("link", "ground"),
    ]
    pairs += [(name, "paper") for name in ("listed", "near_name", "hidden", "misplaced", "missing")]
    for text, ground in pairs:
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)


def contrast(one, other):
    def luminance(colour):
        parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_junit_tells_failures_from_errors_and_from_what_needs_a_person(result):
    root = ET.fromstring(junit.render(result))
    kinds = {
        str(suite.get("name"))[:6]: (suite.get("failures"), suite.get("errors"), suite.get("skipped")) for suite in root
    }
    sizes = [str(len(step.checks)) for step in CHART.steps]
    assert kinds["step-1"] == ("0", "0", "0")
    assert kinds["step-2"] == (sizes[1], "0", "0")
    assert kinds["step-3"] == (sizes[2], "0", "0")
    assert kinds["step-4"] == ("0", sizes[3], "0")
    assert kinds["step-5"] == ("0", "0", sizes[4])
    assert kinds["depart"] == ("3", "1", "0")


def test_what_one_reason_keeps_from_being_judged_is_one_line(result, tmp_path):
    """The fixture's fourth step is not judged at all, each time for the reason "HTTP 503"."""
    unjudged = [check for check in result.steps[3].checks if check.verdict is Verdict.CANNOT_JUDGE]
    text = terminal.render(result, colour=False)
    assert text.count("HTTP 503") == 1
    assert f"? {unjudged[0].id}: HTTP 503 (and so are {len(unjudged) - 1} more)" in text
    page = html.render(result, CHART, tmp_path)
    assert f"and {len(unjudged) - 1} more, for the same reason" in page
    assert page.count("<td>HTTP 503") == 1


def test_that_the_form_is_another_one_is_told_first(result):
    other = walk.run(CHART, names(CHART), Asked({"step-2.form": Differs("The form has two pages.")}), [])
    lines = terminal.render(result.model_copy(update={"steps": tuple(other)}), colour=False).splitlines()
    assert lines.index("The form has two pages.") == 2
    assert "two pages." not in terminal.render(result, colour=False)


def test_the_terminal_names_each_step_and_no_colour_is_used_in_a_pipe(result):
    text = terminal.render(result, colour=False)
    assert "\x1b" not in text
    assert all(step.title in text for step in CHART.steps)
    assert "2 of 6 can be picked" in text


def test_what_cannot_be_picked_is_said_at_the_very_top(result, tmp_path):
    told = f"{result.departments.unpickable} of 6 departments cannot be picked"
    assert result.departments.unpickable > 0
    assert told in terminal.render(result, colour=False).splitlines()[1]
    assert told in html.render(result, CHART, tmp_path).partition("<main>")[0]
    whole = result.model_copy(update={"departments": DepartmentsResult()})
    assert "cannot be picked" not in terminal.render(whole, colour=False)
    assert "cannot be picked" not in html.render(whole, CHART, tmp_path).partition("<main>")[0]


@pytest.mark.parametrize(
    ("listings", "banners"),
    [
        ((Listing.LISTED, Listing.NEAR_NAME), [("as_documented", "✓ 2 of 2 departments can be picked")]),
        ((Listing.LISTED, Listing.CANNOT_JUDGE), [("cannot_judge", "? 1 of 2 departments can be picked")]),
        ((Listing.LISTED, Listing.MISSING), [("broken", "✗ 1 of 2 departments cannot be picked")]),
    ],
)
def test_an_audit_alone_says_nothing_of_the_flowchart(result, tmp_path, listings, banners):
    counts = {"expected": 2, "listed": sum(each in PICKABLE for each in listings)}
    found = departments(*listings).model_copy(update=counts)
    alone = result.model_copy(update={"steps": (), "departments": found, "verdict": Verdict.AS_DOCUMENTED})
    page = html.render(alone, CHART, tmp_path)
    told = re.findall(r'<p class="banner is-(\w+)"><strong>(.*?)</strong>', page)
    assert [(name, re.sub("<.*?>", "", text)) for name, text in told] == banners
    assert "as documented" not in page.partition("<main>")[0].lower()
    assert 'id="flow"' not in page
    assert "as documented" not in terminal.render(alone, colour=False)
    judged = alone.model_copy(update={"verdict": Verdict.CANNOT_JUDGE})
    assert '<p class="banner is-cannot_judge"><strong>? Cannot judge' in html.render(judged, CHART, tmp_path)


def test_the_json_result_has_the_documented_keys(result):
    body = json.loads(result.model_dump_json())
    assert {
        "schema_version",
        "run",
        "portal",
        "verdict",
        "exit_code",
        "steps",
        "departments",
        "gate",
        "environment",
    } <= set(body)
    assert body["schema_version"] == 1
    assert {"name", "listing", "matched", "score", "why", "by_scroll", "by_search", "in_data"} <= set(
        body["departments"]["results"][0]
    )
    assert {"id", "verdict", "documented", "observed", "why", "evidence"} <= set(body["steps"][0]["checks"][0])


def departments(*some):
    return DepartmentsResult(results=tuple(DepartmentResult(name="x", listing=each) for each in some))


@pytest.mark.parametrize(
    ("verdict", "listings", "code"),
    [
        (Verdict.AS_DOCUMENTED, (), ExitCode.AS_DOCUMENTED),
        (Verdict.NEEDS_PERSON, (Listing.LISTED, Listing.NEAR_NAME), ExitCode.AS_DOCUMENTED),
        (Verdict.CHANGED, (), ExitCode.FINDINGS),
        (Verdict.BROKEN, (Listing.CANNOT_JUDGE,), ExitCode.FINDINGS),
        (Verdict.AS_DOCUMENTED, (Listing.MISSING,), ExitCode.FINDINGS),
        (Verdict.AS_DOCUMENTED, (Listing.HIDDEN,), ExitCode.FINDINGS),
        (Verdict.AS_DOCUMENTED, (Listing.MISPLACED,), ExitCode.FINDINGS),
        (Verdict.CANNOT_JUDGE, (), ExitCode.CANNOT_JUDGE),
        (Verdict.AS_DOCUMENTED, (Listing.CANNOT_JUDGE,), ExitCode.CANNOT_JUDGE),
    ],
)
def test_the_exit_code_follows_from_the_findings(verdict, listings, code):
    assert exit_code(verdict, departments(*listings)) is code


def test_nothing_looked_at_is_never_a_pass():
    assert worst([]) is Verdict.CANNOT_JUDGE
    assert worst([Verdict.AS_DOCUMENTED, Verdict.CANNOT_JUDGE]) is Verdict.CANNOT_JUDGE


def test_what_the_gate_asked_and_what_nobody_knows_is_told(result, tmp_path):
    asked = GateQuestion(
        words="Send an OTP by SMS",
        effect=Effect.SENDS_MESSAGE,
        method="POST",
        url="https://portal.example/api/otp/v1/generate",
        fields=("type", "key"),
        recipient="••••••0042",
        answer="yes",
    )
    new = "the portal has begun to call POST /api/new/v1/<thing>"
    told = result.model_copy(update={"gate": GateResult(asked=(asked,), unknown=(new,))})
    page = html.render(told, CHART, tmp_path)
    assert "The portal has begun to call POST /api/new/v1/&lt;thing&gt;." in page
    for part in ("Send an OTP by SMS", "type, key", "••••••0042"):
        assert part in page
    assert f"Gate: {new}." in terminal.render(told, colour=False)


def test_each_output_of_a_rehearsal_says_so_first_and_of_a_portal_which(result, tmp_path):
    other = result.model_copy(update={"portal": PortalInfo(url="https://portal.example", rehearsal=False)})
    copy = result.model_copy(update={"portal": PortalInfo(url="http://10.0.0.7", rehearsal=False, staging=True)})
    heads = (result, "REHEARSAL"), (other, "Portal: https://portal.example"), (copy, "STAGING COPY, not the portal: ")
    for each, head in heads:
        assert terminal.render(each, colour=False).startswith(head)
        assert f'name="igot smoke, {head}' in junit.render(each)
        page = html.render(each, CHART, tmp_path)
        assert page.index(head) < page.index("<h1>")
    assert "<title>REHEARSAL: " in html.render(result, CHART, tmp_path)
    assert "<title>STAGING COPY: " in html.render(copy, CHART, tmp_path)


def test_the_report_says_who_verified_a_check_and_shows_both_looks(result, tmp_path):
    first = Look(verdict=Verdict.BROKEN, observed="It was gone.")
    checks = tuple(each.model_copy(update={"by": By.PRESENT, "first": first}) for each in result.steps[0].checks)
    seen = result.model_copy(update={"steps": (result.steps[0].model_copy(update={"checks": checks}),)})
    page = html.render(seen, CHART, tmp_path)
    assert "present person" in page
    assert "The first look: broken. It was gone." in page
    assert "the first look: It was gone." in terminal.render(seen, colour=False)


def test_a_request_in_the_report_of_a_rehearsal_says_that_it_is_not_to_be_sent(result, tmp_path):
    page = html.render(result, CHART, tmp_path)
    assert "is not to be sent" in page
    real = result.model_copy(update={"portal": PortalInfo(url="https://portal.example", rehearsal=False)})
    assert "is not to be sent" not in html.render(real, CHART, tmp_path)
