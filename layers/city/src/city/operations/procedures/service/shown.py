"""Procedures, runs and hand-overs as staff read them."""

from city.contracts.operations.city_event import Category, Severity
from city.contracts.operations.staff.procedures import (
    HandOverLine,
    OpenIncidentLine,
    ProcedureLine,
    RunStory,
    StepBody,
    StepLine,
)
from city.operations.procedures.procedure import Procedure, Step
from city.operations.procedures.shifts import OpenIncident
from city.operations.procedures.tables.hand_overs import HandOverRecord
from city.operations.procedures.tables.procedures import ProcedureRecord
from city.operations.procedures.tables.runs import RunRecord, StepRecord


def procedure_line(record: ProcedureRecord) -> ProcedureLine:
    procedure = record.to_procedure()
    return ProcedureLine(
        procedure_id=procedure.procedure_id,
        version=procedure.version,
        ko=procedure.ko,
        en=procedure.en,
        category=Category(procedure.category),
        kinds=tuple(sorted(procedure.kinds)),
        from_severity=Severity(procedure.from_severity),
        steps=tuple(_step_body(step) for step in procedure.steps),
        in_force=procedure.in_force,
        written_by=record.written_by,
        written_by_name=record.written_by_name,
        written_at=record.written_at,
    )


def step_line(run: RunRecord, step: StepRecord) -> StepLine:
    return StepLine(
        run_id=str(run.key),
        incident_id=run.key.incident_id,
        procedure_ko=run.ko,
        procedure_en=run.en,
        number=int(step.number),
        turn=int(step.turn),
        who=step.who,
        ko=step.ko,
        en=step.en,
        may_refuse=bool(step.may_refuse),
        asked_at=step.asked_at,
        due_at=step.due_at,
        answer=step.answer,
        answered_by=step.answered_by,
        answered_by_name=step.answered_by_name,
        answered_at=step.answered_at,
        note=step.note,
    )


def run_story(run: RunRecord, procedure: Procedure, steps: list[StepRecord]) -> RunStory:
    return RunStory(
        run_id=str(run.key),
        incident_id=run.key.incident_id,
        procedure_id=run.key.procedure_id,
        version=int(run.version),
        ko=run.ko,
        en=run.en,
        exercise=bool(run.exercise),
        started_at=run.started_at,
        started_by=run.started_by,
        started_by_name=run.started_by_name,
        ended_at=run.ended_at,
        ending=run.ending,
        steps_all=len(procedure.steps),
        steps=tuple(step_line(run, step) for step in steps),
    )


def hand_over_line(record: HandOverRecord) -> HandOverLine:
    hand_over = record.to_hand_over()
    return HandOverLine(
        hand_over_id=hand_over.hand_over_id,
        state=hand_over.state.value,
        offered_by=hand_over.offered_by,
        offered_by_name=record.offered_by_name,
        offered_at=hand_over.offered_at,
        signed_by=hand_over.signed_by,
        signed_by_name=record.signed_by_name,
        signed_at=hand_over.signed_at,
        incidents=tuple(open_line(each) for each in hand_over.incidents),
        remark=hand_over.remark,
    )


def open_line(incident: OpenIncident) -> OpenIncidentLine:
    return OpenIncidentLine(
        incident_id=incident.incident_id,
        revision=incident.revision,
        state=incident.state,
        headline=incident.headline,
        note=incident.note,
    )


def _step_body(step: Step) -> StepBody:
    return StepBody(
        ko=step.ko,
        en=step.en,
        who="supervisor" if step.who == "supervisor" else "operator",
        limit_s=int(step.limit.total_seconds()),
        may_refuse=step.may_refuse,
        when_late=step.when_late.value,
    )
