"""From the chosen candidates to the road that was driven: edges one after the other, and where on them each step is."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from city.mobility.roads.routes import Reach, WayTable


@dataclass(frozen=True, slots=True)
class Step:
    """A step with its candidate. `starts`: no way leads to it from the step before."""

    t: float
    edge: int
    at_m: float
    starts: bool


@dataclass(slots=True)
class Run:
    """Edges that follow one another, in metres from where the first one is entered.

    Edge number `i` is entered at `entered[i]`, `begins[i]` metres from its start; each is left where the next is
    entered. `numbers`: its steps, `along`: where they are; `leaps`: the steps before which nothing was seen for long.
    """

    edges: list[int]
    entered: list[float] = field(default_factory=lambda: [0.0])
    begins: list[float] = field(default_factory=lambda: [0.0])
    numbers: list[int] = field(default_factory=list)
    along: list[float] = field(default_factory=list)
    leaps: set[int] = field(default_factory=set)

    @property
    def here_m(self) -> float:
        """Metres from the start of the last edge, at the last step."""
        return self.begins[-1] + self.along[-1] - self.entered[-1]

    def place(self, along: float) -> int:
        """The number of the edge that lies there."""
        return max(bisect_right(self.entered, along) - 1, 0)

    def behind(self, place: int, metres: float) -> tuple[int, ...]:
        """The whole edges that lead up to one, at least so many metres back if there are as many."""
        first = place
        while first and self.entered[place] - self.entered[first] < metres and not self.begins[first]:
            first -= 1
        while first < place and self.begins[first]:
            first += 1
        return tuple(self.edges[first:place])

    def add(self, edge: int, left_at_m: float, begins_at_m: float = 0.0) -> None:
        """The last edge is left at so many metres from its start, and the next entered."""
        self.entered.append(self.entered[-1] + left_at_m - self.begins[-1])
        self.edges.append(edge)
        self.begins.append(begins_at_m)


class RouteBuilder:
    """Puts ways together on one map."""

    def __init__(
        self,
        lengths: Sequence[float],
        twins: Sequence[int],
        table: WayTable,
        reach: Callable[[int, float], Reach],
        fastest_ms: float,
        inferred_after_s: float,
    ) -> None:
        self._lengths, self._twins, self._table, self._reach = lengths, twins, table, reach
        self._fastest_ms, self._inferred_after_s = fastest_ms, inferred_after_s

    def runs(self, steps: Sequence[Step], back_m: float, behind: Sequence[int] = ()) -> list[Run]:
        """Runs in order; every step is in one. A step back by up to `back_m` is noise of a vehicle that stands.

        `behind`: edges that were driven before the first step's.
        """
        runs: list[Run] = []
        before = None
        for number, step in enumerate(steps):
            seconds = 0.0 if before is None else step.t - before.t
            if before is None or step.starts or not self._go_on(runs[-1], step, seconds, back_m):
                runs.append(self._begin(step, behind if before is None else ()))
            elif seconds > self._inferred_after_s:
                runs[-1].leaps.add(number)
            runs[-1].numbers.append(number)
            before = step
        return runs

    def _begin(self, step: Step, behind: Sequence[int]) -> Run:
        run = Run([behind[0] if behind else step.edge])
        for edge in (*behind[1:], step.edge) if behind else ():
            run.add(edge, self._lengths[run.edges[-1]])
        run.along.append(run.entered[-1] + step.at_m)
        return run

    def _go_on(self, run: Run, step: Step, seconds: float, back_m: float) -> bool:
        """Adds the way from the end of the run to the step; False if there is none."""
        here, here_m, edge = run.edges[-1], run.here_m, step.edge
        if edge == here and step.at_m >= here_m - back_m:
            run.along.append(run.entered[-1] + max(step.at_m - run.begins[-1], 0.0))
            return True
        if edge != here and self._step_back(run, step, back_m):
            return True
        between = self._between(here, here_m, step, self._fastest_ms * seconds + 100.0)
        if between is not None:
            for each in (*between, edge):
                run.add(each, self._lengths[run.edges[-1]])
            run.along.append(run.entered[-1] + step.at_m)
            return True
        return self._turn_round(run, step, here_m, back_m)

    def _turn_round(self, run: Run, step: Step, here_m: float, back_m: float) -> bool:
        here, length = run.edges[-1], self._lengths[run.edges[-1]]
        if step.edge != self._twins[here] or abs(here_m + step.at_m - length) > self._fastest_ms * 20 + back_m:
            return False
        turned_at = max(here_m, length - step.at_m)
        run.add(step.edge, turned_at, length - turned_at)
        run.along.append(run.entered[-1] + step.at_m - run.begins[-1])
        return True

    def _step_back(self, run: Run, step: Step, back_m: float) -> bool:
        """Back over a junction: the run ends there again, or, where it did not come that way, waits."""
        now = run.along[-1]
        for place in range(len(run.edges) - 2, -1, -1):
            if now - run.entered[place + 1] > back_m:
                break
            at = run.entered[place] + step.at_m - run.begins[place]
            if run.edges[place] == step.edge and now - at <= back_m:
                del run.edges[place + 1 :], run.entered[place + 1 :], run.begins[place + 1 :]
                run.along.append(max(at, run.entered[place]))
                return True
        metres = self._table.metres_between(step.edge, run.edges[-1])
        if self._lengths[step.edge] - step.at_m + metres + run.here_m <= back_m:
            run.along.append(run.entered[-1])
            return True
        return False

    def _between(self, edge: int, at_m: float, step: Step, most_m: float) -> Sequence[int] | None:
        left = self._lengths[edge] - at_m + step.at_m
        metres = self._table.metres_between(edge, step.edge)
        if left + metres <= most_m:
            return self._table.between(edge, step.edge)
        if left + self._table.reaches_m > most_m:
            return None
        reach = self._reach(edge, most_m)
        if step.edge not in reach.metres or left + reach.metres[step.edge] > most_m:
            return None
        return reach.way_to(edge, step.edge)[1:-1]
