"""Builds what staff work with, and what keeps the desk in order every night.

What only one function needs is imported where it is built: every import is part of a cold start (`make bench`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING

from city.aws.clients import open_client
from city.fines.bootstrap import open_calendar, open_hash, open_tables
from city.kernel.clock import Clock, SystemClock

if TYPE_CHECKING:
    from city.aws.outbox import Outbox
    from city.contracts.staff import ViewLine
    from city.fines.desk.cases.bootstrap import CaseUseCases
    from city.fines.desk.cases.service.forget_ended import ForgetEnded
    from city.fines.desk.cases.service.instalments.watch_instalments import WatchInstalments
    from city.fines.desk.evidence.bootstrap import EvidenceUseCases
    from city.fines.desk.money.bootstrap import MoneyUseCases
    from city.fines.desk.money.service.check_books import CheckBooks
    from city.fines.desk.service.measure_desk import MeasureDesk
    from city.fines.desk.service.show_reports import ListReports, ShowReport
    from city.fines.desk.service.show_statistics import ShowStatistics
    from city.fines.desk.service.show_template import ShowTemplate
    from city.fines.desk.service.sign_upload import SignUpload
    from city.fines.desk.service.staff_parts import StaffParts
    from city.fines.desk.talks.bootstrap import TalkUseCases
    from city.fines.desk.work.bootstrap import WorkUseCases
    from city.fines.desk.work.service.file_deadlines import FileDeadlines
    from city.fines.talk.ports import SmsCarrier
    from city.office.service.know_people import KnowPeople
    from city.office.service.show_views import ShowViews


@dataclass(frozen=True, slots=True, kw_only=True)
class OversightUseCases:
    """What shows how the office works."""

    show_views: ShowViews[ViewLine]
    list_reports: ListReports
    show_report: ShowReport
    show_template: ShowTemplate
    show_statistics: ShowStatistics


class FinesStaffUseCases:
    """What staff do by the API. A group is built by the first request for it, which need not wait for the others."""

    def __init__(
        self,
        parts: StaffParts,
        open_outbox: Callable[[], Outbox],
        build_oversight: Callable[[], OversightUseCases],
        build_evidence: Callable[[], EvidenceUseCases],
        reports_bucket: str,
    ) -> None:
        self._parts, self._open_outbox, self._build_oversight = parts, open_outbox, build_oversight
        self._build_evidence, self._reports_bucket = build_evidence, reports_bucket

    @cached_property
    def people(self) -> KnowPeople:
        """Who does what here, by name."""
        from city.fines.desk.tables.people import NAMES
        from city.office.service.know_people import KnowPeople

        return KnowPeople(names=NAMES, clock=self._parts.clock)

    @cached_property
    def cases(self) -> CaseUseCases:
        from city.fines.desk.cases.bootstrap import build_cases

        return build_cases(self._parts)

    @cached_property
    def work(self) -> WorkUseCases:
        from city.fines.desk.work.bootstrap import build_work

        return build_work(self._parts)

    @cached_property
    def talks(self) -> TalkUseCases:
        from city.fines.desk.talks.bootstrap import build_talks

        return build_talks(self._parts)

    @cached_property
    def evidence(self) -> EvidenceUseCases:
        return self._build_evidence()

    @cached_property
    def money(self) -> MoneyUseCases:
        from city.fines.desk.money.bootstrap import build_money

        return build_money(self._parts, self._open_outbox(), self._reports_bucket)

    @cached_property
    def oversight(self) -> OversightUseCases:
        return self._build_oversight()


def build_measurement(environment: Mapping[str, str], clock: Clock) -> MeasureDesk:
    from city.aws.store import ObjectStore
    from city.fines.desk.service.measure_desk import MeasureDesk
    from city.fines.desk.settings import MeasurementSettings
    from city.fines.desk.tables.desk import DeskEntries
    from city.fines.law.bootstrap import open_accounts
    from city.fines.law.tables import records as law
    from city.fines.money.tables import records as money
    from city.fines.money.tables.deposits import Deposits
    from city.fines.talk.tables import records as talk

    settings = MeasurementSettings.from_environment(environment)
    connection = open_tables(settings, law.RECORDS, talk.RECORDS, money.RECORDS)
    return MeasureDesk(
        accounts=open_accounts(connection),
        deposits=Deposits(connection),
        desk=DeskEntries(),
        objects=ObjectStore(open_client("s3")),
        reports_bucket=settings.reports_bucket,
        statement_banks=[bank for bank in settings.statement_banks.split(",") if bank],
        calendar=open_calendar(settings),
        clock=clock,
    )


def build_instalment_watch(environment: Mapping[str, str], clock: Clock) -> WatchInstalments:
    from city.fines.desk.cases.service.instalments.watch_instalments import WatchInstalments
    from city.fines.desk.settings import InstalmentWatchSettings
    from city.fines.law.tables import records as law
    from city.fines.law.tables.cases import Cases
    from city.fines.talk.tables.tickets import Tickets

    connection = open_tables(InstalmentWatchSettings.from_environment(environment), law.RECORDS)
    return WatchInstalments(connection=connection, cases=Cases(connection), tickets=Tickets(), clock=clock)


def build_books_check(environment: Mapping[str, str], clock: Clock) -> CheckBooks:
    from city.aws.store import ObjectStore
    from city.fines.desk.money.service.check_books import CheckBooks
    from city.fines.desk.settings import BooksCheckSettings
    from city.fines.desk.tables.desk import DeskEntries
    from city.fines.law.tables import records as law
    from city.fines.law.tables.cases import Cases
    from city.fines.money.tables import records as money
    from city.fines.money.tables.deposits import Deposits
    from city.fines.talk.tables import records as talk

    settings = BooksCheckSettings.from_environment(environment)
    connection = open_tables(settings, law.RECORDS, talk.RECORDS, money.RECORDS)
    return CheckBooks(
        connection=connection,
        cases=Cases(connection),
        deposits=Deposits(connection),
        desk=DeskEntries(),
        objects=ObjectStore(open_client("s3")),
        reports_bucket=settings.reports_bucket,
        kept=timedelta(days=settings.case_kept_days),
        clock=clock,
    )


def build_deadlines(environment: Mapping[str, str], clock: Clock) -> FileDeadlines:
    from city.fines.desk.settings import DeadlineSettings
    from city.fines.desk.tables.desk import DeskEntries
    from city.fines.desk.work.service.file_deadlines import FileDeadlines
    from city.fines.law.tables import records as law
    from city.fines.law.tables.cases import Cases

    connection = open_tables(DeadlineSettings.from_environment(environment), law.RECORDS)
    return FileDeadlines(cases=Cases(connection), desk=DeskEntries(), clock=clock)


def build_retention(environment: Mapping[str, str], clock: Clock) -> ForgetEnded:
    from city.fines.desk.cases.service.forget_ended import ForgetEnded
    from city.fines.desk.settings import RetentionSettings
    from city.fines.desk.tables.desk import DeskEntries
    from city.fines.law.bootstrap import open_accounts
    from city.fines.law.procedure.retention import RetentionPeriods
    from city.fines.law.tables import records as law
    from city.fines.law.tables.cases import Cases
    from city.fines.money.tables import records as money
    from city.fines.money.tables.deposits import Deposits
    from city.fines.talk.tables import records as talk

    settings = RetentionSettings.from_environment(environment)
    connection = open_tables(settings, law.RECORDS, talk.RECORDS, money.RECORDS)
    return ForgetEnded(
        cases=Cases(connection),
        accounts=open_accounts(connection),
        deposits=Deposits(connection),
        desk=DeskEntries(),
        periods=RetentionPeriods(settings.case_kept_days, settings.ticket_kept_days, settings.view_kept_days),
        clock=clock,
    )


def build_staff(environment: Mapping[str, str], clock: Clock, carrier: SmsCarrier | None = None) -> FinesStaffUseCases:
    from city.fines.desk.service.staff_parts import StaffParts
    from city.fines.desk.settings import FinesStaffSettings
    from city.fines.desk.tables.desk import DeskEntries
    from city.fines.law.tables import records as law
    from city.fines.law.tables.cases import Cases
    from city.fines.money.tables import records as money
    from city.fines.money.tables.deposits import Deposits
    from city.fines.talk.bootstrap import open_send_once
    from city.fines.talk.replies import Replies, SigningOffice
    from city.fines.talk.tables import records as talk
    from city.fines.talk.tables.talks import Talks
    from city.fines.talk.tables.tickets import Tickets

    settings = FinesStaffSettings.from_environment(environment)
    connection = open_tables(settings, law.RECORDS, talk.RECORDS, money.RECORDS)
    parts = StaffParts(
        connection=connection,
        cases=Cases(connection),
        deposits=Deposits(connection),
        desk=DeskEntries(),
        talks=Talks(),
        tickets=Tickets(),
        send_once=open_send_once(settings, clock, carrier),
        replies=Replies(SigningOffice()),
        clock=clock,
        hashed=open_hash(settings.privacy_key_secret),
    )

    def open_outbox() -> Outbox:
        from city.aws import outbox

        table, bus = settings.outbox_table, settings.event_bus
        return outbox.open_outbox(table_name=table, bus_name=bus, connection=connection, clock=clock)

    def build_evidence() -> EvidenceUseCases:
        from city.fines.desk.evidence import bootstrap

        return bootstrap.build_evidence(parts, settings.stage, settings.evidence_bucket)

    bucket = settings.reports_bucket
    return FinesStaffUseCases(parts, open_outbox, lambda: _build_oversight(parts, bucket), build_evidence, bucket)


def _build_oversight(parts: StaffParts, reports_bucket: str) -> OversightUseCases:
    from city.aws.store import ObjectStore
    from city.contracts.staff import ViewLine
    from city.fines.desk.service import show_reports, show_statistics, show_template
    from city.fines.desk.tables.desk import ACCESS_LOG
    from city.office.service.show_views import ShowViews

    objects = ObjectStore(open_client("s3"))
    return OversightUseCases(
        show_views=ShowViews(ACCESS_LOG, ViewLine),
        list_reports=show_reports.ListReports(objects=objects, bucket=reports_bucket),
        show_report=show_reports.ShowReport(objects=objects, bucket=reports_bucket),
        show_template=show_template.ShowTemplate(),
        show_statistics=show_statistics.ShowStatistics(talks=parts.talks),
    )


def build_sign_upload(environment: Mapping[str, str], clock: Clock) -> SignUpload:
    from city.aws.presigned import Presigner, open_presigning_client
    from city.fines.desk.service.sign_upload import SignUpload
    from city.fines.desk.settings import UploadSettings
    from city.fines.law.banks import bank_spellings

    settings = UploadSettings.from_environment(environment)
    return SignUpload(
        presigner=Presigner(open_presigning_client(settings.stage)),
        notice_inbox=settings.notice_inbox,
        bank_inbox=settings.bank_inbox,
        banks=bank_spellings(),
        clock=clock,
    )


@cache
def measurement_from_env() -> MeasureDesk:
    return build_measurement(os.environ, SystemClock())


@cache
def instalment_watch_from_env() -> WatchInstalments:
    return build_instalment_watch(os.environ, SystemClock())


@cache
def books_check_from_env() -> CheckBooks:
    return build_books_check(os.environ, SystemClock())


@cache
def deadlines_from_env() -> FileDeadlines:
    return build_deadlines(os.environ, SystemClock())


@cache
def retention_from_env() -> ForgetEnded:
    return build_retention(os.environ, SystemClock())


@cache
def staff_from_env() -> FinesStaffUseCases:
    return build_staff(os.environ, SystemClock())


@cache
def sign_upload_from_env() -> SignUpload:
    return build_sign_upload(os.environ, SystemClock())
