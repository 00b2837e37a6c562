"""A source that tells of too many places at once is one incident, with an exact count and hardly a notice."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from city.contracts.operations.city_event import Category, CityEventV1
from city.operations.incidents.storms import LINGER, WINDOW
from tests.effort import examples
from tests.unit.operations.incidents.memory import Memory
from tests.unit.operations.incidents.oracle import BEGIN, components_of
from tests.unit.operations.incidents.told import fire

KINDS = ("sensor_fault", "lamp_fault", "an_unnamed_kind")


def fault(number: int, place: int, seconds: float, **more: Any) -> CityEventV1:
    """From one of the things behind a gateway, all over the town."""
    at = BEGIN + timedelta(seconds=seconds)
    told = {
        "source": "sensors",
        "gateway": "gw-1",
        "asset": f"asset-{place}",
        "category": Category.FACILITY,
        "kind": KINDS[place % 3],
        "occurred_at": at,
        "reported_at": at,
        **more,
    }
    return fire(str(number), east_m=place % 20 * 500, north_m=place // 20 * 500, **told)


def failing_gateway(random: Random, events: int) -> list[CityEventV1]:
    """In a minute; one in ten by a clock that is wrong by hours."""
    told = []
    for number in range(events):
        seconds = random.uniform(0, 60)
        more: dict[str, Any] = {}
        if random.random() < 0.1:
            more["occurred_at"] = BEGIN + timedelta(seconds=seconds, hours=random.uniform(-3, 3))
        told.append(fault(number, random.randrange(400), seconds, **more))
    return told


def come_in(events: Sequence[CityEventV1], random: Random, batch: int) -> Memory:
    """One in ten after all others, and all in any order."""
    order = list(events)
    random.shuffle(order)
    late = order[: len(order) // 10]
    memory = Memory()
    order = [*order[len(late) :], *late]
    for at in range(0, len(order), batch):
        memory.take(order[at : at + batch])
    return memory


def judge(random: Random, events: int, batch: int) -> None:
    memory = come_in(failing_gateway(random, events), random, batch)

    (incident,) = memory.going_on
    assert (incident.count, incident.storm) == (events, True)
    assert len(memory.opened) <= 3
    assert len(memory.reports) == events


def test_five_thousand_events_of_a_failing_gateway_are_one_incident() -> None:
    judge(Random(1), events=5_000, batch=100)


@pytest.mark.exhaustive
@pytest.mark.parametrize("batch", [1, 7, 100, 5_000])
def test_so_they_are_however_they_are_split(batch: int) -> None:
    for seed in range(3):
        judge(Random(seed), events=5_000, batch=batch)


def test_a_smaller_storm_is_one_incident_however_it_is_split() -> None:
    for seed in range(examples(40)):
        random = Random(seed)
        judge(random, events=200, batch=random.choice([1, 3, 20, 200]))


def test_storms_come_to_what_brute_force_finds() -> None:
    """On the brink: a few places a minute, so that storms begin, end, meet and are joined late."""
    storms = calm = 0
    for seed in range(examples(200)):
        random = Random(seed)
        events = [fault(n, random.randrange(12), random.choice([60, 900, 3_000]) * random.random()) for n in range(30)]
        expected = components_of(events)
        storms += any(each.storm for each in expected)
        calm += any(not each.storm for each in expected)
        for batch in (1, 4, 30):
            assert come_in(events, random, batch).components() == expected, seed
    assert min(storms, calm) > examples(200) // 5


def test_two_places_behind_a_gateway_are_two_incidents_and_a_third_makes_a_storm() -> None:
    memory = Memory()

    memory.take([fault(1, 1, 0), fault(2, 50, 30)])
    assert len(memory.going_on) == 2
    memory.take([fault(3, 99, 60)])

    (incident,) = memory.going_on
    assert (incident.count, incident.storm) == (3, True)


@pytest.mark.parametrize(("seconds", "incidents"), [(60, 1), (60.001, 3)])
def test_a_minute_is_a_minute(seconds: float, incidents: int) -> None:
    memory = Memory()

    memory.take([fault(1, 1, 0), fault(2, 50, 30), fault(3, 99, seconds)])

    assert len(memory.going_on) == incidents


@pytest.mark.parametrize(("after", "incidents"), [(timedelta(0), 1), (timedelta(milliseconds=1), 2)])
def test_a_storm_takes_in_what_follows_for_ten_minutes(after: timedelta, incidents: int) -> None:
    memory = Memory()
    storm = [fault(n, n * 20, n * 10) for n in range(4)]
    # The last minute with three places begins at the tenth second.
    end = (timedelta(seconds=10) + WINDOW + LINGER + after).total_seconds()

    memory.take([*storm, fault(9, 399, end)])

    assert len(memory.going_on) == incidents


def test_people_who_call_are_never_a_storm() -> None:
    memory = Memory()

    memory.take([fault(n, n, n / 10, source="agency.112", gateway=None) for n in range(0, 400, 7)])

    assert len(memory.going_on) > 20


def test_one_thing_that_repeats_itself_is_no_storm() -> None:
    memory = Memory()

    memory.take([fault(n, 1, n / 10) for n in range(500)])

    (incident,) = memory.going_on
    assert (incident.count, incident.storm) == (500, False)
