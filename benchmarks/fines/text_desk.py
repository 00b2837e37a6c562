"""The text desk on DynamoDB, SNS and secrets in process: owners, their notices, a pool of accounts, the real handler."""

import copy
import itertools
import json
import os
import random
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from time import process_time
from types import SimpleNamespace
from typing import Any

import boto3
from botocore.client import BaseClient
from moto import mock_aws
from moto.dynamodb import models as moto_dynamodb
from moto.dynamodb.models.table import Table

from benchmarks.functions.templates import Function, read_city
from benchmarks.measurement import BenchmarkTrouble
from city.fines.bootstrap import open_tables
from city.fines.law.notice_file import NoticeRow, read_rows
from city.fines.law.tables.accounts import Accounts
from city.fines.law.tables.case_records import NewCase, plate_key_of
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.records import RECORDS
from city.fines.talk.bootstrap import build_texts, load_ranker
from city.fines.talk.settings import TextSettings
from city.kernel.clock import seoul_date
from city.kernel.privacy import KeyedHash
from infra.fines.seed import BANK, SERVICE_NUMBER, as_csv, make_notices
from infra.local.machine.environment import REGION

NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)  # noon in Seoul
STRANGER = "+821098765432"
_POOL_SIZE = 500
_CONTEXT = SimpleNamespace(
    function_name="bench",
    memory_limit_in_mb=512,
    invoked_function_arn=f"arn:aws:lambda:{REGION}:123456789012:function:bench",
    aws_request_id="00000000-0000-0000-0000-000000000000",
    get_remaining_time_in_millis=lambda: 30_000,
)
_serial = itertools.count()


