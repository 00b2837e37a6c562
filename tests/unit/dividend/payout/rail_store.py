"""Fakes that several tests of payouts share."""

from datetime import UTC, datetime

from city.dividend.payout.model import Batch, Line, plan_batches, prepare
from city.dividend.payout.rail_orders import Payee
from infra.dividend.local_round import MemoryStore

AT = datetime(2026, 11, 24, 1, tzinfo=UTC)
ROUND = "2026-1"


def pseudonym(number: int) -> str:
    return f"{number:032x}"


def payees(count: int) -> dict[str, Payee]:
    return {pseudonym(n): Payee(f"9410-{n:012d}", f"DV{n:08d}") for n in range(count)}


def planned(count: int = 3, amount_krw: int = 120, size: int = 500) -> tuple[Batch, ...]:
    return plan_batches(ROUND, {pseudonym(n): amount_krw for n in range(count)}, size)


def sending(count: int = 3, amount_krw: int = 120) -> Batch:
    (batch,) = planned(count, amount_krw)
    return prepare(batch, known=payees(count), opted_out=(), minimum_krw=1, now=AT)


def states(batch: Batch) -> list[str]:
    return [line.state.value for line in batch.lines]


__all__ = ["AT", "ROUND", "Batch", "Line", "MemoryStore", "payees", "planned", "pseudonym", "sending", "states"]
