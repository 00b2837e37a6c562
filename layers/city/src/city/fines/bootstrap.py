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
from city.aws.dynamo import bind, open_connection
from city.aws.secrets import read_secret
from city.fines.settings import (
    AnswerSettings,
    BankFileSettings,
    CarrierSettings,
    ChatSettings,
    DeskSettings,
    DoorSettings,
    ImportSettings,
    InstalmentWatchSettings,
    MeasurementSettings,
    ReminderSettings,
    RetentionSettings,
    SettlementSettings,
    StaffSettings,
    TableSettings,
    TextSettings,
    UploadSettings,
)
from city.fines.tables import RECORDS
from city.kernel.clock import Clock, SystemClock
from city.kernel.privacy import KeyedHash
from city.kernel.settings import Stage

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

    from city.aws.edge.sign_in import StaffSession
    from city.aws.idempotency import Once
    from city.fines.desk.cases.service.agree_instalments import AgreeInstalments
    from city.fines.desk.cases.service.change_owner_phone import ChangeOwnerPhone
    from city.fines.desk.cases.service.decide_opinion import DecideOpinion
    from city.fines.desk.cases.service.forget_ended import ForgetEnded
    from city.fines.desk.cases.service.grant_reduction import GrantReduction
    from city.fines.desk.cases.service.move_case import MoveCase
    from city.fines.desk.cases.service.preview_instalments import PreviewInstalments
    from city.fines.desk.cases.service.search_cases import SearchCases
    from city.fines.desk.cases.service.show_notice import ShowNotice
    from city.fines.desk.cases.service.watch_instalments import WatchInstalments
    from city.fines.desk.money.service.resolve_suspense import ResolveSuspense
    from city.fines.desk.money.service.show_deposits import ShowDeposits
    from city.fines.desk.service.measure_desk import MeasureDesk
    from city.fines.desk.service.show_reports import ShowReports
    from city.fines.desk.service.show_statistics import ShowStatistics
    from city.fines.desk.service.show_views import ShowViews
    from city.fines.desk.service.sign_upload import SignUpload
    from city.fines.desk.talks.service.show_talk import ShowTalk
    from city.fines.desk.talks.service.work_tickets import WorkTickets
    from city.fines.law.service.import_notices import ImportNotices
    from city.fines.money.adapters.banks import TossBank
    from city.fines.money.service.import_bank_file import ImportBankFile
    from city.fines.money.service.receive_deposit import ReceiveDeposit
    from city.fines.money.service.settle_deposit import SettleDeposit
    from city.fines.money.tables.deposits import Deposits
    from city.fines.ports import AccountSource, DepositBank, SmsCarrier
    from city.fines.talk.service.answer_text import AnswerText
    from city.fines.talk.service.chat import Chat
    from city.fines.talk.service.receive_mo import ReceiveMo
    from city.fines.talk.service.remind_citizens import RemindCitizens
    from city.fines.talk.understanding import Ranker

_MESSAGE_KEPT_SECONDS = 7 * 24 * 3600  # carriers and queues redeliver for days, never for weeks
TEXT_TITLE = "주정차 과태료 안내"


@dataclass(frozen=True, slots=True)
class TextDesk:
    """What answering texts needs."""

    answer_text: AnswerText
    once: Once


@dataclass(frozen=True, slots=True)
class Doors:
    """What the public doors need."""

    receive_deposit: ReceiveDeposit
    receive_mo: ReceiveMo


@dataclass(frozen=True, slots=True)
class Counter:
    """What staff work with."""

    search_cases: SearchCases
    show_notice: ShowNotice
    show_talk: ShowTalk
    show_views: ShowViews
    show_deposits: ShowDeposits
    show_reports: ShowReports
    show_statistics: ShowStatistics
    work_tickets: WorkTickets
    decide_opinion: DecideOpinion
    resolve_suspense: ResolveSuspense
    move_case: MoveCase
    grant_reduction: GrantReduction
    preview_instalments: PreviewInstalments
    agree_instalments: AgreeInstalments
    change_owner_phone: ChangeOwnerPhone


