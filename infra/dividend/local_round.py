"""A round of the dividend as people run it on the local city: the operator, the steward, the panel, a buyer."""

import contextlib
import csv
import io
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from city.contracts.dividend.files import OPERATOR_COLUMNS
from city.dividend.books.ledger import RoundEntry, allocated, sent, settled
from city.dividend.payout.adapters.rails import SandboxRail
from city.dividend.payout.errors import RailUnreachable
from city.dividend.payout.model import IN_DOUBT, Batch, BatchState, Line, LineState, prepare, try_again
from city.dividend.payout.rail_faults import Faults
from city.dividend.payout.rail_orders import Payee, order_of, take_answer
from city.dividend.payout.tables.payouts import BatchRecord
from city.dividend.rounds.pseudonym import opt_out_key
from infra.local.city import City
from infra.local.machine.trouble import CityTrouble
from infra.local.patience import wait_on
from infra.local.staff import ApiClient, StaffClient

_MOST_QUESTIONS = 10


class DividendClient(StaffClient):
    """The dividend's staff API."""

    def __init__(self, city: City, who: str) -> None:
        super().__init__(city, "dividend", who)


def card(number: int) -> str:
    return f"9410-{number:06d}"


def payments_csv(cards: Iterable[int], uses: int, homes: Iterable[str], days: Iterable[str], seed: int = 1) -> bytes:
    """Payments of these cards near their homes on these days, as the operator's CSV has them."""
    chance, text = random.Random(seed), io.StringIO()
    dongs, dates, kinds = tuple(homes), tuple(days), ("음식점", "학원", "약국")
    writer = csv.writer(text)
    writer.writerow(OPERATOR_COLUMNS)
    for number in cards:
        home, born = dongs[number % len(dongs)], 1940 + number * 7 % 65
        whose = (
            card(number),
            "홍길동",
            f"010-0000-{number % 10_000:04d}",
            f"{born}-03-04",
            2026 - born,
            "남여"[number % 2],
        )
        for _ in range(uses):
            kind, krw = chance.choice(kinds), chance.randrange(10, 900) * 100
            writer.writerow((*whose, home, "가게", kind, home, krw, chance.choice(dates), "12"))
    return text.getvalue().encode()


