"""Shows whether a citizen who comes to the office now finds somebody there."""

from city.fines.law.counter_hours import is_open
from city.kernel.clock import Clock


class ShowCounter:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def show(self) -> bool:
        """Whether the counter is open."""
        return is_open(self._clock.now())
