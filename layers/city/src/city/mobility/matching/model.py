"""What goes into the matching and what comes out: columns, a row for each fix and a row for each stretch driven."""

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class State(IntEnum):
    """Of a fix: on a road, or on none. Of a stretch: seen, or worked out where nothing was seen."""

    UNMATCHED = 0
    MATCHED = 1
    INFERRED = 2


@dataclass(frozen=True, slots=True)
class Fixes:
    """Positions of one vehicle in the order of time. `t`: seconds; `lat`, `lon`: degrees, WGS 84."""

    t: Floats
    lat: Floats
    lon: Floats


@dataclass(frozen=True, slots=True)
class Stretches:
    """Pieces of edges in the order they were driven: `begin_m` to `end_m` of `edge`, from `entered_at` to `left_at`.

    Each begins where the one before ended, or `follows` is False there. `inferred`: nothing was seen of it (a tunnel,
    a gap), so it makes no speed.
    """

    edge: Ints
    begin_m: Floats
    end_m: Floats
    entered_at: Floats
    left_at: Floats
    inferred: npt.NDArray[np.bool_]
    follows: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Matched:
    """A row for each fix that is settled, in order.

    `edge`: row of the map, -1 if unmatched; `at_m`: metres from its start; `probability`: that it is this edge, with
    what the noise leaves open; `spread_m`: one standard deviation along the road.
    """

    t: Floats
    edge: Ints
    at_m: Floats
    state: npt.NDArray[np.uint8]
    probability: Floats
    spread_m: Floats
    stretches: Stretches


@dataclass(frozen=True, slots=True)
class Pin:
    """Where a vehicle was, beyond doubt: what follows is matched from here. `lat`, `lon`: the fix that says so.

    `told_m`: how far on the edge its stretches have been told; `behind`: the edges driven before, a few sigma back, for
    fixes that lie before it, and for a vehicle that seems to go back; `is_led_to`: whether a stretch was told that ends
    there.
    """

    t: float
    lat: float
    lon: float
    edge: int
    at_m: float
    told_m: float
    behind: tuple[int, ...] = ()
    is_led_to: bool = True


@dataclass(frozen=True, slots=True)
class Carry:
    """What one batch of a vehicle leaves for the next: fixes that are not settled, and the pin before them."""

    t: tuple[float, ...] = ()
    lat: tuple[float, ...] = ()
    lon: tuple[float, ...] = ()
    pin: Pin | None = None


NOTHING = Carry()


@dataclass(frozen=True, slots=True)
class Tuning:
    """How the matching weighs. Lengths in metres, times in seconds; measured in docs/mobility.md."""

    # Noise of one axis.
    sigma_m: float = 7.0
    # One fix of so many seconds steps from road to road; the others are put on the way that was found.
    step_s: float = 5.0
    candidates: int = 10
    # Fixes further from every road than so many sigma are unmatched.
    sigmas_away: float = 4.0
    nearest_m: float = 15.0
    # A way so much longer than the straight line is e times less likely.
    beta_m: float = 8.0
    turn_round: float = 12.0
    # A vehicle that stands seems to go back.
    back_sigmas: float = 3.0
    inferred_after_s: float = 45.0
    fastest_ms: float = 40.0
    longest_gap_s: float = 900.0
    most_steps: int = 40


@dataclass(frozen=True, slots=True)
class Batch:
    """The fixes of one vehicle, and what its last batch left."""

    fixes: Fixes
    carry: Carry = field(default=NOTHING)