@dataclass
class LocalRound:
    """One round and the people who carry it. Raises CityTrouble where the city answers other than it should."""

    city: City
    round_id: str

    @cached_property
    def steward(self) -> DividendClient:
        return DividendClient(self.city, "steward")

    @cached_property
    def panel(self) -> tuple[DividendClient, DividendClient]:
        return DividendClient(self.city, "panel-1"), DividendClient(self.city, "panel-2")

    @property
    def path(self) -> str:
        return f"/rounds/{self.round_id}"

    def open(self, terms: Mapping[str, Any]) -> None:
        expect(self.steward.ask("POST", "/rounds", round_id=self.round_id, **terms), 201)

    def bring(self, files: Mapping[str, bytes]) -> dict[str, Any]:
        """Drops the operator's files in the inbox and waits until each was received."""
        for name, content in files.items():
            key = f"files/{self.round_id}/konai/{name}"
            self.city.client("s3").put_object(Bucket=self.city.output("OperatorInbox"), Key=key, Body=content)
        return self.wait_until(lambda shown: len(shown["files"]) == len(files), f"{len(files)} files received")

    def start(self) -> None:
        expect(self.steward.ask("POST", f"{self.path}/preparation"), 202)

    def speak(self, reason: str = "증명서의 수치를 확인했습니다") -> None:
        """Both members of the panel approve."""
        for member in self.panel:
            expect(member.ask("POST", f"{self.path}/voices", approves=True, reason=reason), 200)

    def approve(self, reason: str = "증명서의 수치를 확인했습니다") -> dict[str, Any]:
        self.speak(reason)
        return self.wait_for("published")

    @property
    def order(self) -> dict[str, Any]:
        """What the buyer orders."""
        return {
            "order_id": f"order-{self.round_id}",
            "data_set": f"dividend-{self.round_id}",
            "revision": 1,
            "purpose": "research",
            "use": "상권 변화 연구에 씁니다",
        }

    @property
    def buyer_id(self) -> str:
        return f"gri-{self.round_id}"

    def register_buyer(self) -> ApiClient:
        """A research institute, which nobody has verified yet."""
        identity = {"name": "경기연구원", "registration_number": "123-45-67890", "kind": "research_institute"}
        registered = expect(
            ApiClient(self.city, "dividend").ask("POST", "/buyers", buyer_id=self.buyer_id, **identity), 201
        )
        return ApiClient(self.city, "dividend", {"X-Buyer-Key": registered["key"]})

    def sell(self, buyer: ApiClient, price_krw: int) -> str:
        """The buyer is verified, orders and pays; a link to its copy."""
        mine, order = f"/buyers/{self.buyer_id}", self.order
        checked = {"verified": True, "reason": "사업자등록을 확인했습니다"}
        expect(self.steward.ask("POST", f"{mine}/verification", **checked), 204)
        expect(buyer.ask("POST", "/orders", **order), 201)
        payment = {"bank_reference": "NH-1234", "amount_krw": price_krw}
        expect(self.steward.ask("POST", f"{mine}/orders/{order['order_id']}/payment", **payment), 200)
        path = f"/orders/{order['order_id']}/links"
        link = buyer.wait_until("표식이 든 사본 (the buyer's copy)", lambda status, _: status == 200, "POST", path)
        return str(link["url"])

    def pay(self, costs_krw: int) -> None:
        expect(self.steward.ask("POST", f"{self.path}/payout", costs_krw=costs_krw), 202)

    def wait_for_payout(self) -> None:
        """Until the newest payout has ended well, statements and all."""

        def look() -> str | None:
            status = str(newest_execution(self.city, "PayoutMachineArn", self.round_id)["status"])
            return None if status == "RUNNING" else status

        status = wait_on(self.city, f"{self.round_id} 회차의 지급 (the payout of a round)", look, pause_s=0.5)
        if status != "SUCCEEDED":
            raise CityTrouble(f"{self.round_id}: the payout is {status}; {self.tell()['stopped_because'] or ''}")

    def tell(self) -> dict[str, Any]:
        shown: dict[str, Any] = expect(self.steward.ask("GET", self.path), 200)
        return shown

    def wait_for(self, *states: str) -> dict[str, Any]:
        return self.wait_until(lambda shown: shown["state"] in states, " or ".join(states))

    def wait_until(self, holds: Callable[[dict[str, Any]], bool], wanted: str) -> dict[str, Any]:
        """Raises CityTrouble, also when the round stops on the way."""

        def look() -> dict[str, Any] | None:
            shown = self.tell()
            if holds(shown):
                return shown
            if shown["state"] == "stopped":
                raise CityTrouble(f"{self.round_id}: stopped, not {wanted}; {shown['stopped_because'] or ''}")
            return None

        return wait_on(self.city, f"{self.round_id} 회차: {wanted}", look, pause_s=0.5)


def round_ids(city: City) -> set[str]:
    """Of every round that the city has, whatever became of it."""
    pages = (
        city.client("dynamodb")
        .get_paginator("scan")
        .paginate(TableName=city.output("RoundsTable"), ProjectionExpression="round_id")
    )
    return {item["round_id"]["S"] for page in pages for item in page["Items"]}


def opted_out(city: City, cards: Iterable[str]) -> set[str]:
    """Which of these cards take no part in any round. Only whoever holds the key of the register can tell."""
    (table,) = _named(city.client("dynamodb"), "list_tables", "TableNames", "OptOutsTable", str)
    (secret,) = _named(city.client("secretsmanager"), "list_secrets", "SecretList", "OptOutSecret", _arn)
    key = city.client("secretsmanager").get_secret_value(SecretId=secret)["SecretString"].encode()
    pages = city.client("dynamodb").get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    register = {item["card"]["S"] for page in pages for item in page["Items"]}
    return {card_id for card_id in cards if opt_out_key(key, card_id) in register}


def _named(client: Any, list_them: str, under: str, part: str, name_of: Callable[[Any], str]) -> list[str]:
    """What the stack named after this part of its template."""
    pages = client.get_paginator(list_them).paginate()
    return [name for page in pages for each in page[under] if part in (name := name_of(each))]