def open_tables(settings: TableSettings, host: str | None = None) -> Connection:
    """Points the records at the tables a function is told of."""
    connection = open_connection(settings.aws_region, host)
    for field, record in RECORDS.items():
        table = getattr(settings, field)
        if table:
            bind(record, table, connection)
    return connection


# --- answering -------------------------------------------------------------------------------------


def build_text_desk(environment: Mapping[str, str], clock: Clock, carrier: SmsCarrier | None = None) -> TextDesk:
    from city.aws.idempotency import Once

    settings = TextSettings.from_environment(environment)
    connection = open_tables(settings)
    # PynamoDB's client is botocore's: one serves both.
    once = Once(settings.idempotency_table, cast("DynamoDBClient", connection.client), _MESSAGE_KEPT_SECONDS)
    answer_text = _answer_text(settings, connection, clock, carrier or _carrier(settings, clock), once)
    return TextDesk(answer_text, once)


def build_chat(environment: Mapping[str, str], clock: Clock) -> Chat:
    from city.fines.law.tables.cases import Cases
    from city.fines.talk.service.chat import Chat

    settings = ChatSettings.from_environment(environment)
    connection = open_tables(settings)
    answer_text = _answer_text(settings, connection, clock, None, None)
    return Chat(answer_text, Cases(connection), clock, _hashed(settings.privacy_key_secret))


def _answer_text(
    settings: AnswerSettings, connection: Connection, clock: Clock, carrier: SmsCarrier | None, once: Once | None
) -> AnswerText:
    from city.fines.desk.tables.desk import Desk
    from city.fines.law.tables.accounts import Accounts
    from city.fines.law.tables.cases import Cases
    from city.fines.talk.replies import Office, Replies
    from city.fines.talk.service.answer_text import AnswerText

    accounts = Accounts(connection, random.SystemRandom())
    return AnswerText(
        connection=connection,
        cases=Cases(connection),
        accounts=accounts,
        source=_account_source(settings, accounts, connection),
        desk=Desk(),
        carrier=carrier,
        replies=Replies(Office()),
        clock=clock,
        hashed=_hashed(settings.privacy_key_secret),
        once=once.run if once else None,
        rank=load_ranker(),
    )


def _account_source(settings: AnswerSettings, pool: AccountSource, connection: Connection) -> AccountSource:
    if settings.bank != "toss":
        return pool
    from city.fines.money.adapters.deposit_banks import TossAccounts
    from city.fines.money.tables.deposits import Deposits

    deposits = Deposits(connection)
    return TossAccounts(_toss(settings.bank_secret, deposits), deposits, settings.bank_of_accounts)


@cache
def load_ranker() -> Ranker:
    """The trained intent model; its layer has nothing else."""
    from city.fines.talk.understanding import Guess, Intent
    from models.intent.model import IntentModel

    model = IntentModel.load()

    def rank(text: str) -> Guess:
        prediction = model.predict(text)
        return Guess(tuple(Intent(ranked.intent) for ranked in prediction.ranked), prediction.abstains)

    return rank


def _carrier(settings: CarrierSettings, clock: Clock) -> SmsCarrier:
    if settings.sms_carrier == "sns":
        from city.fines.talk.adapters.sns_carrier import SnsCarrier

        return SnsCarrier(open_client("sns"))
    from city.fines.talk.adapters import carriers

    if settings.sms_carrier == "sandbox":
        return carriers.SandboxCarrier(clock, TEXT_TITLE)
    from city.fines.settings import CarrierSecret

    told = CarrierSecret.model_validate_json(read_secret(open_client("secretsmanager"), settings.sms_carrier_secret))
    sender = carriers.Sender(told.sender, TEXT_TITLE)
    post = carriers.open_post(timeout_seconds=8)
    match settings.sms_carrier:
        case "message_hub":
            hub = carriers.MessageHubKeys.model_validate(told.keys)
            return carriers.MessageHubCarrier(hub, sender, post, clock, carriers.fresh_nonce)
        case "solapi":
            solapi = carriers.SolapiKeys.model_validate(told.keys)
            return carriers.SolapiCarrier(solapi, sender, post, clock, carriers.fresh_nonce)
        case "nhn_cloud":
            return carriers.NhnCloudCarrier(carriers.NhnCloudKeys.model_validate(told.keys), sender, post)


