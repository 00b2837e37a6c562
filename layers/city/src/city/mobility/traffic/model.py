"""What a vehicle's stretches say of the edges it drove: a speed for each it left, and what is still open."""

from dataclasses import dataclass

SLOT_S = 300


@dataclass(frozen=True, slots=True)
class Observation:
    """One vehicle's passage of one edge: `metres` in `seconds` of driving, what it stood at a bus stop left out.

    `left_at`: seconds of the epoch; `stood_s`: seconds that were left out; `is_whole`: from end to end of the edge.
    """

    edge: int
    metres: float
    seconds: float
    left_at: float
    stood_s: float = 0.0
    is_whole: bool = True

    @property
    def traversal(self) -> int:
        """Milliseconds of the epoch: a vehicle leaves an edge once at a moment, so this names the passage."""
        return round(self.left_at * 1_000)

    @property
    def slot(self) -> int:
        """Number of five minutes since the epoch, whatever the time zone."""
        return int(self.left_at // SLOT_S)

    @property
    def speed_kmh(self) -> float:
        return 3.6 * self.metres / self.seconds


@dataclass(frozen=True, slots=True)
class OpenPassage:
    """Of the edge that a vehicle has not left: from metre to metre, seconds of the epoch, and fixes seen.

    `near_stops`: time and metres of the fixes that lie near a bus stop.
    """

    edge: int
    begin_m: float
    end_m: float
    entered_at: float
    left_at: float
    fixes: int = 0
    near_stops: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Carry:
    """What one batch of a vehicle leaves for the next. Stretches up to `driven_until`, fixes to `seen_until` are counted.

    Both in seconds of the epoch: fixes may be settled on no road before the way past them is.
    """

    open: OpenPassage | None = None
    driven_until: float = float("-inf")
    seen_until: float = float("-inf")


NOTHING = Carry()
