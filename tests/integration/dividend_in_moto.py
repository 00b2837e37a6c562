"""The dividend in moto: tables as the template declares them, and a round played step by step, as its machines would."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

import boto3

from city.contracts.dividend.market import ConfirmPayment, PlaceOrder, RegisterBuyer, VerifyBuyer
from city.contracts.dividend.rounds import PayoutCompared
from city.contracts.dividend.staff.rounds import OpenRound, Speak
from city.dividend import bootstrap
from city.dividend.books.tables.ledger import LedgerRecord
from city.dividend.errors import BatchMoved, RailUnreachable
from city.dividend.market.service.sell import Sell
from city.dividend.payout.adapters.rails import SandboxRail
from city.dividend.payout.rail_faults import Faults
from city.dividend.ports import PayoutRail
from city.dividend.rounds.service.open_round import Machines, RunRounds
from city.dividend.rounds.shelves import Shelves
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

ROUND = "2026-1"
BUCKETS = ("inbox", "reports", "work", "linkage", "rail", "statements", "catalogue", "statistics")
# Sixteen shelves: each is a file to write and to read, and there are few people.
SHELVES = Shelves(1)
# Half as many people as in the demo: in classes of five of them the release would be too small to carry buyers' marks.
TERMS: dict[str, Any] = {"round_id": ROUND, **ROUND_TERMS, "policy": {**ROUND_TERMS["policy"], "privacy": {"k": 2}}}


@dataclass
class StateMachines:
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
        self.clock, self.machine_api = FixedClock(), StateMachines()
        self.faults = faults or Faults()
        create_tables("dividend")
        create_buckets(*BUCKETS)
        create_secrets({name: name[0] * 64 for name in ("opt-out", "statement", "mark")})
        create_bus()
        self.environment = {
            "STAGE": "local", "AWS_REGION": REGION, "EVENT_BUS": "city", "SIGNING_KEY": create_signing_key(),
            "OPT_OUT_SECRET": "opt-out", "STATEMENT_SECRET": "statement", "MARK_SECRET": "mark",  # pragma: allowlist secret
            "SHELF_DIGITS": str(SHELVES.digits), "ROUND_KEY_PREFIX": "rounds/", "ROUND_MACHINE": "round", "PAYOUT_MACHINE": "payout",
            "COPIES_QUEUE_URL": create_queue("copies"),
            **{f"{bucket.upper()}_BUCKET": bucket for bucket in BUCKETS},
            **{name: name.title().replace("_", "") for name in (
                "ROUNDS_TABLE", "LEDGER_TABLE", "PAYOUTS_TABLE", "CARRIED_TABLE", "OPT_OUTS_TABLE", "MARKET_TABLE",
                "BUDGET_TABLE",
            )},
        }  # fmt: skip

    @cached_property
    def rail(self) -> PayoutRail:
        return SandboxRail(bootstrap._folder("rail", "sandbox/"), self.faults)

    # --- people ---

    @property
    def rounds(self) -> RunRounds:
        office = bootstrap.build_office(self.environment, self.clock)
        object.__setattr__(office.rounds, "machines", Machines(self.machine_api, "round", "payout"))
        return office.rounds

    @property
    def market(self) -> Sell:
        return bootstrap.build_market(self.environment, self.clock)

    def deliver(self, name: str, content: bytes) -> Any:
        """An operator leaves a file."""
        boto3.client("s3").put_object(Bucket="inbox", Key=f"files/{name}", Body=content)
        return bootstrap.build_receipt(self.environment, self.clock).receive(f"files/{name}")

    # --- the machines, step by step ---

    def prepare(self, round_id: str = ROUND) -> None:
        """As `round.asl.json` up to the panel."""
        plan = bootstrap.build_plan(self.environment, self.clock)
        for item in self.items(plan.plan_files(round_id).plan):
            bootstrap.build_door(self.environment, self.clock).pseudonymise(**item)
        shards = bootstrap.build_shards(self.environment, self.clock)
        for item in self.items(plan.plan_shards(round_id).plan):
            shards.count(**item)
        shards.decide(round_id)
        for item in self.items(f"plans/{round_id}/shards.json"):
            bootstrap.build_application(self.environment, self.clock).apply(**item)
        bootstrap.build_verification(self.environment, self.clock).verify(round_id)
        panel = bootstrap.build_panel(self.environment, self.clock)
        object.__setattr__(panel, "machines", Machines(self.machine_api, "", ""))
        panel.ask(round_id, "token")

    def approve(self, round_id: str = ROUND) -> None:
        for member in ("lee", "kim"):
            self.rounds.speak(round_id, Speak(approves=True, reason="증명서의 수치를 확인했습니다"), member)
        bootstrap.build_publication(self.environment, self.clock).publish(round_id)

    def sell(self, buyer: str = "gri", order: str = "order-1") -> str:
        return self.sell_of(ROUND, buyer, order)

    def sell_of(self, round_id: str, buyer: str = "gri", order: str = "order-1") -> str:
        """A buyer registers, is verified, orders and pays. Returns the key."""
        market, office = self.market, bootstrap.build_office(self.environment, self.clock)
        told = RegisterBuyer(
            buyer_id=buyer, name="경기연구원", registration_number="123-45-67890", kind="research_institute"
        )
        key = market.register(told).key
        office.market.verify(buyer, VerifyBuyer(verified=True, reason="사업자등록을 확인했습니다"), "steward")
        placed = market.order(
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
        office.market.confirm_payment(buyer, order, payment, "steward")
        return key

    def pay(self, costs_krw: int = 100_000, tries: int = 30, round_id: str = ROUND) -> PayoutCompared:
        """As `payout.asl.json`: what fails is tried again."""
        self.rounds.pay(round_id, costs_krw, "steward")
        plan = bootstrap.build_shares(self.environment, self.clock).share(round_id).plan
        reconciliation = bootstrap.build_reconciliation(self.environment, self.clock, self.rail)
        for _ in range(tries):
            for item in self.items(plan):
                try:
                    bootstrap.build_payout(self.environment, self.clock, self.rail).pay(
                        item["round_id"], item["batches"]
                    )
                except (RailUnreachable, BatchMoved):
                    continue
            if not reconciliation.count_open(round_id).open:
                break
        result = reconciliation.reconcile(round_id)
        bootstrap.build_payout(self.environment, self.clock, self.rail).write_statements(round_id)
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
    dividend.rounds.open(OpenRound.model_validate_json(json.dumps({**TERMS, **terms})), "steward")
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