# --- files -----------------------------------------------------------------------------------------


def build_import(environment: Mapping[str, str], clock: Clock) -> ImportNotices:
    from city.aws.store import ObjectStore
    from city.fines.law.service.import_notices import ImportNotices
    from city.fines.law.tables.cases import Cases

    settings = ImportSettings.from_environment(environment)
    return ImportNotices(
        cases=Cases(open_tables(settings)),
        objects=ObjectStore(open_client("s3")),
        reports_bucket=settings.reports_bucket,
        clock=clock,
        hashed=_hashed(settings.privacy_key_secret),
    )


def build_bank_files(environment: Mapping[str, str], clock: Clock) -> ImportBankFile:
    from city.aws.store import ObjectStore
    from city.fines.law.tables.accounts import Accounts
    from city.fines.money.adapters.banks import bank_spellings
    from city.fines.money.service.import_bank_file import ImportBankFile
    from city.fines.money.tables.deposits import Deposits

    settings = BankFileSettings.from_environment(environment)
    connection = open_tables(settings)
    return ImportBankFile(
        accounts=Accounts(connection, random.SystemRandom()),
        deposits=Deposits(connection),
        objects=ObjectStore(open_client("s3")),
        reports_bucket=settings.reports_bucket,
        banks=bank_spellings(),
        clock=clock,
    )


# --- on a schedule ---------------------------------------------------------------------------------


def build_reminders(environment: Mapping[str, str], clock: Clock, carrier: SmsCarrier | None = None) -> RemindCitizens:
    from city.fines.law.tables.cases import Cases
    from city.fines.talk.replies import Office, Replies
    from city.fines.talk.service.remind_citizens import RemindCitizens
    from city.fines.talk.service.send_text import SendText
    from city.fines.talk.tables.talks import Talks

    settings = ReminderSettings.from_environment(environment)
    return RemindCitizens(
        cases=Cases(open_tables(settings)),
        send_text=SendText(carrier or _carrier(settings, clock), Talks()),
        replies=Replies(Office()),
        clock=clock,
    )


def build_measurement(environment: Mapping[str, str], clock: Clock) -> MeasureDesk:
    from city.aws.store import ObjectStore
    from city.fines.desk.service.measure_desk import MeasureDesk
    from city.fines.desk.tables.desk import Desk
    from city.fines.law.tables.accounts import Accounts
    from city.fines.money.tables.deposits import Deposits

    settings = MeasurementSettings.from_environment(environment)
    connection = open_tables(settings)
    return MeasureDesk(
        accounts=Accounts(connection, random.SystemRandom()),
        deposits=Deposits(connection),
        desk=Desk(),
        objects=ObjectStore(open_client("s3")),
        reports_bucket=settings.reports_bucket,
        statement_banks=[bank for bank in settings.statement_banks.split(",") if bank],
        clock=clock,
    )


def build_instalment_watch(environment: Mapping[str, str], clock: Clock) -> WatchInstalments:
    from city.fines.desk.cases.service.watch_instalments import WatchInstalments
    from city.fines.desk.tables.desk import Desk
    from city.fines.law.tables.cases import Cases

    connection = open_tables(InstalmentWatchSettings.from_environment(environment))
    return WatchInstalments(connection, Cases(connection), Desk(), clock)


def build_retention(environment: Mapping[str, str], clock: Clock) -> ForgetEnded:
    from city.fines.desk.cases.service.forget_ended import ForgetEnded
    from city.fines.desk.tables.desk import Desk
    from city.fines.law.retention import RetentionPeriods
    from city.fines.law.tables.accounts import Accounts
    from city.fines.law.tables.cases import Cases
    from city.fines.money.tables.deposits import Deposits

    settings = RetentionSettings.from_environment(environment)
    connection = open_tables(settings)
    return ForgetEnded(
        cases=Cases(connection),
        accounts=Accounts(connection, random.SystemRandom()),
        deposits=Deposits(connection),
        desk=Desk(),
        periods=RetentionPeriods(settings.case_kept_days, settings.ticket_kept_days, settings.view_kept_days),
        clock=clock,
    )


# --- money -----------------------------------------------------------------------------------------


