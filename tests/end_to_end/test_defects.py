"""Each defect of the fault board is noticed by the check that must notice it, and no other one is blamed."""

from __future__ import annotations

import pytest

from automation.model import Verdict
from automation.rehearsal.defects import DEFECTS
from tests.tables import rows

BROKEN, CHANGED, UNKNOWN = Verdict.BROKEN, Verdict.CHANGED, Verdict.CANNOT_JUDGE

# What an unattended look must notice: defect -> check -> verdict.
BY_LOOKING = {
    "landing-dead": ("step-1.landing", UNKNOWN),
    "register-link-missing": ("step-2.register-button", BROKEN),
    "register-link-dead": ("step-2.register-leads", BROKEN),
    "register-renamed": ("step-2.register-button", CHANGED),
    "login-link-missing": ("step-2.login-option", BROKEN),
    "hindi-labels-missing": ("step-2.hindi", BROKEN),
    "signup-blank": ("step-2.form", BROKEN),
    "portal-slow-start": ("step-2.form", UNKNOWN),
    "name-missing": ("step-3.name", BROKEN),
    "group-missing": ("step-3.class", BROKEN),
    "group-list-empty": ("step-3.class-options", BROKEN),
    "group-c-missing": ("step-3.class-options", BROKEN),
    "group-unpickable": ("step-3.class-options", BROKEN),
    "email-missing": ("step-3.official-email", BROKEN),
    "mobile-missing": ("step-3.mobile", BROKEN),
    "name-accepts-digits": ("step-3.name-rule", BROKEN),
    "name-refused": ("step-3.name-rule", BROKEN),
    "name-not-required": ("step-3.name-rule", BROKEN),
    "email-accepts-malformed": ("step-3.email-rule", BROKEN),
    "email-not-required": ("step-3.email-rule", BROKEN),
    "mobile-accepts-short": ("step-3.mobile-rule", BROKEN),
    "mobile-not-required": ("step-3.mobile-rule", BROKEN),
    "domain-help-missing": ("step-3.email-help", BROKEN),
    "email-send-missing": ("step-4.email-send", BROKEN),
    "mobile-send-missing": ("step-4.mobile-send", BROKEN),
    "centre-state-missing": ("step-5.centre-state", BROKEN),
    "state-option-missing": ("step-5.centre-state", BROKEN),
    "state-empty": ("step-5.delhi", BROKEN),
    "search-dead": ("step-5.dropdown", BROKEN),
    "search-500": ("step-5.dropdown", UNKNOWN),
    "search-empty-200": ("step-5.dropdown", UNKNOWN),
    "search-truncated-json": ("step-5.dropdown", UNKNOWN),
    "search-slow": ("step-5.dropdown", UNKNOWN),
    "search-capped": ("step-5.all-shown", BROKEN),
    "search-hides-rows": ("step-5.all-shown", BROKEN),
    "search-null-name": ("step-5.dropdown", BROKEN),
    "organisation-unpickable": ("step-5.known", BROKEN),
    "no-match-panel-missing": ("step-5.no-match", BROKEN),
    "organisation-help-missing": ("step-5.help-link", BROKEN),
    "organisation-help-dead": ("step-5.help-opens", BROKEN),
    "help-renamed": ("step-5.help-link", CHANGED),
    "request-page-blank": ("step-5.help-opens", BROKEN),
    "request-loses-data": ("step-5.help-opens", BROKEN),
    "request-organisation-field-missing": ("step-5.help-box", BROKEN),
    "confirm-missing": ("step-6.declarations", BROKEN),
    "terms-missing": ("step-6.declarations", BROKEN),
    "signup-button-missing": ("step-6.button", BROKEN),
    "signup-renamed": ("step-6.button", CHANGED),
    "signup-open-without-otp": ("step-6.closed-without-otp", BROKEN),
    "card-shows-another": ("step-5.known", BROKEN),
    "send-disabled": ("step-4.email-send", BROKEN),
    "send-renamed": ("step-4.email-send", CHANGED),
    "signup-text-missing": ("step-6.button", BROKEN),
    "labels-swapped": ("step-3.official-email", BROKEN),
    "name-relabelled": ("step-3.name", CHANGED),
    "terms-ticked": ("step-6.declarations", CHANGED),
    "groups-doubled": ("step-3.class-options", CHANGED),
    "list-of-another-kind": ("step-5.dropdown", UNKNOWN),
    "rows-doubled": ("step-5.all-shown", CHANGED),
    "parents-missing": ("step-5.all-shown", BROKEN),
    "no-match-renamed": ("step-5.no-match", CHANGED),
    "api-blocked": ("step-3.class-options", BROKEN),
    "signup-slow": ("step-2.register-leads", UNKNOWN),
    "script-missing": ("step-2.form", BROKEN),
    "texts-missing": ("step-2.form", BROKEN),
    "hindi-incomplete": ("step-2.hindi", BROKEN),
    "organisation-help-elsewhere": ("step-5.help-opens", BROKEN),
    "centre-empty": ("step-5.dropdown", BROKEN),
    "state-dead": ("step-5.centre-state", BROKEN),
    "landing-empty": ("step-1.landing", BROKEN),
    "register-text-missing": ("step-2.register-button", BROKEN),
    "register-leads-to-login": ("step-2.register-leads", BROKEN),
    "hindi-english": ("step-2.hindi", BROKEN),
    "groups-renamed": ("step-3.class-options", BROKEN),
    "group-relabelled": ("step-3.class", CHANGED),
    "email-relabelled": ("step-3.official-email", CHANGED),
    "mobile-relabelled": ("step-3.mobile", CHANGED),
    "branch-relabelled": ("step-5.centre-state", CHANGED),
    "organisation-relabelled": ("step-5.dropdown", CHANGED),
    "mobile-send-disabled": ("step-4.mobile-send", BROKEN),
    "confirm-ticked": ("step-6.declarations", CHANGED),
    "help-text-missing": ("step-5.help-link", BROKEN),
    "no-match-rows": ("step-5.no-match", BROKEN),
    "search-deaf": ("step-5.no-match", BROKEN),
    "card-empty": ("step-5.known", BROKEN),
    "request-open-at-once": ("step-5.help-box", BROKEN),
    "request-name-short": ("step-5.help-box", CHANGED),
    "request-back-loses": ("step-5.help-back", BROKEN),
    "maintenance-page": ("step-1.landing", UNKNOWN),
    "waf-challenge": ("step-1.landing", UNKNOWN),
    "captcha-wall": ("step-1.landing", UNKNOWN),
    "tls-error": ("step-1.landing", UNKNOWN),
    "rows-unseen": ("step-5.dropdown", BROKEN),
    "branches-swapped": ("step-5.centre-state", BROKEN),
    "send-invisible": ("step-4.email-send", BROKEN),
    "send-deaf": ("step-4.mobile-send", BROKEN),
    "request-box-locked": ("step-5.help-box", BROKEN),
    "request-submit-missing": ("step-5.help-box", BROKEN),
    "request-text-missing": ("step-5.help-opens", BROKEN),
    "send-off-page": ("step-4.email-send", BROKEN),
    "help-covered": ("step-5.help-link", BROKEN),
    "rows-faint": ("step-5.dropdown", BROKEN),
    "rows-deaf": ("step-5.known", BROKEN),
    "name-box-short": ("step-3.name-rule", BROKEN),
    "email-locked": ("step-3.official-email", BROKEN),
    "mobile-accepts-long": ("step-3.mobile-rule", BROKEN),
    "mobile-accepts-letters": ("step-3.mobile-rule", BROKEN),
    "centre-crossed": ("step-5.dropdown", BROKEN),
    "english-hindi": ("step-2.hindi", BROKEN),
    "texts-blank": ("step-2.form", BROKEN),
    "connection-reset": ("step-1.landing", UNKNOWN),
}

