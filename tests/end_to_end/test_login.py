"""The login's pages are looked at before the form: each defect by its own check, nothing typed and nothing sent."""

from __future__ import annotations

import pytest

from automation import cli
from automation.history.database import portal_of
from automation.model import Effect, ExitCode, Journey, Verdict
from automation.rehearsal.defects import DEFECTS
from automation.runs.options import LOGIN
from tests.tables import rows

GOOD, CHANGED, BROKEN = Verdict.AS_DOCUMENTED, Verdict.CHANGED, Verdict.BROKEN
PERSON, UNKNOWN = Verdict.NEEDS_PERSON, Verdict.CANNOT_JUDGE

# Defect of the login's pages -> the check that notices it, how, and what it says.
OF_THE_LOGIN = {
    "login-page-dead": ("login-leads", BROKEN, "404"),
    "login-page-down": ("login-leads", UNKNOWN, "HTTP 503"),
    "login-of-another-kind": ("login-leads", UNKNOWN, "a kind that this program does not know"),
    "login-leads-elsewhere": ("login-leads", BROKEN, "/public/signup"),
    "login-texts-missing": ("login-leads", BROKEN, "doLogIn"),
    "login-user-box-missing": ("password", BROKEN, "The box for the e-mail or mobile number is not"),
    "login-password-box-missing": ("password", BROKEN, "The box for the password is not"),
    "login-button-missing": ("password", BROKEN, "The button “Login” is not"),
    "login-otp-way-missing": ("otp", BROKEN, "“Login with OTP” is not"),
    "login-otp-box-missing": ("otp", BROKEN, "a box for the e-mail or mobile number is not"),
    "forgot-missing": ("forgot", BROKEN, "“Forgot password” is not"),
    "forgot-renamed": ("forgot", CHANGED, "Trouble logging in?"),
    "forgot-elsewhere": ("forgot", BROKEN, "leads to /"),
    "forgot-dead": ("forgot", BROKEN, "404"),
    "forgot-box-missing": ("forgot", BROKEN, "a box for the e-mail or mobile number is not"),
    "other-logins-missing": ("other-ways", BROKEN, "Another way to log in is not"),
    "login-register-missing": ("register", BROKEN, "“Register” is not"),
    "login-register-elsewhere": ("register", BROKEN, "Register leads to /"),
    "login-hindi-english": ("hindi", BROKEN, "no label is in Hindi"),
}
USUAL = (
    "login-page-down",
    "login-leads-elsewhere",
    "login-button-missing",
    "forgot-elsewhere",
    "login-otp-box-missing",
)
# What the healthy login page gives to an unattended look.
HEALTHY = {
    **dict.fromkeys(("login-leads", "password", "otp", "forgot", "other-ways", "register", "hindi"), GOOD),
    "otp-code": PERSON,
}


def verdicts(walked):
    return {name.removeprefix("step-0."): each.verdict for name, each in walked.checks.items()}


def test_every_defect_of_the_login_is_in_the_table():
    assert OF_THE_LOGIN.keys() == {"login-page-dead"} | {defect.name for defect in DEFECTS if defect.login}


@pytest.mark.parametrize("defect", rows(OF_THE_LOGIN, USUAL))
def test_a_defect_of_the_login_is_noticed_by_its_check_and_no_other_one_is_blamed(defect, smoke_run):
    check, verdict, said = OF_THE_LOGIN[defect]
    walked = smoke_run(generation=LOGIN, defects=[defect], about=[f"step-0.{check}"])
    found = walked.checks[f"step-0.{check}"]
    assert found.verdict is verdict, found
    assert said in f"{found.observed} {found.why}"
    blamed = {name for name, each in verdicts(walked).items() if each in {CHANGED, BROKEN}}
    assert blamed == ({check} if verdict is not UNKNOWN else set())
    assert walked.result.exit_code == (4 if verdict is UNKNOWN else 1)


def test_the_healthy_login_is_as_documented_and_nothing_is_sent_also_where_a_scripted_person_would_act(smoke_run):
    walked = smoke_run(generation=LOGIN)
    assert verdicts(walked) == HEALTHY
    assert (walked.result.run.journey, walked.result.exit_code) == (Journey.LOGIN, 0)
    assert {(each["method"], each["effect"]) for each in walked.rehearsal.received()} == {("GET", "read")}
    assert {each.effect for each in walked.result.gate.denied} <= {Effect.TELEMETRY}
    assert portal_of(walked.result) == "rehearsal (login)"
    assert walked.result.drift.lines == ()
    page = walked.folder / "pictures" / "step-0.jpg"
    assert not page.exists()  # a secret could be typed there, so nothing of it is kept


HARMLESS = {
    "login-hindi": HEALTHY,
    "forgot-at-login-server": HEALTHY | {"forgot": PERSON},
    "slow-answers": HEALTHY,
    "https": HEALTHY,
}


@pytest.mark.parametrize("variant", rows(HARMLESS, ["login-hindi", "forgot-at-login-server"]))
def test_a_harmless_difference_of_the_login_is_no_finding(variant, smoke_run):
    walked = smoke_run(generation=LOGIN, variants=[variant])
    assert verdicts(walked) == HARMLESS[variant]
    assert walked.result.exit_code == 0


def test_nobody_attends_a_login_that_is_only_looked_at(capsys):
    assert cli.main(["smoke", "--generation", "login", "--attended"]) == ExitCode.USAGE
    assert "leave out --attended" in capsys.readouterr().err
