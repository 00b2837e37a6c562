"""The dividend in moto: tables as the template declares them, and a round played step by step, as its machines would."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any, TypeVar

import boto3
from pynamodb.models import Model

from city.aws.dynamo import bind, open_connection
from city.contracts.dividend.market import ConfirmPayment, PlaceOrder, RegisterBuyer, VerifyBuyer
from city.contracts.dividend.rounds import PayoutCompared
from city.contracts.dividend.staff.rounds import OpenRound, Speak
from city.dividend.books.tables.ledger import Ledger, LedgerRecord
from city.dividend.books.tables.records import RECORDS as BOOKS_RECORDS
from city.dividend.bootstrap import Environment, open_folder
from city.dividend.desk.bootstrap import (
    DividendStaffUseCases,
    PayoutUseCases,
    StateMachines,
    build_payout_decisions,
    build_staff,
)
from city.dividend.market.bootstrap import MarketUseCases, build_market, build_publish_round
from city.dividend.market.tables.records import RECORDS as MARKET_RECORDS
from city.dividend.payout.adapters.rails import SandboxRail
from city.dividend.payout.bootstrap import build_payments, build_reconciliation, build_share_revenue
from city.dividend.payout.errors import BatchMoved, RailUnreachable
from city.dividend.payout.ports import PayoutRail
from city.dividend.payout.rail_faults import Faults
from city.dividend.payout.tables.payouts import Payouts
from city.dividend.payout.tables.records import RECORDS as PAYOUT_RECORDS
from city.dividend.rounds.bootstrap import (
    build_apply_shard,
    build_ask_panel,
    build_count_shard,
    build_decide_round,
    build_plan_files,
    build_plan_shards,
    build_pseudonymise_file,
    build_receive_file,
    build_verify_round,
)
from city.dividend.rounds.service.state_machines import PanelWait, StateMachine
from city.dividend.rounds.shelves import Shelves
from city.dividend.rounds.tables.records import RECORDS as ROUNDS_RECORDS
from city.dividend.rounds.tables.rounds import Rounds
from city.dividend.statistics.tables.records import RECORDS as STATISTICS_RECORDS
from city.dividend.tables import RECORDS as DESK_RECORDS
from city.kernel.clock import Clock
from infra.dividend.story import TERMS as ROUND_TERMS
from infra.dividend.story import USES, operator_file
from tests.integration.moto_city import (
    REGION,
    FixedClock,
    create_buckets,
    create_bus,
    create_queue,
    create_secrets,
    create_signing_key,
    create_tables,
)
from tests.integration.played import played_once

_UseCase = TypeVar("_UseCase")

AREAS = (BOOKS_RECORDS, DESK_RECORDS, MARKET_RECORDS, PAYOUT_RECORDS, ROUNDS_RECORDS, STATISTICS_RECORDS)
ROUND = "2026-1"
BUCKETS = ("inbox", "reports", "work", "linkage", "rail", "statements", "catalogue", "statistics")
# Sixteen shelves: each is a file to write and to read, and there are few people.
SHELVES = Shelves(1)
# Half as many people as in the demo: in classes of five of them the release would be too small to carry buyers' marks.
TERMS: dict[str, Any] = {"round_id": ROUND, **ROUND_TERMS, "policy": {**ROUND_TERMS["policy"], "privacy": {"k": 2}}}


@dataclass
class StepFunctions:
    """Stands for Step Functions' API: what was started, and what the panel's wait was answered with."""

    started: list[tuple[str, str]] = field(default_factory=list)
    answers: list[tuple[str, str]] = field(default_factory=list)

    def start_execution(self, stateMachineArn: str, name: str, input: str) -> None:  # noqa: A002, N803
        self.started.append((stateMachineArn, name))

    def send_task_success(self, taskToken: str, output: str) -> None:  # noqa: N803
        self.answers.append((taskToken, "approved"))

    def send_task_failure(self, taskToken: str, error: str, cause: str) -> None:  # noqa: N803
        self.answers.append((taskToken, error))


class DividendInMoto:
    """Create inside moto; every part is the real one but the clock, the state machines and chance."""

    def __init__(self, faults: Faults | None = None) -> None:
        self.clock, self.machine_api = FixedClock(), StepFunctions()
        self.faults = faults or Faults()
        for domain in ("dividend", "events"):
            create_tables(domain)
        create_buckets(*BUCKETS)
        create_secrets({name: name[0] * 64 for name in ("opt-out", "statement", "mark")})
        create_bus()
        named = ("rounds", "ledger", "payouts", "carried", "opt_outs", "market", "budget", "people", "outbox")
        self.environment = {
            "STAGE": "local",
            "AWS_REGION": REGION,
            "EVENT_BUS": "city",
            "SIGNING_KEY": create_signing_key(),
            "OPT_OUT_SECRET": "opt-out",  # pragma: allowlist secret
            "STATEMENT_SECRET": "statement",  # pragma: allowlist secret
            "MARK_SECRET": "mark",  # pragma: allowlist secret
            "SHELF_DIGITS": str(SHELVES.digits),
            "ROUND_KEY_PREFIX": "rounds/",
            "ROUND_MACHINE": "round",
            "PAYOUT_MACHINE": "payout",
            "COPIES_QUEUE_URL": create_queue("copies"),
            **{f"{bucket.upper()}_BUCKET": bucket for bucket in BUCKETS},
            **{f"{table.upper()}_TABLE": f"{table}_table".title().replace("_", "") for table in named},
        }

    @cached_property
    def rail(self) -> PayoutRail:
        return SandboxRail(open_folder("rail", "sandbox/"), self.faults)

    def build(self, build: Callable[[Environment, Clock], _UseCase]) -> _UseCase:
        """A use case, or several, as a function of this dividend would have it."""
        return build(self.environment, self.clock)

    def records(self) -> list[type[Model]]:
        """A record class for each table, pointed at it."""
        connection = open_connection(REGION)
        records = {setting: record for area in AREAS for setting, record in area.items()}
        for setting, record in records.items():
            bind(record, self.environment[setting.upper()], connection)
        return list(records.values())

    # --- people ---

    @property
    def staff(self) -> DividendStaffUseCases:
        machines = StateMachines(
            preparation=StateMachine(self.machine_api, "round"),
            payout=StateMachine(self.machine_api, "payout"),
            panel=PanelWait(self.machine_api),
        )
        return build_staff(self.environment, self.clock, machines)

    @property
    def payout_decisions(self) -> PayoutUseCases:
        return build_payout_decisions(self.environment, self.clock, StateMachine(self.machine_api, "payout"))

    @property
    def market(self) -> MarketUseCases:
        return self.build(build_market)

    @property
    def rounds(self) -> Rounds:
        return self.staff.rounds.list.rounds

    @property
    def payouts(self) -> Payouts:
        return self.staff.rounds.show_payout.payouts

    @property
    def books(self) -> Ledger:
        return self.staff.rounds.show_ledger.ledger

    def deliver(self, name: str, content: bytes) -> Any:
        """An operator leaves a file."""
        boto3.client("s3").put_object(Bucket="inbox", Key=f"files/{name}", Body=content)
        return self.build(build_receive_file).receive(f"files/{name}")

    # --- the machines, step by step ---

    def prepare(self, round_id: str = ROUND) -> None:
        """As `round.asl.json` up to the panel."""
        for item in self.items(self.build(build_plan_files).plan(round_id).plan):
            self.build(build_pseudonymise_file).pseudonymise(**item)
        for item in self.items(build_plan_shards(self.environment).plan(round_id).plan):
            self.build(build_count_shard).count(**item)
        self.build(build_decide_round).decide(round_id)
        for item in self.items(f"plans/{round_id}/shards.json"):
            self.build(build_apply_shard).apply(**item)
        self.build(build_verify_round).verify(round_id)
        build_ask_panel(self.environment, self.clock, PanelWait(self.machine_api)).ask(round_id, "token")

    def approve(self, round_id: str = ROUND) -> None:
        for member in ("lee", "kim"):
            approval = Speak(approves=True, reason="증명서의 수치를 확인했습니다")
            self.staff.rounds.hear_panel.hear(round_id, approval, member)
        self.build(build_publish_round).publish(round_id)

    def register(self, buyer: str) -> str:
        """A buyer registers and is verified. Returns the key."""
        request = RegisterBuyer(
            buyer_id=buyer, name="경기연구원", registration_number="123-45-67890", kind="research_institute"
        )
        key = self.market.add_buyer.add(request).key
        verified = VerifyBuyer(verified=True, reason="사업자등록을 확인했습니다")
        self.staff.sales.judge_buyer.judge(buyer, verified, "steward")
        return key

    def sell(self, buyer: str = "gri", order: str = "order-1") -> str:
        return self.sell_of(ROUND, buyer, order)

    def sell_of(self, round_id: str, buyer: str = "gri", order: str = "order-1") -> str:
        """A buyer registers, is verified, orders and pays. Returns the key."""
        key = self.register(buyer)
        placed = self.market.submit_order.submit(
            key,
            PlaceOrder(
                order_id=order,
                data_set=f"dividend-{round_id}",
                revision=1,
                purpose="research",
                use="상권 변화 연구에 씁니다",
            ),
        )
        payment = ConfirmPayment(bank_reference=f"NH-{buyer}", amount_krw=placed.price_krw)
        self.staff.sales.book_payment.book(buyer, order, payment, "steward")
        return key

    def pay(self, costs_krw: int = 100_000, tries: int = 30, round_id: str = ROUND) -> PayoutCompared:
        """As `payout.asl.json`: what fails is tried again."""
        self.staff.rounds.begin_payout.begin(round_id, costs_krw, "steward")
        plan = self.build(build_share_revenue).share(round_id).plan
        reconciliation = build_reconciliation(self.environment, self.clock, self.rail)
        for _ in range(tries):
            for item in self.items(plan):
                payments = build_payments(self.environment, self.clock, self.rail)
                try:
                    payments.pay_citizens.pay(item["round_id"], item["batches"])
                except (RailUnreachable, BatchMoved):
                    continue
            if not reconciliation.count_open.count(round_id).open:
                break
        result = reconciliation.reconcile.reconcile(round_id)
        build_payments(self.environment, self.clock, self.rail).write_statements.write(round_id)
        return result

    def items(self, plan: str) -> list[dict[str, Any]]:
        return list(json.loads(boto3.client("s3").get_object(Bucket="work", Key=plan)["Body"].read()))

    def later(self) -> None:
        self.clock.move(seconds=timedelta(hours=1).total_seconds())

    def ledger(self) -> dict[str, str]:
        """Key -> digest of every entry of the round."""
        return {record.entry: record.digest for record in LedgerRecord.query(ROUND)}


@played_once
def opened(faults: Faults | None = None, cards: int = 120, **terms: Any) -> DividendInMoto:
    """A round with two files."""
    dividend = DividendInMoto(faults)
    request = OpenRound.model_validate_json(json.dumps({**TERMS, **terms}))
    dividend.staff.rounds.create.create(request, "steward")
    half = cards // 2
    dividend.deliver(f"{ROUND}/konai/suwon.csv", operator_file(range(half), USES))
    dividend.deliver(f"{ROUND}/konai/gimpo.csv", operator_file(range(half, cards), USES, seed=2))
    return dividend


@played_once
def sold(faults: Faults | None = None, cards: int = 120, **terms: Any) -> DividendInMoto:
    """A round that is published and of which one copy is paid for."""
    dividend = opened(faults, cards, **terms)
    dividend.prepare()
    dividend.approve()
    return dividend
