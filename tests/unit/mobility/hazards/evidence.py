"""Vehicles drawn by chance over holes that are known."""

from datetime import UTC, datetime, timedelta

import numpy as np

from city.mobility.hazards.evidence import Hit, Pass
from city.mobility.hazards.policy import HAZARD_RULES

RULE = HAZARD_RULES[-1]
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
EDGE = "10:1:2:+"


def after(days: float) -> datetime:
    return START + timedelta(days=days)


def hit(vehicle: int | str, at_m: float = 100.0, days: float = 0.0, strength: float = 5.0, edge: str = EDGE) -> Hit:
    return Hit(str(vehicle), edge, at_m, after(days), strength)


def drive(vehicle: int | str, days: float = 0.0, begin_m: float = 0.0, end_m: float = 300.0, edge: str = EDGE) -> Pass:
    return Pass(str(vehicle), edge, begin_m, end_m, after(days), after(days) + timedelta(seconds=30))


def traffic(
    random: np.random.Generator,
    hole_m: float,
    *,
    chance: float,
    noise_m: float,
    vehicles: int,
    first: float,
    last: float,
) -> tuple[set[Hit], set[Pass]]:
    """Each vehicle drives once a day; it meets the hole by chance and says by a Gaussian where."""
    hits, passes = set(), set()
    for day in np.arange(first, last):
        for vehicle in range(vehicles):
            at = float(day) + float(random.uniform(0, 0.6))
            passes.add(drive(vehicle, at))
            if random.random() < chance:
                hits.add(hit(vehicle, hole_m + float(random.normal(0, noise_m)), at + 1e-4, random.uniform(3, 7)))
    return hits, passes