class NoonClock:
    def now(self) -> datetime:
        return NOW


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody with one notice, inside the early window."""

    phone: str
    plate: str
    notice_number: str
    holder: str


@dataclass(frozen=True, slots=True)
class AnsweredText:
    calls: tuple[str, ...]
    # Without the time spent in AWS clients, and so without moto's.
    own_cpu_ms: float


class Worker:
    """One instance of the function that answers texts."""

    def __init__(self, function: Function) -> None:
        sys.path.insert(0, str(function.folder))
        make_handler = import_module(function.module).make_handler
        texts = build_texts(function.environment, NoonClock())
        self._handler = make_handler(lambda: texts)

    def answer(self, sender: str, text: str) -> AnsweredText:
        """Raises BenchmarkTrouble if the text would come back."""
        event = _queue_event(sns_envelope(sender, text))
        with watch_calls() as calls:
            began = process_time()
            answer = self._handler(event, _CONTEXT)
            spent_s = process_time() - began
        if answer["batchItemFailures"]:
            raise BenchmarkTrouble("The text desk could not answer a text.")
        return AnsweredText(tuple(calls.names), (spent_s - calls.cpu_s) * 1000)


@dataclass(frozen=True, slots=True)
class CityHall:
    owners: tuple[Owner, ...]
    cases: Cases
    hashed: KeyedHash
    function: Function

    def start_worker(self) -> Worker:
        return Worker(self.function)

    def file_lessor(self, phone: str, notices: int) -> tuple[Owner, ...]:
        """That many cars on one telephone, with a notice each, the oldest first."""
        new = [_new_case(row, self.hashed) for row in _read_notices(notices, letter="하", phone=phone, first=500_000)]
        for start in range(0, notices, Cases.ADD_AT_MOST):
            self.cases.add(new[start : start + Cases.ADD_AT_MOST])
        return tuple(map(_owner, new))


@contextmanager
def open_city_hall(owners: int) -> Iterator[CityHall]:
    """Tables as the template has them; cases added as the import adds them."""
    city = read_city()
    function = city.function("Fines", "ReceiveTextFunction")
    key = secrets.token_hex(32)
    hashed = KeyedHash(key.encode())
    load_ranker()  # part of the cold start
    with _environment_of(function), mock_aws(), _transactions_that_cannot_go_back():
        for table in city.tables:
            boto3.client("dynamodb").create_table(**table)
        for name in city.secrets:
            boto3.client("secretsmanager").create_secret(Name=name, SecretString=key)
        connection = open_tables(TextSettings.from_environment(function.environment), RECORDS)
        accounts = Accounts(connection, random.Random(0))
        numbers = [f"790{serial:011d}" for serial in range(_POOL_SIZE)]
        for start in range(0, _POOL_SIZE, Accounts.ADD_AT_MOST):
            accounts.add_to_pool(BANK, numbers[start : start + Accounts.ADD_AT_MOST], NOW)
        cases = Cases(connection)
        new = [_new_case(row, hashed) for row in _read_notices(owners)]
        for case in new:
            cases.add([case])
        yield CityHall(tuple(map(_owner, new)), cases, hashed, function)


@contextmanager
def _transactions_that_cannot_go_back() -> Iterator[None]:
    """moto copies a table for each item of a transaction, to go back to: minutes, with a lessor's thousands.

    No transaction fails here. If one did, moto would put None where its tables were, and every later call would break.
    """

    def copied(value: Any) -> Any:
        return None if isinstance(value, Table) else copy.deepcopy(value)

    module: Any = moto_dynamodb
    module.copy = SimpleNamespace(deepcopy=copied)
    try:
        yield
    finally:
        module.copy = copy


@contextmanager
def _environment_of(function: Function) -> Iterator[None]:
    """Where boto3 and Powertools read for themselves; whatever is measured next finds it as it was."""
    before = dict(os.environ)
    os.environ.update(function.environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def sns_envelope(sender: str, text: str) -> str:
    """What the inbound queue holds: a topic's envelope around AWS's two-way SMS, with the fields both document."""
    message_id = f"00000000-0000-0000-0000-{next(_serial):012d}"
    sms = {
        "originationNumber": sender,
        "destinationNumber": SERVICE_NUMBER,
        "messageKeyword": f"KEYWORD_{SERVICE_NUMBER}",
        "messageBody": text,
        "inboundMessageId": message_id,
        "previousPublishedMessageId": "11111111-1111-1111-1111-111111111111",
    }
    return json.dumps(
        {
            "Type": "Notification",
            "MessageId": message_id,
            "TopicArn": f"arn:aws:sns:{REGION}:123456789012:texts",
            "Message": json.dumps(sms, ensure_ascii=False),
            "Timestamp": "2026-11-02T03:00:00.000Z",
            "SignatureVersion": "1",
            "Signature": "-",
            "SigningCertURL": "-",
            "UnsubscribeURL": "-",
        },
        ensure_ascii=False,
    )


def _queue_event(body: str) -> dict[str, Any]:
    return {
        "Records": [
            {
                "messageId": f"queue-{next(_serial)}",
                "receiptHandle": "-",
                "body": body,
                "attributes": {"ApproximateReceiveCount": "1"},
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:{REGION}:123456789012:texts",
                "awsRegion": REGION,
            }
        ]
    }


def _read_notices(count: int, letter: str = "가", phone: str = "", first: int = 0) -> Iterator[NoticeRow]:
    usual, *_ = make_notices(seed=0, today=seoul_date(NOW), count=1)
    rows = [
        {
            **usual,
            "관리번호": f"{usual['관리번호'][:-7]}{first + serial:07d}",
            "차량번호": f"12{letter}{1000 + serial}",
            "휴대전화": phone or f"010-2000-{serial:04d}",
        }
        for serial in range(count)
    ]
    for row in read_rows(as_csv(rows).decode("utf-8-sig").splitlines(keepends=True)):
        if not isinstance(row, NoticeRow):
            raise BenchmarkTrouble("The demo owner's notice is refused.")
        yield row


def _new_case(row: NoticeRow, hashed: KeyedHash) -> NewCase:
    assert row.owner_phone
    phone = row.owner_phone.e164
    return NewCase(
        notice=row.notice,
        holder=hashed.of("phone", phone),
        owner_name=row.owner_name,
        owner_phone=phone,
        plate_key=plate_key_of(hashed, row.notice.plate.text),
        row_digest=hashed.of("row", "\x1f".join(row.facts.values())),
    )


def _owner(case: NewCase) -> Owner:
    assert case.owner_phone
    return Owner(case.owner_phone, case.notice.plate.text, case.notice.number, case.holder)


@dataclass(slots=True)
class Calls:
    names: list[str] = field(default_factory=list)
    cpu_s: float = 0.0


@contextmanager
def watch_calls() -> Iterator[Calls]:
    """Every call of any botocore client while this is open. PynamoDB and boto3 both pass here, and only here."""
    calls = Calls()
    client_class: Any = BaseClient  # the stubs leave out the one method every call passes
    make_call = client_class._make_api_call

    def watch(client: Any, operation: str, arguments: Any) -> Any:
        began = process_time()
        try:
            return make_call(client, operation, arguments)
        finally:
            calls.names.append(f"{client.meta.service_model.service_name}:{operation}")
            calls.cpu_s += process_time() - began

    client_class._make_api_call = watch
    try:
        yield calls
    finally:
        client_class._make_api_call = make_call
