"""The composition root of the log of views: the only place of this area that reads the environment and builds clients."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from city.aws.clients import open_client
from city.aws.dynamo import bind, open_connection
from city.kernel.clock import SystemClock
from city.operations.viewlog.settings import CheckSettings, HeadsSettings, SealSettings, ViewLogApiSettings

if TYPE_CHECKING:
    from city.kernel.clock import Clock
    from city.operations.viewlog.proving.p256 import PublicKey
    from city.operations.viewlog.service.check_log import CheckLog
    from city.operations.viewlog.service.seal_log import SealLog
    from city.operations.viewlog.service.show_ledgers import (
        CountViews,
        ListNotices,
        RecordPublication,
        ShowLedger,
        WriteLedgerFile,
    )
    from city.operations.viewlog.service.show_log import ProveEntry, ShowHeads, ShowKey, ShowLog
    from city.operations.viewlog.tables.heads import SealedHeads
    from city.operations.viewlog.tables.log import ViewLog
    from city.operations.viewlog.tables.log_seal import LastSeal


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewLogUseCases:
    """What auditors and supervisors do with the log."""

    show: ShowLog
    heads: ShowHeads
    prove: ProveEntry
    key: ShowKey
    ledger: ShowLedger
    ledger_file: WriteLedgerFile
    notices: ListNotices
    publication: RecordPublication
    count: CountViews


def open_view_log(table_name: str, region: str, clock: Clock) -> ViewLog:
    """The log, for this area and for those that append to it: their role may then put into the table, and get from it."""
    from city.operations.viewlog.tables.log import LogRecord, ViewLog

    connection = open_connection(region)
    bind(LogRecord, table_name, connection)
    return ViewLog(connection, clock, jitter=random.random, pause=time.sleep)


def build_seal(environment: Mapping[str, str], clock: Clock) -> SealLog:
    from city.operations.viewlog.adapters.kms import KmsSigner
    from city.operations.viewlog.service.seal_log import SealLog

    settings = SealSettings.from_environment(environment)
    return SealLog(
        log=open_view_log(settings.viewlog_table, settings.aws_region, clock),
        heads=_open_heads(settings),
        last_seal=_open_last_seal(settings),
        sign=KmsSigner(open_client("kms"), settings.viewlog_key_arn),
        verifies=_fetch_key(settings).verifies,
        clock=clock,
    )


def build_check(environment: Mapping[str, str], clock: Clock) -> CheckLog:
    from city.operations.viewlog.service.check_log import CheckLog

    settings = CheckSettings.from_environment(environment)
    return CheckLog(
        log=open_view_log(settings.viewlog_table, settings.aws_region, clock),
        heads=_open_heads(settings),
        verifies=_fetch_key(settings).verifies,
        days=settings.viewlog_checked_days,
        clock=clock,
    )


def build_api(environment: Mapping[str, str], clock: Clock) -> ViewLogUseCases:
    from city.operations.viewlog.service.show_ledgers import (
        CountViews,
        ListNotices,
        RecordPublication,
        ShowLedger,
        WriteLedgerFile,
    )
    from city.operations.viewlog.service.show_log import ProveEntry, ShowHeads, ShowKey, ShowLog

    settings = ViewLogApiSettings.from_environment(environment)
    log = open_view_log(settings.viewlog_table, settings.aws_region, clock)
    heads, key = _open_heads(settings), _fetch_key(settings)
    return ViewLogUseCases(
        show=ShowLog(log=log, last_seal=_open_last_seal(settings), heads=heads, clock=clock),
        heads=ShowHeads(heads=heads),
        prove=ProveEntry(log=log, heads=heads, key=key),
        key=ShowKey(key=key),
        ledger=ShowLedger(log=log, clock=clock),
        ledger_file=WriteLedgerFile(log=log, clock=clock),
        notices=ListNotices(log=log, days=settings.viewlog_notice_days, clock=clock),
        publication=RecordPublication(log=log, clock=clock),
        count=CountViews(log=log, clock=clock),
    )


def _open_last_seal(settings: HeadsSettings) -> LastSeal:
    from city.operations.viewlog.tables.log_seal import LastSeal, SealRecord

    bind(SealRecord, settings.viewlog_table, open_connection(settings.aws_region))
    return LastSeal()


def _open_heads(settings: HeadsSettings) -> SealedHeads:
    from city.operations.viewlog.tables.heads import SealedHeads

    return SealedHeads(open_client("s3"), settings.viewlog_heads_bucket)


def _fetch_key(settings: HeadsSettings) -> PublicKey:
    from city.operations.viewlog.adapters.kms import fetch_public_key

    return fetch_public_key(open_client("kms"), settings.viewlog_key_arn)


@cache
def seal_from_env() -> SealLog:
    return build_seal(os.environ, SystemClock())


@cache
def check_from_env() -> CheckLog:
    return build_check(os.environ, SystemClock())


@cache
def api_from_env() -> ViewLogUseCases:
    return build_api(os.environ, SystemClock())
