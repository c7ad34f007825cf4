"""A portal that works as documented gives no false alarm, however it looks."""

from __future__ import annotations

import pytest

from automation.model import Verdict
from automation.rehearsal.variants import VARIANTS
from tests.tables import rows

# Several at a time in every run, each alone with all tests. Other generations: test_generations.py.
USUAL = ("reordered-blocks", "rows-in-view", "english-only", "uneven-answers", "late-texts")
SETTINGS = {"english-only": {"step-2.hindi": Verdict.CHANGED}}
"""What the circular does not say and a setting makes: told, and no fault (FACTS §12.2)."""


@pytest.mark.parametrize("names", rows([USUAL, *((variant.name,) for variant in VARIANTS)], [USUAL]), ids=" ".join)
def test_harmless_differences_are_no_finding(names, smoke_run):
    walked = smoke_run(variants=names)
    told = {check.id: check.verdict for check in walked.checks.values() if check.verdict is not Verdict.AS_DOCUMENTED}
    expected = {check: verdict for name in names for check, verdict in SETTINGS.get(name, {}).items()}
    assert told == expected, [each for each in walked.checks.values() if each.id in told]
    assert walked.result.exit_code == int(bool(told))


@pytest.mark.thorough  # in every run as processes of their own: test_command_line.py
def test_the_healthy_portal_is_as_documented_with_a_person_and_needs_one_without(smoke_run):
    assert smoke_run().result.verdict is Verdict.AS_DOCUMENTED
    alone = smoke_run(person=False)
    assert alone.result.verdict is Verdict.NEEDS_PERSON
    assert alone.result.exit_code == 0
