"""Builds the functions that staff and the panel work with."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from city.aws.clients import open_client
from city.dividend.books.tables.ledger import Ledger
from city.dividend.books.tables.records import RECORDS as LEDGER_RECORDS
from city.dividend.bootstrap import Environment, open_folder, open_outbox, open_secret, open_tables
from city.dividend.desk import settings as settings_of
from city.dividend.market.tables.records import RECORDS as MARKET_RECORDS
from city.dividend.payout.tables.payouts import Payouts
from city.dividend.payout.tables.records import RECORDS as PAYOUT_RECORDS
from city.dividend.rounds.tables.files import RoundFiles
from city.dividend.rounds.tables.proposals import Proposals
from city.dividend.rounds.tables.records import RECORDS as ROUND_RECORDS
from city.dividend.rounds.tables.rounds import Rounds
from city.dividend.rounds.tables.steps import RoundSteps
from city.dividend.tables import RECORDS as DESK_RECORDS
from city.kernel.clock import Clock, SystemClock

if TYPE_CHECKING:
    from city.dividend.desk.service.create_round import CreateRound
    from city.dividend.desk.service.destroy_rounds import DestroyRounds
    from city.dividend.desk.service.end_round import DecideEnding, RequestEnding, ShowEnding
    from city.dividend.market.service.book_sales import BookPayment
    from city.dividend.market.service.judge_buyer import JudgeBuyer
    from city.dividend.market.service.refund import DecideRefund, RequestRefund
    from city.dividend.market.service.show_market import ListBuyers, ListOrders
    from city.dividend.market.service.withdraw_revision import WithdrawRevision
    from city.dividend.payout.service.claims import PayReturned, ShowClaims
    from city.dividend.payout.service.rule_on_batch import DecideRuling, ListHeldBatches, RequestRuling
    from city.dividend.payout.service.show_payout import PreviewShares, ShowLedger, ShowPayout, ShowPayoutReport
    from city.dividend.payout.service.start_payout import BeginPayout
    from city.dividend.rounds.service.hear_panel import HearPanel
    from city.dividend.rounds.service.opt_out_at_counter import OptOutAtCounter
    from city.dividend.rounds.service.show_round import ListProposals, ListReceipts, ListRounds, ShowRound
    from city.dividend.rounds.service.start_preparation import StartPreparation
    from city.dividend.rounds.service.state_machines import PanelWait, StateMachine
    from city.office.service.know_people import KnowPeople


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundUseCases:
    """What stewards do with rounds, what the panel says of them, and what both see."""

    create: CreateRound
    list: ListRounds
    show: ShowRound
    list_receipts: ListReceipts
    start_preparation: StartPreparation
    hear_panel: HearPanel
    begin_payout: BeginPayout
    show_payout: ShowPayout
    preview_shares: PreviewShares
    show_payout_report: ShowPayoutReport
    list_proposals: ListProposals
    show_ledger: ShowLedger
    opt_out: OptOutAtCounter


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleUseCases:
    """What stewards do on the market."""

    list_buyers: ListBuyers
    list_orders: ListOrders
    judge_buyer: JudgeBuyer
    book_payment: BookPayment
    withdraw_revision: WithdrawRevision
    request_refund: RequestRefund
    decide_refund: DecideRefund


@dataclass(frozen=True, slots=True, kw_only=True)
class DividendStaffUseCases:
    people: KnowPeople
    rounds: RoundUseCases
    sales: SaleUseCases


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutUseCases:
    """What staff decide of a payout that does not go by itself, and of a round's end."""

    people: KnowPeople
    list_held_batches: ListHeldBatches
    request_ruling: RequestRuling
    decide_ruling: DecideRuling
    show_claims: ShowClaims
    pay_returned: PayReturned
    show_ending: ShowEnding
    request_ending: RequestEnding
    decide_ending: DecideEnding


@dataclass(frozen=True, slots=True, kw_only=True)
class StateMachines:
    """Step Functions, as the staff's functions use it."""

    preparation: StateMachine
    payout: StateMachine
    panel: PanelWait


def _open_state_machines(settings: settings_of.DividendStaffSettings) -> StateMachines:
    from city.dividend.rounds.service.state_machines import PanelWait, StateMachine

    client = open_client("stepfunctions")
    return StateMachines(
        preparation=StateMachine(client, settings.round_machine),
        payout=StateMachine(client, settings.payout_machine),
        panel=PanelWait(client),
    )


def build_staff(environment: Environment, clock: Clock, machines: StateMachines | None = None) -> DividendStaffUseCases:
    settings = settings_of.DividendStaffSettings.from_environment(environment)
    machines = machines or _open_state_machines(settings)
    return DividendStaffUseCases(
        people=_open_people(settings, clock),
        rounds=_round_use_cases(settings, clock, machines),
        sales=_sale_use_cases(settings, clock),
    )


