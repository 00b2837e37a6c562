"""Observations of many vehicles fused to one record for each directed edge and five minutes.

What workers add in whatever order, and twice, gives the same record: a part is a set of passages, and merging is union
(a join semilattice: associative, commutative, idempotent; Shapiro et al. 2011).
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from city.mobility.traffic.errors import PartsDiffer, TokenRefused
from city.mobility.traffic.model import SLOT_S, Observation

# Passages kept of an edge in five minutes: those with the lowest tokens, which are keyed and so a fair sample.
MOST_PASSAGES = 64
FEWEST_FOR_CONGESTION = 3
# Of the speed that the edge allows: 25 and 15 km/h in a street of 50.
_FREE, _CONGESTED = 0.5, 0.3
_TOKEN = re.compile(r"[0-9a-f]{8,16}")
_KMH = 36.0  # of a centimetre in a millisecond


class FlowState(StrEnum):
    UNKNOWN = "unknown"
    FREE = "free"
    SLOW = "slow"
    CONGESTED = "congested"


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """One passage as it is kept: whole numbers, so that sums do not depend on their order.

    `token`: of the vehicle, by a key that lives no longer than the slot. It stays among workers and is never published.
    """

    token: str
    traversal: int
    centimetres: int
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Part:
    """What some workers know of an edge in a slot. `passages`: by token and traversal, each once, at most 64.

    `is_sample`: there were more.
    """

    edge: int
    slot: int
    passages: tuple[Passage, ...] = ()
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """What is published of an edge in a slot; it names no vehicle.

    `speed_kmh`: metres driven by all over seconds driven by all; None if nothing is known. `spread_kmh`: standard
    deviation of the vehicles' speeds, weighted by metres. `vehicles`: distinct ones, at least as many if `is_sample`.
    `last_left_at`: seconds of the epoch.
    """

    edge: int
    slot: int
    speed_kmh: float | None
    reference_kmh: float
    vehicles: int
    passages: int
    spread_kmh: float
    confidence: float
    state: FlowState
    last_left_at: float | None
    is_sample: bool = False

    @property
    def begins_at(self) -> int:
        """Seconds of the epoch; the slot ends 300 s later."""
        return self.slot * SLOT_S

    def age_s(self, now: float) -> float | None:
        """Seconds since the last vehicle that it knows left the edge; None if it knows none."""
        return None if self.last_left_at is None else max(now - self.last_left_at, 0.0)


def part_of(token: str, observation: Observation) -> Part:
    """One observation as a part. TokenRefused for what may be a vehicle's own name."""
    if not _TOKEN.fullmatch(token):
        raise TokenRefused
    passage = Passage(
        token,
        observation.traversal,
        max(round(observation.metres * 100), 1),
        max(round(observation.seconds * 1_000), 1),
    )
    return Part(observation.edge, observation.slot, (passage,))


def merge(parts: Iterable[Part]) -> Part:
    """Of one edge and slot. A passage that comes twice counts once; were it matched anew meanwhile, the lesser one."""
    all_parts = list(parts)
    if len({(part.edge, part.slot) for part in all_parts}) != 1:
        raise PartsDiffer
    by_name = groupby(
        sorted({passage for part in all_parts for passage in part.passages}),
        key=lambda passage: (passage.token, passage.traversal),
    )
    kept = tuple(next(same) for _, same in by_name)
    is_sample = len(kept) > MOST_PASSAGES or any(part.is_sample for part in all_parts)
    return Part(all_parts[0].edge, all_parts[0].slot, kept[:MOST_PASSAGES], is_sample)


def fuse(observations: Iterable[tuple[str, Observation]]) -> dict[tuple[int, int], Part]:
    """By edge and slot, of a batch's observations with their vehicles' tokens."""
    return merge_all(part_of(token, observation) for token, observation in observations)


def merge_all(parts: Iterable[Part]) -> dict[tuple[int, int], Part]:
    """Parts of any edges and slots, by edge and slot."""
    found: dict[tuple[int, int], list[Part]] = defaultdict(list)
    for part in parts:
        found[part.edge, part.slot].append(part)
    return {place: merge(found[place]) for place in sorted(found)}


def flow_of(part: Part, reference_kmh: float) -> Flow:
    """The record of what is known. `reference_kmh`: the edge's limit, or its speed when it is free; 0 if unknown.

    The speed is the harmonic mean weighted by metres, which is all metres over all seconds: the space-mean speed
    (Wardrop 1952, Edie 1963). The length of a way over it is the time that these vehicles took; the arithmetic mean
    says less, because the slow are longer on the road.
    """
    metres: dict[str, int] = defaultdict(int)
    took: dict[str, int] = defaultdict(int)
    for passage in part.passages:
        metres[passage.token] += passage.centimetres
        took[passage.token] += passage.milliseconds
    speed, spread, last = None, 0.0, None
    if part.passages:
        speed = _KMH * sum(metres.values()) / sum(took.values())
        squares = (metres[token] * (_KMH * metres[token] / took[token] - speed) ** 2 for token in sorted(metres))
        spread = math.sqrt(math.fsum(squares) / sum(metres.values())) if len(metres) > 1 else 0.0
        last = max(passage.traversal for passage in part.passages) / 1_000
    return Flow(
        part.edge,
        part.slot,
        speed,
        reference_kmh,
        len(metres),
        len(part.passages),
        spread,
        confidence(len(metres), spread, speed or 0.0),
        state_of(speed, reference_kmh, len(metres)),
        last,
        part.is_sample,
    )


def confidence(vehicles: int, spread_kmh: float, speed_kmh: float) -> float:
    """n / (n + 2) ÷ (1 + (2 spread / speed)²): from 0 to 1, more with each vehicle, less the more they differ.

    A third for one vehicle, 0.6 for three that agree, half of it where the spread is half of the speed. A rule, not a
    probability.
    """
    if vehicles <= 0 or speed_kmh <= 0:
        return 0.0
    return vehicles / (vehicles + 2) / (1 + (2 * spread_kmh / speed_kmh) ** 2)


def state_of(speed_kmh: float | None, reference_kmh: float, vehicles: int) -> FlowState:
    """Free from half of the reference on, congested below three tenths if three vehicles say so, slow between."""
    if speed_kmh is None or reference_kmh <= 0 or vehicles <= 0:
        return FlowState.UNKNOWN
    share = speed_kmh / reference_kmh
    if share >= _FREE:
        return FlowState.FREE
    return FlowState.CONGESTED if share < _CONGESTED and vehicles >= FEWEST_FOR_CONGESTION else FlowState.SLOW
