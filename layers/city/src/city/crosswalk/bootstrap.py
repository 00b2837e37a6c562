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

    from city.aws.edge.sign_in import StaffSession
    from city.contracts.crosswalk.staff.pictures import PictureViewLine
    from city.crosswalk.ports import PictureDetector
    from city.crosswalk.service.admit_unit import AdmitUnit
    from city.crosswalk.service.detect_frame import DetectFrame
    from city.crosswalk.service.manage_site import ManageSite
    from city.crosswalk.service.order_pictures import OrderPictures
    from city.crosswalk.service.receive_reports import ReceiveReports
    from city.crosswalk.service.register_units import RegisterUnits
    from city.crosswalk.service.show_reports import ShowReports
    from city.crosswalk.service.show_units import ShowUnits
    from city.crosswalk.service.tell_city import TellCity
    from city.crosswalk.service.update_units import UpdateUnits
    from city.crosswalk.service.watch_units import WatchUnits
    from city.crosswalk.settings import DetectorSettings, ReportSettings, TableSettings
    from city.crosswalk.tables.reports import Reports
    from city.office.service.show_views import ShowViews


@dataclass(frozen=True, slots=True)
class Board:
    """What staff work with."""

    show_units: ShowUnits
    register_units: RegisterUnits
    show_reports: ShowReports
    manage_site: ManageSite
    order_pictures: OrderPictures
    update_units: UpdateUnits
    show_views: ShowViews[PictureViewLine]


def open_tables(settings: TableSettings, host: str | None = None) -> Connection:
    """Points the records at the tables a function is told of."""
    from city.aws.dynamo import bind, open_connection
    from city.crosswalk.tables import RECORDS

    connection = open_connection(settings.aws_region, host)
    for field, record in RECORDS.items():
        table = getattr(settings, field)
        if table:
            bind(record, table, connection)
    return connection


# --- what units send -------------------------------------------------------------------------------


def build_reports(environment: Mapping[str, str], clock: Clock) -> ReceiveReports:
    from city.crosswalk.service.receive_reports import ReceiveReports
    from city.crosswalk.settings import ReportSettings
    from city.crosswalk.tables.reports import Reports
    from city.crosswalk.tables.units import Units

    settings = ReportSettings.from_environment(environment)
    connection = open_tables(settings)
    reports = Reports()
    tell_city = _tell_city(settings, reports, clock)
    return ReceiveReports(connection, Units(connection), reports, tell_city, clock, pause)


def build_watch(environment: Mapping[str, str], clock: Clock) -> WatchUnits:
    from city.crosswalk.service.watch_units import WatchUnits
    from city.crosswalk.settings import ReportSettings
    from city.crosswalk.tables.reports import Reports
    from city.crosswalk.tables.units import Units

    settings = ReportSettings.from_environment(environment)
    connection = open_tables(settings)
    reports = Reports()
    return WatchUnits(connection, Units(connection), reports, _tell_city(settings, reports, clock), clock)


def _tell_city(settings: ReportSettings, reports: Reports, clock: Clock) -> TellCity:
    from city.aws.events import EventPublisher
    from city.crosswalk.service.tell_city import TellCity

    return TellCity(reports, EventPublisher(open_client("events"), settings.event_bus), clock)


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


def _detector(settings: DetectorSettings) -> PictureDetector:
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


def build_board(environment: Mapping[str, str], clock: Clock) -> Board:
    from secrets import token_hex

    from city.aws.presigned import Presigner, open_presigning_client
    from city.contracts.crosswalk.staff.pictures import PictureViewLine
    from city.crosswalk.service.manage_site import ManageSite, Signer
    from city.crosswalk.service.order_pictures import OrderPictures
    from city.crosswalk.service.register_units import RegisterUnits
    from city.crosswalk.service.show_reports import ShowReports
    from city.crosswalk.service.show_units import ShowUnits
    from city.crosswalk.service.update_units import UpdateUnits
    from city.crosswalk.settings import StaffSettings
    from city.crosswalk.tables.desk import ACCESS_LOG, Desk, unit_subject
    from city.crosswalk.tables.reports import Reports
    from city.crosswalk.tables.sites import Sites
    from city.crosswalk.tables.units import Units
    from city.office.service.show_views import ShowViews

    settings = StaffSettings.from_environment(environment)
    connection = open_tables(settings)
    units, reports, sites, desk = Units(connection), Reports(), Sites(connection), Desk()
    iot = open_client("iot")
    # One client for both: a second one costs a cold start as much again.
    s3 = open_presigning_client(settings.stage)
    signer = Signer(open_client("kms"), settings.signing_key)
    show_units = ShowUnits(units, desk, clock)
    return Board(
        show_units,
        RegisterUnits(units, show_units, clock),
        ShowReports(units, reports, sites, clock),
        ManageSite(units, sites, signer, open_client("iot-data"), clock),
        OrderPictures(
            units,
            reports,
            desk,
            iot,
            s3,
            Presigner(s3),
            settings.pictures_bucket,
            settings.things_arn,
            clock,
            lambda: token_hex(4),
            # For the board it is a help, not a duty: without an endpoint nobody is told of boxes.
            None if settings.detector == "sandbox" else _detector(settings),
        ),
        UpdateUnits(
            units,
            desk,
            signer,
            iot,
            s3,
            settings.releases_bucket,
            settings.releases_reader_role,
            settings.things_arn,
            settings.aws_region,
            clock,
        ),
        ShowViews(ACCESS_LOG, PictureViewLine, unit_subject),
    )


def build_session(environment: Mapping[str, str]) -> StaffSession:
    from city.aws.edge.sign_in import open_staff_session
    from city.crosswalk.settings import BoardSettings

    return open_staff_session(BoardSettings.from_environment(environment).staff_client_id)


# --- from the environment --------------------------------------------------------------------------


@cache
def reports_from_env() -> ReceiveReports:
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
def board_from_env() -> Board:
    return build_board(os.environ, SystemClock())


@cache
def session_from_env() -> StaffSession:
    return build_session(os.environ)
