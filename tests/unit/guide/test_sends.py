"""The portal's limits on messages are kept over the runs of a day, and nobody's address is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from automation.guide.sends import Sends
from automation.model import UsageError

NOW = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)
MAIL = "asha.verma@example.gov.in"


def test_five_an_hour_are_counted_over_runs_for_each_address(tmp_path):
    for minute in range(3):
        Sends.load(tmp_path / "sends.json").note(MAIL, NOW + timedelta(minutes=minute))
    known = Sends.load(tmp_path / "sends.json")
    assert known.left(MAIL, NOW + timedelta(minutes=5)) == 2
    assert known.left("ravi.kumar@example.gov.in", NOW) == 5
    assert known.left(MAIL, NOW + timedelta(minutes=61, seconds=30)) == 4
    assert known.left(MAIL, NOW + timedelta(hours=3)) == 5


def test_twenty_a_day_are_the_end_of_it_whatever_the_hour(tmp_path):
    sends = Sends(tmp_path / "sends.json")
    for hour in range(19):
        sends.note(MAIL, NOW + timedelta(hours=hour))
    assert sends.left(MAIL, NOW + timedelta(hours=22)) == 1


def test_no_address_is_in_the_file_and_yesterday_is_forgotten(tmp_path):
    sends = Sends(tmp_path / "sends.json")
    sends.note(MAIL, NOW)
    sends.note("9000000042", NOW + timedelta(days=2))
    text = (tmp_path / "sends.json").read_text(encoding="utf-8")
    assert "asha" not in text
    assert "9000000042" not in text
    assert len(Sends.load(tmp_path / "sends.json").times) == 1


def test_a_file_that_is_damaged_is_said_and_left(tmp_path):
    (tmp_path / "sends.json").write_text("[", encoding="utf-8")
    with pytest.raises(UsageError, match="move it away"):
        Sends.load(tmp_path / "sends.json")
    assert (tmp_path / "sends.json").read_text(encoding="utf-8") == "["
