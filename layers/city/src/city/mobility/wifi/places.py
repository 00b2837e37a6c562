"""In which zone an access point is: a fixed one always in its own, one on a bus where the bus was matched last."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

# A bus at 30 km/h is a kilometre further on after two minutes: what was seen there is of no known zone.
OLDEST_POSITION_S = 120


@dataclass(frozen=True, slots=True)
class Ride:
    """Where a vehicle was matched: moments in order (epoch seconds), and the zone at each; None: in no zone."""

    at_s: Sequence[float]
    zones: Sequence[str | None]

    def zone_at(self, moment_s: float) -> str | None:
        """The zone of the last position before the moment; None where it is too old, or in no zone."""
        row = bisect_right(self.at_s, moment_s) - 1
        if row < 0 or moment_s - self.at_s[row] > OLDEST_POSITION_S:
            return None
        return self.zones[row]
