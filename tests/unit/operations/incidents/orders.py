"""Sets of events in many orders, each against what brute force finds; for the tests and for the benchmark of the whole size."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from city.contracts.operations.city_event import CityEventV1
from tests.unit.operations.incidents.memory import Memory
from tests.unit.operations.incidents.oracle import components_of, random_events


@dataclass(frozen=True, slots=True)
class Judged:
    """Seeds of which an order came to something else; of how many sets some incident has three members, or is a storm."""

    wrong: tuple[int, ...] = ()
    several: int = 0
    storms: int = 0

    def __add__(self, other: "Judged") -> "Judged":
        return Judged(self.wrong + other.wrong, self.several + other.several, self.storms + other.storms)


def come_in(events: Sequence[CityEventV1], random: Random, batches: int) -> Memory:
    """Shuffled, some twice, in batches of any size."""
    order = [*events, *random.choices(events, k=len(events) // 4)]
    random.shuffle(order)
    memory = Memory()
    at = 0
    while at < len(order):
        size = random.randint(1, batches)
        memory.take(order[at : at + size])
        at += size
    return memory


def judge(seeds: range, orders: int) -> Judged:
    """Each seed's set in so many orders; after the first that is wrong, the next set."""
    judged = Judged()
    for seed in seeds:
        random = Random(seed)
        events = random_events(random)
        expected = components_of(events)
        wrong = any(
            come_in(events, random, random.choice([1, 3, 10, 100])).components() != expected for _ in range(orders)
        )
        several = any(len(each.members) > 2 for each in expected)
        judged += Judged((seed,) if wrong else (), int(several), int(any(each.storm for each in expected)))
    return judged
