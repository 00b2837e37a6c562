"""The composition root of the dividend: the only place that reads the environment and builds clients.

What only one function needs is imported where it is built: every import is part of a cold start, and some need a layer that
not every function has.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pynamodb.connection import Connection

from city.aws.clients import open_client
from city.aws.dynamo import bind, open_connection
from city.aws.secrets import read_secret
from city.aws.store import Folder
from city.dividend import settings as told
from city.dividend.rounds.shelves import Shelves
from city.dividend.tables.records import RECORDS
from city.kernel.clock import Clock, SystemClock
from city.kernel.settings import Stage

if TYPE_CHECKING:
    from city.aws.edge.sign_in import StaffSession
    from city.aws.events import EventPublisher
    from city.dividend.desk.service.end_round import DestroyRounds, Endings
    from city.dividend.desk.service.show_round import ShowMarket, ShowPapers
    from city.dividend.market.service.make_copy import MakeCopy
    from city.dividend.market.service.report_leak import ReportLeaks
    from city.dividend.market.service.sell import MindMarket, Sell
    from city.dividend.market.service.trace_leak import TraceLeak
    from city.dividend.payout.service.pay_citizens import PayCitizens
    from city.dividend.payout.service.reconcile_payout import ReconcilePayout
    from city.dividend.payout.service.rule_on_batch import RuleOnBatches
    from city.dividend.payout.service.settle_claims import Claims, LapseUnclaimed
    from city.dividend.payout.service.share_revenue import ShareRevenue
    from city.dividend.payout.service.show_statement import OptOutAtCounter, ShowStatement
    from city.dividend.ports import PayoutRail
    from city.dividend.rounds.service.open_round import AskPanel, Machines, PublishRound, RunRounds, StopRound
    from city.dividend.rounds.service.prepare_round import PlanRound, PrepareShards, PseudonymiseFile
    from city.dividend.rounds.service.receive_file import ReceiveFile
    from city.dividend.statistics.service.answer_count import AnswerCount

Environment = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Office:
    """What staff and the panel work with."""

    rounds: RunRounds
    market: MindMarket
    opt_outs: OptOutAtCounter
    papers: ShowPapers
    shown_market: ShowMarket


@dataclass(frozen=True, slots=True)
class PayoutDesk:
    """What staff decide of a payout that does not go by itself."""

    rulings: RuleOnBatches
    claims: Claims
    endings: Endings


def open_tables(settings: told.TableSettings, host: str | None = None) -> Connection:
    """Points the records at the tables a function is told of."""
    connection = open_connection(settings.aws_region, host)
    for field, record in RECORDS.items():
        table = getattr(settings, field)
        if table:
            bind(record, table, connection)
    return connection


def _folder(bucket: str, prefix: str = "") -> Folder:
    return Folder(open_client("s3"), bucket, prefix)


def _secret(secret_id: str) -> bytes:
    return read_secret(open_client("secretsmanager"), secret_id)


def _events(bus: str) -> EventPublisher:
    from city.aws.events import EventPublisher

    return EventPublisher(open_client("events"), bus)


def _rail(settings: told.RailSettings) -> PayoutRail:
    from city.dividend.payout.adapters.rails import FileRail, SandboxRail

    if settings.rail == "file":
        return FileRail(_folder(settings.rail_bucket))
    return SandboxRail(_folder(settings.rail_bucket, "sandbox/"), settings.faults())


# --- receiving and preparing -----------------------------------------------------------------------


def build_receipt(environment: Environment, clock: Clock) -> ReceiveFile:
    from city.dividend.rounds.service.receive_file import ReceiveFile
    from city.dividend.rounds.tables.rounds import Rounds

    settings = told.ReceiptSettings.from_environment(environment)
    rounds = Rounds(open_tables(settings))
    return ReceiveFile(rounds, _folder(settings.inbox_bucket), _folder(settings.reports_bucket), clock)


def build_plan(environment: Environment, clock: Clock) -> PlanRound:
    from city.dividend.rounds.service.prepare_round import PlanRound
    from city.dividend.rounds.tables.rounds import Rounds

    settings = told.RoundSettings.from_environment(environment)
    return PlanRound(Rounds(open_tables(settings)), _folder(settings.work_bucket), clock)


def build_door(environment: Environment, clock: Clock) -> PseudonymiseFile:
    from city.dividend.rounds.service.prepare_round import PseudonymiseFile
    from city.dividend.rounds.tables.opt_outs import OptOuts
    from city.dividend.rounds.tables.rounds import Rounds

    settings = told.DoorSettings.from_environment(environment)
    return PseudonymiseFile(
        Rounds(open_tables(settings)),
        OptOuts(),
        _folder(settings.inbox_bucket),
        _folder(settings.work_bucket),
        _folder(settings.linkage_bucket),
        lambda round_id: _secret(f"{settings.round_key_prefix}{round_id}"),
        _secret(settings.opt_out_secret),
        Shelves(settings.shelf_digits),
        clock,
    )


def build_shards(environment: Environment, clock: Clock) -> PrepareShards:
    from city.dividend.rounds.service.prepare_round import PrepareShards
    from city.dividend.rounds.tables.rounds import Rounds

    settings = told.RoundSettings.from_environment(environment)
    return PrepareShards(Rounds(open_tables(settings)), _folder(settings.work_bucket), clock)


def build_application(environment: Environment, clock: Clock) -> PrepareShards:
    from city.dividend.rounds.service.prepare_round import PrepareShards
    from city.dividend.rounds.tables.rounds import Rounds

    settings = told.ApplySettings.from_environment(environment)
    return PrepareShards(
        Rounds(open_tables(settings)), _folder(settings.work_bucket), clock,
        statistics=_folder(settings.statistics_bucket),
    )  # fmt: skip


def build_verification(environment: Environment, clock: Clock) -> PrepareShards:
    from city.dividend.adapters.kms import KmsSigner
    from city.dividend.rounds.service.prepare_round import PrepareShards
    from city.dividend.rounds.tables.rounds import Rounds

    settings = told.VerifySettings.from_environment(environment)
    signer = KmsSigner(open_client("kms"), settings.signing_key)
    return PrepareShards(
        Rounds(open_tables(settings)), _folder(settings.work_bucket), clock, signer, _folder(settings.statistics_bucket)
    )


def _machines(round_machine: str = "", payout_machine: str = "") -> Machines:
    from city.dividend.rounds.service.open_round import Machines

    return Machines(open_client("stepfunctions"), round_machine, payout_machine)


def build_panel(environment: Environment, clock: Clock) -> AskPanel:
    from city.dividend.rounds.service.open_round import AskPanel
    from city.dividend.rounds.tables.rounds import Rounds

    settings = told.PanelSettings.from_environment(environment)
    return AskPanel(Rounds(open_tables(settings)), _events(settings.event_bus), _machines(), clock)


def build_publication(environment: Environment, clock: Clock) -> PublishRound:
    from city.dividend.market.tables.market import Market
    from city.dividend.rounds.service.open_round import PublishRound
    from city.dividend.rounds.tables.rounds import Rounds

    settings = told.PublishSettings.from_environment(environment)
    connection = open_tables(settings)
    return PublishRound(
        Rounds(connection), Market(connection), _folder(settings.work_bucket), _folder(settings.catalogue_bucket),
        _events(settings.event_bus), clock,
    )  # fmt: skip


def build_stop(environment: Environment, clock: Clock) -> StopRound:
    from city.dividend.rounds.service.open_round import StopRound
    from city.dividend.rounds.tables.rounds import Rounds

    settings = told.PanelSettings.from_environment(environment)
    return StopRound(Rounds(open_tables(settings)), _events(settings.event_bus), clock)


# --- paying ----------------------------------------------------------------------------------------


def build_shares(environment: Environment, clock: Clock) -> ShareRevenue:
    from city.dividend.books.tables.ledger import Ledger
    from city.dividend.payout.service.share_revenue import ShareRevenue
    from city.dividend.payout.tables.payouts import Payouts
    from city.dividend.rounds.tables.rounds import Rounds

    settings = told.ShareSettings.from_environment(environment)
    connection = open_tables(settings)
    ledger = Ledger(connection)
    work = _folder(settings.work_bucket)
    return ShareRevenue(Rounds(connection), ledger, Payouts(connection, ledger), work, clock)


def build_payout(environment: Environment, clock: Clock, rail: PayoutRail | None = None) -> PayCitizens:
    from city.dividend.books.tables.ledger import Ledger
    from city.dividend.market.tables.carried import Carried
    from city.dividend.payout.service.pay_citizens import PayCitizens
    from city.dividend.payout.statement import StatementKey
    from city.dividend.payout.tables.payouts import Payouts
    from city.dividend.rounds.tables.opt_outs import OptOuts
    from city.dividend.rounds.tables.rounds import Rounds

    settings = told.PaySettings.from_environment(environment)
    connection = open_tables(settings)
    ledger = Ledger(connection)
    return PayCitizens(
        Rounds(connection),
        Payouts(connection, ledger),
        ledger,
        Carried(),
        OptOuts(),
        _folder(settings.linkage_bucket),
        _folder(settings.statements_bucket),
        rail or _rail(settings),
        _secret(settings.opt_out_secret),
        StatementKey(_secret(settings.statement_secret)),
        Shelves(settings.shelf_digits),
        clock,
    )


def build_reconciliation(environment: Environment, clock: Clock, rail: PayoutRail | None = None) -> ReconcilePayout:
    from city.dividend.books.tables.ledger import Ledger
    from city.dividend.payout.service.reconcile_payout import ReconcilePayout
    from city.dividend.payout.tables.payouts import Payouts
    from city.dividend.rounds.tables.rounds import Rounds

    settings = told.ReconcileSettings.from_environment(environment)
    connection = open_tables(settings)
    ledger = Ledger(connection)
    return ReconcilePayout(
        Rounds(connection), Payouts(connection, ledger), ledger, rail or _rail(settings),
        _folder(settings.reports_bucket), _events(settings.event_bus), clock,
    )  # fmt: skip


# --- people ----------------------------------------------------------------------------------------


def build_office(environment: Environment, clock: Clock) -> Office:
    from city.dividend.books.tables.ledger import Ledger
    from city.dividend.desk.service.show_round import ShowMarket, ShowPapers
    from city.dividend.market.service.carry_sales import CarrySales
    from city.dividend.market.service.sell import MindMarket
    from city.dividend.market.tables.market import Market
    from city.dividend.payout.service.show_statement import OptOutAtCounter
    from city.dividend.payout.tables.payouts import Payouts
    from city.dividend.rounds.service.open_round import RunRounds
    from city.dividend.rounds.tables.opt_outs import OptOuts
    from city.dividend.rounds.tables.rounds import Rounds

    settings = told.StaffSettings.from_environment(environment)
    connection = open_tables(settings)
    ledger = Ledger(connection)
    sales = CarrySales(Market(connection, ledger), ledger, Rounds(connection), clock)
    return Office(
        RunRounds(
            Rounds(connection),
            ledger,
            Payouts(connection, ledger),
            sales,
            _folder(settings.work_bucket),
            _machines(settings.round_machine, settings.payout_machine),
            _key_maker(settings.round_key_prefix),
            lambda: secrets.token_hex(32),
            clock,
        ),
        MindMarket(Market(connection, ledger), sales, _events(settings.event_bus), clock),
        OptOutAtCounter(OptOuts(), _secret(settings.opt_out_secret), clock),
        ShowPapers(Rounds(connection), ledger, _folder(settings.reports_bucket)),
        ShowMarket(Rounds(connection), Market(connection, ledger)),
    )


def build_payout_desk(environment: Environment, clock: Clock) -> PayoutDesk:
    from city.dividend.books.tables.ledger import Ledger
    from city.dividend.desk.service.end_round import Endings
    from city.dividend.payout.service.rule_on_batch import RuleOnBatches
    from city.dividend.payout.service.settle_claims import Claims
    from city.dividend.payout.tables.payouts import Payouts
    from city.dividend.rounds.service.open_round import StartPayout
    from city.dividend.rounds.tables.rounds import Rounds

    settings = told.PayoutDeskSettings.from_environment(environment)
    connection = open_tables(settings)
    rounds, ledger = Rounds(connection), Ledger(connection)
    payouts = Payouts(connection, ledger)
    start = StartPayout(rounds, _machines(payout_machine=settings.payout_machine))
    return PayoutDesk(
        RuleOnBatches(rounds, payouts, ledger, start.resume, clock),
        Claims(rounds, payouts, ledger, start.resume, clock),
        Endings(rounds, payouts, ledger, clock),
    )


def build_destruction(environment: Environment, clock: Clock) -> DestroyRounds:
    from city.dividend.books.tables.ledger import Ledger
    from city.dividend.desk.service.end_round import DestroyRounds, Stores
    from city.dividend.payout.tables.payouts import Payouts
    from city.dividend.rounds.tables.rounds import Rounds

    settings = told.DestroySettings.from_environment(environment)
    connection = open_tables(settings)
    stores = Stores(
        linkage=_folder(settings.linkage_bucket),
        inbox=_folder(settings.inbox_bucket),
        rail=_folder(settings.rail_bucket),
        statements=_folder(settings.statements_bucket),
        work=_folder(settings.work_bucket),
        statistics=_folder(settings.statistics_bucket),
    )
    payouts = Payouts(connection, Ledger(connection))
    delete_key, shelves = _key_destroyer(settings.round_key_prefix), Shelves(settings.shelf_digits)
    return DestroyRounds(Rounds(connection), payouts, stores, delete_key, shelves, clock)


def _key_destroyer(prefix: str) -> Callable[[str], None]:
    """Deletes the secret of a round, once; it can be brought back for a while. Whoever deletes it cannot read it."""
    from city.dividend.rounds.ending import RECOVERY

    client = open_client("secretsmanager")

    def destroy(round_id: str) -> None:
        try:
            client.delete_secret(SecretId=f"{prefix}{round_id}", RecoveryWindowInDays=RECOVERY.days)
        except (client.exceptions.ResourceNotFoundException, client.exceptions.InvalidRequestException):
            return  # deleted before

    return destroy


def build_lapsing(environment: Environment, clock: Clock) -> LapseUnclaimed:
    from city.dividend.books.tables.ledger import Ledger
    from city.dividend.market.service.carry_sales import CarrySales
    from city.dividend.market.tables.carried import Carried
    from city.dividend.market.tables.market import Market
    from city.dividend.payout.service.settle_claims import LapseUnclaimed
    from city.dividend.payout.tables.payouts import Payouts
    from city.dividend.rounds.tables.rounds import Rounds

    settings = told.LapseSettings.from_environment(environment)
    connection = open_tables(settings)
    rounds, ledger = Rounds(connection), Ledger(connection)
    sales = CarrySales(Market(connection, ledger), ledger, rounds, clock)
    return LapseUnclaimed(connection, rounds, Payouts(connection, ledger), ledger, Carried(), sales, clock)


def _key_maker(prefix: str) -> Callable[[str], None]:
    """Makes the secret of a round, once. Whoever makes it cannot read it again."""
    client = open_client("secretsmanager")

    def make(round_id: str) -> None:
        try:
            client.create_secret(
                Name=f"{prefix}{round_id}",
                Description=f"makes the pseudonyms of round {round_id}; destroyed when its period is over",
                SecretString=secrets.token_hex(32),
            )
        except client.exceptions.ResourceExistsException:
            return

    return make


def build_session(environment: Environment) -> StaffSession:
    from city.aws.edge.sign_in import open_staff_session

    return open_staff_session(told.DeskSettings.from_environment(environment).staff_client_id)


def build_market(environment: Environment, clock: Clock) -> Sell:
    from city.aws.presigned import Presigner, open_presigning_client
    from city.aws.queues import Queue
    from city.dividend.market.service.sell import Sell
    from city.dividend.market.tables.market import Market

    settings = told.MarketSettings.from_environment(environment)
    return Sell(
        Market(open_tables(settings)), Presigner(open_presigning_client(settings.stage)), settings.catalogue_bucket,
        Queue(open_client("sqs"), settings.copies_queue_url), lambda: secrets.token_urlsafe(32), clock,
    )  # fmt: skip


def build_counts(environment: Environment, clock: Clock) -> AnswerCount:
    from city.dividend.market.tables.market import Market
    from city.dividend.statistics.noise import laplace
    from city.dividend.statistics.service.answer_count import AnswerCount
    from city.dividend.statistics.tables.budget import Budgets

    settings = told.CountSettings.from_environment(environment)
    connection = open_tables(settings)
    return AnswerCount(Market(connection), Budgets(connection), _folder(settings.statistics_bucket), laplace, clock)


def build_copies(environment: Environment, clock: Clock) -> MakeCopy:
    from city.dividend.market.service.make_copy import MakeCopy
    from city.dividend.market.tables.market import Market

    settings = told.CopySettings.from_environment(environment)
    market = Market(open_tables(settings))
    return MakeCopy(market, _folder(settings.catalogue_bucket), _secret(settings.mark_secret), clock)


def build_tracing(environment: Environment, clock: Clock) -> TraceLeak:
    from city.dividend.market.service.trace_leak import TraceLeak

    return TraceLeak(build_copies(environment, clock))


def build_leaks(environment: Environment, clock: Clock) -> ReportLeaks:
    from city.aws.presigned import Presigner, open_presigning_client
    from city.aws.queues import Queue
    from city.dividend.market.service.report_leak import ReportLeaks
    from city.dividend.market.tables.market import Market

    settings = told.LeakSettings.from_environment(environment)
    return ReportLeaks(
        Market(open_tables(settings)), Presigner(open_presigning_client(settings.stage)), settings.catalogue_bucket,
        Queue(open_client("sqs"), settings.copies_queue_url), clock,
    )  # fmt: skip


def build_citizens(environment: Environment, clock: Clock) -> ShowStatement:
    from city.dividend.books.tables.ledger import Ledger
    from city.dividend.market.tables.market import Market
    from city.dividend.payout.service.show_statement import ShowStatement
    from city.dividend.payout.statement import StatementKey
    from city.dividend.rounds.tables.opt_outs import OptOuts
    from city.dividend.rounds.tables.rounds import Rounds

    settings = told.CitizenSettings.from_environment(environment)
    connection = open_tables(settings)
    return ShowStatement(
        Rounds(connection), Ledger(connection), Market(connection), OptOuts(), _folder(settings.statements_bucket),
        StatementKey(_secret(settings.statement_secret)), _secret(settings.opt_out_secret),
        Shelves(settings.shelf_digits), clock,
    )  # fmt: skip


# --- from the environment --------------------------------------------------------------------------


@cache
def receipt_from_env() -> ReceiveFile:
    return build_receipt(os.environ, SystemClock())


@cache
def plan_from_env() -> PlanRound:
    return build_plan(os.environ, SystemClock())


@cache
def door_from_env() -> PseudonymiseFile:
    return build_door(os.environ, SystemClock())


@cache
def shards_from_env() -> PrepareShards:
    return build_shards(os.environ, SystemClock())


@cache
def application_from_env() -> PrepareShards:
    return build_application(os.environ, SystemClock())


@cache
def verification_from_env() -> PrepareShards:
    return build_verification(os.environ, SystemClock())


@cache
def panel_from_env() -> AskPanel:
    return build_panel(os.environ, SystemClock())


@cache
def publication_from_env() -> PublishRound:
    return build_publication(os.environ, SystemClock())


@cache
def stop_from_env() -> StopRound:
    return build_stop(os.environ, SystemClock())


@cache
def shares_from_env() -> ShareRevenue:
    return build_shares(os.environ, SystemClock())


@cache
def payout_from_env() -> PayCitizens:
    return build_payout(os.environ, SystemClock())


@cache
def reconciliation_from_env() -> ReconcilePayout:
    return build_reconciliation(os.environ, SystemClock())


@cache
def office_from_env() -> Office:
    return build_office(os.environ, SystemClock())


@cache
def session_from_env() -> StaffSession:
    return build_session(os.environ)


@cache
def upload_origins_from_env() -> tuple[str, ...]:
    """Where the staff's page may post files."""
    settings = told.DeskSettings.from_environment(os.environ)
    local = [settings.aws_endpoint_url] if settings.stage is Stage.LOCAL and settings.aws_endpoint_url else []
    return (*settings.upload_origins.split(), *local)


@cache
def payout_desk_from_env() -> PayoutDesk:
    return build_payout_desk(os.environ, SystemClock())


@cache
def lapsing_from_env() -> LapseUnclaimed:
    return build_lapsing(os.environ, SystemClock())


@cache
def destruction_from_env() -> DestroyRounds:
    return build_destruction(os.environ, SystemClock())


@cache
def market_from_env() -> Sell:
    return build_market(os.environ, SystemClock())


@cache
def counts_from_env() -> AnswerCount:
    return build_counts(os.environ, SystemClock())


@cache
def copies_from_env() -> MakeCopy:
    return build_copies(os.environ, SystemClock())


@cache
def tracing_from_env() -> TraceLeak:
    return build_tracing(os.environ, SystemClock())


@cache
def leaks_from_env() -> ReportLeaks:
    return build_leaks(os.environ, SystemClock())


@cache
def citizens_from_env() -> ShowStatement:
    return build_citizens(os.environ, SystemClock())
