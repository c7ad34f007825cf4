"""Each shape of the form is recognised and walked, and what differs from the circular is told, step by step."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from automation.config import ROOT
from automation.departments import tables
from automation.departments.expected import load
from automation.model import Listing, Verdict
from automation.names.department import Department
from automation.portal.facts import Branch
from automation.portal.form import Recognised
from automation.portal.generations import GENERATIONS
from automation.portal.site import Addresses, Site
from automation.rehearsal import hierarchy
from automation.rehearsal.defects import DEFECTS
from automation.rehearsal.variants import VARIANTS
from tests.patience import PATIENCE, unhurried
from tests.portals import Portal
from tests.tables import rows

GOOD, PERSON, UNKNOWN = Verdict.AS_DOCUMENTED, Verdict.NEEDS_PERSON, Verdict.CANNOT_JUDGE
CHANGED, BROKEN = Verdict.CHANGED, Verdict.BROKEN

# With a person: generation -> the verdict of each of the seven steps.
STEPS = {
    "g1": (GOOD, CHANGED, BROKEN, BROKEN, BROKEN, BROKEN, UNKNOWN),
    "g3": (GOOD, GOOD, GOOD, GOOD, GOOD, GOOD, GOOD),
    "g4a": (GOOD, CHANGED, CHANGED, GOOD, CHANGED, GOOD, GOOD),
    "g4b": (GOOD, CHANGED, CHANGED, GOOD, CHANGED, GOOD, GOOD),
    "crp": (GOOD, CHANGED, CHANGED, GOOD, CHANGED, CHANGED, GOOD),
}
# With nobody there.
ALONE = {
    "g1": (GOOD, CHANGED, BROKEN, BROKEN, BROKEN, BROKEN, PERSON),
    "g3": (GOOD, GOOD, PERSON, PERSON, GOOD, PERSON, PERSON),
    "g4a": (GOOD, CHANGED, CHANGED, PERSON, CHANGED, PERSON, PERSON),
    "g4b": (GOOD, CHANGED, CHANGED, PERSON, CHANGED, PERSON, PERSON),
    "crp": (GOOD, CHANGED, CHANGED, PERSON, CHANGED, CHANGED, PERSON),
}
# What the office's own link leaves nobody to choose.
OF_THE_LIST = (*("centre-state", "dropdown", "delhi", "no-match", "help-link", "help-opens", "help-box", "help-back"),)
# What is changed or broken, and nothing else is.
TOLD = {
    "g3": {},
    "g4a": {
        "step-2.form": CHANGED,
        "step-3.email-help": CHANGED,
        "step-5.all-shown": CHANGED,
        "step-5.no-match": CHANGED,
    },
    "g4b": {
        "step-2.form": CHANGED,
        "step-3.email-help": CHANGED,
        "step-5.all-shown": CHANGED,
        "step-5.no-match": CHANGED,
    },
    "crp": {
        **dict.fromkeys(("step-2.form", "step-3.email-help", "step-3.government-email"), CHANGED),
        **dict.fromkeys((f"step-5.{name}" for name in OF_THE_LIST), CHANGED),
        **dict.fromkeys(("step-6.declarations", "step-6.closed-without-organisation"), CHANGED),
    },
    "g1": {
        "step-2.form": CHANGED,
        "step-3.class": BROKEN,
        "step-3.email-help": BROKEN,
        "step-3.mobile": BROKEN,
        "step-4.email-send": BROKEN,
        "step-5.no-match": BROKEN,
        "step-5.help-link": BROKEN,
        "step-6.declarations": BROKEN,
        "step-6.closed-without-otp": BROKEN,
    },
}
NAMES = [generation.name for generation in GENERATIONS]


def told(walked):
    return {name: check.verdict for name, check in walked.checks.items() if check.verdict in {CHANGED, BROKEN}}


def test_every_generation_is_in_the_tables():
    assert STEPS.keys() == ALONE.keys() == TOLD.keys() == set(NAMES)


PERSONS = {"crp": ("step-3.government-email", "step-6.closed-without-organisation")}
"""What differs on a form, and takes a person to be seen."""


def seen_alone(walked, name):
    """What differs and can be seen with nobody there; the rest needs a person."""
    persons = PERSONS.get(name, ())
    assert all(walked.checks[check].verdict is Verdict.NEEDS_PERSON for check in persons)
    return {check: verdict for check, verdict in TOLD[name].items() if check not in persons}


@pytest.mark.parametrize("name", rows(NAMES, ["g4b"]))
def test_a_walk_with_a_person_tells_what_differs_and_only_the_documented_form_is_as_documented(name, smoke_run):
    walked = smoke_run(generation=name)
    assert walked.result.portal.generation == name
    assert tuple(step.verdict for step in walked.result.steps) == STEPS[name]
    assert told(walked) == TOLD[name]


@pytest.mark.parametrize("name", rows(NAMES, ["g1", "g4a"]))
def test_a_walk_with_nobody_there_sends_nothing_and_blames_nothing_that_it_did_not_see(name, smoke_run):
    walked = smoke_run(generation=name, person=False)
    assert tuple(step.verdict for step in walked.result.steps) == ALONE[name]
    assert told(walked) == seen_alone(walked, name)
    assert {each["effect"] for each in walked.rehearsal.received()} <= {"read"}


SETTINGS = {"english-only"}
"""What changes a verdict, and is no fault: test_variants.py."""

# All harmless differences, several at a time (one at a time on the documented form: test_variants.py).
TOGETHER = {
    "texts and times": ("slow-answers", "other-texts", "extra-fields", "extra-banner", "late-form", "late-texts"),
    "places and names": (
        "uneven-answers",
        "hindi",
        "reordered-blocks",
        "other-ids",
        "mdc-classes",
        "more-organisations",
        "plain-search",
        "split-departments",
        "encoded-names",
        "rows-in-view",
        "departments-added",
        "login-hindi",
        "forgot-at-login-server",
        "https",
    ),
}


def test_every_harmless_difference_is_in_one_of_the_walks():
    assert sorted(name for names in TOGETHER.values() for name in names) == sorted(
        variant.name for variant in VARIANTS if variant.name not in SETTINGS
    )


# The class names are what tells the two builds of the two-step form apart, so another library's are no harmless matter.
WALKS = [(name, kind) for name in NAMES if name != "g3" for kind in TOGETHER]


@pytest.mark.parametrize("walk", rows(WALKS, [("g4b", "places and names")]), ids=" ".join)
def test_harmless_differences_change_no_verdict(walk, smoke_run):
    name, variants = walk[0], TOGETHER[walk[1]]
    walked = smoke_run(generation=name, variants=variants, person=False)
    assert walked.result.portal.generation == name
    assert told(walked) == seen_alone(walked, name)


def test_a_form_that_nothing_fits_ends_with_exit_4_and_says_what_was_seen(smoke_run):
    gone = [f"{field}-missing" for field in ("name", "group", "email", "mobile")]
    walked = smoke_run(defects=gone, departments=WANTED, person=False)
    assert walked.result.exit_code == 4
    assert walked.result.portal.generation is None
    assert "fields named" in walked.checks["step-2.form"].why
    assert {each.listing for each in walked.result.departments.results} == {Listing.CANNOT_JUDGE}
    assert walked.result.drift.lines == ()


# Defect of the page behind a department's link -> the check that notices it, and how.
OF_A_LINK = {
    "link-closed": ("step-2.form", BROKEN),
    "link-replaced": ("step-2.form", BROKEN),
    "link-of-another": ("step-2.form", BROKEN),
    "link-without-designations": ("step-5.all-shown", BROKEN),
    "link-other-organisation": ("step-5.known", BROKEN),
    "link-boxes-stuck": ("step-4.email-verified", GOOD),
    "register-link-ended": ("step-6.success", BROKEN),
}


def test_every_defect_of_a_link_is_in_the_table():
    assert OF_A_LINK.keys() == {defect.name for defect in DEFECTS if defect.link}


@pytest.mark.parametrize("defect", rows(OF_A_LINK, ["link-closed", "link-without-designations"]))
def test_a_defect_of_a_departments_link_is_noticed_by_its_check(defect, smoke_run, settings):
    check, verdict = OF_A_LINK[defect]
    known = settings.departments.model_copy(update={"known": "Training & Technical Education Department, GNCTD"})
    wanted = settings.model_copy(update={"departments": known})
    walked = smoke_run(generation="crp", defects=[defect], settings=wanted, about=[check.partition(".")[0]])
    assert walked.checks[check].verdict is verdict, walked.checks[check]
    broken = {name for name, each in walked.checks.items() if each.verdict is BROKEN}
    assert broken <= {check, *({"step-5.known"} if defect == "link-without-designations" else set())}


def form_on(page, portal):
    site = Site(page, Addresses(portal.url, portal.url), 1000 * unhurried(6))
    site.open_sign_up()
    recognition = site.recognise()
    assert isinstance(recognition, Recognised)
    return recognition.form


SEARCHES = [(name, latency) for name in ("g4a", "g4b") for latency in (0, 20, 100, 300, 800, 1500)]


@pytest.mark.parametrize("case", rows(SEARCHES, [("g4a", 20)]), ids=lambda case: f"{case[0]}-{case[1]}")
def test_the_same_search_gives_the_same_rows_however_slow_the_portal_is_and_a_second_time(case, ungated):
    name, latency = case
    with Portal.start(generation=name, list_latency=latency / 1000) as portal:
        form = form_on(ungated().new_page(), portal)
        found = [form.enter_state("Delhi") and form.search(text) for text in ("transport", "hospital", "hospital")]
        centre = [form.choose_branch(Branch.CENTRE) and form.search(text) for text in ("finance", "finance")]
    transport, hospital, again = found
    assert {row.name for row in transport.held} == {
        "Delhi Transport Corporation",
        "State Transport Authority",
        "Transport Department",
        "Delhi Tourism and Transportation Development Corporation Limited",
        "Delhi Transport Infrastructure Development Corporation Limited",
    }
    assert transport.shown == tuple(row.name for row in transport.held)
    assert len(hospital.held) == 3
    assert hospital == again
    assert [row.name for row in centre[0].held] == ["Ministry of Finance"]
    assert centre[0] == centre[1]


TRANSPORT = Department("Transport Department", "department")
WANTED = (
    TRANSPORT,
    Department("Revenue Department", "department"),
    Department("Delhi Disaster Management Authority", "autonomous body", "Revenue Department"),
)
# Defect of the fault board -> what the audit says of the Transport Department, which stands behind row 100.
LISTINGS = {
    "list-500": Listing.CANNOT_JUDGE,
    "list-html": Listing.CANNOT_JUDGE,
    "list-empty": Listing.CANNOT_JUDGE,
    "list-miscounted": Listing.LISTED,
    "list-search-dead": Listing.CANNOT_JUDGE,
    "list-search-hides": Listing.HIDDEN,
    "pages-overlap": Listing.LISTED,
    "department-absent": Listing.MISSING,
    "department-misplaced": Listing.MISPLACED,
    "designations-empty": Listing.LISTED,
    "state-absent": Listing.CANNOT_JUDGE,
    "departments-500": Listing.CANNOT_JUDGE,
    "next-missing": Listing.LISTED,
    "next-renamed": Listing.LISTED,
    "ministries-empty": Listing.LISTED,
    "offices-empty": Listing.LISTED,
    "next-closed": Listing.LISTED,
    "signup-open-without-mobile-otp": Listing.LISTED,
    "search-by-beginning": Listing.LISTED,
    "state-crossed": Listing.CANNOT_JUDGE,
    "department-crossed": Listing.LISTED,
    "list-search-blank": Listing.CANNOT_JUDGE,
    "offices-locked": Listing.LISTED,
}


def test_every_defect_of_the_lists_is_in_the_table():
    assert LISTINGS.keys() == {defect.name for defect in DEFECTS if defect.lists}


@pytest.mark.parametrize("defect", rows(LISTINGS, ["list-500"]))
def test_the_audit_tells_the_defects_of_a_list_apart(defect, smoke_run):
    walked = smoke_run(generation="g4a", defects=[defect], departments=WANTED, person=False, about=["step-1"])
    found = {each.name: each for each in walked.result.departments.results}
    assert found["Transport Department"].listing is LISTINGS[defect]
    kinds = {each.kind for each in walked.result.departments.quality}
    assert ("designations_empty" in kinds) is (defect == "designations-empty")
    assert ("organisations_empty" in kinds) is (defect in {"offices-empty", "department-crossed"})


# Defect of the form in two steps -> the check that notices it, and how; beside what such a form shows without it.
NOTICED = {
    "state-absent": ("step-5.delhi", BROKEN),
    "departments-500": ("step-5.dropdown", UNKNOWN),
    "list-html": ("step-5.dropdown", UNKNOWN),
    "next-missing": ("step-6.button", BROKEN),
    "next-renamed": ("step-6.button", CHANGED),
    "card-shows-another": ("step-5.known", BROKEN),
    "organisation-unpickable": ("step-5.known", BROKEN),
    "centre-empty": ("step-5.dropdown", BROKEN),
    "state-dead": ("step-5.centre-state", BROKEN),
    "send-disabled": ("step-4.email-send", BROKEN),
    "ministries-empty": ("step-5.dropdown", BROKEN),
    "email-relabelled": ("step-3.official-email", CHANGED),
    "branch-relabelled": ("step-5.centre-state", CHANGED),
    "organisation-relabelled": ("step-5.dropdown", CHANGED),
    "card-empty": ("step-5.known", BROKEN),
    "no-match-rows": ("step-5.no-match", BROKEN),
    "search-deaf": ("step-5.no-match", BROKEN),
    "hindi-english": ("step-2.hindi", BROKEN),
    "search-by-beginning": ("step-5.dropdown", CHANGED),
    "centre-crossed": ("step-5.dropdown", BROKEN),
    "texts-blank": ("step-2.form", BROKEN),
    "rows-faint": ("step-5.delhi", BROKEN),
    "rows-deaf": ("step-5.delhi", BROKEN),
    "state-crossed": ("step-5.delhi", BROKEN),
    "department-crossed": ("step-5.known", BROKEN),
    "list-search-blank": ("step-5.dropdown", BROKEN),
}


@pytest.mark.parametrize(
    "defect",
    rows(NOTICED, ["state-absent", "next-missing", "state-crossed"]),
)
def test_a_defect_of_the_two_steps_is_noticed_by_its_check_and_no_other_is_broken(defect, smoke_run):
    check, verdict = NOTICED[defect]
    walked = smoke_run(generation="g4b", defects=[defect], person=False, about=[check.partition(".")[0]])
    assert walked.checks[check].verdict is verdict, walked.checks[check]
    broken = {name: each.observed for name, each in walked.checks.items() if each.verdict is BROKEN}
    assert broken.keys() == {check} - ({check} if verdict is not BROKEN else set()), broken


PARENT = "Department of Training and Technical Education"
"""One that has offices below it, and stands on the list's first page."""


