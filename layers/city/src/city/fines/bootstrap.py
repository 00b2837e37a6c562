"""The composition root of fines: the only place that reads the environment and builds clients.

What only one function needs is imported where it is built: every import is part of a cold start (`make bench`).
"""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from pynamodb.connection import Connection

from city.aws.clients import open_client
from city.aws.secrets import read_secret
from city.aws.tables import bind, open_connection
from city.fines.settings import ApiSettings, ImportSettings, SettlementSettings, TableSettings, TextSettings
from city.fines.tables import RECORDS, Accounts, Cases, Deposits
from city.kernel.clock import Clock, SystemClock
from city.kernel.privacy import KeyedHash

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

    from city.aws.idempotency import Once
    from city.fines.ports import SmsCarrier
    from city.fines.service.answer_text import AnswerText
    from city.fines.service.import_notices import ImportNotices
    from city.fines.service.list_suspense import ListSuspense
    from city.fines.service.receive_deposit import ReceiveDeposit
    from city.fines.service.settle_deposit import SettleDeposit

_MESSAGE_KEPT_SECONDS = 7 * 24 * 3600  # carriers and queues redeliver for days, never for weeks


@dataclass(frozen=True, slots=True)
class TextDesk:
    """What answering texts needs."""

    answer_text: AnswerText
    once: Once


@dataclass(frozen=True, slots=True)
class Counter:
    """What the fines API needs."""

    receive_deposit: ReceiveDeposit
    list_suspense: ListSuspense
    deposits: Deposits


def open_tables(settings: TableSettings, host: str | None = None) -> Connection:
    """Points the records at this city's tables."""
    connection = open_connection(settings.aws_region, host)
    for field, record in RECORDS.items():
        bind(record, getattr(settings, field), connection)
    return connection


def build_text_desk(environment: Mapping[str, str], clock: Clock, carrier: SmsCarrier | None = None) -> TextDesk:
    from city.aws.idempotency import Once
    from city.fines.adapters import SnsCarrier
    from city.fines.replies import Office, Replies
    from city.fines.service.answer_text import AnswerText

    settings = TextSettings.from_environment(environment)
    settings.refuse_sandbox_in_prod(sms_carrier=settings.sms_carrier)
    connection = open_tables(settings)
    # PynamoDB's client is botocore's: one serves both.
    once = Once(settings.idempotency_table, cast("DynamoDBClient", connection.client), _MESSAGE_KEPT_SECONDS)
    answer_text = AnswerText(
        cases=Cases(connection),
        accounts=Accounts(connection, random.SystemRandom()),
        carrier=carrier or SnsCarrier(open_client("sns")),
        replies=Replies(Office()),
        clock=clock,
        hashed=_hashed(settings.privacy_key_secret),
        once=once.run,
    )
    return TextDesk(answer_text, once)


def build_import(environment: Mapping[str, str], clock: Clock) -> ImportNotices:
    from city.aws.objects import ObjectStore
    from city.fines.service.import_notices import ImportNotices

    settings = ImportSettings.from_environment(environment)
    return ImportNotices(
        cases=Cases(open_tables(settings)),
        objects=ObjectStore(open_client("s3")),
        reports_bucket=settings.reports_bucket,
        clock=clock,
        hashed=_hashed(settings.privacy_key_secret),
    )


def build_settlement(environment: Mapping[str, str], clock: Clock, carrier: SmsCarrier | None = None) -> SettleDeposit:
    from city.aws.events import EventPublisher
    from city.fines.adapters import SnsCarrier
    from city.fines.replies import Office, Replies
    from city.fines.service.settle_deposit import SettleDeposit

    settings = SettlementSettings.from_environment(environment)
    settings.refuse_sandbox_in_prod(sms_carrier=settings.sms_carrier)
    connection = open_tables(settings)
    return SettleDeposit(
        cases=Cases(connection),
        accounts=Accounts(connection, random.SystemRandom()),
        deposits=Deposits(connection),
        carrier=carrier or SnsCarrier(open_client("sns")),
        events=EventPublisher(open_client("events"), settings.event_bus),
        replies=Replies(Office()),
        clock=clock,
    )


def build_counter(environment: Mapping[str, str], clock: Clock) -> Counter:
    from city.aws.queues import Queue
    from city.fines.adapters import SandboxBank
    from city.fines.service.list_suspense import ListSuspense
    from city.fines.service.receive_deposit import ReceiveDeposit

    settings = ApiSettings.from_environment(environment)
    settings.refuse_sandbox_in_prod(bank=settings.bank)
    deposits = Deposits(open_tables(settings))
    bank = SandboxBank(read_secret(open_client("secretsmanager"), settings.bank_secret))
    queue = Queue(open_client("sqs"), settings.deposits_queue_url)
    return Counter(ReceiveDeposit(bank, deposits, queue, clock), ListSuspense(deposits), deposits)


def _hashed(secret_id: str) -> KeyedHash:
    return KeyedHash(read_secret(open_client("secretsmanager"), secret_id))


@cache
def text_desk_from_env() -> TextDesk:
    return build_text_desk(os.environ, SystemClock())


@cache
def import_from_env() -> ImportNotices:
    return build_import(os.environ, SystemClock())


@cache
def settlement_from_env() -> SettleDeposit:
    return build_settlement(os.environ, SystemClock())


@cache
def counter_from_env() -> Counter:
    return build_counter(os.environ, SystemClock())
