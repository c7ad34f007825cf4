"""An answer of the portal becomes a verdict and a sentence."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from automation import checks
from automation.acts import Declined, Done, NoReply, Remark, Unable
from automation.flowchart import Check
from automation.model import Differs, NeedsPerson, No, NoAnswer, Reach, Verdict, Yes, rendered
from automation.portal.facts import (
    Accepted,
    Branch,
    Carried,
    Closed,
    Declaration,
    Field,
    NothingSent,
    NotThere,
    Open,
    Opened,
    Organisation,
    Otherwise,
    Refused,
    Rows,
    Seen,
    Unseen,
)
from automation.portal.form import Recognised
from automation.portal.generations import GENERATIONS
from automation.portal.labels import is_key, labelled, says, worded

CHECK = Check(id="step-1.x", documented="It works.", how="Look.", reach=Reach.LOOK)
OUTAGE = NoAnswer("the portal answered HTTP 503")
ROW = Organisation("Transport Department", "Delhi", "Delhi")


def rows(*held: Organisation, shown: tuple[str, ...] | None = None, count: int | None = None) -> Rows:
    texts = tuple(row.name for row in held) if shown is None else shown
    return Rows("word", Branch.STATE, len(held) if count is None else count, held, texts)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (Yes("so"), Verdict.AS_DOCUMENTED),
        (Differs("so"), Verdict.CHANGED),
        (No("so"), Verdict.BROKEN),
        (OUTAGE, Verdict.CANNOT_JUDGE),
        (NeedsPerson("so"), Verdict.NEEDS_PERSON),
    ],
)
def test_each_kind_of_answer_has_one_verdict_and_news_have_a_reason(answer, verdict):
    result = checks.judge(CHECK, answer)
    assert result.verdict is verdict
    assert bool(result.why) == (verdict is not Verdict.AS_DOCUMENTED)


@pytest.mark.parametrize(
    "judged",
    [
        lambda: checks.shown(OUTAGE, "it"),
        lambda: checks.arrived(OUTAGE, "it"),
        lambda: checks.rule(Accepted(), {"a bad one": OUTAGE}, "it"),
        lambda: checks.classes(OUTAGE, chosen=False),
        lambda: checks.searched(OUTAGE),
        lambda: checks.under_state(OUTAGE, "Delhi", rows(ROW)),
        lambda: checks.carried(OUTAGE, {}),
        lambda: checks.request_box(OUTAGE),
        lambda: checks.closed(OUTAGE, "now"),
        lambda: checks.opens(OUTAGE),
        lambda: checks.recognised(OUTAGE, "g3"),
        lambda: checks.hindi(OUTAGE),
        lambda: checks.no_match(OUTAGE, Seen),
        lambda: checks.after(OUTAGE, lambda: Yes("never asked")),
    ],
)
def test_an_outage_is_never_a_fault_and_never_a_pass(judged):
    assert judged() == OUTAGE


@pytest.mark.parametrize(
    "judged",
    [
        lambda: checks.all_shown(OUTAGE),
        lambda: checks.address(OUTAGE),
        lambda: checks.accepted(NoReply("HTTP 500"), "it"),
        lambda: checks.refused(NoReply("HTTP 500"), "it"),
        lambda: checks.searched(rows()),
        lambda: checks.under_state(rows(), "Delhi", rows()),
    ],
)
def test_no_answer_stays_no_answer_whatever_asked_for_it(judged):
    assert isinstance(judged(), NoAnswer)


def test_other_words_than_the_documented_ones_are_a_change_not_a_fault():
    there = rendered(checks.shown(Seen("Register"), "“Register”"), str)
    assert there == Yes("“Register” is there (“Register”).")
    assert isinstance(checks.shown(Seen("Create account", documented=False), "“Register”"), Differs)
    assert isinstance(checks.shown(Unseen("on the page"), "“Register”"), No)


def test_a_raw_key_and_another_fields_label_are_faults_and_other_words_a_change():
    key, other, new = labelled("publicsignup.email", Field.EMAIL), labelled("Mobile Number", Field.EMAIL), "Mail"
    assert isinstance(checks.shown(key, "The e-mail field"), No)
    assert isinstance(checks.shown(other, "The e-mail field"), No)
    assert isinstance(checks.shown(labelled(new, Field.EMAIL), "The e-mail field"), Differs)
    assert isinstance(checks.shown(labelled("ईमेल करें। *", Field.EMAIL), "The e-mail field"), Yes)
    assert isinstance(checks.shown(worded("publicsignup.signup", "sign_up"), "“Sign up”"), No)


def test_wording_is_compared_by_whole_words():
    assert not says("Resend OTP", "send_otp")
    assert not says("Undersecretary", "under")
    assert says("Please: SEND  OTP!", "send_otp")


def test_a_parent_is_not_named_by_the_name_of_the_office_or_of_a_longer_parent():
    row = Organisation("Municipal Corporation of Delhi", "Delhi", "Delhi")
    assert isinstance(checks.picked(Seen(f"{row.name}\nUnder Delhi"), row), Yes)
    assert isinstance(checks.picked(Seen(f"{row.name}\nUnder Haryana"), row), No)
    below = Organisation("Land", "Delhi", "Delhi > Land and Building Department of Delhi")
    assert isinstance(checks.picked(Seen("Land\nUnder Delhi > Land and Building Department of Delhi"), below), Yes)
    assert isinstance(checks.picked(Seen("Land\nUnder Goa > Land and Building Department of Delhi"), below), No)


def test_the_card_must_be_the_picked_rows_own():
    row = Organisation("Transport Department", "Delhi", "Delhi")
    assert isinstance(checks.picked(Seen("Transport Department Under Delhi close"), row), Yes)
    assert isinstance(checks.picked(Seen("Transport Department"), row), Yes)
    assert isinstance(checks.picked(Seen("Transport Department Under Haryana close"), row), No)
    assert isinstance(checks.picked(Seen("Finance Department Under Delhi"), row), No)
    for longer in ("Transport Department Unit II Under Delhi close", "Transport Department Unit II\nUnder\nDelhi"):
        assert isinstance(checks.picked(Seen(longer), row), No)
    assert isinstance(checks.picked(Seen("Chosen by you\nTransport Department\nUnder: Delhi\nclose"), row), Yes)
    assert isinstance(checks.picked(Seen("Transport Department\nके तहत: Delhi\nnavigate_next"), row), Yes)
    assert isinstance(checks.picked(Unseen("in the list"), row), No)


def test_what_is_ticked_or_listed_twice_is_a_change():
    assert isinstance(checks.unticked(frozenset()), Yes)
    assert isinstance(checks.unticked({Declaration.TERMS}), Differs)
    assert isinstance(checks.classes((*"ABCD", "D"), chosen=True), Differs)
    assert isinstance(checks.all_shown(rows(ROW, shown=(ROW.name, ROW.name))), Differs)
    assert isinstance(checks.all_shown(rows(ROW, shown=(ROW.name.upper(),))), Yes)
    assert isinstance(checks.all_shown(rows(ROW, shown=(ROW.name.upper(), ROW.name))), Differs)


def test_rows_of_one_name_without_their_parents_are_told_as_that():
    pair = (Organisation("Office", "Delhi", "Delhi", "1"), Organisation("Office", "Goa", "Goa", "2"))
    told = checks.all_shown(rows(*pair, shown=("Office", "Office")))
    assert isinstance(told, No)
    assert "2 of 2 organisations without the line" in told.seen
    assert isinstance(checks.all_shown(rows(*pair, shown=("Office Under Delhi", "Office Under Goa"))), Yes)
    one, root = Organisation("Office", "Delhi", "Delhi"), Organisation("Office")
    assert isinstance(checks.all_shown(rows(one, shown=("Office",)), parents=True), Differs)
    assert isinstance(checks.all_shown(rows(one, shown=("Office Under Delhi",)), parents=True), Yes)
    assert isinstance(checks.all_shown(rows(one, shown=("Office",))), Yes)
    assert isinstance(checks.all_shown(rows(root, shown=("Office",)), parents=True), Yes)


@pytest.mark.parametrize("name", [each.name for each in GENERATIONS])
def test_of_another_form_is_said_what_an_official_notices(name):
    form: Any = SimpleNamespace(generation=name)
    found = checks.recognised(Recognised(form), "g3")
    assert isinstance(found, Yes if name == "g3" else Differs)
    assert ("two pages" in found.seen) is name.startswith("g4")
    assert name == "g3" or name not in found.seen


def test_a_difference_in_one_part_of_a_check_is_not_lost_by_the_next():
    yes, differs, no = Yes("yes"), Differs("differs"), No("no")
    for first, second, answer in (
        (yes, yes, yes),
        (yes, differs, differs),
        (yes, OUTAGE, OUTAGE),
        (differs, yes, differs),
        (differs, no, no),
        (differs, OUTAGE, OUTAGE),
        (no, yes, no),
    ):
        assert checks.also(first, partial(lambda each: each, second)) is answer


def test_what_a_shape_of_the_form_never_had_is_a_change_not_a_fault():
    answer = checks.shown(Otherwise("nothing stands in its place"), "“Request for help”")
    assert answer == Differs("This form has no “Request for help”; nothing stands in its place.")


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://igotkarmayogi.gov.in/", Yes),
        ("https://portal.igotkarmayogi.gov.in/x", Yes),
        ("http://127.0.0.1:8000/", Yes),
        ("https://igotkarmayogi.gov.in.example.com/", Differs),
        ("https://notigotkarmayogi.gov.in/", Differs),
    ],
)
def test_only_the_official_host_and_this_machine_are_the_documented_address(url, kind):
    assert isinstance(checks.address(Opened(url)), kind)


def test_a_rule_is_broken_by_a_good_value_refused_and_by_a_bad_one_accepted():
    assert isinstance(checks.rule(Accepted(), {"an empty name": Refused()}, "Name"), Yes)
    assert isinstance(checks.rule(Refused("no"), {"an empty name": Refused()}, "Name"), No)
    broken = checks.rule(Accepted(), {"an empty name": Refused(), "a name with digits": Accepted()}, "Name")
    assert broken == No("Name: a name with digits is accepted.")


@pytest.mark.parametrize(
    "options", [("GROUP A", "GROUP B", "GROUP C", "GROUP D"), ("Group-A", "b", "C ", "Class D", "X")]
)
def test_the_classes_are_found_in_any_spelling(options):
    assert isinstance(checks.classes(options, chosen=True), Yes)


@pytest.mark.parametrize(
    ("options", "chosen"), [((), False), (("GROUP A", "GROUP B", "GROUP D"), True), (tuple("ABCD"), False)]
)
def test_a_missing_class_and_a_list_that_cannot_be_used_are_faults(options, chosen):
    assert isinstance(checks.classes(options, chosen=chosen), No)


def test_the_list_is_compared_with_the_answer_to_the_same_search():
    assert isinstance(checks.all_shown(rows(ROW, ROW)), Yes)
    assert isinstance(checks.all_shown(rows(ROW, ROW, shown=("Transport Department",))), No)
    assert isinstance(checks.all_shown(rows(ROW, count=40)), No)


def test_a_list_cut_at_the_documented_limit_is_as_documented():
    assert isinstance(checks.all_shown(rows(*[ROW] * 500, count=620)), Yes)


def test_a_search_that_sends_nothing_is_a_fault_but_says_nothing_of_delhi():
    assert isinstance(checks.searched(rows(ROW)), Yes)
    assert isinstance(checks.searched(rows(ROW, shown=())), No)
    assert isinstance(checks.searched(NothingSent("the page sends no request")), No)
    assert isinstance(checks.under_state(NothingSent("the page sends no request"), "Delhi", rows(ROW)), NoAnswer)


def test_rows_of_another_search_are_not_those_of_the_answer():
    left = rows(ROW, shown=("Finance Department Under Delhi", "Revenue Department Under Delhi"))
    found = checks.searched(left)
    assert isinstance(found, No)
    assert "the list shows 2 others" in found.seen
    assert isinstance(checks.all_shown(left), No)


def test_rows_of_other_states_alone_mean_that_delhi_is_absent():
    other = Organisation("Delhi Road Office", "Haryana", "Haryana")
    assert isinstance(checks.under_state(rows(other), "Delhi", rows()), No)
    assert isinstance(checks.under_state(rows(other, ROW), "Delhi", rows()), Yes)


def test_an_empty_list_for_delhi_counts_only_if_the_server_answers_another_word():
    assert isinstance(checks.under_state(rows(), "Delhi", rows(ROW)), No)
    assert isinstance(checks.under_state(rows(), "Delhi", OUTAGE), NoAnswer)


def test_the_request_page_must_carry_what_was_typed_and_nothing_that_was_not():
    page = Carried(name="Asha Verma", email="", mobile="", box=True, box_limit=150, submit_open=False)
    assert isinstance(checks.carried(page, {"name": "Asha Verma", "email": "", "mobile": ""}), Yes)
    assert isinstance(checks.carried(page, {"name": "Asha Verma", "email": "a@example.gov.in", "mobile": ""}), No)
    assert isinstance(checks.carried(NotThere("it stays blank"), {}), No)


@pytest.mark.parametrize(
    ("box", "limit", "submit", "kind"),
    [
        (True, 150, False, Yes),
        (False, None, False, No),
        (True, 150, True, No),
        (True, 100, False, Differs),
        (True, None, False, Differs),
    ],
)
def test_the_request_box_has_its_documented_limit_and_submit_is_closed(box, limit, submit, kind):
    page = Carried(name="", email="", mobile="", box=box, box_limit=limit, submit_open=submit)
    assert isinstance(checks.request_box(page), kind)


def test_sign_up_must_be_closed_before_and_open_after():
    assert isinstance(checks.closed(Closed(), "now"), Yes)
    assert isinstance(checks.closed(Open(), "now"), No)
    assert isinstance(checks.opens(Open()), Yes)
    assert isinstance(checks.opens(Closed()), No)


@pytest.mark.parametrize(
    ("outcome", "accepted", "refused"),
    [
        (Done(200), Yes, No),
        (Done(302), Yes, No),
        (Done(400, "OTP verification failed."), No, Yes),
        (Done(200, "Email domain of this email address is not approved."), No, Yes),
        (Declined("nobody is present"), NeedsPerson, NeedsPerson),
        (Unable("there is no button"), No, NoAnswer),
        (NoReply("no answer came in time"), NoAnswer, NoAnswer),
    ],
)
def test_a_refusal_under_http_200_is_a_refusal(outcome, accepted, refused):
    assert isinstance(checks.accepted(outcome, "It is sent"), accepted)
    assert isinstance(checks.refused(outcome, "A wrong code"), refused)


def test_what_comes_after_a_fault_is_not_blamed_again():
    def never():
        pytest.fail("it was asked all the same")

    assert isinstance(checks.after(No("the button is missing"), never), NoAnswer)
    assert checks.also(No("the button is missing"), never) == No("the button is missing")


def test_raw_text_keys_and_english_labels_are_no_hindi():
    assert isinstance(checks.hindi(Seen("पूरा नाम")), Yes)
    assert isinstance(checks.hindi(Seen("")), Yes)
    assert isinstance(
        checks.hindi(Seen("publicsignup.fullName publicsignup.sendOTP publicsignup.mobileNumber पूरा")), No
    )
    assert isinstance(checks.hindi(Seen("Full name")), No)


def test_english_among_hindi_is_named_and_what_has_no_hindi_is_not():
    told = checks.hindi(Seen("पूरा नाम *\nSend OTP\nPrivacy Policy"))
    assert isinstance(told, No)
    assert "Send OTP" in told.seen
    assert isinstance(checks.hindi(Seen("पूरा नाम *\nsearch\nPrivacy Policy\nState of things")), Yes)


def test_a_new_code_after_a_resend_is_a_change():
    assert isinstance(checks.same_code(Done()), Yes)
    assert isinstance(checks.same_code(Done(remark=Remark.ANOTHER_CODE)), Differs)


def test_a_password_is_refused_only_if_the_page_says_so():
    assert isinstance(checks.password_refused(Done(200), lambda: Seen("Invalid password"), "A weak one"), Yes)
    assert isinstance(checks.password_refused(Done(302), lambda: Unseen("on the page"), "A weak one"), No)
    assert isinstance(checks.password_refused(Declined("nobody"), lambda: Seen(""), "A weak one"), NeedsPerson)


def test_of_several_parts_what_is_missing_decides_before_what_nobody_could_tell():
    there, other, gone = Yes("A is there."), Differs("B reads C."), No("D is not there.")
    assert checks.together(there, other) == Differs("A is there. B reads C.")
    assert checks.together(there, OUTAGE, other) == OUTAGE
    assert checks.together(OUTAGE, gone, there) == gone
    assert checks.together(there) == there


def test_of_the_login_every_label_must_be_in_hindi_where_it_is_offered():
    assert isinstance(checks.login_hindi(Seen("")), Yes)
    assert isinstance(checks.login_hindi(Seen("पासवर्ड\nलॉगिन")), Yes)
    told = checks.login_hindi(Seen("पासवर्ड\nStay signed in"))
    assert isinstance(told, No)
    assert "Stay signed in" in told.seen
    assert isinstance(checks.login_hindi(Otherwise("this installation offers English and no Hindi")), Differs)


def test_names_of_texts_are_no_words():
    assert isinstance(checks.in_words("doLogIn"), No)
    assert isinstance(checks.in_words(""), Yes)
    assert is_key("doForgotPassword")
    assert not any(is_key(each) for each in ("Login", "iGOT", "password", "Login with OTP"))


def test_a_search_that_leaves_out_what_the_list_has_under_that_word_differs():
    words = Organisation("Office of the Last Word", "Delhi", "Delhi")
    assert isinstance(checks.finds(rows(ROW), rows(ROW, words)), Differs)
    assert isinstance(checks.finds(rows(count=3), rows(words)), Differs)
    assert isinstance(checks.finds(rows(words), rows(ROW, words)), Yes)
    longer = Organisation("Office of Wordings", "Delhi", "Delhi")  # how a search takes a part of a word is its own
    assert isinstance(checks.finds(rows(ROW), rows(ROW, longer)), Yes)


def test_a_search_that_is_cut_short_or_without_an_answer_is_not_blamed_for_what_it_leaves_out():
    words = Organisation("Office of the Last Word", "Delhi", "Delhi")
    assert isinstance(checks.finds(rows(ROW, count=60), rows(words)), Yes)
    assert isinstance(checks.finds(OUTAGE, rows(words)), Yes)
    assert isinstance(checks.finds(rows(), OUTAGE), Yes)


def test_what_belongs_under_state_does_not_belong_under_centre():
    ministry, state = Organisation("Ministry of Finance", "Centre"), Organisation("Delhi", "Centre")
    assert isinstance(checks.centre_too(rows(ministry), rows(ROW)), Yes)
    assert isinstance(checks.centre_too(rows(ministry, state), rows(ROW)), No)
    assert isinstance(checks.centre_too(rows(ROW), rows(ROW)), No)


def test_hindi_words_with_english_chosen_are_wrong_and_a_name_in_hindi_is_not():
    assert isinstance(checks.english("पूरा नाम\nसमूह"), No)
    assert isinstance(checks.english("Full name *\nदिल्ली"), Yes)
    assert isinstance(checks.english(""), Yes)


@pytest.mark.parametrize(
    ("sent", "another"),
    [
        ({"firstName": "ASHA  Verma", "group": "Group B", "mapId": "S_9_D_1", "source": "test"}, ""),
        ({"firstName": "Ravi Kumar", "group": "GROUP B", "mapId": "S_9_D_1"}, "another name than"),
        ({"firstName": "Asha Verma", "group": "GROUP A", "mapId": "S_9_D_2"}, "another class and another organisation"),
        ({"orgName": "Home Department", "mapId": "S_9_D_2"}, "registers another organisation than"),
        ({"user": "Ravi Kumar"}, ""),  # nothing of which it is known what it is
        ({}, ""),
    ],
)
def test_what_is_registered_is_what_stood_on_the_form(sent, another):
    entered = {
        "firstName": ["Asha Verma"],
        "group": ["GROUP B"],
        "orgName": ["Home", "Home &amp; Jail"],
        "mapId": ["S_9_D_1"],
    }
    found = checks.sent_as_entered(entered, sent)
    assert isinstance(found, No if another else Yes)
    assert another in found.seen
