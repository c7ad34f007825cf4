"""An answer on the companion's page counts once, for its own question, and never in that question's first moment."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from automation.gate.channels import Question
from automation.gate.companion import DEAD_SECONDS, _Asked
from automation.model import Effect

QUESTION = Question("Send an OTP by e-mail", Effect.SENDS_MESSAGE, "POST", "https://portal.example/otp")


@pytest.mark.parametrize(("yes", "told"), [(True, ""), (False, "the person said no")])
def test_an_answer_that_comes_too_early_or_to_another_question_counts_nothing(
    monkeypatch: pytest.MonkeyPatch, yes: bool, told: str
) -> None:
    now = [100.0]
    monkeypatch.setattr(asyncio.BaseEventLoop, "time", lambda _: now[0])

    async def answered() -> str:
        asked = _Asked(QUESTION, DEAD_SECONDS)
        now[0] += DEAD_SECONDS * 0.99
        asked.take(asked.number, yes=yes)
        assert not asked.answer.done()
        now[0] += DEAD_SECONDS
        asked.take("another", yes=yes)
        assert not asked.answer.done()
        asked.take(asked.number, yes=yes)
        asked.take(asked.number, yes=not yes)
        return asked.answer.result()

    with ThreadPoolExecutor(1) as pool:  # a browser of other tests may have this thread's event loop
        assert pool.submit(lambda: asyncio.run(answered())).result() == told