def _open_people(
    settings: settings_of.DividendStaffSettings | settings_of.DecisionSettings, clock: Clock
) -> KnowPeople:
    from city.dividend.tables import NAMES
    from city.office.service.know_people import KnowPeople

    open_tables(settings, DESK_RECORDS)
    return KnowPeople(names=NAMES, clock=clock)


def _round_use_cases(
    settings: settings_of.DividendStaffSettings, clock: Clock, machines: StateMachines
) -> RoundUseCases:
    from city.dividend.desk.service.create_round import CreateRound
    from city.dividend.market.service.book_sales import SweepLateSales
    from city.dividend.market.tables.orders import Orders
    from city.dividend.market.tables.sales import Sales
    from city.dividend.payout.service.show_payout import PreviewShares, ShowLedger, ShowPayout, ShowPayoutReport
    from city.dividend.payout.service.start_payout import BeginPayout
    from city.dividend.rounds.service.hear_panel import HearPanel
    from city.dividend.rounds.service.opt_out_at_counter import OptOutAtCounter
    from city.dividend.rounds.service.show_round import ListProposals, ListReceipts, ListRounds, ShowRound
    from city.dividend.rounds.service.start_preparation import StartPreparation
    from city.dividend.rounds.tables.opt_outs import OptOuts
    from city.dividend.rounds.tables.voices import PanelVoices

    connection = open_tables(settings, ROUND_RECORDS, LEDGER_RECORDS, PAYOUT_RECORDS, MARKET_RECORDS)
    rounds, steps, voices, ledger = Rounds(connection), RoundSteps(), PanelVoices(connection), Ledger(connection)
    reports = open_folder(settings.reports_bucket)
    late_sales = SweepLateSales(
        orders=Orders(connection), sales=Sales(connection, ledger), ledger=ledger, rounds=rounds, clock=clock
    )
    shown = ShowRound(
        rounds=rounds,
        files=RoundFiles(connection),
        steps=steps,
        voices=voices,
        work=open_folder(settings.work_bucket),
    )
    return RoundUseCases(
        create=CreateRound(
            rounds=rounds,
            late_sales=late_sales,
            make_key=_key_maker(settings.round_key_prefix),
            new_seed=lambda: secrets.token_hex(32),
            clock=clock,
        ),
        list=ListRounds(rounds=rounds),
        show=shown,
        list_receipts=ListReceipts(rounds=rounds, reports=reports),
        start_preparation=StartPreparation(rounds=rounds, machine=machines.preparation),
        hear_panel=HearPanel(rounds=rounds, voices=voices, wait=machines.panel, shown=shown, clock=clock),
        begin_payout=BeginPayout(rounds=rounds, machine=machines.payout, clock=clock),
        show_payout=ShowPayout(rounds=rounds, payouts=Payouts(connection, ledger), ledger=ledger, clock=clock),
        preview_shares=PreviewShares(rounds=rounds, steps=steps, ledger=ledger),
        show_payout_report=ShowPayoutReport(rounds=rounds, reports=reports),
        list_proposals=ListProposals(rounds=rounds, proposals=Proposals(connection)),
        show_ledger=ShowLedger(rounds=rounds, ledger=ledger),
        opt_out=OptOutAtCounter(opt_outs=OptOuts(), opt_out_secret=open_secret(settings.opt_out_secret), clock=clock),
    )


def _sale_use_cases(settings: settings_of.DividendStaffSettings, clock: Clock) -> SaleUseCases:
    from city.dividend.market.service.book_sales import BookPayment
    from city.dividend.market.service.judge_buyer import JudgeBuyer
    from city.dividend.market.service.refund import DecideRefund, RequestRefund
    from city.dividend.market.service.show_market import ListBuyers, ListOrders
    from city.dividend.market.service.withdraw_revision import WithdrawRevision
    from city.dividend.market.tables.buyers import Buyers
    from city.dividend.market.tables.orders import Orders
    from city.dividend.market.tables.revisions import Revisions
    from city.dividend.market.tables.sales import Sales

    connection = open_tables(settings, ROUND_RECORDS, LEDGER_RECORDS, MARKET_RECORDS)
    rounds, proposals, sales = Rounds(connection), Proposals(connection), Sales(connection, Ledger(connection))
    buyers, revisions, orders = Buyers(), Revisions(), Orders(connection)
    return SaleUseCases(
        list_buyers=ListBuyers(buyers=buyers),
        list_orders=ListOrders(rounds=rounds, proposals=proposals, orders=orders, buyers=buyers, revisions=revisions),
        judge_buyer=JudgeBuyer(buyers=buyers, clock=clock),
        book_payment=BookPayment(orders=orders, sales=sales, rounds=rounds, clock=clock),
        withdraw_revision=WithdrawRevision(
            connection=connection,
            revisions=revisions,
            outbox=open_outbox(settings, connection, clock),
            clock=clock,
        ),
        request_refund=RequestRefund(orders=orders, revisions=revisions, proposals=proposals, clock=clock),
        decide_refund=DecideRefund(
            orders=orders, revisions=revisions, sales=sales, rounds=rounds, proposals=proposals, clock=clock
        ),
    )


