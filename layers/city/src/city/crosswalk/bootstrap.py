"""The composition root of crosswalk: the only place that reads the environment and builds clients.

What only one function needs is imported where it is built: every import is part of a cold start (`make bench`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from city.aws.clients import open_client
from city.kernel.clock import Clock, SystemClock

if TYPE_CHECKING:
    from pynamodb.connection import Connection

    from city.aws.outbox import Outbox
    from city.contracts.crosswalk.staff.pictures import PictureViewLine
    from city.crosswalk.ports import PictureDetector
    from city.crosswalk.service.admit_unit import AdmitUnit
    from city.crosswalk.service.detect_frame import DetectFrame
    from city.crosswalk.service.pictures.order_pictures import OrderPicture
    from city.crosswalk.service.pictures.show_pictures import ListPictures, ViewUnitPicture
    from city.crosswalk.service.receive_reports import ReadReport, TakeReports
    from city.crosswalk.service.register_units import AllowAnotherClaim, RegisterNewUnit, SetStanding
    from city.crosswalk.service.show_reports import (
        ListFaults,
        ListIncidents,
        ShowDay,
        ShowDays,
        ShowHeat,
        ShowTelemetry,
    )
    from city.crosswalk.service.show_units import ListUnits, ShowUnit
    from city.crosswalk.service.sites.activate_site import ActivateSiteDraft
    from city.crosswalk.service.sites.draft_site import DrawSiteZones, RestoreSiteFile, WriteSiteDraft
    from city.crosswalk.service.sites.show_site import ShowSite, ShowSiteDraft
    from city.crosswalk.service.unit_news import TellBoards
    from city.crosswalk.service.update_units import CancelUnitUpdate, ListUpdates, ShowUpdate, StartUnitUpdate
    from city.crosswalk.service.watch_units import WatchUnits
    from city.crosswalk.settings import (
        BoardNewsSettings,
        CrosswalkTableSettings,
        PictureDetectorSettings,
        WatchSettings,
    )
    from city.crosswalk.tables.units import Units
    from city.office.service.know_people import KnowPeople
    from city.office.service.show_views import ShowViews


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportUseCases:
    """What takes in what units report."""

    read_report: ReadReport
    take_reports: TakeReports


@dataclass(frozen=True, slots=True, kw_only=True)
class CrosswalkStaffUseCases:
    """What staff see and do, by the names of the API's routes, and by which they know each other."""

    people: KnowPeople
    list_units: ListUnits
    show_unit: ShowUnit
    register_unit: RegisterNewUnit
    allow_reclaim: AllowAnotherClaim
    change_standing: SetStanding
    list_incidents: ListIncidents
    list_faults: ListFaults
    show_day: ShowDay
    show_days: ShowDays
    show_heat: ShowHeat
    show_telemetry: ShowTelemetry
    list_pictures: ListPictures
    ask_picture: OrderPicture
    view_picture: ViewUnitPicture
    show_site: ShowSite
    show_draft: ShowSiteDraft
    write_draft: WriteSiteDraft
    draw_zones: DrawSiteZones
    restore_site: RestoreSiteFile
    activate_site: ActivateSiteDraft
    list_updates: ListUpdates
    show_update: ShowUpdate
    start_update: StartUnitUpdate
    cancel_update: CancelUnitUpdate
    show_views: ShowViews[PictureViewLine]


def open_tables(settings: CrosswalkTableSettings, host: str | None = None) -> Connection:
    """Points the records at the tables that the settings name."""
    from city.aws.dynamo import bind, open_connection
    from city.crosswalk.tables import RECORDS

    connection = open_connection(settings.aws_region, host)
    for field, record in RECORDS.items():
        table = getattr(settings, field)
        if table:
            bind(record, table, connection)
    return connection


# --- what units send -------------------------------------------------------------------------------


def build_reports(environment: Mapping[str, str], clock: Clock) -> ReportUseCases:
    from city.crosswalk.service.receive_reports import ReadReport, TakeReports
    from city.crosswalk.settings import ReportSettings
    from city.crosswalk.tables.reports import Reports
    from city.crosswalk.tables.units import Units

    settings = ReportSettings.from_environment(environment)
    connection = open_tables(settings)
    units = Units(connection)
    take_reports = TakeReports(
        connection=connection,
        units=units,
        reports=Reports(),
        outbox=_open_outbox(settings, connection, clock),
        boards=_boards(settings, units, clock),
        clock=clock,
        pause=pause,
    )
    return ReportUseCases(read_report=ReadReport(clock), take_reports=take_reports)


