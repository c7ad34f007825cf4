"""Every generation of the form keeps the promises of SignUpForm; a new one is under test once it is registered."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from contextlib import closing

import pytest

from automation.model import Effect, NoAnswer
from automation.portal.facts import (
    Accepted,
    Branch,
    Carried,
    Channel,
    Closed,
    Declaration,
    Field,
    Help,
    NotThere,
    Opened,
    Refused,
    Rows,
    Seen,
    Unseen,
)
from automation.portal.form import FixedForm, ListedForm, Recognised, SignUpForm, Unrecognised
from automation.portal.generations import GENERATIONS, fit, recognise
from automation.portal.site import Addresses, Site
from automation.portal.widgets import OverlaySelect
from tests.links import LINK
from tests.patience import unhurried
from tests.portals import Portal
from tests.tables import rows

TIMEOUT = 1000 * unhurried(5)


NAMES = [generation.name for generation in GENERATIONS]


# G4-A is built of the parts of G4-B; G1 and the department's link are walked in every run (end_to_end).
@pytest.fixture(params=rows(NAMES, ["g3", "g4b"]))
def generation(request):
    return GENERATIONS[NAMES.index(request.param)]


@pytest.fixture
def rehearsal(generation):
    with Portal.start(generation=generation.name, resend_seconds=3, retry_seconds=0.3) as portal:
        yield portal


@pytest.fixture
def site(generation, ungated, rehearsal):
    page = ungated().new_page()
    link = LINK if generation.name == "crp" else ""
    yield Site(page, Addresses(rehearsal.url, rehearsal.url, link=link), TIMEOUT)
    page.close()


@pytest.fixture
def form(generation, site):
    assert isinstance(site.open_sign_up(), Opened)
    recognition = site.recognise()
    assert isinstance(recognition, Recognised)
    assert recognition.form.generation == generation.name
    return recognition.form


def test_the_form_has_no_verb_that_sends_verifies_or_submits(generation):
    verbs = {name for name, _ in inspect.getmembers(SignUpForm, inspect.isfunction) if not name.startswith("_")}
    looks = {"send_button", "verify_button", "code_box", "resend_wait", "resend_offer", "verified"}
    looks |= {"submit_label", "submit_state"}
    assert not {name for name in verbs - looks if re.search("send|verify|submit|otp|code|password|sign_up|press", name)}
    kind = type(generation.form)
    built = generation.form if inspect.isclass(generation.form) else kind
    both = [member for kind_ in (ListedForm, FixedForm) for member in inspect.getmembers(kind_, inspect.isfunction)]
    lists = {name for name, _ in both if not name.startswith("_")}
    assert {name for name in dir(built) if not name.startswith("_")} <= verbs | lists | {
        "generation",
        "longest_name",
        "pages",
        "styles",
    }
    assert not {name for name in lists - looks if re.search("send|verify|submit|otp|code|password|sign_up|press", name)}


@pytest.fixture
def listed(generation):
    """Leaves out the page behind a department's link, which has no list: test_generations.py has what it does."""
    if generation.name == "crp":
        pytest.skip("the link fixes the organisation")


@pytest.fixture
def documented(generation):
    """Skips what only the documented form has; the others' findings are in the end-to-end tables."""
    if generation.name != "g3":
        pytest.skip("this part of the circular's form is not on this one")


def test_a_whole_look_sends_nothing_but_reads(form, rehearsal, listed):
    here = form.here()
    typed = {Field.NAME: "Asha Verma", Field.EMAIL: "asha.verma@example.gov.in", Field.MOBILE: "9000000042"}
    for field, value in typed.items():
        if field in here and isinstance(form.sees(field), Seen):
            form.fill(field, value)
    form.enter_state("Delhi")
    reply = form.search("delhi")
    assert isinstance(reply, Rows)
    form.pick(reply.held[0])
    form.turn_page()
    if isinstance(form, ListedForm):
        form.scroll()
        form.designations()
    assert form.submit_state() == Closed()
    if isinstance(form.help_link(Help.ORGANISATION), Seen):
        assert isinstance(form.open_help(Help.ORGANISATION), Carried)
    effects = {Effect(each["effect"]) for each in rehearsal.received()}
    assert effects <= {Effect.READ, Effect.TELEMETRY}