# What shows only when a person acts.
BY_A_PERSON = {
    "non-government-mail-accepted": ("step-3.government-email", BROKEN),
    "domain-refused": ("step-4.email-sent", BROKEN),
    "email-send-fails": ("step-4.email-sent", UNKNOWN),
    "mobile-send-fails": ("step-4.mobile-sent", UNKNOWN),
    "email-otp-not-delivered": ("step-4.email-sent", BROKEN),
    "mobile-otp-not-delivered": ("step-4.mobile-sent", BROKEN),
    "email-otp-box-absent": ("step-4.email-box", BROKEN),
    "mobile-otp-box-absent": ("step-4.mobile-box", BROKEN),
    "resend-timer-missing": ("step-4.resend-wait", BROKEN),
    "resend-never-enabled": ("step-4.resend", BROKEN),
    "resend-new-code": ("step-4.resend", CHANGED),
    "verify-stays-grey": ("step-4.mobile-verified", BROKEN),
    "verify-fails": ("step-4.mobile-verified", UNKNOWN),
    "wrong-code-accepted": ("step-4.email-wrong-code", BROKEN),
    "attempts-unlimited": ("step-4.exhausted", BROKEN),
    "right-code-refused": ("step-4.email-verified", BROKEN),
    "signup-open-without-terms": ("step-6.closed-without-terms", BROKEN),
    "signup-open-without-confirmation": ("step-6.closed-without-terms", BROKEN),
    "signup-open-without-email-otp": ("step-6.closed-without-otp", BROKEN),
    "signup-open-without-organisation": ("step-6.closed-without-organisation", BROKEN),
    "signup-never-opens": ("step-6.opens", BROKEN),
    "lookup-fails": ("step-6.success", BROKEN),
    "register-fails": ("step-6.success", UNKNOWN),
    "register-refuses": ("step-6.success", BROKEN),
    "success-dialog-missing": ("step-6.success", BROKEN),
    "registers-another-organisation": ("step-6.success", BROKEN),
    "registers-another-name": ("step-6.success", BROKEN),
    "mail-not-sent": ("step-7.mail", BROKEN),
    "mail-link-dead": ("step-7.link", BROKEN),
    "password-refused": ("step-7.password-set", BROKEN),
    "password-rule-missing": ("step-7.password-rule", BROKEN),
    "password-mismatch-accepted": ("step-7.password-match", BROKEN),
    "profile-page-dead": ("step-7.profile", BROKEN),
    "login-page-dead": ("step-7.login", BROKEN),
    "login-refuses": ("step-7.login", BROKEN),
    "login-knows-nobody": ("step-7.login", BROKEN),
    "login-locked": ("step-7.login", BROKEN),
    "login-disabled": ("step-7.login", BROKEN),
    "login-paused": ("step-7.login", BROKEN),
    "register-duplicate": ("step-6.success", BROKEN),
    "otp-box-short": ("step-4.email-box", BROKEN),
    "verify-renamed": ("step-4.email-box", CHANGED),
    "wrong-code-taken": ("step-4.email-wrong-code", BROKEN),
    "mobile-timer-missing": ("step-4.mobile-box", CHANGED),
    "send-doubled": ("step-4.email-sent", CHANGED),
    "verify-unasked": ("step-4.email-wrong-code", BROKEN),
}

