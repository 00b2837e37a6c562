"""Watches the hours in which children cross."""

from city.crosswalk.schools.way_to_school import are_children_on_the_way
from city.kernel.clock import Clock


class WatchSchools:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def watch(self) -> bool:
        """Whether children are on the way now."""
        return are_children_on_the_way(self._clock.now())