def build_settlement(environment: Mapping[str, str], clock: Clock, carrier: SmsCarrier | None = None) -> SettleDeposit:
    from city.aws.events import EventPublisher
    from city.fines.law.tables.accounts import Accounts
    from city.fines.law.tables.cases import Cases
    from city.fines.money.service.settle_deposit import SettleDeposit
    from city.fines.money.service.tell_payment import TellPayment
    from city.fines.money.tables.deposits import Deposits
    from city.fines.talk.replies import Office, Replies
    from city.fines.talk.service.send_text import SendText
    from city.fines.talk.tables.talks import Talks

    settings = SettlementSettings.from_environment(environment)
    connection = open_tables(settings)
    cases, replies = Cases(connection), Replies(Office())
    events = EventPublisher(open_client("events"), settings.event_bus)
    send_text = SendText(carrier or _carrier(settings, clock), Talks())
    return SettleDeposit(
        cases=cases,
        accounts=Accounts(connection, random.SystemRandom()),
        deposits=Deposits(connection),
        payments=TellPayment(cases, send_text, events, replies),
        events=events,
        replies=replies,
        clock=clock,
    )


def build_doors(environment: Mapping[str, str], clock: Clock) -> Doors:
    from city.aws.queues import Queue
    from city.fines.money.service.receive_deposit import ReceiveDeposit
    from city.fines.money.tables.deposits import Deposits
    from city.fines.talk.service.receive_mo import ReceiveMo

    settings = DoorSettings.from_environment(environment)
    deposits = Deposits(open_tables(settings))
    sqs = open_client("sqs")
    return Doors(
        ReceiveDeposit(_bank(settings, deposits), deposits, Queue(sqs, settings.deposits_queue_url), clock),
        ReceiveMo(
            read_secret(open_client("secretsmanager"), settings.message_hub_secret),
            Queue(sqs, settings.texts_queue_url),
            Queue(sqs, settings.texts_quarantine_url),
        ),
    )


def _bank(settings: DoorSettings, deposits: Deposits) -> DepositBank:
    from city.fines.money.adapters import banks, deposit_banks

    if settings.bank == "toss":
        return deposit_banks.TossDeposits(_toss(settings.bank_secret, deposits), deposits)
    secret = read_secret(open_client("secretsmanager"), settings.bank_secret)
    if settings.bank == "telegram":
        return deposit_banks.RelayedTelegrams(
            banks.TelegramBank(secret, company_code=settings.company_code, find_deposit=deposits.newest_on)
        )
    return deposit_banks.SandboxDeposits(banks.SandboxBank(secret))


def _toss(secret_id: str, deposits: Deposits) -> TossBank:
    from city.fines.money.adapters.banks import HttpsPost, TossBank

    key = read_secret(open_client("secretsmanager"), secret_id).decode()
    return TossBank(secret_key=key, post=HttpsPost(), find_order=deposits.find_order)


def _hashed(secret_id: str) -> KeyedHash:
    return KeyedHash(read_secret(open_client("secretsmanager"), secret_id))


# --- staff -----------------------------------------------------------------------------------------


