"""Runs of procedures: asked, answered, refused, late, handed over, ended with their incident; and what a crash leaves."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from city.aws.edge.staff_api import StaffPerson
from city.contracts.operations.staff.procedures import AnswerStep, HandOverStep, RunStory
from city.operations.procedures.errors import (
    MachineNotReached,
    ProcedureChanged,
    ReasonMissing,
    StepAskedOfOthers,
    StepNotAsked,
    StepNotRefusable,
)
from tests.integration.operations.procedures.walked import INCIDENT, JIYOUNG, MINSU, Room, fire

RUN = f"{INCIDENT}.fire"
FIRE = {"category": "disaster", "kind": "fire", "severity": "severe"}
OPERATOR, SUPERVISOR = ("operator",), ("supervisor",)


@pytest.fixture
def room(cloud: None) -> Iterator[Room]:
    room = Room()
    room.write_fire()
    return room  # type: ignore[return-value]


def story(room: Room) -> RunStory:
    (run,) = room.shown.show(INCIDENT).runs
    return run


def answer(
    room: Room, number: int, turn: int = 1, by: StaffPerson = MINSU, groups: tuple[str, ...] = OPERATOR, **said: Any
) -> None:
    body = AnswerStep.model_validate({"turn": turn, "answer": "done", **said})
    room.answers.answer(RUN, number, body, by, groups)


def asked(room: Room) -> list[tuple[int, int, str, str | None]]:
    return [(step.number, step.turn, step.who, step.answer) for step in story(room).steps]


def waiting(room: Room, group: str) -> list[tuple[int, int]]:
    return [(step.number, step.turn) for step in room.waiting.show([group]).steps]


def test_a_fire_starts_its_procedure_and_a_theft_none(room: Room) -> None:
    room.hear("incident-opened.v1")
    assert room.shown.show(INCIDENT).runs == ()

    room.hear("incident-opened.v1", **FIRE)
    assert asked(room) == [(1, 1, "operator", None)]
    assert waiting(room, "operator") == [(1, 1)]


def test_an_incident_that_is_told_again_starts_nothing_anew(room: Room) -> None:
    for _ in range(3):
        room.hear("incident-opened.v1", **FIRE)
    room.hear("incident-changed.v1", **FIRE, change="events")

    assert asked(room) == [(1, 1, "operator", None)]


def test_a_severity_that_rises_starts_what_it_now_asks_for(room: Room) -> None:
    room.hear("incident-opened.v1", **{**FIRE, "severity": "minor"})
    assert room.shown.show(INCIDENT).runs == ()

    room.hear("incident-changed.v1", **FIRE, change="severity")
    assert asked(room) == [(1, 1, "operator", None)]


def test_steps_done_end_the_run_and_name_who_did_them(room: Room) -> None:
    room.hear("incident-opened.v1", **FIRE)
    answer(room, 1, note="연기 보임")
    answer(room, 2, by=JIYOUNG)

    run = story(room)
    assert (run.ending, run.steps_all) == ("complete", 2)
    assert [(step.answered_by_name, step.note) for step in run.steps] == [("박민수", "연기 보임"), ("김지영", None)]
    assert waiting(room, "operator") == waiting(room, "supervisor") == []


def test_silence_goes_to_a_supervisor_and_stops_what_cannot_do_without(room: Room) -> None:
    room.hear("incident-opened.v1", **FIRE)
    answer(room, 1)
    room.played.time_out(RUN)
    assert waiting(room, "supervisor") == [(2, 2)]

    room.played.time_out(RUN)

    assert story(room).ending == "stopped"
    assert asked(room)[-2:] == [(2, 1, "operator", "late"), (2, 2, "supervisor", "late")]
    assert waiting(room, "supervisor") == []


def test_a_refusal_needs_a_reason_and_leave_to_refuse(room: Room) -> None:
    room.hear("incident-opened.v1", **FIRE)
    with pytest.raises(ReasonMissing):
        answer(room, 1, answer="refused", note="없음")
    answer(room, 1, answer="refused", note="카메라 고장")
    assert waiting(room, "supervisor") == [(1, 2)]
    answer(room, 1, 2, JIYOUNG, SUPERVISOR)
    with pytest.raises(StepNotRefusable):
        answer(room, 2, answer="refused", note="카메라 고장")

    assert asked(room) == [(1, 1, "operator", "refused"), (1, 2, "supervisor", "done"), (2, 1, "operator", None)]


def test_a_step_is_answered_by_whom_it_was_asked_of(room: Room) -> None:
    room.hear("incident-opened.v1", **FIRE)
    with pytest.raises(StepAskedOfOthers):
        answer(room, 1, by=JIYOUNG, groups=SUPERVISOR)

    room.hands_over.hand_over(RUN, 1, HandOverStep(turn=1, to="supervisor", note="판단이 필요함"), MINSU, OPERATOR)
    assert (waiting(room, "operator"), waiting(room, "supervisor")) == ([], [(1, 1)])
    with pytest.raises(StepAskedOfOthers):
        answer(room, 1)
    answer(room, 1, by=JIYOUNG, groups=SUPERVISOR)
    assert asked(room)[0] == (1, 1, "supervisor", "done")


def test_the_first_answer_counts_and_may_be_sent_again(room: Room) -> None:
    room.hear("incident-opened.v1", **FIRE)
    answer(room, 1)
    answer(room, 1)
    with pytest.raises(StepNotAsked):
        answer(room, 1, by=JIYOUNG)

    assert asked(room) == [(1, 1, "operator", "done"), (2, 1, "operator", None)]


def test_an_answer_that_did_not_wake_the_run_wakes_it_when_it_is_sent_again(room: Room) -> None:
    room.hear("incident-opened.v1", **FIRE)
    room.played.refuses = True
    with pytest.raises(MachineNotReached):
        answer(room, 1)
    assert asked(room) == [(1, 1, "operator", "done")]

    room.played.refuses = False
    answer(room, 1)

    assert asked(room)[-1] == (2, 1, "operator", None)


def test_an_answer_of_the_last_moment_counts(room: Room) -> None:
    """It was written, and the limit was over before it woke the run."""
    room.hear("incident-opened.v1", **FIRE)
    room.played.refuses = True
    with pytest.raises(MachineNotReached):
        answer(room, 1)
    room.played.refuses = False
    room.played.time_out(RUN)

    assert asked(room) == [(1, 1, "operator", "done"), (2, 1, "operator", None)]


def test_a_step_that_is_asked_again_after_a_crash_is_one_step_and_its_answer_wakes_the_run(room: Room) -> None:
    room.hear("incident-opened.v1", **FIRE)
    room.played.ask_again(RUN)
    answer(room, 1)

    assert asked(room) == [(1, 1, "operator", "done"), (2, 1, "operator", None)]


def test_a_run_that_was_written_down_and_not_begun_begins_when_it_is_told_again(room: Room) -> None:
    room.played.refuses = True
    with pytest.raises(MachineNotReached):
        room.hear("incident-opened.v1", **FIRE)
    assert story(room).steps == ()

    room.played.refuses = False
    room.hear("incident-opened.v1", **FIRE)
    assert asked(room) == [(1, 1, "operator", None)]


@pytest.mark.parametrize("over", [{"state": "resolved"}, {"state": "false"}, {"merged_into": "another"}])
def test_an_incident_that_is_over_ends_its_runs(room: Room, over: dict[str, str]) -> None:
    room.hear("incident-opened.v1", **FIRE)
    answer(room, 1)
    room.hear("incident-changed.v1", **FIRE, **over)

    run = story(room)
    assert (run.ending, run.steps[-1].answer) == ("ended_with_incident", "ended")
    assert waiting(room, "operator") == []
    with pytest.raises(StepNotAsked):
        answer(room, 2)


def test_a_run_keeps_the_version_it_began_with(room: Room) -> None:
    room.hear("incident-opened.v1", **FIRE)
    room.write_fire(1, steps=[{"ko": "대피 방송", "en": "Evacuate", "who": "operator", "limit_s": 60}])
    answer(room, 1)

    assert asked(room)[-1] == (2, 1, "operator", None)
    assert (story(room).version, story(room).steps_all) == (1, 2)


def test_two_who_write_at_once_do_not_overwrite_each_other(room: Room) -> None:
    room.write_fire(1, ko="화재 (새)")
    with pytest.raises(ProcedureChanged):
        room.write_fire(1, ko="화재 (다른)")
    with pytest.raises(ProcedureChanged):
        room.writes.write("flood", fire(3), JIYOUNG)

    (line,) = room.procedures.list_newest()
    assert (line.ko, int(line.version)) == ("화재 (새)", 2)
    assert [int(record.version) for record in room.procedures.versions("fire")] == [2, 1]


def test_a_step_says_until_when_it_waits(room: Room) -> None:
    room.hear("incident-opened.v1", **FIRE)

    (step,) = room.waiting.show(["operator"]).steps
    assert step.due_at - step.asked_at == timedelta(seconds=120)
    assert "token" not in step.model_dump()