def build_watch(environment: Mapping[str, str], clock: Clock) -> WatchUnits:
    from city.crosswalk.service.watch_units import WatchUnits
    from city.crosswalk.settings import WatchSettings
    from city.crosswalk.tables.units import Units

    settings = WatchSettings.from_environment(environment)
    connection = open_tables(settings)
    outbox, units = _open_outbox(settings, connection, clock), Units(connection)
    boards = _boards(settings, units, clock)
    return WatchUnits(connection=connection, units=units, outbox=outbox, boards=boards, clock=clock)


def _boards(settings: BoardNewsSettings, units: Units, clock: Clock) -> TellBoards:
    from city.aws.live.publisher import Publisher
    from city.crosswalk.service.unit_news import TellBoards

    return TellBoards(units, Publisher(open_client("sqs"), settings.live_queue_url), clock)


def _open_outbox(settings: WatchSettings, connection: Connection, clock: Clock) -> Outbox:
    from city.aws.outbox import open_outbox

    return open_outbox(
        table_name=settings.outbox_table, bus_name=settings.event_bus, connection=connection, clock=clock
    )


def pause(attempt: int) -> None:
    """Waits up to 20 ms, up to 40, 80, …; half a second at most. Chance parts those who met."""
    import random
    import time

    time.sleep(random.SystemRandom().uniform(0, min(0.5, 0.02 * 2**attempt)))


def build_frames(environment: Mapping[str, str]) -> DetectFrame:
    from city.crosswalk.service.detect_frame import DetectFrame
    from city.crosswalk.settings import FrameSettings

    settings = FrameSettings.from_environment(environment)
    return DetectFrame(_detector(settings), open_client("iot-data"))


def _detector(settings: PictureDetectorSettings) -> PictureDetector:
    from botocore.config import Config

    from city.crosswalk.adapters import SageMakerDetector, SandboxDetector

    if settings.detector == "sandbox":
        return SandboxDetector()
    # A late answer is worth nothing to a unit, so nothing is tried twice.
    config = Config(connect_timeout=1, read_timeout=3, retries={"total_max_attempts": 1})
    runtime = open_client("sagemaker-runtime", endpoint_url=settings.detection_url or None, config=config)
    return SageMakerDetector(runtime, settings.detection_endpoint)


def build_admission(environment: Mapping[str, str], clock: Clock) -> AdmitUnit:
    from city.crosswalk.service.admit_unit import AdmitUnit
    from city.crosswalk.settings import AdmissionSettings
    from city.crosswalk.tables.units import Units

    return AdmitUnit(Units(open_tables(AdmissionSettings.from_environment(environment))), clock)


# --- staff -----------------------------------------------------------------------------------------