def build_counter(environment: Mapping[str, str], clock: Clock, carrier: SmsCarrier | None = None) -> Counter:
    from city.aws.events import EventPublisher
    from city.aws.store import ObjectStore
    from city.fines.desk.cases.service import (
        agree_instalments,
        change_owner_phone,
        decide_opinion,
        grant_reduction,
        move_case,
        preview_instalments,
        search_cases,
        show_notice,
    )
    from city.fines.desk.money.service import resolve_suspense, show_deposits
    from city.fines.desk.service import show_reports, show_statistics, show_views
    from city.fines.desk.tables.desk import Desk
    from city.fines.desk.talks.service import show_talk, work_tickets
    from city.fines.law.tables.accounts import Accounts
    from city.fines.law.tables.cases import Cases
    from city.fines.money.service.tell_payment import TellPayment
    from city.fines.money.tables.deposits import Deposits
    from city.fines.talk.replies import Office, Replies
    from city.fines.talk.service.send_text import SendText
    from city.fines.talk.tables.talks import Talks

    settings = StaffSettings.from_environment(environment)
    connection = open_tables(settings)
    cases, deposits, desk, talks = Cases(connection), Deposits(connection), Desk(), Talks()
    hashed, replies = _hashed(settings.privacy_key_secret), Replies(Office())
    send_text = SendText(carrier or _carrier(settings, clock), talks)
    payments = TellPayment(cases, send_text, EventPublisher(open_client("events"), settings.event_bus), replies)
    accounts = Accounts(connection, random.SystemRandom())
    return Counter(
        search_cases.SearchCases(cases, clock, hashed),
        show_notice.ShowNotice(cases, desk, deposits, clock),
        show_talk.ShowTalk(talks, desk, clock),
        show_views.ShowViews(desk),
        show_deposits.ShowDeposits(deposits, desk, clock),
        show_reports.ShowReports(ObjectStore(open_client("s3")), settings.reports_bucket),
        show_statistics.ShowStatistics(talks),
        work_tickets.WorkTickets(connection, cases, desk, talks, send_text, replies, clock),
        decide_opinion.DecideOpinion(connection, cases, desk, send_text, replies, clock),
        resolve_suspense.ResolveSuspense(connection, cases, deposits, desk, payments, replies, clock),
        move_case.MoveCase(connection, cases, desk, clock),
        grant_reduction.GrantReduction(connection, cases, desk, clock),
        preview_instalments.PreviewInstalments(connection, cases, clock),
        agree_instalments.AgreeInstalments(connection, cases, desk, send_text, replies, clock),
        change_owner_phone.ChangeOwnerPhone(connection, cases, accounts, clock, hashed),
    )


def build_sign_in(environment: Mapping[str, str]) -> StaffSession:
    from city.aws.edge.sign_in import open_staff_session

    return open_staff_session(DeskSettings.from_environment(environment).staff_client_id)


def build_sign_upload(environment: Mapping[str, str], clock: Clock) -> SignUpload:
    from city.aws.presigned import Presigner, open_presigning_client
    from city.fines.desk.service.sign_upload import SignUpload
    from city.fines.money.adapters.banks import bank_spellings

    settings = UploadSettings.from_environment(environment)
    return SignUpload(
        presigner=Presigner(open_presigning_client(settings.stage)),
        notice_inbox=settings.notice_inbox,
        bank_inbox=settings.bank_inbox,
        banks=bank_spellings(),
        clock=clock,
    )


# --- from the environment --------------------------------------------------------------------------


@cache
def text_desk_from_env() -> TextDesk:
    return build_text_desk(os.environ, SystemClock())


@cache
def chat_from_env() -> Chat:
    return build_chat(os.environ, SystemClock())


@cache
def import_from_env() -> ImportNotices:
    return build_import(os.environ, SystemClock())


@cache
def bank_files_from_env() -> ImportBankFile:
    return build_bank_files(os.environ, SystemClock())


@cache
def reminders_from_env() -> RemindCitizens:
    return build_reminders(os.environ, SystemClock())


@cache
def measurement_from_env() -> MeasureDesk:
    return build_measurement(os.environ, SystemClock())


@cache
def instalment_watch_from_env() -> WatchInstalments:
    return build_instalment_watch(os.environ, SystemClock())


@cache
def retention_from_env() -> ForgetEnded:
    return build_retention(os.environ, SystemClock())


@cache
def settlement_from_env() -> SettleDeposit:
    return build_settlement(os.environ, SystemClock())


@cache
def doors_from_env() -> Doors:
    return build_doors(os.environ, SystemClock())


@cache
def counter_from_env() -> Counter:
    return build_counter(os.environ, SystemClock())


@cache
def sign_upload_from_env() -> SignUpload:
    return build_sign_upload(os.environ, SystemClock())


@cache
def upload_origins_from_env() -> tuple[str, ...]:
    """Where the staff's page may post files."""
    settings = DeskSettings.from_environment(os.environ)
    local = [settings.aws_endpoint_url] if settings.stage is Stage.LOCAL and settings.aws_endpoint_url else []
    return (*settings.upload_origins.split(), *local)


@cache
def sign_in_from_env() -> StaffSession:
    return build_sign_in(os.environ)
