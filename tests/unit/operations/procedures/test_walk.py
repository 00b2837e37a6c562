"""How a run of a procedure goes, and what a dry run shows of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.contracts.operations.city_event import Category, Severity
from city.operations.procedures.procedure import Procedure, Step, WhenLate, faults_of
from city.operations.procedures.walk import (
    Answer,
    Asked,
    Ending,
    dry_run,
    first_asked,
    longest,
    next_asked,
    numbers_left_out,
)
from tests.effort import examples

GROUPS = ("operator", "supervisor")


def procedure(*steps: Step, **changes: object) -> Procedure:
    made = Procedure(
        procedure_id="fire",
        version=1,
        ko="화재",
        en="Fire",
        category=Category.DISASTER,
        kinds=frozenset({"fire"}),
        from_severity=Severity.MODERATE,
        steps=steps or (step(),),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def step(who: str = "operator", minutes: int = 2, when_late: WhenLate = WhenLate.GO_ON) -> Step:
    return Step(
        ko="영상 확인", en="Look at the cameras", who=who, limit=timedelta(minutes=minutes), when_late=when_late
    )


steps = st.builds(
    step, who=st.sampled_from(GROUPS), minutes=st.integers(1, 60), when_late=st.sampled_from(list(WhenLate))
)
procedures = st.lists(steps, min_size=1, max_size=6).map(lambda some: procedure(*some))
answers = st.sampled_from(list(Answer))
suppositions = st.dictionaries(
    st.tuples(st.integers(1, 6), st.integers(1, 2)),
    st.tuples(answers, st.integers(0, 4_000).map(lambda s: timedelta(seconds=s))),
)


def test_steps_done_in_time_are_asked_one_after_the_other() -> None:
    run = dry_run(procedure(step(), step("supervisor"), step()), {})

    assert [(t.asked.number, t.asked.turn, t.asked.who) for t in run.trials] == [
        (1, 1, "operator"),
        (2, 1, "supervisor"),
        (3, 1, "operator"),
    ]
    assert (run.ending, run.took) == (Ending.COMPLETE, timedelta(minutes=3))


@pytest.mark.parametrize("answer", [Answer.LATE, Answer.REFUSED])
def test_a_step_late_or_refused_is_asked_of_a_supervisor(answer: Answer) -> None:
    asked = next_asked(procedure(), first_asked(procedure()), answer)

    assert isinstance(asked, Asked)
    assert (asked.number, asked.turn, asked.who) == (1, 2, "supervisor")


@pytest.mark.parametrize(
    ("when_late", "answer", "expected"),
    [
        (WhenLate.GO_ON, Answer.LATE, 2),
        (WhenLate.STOP, Answer.LATE, Ending.STOPPED),
        (WhenLate.STOP, Answer.REFUSED, 2),
        (WhenLate.STOP, Answer.DONE, 2),
    ],
)
def test_the_second_silence_goes_on_or_stops_as_the_step_says(
    when_late: WhenLate, answer: Answer, expected: int | Ending
) -> None:
    made = procedure(step(when_late=when_late), step())
    second = Asked(number=1, turn=2, who="supervisor", limit=timedelta(minutes=2))

    asked = next_asked(made, second, answer)

    assert (asked.number if isinstance(asked, Asked) else asked) == expected


@given(procedures, suppositions)
@settings(max_examples=examples(200), deadline=None)
def test_a_run_ends_within_its_longest_time_and_leaves_no_step_out_unasked(
    made: Procedure, supposed: dict[tuple[int, int], tuple[Answer, timedelta]]
) -> None:
    run = dry_run(made, supposed)

    numbers = [trial.asked.number for trial in run.trials]
    assert numbers == sorted(numbers)
    assert run.took <= longest(made)
    assert all(trial.took <= trial.asked.limit for trial in run.trials)
    if run.ending is Ending.COMPLETE:
        assert sorted(set(numbers)) == list(range(1, len(made.steps) + 1))
    else:
        assert made.steps[numbers[-1] - 1].when_late is WhenLate.STOP
    # What the state machine does, answer by answer, is what the dry run showed.
    asked: Asked | Ending = first_asked(made)
    for trial in run.trials:
        assert asked == trial.asked
        asked = next_asked(made, trial.asked, trial.answer)
    assert asked is run.ending


@given(procedures, suppositions)
@settings(max_examples=examples(100), deadline=None)
def test_steps_left_out_are_those_that_nobody_did(
    made: Procedure, supposed: dict[tuple[int, int], tuple[Answer, timedelta]]
) -> None:
    run = dry_run(made, supposed)

    left_out = numbers_left_out([(trial.asked, trial.answer) for trial in run.trials])

    done = {trial.asked.number for trial in run.trials if trial.answer is Answer.DONE}
    assert set(left_out) == {trial.asked.number for trial in run.trials} - done


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"steps": ()}, "no_steps"),
        ({"steps": (step(),) * 21}, "too_many_steps"),
        ({"steps": (step("mayor"),)}, "step_1_asks_nobody"),
        ({"steps": (step(), replace(step(), ko=" "))}, "step_2_says_nothing"),
        ({"steps": (replace(step(), en=""),)}, "step_1_says_nothing"),
        ({"steps": (replace(step(), limit=timedelta(seconds=9)),)}, "step_1_limit"),
        ({"steps": (replace(step(), limit=timedelta(hours=24, seconds=1)),)}, "step_1_limit"),
    ],
)
def test_what_cannot_be_put_in_force_is_named(changes: dict[str, object], fault: str) -> None:
    assert faults_of(procedure(), GROUPS) == []
    assert faults_of(procedure(**changes), GROUPS) == [fault]


@pytest.mark.parametrize(
    ("category", "kind", "severity", "expected"),
    [
        (Category.DISASTER, "fire", Severity.MODERATE, True),
        (Category.DISASTER, "fire", Severity.EXTREME, True),
        (Category.DISASTER, "fire", Severity.UNKNOWN, True),
        (Category.DISASTER, "fire", Severity.MINOR, False),
        (Category.DISASTER, "flood", Severity.EXTREME, False),
        (Category.CRIME, "fire", Severity.EXTREME, False),
    ],
)
def test_a_procedure_starts_for_its_kinds_and_from_its_severity(
    category: Category, kind: str, severity: Severity, expected: bool
) -> None:
    assert procedure().is_for(category, kind, severity) is expected
    assert not procedure(in_force=False).is_for(category, kind, severity)