def test_every_documented_field_belongs_to_one_page(generation):
    fields = [field for page in generation.form.pages for field in page]
    fixed = {Field.BRANCH} if generation.name == "crp" else set()
    assert sorted(fields) == sorted(set(Field) - fixed)


def test_the_place_can_be_chosen_on_the_first_page(form, listed):
    assert all(isinstance(form.sees(field), Seen) for field in (Field.BRANCH, Field.ORGANISATION, Field.EMAIL))
    assert {Field.BRANCH, Field.ORGANISATION, Field.EMAIL} <= form.here() == form.pages[0]


def test_what_the_circular_names_is_seen_on_its_form(form, documented):
    assert all(isinstance(form.sees(field), Seen) for field in Field)
    assert all(isinstance(form.declaration(which), Seen) for which in Declaration)
    assert all(isinstance(form.help_link(kind), Seen) for kind in Help)
    assert isinstance(form.submit_label(), Seen)


def test_a_later_page_stays_closed_and_is_not_opened_by_force(form):
    assert isinstance(form.turn_page(), Unseen)
    assert form.here() == form.pages[0]


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        (Field.NAME, "Asha Verma", ["", "Asha 2", "Asha-Verma", "आशा"]),
        (Field.EMAIL, "asha.verma@example.gov.in", ["", "asha", "asha@", "asha@gov", "asha+x@example.gov.in"]),
        (Field.MOBILE, "9000000042", ["", "900000004", "90000x0042"]),
    ],
)
def test_the_form_says_whether_it_takes_a_value(form, field, good, bad):
    if field not in form.here() or not isinstance(form.sees(field), Seen):
        pytest.skip("not on the first page of this form")
    assert form.fill(field, good) == Accepted()
    assert [type(form.fill(field, value)) for value in bad] == [Refused] * len(bad)


def test_a_name_may_have_an_apostrophe_and_32_letters_and_on_a_link_a_dot_and_more(form, generation):
    if Field.NAME not in form.here():
        pytest.skip("not on the first page of this form")
    linked = generation.name == "crp"
    taken = {"Asha D'Souza": not linked, "Dr. Asha Verma": linked, "A" * 32: True, "A" * 33: linked}
    if generation.name == "g1":
        taken.pop("A" * 32)
        taken.pop("A" * 33)
    assert {name: form.fill(Field.NAME, name) == Accepted() for name in taken} == taken


def test_a_tick_is_read_back(form, documented):
    assert form.declare(Declaration.TERMS, on=True) == Seen()
    assert form.declare(Declaration.TERMS, on=True) == Seen()
    assert form.declare(Declaration.TERMS, on=False) == Seen()


def test_a_search_gives_the_rows_of_its_own_answer_and_what_the_page_shows(form, listed):
    form.enter_state("Delhi")
    first = form.search("hosp")
    second = form.search("institute")
    assert first.held
    assert second.held
    assert all("hosp" in row.name.lower() for row in first.held)
    assert all("institute" in row.name.lower() for row in second.held)
    assert len(second.shown) == len(second.held)
    assert second.branch is Branch.STATE
    again = form.search("institute")
    assert (again.held, again.shown) == (second.held, second.shown)


def test_a_search_without_a_match_is_empty_and_the_next_search_works(form, listed):
    form.enter_state("Delhi")
    assert form.search("Zzq Invented").held == ()
    form.no_match_help()
    assert form.search("hosp").held


def test_a_search_without_a_match_offers_help(form, documented):
    form.choose_branch(Branch.STATE)
    form.search("Zzq Invented")
    assert isinstance(form.no_match_help(), Seen)


def test_a_list_that_keeps_the_rows_of_the_search_before_shows_none_of_the_answers(form, rehearsal, documented):
    form.choose_branch(Branch.STATE)
    rehearsal.switch(on=["search-null-name"])
    first = form.search("institute")
    assert (bool(first.held), first.shown) == (True, ())
    rehearsal.switch(off=["search-null-name"])
    assert form.search("transport").on_the_page()
    rehearsal.switch(on=["search-null-name"])
    later = form.search("institute")
    assert later.shown
    assert later.on_the_page() == set()


def test_a_picked_organisation_is_shown(form, listed):
    form.enter_state("Delhi")
    row = form.search("institute").held[0]
    assert " ".join(row.name.split()) in form.pick(row).text
    form.unpick()
    assert isinstance(form.sees(Field.ORGANISATION), Seen)