def build_payout_decisions(
    environment: Environment, clock: Clock, machine: StateMachine | None = None
) -> PayoutUseCases:
    from city.dividend.desk.service.end_round import DecideEnding, EndingObstacles, RequestEnding, ShowEnding
    from city.dividend.payout.service.claims import PayReturned, ShowClaims
    from city.dividend.payout.service.rule_on_batch import DecideRuling, HeldBatches, ListHeldBatches, RequestRuling
    from city.dividend.payout.service.start_payout import ResumePayout
    from city.dividend.rounds.service.state_machines import StateMachine

    settings = settings_of.DecisionSettings.from_environment(environment)
    connection = open_tables(settings, ROUND_RECORDS, LEDGER_RECORDS, PAYOUT_RECORDS)
    rounds, steps, ledger, proposals = Rounds(connection), RoundSteps(), Ledger(connection), Proposals(connection)
    payouts = Payouts(connection, ledger)
    payout = ResumePayout(
        rounds=rounds, machine=machine or StateMachine(open_client("stepfunctions"), settings.payout_machine)
    )
    held = HeldBatches(ledger=ledger, proposals=proposals)
    obstacles = EndingObstacles(steps=steps, payouts=payouts, ledger=ledger)
    shown = ShowEnding(rounds=rounds, steps=steps, proposals=proposals, obstacles=obstacles)
    return PayoutUseCases(
        people=_open_people(settings, clock),
        list_held_batches=ListHeldBatches(rounds=rounds, payouts=payouts, held=held),
        request_ruling=RequestRuling(payouts=payouts, proposals=proposals, held=held, clock=clock),
        decide_ruling=DecideRuling(payouts=payouts, proposals=proposals, held=held, payout=payout, clock=clock),
        show_claims=ShowClaims(rounds=rounds, payouts=payouts, ledger=ledger),
        pay_returned=PayReturned(rounds=rounds, steps=steps, payouts=payouts, payout=payout, clock=clock),
        show_ending=shown,
        request_ending=RequestEnding(rounds=rounds, proposals=proposals, obstacles=obstacles, shown=shown, clock=clock),
        decide_ending=DecideEnding(rounds=rounds, proposals=proposals, obstacles=obstacles, shown=shown, clock=clock),
    )


def build_destroy_rounds(environment: Environment, clock: Clock) -> DestroyRounds:
    from city.dividend.desk.service.destroy_rounds import DestroyRounds, RoundStores
    from city.dividend.rounds.shelves import Shelves

    settings = settings_of.DestroySettings.from_environment(environment)
    connection = open_tables(settings, ROUND_RECORDS, PAYOUT_RECORDS)
    stores = RoundStores(
        linkage=open_folder(settings.linkage_bucket),
        inbox=open_folder(settings.inbox_bucket),
        rail=open_folder(settings.rail_bucket),
        statements=open_folder(settings.statements_bucket),
        work=open_folder(settings.work_bucket),
        statistics=open_folder(settings.statistics_bucket),
    )
    return DestroyRounds(
        rounds=Rounds(connection),
        files=RoundFiles(connection),
        steps=RoundSteps(),
        proposals=Proposals(connection),
        payouts=Payouts(connection, Ledger(connection)),
        stores=stores,
        delete_key=_key_destroyer(settings.round_key_prefix),
        shelves=Shelves(settings.shelf_digits),
        clock=clock,
    )


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


def _key_destroyer(prefix: str) -> Callable[[str], None]:
    """Deletes the secret of a round, once; it can be brought back for a while. Whoever deletes it cannot read it."""
    from city.dividend.desk.ending import RECOVERY

    client = open_client("secretsmanager")

    def destroy(round_id: str) -> None:
        try:
            client.delete_secret(SecretId=f"{prefix}{round_id}", RecoveryWindowInDays=RECOVERY.days)
        except (client.exceptions.ResourceNotFoundException, client.exceptions.InvalidRequestException):
            return  # deleted before

    return destroy


# --- from the environment --------------------------------------------------------------------------


@cache
def staff_from_env() -> DividendStaffUseCases:
    return build_staff(os.environ, SystemClock())


@cache
def payout_decisions_from_env() -> PayoutUseCases:
    return build_payout_decisions(os.environ, SystemClock())


@cache
def destroy_rounds_from_env() -> DestroyRounds:
    return build_destroy_rounds(os.environ, SystemClock())
