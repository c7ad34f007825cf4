"""Somebody who answers a walk's questions as a test wants it."""

from __future__ import annotations

from automation.model import Yes

GOOD = Yes("so")


def names(chart):
    """Every check of a chart, in its order."""
    return [check.question for step in chart.steps for check in step.checks]


class Asked:
    """Answers what it is told to, and everything else well; what is an error is raised, and then has no answer."""

    def __init__(self, answers=(), before=()):
        self.answers, self.before, self.asked = dict(answers), dict(before), []

    def listen(self, begin, hear):
        self.begin, self.hear = begin, hear

    def answer(self, name):
        if name in self.before:
            self.answer(self.before.pop(name))
        self.asked.append(name)
        self.begin(name)
        answer = self.answers.get(name, GOOD)
        if isinstance(answer, BaseException):
            raise answer
        self.hear(name, answer)
        return answer
