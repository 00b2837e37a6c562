"""Wherever a worker dies, and however workers overtake each other, every event counts once and is told."""

import json
from collections.abc import Sequence
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from city.contracts.operations.city_event import CityEventV1, MessageType
from tests.effort import one_in
from tests.integration.operations.incidents.incidents_in_moto import IncidentsInMoto
from tests.unit.operations.incidents.oracle import components_of, random_events
from tests.unit.operations.incidents.told import fire


class Dying:
    """A worker that dies at its n-th call to AWS, before or after AWS has done it."""

    def __init__(self, incidents: IncidentsInMoto, at_call: int, moment: str) -> None:
        self.left, self.died = at_call, False
        incidents.on_calls(f"{moment}.*.*", self.count)

    def count(self, **_: Any) -> None:
        if self.died:
            return
        self.left -= 1
        if self.left < 0:
            self.died = True
            raise KeyboardInterrupt  # nothing in the worker catches it, as nothing catches a killed process


def several() -> list[CityEventV1]:
    """Openings, a merge of what was there, an update, a cancel before its event: more than one transaction holds."""
    scattered = [fire(f"s{n}", east_m=2_000 + 900 * n, kind="collision") for n in range(30)]
    return [
        fire("2", east_m=250, minutes=1),
        fire("1", message_type=MessageType.UPDATE, revision=1),
        fire("9", message_type=MessageType.CANCEL, north_m=9_000),
        *scattered,
        fire("9", north_m=9_000),
    ]


def told_once(incidents: IncidentsInMoto, before: Sequence[CityEventV1], events: Sequence[CityEventV1]) -> None:
    """The tables hold what brute force finds, and boards and the bus were told of all of it."""
    expected = components_of([*before, *events])
    assert incidents.components() == expected
    going_on = {each.incident_id: each for each in incidents.going_on()}
    boards = incidents.told_boards()
    assert {key: boards[key]["count"] for key in going_on} == {key: each.count for key, each in going_on.items()}
    assert {key: boards[key]["revision"] for key in going_on} == {k: each.revision for k, each in going_on.items()}
    events_told = {detail["event_id"]: (kind, json.dumps(detail)) for kind, detail in incidents.told_bus()}
    opened = {json.loads(text)["incident_id"] for kind, text in events_told.values() if kind == "IncidentOpened"}
    told = {json.loads(text)["incident_id"] for _, text in events_told.values()}
    # Whatever goes on was opened under its own id, or goes on for one that was; what was over when it came is told of.
    for each in going_on.values():
        assert {each.incident_id, *each.absorbed} & (opened if each.is_open else told), each
    assert incidents.sweep() == 0


@pytest.mark.parametrize("moment", ["before-call", "after-call"])
# Reports, packs, incidents; two transactions; boards; the bus, ten at a time; and what was told is forgotten.
@pytest.mark.parametrize("at_call", one_in(2, range(11)))
def test_wherever_a_worker_dies_everything_counts_once_and_is_told(
    incidents: IncidentsInMoto, at_call: int, moment: str
) -> None:
    before = [fire("1"), fire("3", east_m=500, minutes=2)]
    incidents.tell(before)
    events = several()
    dying = Dying(incidents, at_call, moment)

    with suppress(KeyboardInterrupt):
        incidents.deliver(*events)
    assert dying.died
    assert incidents.deliver(*events) == []
    incidents.sweep()

    told_once(incidents, before, events)


def test_no_call_is_left_at_which_a_worker_could_die_untested(incidents: IncidentsInMoto) -> None:
    incidents.tell([fire("1"), fire("3", east_m=500, minutes=2)])
    dying = Dying(incidents, 11, "before-call")

    assert incidents.deliver(*several()) == []

    assert not dying.died


def test_workers_that_overtake_each_other_lose_and_double_nothing(incidents: IncidentsInMoto) -> None:
    """At each of the first calls of a worker another one takes in a batch of the same place and time."""
    random = Random(3)
    events = random_events(random, 120)
    random.shuffle(events)
    others = [events[at : at + 10] for at in range(60, len(events), 10)]
    receive = incidents.events.receive_events
    busy = []

    def overtake(**_: Any) -> None:
        if not busy and others:
            busy.append(True)
            receive.receive(others.pop())
            busy.clear()

    incidents.on_calls("before-call.dynamodb.TransactWriteItems", overtake)

    incidents.tell(events[:60], 20)
    for rest in list(others):
        incidents.tell(rest)

    assert incidents.pauses
    told_once(incidents, [], events)


def test_what_the_bus_did_not_take_is_told_by_the_sweep(incidents: IncidentsInMoto) -> None:
    left = iter([True])

    def fail(**_: Any) -> None:
        if next(left, False):
            raise EndpointConnectionError(endpoint_url="https://events")

    incidents.on_calls("before-call.*.PutEvents", fail)

    assert incidents.deliver(fire("1")) == []
    assert incidents.told_bus() == []

    assert incidents.sweep() == 1
    assert [kind for kind, _ in incidents.told_bus()] == ["IncidentOpened"]
    assert incidents.sweep() == 0