# What the sentence must name: the cause, and nothing in its place.
NAMED = {
    "script-missing": "/assets/rehearsal/js/main.js is answered with HTTP 404",
    "texts-missing": "/assets/i18n/en.json is answered with HTTP 404",
    "hindi-incomplete": "“Full name”, “Send OTP”, “I confirm",
    "parents-missing": "without the line that says what they are under",
    "organisation-help-elsewhere": "the link leads to",
    "registers-another-organisation": "registers another organisation than",
    "registers-another-name": "registers another name than",
}

# A portal without a language choice promises no Hindi; the circular asks for none. Words that come late have come.
HARMLESS_HERE = {"language-control-missing", "hindi-late"}

# Where one defect shows at more than one check: the same words, or the same list, stand in both.
ALSO = {
    "email-missing": {"step-3.email-help"},
    "email-otp-not-delivered": {"step-4.resend"},
    "help-renamed": {"step-3.email-help", "step-5.no-match"},
    "help-text-missing": {"step-3.email-help", "step-5.no-match"},
    "labels-swapped": {"step-3.mobile"},
    "organisation-help-missing": {"step-5.no-match"},
    "profile-page-dead": {"step-7.login"},
    "request-loses-data": {"step-5.help-back"},
    "resend-timer-missing": {"step-4.mobile-box"},
    "right-code-refused": {"step-4.mobile-verified"},
    "send-doubled": {"step-4.resend"},
    "otp-box-short": {"step-4.mobile-box"},
    "verify-renamed": {"step-4.mobile-box"},
    "rows-faint": {"step-5.all-shown", "step-5.known", "step-5.no-match"},
    "rows-unseen": {"step-5.all-shown", "step-5.known", "step-5.no-match"},
    "search-dead": {"step-5.known"},
    "search-deaf": {"step-5.all-shown"},
    "search-null-name": {"step-5.all-shown", "step-5.known"},
    "send-disabled": {"step-4.mobile-send"},
    "send-renamed": {"step-4.mobile-send"},
    "verify-stays-grey": {"step-4.email-verified"},
    "verify-unasked": {"step-4.mobile-wrong-code", "step-4.email-verified", "step-4.mobile-verified"},
    "wrong-code-taken": {"step-4.mobile-wrong-code", "step-4.email-verified", "step-4.mobile-verified"},
    "wrong-code-accepted": {"step-4.email-verified", "step-4.mobile-wrong-code", "step-4.mobile-verified"},
}


