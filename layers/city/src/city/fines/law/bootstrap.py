"""Builds what files cases and lends accounts.

What only one function needs is imported where it is built: every import is part of a cold start (`make bench`).
"""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from pynamodb.connection import Connection

from city.aws.clients import open_client
from city.fines.bootstrap import open_hash, open_tables
from city.fines.law.tables.accounts import Accounts
from city.fines.law.tables.records import RECORDS
from city.kernel.clock import Clock, SystemClock

if TYPE_CHECKING:
    from city.fines.law.adapters.toss_accounts import TossAccounts
    from city.fines.law.service.import_notices import ImportNotices


def open_accounts(connection: Connection) -> Accounts:
    """The pool of account numbers, taken from at random."""
    return Accounts(connection, random.SystemRandom())


def open_toss_accounts(secret_id: str, issued_by: str) -> TossAccounts:
    """Accounts that TossPayments issues at `issued_by`, one of our names of a bank."""
    from city.aws.secrets import read_secret
    from city.fines.law.adapters.toss import HttpsPost, TossApi
    from city.fines.law.adapters.toss_accounts import TossAccounts, TossIssuer
    from city.fines.law.tables.orders import BankOrders

    key = read_secret(open_client("secretsmanager"), secret_id).decode()
    return TossAccounts(TossIssuer(TossApi(secret_key=key, post=HttpsPost())), BankOrders(), issued_by)


def build_import(environment: Mapping[str, str], clock: Clock) -> ImportNotices:
    from city.aws.store import ObjectStore
    from city.fines.law.service.correct_notice import CorrectNotice
    from city.fines.law.service.import_notices import ImportNotices
    from city.fines.law.settings import ImportSettings
    from city.fines.law.tables.cases import Cases

    settings = ImportSettings.from_environment(environment)
    connection = open_tables(settings, RECORDS)
    cases = Cases(connection)
    return ImportNotices(
        cases=cases,
        objects=ObjectStore(open_client("s3")),
        reports_bucket=settings.reports_bucket,
        clock=clock,
        hashed=open_hash(settings.privacy_key_secret),
        correct_notice=CorrectNotice(connection=connection, cases=cases, clock=clock),
    )


@cache
def import_from_env() -> ImportNotices:
    return build_import(os.environ, SystemClock())