def test_rows_of_one_name_are_told_apart_by_their_parents(form, documented):
    form.choose_branch(Branch.STATE)
    held = form.search("tourism").held
    names = Counter(row.name for row in held)
    chosen = [row for row in held if names[row.name] > 1][-1]
    assert chosen.top in form.pick(chosen).text


def test_the_request_page_has_what_was_typed_and_the_way_back_keeps_it(form, site, documented):
    form.fill(Field.NAME, "Asha Verma")
    form.fill(Field.EMAIL, "asha.verma@example.gov.in")
    page = form.open_help(Help.ORGANISATION)
    assert (page.name, page.email, page.box_limit, page.submit_open) == (
        "Asha Verma",
        "asha.verma@example.gov.in",
        150,
        False,
    )
    assert isinstance(form.leave_help(), Opened)
    assert site.recognise().form.value(Field.NAME) == "Asha Verma"


def test_before_an_otp_is_sent_there_is_no_box_no_countdown_and_no_mark(ungated, rehearsal, generation):
    page = ungated().new_page()
    page.goto(f"{rehearsal.url}{LINK if generation.name == 'crp' else '/public/signup'}")
    page.locator("[formcontrolname=email]").wait_for()
    form = generation.form(page, 300.0)
    for channel in Channel:
        assert isinstance(form.code_box(channel), Unseen)
        assert isinstance(form.resend_wait(channel), Unseen)
        assert isinstance(form.verified(channel), Unseen)
    page.close()


@pytest.mark.parametrize(
    ("body", "blank"),
    [
        ("<p>Hello</p>", True),
        ("<div class='custom-stepper'></div><mat-select formcontrolname=ministry></mat-select>", False),
        ("<input formcontrolname=firstname><input formcontrolname=position><input formcontrolname=email>", False),
        ("<div class='custom-stepper'></div><input formcontrolname=captcha>", False),
    ],
)
def test_another_shape_is_never_taken_for_a_known_one(browser, body, blank):
    page = browser.new_page()
    page.set_content(body)
    recognition = recognise(page, TIMEOUT)
    assert isinstance(recognition, Unrecognised)
    assert recognition.blank is blank
    page.close()


@pytest.mark.parametrize(("guessed", "kind"), [(True, NoAnswer), (False, NotThere)])
def test_a_first_page_that_nobody_named_and_that_is_not_there_says_nothing_of_the_portal(ungated, guessed, kind):
    with Portal.start() as portal, closing(ungated().new_page()) as page:
        found = Site(page, Addresses(portal.url, f"{portal.url}/nowhere", guessed=guessed), TIMEOUT).open_landing()
        assert isinstance(found, kind)
        assert ("portal.landing_url" in found.why) is guessed


def test_the_form_is_never_taken_for_the_first_page_though_it_leads_to_the_login_too(ungated):
    with Portal.start() as portal, closing(ungated().new_page()) as page:
        form = Site(page, Addresses(portal.url, f"{portal.url}/public/signup"), TIMEOUT)
        assert isinstance(form.open_landing(), Opened)
        assert isinstance(form.recognise(), Recognised)
        assert page.locator("a[href*='protected/v8/resource']").count()
        assert [type(form.register_link()), type(form.login_link())] == [NoAnswer, NoAnswer]


LATE_LINK = """<a href="public/signup">Register</a> <a href="/help">Login</a>
<a id=late href="protected/v8/resource" style="display:none">Login</a><script>
  setTimeout(() => { late.style.display = "inline"; late.textContent = "Enter here"; }, 400);
</script>"""


def test_a_link_that_comes_late_and_in_other_words_is_still_the_one_that_leads_there(browser):
    """The first page's header is joined to the portal's host at run time, and its language comes later still."""
    with closing(browser.new_page()) as page:
        page.set_content(LATE_LINK.replace('<a href="/help">Login</a>', ""))
        site = Site(page, Addresses("http://127.0.0.1:1", "http://127.0.0.1:1"), TIMEOUT)
        assert site.login_link() == Seen("Enter here", documented=False)
        page.set_content(LATE_LINK.replace("400", "0"))
        page.locator("#late").wait_for(state="visible")
        assert site.login_link() == Seen("Enter here", documented=False)
        assert site.register_link() == Seen("Register")


