"""The composition root of procedures and shifts: the only place of this area that reads the environment and builds clients."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from city.aws.clients import open_client
from city.aws.dynamo import bind, open_connection
from city.kernel.clock import Clock, SystemClock
from city.operations.procedures.settings import (
    EscalationSettings,
    MachineSettings,
    ProcedureSettings,
    ProcedureStaffSettings,
)

if TYPE_CHECKING:
    from city.operations.incidents.tables.incidents import Incidents
    from city.operations.procedures.service.answer_step import AnswerStep
    from city.operations.procedures.service.ask_step import AskStep
    from city.operations.procedures.service.end_run import EndRun
    from city.operations.procedures.service.escalate import Escalate
    from city.operations.procedures.service.hand_over_step import HandOverStep
    from city.operations.procedures.service.hear_incident import HearIncident
    from city.operations.procedures.service.machine import ProcedureMachine
    from city.operations.procedures.service.note_late import NoteLate
    from city.operations.procedures.service.shifts.offer_hand_over import OfferShift
    from city.operations.procedures.service.shifts.show_shifts import ShowShifts
    from city.operations.procedures.service.shifts.sign_hand_over import SignShift, WithdrawShift
    from city.operations.procedures.service.show_procedures import ListProcedures, ShowVersions
    from city.operations.procedures.service.show_runs import ShowRuns, ShowWaiting
    from city.operations.procedures.service.start_by_hand import StartByHand
    from city.operations.procedures.service.start_run import StartRun
    from city.operations.procedures.service.try_procedure import TryProcedures
    from city.operations.procedures.service.write_procedure import WriteProcedures
    from city.operations.procedures.tables.procedures import Procedures
    from city.operations.procedures.tables.runs import Runs

# An incident is only read here; how long it is kept is said where it is written.
_NEVER_WRITTEN = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureDesk:
    """What the staff's API of procedures calls."""

    list_procedures: ListProcedures
    show_versions: ShowVersions
    write_procedures: WriteProcedures
    try_procedures: TryProcedures
    show_runs: ShowRuns
    show_waiting: ShowWaiting
    start_by_hand: StartByHand
    answer_step: AnswerStep
    hand_over_step: HandOverStep
    show_shifts: ShowShifts
    offer_hand_over: OfferShift
    sign_hand_over: SignShift
    withdraw_hand_over: WithdrawShift


def build_desk(environment: Mapping[str, str], clock: Clock) -> ProcedureDesk:
    from city.operations.procedures.service.answer_step import AnswerStep
    from city.operations.procedures.service.hand_over_step import HandOverStep
    from city.operations.procedures.service.shifts.offer_hand_over import OfferShift
    from city.operations.procedures.service.shifts.open_incidents import OpenIncidents
    from city.operations.procedures.service.shifts.show_shifts import ShowShifts
    from city.operations.procedures.service.shifts.sign_hand_over import SignShift, WithdrawShift
    from city.operations.procedures.service.show_procedures import ListProcedures, ShowVersions
    from city.operations.procedures.service.show_runs import ShowRuns, ShowWaiting
    from city.operations.procedures.service.start_by_hand import StartByHand
    from city.operations.procedures.service.try_procedure import TryProcedures
    from city.operations.procedures.service.write_procedure import WriteProcedures
    from city.operations.procedures.tables.hand_overs import HandOvers

    settings = ProcedureStaffSettings.from_environment(environment)
    procedures, runs = _open_tables(settings)
    incidents = _open_incidents(settings.aws_region, settings.incidents_table)
    machine, opened, hand_overs = _machine(settings), OpenIncidents(incidents), HandOvers()
    starts = _starts(runs, machine, clock)
    return ProcedureDesk(
        list_procedures=ListProcedures(procedures=procedures),
        show_versions=ShowVersions(procedures=procedures),
        write_procedures=WriteProcedures(procedures=procedures, clock=clock),
        try_procedures=TryProcedures(),
        show_runs=ShowRuns(procedures=procedures, runs=runs),
        show_waiting=ShowWaiting(runs=runs),
        start_by_hand=StartByHand(incidents=incidents, procedures=procedures, starts=starts),
        answer_step=AnswerStep(procedures=procedures, runs=runs, machine=machine, clock=clock),
        hand_over_step=HandOverStep(runs=runs),
        show_shifts=ShowShifts(incidents=opened, hand_overs=hand_overs),
        offer_hand_over=OfferShift(incidents=opened, hand_overs=hand_overs, clock=clock),
        sign_hand_over=SignShift(incidents=opened, hand_overs=hand_overs, clock=clock),
        withdraw_hand_over=WithdrawShift(hand_overs=hand_overs),
    )


