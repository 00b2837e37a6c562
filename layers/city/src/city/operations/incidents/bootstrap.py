"""The composition root of incidents: the only place of this area that reads the environment and builds clients."""

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
from city.operations.incidents.settings import (
    HearAssetsSettings,
    IncidentReaderSettings,
    IncidentStaffSettings,
    ReceiveEventsSettings,
    TellingSettings,
    WatchParkedSettings,
    WatchSilenceSettings,
)

if TYPE_CHECKING:
    from pynamodb.connection import Connection

    from city.operations.incidents.service.find_agency_reports import FindAgencyReports
    from city.operations.incidents.service.find_incident import FindIncident
    from city.operations.incidents.service.hear_assets import HearAssets
    from city.operations.incidents.service.list_incidents import ListIncidents, ShowBoard
    from city.operations.incidents.service.open_by_hand import OpenIncidentByHand
    from city.operations.incidents.service.read_city_event import ReadCityEvent
    from city.operations.incidents.service.receive_events import ReceiveEvents
    from city.operations.incidents.service.show_incident import ListMembers, ShowIncident
    from city.operations.incidents.service.show_statistics import ShowIncidentStatistics
    from city.operations.incidents.service.sweep_tells import SweepTells
    from city.operations.incidents.service.take_step import TakeIncidentStep
    from city.operations.incidents.service.tell_incidents import TellIncidents
    from city.operations.incidents.service.watch_parked import ListParked, WatchParked
    from city.operations.incidents.service.watch_silence import WatchSilence
    from city.operations.incidents.tables.gateways import Gateways
    from city.operations.incidents.tables.incidents import Incidents


@dataclass(frozen=True, slots=True, kw_only=True)
class EventUseCases:
    read_event: ReadCityEvent
    receive_events: ReceiveEvents


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentStaffUseCases:
    list_incidents: ListIncidents
    show_board: ShowBoard
    show_incident: ShowIncident
    list_members: ListMembers
    list_parked: ListParked
    open_by_hand: OpenIncidentByHand
    take_step: TakeIncidentStep
    show_statistics: ShowIncidentStatistics


def open_incidents(connection: Connection, table: str, kept_days: int = 0) -> Incidents:
    """The table of incidents over a connection; for the bootstraps of areas that look at them too."""
    from city.operations.incidents.tables.incidents import Incidents, IncidentsTable

    bind(IncidentsTable, table, connection)
    return Incidents(timedelta(days=kept_days))


def open_agency_reports(connection: Connection, incidents_table: str, city_events_table: str) -> FindAgencyReports:
    """Which occurrences of agencies an incident is made of, for the agencies' bootstrap."""
    from city.operations.incidents.service.find_agency_reports import FindAgencyReports
    from city.operations.incidents.tables.correlation import CorrelationTables, ReportRecord

    bind(ReportRecord, city_events_table, connection)
    incidents = open_incidents(connection, incidents_table)
    return FindAgencyReports(incidents=incidents, tables=CorrelationTables(incidents, timedelta(0)))


def build_finder(environment: Mapping[str, str]) -> FindIncident:
    from city.operations.incidents.service.find_incident import FindIncident

    settings = IncidentReaderSettings.from_environment(environment)
    return FindIncident(incidents=open_incidents(open_connection(settings.aws_region), settings.incidents_table))


def build_events(environment: Mapping[str, str], clock: Clock) -> EventUseCases:
    from city.operations.incidents.service.read_city_event import ReadCityEvent

    settings = ReceiveEventsSettings.from_environment(environment)
    receive = _receiver(settings, open_connection(settings.aws_region), clock)
    return EventUseCases(read_event=ReadCityEvent(), receive_events=receive)


def build_sweep(environment: Mapping[str, str], clock: Clock) -> SweepTells:
    from city.operations.incidents.service.sweep_tells import SweepTells

    settings = TellingSettings.from_environment(environment)
    incidents = _incidents(settings, open_connection(settings.aws_region))
    return SweepTells(incidents=incidents, tell=_tell(settings, incidents, clock), clock=clock)


def build_hearer(environment: Mapping[str, str], clock: Clock) -> HearAssets:
    from city.operations.incidents.service.hear_assets import HearAssets

    return HearAssets(gateways=_gateways(HearAssetsSettings.from_environment(environment)), clock=clock, pause=_pause)


def build_watch(environment: Mapping[str, str], clock: Clock) -> WatchSilence:
    from city.aws.queues import Queue
    from city.operations.incidents.service.watch_silence import WatchSilence

    settings = WatchSilenceSettings.from_environment(environment)
    queue = Queue(open_client("sqs"), settings.city_events_queue_url)
    return WatchSilence(gateways=_gateways(settings), queue=queue, clock=clock)