@pytest.mark.parametrize("name", ["g3", "g4a", "g4b"])
def test_back_from_the_request_page_the_form_is_awaited_which_comes_after_its_start_up_reads(ungated, name):
    slow = Portal.start(generation=name, variants=["slow-answers"])
    with slow as portal, closing(ungated().new_page()) as page:
        link = LINK if generation.name == "crp" else ""
        site = Site(page, Addresses(portal.url, portal.url, link=link), TIMEOUT)
        site.open_sign_up()
        first = site.recognise()
        assert isinstance(first, Recognised)
        assert isinstance(first.form.open_help(Help.ORGANISATION), Carried)
        assert page.locator("form button[type=submit]").count() == 1  # the request page's own, as on the real one
        assert isinstance(first.form.leave_help(), Opened)
        assert page.locator("#addDetails").count() == 0
        again = site.recognise()
        assert isinstance(again, Recognised)
        assert again.form.generation == name


def test_exactly_one_generation_fits_each_rehearsal_page(site, browser, generation):
    site.open_sign_up()
    site.recognise()
    page = browser.contexts[-1].pages[-1]
    assert [each.name for each in fit(page, TIMEOUT)] == [generation.name]


OLDEST_SELECT = """<form><mat-select role=listbox tabindex=0 formcontrolname=group id=group>Group</mat-select></form>
<div class=cdk-overlay-container></div><script>
  const select = document.querySelector("mat-select"), layer = document.querySelector(".cdk-overlay-container");
  const close = () => layer.replaceChildren();
  select.onclick = () => {
    layer.innerHTML = "<div class=cdk-overlay-pane><mat-option role=option>GROUP A</mat-option></div>";
    layer.querySelector("mat-option").onclick = () => { select.textContent = "GROUP A"; close(); };
  };
  select.onkeydown = close;
</script>"""


def test_a_select_whose_panel_has_no_role_as_in_the_oldest_builds_is_opened_and_chosen_from(browser):
    with closing(browser.new_page()) as page:
        page.set_content(OLDEST_SELECT)
        select = OverlaySelect(page, page.locator("mat-select"), TIMEOUT)
        assert select.options() == ("GROUP A",)
        assert page.get_by_role("option").count() == 0
        assert select.choose("GROUP A")


def test_a_choice_that_shows_a_moment_after_the_list_has_gone_is_taken(browser):
    shown, late = 'select.textContent = "GROUP A";', "setTimeout(() => {{ {} }}, 300);"
    assert shown in OLDEST_SELECT
    with closing(browser.new_page()) as page:
        page.set_content(OLDEST_SELECT.replace(shown, late.format(shown)))
        assert OverlaySelect(page, page.locator("mat-select"), TIMEOUT).choose("GROUP A")


def test_a_choice_that_is_drawn_in_capitals_is_taken(browser):
    with closing(browser.new_page()) as page:
        drawn = "<style>mat-select { text-transform: uppercase }</style>"
        page.set_content(OLDEST_SELECT.replace('textContent = "GROUP A"', 'textContent = "Group A"') + drawn)
        assert OverlaySelect(page, page.locator("mat-select"), TIMEOUT).choose("GROUP A")


def test_a_field_that_has_lost_its_name_is_found_in_another_way_and_that_is_a_warning(browser, generation):
    page = browser.new_page()
    page.set_content(
        "<form><input formcontrolname=email><input name=emailField><button class=submitBtn>Go</button></form>"
    )
    form = generation.form(page, TIMEOUT)
    assert isinstance(form.sees(Field.EMAIL), Seen)
    assert form.fallbacks() == ()
    lost = "<input name=emailField><button type=button>Send OTP</button><input formcontrolname=phone id=mobileNumber>"
    page.set_content(f"<form>{lost}<button type=button>Send OTP</button><button class=submitBtn>Go</button></form>")
    form = generation.form(page, TIMEOUT)
    assert isinstance(form.sees(Field.EMAIL), Seen)
    assert [isinstance(form.send_button(each), Seen) for each in Channel] == [True, True]
    assert isinstance(form.submit_label(), Seen)
    assert [sentence.partition(" was ")[0] for sentence in form.fallbacks()] == [
        "the email field",
        "the button that signs up",
    ]
    page.close()
