"""A simulated crowd: visits with known moments, what access points hear of them, and how it travels to the counters."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from city.mobility.wifi.counting import Batch
from city.mobility.wifi.identifiers import identify
from city.mobility.wifi.windows import Kind, Window, window_of

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

NOON = 1_767_225_600 + 12 * 3600
POINTS = 5
REPORT_S = 60


@dataclass(frozen=True, slots=True)
class Crowd:
    """A row for each visit: the device, its zone, from when to when (epoch seconds)."""

    device: Ints
    zone: Ints
    from_s: Floats
    to_s: Floats

    def exact(self, window: Window, zone: int) -> int:
        """Distinct devices that were there at any moment of the window."""
        there = (self.zone == zone) & (self.from_s < window.end_s) & (self.to_s >= window.start_s)
        return len(np.unique(self.device[there]))


@dataclass(frozen=True, slots=True)
class Travel:
    """Shares of batches that get lost, come twice, or come after the key's death."""

    lost: float = 0.005
    twice: float = 0.05
    late: float = 0.005


def crowd_of(people: Ints, random: np.random.Generator, span_s: int = 3600) -> Crowd:
    """`people[zone]` devices a zone, each with one or two visits of ten minutes on average, over the span and its edges."""
    zone = np.repeat(np.arange(len(people)), people)
    device = np.arange(len(zone))
    again = random.random(len(zone)) < 0.3
    device, zone = np.concatenate([device, device[again]]), np.concatenate([zone, zone[again]])
    start = NOON + random.uniform(-1200, span_s, len(zone))
    return Crowd(device, zone, start, start + random.exponential(600, len(zone)))


def batches_of(crowd: Crowd, kind: Kind, span_s: int, travel: Travel, random: np.random.Generator) -> list[Batch]:
    """An association, a report each minute, a leave; gathered by access point and minute, sent, and shuffled."""
    many = np.floor((crowd.to_s - crowd.from_s) / REPORT_S).astype(np.int64) + 2
    visit = np.repeat(np.arange(len(many)), many)
    step = np.arange(len(visit)) - np.repeat(np.cumsum(many) - many, many)
    at = np.minimum(crowd.from_s[visit] + step * REPORT_S, crowd.to_s[visit])
    inside = (at >= NOON) & (at < NOON + span_s)
    visit, at = visit[inside], at[inside]
    device, zone = crowd.device[visit], crowd.zone[visit]
    # Phones roam between the access points of a zone.
    point = random.integers(0, POINTS, len(visit))
    minute = (at // 60).astype(np.int64)
    group = (minute * (int(crowd.zone.max()) + 1) + zone) * POINTS + point
    order = np.argsort(group, kind="stable")
    device, zone, point, minute = device[order], zone[order], point[order], minute[order]
    edges = np.append(np.flatnonzero(np.diff(group[order], prepend=-1)), len(order))
    known: dict[tuple[Window, int], dict[int, int]] = {}
    made = []
    for begin, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        window, name = window_of(kind, int(minute[begin]) * 60), f"zone-{zone[begin]}"
        ids = known.setdefault((window, int(zone[begin])), {})
        fresh = sorted(set(device[begin:end].tolist()) - ids.keys())
        key = np.random.default_rng(window.start_s).bytes(32)
        ids.update(zip(fresh, identify(key, name, [mac_of(each) for each in fresh]), strict=True))
        seen = tuple(ids[each] for each in device[begin:end].tolist())
        received = (int(minute[begin]) + 1) * 60 + random.uniform(0, 50)
        if random.random() < travel.lost:
            continue
        if random.random() < travel.late:
            received = window.key_dead_at_s + random.uniform(0, 3600)
        copies = 2 if random.random() < travel.twice else 1
        made += [Batch(window, name, f"{name}-{point[begin]}", seen, received)] * copies
    return [made[at] for at in random.permutation(len(made))]


def mac_of(device: int) -> bytes:
    """An address that a device made up for privacy."""
    return b"\xda\xa1" + device.to_bytes(4, "big")
