"""Each defect of the fault board is noticed by the check that must notice it, and no other step is blamed."""

from __future__ import annotations

import pytest

from automation.model import Verdict
from automation.rehearsal.defects import DEFECTS

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
    "delhi-absent": ("step-5.delhi", BROKEN),
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
    "rows-doubled": ("step-5.all-shown", CHANGED),
    "parents-missing": ("step-5.all-shown", BROKEN),
    "no-match-renamed": ("step-5.no-match", CHANGED),
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
    "card-empty": ("step-5.known", BROKEN),
    "request-open-at-once": ("step-5.help-box", BROKEN),
    "request-name-short": ("step-5.help-box", CHANGED),
    "request-back-loses": ("step-5.help-back", BROKEN),
    "maintenance-page": ("step-1.landing", UNKNOWN),
    "waf-challenge": ("step-1.landing", UNKNOWN),
    "captcha-wall": ("step-1.landing", UNKNOWN),
    "tls-error": ("step-1.landing", UNKNOWN),
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
    "signup-open-without-organisation": ("step-6.closed-without-organisation", BROKEN),
    "signup-never-opens": ("step-6.opens", BROKEN),
    "lookup-fails": ("step-6.success", BROKEN),
    "register-fails": ("step-6.success", UNKNOWN),
    "register-refuses": ("step-6.success", BROKEN),
    "success-dialog-missing": ("step-6.success", BROKEN),
    "mail-not-sent": ("step-7.mail", BROKEN),
    "mail-link-dead": ("step-7.link", BROKEN),
    "password-refused": ("step-7.password-set", BROKEN),
    "password-rule-missing": ("step-7.password-rule", BROKEN),
    "password-mismatch-accepted": ("step-7.password-match", BROKEN),
    "profile-page-dead": ("step-7.profile", BROKEN),
    "login-page-dead": ("step-7.login", BROKEN),
    "login-refuses": ("step-7.login", BROKEN),
}

# What the sentence must name: the cause, and nothing in its place.
NAMED = {
    "script-missing": "/assets/rehearsal/js/main.js is answered with HTTP 404",
    "texts-missing": "/assets/i18n/en.json is answered with HTTP 404",
    "hindi-incomplete": "“Full name”, “Send OTP”, “I confirm",
    "parents-missing": "without the line that says what they are under",
    "organisation-help-elsewhere": "the link leads to",
}

# A portal without a language choice promises no Hindi; the circular asks for none.
HARMLESS_HERE = {"language-control-missing"}

# A defect that takes its own words from more than one step: the same link text stands in two of them.
SHARED = {"help-renamed": {"step-3"}, "help-text-missing": {"step-3"}}


def test_every_defect_of_the_fault_board_is_in_the_table():  # those of the paged lists: test_generations.py
    assert {
        defect.name for defect in DEFECTS if not defect.lists
    } == BY_LOOKING.keys() | BY_A_PERSON.keys() | HARMLESS_HERE
    assert not BY_LOOKING.keys() & BY_A_PERSON.keys()


def noticed(walked, name, check, verdict):
    """The check has the verdict, and no other step is called changed or broken."""
    assert walked.checks[check].verdict is verdict, walked.checks[check]
    assert NAMED.get(name, "") in walked.checks[check].observed
    blamed = {step.id for step in walked.result.steps if step.verdict in {CHANGED, BROKEN}}
    assert blamed <= {check.partition(".")[0]} | SHARED.get(name, set())


@pytest.mark.parametrize("name", BY_LOOKING)
def test_an_unattended_look_notices(name, smoke_run):
    noticed(smoke_run(defects=[name], person=False), name, *BY_LOOKING[name])


@pytest.mark.parametrize("name", BY_A_PERSON)
def test_a_walk_with_a_person_notices(name, smoke_run):
    noticed(smoke_run(defects=[name]), name, *BY_A_PERSON[name])


@pytest.mark.parametrize("name", HARMLESS_HERE)
def test_what_the_circular_does_not_ask_for_is_no_finding(name, smoke_run):
    assert smoke_run(defects=[name], person=False).result.exit_code == 0
