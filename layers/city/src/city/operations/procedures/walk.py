"""How a run of a procedure goes: from one answer, or one silence, to what is asked next. Pure.

The state machine of AWS Step Functions keeps the time and calls this; a dry run calls it with thought-up answers, and so
shows what the state machine will do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from city.operations.procedures.procedure import Procedure, WhenLate

# Whoever is asked when nobody answered in time, or somebody refused.
ANSWERS_FOR_THE_ROOM = "supervisor"


class Answer(StrEnum):
    DONE = "done"
    REFUSED = "refused"
    LATE = "late"


class Ending(StrEnum):
    """`stopped`: a step that the procedure cannot do without was not taken. `ended_with_incident`: it was over first."""

    COMPLETE = "complete"
    STOPPED = "stopped"
    ENDED_WITH_INCIDENT = "ended_with_incident"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A step that waits for an answer. `number` counts steps from 1, `turn` how often this one was asked, from 1."""

    number: int
    turn: int
    who: str
    limit: timedelta


def first_asked(procedure: Procedure) -> Asked:
    return _ask(procedure, 1)


def next_asked(procedure: Procedure, asked: Asked, answer: Answer) -> Asked | Ending:
    """What is asked after an answer.

    Late or refused, a step is asked once more, of a supervisor. Late again it is left out, or the run stops, as the
    step says; refused by a supervisor it is left out, for that is their decision.
    """
    step = procedure.steps[asked.number - 1]
    if answer is Answer.DONE:
        return _after(procedure, asked)
    if asked.turn == 1:
        return replace(asked, turn=2, who=ANSWERS_FOR_THE_ROOM)
    if answer is Answer.LATE and step.when_late is WhenLate.STOP:
        return Ending.STOPPED
    return _after(procedure, asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A line of a dry run. `at`: since the run began. `answer`: what was supposed, after `took`."""

    asked: Asked
    at: timedelta
    answer: Answer
    took: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    trials: tuple[Trial, ...]
    ending: Ending
    took: timedelta


def dry_run(procedure: Procedure, supposed: Mapping[tuple[int, int], tuple[Answer, timedelta]]) -> DryRun:
    """The whole run, as answers are supposed by (number, turn): done after half the limit where nothing is supposed.

    An answer that is supposed after its limit is late. Nothing is told to anybody, and nothing is kept.
    """
    trials: list[Trial] = []
    now, asked = timedelta(), first_asked(procedure)
    while True:
        answer, took = supposed.get((asked.number, asked.turn), (Answer.DONE, asked.limit / 2))
        if answer is Answer.LATE or took >= asked.limit:
            answer, took = Answer.LATE, asked.limit
        trials.append(Trial(asked=asked, at=now, answer=answer, took=took))
        now += took
        following = next_asked(procedure, asked, answer)
        if isinstance(following, Ending):
            return DryRun(trials=tuple(trials), ending=following, took=now)
        asked = following


def longest(procedure: Procedure) -> timedelta:
    """How long a run may take at most: every step late twice."""
    return sum((2 * step.limit for step in procedure.steps), timedelta())


def numbers_left_out(answers: Sequence[tuple[Asked, Answer]]) -> tuple[int, ...]:
    """The steps that nobody took, of a run's answers in order."""
    last = {asked.number: answer for asked, answer in answers}
    return tuple(number for number, answer in sorted(last.items()) if answer is not Answer.DONE)


def _after(procedure: Procedure, asked: Asked) -> Asked | Ending:
    return Ending.COMPLETE if asked.number == len(procedure.steps) else _ask(procedure, asked.number + 1)


def _ask(procedure: Procedure, number: int) -> Asked:
    step = procedure.steps[number - 1]
    return Asked(number=number, turn=1, who=step.who, limit=step.limit)
