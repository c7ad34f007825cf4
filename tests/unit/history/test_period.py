"""What was seen of the login is remembered, accepted and told apart from the registration."""

from __future__ import annotations

from datetime import date

import pytest

from automation.config import Loaded, Report, Settings
from automation.history import accepted, period
from automation.history.database import FILE, Database
from automation.history.items import LOGIN
from automation.history.queries import choose
from automation.model import ExitCode, Journey, Verdict
from automation.reports import digest, prometheus
from automation.runs.remembering import remembered
from tests.made import LIVE, made

TODAY = date(2026, 11, 2)


def login(result):
    return result.model_copy(update={"run": result.run.model_copy(update={"journey": Journey.LOGIN})})


@pytest.fixture
def loaded(tmp_path):
    settings = Settings(report=Report(folder=str(tmp_path)))
    return Loaded(settings, dict.fromkeys(settings.flat(), "default"))


def letter(tmp_path, portal):
    with Database(tmp_path / FILE) as kept:
        of = choose(kept.connection, portal)
        assert of is not None
        return of, digest.as_text(digest.letters(period.of_days(kept.connection, of, (TODAY, TODAY), (), 30), {}))


def test_the_login_of_a_portal_is_compared_with_itself_alone(loaded):
    remembered(made("2026-11-01", {"step-2": Verdict.BROKEN}), loaded)
    first = remembered(login(made("2026-11-02")), loaded).changed
    again = remembered(made("2026-11-03", {"step-2": Verdict.BROKEN}), loaded).changed
    assert first is not None
    assert again is not None
    assert not first.since
    assert again.since
    assert again.nothing


def test_a_question_after_the_portal_is_not_answered_with_its_login_nor_the_other_way_round(loaded, tmp_path):
    remembered(login(made("2026-11-02")), loaded)
    with Database(tmp_path / FILE) as kept:
        assert choose(kept.connection, LIVE) is None
        assert choose(kept.connection, LIVE + LOGIN) is not None


@pytest.mark.parametrize(("rehearsal", "portal", "head"), [(True, "rehearsal", "REHEARSAL"), (False, LIVE, "Portal: ")])
def test_the_letter_on_a_login_says_so_and_a_rehearsal_stays_one(loaded, tmp_path, rehearsal, portal, head):
    remembered(login(made("2026-11-02", rehearsal=rehearsal)), loaded)
    of, text = letter(tmp_path, portal + LOGIN)
    assert of.portal == portal + LOGIN
    assert "Login on iGOT Karmayogi" in text
    assert "Registration" not in text
    assert head in text
    assert ("Portal: " in text) is not rehearsal


def test_what_was_accepted_of_the_registration_hides_no_alarm_of_the_login(loaded, tmp_path):
    whole = made("2026-11-01", {"step-2": Verdict.BROKEN})
    kept = {"place": "", "by": "the IT cell", "why": "known", "at": whole.run.started, "run": whole.run.id}
    accepted.add(tmp_path, accepted.Acceptance(portal=LIVE, items={"check:step-2.check": "broken"}, **kept))
    assert remembered(whole, loaded, "on-change").exit_code == ExitCode.AS_DOCUMENTED
    told = remembered(login(made("2026-11-02", {"step-2": Verdict.BROKEN})), loaded, "on-change")
    assert told.exit_code == ExitCode.FINDINGS


def test_the_figures_of_the_login_are_a_series_of_their_own():
    whole = made("2026-11-01")
    assert 'command="smoke"' in prometheus.render(whole)
    assert 'command="login"' in prometheus.render(login(whole))