def blocks(text):
    """The names of a text, a list for each paragraph."""
    return [paragraph.split() for paragraph in text.split("\n\n")]


# What only a way in that the walk does not take could show: it logs in with the password. See test_reproduce.py.
OF_SYMPTOMS = {"login-otp-fails", "parichay-no-mail", "parichay-no-mobile"}


# Defects that keep nothing of one another from being looked at; a paragraph is one walk. All of them alone: thorough.
TOGETHER = blocks("""
register-renamed login-link-missing hindi-incomplete group-relabelled group-c-missing email-not-required
mobile-accepts-short domain-help-missing mobile-send-disabled rows-doubled no-match-renamed request-name-short
request-back-loses terms-ticked signup-renamed

register-text-missing hindi-english name-relabelled groups-doubled email-relabelled mobile-relabelled send-renamed
branch-relabelled organisation-relabelled search-hides-rows no-match-panel-missing request-open-at-once confirm-ticked
signup-open-without-otp

register-link-missing hindi-labels-missing name-accepts-digits groups-renamed email-accepts-malformed
mobile-not-required email-send-missing parents-missing card-empty organisation-help-dead signup-text-missing
confirm-missing

name-refused group-unpickable labels-swapped mobile-send-missing search-capped no-match-rows card-shows-another
request-organisation-field-missing terms-missing

name-not-required group-list-empty organisation-unpickable help-renamed request-loses-data send-disabled
signup-button-missing request-submit-missing

name-missing group-missing search-dead organisation-help-elsewhere

email-missing state-option-missing request-page-blank

mobile-missing state-empty organisation-help-missing send-invisible

state-dead help-text-missing send-deaf

branches-swapped rows-unseen request-box-locked request-text-missing

english-hindi name-box-short mobile-accepts-letters centre-crossed rows-deaf help-covered send-off-page
""")
FEW = 3
"""A walk of so few defects is made with all tests."""
TOGETHER_WITH_A_PERSON = blocks("""
non-government-mail-accepted resend-timer-missing signup-open-without-terms password-rule-missing
signup-open-without-email-otp verify-renamed registers-another-name

resend-new-code attempts-unlimited signup-open-without-organisation password-mismatch-accepted mobile-timer-missing

resend-never-enabled profile-page-dead signup-open-without-confirmation send-doubled
registers-another-organisation
""")
# A person at the desk finds these in every run of the tests, by the same checks: test_attended.py.
ATTENDED = {"domain-refused", "email-otp-box-absent", "verify-stays-grey", "wrong-code-accepted"}
# Where a symptom is repeated these are found in every run of the tests, by the same checks: test_reproduce.py.
REPEATED = {
    *("signup-blank", "portal-slow-start", "email-send-fails", "email-otp-not-delivered", "mobile-otp-not-delivered"),
    *("right-code-refused", "signup-never-opens", "mail-not-sent", "mail-link-dead", "password-refused"),
    *("login-refuses", "login-knows-nobody"),
}
# Beside others that are found the same way in every run, these are found where all tests are run.
ALIKE = {
    *("email-locked", "rows-faint", "mobile-accepts-long", "texts-blank", "otp-box-short", "wrong-code-taken"),
    *("verify-unasked", "search-truncated-json", "search-deaf", "list-of-another-kind", "mobile-send-fails"),
    *("mobile-otp-box-absent", "login-locked", "login-disabled", "login-paused", "register-fails", "signup-slow"),
    *("landing-empty"),
}
# By their cause these are found in every run where a symptom is repeated (test_reproduce.py), by their check with all.
BY_CAUSE = {
    *("waf-challenge", "captcha-wall", "maintenance-page", "connection-reset", "api-blocked", "search-null-name"),
    *("verify-fails", "lookup-fails", "register-refuses", "register-duplicate"),
}