def _arn(secret: Mapping[str, Any]) -> str:
    return str(secret["ARN"])


def expect(answer: tuple[int, Any], status: int) -> Any:
    """What was answered. Raises CityTrouble unless it came with this status."""
    if answer[0] != status:
        raise CityTrouble(f"The dividend answered {answer[0]}, not {status}: {answer[1]}")
    return answer[1]


def newest_execution(city: City, machine: str, round_id: str) -> Any:
    """Of a round, by the output that names its machine."""
    found = city.client("stepfunctions").list_executions(stateMachineArn=city.output(machine))["executions"]
    mine = [execution for execution in found if execution["name"].startswith(f"{round_id}-")]
    return max(mine, key=lambda execution: int(execution["name"].rsplit("-", 1)[1]))


# --- what the ledger must say ----------------------------------------------------------------------


@dataclass
class MemoryStore:
    """A rail's folder in memory."""

    files: dict[str, bytes] = field(default_factory=dict)

    def read(self, name: str) -> bytes | None:
        return self.files.get(name)

    def write_new(self, name: str, content: bytes) -> bool:
        if name in self.files:
            return False
        self.files[name] = content
        return True

    def names(self, prefix: str) -> Iterator[str]:
        return iter(sorted(name for name in self.files if name.startswith(prefix)))


def undisturbed(batches: Iterable[Batch], faults: Faults, minimum_krw: int, now: datetime) -> dict[str, str]:
    """Key -> digest of every entry that these batches book when nothing is ever killed: allocated, sent, settled.

    The operator's moods depend on the keys alone, so its answers here are its answers there. Only what was planned is
    taken from the batches, not what became of it; nobody opted out, nobody brings anything in.
    """
    rail, entries = SandboxRail(MemoryStore(), faults), list[RoundEntry]()
    for known in batches:
        batch = Batch(known.round_id, known.number, tuple(Line(ln.pseudonym, ln.amount_krw) for ln in known.lines))
        entries.append(allocated(batch.round_id, batch.key, batch.dues(LineState.DUE), now))
        payees = {line.pseudonym: Payee(line.pseudonym) for line in batch.lines}
        moving = prepare(batch, known=payees.keys(), opted_out=(), minimum_krw=minimum_krw, now=now)
        while moving.state is not BatchState.SETTLED:
            moving = try_again(moving)
            entries.append(sent(moving.round_id, moving.rail_key, moving.dues(LineState.SENT), now))
            moving = _heard(rail, moving, payees)
            paid, returned = moving.dues(LineState.PAID), moving.dues(LineState.SENT, LineState.RETURNED)
            entries.append(settled(moving.round_id, moving.rail_key, paid=paid, returned=returned, at=now))
    return {entry.key: entry.digest for entry in entries}


def _heard(rail: SandboxRail, batch: Batch, payees: Mapping[str, Payee]) -> Batch:
    """The batch once the operator has answered for it, however often it has to be asked."""
    for _ in range(_MOST_QUESTIONS):
        with contextlib.suppress(RailUnreachable):
            batch = take_answer(batch, rail.submit(order_of(batch, payees)))
        if batch.state not in IN_DOUBT:
            return batch
    raise CityTrouble(f"{batch.rail_key} is never answered for.")


def booked(city: City, round_id: str) -> dict[str, str]:
    """Key -> digest of every entry of a round's ledger."""
    return {item["entry"]["S"]: item["digest"]["S"] for item in _items(city, "DividendLedgerTable", round_id)}


def batches_of(city: City, round_id: str) -> list[Batch]:
    """The round's batches as they stand."""
    return [BatchRecord.from_raw_data(item).to_batch() for item in _items(city, "PayoutsTable", round_id)]


def _items(city: City, table: str, round_id: str) -> Iterator[Any]:
    """Everything of a round in a table, by the output that names it."""
    query = {
        "TableName": city.output(table),
        "KeyConditionExpression": "round_id = :round",
        "ExpressionAttributeValues": {":round": {"S": round_id}},
        "ConsistentRead": True,
    }
    for page in city.client("dynamodb").get_paginator("query").paginate(**query):
        yield from page["Items"]
