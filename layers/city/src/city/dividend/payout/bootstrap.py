"""Builds the functions that pay citizens, and show them what they were paid."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from city.dividend.books.tables.records import RECORDS as LEDGER_RECORDS
from city.dividend.bootstrap import Environment, open_folder, open_outbox, open_secret, open_tables
from city.dividend.payout import settings as settings_of
from city.dividend.payout.tables.records import RECORDS
from city.dividend.rounds.shelves import Shelves
from city.dividend.rounds.tables.records import RECORDS as ROUND_RECORDS
from city.dividend.rounds.tables.rounds import Rounds
from city.kernel.clock import Clock, SystemClock

if TYPE_CHECKING:
    from city.dividend.payout.ports import PayoutRail
    from city.dividend.payout.service.lapse_unclaimed import LapseUnclaimed
    from city.dividend.payout.service.pay_citizens import PayCitizens
    from city.dividend.payout.service.reconcile_payout import CountOpenBatches, ReconcilePayout
    from city.dividend.payout.service.share_revenue import ShareRevenue
    from city.dividend.payout.service.show_statement import OptOutByCode, ShowStatement
    from city.dividend.payout.service.write_statements import WriteStatements


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentUseCases:
    """What is done with cards."""

    pay_citizens: PayCitizens
    write_statements: WriteStatements


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciliationUseCases:
    count_open: CountOpenBatches
    reconcile: ReconcilePayout


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenUseCases:
    """What citizens do with card and code."""

    show_statement: ShowStatement
    opt_out: OptOutByCode


def _rail(settings: settings_of.RailSettings) -> PayoutRail:
    from city.dividend.payout.adapters.rails import FileRail, SandboxRail

    if settings.rail == "file":
        return FileRail(open_folder(settings.rail_bucket))
    return SandboxRail(open_folder(settings.rail_bucket, "sandbox/"), settings.faults())


def build_share_revenue(environment: Environment, clock: Clock) -> ShareRevenue:
    from city.dividend.books.tables.ledger import Ledger
    from city.dividend.payout.service.share_revenue import ShareRevenue
    from city.dividend.payout.tables.payouts import Payouts
    from city.dividend.rounds.tables.steps import RoundSteps

    settings = settings_of.ShareSettings.from_environment(environment)
    connection = open_tables(settings, ROUND_RECORDS, LEDGER_RECORDS, RECORDS)
    ledger = Ledger(connection)
    return ShareRevenue(
        rounds=Rounds(connection),
        steps=RoundSteps(),
        ledger=ledger,
        payouts=Payouts(connection, ledger),
        work=open_folder(settings.work_bucket),
        clock=clock,
    )


def build_payments(environment: Environment, clock: Clock, rail: PayoutRail | None = None) -> PaymentUseCases:
    from city.dividend.books.tables.ledger import Ledger
    from city.dividend.payout.service.pay_citizens import PayCitizens
    from city.dividend.payout.service.write_statements import WriteStatements
    from city.dividend.payout.statement import StatementKey
    from city.dividend.payout.tables.carried import Carried
    from city.dividend.payout.tables.payouts import Payouts
    from city.dividend.rounds.tables.opt_outs import OptOuts

    settings = settings_of.PaySettings.from_environment(environment)
    connection = open_tables(settings, ROUND_RECORDS, LEDGER_RECORDS, RECORDS)
    ledger = Ledger(connection)
    payouts, linkage = Payouts(connection, ledger), open_folder(settings.linkage_bucket)
    rail, shelves = rail or _rail(settings), Shelves(settings.shelf_digits)
    statement_key = StatementKey(open_secret(settings.statement_secret))
    return PaymentUseCases(
        pay_citizens=PayCitizens(
            rounds=Rounds(connection),
            payouts=payouts,
            ledger=ledger,
            carried=Carried(),
            opt_outs=OptOuts(),
            linkage=linkage,
            rail=rail,
            opt_out_secret=open_secret(settings.opt_out_secret),
            statement_key=statement_key,
            shelves=shelves,
            clock=clock,
        ),
        write_statements=WriteStatements(
            payouts=payouts,
            linkage=linkage,
            statements=open_folder(settings.statements_bucket),
            rail=rail,
            statement_key=statement_key,
            shelves=shelves,
        ),
    )


def build_reconciliation(
    environment: Environment, clock: Clock, rail: PayoutRail | None = None
) -> ReconciliationUseCases:
    from city.dividend.books.tables.ledger import Ledger
    from city.dividend.payout.service.reconcile_payout import CountOpenBatches, ReconcilePayout
    from city.dividend.payout.tables.payouts import Payouts
    from city.dividend.rounds.tables.proposals import Proposals

    settings = settings_of.ReconcileSettings.from_environment(environment)
    connection = open_tables(settings, ROUND_RECORDS, LEDGER_RECORDS, RECORDS)
    ledger = Ledger(connection)
    payouts = Payouts(connection, ledger)
    return ReconciliationUseCases(
        count_open=CountOpenBatches(payouts=payouts),
        reconcile=ReconcilePayout(
            rounds=Rounds(connection),
            proposals=Proposals(connection),
            payouts=payouts,
            ledger=ledger,
            rail=rail or _rail(settings),
            reports=open_folder(settings.reports_bucket),
            outbox=open_outbox(settings, connection, clock),
            clock=clock,
        ),
    )


def build_lapse_unclaimed(environment: Environment, clock: Clock) -> LapseUnclaimed:
    from city.dividend.books.tables.ledger import Ledger
    from city.dividend.market.service.book_sales import SweepLateSales
    from city.dividend.market.tables.orders import Orders
    from city.dividend.market.tables.records import RECORDS as MARKET_RECORDS
    from city.dividend.market.tables.sales import Sales
    from city.dividend.payout.service.lapse_unclaimed import LapseUnclaimed
    from city.dividend.payout.tables.carried import Carried
    from city.dividend.payout.tables.payouts import Payouts
    from city.dividend.rounds.tables.steps import RoundSteps

    settings = settings_of.LapseSettings.from_environment(environment)
    connection = open_tables(settings, ROUND_RECORDS, LEDGER_RECORDS, RECORDS, MARKET_RECORDS)
    rounds, ledger = Rounds(connection), Ledger(connection)
    return LapseUnclaimed(
        connection=connection,
        rounds=rounds,
        steps=RoundSteps(),
        payouts=Payouts(connection, ledger),
        ledger=ledger,
        carried=Carried(),
        late_sales=SweepLateSales(
            orders=Orders(connection), sales=Sales(connection, ledger), ledger=ledger, rounds=rounds, clock=clock
        ),
        clock=clock,
    )


def build_citizens(environment: Environment, clock: Clock) -> CitizenUseCases:
    from city.dividend.books.tables.ledger import Ledger
    from city.dividend.market.tables.orders import Orders
    from city.dividend.market.tables.records import RECORDS as MARKET_RECORDS
    from city.dividend.market.tables.sales import LateSales
    from city.dividend.payout.service.show_statement import FindStatement, OptOutByCode, ShowStatement
    from city.dividend.payout.statement import StatementKey
    from city.dividend.rounds.tables.opt_outs import OptOuts
    from city.dividend.rounds.tables.steps import RoundSteps

    settings = settings_of.CitizenSettings.from_environment(environment)
    connection = open_tables(settings, ROUND_RECORDS, LEDGER_RECORDS, MARKET_RECORDS)
    statements = FindStatement(
        statements=open_folder(settings.statements_bucket),
        key=StatementKey(open_secret(settings.statement_secret)),
        shelves=Shelves(settings.shelf_digits),
    )
    return CitizenUseCases(
        show_statement=ShowStatement(
            statements=statements,
            rounds=Rounds(connection),
            steps=RoundSteps(),
            ledger=Ledger(connection),
            orders=Orders(connection),
            late_sales=LateSales(),
        ),
        opt_out=OptOutByCode(
            statements=statements,
            opt_outs=OptOuts(),
            opt_out_secret=open_secret(settings.opt_out_secret),
            clock=clock,
        ),
    )


# --- from the environment --------------------------------------------------------------------------


@cache
def share_revenue_from_env() -> ShareRevenue:
    return build_share_revenue(os.environ, SystemClock())


@cache
def payments_from_env() -> PaymentUseCases:
    return build_payments(os.environ, SystemClock())


@cache
def reconciliation_from_env() -> ReconciliationUseCases:
    return build_reconciliation(os.environ, SystemClock())


@cache
def lapse_unclaimed_from_env() -> LapseUnclaimed:
    return build_lapse_unclaimed(os.environ, SystemClock())


@cache
def citizens_from_env() -> CitizenUseCases:
    return build_citizens(os.environ, SystemClock())