def build_parked(environment: Mapping[str, str], clock: Clock) -> WatchParked:
    from city.operations.incidents.service.watch_parked import WatchParked
    from city.operations.incidents.tables.correlation import CorrelationTables, ReportRecord
    from city.operations.incidents.tables.incidents import Incidents

    settings = WatchParkedSettings.from_environment(environment)
    bind(ReportRecord, settings.city_events_table, open_connection(settings.aws_region))
    return WatchParked(tables=CorrelationTables(Incidents(timedelta(0)), timedelta(0)), clock=clock)


def build_staff(environment: Mapping[str, str], clock: Clock) -> IncidentStaffUseCases:
    from city.aws.live.publisher import open_cursors
    from city.operations.incidents.service.list_incidents import ListIncidents, ShowBoard
    from city.operations.incidents.service.open_by_hand import OpenIncidentByHand
    from city.operations.incidents.service.show_incident import ListMembers, ShowIncident
    from city.operations.incidents.service.show_statistics import ShowIncidentStatistics
    from city.operations.incidents.service.take_step import TakeIncidentStep
    from city.operations.incidents.service.watch_parked import ListParked

    settings = IncidentStaffSettings.from_environment(environment)
    connection = open_connection(settings.aws_region)
    receive = _receiver(settings, connection, clock)
    incidents, tables = receive.write.incidents, receive.tables
    list_members = ListMembers(incidents=incidents, tables=tables)
    show_incident = ShowIncident(incidents=incidents, list_members=list_members)
    return IncidentStaffUseCases(
        list_incidents=ListIncidents(incidents=incidents, clock=clock),
        show_board=ShowBoard(
            incidents=incidents, cursors=open_cursors(connection, settings.live_changes_table), clock=clock
        ),
        show_incident=show_incident,
        list_members=list_members,
        list_parked=ListParked(tables=tables, clock=clock),
        open_by_hand=OpenIncidentByHand(receive=receive, tables=tables, show=show_incident, clock=clock),
        take_step=TakeIncidentStep(
            connection=connection, incidents=incidents, tell=receive.tell, show=show_incident, clock=clock
        ),
        show_statistics=ShowIncidentStatistics(incidents=incidents, clock=clock),
    )


def _receiver(settings: ReceiveEventsSettings, connection: Connection, clock: Clock) -> ReceiveEvents:
    from city.operations.incidents.service.receive_events import ReceiveEvents
    from city.operations.incidents.service.write_correlated import WriteCorrelated
    from city.operations.incidents.tables.correlation import CorrelationTables, PackRecord, ReportRecord

    bind(ReportRecord, settings.city_events_table, connection)
    bind(PackRecord, settings.correlation_table, connection)
    incidents = _incidents(settings, connection)
    tables = CorrelationTables(incidents, timedelta(days=settings.city_event_kept_days))
    return ReceiveEvents(
        tables=tables,
        write=WriteCorrelated(connection=connection, tables=tables, incidents=incidents),
        tell=_tell(settings, incidents, clock),
        clock=clock,
        pause=_pause,
    )


def _gateways(settings: HearAssetsSettings) -> Gateways:
    from city.operations.incidents.tables.gateways import GatewayRecord, Gateways

    connection = open_connection(settings.aws_region)
    bind(GatewayRecord, settings.gateways_table, connection)
    return Gateways(connection)


def _incidents(settings: TellingSettings, connection: Connection) -> Incidents:
    return open_incidents(connection, settings.incidents_table, settings.incident_kept_days)


def _tell(settings: TellingSettings, incidents: Incidents, clock: Clock) -> TellIncidents:
    from city.aws.live.publisher import Publisher
    from city.operations.incidents.service.tell_incidents import TellIncidents

    return TellIncidents(
        incidents=incidents,
        publisher=Publisher(open_client("sqs"), settings.live_queue_url),
        client=open_client("events"),
        bus_name=settings.event_bus,
        clock=clock,
    )


def _pause(attempt: int) -> None:
    import random
    import time

    time.sleep(random.SystemRandom().uniform(0, min(0.5, 0.02 * 2**attempt)))


@cache
def events_from_env() -> EventUseCases:
    return build_events(os.environ, SystemClock())


@cache
def sweep_from_env() -> SweepTells:
    return build_sweep(os.environ, SystemClock())


@cache
def hearer_from_env() -> HearAssets:
    return build_hearer(os.environ, SystemClock())


@cache
def watch_from_env() -> WatchSilence:
    return build_watch(os.environ, SystemClock())


@cache
def parked_from_env() -> WatchParked:
    return build_parked(os.environ, SystemClock())


@cache
def staff_from_env() -> IncidentStaffUseCases:
    return build_staff(os.environ, SystemClock())