@pytest.mark.parametrize("defects", rows([(), ("offices-locked",)], [("offices-locked",)]))
def test_that_the_row_of_the_pages_own_alone_can_be_chosen_below_a_department_is_told(defects, smoke_run, settings):
    known = settings.departments.model_copy(update={"known": PARENT})
    wanted = settings.model_copy(update={"departments": known})
    walked = smoke_run(generation="g4b", defects=defects, settings=wanted, person=False, only=["step-5.known"])
    check = walked.checks["step-5.known"]
    assert check.verdict is (BROKEN if defects else GOOD), check
    assert ("but the page's own" if defects else PARENT) in check.observed


def test_a_next_that_never_opens_is_told_as_that(smoke_run):
    walked = smoke_run(generation="g4a", defects=["next-closed"], about=["step-6"])
    assert walked.checks["step-6.button"].verdict is BROKEN
    assert "“Next” stays greyed out" in walked.checks["step-6.button"].observed
    assert {name for name, each in walked.checks.items() if each.verdict is BROKEN} == {"step-6.button"}


def test_a_sign_up_that_waits_for_one_of_two_otps_only_is_open_too_early(smoke_run):
    walked = smoke_run(
        generation="g4a", defects=["signup-open-without-mobile-otp"], only=["step-6.closed-without-otp", "step-6.opens"]
    )
    check = walked.checks["step-6.closed-without-otp"]
    assert check.verdict is BROKEN
    assert "while the mobile number is not verified" in check.observed
    assert walked.checks["step-6.opens"].verdict is GOOD


