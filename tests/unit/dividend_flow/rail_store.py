"""Fakes that several tests of payouts share."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from city.dividend.payout import Batch, Line, Payee, plan_batches, prepare

AT = datetime(2026, 11, 24, 1, tzinfo=UTC)
ROUND = "2026-1"


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


def pseudonym(number: int) -> str:
    return f"{number:032x}"


def payees(count: int) -> dict[str, Payee]:
    return {pseudonym(n): Payee(f"9410-{n:012d}", f"DV{n:08d}") for n in range(count)}


def planned(count: int = 3, amount_krw: int = 120, size: int = 500) -> tuple[Batch, ...]:
    return plan_batches(ROUND, {pseudonym(n): amount_krw for n in range(count)}, size)


def sending(count: int = 3, amount_krw: int = 120) -> Batch:
    (batch,) = planned(count, amount_krw)
    return prepare(batch, payees(count), (), 1, AT)


def states(batch: Batch) -> list[str]:
    return [line.state.value for line in batch.lines]


__all__ = ["AT", "ROUND", "Batch", "Line", "MemoryStore", "payees", "planned", "pseudonym", "sending", "states"]