def build_asking(environment: Mapping[str, str], clock: Clock) -> AskStep:
    from city.operations.procedures.service.ask_step import AskStep

    settings = MachineSettings.from_environment(environment)
    procedures, runs = _open_tables(settings)
    return AskStep(procedures=procedures, runs=runs, machine=_machine(settings), clock=clock)


def build_lateness(environment: Mapping[str, str], clock: Clock) -> NoteLate:
    from city.operations.procedures.service.note_late import NoteLate

    procedures, runs = _open_tables(ProcedureSettings.from_environment(environment))
    return NoteLate(procedures=procedures, runs=runs, clock=clock)


def build_ending(environment: Mapping[str, str], clock: Clock) -> EndRun:
    from city.operations.procedures.service.end_run import EndRun

    _, runs = _open_tables(ProcedureSettings.from_environment(environment))
    return EndRun(runs=runs, clock=clock)


def build_hearing(environment: Mapping[str, str], clock: Clock) -> HearIncident:
    from city.operations.procedures.service.hear_incident import HearIncident

    settings = MachineSettings.from_environment(environment)
    procedures, runs = _open_tables(settings)
    machine = _machine(settings)
    starts = _starts(runs, machine, clock)
    return HearIncident(procedures=procedures, runs=runs, starts=starts, machine=machine, clock=clock)


def build_escalation(environment: Mapping[str, str], clock: Clock) -> Escalate:
    from city.aws.live.publisher import Publisher
    from city.operations.procedures.service.escalate import Escalate
    from city.operations.procedures.service.shifts.open_incidents import OpenIncidents

    settings = EscalationSettings.from_environment(environment)
    _, runs = _open_tables(settings)
    incidents = OpenIncidents(_open_incidents(settings.aws_region, settings.incidents_table))
    publisher = Publisher(open_client("sqs"), settings.live_queue_url)
    return Escalate(unacknowledged=incidents.unacknowledged, runs=runs, publisher=publisher, clock=clock)


def _open_tables(settings: ProcedureSettings) -> tuple[Procedures, Runs]:
    from city.operations.procedures.tables.procedures import Procedures, ProcedureTable
    from city.operations.procedures.tables.runs import Runs

    bind(ProcedureTable, settings.procedures_table, open_connection(settings.aws_region))
    return Procedures(), Runs()


def _open_incidents(region: str, table: str) -> Incidents:
    from city.operations.incidents.tables.incidents import Incidents, IncidentsTable

    bind(IncidentsTable, table, open_connection(region))
    return Incidents(_NEVER_WRITTEN)


def _machine(settings: MachineSettings) -> ProcedureMachine:
    from city.operations.procedures.service.machine import ProcedureMachine

    return ProcedureMachine(open_client("stepfunctions"), settings.procedure_machine)


def _starts(runs: Runs, machine: ProcedureMachine, clock: Clock) -> StartRun:
    from city.operations.procedures.service.start_run import StartRun

    return StartRun(runs=runs, machine=machine, clock=clock)


@cache
def desk_from_env() -> ProcedureDesk:
    return build_desk(os.environ, SystemClock())


@cache
def asking_from_env() -> AskStep:
    return build_asking(os.environ, SystemClock())


@cache
def lateness_from_env() -> NoteLate:
    return build_lateness(os.environ, SystemClock())


@cache
def ending_from_env() -> EndRun:
    return build_ending(os.environ, SystemClock())


@cache
def hearing_from_env() -> HearIncident:
    return build_hearing(os.environ, SystemClock())


@cache
def escalation_from_env() -> Escalate:
    return build_escalation(os.environ, SystemClock())
