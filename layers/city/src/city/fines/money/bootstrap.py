"""Builds what takes money: the doors of banks and carriers, the bank's files, and settling.

What only one function needs is imported where it is built: every import is part of a cold start (`make bench`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from city.aws.clients import open_client
from city.fines.bootstrap import open_tables
from city.fines.law.tables import records as law
from city.fines.money.tables import records as money
from city.fines.money.tables.deposits import Deposits
from city.kernel.clock import Clock, SystemClock

if TYPE_CHECKING:
    from city.fines.money.ports import DepositBank
    from city.fines.money.service.import_bank_file import ImportBankFile
    from city.fines.money.service.receive_deposit import ReceiveDeposit
    from city.fines.money.service.settle_deposit import SettleDeposit
    from city.fines.money.settings import DoorSettings
    from city.fines.talk.ports import SmsCarrier
    from city.fines.talk.service.receive_mo import ReceiveMo


@dataclass(frozen=True, slots=True)
class DoorUseCases:
    """What the public doors need."""

    receive_deposit: ReceiveDeposit
    receive_mo: ReceiveMo


def build_bank_files(environment: Mapping[str, str], clock: Clock) -> ImportBankFile:
    from city.aws.store import ObjectStore
    from city.fines.law.banks import bank_spellings
    from city.fines.law.bootstrap import open_accounts
    from city.fines.money.service.import_bank_file import ImportBankFile
    from city.fines.money.settings import BankFileSettings

    settings = BankFileSettings.from_environment(environment)
    connection = open_tables(settings, law.RECORDS, money.RECORDS)
    return ImportBankFile(
        accounts=open_accounts(connection),
        deposits=Deposits(connection),
        objects=ObjectStore(open_client("s3")),
        reports_bucket=settings.reports_bucket,
        banks=bank_spellings(),
        clock=clock,
    )


def build_settlement(environment: Mapping[str, str], clock: Clock, carrier: SmsCarrier | None = None) -> SettleDeposit:
    from city.aws.outbox import open_outbox
    from city.fines.law.bootstrap import open_accounts
    from city.fines.law.tables.cases import Cases
    from city.fines.money.service.send_receipts import SendReceipts, TextReceivers
    from city.fines.money.service.settle_deposit import SettleDeposit
    from city.fines.money.settings import SettlementSettings
    from city.fines.money.texts import MoneyTexts
    from city.fines.talk.bootstrap import open_send_once
    from city.fines.talk.replies import Replies, SigningOffice
    from city.fines.talk.service.send_text import SendTextIfTaken
    from city.fines.talk.tables import records as talk

    settings = SettlementSettings.from_environment(environment)
    connection = open_tables(settings, law.RECORDS, talk.RECORDS, money.RECORDS)
    cases, texts = Cases(connection), MoneyTexts(Replies(SigningOffice()))
    text_receivers = TextReceivers(SendTextIfTaken(open_send_once(settings, clock, carrier)))
    return SettleDeposit(
        cases=cases,
        accounts=open_accounts(connection),
        deposits=Deposits(connection),
        outbox=open_outbox(
            table_name=settings.outbox_table, bus_name=settings.event_bus, connection=connection, clock=clock
        ),
        send_receipts=SendReceipts(cases=cases, text_receivers=text_receivers, texts=texts),
        text_receivers=text_receivers,
        texts=texts,
        clock=clock,
    )


def build_doors(environment: Mapping[str, str], clock: Clock) -> DoorUseCases:
    from city.aws.queues import Queue
    from city.aws.secrets import read_secret
    from city.fines.money.service.receive_deposit import ReceiveDeposit
    from city.fines.money.settings import DoorSettings
    from city.fines.talk.service.receive_mo import ReceiveMo

    settings = DoorSettings.from_environment(environment)
    deposits = Deposits(open_tables(settings, law.RECORDS, money.RECORDS))
    sqs = open_client("sqs")
    return DoorUseCases(
        ReceiveDeposit(
            bank=_bank(settings, deposits),
            deposits=deposits,
            queue=Queue(sqs, settings.deposits_queue_url),
            clock=clock,
        ),
        ReceiveMo(
            read_secret(open_client("secretsmanager"), settings.message_hub_secret),
            Queue(sqs, settings.texts_queue_url),
            Queue(sqs, settings.texts_quarantine_url),
        ),
    )


def _bank(settings: DoorSettings, deposits: Deposits) -> DepositBank:
    if settings.bank == "toss":
        from city.fines.law.tables.orders import BankOrders
        from city.fines.money.adapters.toss_callbacks import TossDeposits

        return TossDeposits(BankOrders())
    from city.aws.secrets import read_secret
    from city.fines.money.adapters.deposit_banks import RelayedTelegrams, SandboxDeposits

    secret = read_secret(open_client("secretsmanager"), settings.bank_secret)
    if settings.bank == "telegram":
        from city.fines.money.adapters.telegrams import TelegramBank

        return RelayedTelegrams(
            TelegramBank(secret, company_code=settings.company_code, find_deposit=deposits.newest_on)
        )
    from city.fines.money.adapters.sandbox_bank import SandboxBank

    return SandboxDeposits(SandboxBank(secret))


@cache
def bank_files_from_env() -> ImportBankFile:
    return build_bank_files(os.environ, SystemClock())


@cache
def settlement_from_env() -> SettleDeposit:
    return build_settlement(os.environ, SystemClock())


@cache
def doors_from_env() -> DoorUseCases:
    return build_doors(os.environ, SystemClock())
