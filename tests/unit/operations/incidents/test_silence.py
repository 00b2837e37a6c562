"""Silence is decided for each thing by its own rhythm, and a gateway that is out is one alarm."""

from collections.abc import Iterator
from random import Random

import pytest

from city.operations.incidents.silence import Asset, Gateway, judge
from tests.effort import examples

BEGIN = 1_800_000_000


class Town:
    """Things behind gateways, each with an interval of its own; watched once a minute."""

    def __init__(self, random: Random, gateways: int, each: int) -> None:
        self.random = random
        self.gateways = {f"gw-{n}": Gateway(f"gw-{n}") for n in range(gateways)}
        self.intervals = {
            (gateway, f"{gateway}.asset-{n}"): random.uniform(20, 300) for gateway in self.gateways for n in range(each)
        }
        self.due = {thing: BEGIN + random.uniform(0, every) for thing, every in self.intervals.items()}
        self.dead: set[tuple[str, str]] = set()
        self.out: set[str] = set()
        self.told: list[tuple[str, str]] = []
        self.ended: list[tuple[str, str]] = []

    def live(self, since: int, until: int) -> None:
        for minute in range(since, until, 60):
            heard: dict[str, list[tuple[str, int]]] = {}
            for thing in self.intervals:
                for at in self._beats(thing, minute + 60):
                    if thing not in self.dead and thing[0] not in self.out:
                        heard.setdefault(thing[0], []).append((thing[1], int(at)))
            for name, of in heard.items():
                self.random.shuffle(of)
                # In parcels, some of them twice.
                for at in range(0, len(of), 50):
                    for _ in range(self.random.choice([1, 1, 2])):
                        self.gateways[name] = self.gateways[name].with_heard(of[at : at + 50])
            self._watch(minute + 60)

    def _beats(self, thing: tuple[str, str], until: int) -> Iterator[float]:
        while self.due[thing] < until:
            yield self.due[thing]
            self.due[thing] += self.intervals[thing] * self.random.uniform(0.8, 1.2)

    def _watch(self, now: int) -> None:
        for name, gateway in self.gateways.items():
            verdict = judge(gateway, now)
            self.gateways[name] = verdict.gateway
            self.told += [("asset", asset) for asset, _ in verdict.silent]
            self.told += [("gateway", name)] if verdict.out is not None else []
            self.ended += [("asset", asset) for asset, _ in verdict.heard_again]
            self.ended += [("gateway", name)] if verdict.back is not None else []


def six_alarms(seed: int, gateways: int, each: int) -> None:
    random = Random(seed)
    town = Town(random, gateways, each)
    town.live(BEGIN, BEGIN + 4_800)
    assert town.told == []

    dead = random.sample([thing for thing in town.intervals if thing[0] != "gw-1"], 5)
    town.dead = set(dead)
    town.live(BEGIN + 4_800, BEGIN + 5_400)
    town.out = {"gw-1"}
    town.live(BEGIN + 5_400, BEGIN + 6_000)
    town.out = set()
    town.live(BEGIN + 6_000, BEGIN + 9_000)

    assert sorted(town.told) == sorted([("gateway", "gw-1"), *(("asset", asset) for _, asset in dead)]), seed
    assert town.ended == [("gateway", "gw-1")]


def test_five_dead_things_and_a_gateway_that_is_out_are_six_alarms() -> None:
    """Small towns, many of them."""
    for seed in range(examples(25)):
        six_alarms(seed, gateways=3, each=60)


def test_of_two_thousand_things_five_dead_and_a_gateway_of_four_hundred_out_are_six_alarms() -> None:
    six_alarms(1, gateways=5, each=400)


@pytest.mark.exhaustive
def test_so_they_are_in_thirty_towns_of_two_thousand_things() -> None:
    for seed in range(100, 130):
        six_alarms(seed, gateways=5, each=400)


def beats(every: int, count: int = 10, begin: int = BEGIN) -> tuple[int, ...]:
    return tuple(begin + every * n for n in range(count))


def test_a_thing_is_silent_after_three_of_its_own_intervals() -> None:
    gateway = Gateway("gw", {"slow": Asset(beats(600)), "fast": Asset(beats(60, begin=BEGIN + 4_860))})
    last = gateway.last

    assert judge(gateway, last + 170).silent == ()
    # Four minutes on, the other one is not even due.
    alone = Gateway("gw", {**gateway.assets, **{f"other-{n}": Asset(beats(600, begin=BEGIN + 240)) for n in range(9)}})
    assert [name for name, _ in judge(alone, last + 240).silent] == ["fast"]


def test_what_was_heard_too_seldom_is_not_watched() -> None:
    gateway = Gateway("gw", {"new": Asset(beats(60, 4)), **{f"n-{n}": Asset(beats(60)) for n in range(20)}})

    assert judge(gateway, BEGIN + 600).silent == ()


def test_a_silence_is_told_once_and_its_end_once() -> None:
    others = {f"other-{n}": Asset(beats(600)) for n in range(9)}
    gateway = Gateway("gw", {"fast": Asset(beats(60)), **others})
    first = judge(gateway, BEGIN + 5_600)
    again = judge(first.gateway, BEGIN + 5_660)

    heard = again.gateway.with_heard([("fast", BEGIN + 5_700)])
    end = judge(heard, BEGIN + 5_720)

    assert [name for name, _ in first.silent] == ["fast"]
    assert (again.silent, again.heard_again) == ((), ())
    assert end.heard_again == (("fast", BEGIN + 540),)
    assert judge(end.gateway, BEGIN + 5_725).heard_again == ()


def test_what_comes_late_or_twice_changes_nothing() -> None:
    moments = [("a", at) for at in beats(60)]
    inorder = Gateway("gw").with_heard(moments)

    backwards = Gateway("gw")
    for moment in reversed([*moments, *moments[::2]]):
        backwards = backwards.with_heard([moment])

    assert backwards.assets == inorder.assets


def test_of_two_things_behind_a_gateway_that_is_out_the_gateway_is_told() -> None:
    gateway = Gateway("gw", {"a": Asset(beats(60)), "b": Asset(beats(60))})

    verdict = judge(gateway, BEGIN + 540 + 200)

    assert (verdict.silent, verdict.out) == ((), BEGIN + 540)