def alone(table, together):
    """Every defect of a table; those that are among others in each run are run alone with all tests only."""
    among = (ATTENDED | REPEATED | ALIKE | BY_CAUSE).union(*together)
    return rows(table, [name for name in table if name not in among])


def test_every_defect_of_the_fault_board_is_in_the_table():  # the other ones: test_generations.py, test_login.py
    assert {
        defect.name
        for defect in DEFECTS
        if not (defect.lists or defect.link or defect.login or defect.name in OF_SYMPTOMS)
    } == BY_LOOKING.keys() | BY_A_PERSON.keys() | HARMLESS_HERE
    assert not BY_LOOKING.keys() & BY_A_PERSON.keys()


def noticed(checks, table, *names):
    """Each defect is found by its check, in the words of its cause, and no other check is called changed or broken."""
    for name in names:
        check, verdict = table[name]
        assert checks[check].verdict is verdict, checks[check]
        assert NAMED.get(name, "") in checks[check].observed
    blamed = {name for name, each in checks.items() if each.verdict in {CHANGED, BROKEN}}
    assert blamed <= {table[name][0] for name in names}.union(*(ALSO.get(name, set()) for name in names))


def boxes(table, *names):
    """The boxes in which defects show: without all tests the others are walked only as far as these need them."""
    return sorted({table[name][0].partition(".")[0] for name in names})


@pytest.mark.parametrize(
    "names", rows(TOGETHER, [names for names in TOGETHER if len(names) > FEW]), ids=lambda names: names[0]
)
def test_an_unattended_look_notices_each_of_several(names, smoke_run):
    noticed(smoke_run(defects=names, person=False, about=boxes(BY_LOOKING, *names)).checks, BY_LOOKING, *names)


@pytest.mark.parametrize("name", alone(BY_LOOKING, TOGETHER))
def test_an_unattended_look_notices(name, smoke_run):
    noticed(smoke_run(defects=[name], person=False, about=boxes(BY_LOOKING, name)).checks, BY_LOOKING, name)


@pytest.mark.parametrize("names", TOGETHER_WITH_A_PERSON, ids=lambda names: names[0])
def test_a_walk_with_a_person_notices_each_of_several(names, smoke_run):
    noticed(smoke_run(defects=names).checks, BY_A_PERSON, *names)


@pytest.mark.parametrize("name", alone(BY_A_PERSON, TOGETHER_WITH_A_PERSON))
def test_a_walk_with_a_person_notices(name, smoke_run):
    noticed(smoke_run(defects=[name], about=boxes(BY_A_PERSON, name)).checks, BY_A_PERSON, name)


# By themselves they would be judged by a form that is empty, or by a code that never came, if they did not see to that.
BY_ITSELF = {
    *("signup-open-without-organisation", "signup-open-without-terms", "signup-open-without-otp"),
    *("request-loses-data", "resend-new-code"),
}


@pytest.mark.parametrize("name", rows(BY_LOOKING | BY_A_PERSON, BY_ITSELF))
def test_a_defect_is_noticed_also_where_nothing_else_is_asked(name, smoke_run):
    check, verdict = (BY_LOOKING | BY_A_PERSON)[name]
    walked = smoke_run(defects=[name], person=name in BY_A_PERSON, only=[check])
    assert walked.checks[check].verdict is verdict, walked.checks[check]


@pytest.mark.parametrize("name", sorted(HARMLESS_HERE))
def test_what_the_circular_does_not_ask_for_is_no_finding(name, smoke_run):
    assert smoke_run(defects=[name], person=False, about=["step-2"]).result.exit_code == 0