LIST = load(ROOT / "scenarios" / "delhi-2025" / "departments.csv")
MISSING = {
    "Department of Archaeology",
    "Directorate of Gurdwara Elections",
    "Rajya Sainik Board",
    "Office of the Electrical Inspector",
    "Delhi State Haj Committee",
    "Delhi Khadi and Village Industries Board",
    "Agricultural Produce Marketing Committee, Narela",
    "Sindhi Academy",
    "Maithili-Bhojpuri Academy",
    "Delhi Nursing Council",
}
MISPLACED = {"Delhi Archives", "Forensic Science Laboratory", "Delhi Legislative Assembly Secretariat"}


SHORT = 20
"""Of the state's departments so many are left in each run of the tests, besides those that are looked for."""
OF_EACH_KIND = {
    "Transport Department": Listing.LISTED,
    "Delhi Disaster Management Authority": Listing.LISTED,
    "Delhi Archives": Listing.MISPLACED,
    "Rajya Sainik Board": Listing.MISSING,
    "Department of Archaeology": Listing.MISSING,
}


@pytest.mark.parametrize("name", rows(["g4a", "g4b"], ["g4a"]))
def test_below_every_department_of_a_shorter_list_each_kind_of_listing_is_told(name, smoke_run, monkeypatch):
    """What is missing is looked for below each of them; below all of the 171 with all tests."""
    own, wanted = hierarchy._own, [each for each in LIST if each.name in OF_EACH_KIND]
    ours = OF_EACH_KIND.keys() | {each.parent for each in wanted}

    def shorter(document, shape):
        every = own(document, shape)
        others = [row for row in every[None] if row["orgName"] not in ours][:SHORT]
        return every | {None: tuple(row for row in every[None] if row["orgName"] in ours or row in others)}

    monkeypatch.setattr(hierarchy, "_own", shorter)
    walked = smoke_run(generation=name, departments=wanted, person=False, about=["step-1.landing"])
    unseen = {"Rajya Sainik Board": Listing.CANNOT_JUDGE} if name == "g4b" else {}  # it offers no "N/A"
    assert {each.name: each.listing for each in walked.result.departments.results} == OF_EACH_KIND | unseen


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["g4a", "g4b"])
def test_all_219_departments_are_told_as_they_are_with_three_questions_for_each_list(name, tmp_path):
    listed = tmp_path / "departments.csv"
    lines = [["name", "kind", "parent", "short_name", "aliases"]]
    lines += [[each.name, each.kind, each.parent, each.short_name, "|".join(each.aliases)] for each in LIST]
    listed.write_text(tables.as_csv(lines), encoding="utf-8")
    clean = {key: value for key, value in os.environ.items() if not key.startswith("IGOT_")}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "automation", "departments", "--generation", name),
            *("--departments", str(listed), "--json", "-", "--output", tmp_path),
        ],
        cwd=ROOT,
        env=clean | {"IGOT_WAITS_SECONDS": str(unhurried(5))},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    result = json.loads(done.stdout)
    found = {each["name"]: each["listing"] for each in result["departments"]["results"]}
    # The newer form does not offer "N/A", so nobody can tell what stands below no department.
    offices = {each.name for each in LIST if each.name in MISSING and each.kind != "department"}
    unseen = offices if name == "g4b" else set[str]()
    assert {key for key, listing in found.items() if listing == "cannot_judge"} == unseen
    assert {key for key, listing in found.items() if listing == "missing"} == MISSING - unseen
    assert {key for key, listing in found.items() if listing == "misplaced"} == MISPLACED
    assert {listing for key, listing in found.items() if key not in MISSING | MISPLACED} == {"listed"}
    asked = sum(each["count"] for each in result["gate"]["allowed"] if "/org/hierarchy/" in each["url"])
    assert asked <= 3 * 171 + 60
