"""Sharing a sum among weights to the last won: largest remainder. Pure, and whole numbers only.

Everybody's quota is revenue · weight / total. Everybody gets its whole part; the won that are left go one each to the
largest remainders, ties in the order of a hash of round and pseudonym. So the sum is exact, nobody is a won or more
away from the quota, no weight is no money, equal weights differ by at most one won, and neither the order of the
weights nor the chance of a name in an alphabet plays any part.

Streaming: a remainder depends on the weight alone, so counting the weights tells which remainders win and where they
tie. Of those that tie, a second pass finds the last hash that wins; amounts then follow one by one.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from heapq import nsmallest

from city.dividend.payout.errors import NobodyToPay, WeightsInvalid


@dataclass(frozen=True, slots=True)
class Weight:
    pseudonym: str
    weight: int


@dataclass(frozen=True, slots=True)
class Share:
    pseudonym: str
    weight: int
    amount_krw: int


@dataclass(frozen=True, slots=True)
class Quotas:
    """What everybody's amount follows from: remainders above `winning` get one more, and those equal to it up to the
    tie-break `last_hash`."""

    round_id: str
    revenue_krw: int
    total_weight: int
    winning: int
    last_hash: bytes

    def amount_of(self, weight: Weight) -> int:
        whole, remainder = divmod(self.revenue_krw * weight.weight, self.total_weight)
        if remainder == 0 or remainder < self.winning:
            return whole
        if remainder > self.winning:
            return whole + 1
        return whole + (tie_break(self.round_id, weight.pseudonym) <= self.last_hash)


def tie_break(round_id: str, pseudonym: str) -> bytes:
    """The order among equal remainders: unforeseeable before the round has its name, and the same for ever after."""
    return hashlib.sha256(f"{len(round_id)}:{round_id}{pseudonym}".encode()).digest()


def count_weights(weights: Iterable[Weight]) -> Counter[int]:
    """How many have each weight. Raises WeightsInvalid for a negative one or a pseudonym that stands there twice."""
    counts: Counter[int] = Counter()
    seen: set[bytes] = set()
    for weight in weights:
        if weight.weight < 0:
            raise WeightsInvalid("가중치는 0보다 작을 수 없습니다.", "A weight cannot be negative.")
        name = hashlib.blake2b(weight.pseudonym.encode(), digest_size=16).digest()
        if name in seen:
            raise WeightsInvalid("같은 가명이 두 번 있습니다.", "A pseudonym stands there twice.")
        seen.add(name)
        counts[weight.weight] += 1
    return counts


def quotas_of(round_id: str, revenue_krw: int, counts: Mapping[int, int], weights: Iterable[Weight]) -> Quotas:
    """The rule for every amount; `counts` counts the same `weights`. Raises WeightsInvalid or NobodyToPay."""
    if revenue_krw < 0:
        raise WeightsInvalid("나눌 금액은 0원 이상이어야 합니다.", "The sum to share cannot be negative.")
    total = sum(weight * count for weight, count in counts.items())
    if total == 0:
        if revenue_krw:
            raise NobodyToPay("받을 사람이 없습니다.", "No weight is above zero.")
        return Quotas(round_id=round_id, revenue_krw=0, total_weight=1, winning=1, last_hash=b"")
    left = revenue_krw - sum(revenue_krw * weight // total * count for weight, count in counts.items())
    with_remainder: Counter[int] = Counter()
    for weight, count in counts.items():
        with_remainder[revenue_krw * weight % total] += count
    # The won that are left are the remainders' sum over the total: always fewer than there are remainders above zero.
    for remainder in sorted(with_remainder, reverse=True):
        if left < with_remainder[remainder]:
            break
        left -= with_remainder[remainder]
    if left == 0:
        return Quotas(round_id=round_id, revenue_krw=revenue_krw, total_weight=total, winning=remainder, last_hash=b"")
    ties = (
        tie_break(round_id, weight.pseudonym) for weight in weights if revenue_krw * weight.weight % total == remainder
    )
    return Quotas(
        round_id=round_id,
        revenue_krw=revenue_krw,
        total_weight=total,
        winning=remainder,
        last_hash=nsmallest(left, ties)[-1],
    )


def allocate(round_id: str, revenue_krw: int, weights: Iterable[Weight]) -> list[Share]:
    """Everybody's share, in the order given. The shares add up to the revenue exactly."""
    known = list(weights)
    quotas = quotas_of(round_id, revenue_krw, count_weights(known), known)
    return [Share(weight.pseudonym, weight.weight, quotas.amount_of(weight)) for weight in known]


def citizens_part(revenue_krw: int, costs_krw: int, most_cost_percent: int) -> int:
    """What is left to share: costs are deducted up to a part of the revenue, rounded down, and not beyond."""
    if min(revenue_krw, costs_krw) < 0 or not 0 <= most_cost_percent <= 100:
        raise ValueError("amounts are not negative, and a percentage is within 0 and 100")
    return revenue_krw - min(costs_krw, revenue_krw * most_cost_percent // 100)


@dataclass(frozen=True, slots=True)
class Settled:
    """What is paid now, and what waits for the next round."""

    pay_krw: Mapping[str, int]
    carry_krw: Mapping[str, int]


def settle_small_amounts(shares: Mapping[str, int], carried_krw: Mapping[str, int], minimum_krw: int) -> Settled:
    """Pays share and what was carried over once they reach the minimum; carries them over until then. Loses nothing."""
    pay, carry = {}, {}
    for pseudonym in sorted({*shares, *carried_krw}):
        amount = shares.get(pseudonym, 0) + carried_krw.get(pseudonym, 0)
        if amount >= max(1, minimum_krw):
            pay[pseudonym] = amount
        elif amount:
            carry[pseudonym] = amount
    return Settled(pay, carry)


class UnclaimedRule(StrEnum):
    """What becomes of shares that nobody claimed in time."""

    NEXT_ROUND = "next_round"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class UnclaimedSplit:
    to_next_round_krw: int
    to_city_krw: int


def settle_unclaimed(unclaimed_krw: Mapping[str, int], rule: UnclaimedRule) -> UnclaimedSplit:
    """Everything goes one way, to the last won."""
    total = sum(unclaimed_krw.values())
    return UnclaimedSplit(total, 0) if rule is UnclaimedRule.NEXT_ROUND else UnclaimedSplit(0, total)
