"""Potholes and bumps by the hits and passes of many vehicles: confirmed by three, faded by those that feel nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import numpy as np

from city.contracts.operations.city_event import Severity
from city.mobility.hazards.evidence import Hit, KnownBumps, Pass
from city.mobility.hazards.findings import Finding, name_by
from city.mobility.hazards.groups import group_along, last_of_each, place_of, seen_by
from city.mobility.hazards.policy import HazardRule
from city.mobility.hazards.srti import HazardKind

_DAY_S = 86_400


class HoleState(StrEnum):
    """CANDIDATE: never hit by enough vehicles. HEALED: was confirmed, and is until somebody hits it again."""

    CANDIDATE = "candidate"
    CONFIRMED = "confirmed"
    HEALED = "healed"


@dataclass(frozen=True, slots=True)
class Hole:
    """`strength`: median of the vehicles' last hits, m/s^2. `vehicles`: how many hit it. `score`: see `find_holes`."""

    source_id: str
    state: HoleState
    edge: str
    at_m: float
    strength: float
    vehicles: int
    score: float
    first_at: datetime
    last_at: datetime


def find_holes(
    hits: Iterable[Hit], passes: Iterable[Pass], bumps: KnownBumps, now: datetime, rule: HazardRule
) -> list[Hole]:
    """By edge and metre. A function of the set of evidence up to `now`: order and repetition change nothing.

    The score is the sum over the vehicles of max(0, 2^(-age / half life) - a_pass * passes) of each one's last hit:
    `passes` counts since that hit each vehicle once a day that drove over the place and hit nothing.
    Hazards within reach of a known bump are left out, whoever hits them.
    """
    by_edge: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.at <= now:
            by_edge.setdefault(hit.edge, []).append(hit)
    over: dict[str, set[Pass]] = {}
    for each in passes:
        if each.edge in by_edge and each.left_at <= now:
            over.setdefault(each.edge, set()).add(each)
    found = [
        _hole(group, over.get(edge, set()), now, rule)
        for edge, marks in by_edge.items()
        for group in group_along(marks, rule.reach_m)
        if now - group[-1].at <= rule.kept
    ]
    found = [each for each in found if not bumps.within(each.edge, each.at_m, rule.reach_m)]
    return sorted(found, key=lambda hole: (hole.edge, hole.at_m, hole.source_id))


def standing_holes(holes: Iterable[Hole], now: datetime, rule: HazardRule) -> list[Finding]:
    """The confirmed ones; each holds until its score would have faded without news."""
    return [
        Finding(
            hole.source_id,
            HazardKind.POTHOLE_OR_BUMP,
            severity_of(hole.strength, rule),
            hole.edge,
            hole.at_m,
            hole.first_at,
            now + rule.half_life * float(np.log2(max(hole.score / rule.heals_below, 1.0))),
        )
        for hole in holes
        if hole.state is HoleState.CONFIRMED
    ]


def severity_of(strength: float, rule: HazardRule) -> Severity:
    """By the strength of the jolt, m/s^2 at 40 km/h."""
    weaker = Severity.MODERATE if strength >= rule.moderate_from else Severity.MINOR
    return Severity.SEVERE if strength >= rule.severe_from else weaker


def forget(hits: Iterable[Hit], passes: Iterable[Pass], now: datetime, rule: HazardRule) -> tuple[set[Hit], set[Pass]]:
    """The evidence that still counts: what is younger than `kept`, and the hits that named hazards hit since."""
    by_edge: dict[str, list[Hit]] = {}
    for hit in hits:
        by_edge.setdefault(hit.edge, []).append(hit)
    groups = [group for each in by_edge.values() for group in group_along(each, rule.reach_m)]
    live = [group for group in groups if now - group[-1].at <= rule.kept]
    young = {hit for group in live for hit in group if now - hit.at <= rule.kept}
    return young | {group[0] for group in live}, {each for each in passes if now - each.left_at <= rule.kept}


def _hole(group: tuple[Hit, ...], passes: set[Pass], now: datetime, rule: HazardRule) -> Hole:
    # Whatever was before counts nothing, but for the name.
    counted = [hit for hit in group if now - hit.at <= rule.kept]
    founder, last, at_m = group[0], last_of_each(counted), place_of(counted)
    score = _score(last, _without_hit(counted, at_m, passes, rule.same_drive), now, rule)
    state = HoleState.CANDIDATE
    if seen_by(counted, rule.vehicles, rule.confirmed_within.total_seconds()):
        state = HoleState.CONFIRMED if score >= rule.heals_below else HoleState.HEALED
    return Hole(
        name_by(HazardKind.POTHOLE_OR_BUMP, founder),
        state,
        founder.edge,
        at_m,
        float(np.median([hit.strength for hit in last])),
        len(last),
        score,
        founder.at,
        counted[-1].at,
    )


def _without_hit(hits: list[Hit], at_m: float, passes: set[Pass], same_drive: timedelta) -> list[Pass]:
    hit_at: dict[str, list[datetime]] = {}
    for hit in hits:
        hit_at.setdefault(hit.vehicle, []).append(hit.at)
    return [
        each
        for each in passes
        if each.begin_m <= at_m <= each.end_m
        and not any(
            each.entered_at - same_drive <= at <= each.left_at + same_drive for at in hit_at.get(each.vehicle, ())
        )
    ]


def _score(last: list[Hit], passes: list[Pass], now: datetime, rule: HazardRule) -> float:
    # Of each vehicle and day the last pass: it is after a hit if any of that day is.
    last_pass: dict[tuple[str, int], float] = {}
    for each in passes:
        at = each.entered_at.timestamp()
        key = (each.vehicle, int(at // _DAY_S))
        last_pass[key] = max(at, last_pass.get(key, at))
    passed = np.sort(np.array(list(last_pass.values())))
    hit = np.array([each.at.timestamp() for each in last])
    since = len(passed) - np.searchsorted(passed, hit, "right")
    weight = np.exp2(-(now.timestamp() - hit) / rule.half_life.total_seconds())
    return float(np.maximum(weight - rule.a_pass * since, 0.0).sum())