def build_staff(
    environment: Mapping[str, str], clock: Clock, *, detector: PictureDetector | None = None
) -> CrosswalkStaffUseCases:
    """`detector`: instead of the one that the environment names; none, if that is the sandbox."""
    from secrets import token_hex

    from city.aws.live.publisher import open_cursors
    from city.aws.presigned import Presigner, open_presigning_client
    from city.aws.store import Folder
    from city.contracts.crosswalk.staff.pictures import PictureViewLine
    from city.crosswalk.service.pictures.order_pictures import OrderPicture
    from city.crosswalk.service.pictures.show_pictures import ListPictures, ViewUnitPicture
    from city.crosswalk.service.pictures.stored_pictures import StoredPictures
    from city.crosswalk.service.register_units import AllowAnotherClaim, RegisterNewUnit, SetStanding
    from city.crosswalk.service.show_reports import (
        ListFaults,
        ListIncidents,
        ShowDay,
        ShowDays,
        ShowHeat,
        ShowTelemetry,
    )
    from city.crosswalk.service.show_units import ListUnits, ShowUnit
    from city.crosswalk.service.signer import Signer
    from city.crosswalk.service.sites.activate_site import ActivateSiteDraft
    from city.crosswalk.service.sites.draft_site import DrawSiteZones, RestoreSiteFile, WriteSiteDraft
    from city.crosswalk.service.sites.show_site import ShowSite, ShowSiteDraft
    from city.crosswalk.service.update_units import (
        CancelUnitUpdate,
        ListUpdates,
        Releases,
        ShowUpdate,
        StartUnitUpdate,
    )
    from city.crosswalk.settings import CrosswalkStaffSettings
    from city.crosswalk.tables.desk import ACCESS_LOG, NAMES, UnitDesk, unit_subject
    from city.crosswalk.tables.reports import Reports
    from city.crosswalk.tables.sites import Sites
    from city.crosswalk.tables.units import Units
    from city.office.service.know_people import KnowPeople
    from city.office.service.show_views import ShowViews

    settings = CrosswalkStaffSettings.from_environment(environment)
    connection = open_tables(settings)
    units, reports, sites, desk = Units(connection), Reports(), Sites(connection), UnitDesk()
    if detector is None and settings.detector != "sandbox":
        detector = _detector(settings)
    iot, shadows = open_client("iot"), open_client("iot-data")
    # One client for both: a second one costs a cold start as much again.
    s3 = open_presigning_client(settings.stage)
    presigner = Presigner(s3)
    signer = Signer(open_client("kms"), settings.signing_key)
    stored = StoredPictures(iot, Folder(s3, settings.pictures_bucket), clock)
    boards = _boards(settings, units, clock)
    show_unit, show_update = ShowUnit(units, desk, clock), ShowUpdate(desk, iot)
    return CrosswalkStaffUseCases(
        people=KnowPeople(names=NAMES, clock=clock),
        list_units=ListUnits(units, open_cursors(connection, settings.live_changes_table), clock),
        show_unit=show_unit,
        register_unit=RegisterNewUnit(units, show_unit, boards, clock),
        allow_reclaim=AllowAnotherClaim(units, show_unit, clock),
        change_standing=SetStanding(units, show_unit, boards, clock),
        list_incidents=ListIncidents(units, reports),
        list_faults=ListFaults(units, reports),
        show_day=ShowDay(units, reports, clock),
        show_days=ShowDays(units, reports, clock),
        show_heat=ShowHeat(units, reports, sites, clock),
        show_telemetry=ShowTelemetry(units, reports),
        list_pictures=ListPictures(units, desk, stored),
        ask_picture=OrderPicture(
            units=units,
            reports=reports,
            desk=desk,
            stored=stored,
            iot=iot,
            presigner=presigner,
            bucket=settings.pictures_bucket,
            things=settings.things_arn,
            clock=clock,
            fresh_token=lambda: token_hex(4),
        ),
        view_picture=ViewUnitPicture(
            units=units,
            desk=desk,
            stored=stored,
            s3=s3,
            presigner=presigner,
            bucket=settings.pictures_bucket,
            clock=clock,
            detector=detector,
        ),
        show_site=ShowSite(units, sites, shadows),
        show_draft=ShowSiteDraft(units, sites),
        write_draft=WriteSiteDraft(units, sites, clock),
        draw_zones=DrawSiteZones(units, sites, clock),
        restore_site=RestoreSiteFile(units, sites, clock),
        activate_site=ActivateSiteDraft(units=units, sites=sites, signer=signer, iot=shadows, clock=clock),
        list_updates=ListUpdates(desk),
        show_update=show_update,
        start_update=StartUnitUpdate(
            units=units,
            desk=desk,
            show_update=show_update,
            signer=signer,
            iot=iot,
            releases=Releases(
                folder=Folder(s3, settings.releases_bucket),
                reader_role=settings.releases_reader_role,
                region=settings.aws_region,
            ),
            things=settings.things_arn,
            clock=clock,
        ),
        cancel_update=CancelUnitUpdate(desk, show_update, iot),
        show_views=ShowViews(ACCESS_LOG, PictureViewLine, unit_subject),
    )


# --- from the environment --------------------------------------------------------------------------


@cache
def reports_from_env() -> ReportUseCases:
    return build_reports(os.environ, SystemClock())


@cache
def watch_from_env() -> WatchUnits:
    return build_watch(os.environ, SystemClock())


@cache
def frames_from_env() -> DetectFrame:
    return build_frames(os.environ)


@cache
def admission_from_env() -> AdmitUnit:
    return build_admission(os.environ, SystemClock())


@cache
def staff_from_env() -> CrosswalkStaffUseCases:
    return build_staff(os.environ, SystemClock())
