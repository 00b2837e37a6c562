"""Whoever dies or is overtaken while reports are taken in, everything counts once."""

import json
from contextlib import suppress
from typing import Any

import pytest

from city.crosswalk.errors import UnitMoved
from tests.integration.crosswalk.event_kinds import kinds
from tests.integration.crosswalk_in_moto import JOURNAL, UNIT, CrosswalkInMoto


def test_an_event_that_the_bus_did_not_take_is_published_by_the_sweep(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.cut_off_the_bus(calls=1)
    body = crosswalk.arrived(crosswalk.incident())

    assert crosswalk.deliver(body) == []
    # The queue brings it again, and it is known by then.
    assert crosswalk.deliver(body) == []
    assert crosswalk.events() == []

    assert crosswalk.sweep() == 0
    crosswalk.clock.move(minutes=3)
    assert crosswalk.sweep() == 1

    assert kinds(crosswalk.events()) == ["PedestrianInConflict"]
    assert crosswalk.sweep() == 0


def test_a_transaction_that_fails_leaves_nothing_behind(crosswalk: CrosswalkInMoto) -> None:
    units = crosswalk.reports.take_reports._units
    body = crosswalk.arrived(crosswalk.incident())
    record = crosswalk.record()
    stale = crosswalk.record()
    units.write_state(record, record.state)

    with pytest.raises(UnitMoved):
        crosswalk.reports.take_reports._write(stale, [crosswalk.reports.read_report.read("1", body)])

    assert [item["stream"] for item in crosswalk.table("ReportsTable")] == []
    assert crosswalk.deliver(body) == []
    assert kinds(crosswalk.events()) == ["PedestrianInConflict"]


def test_two_workers_with_one_unit_both_get_through(crosswalk: CrosswalkInMoto) -> None:
    first, second = crosswalk.telemetry(), crosswalk.telemetry()
    reports = crosswalk.reports.take_reports
    units, pauses = reports._units, []
    get, met = units.get, []

    def get_and_be_overtaken(unit: str) -> Any:
        record = get(unit)
        if not met:
            met.append(unit)
            other = get(unit)
            units.write_state(other, other.state)
        return record

    class Overtaken:
        def __getattr__(self, name: str) -> Any:
            return get_and_be_overtaken if name == "get" else getattr(units, name)

    reports._units, reports._pause = Overtaken(), pauses.append
    crosswalk.hear(first, second)

    assert pauses == [0]
    assert crosswalk.record().state.journals[JOURNAL].runs == ((1, 2),)


class Dying:
    """A worker that dies at its n-th call to AWS, before or after AWS has done it."""

    def __init__(self, crosswalk: CrosswalkInMoto, at_call: int, moment: str) -> None:
        self.left, self.died = at_call, False
        for client in crosswalk.clients():
            client.meta.events.register(f"{moment}.*.*", self.count)  # type: ignore[attr-defined]

    def count(self, **_: Any) -> None:
        if self.died:
            return
        self.left -= 1
        if self.left < 0:
            self.died = True
            raise KeyboardInterrupt  # nothing in the worker catches it, as nothing catches a killed process


@pytest.mark.parametrize("moment", ["before-call", "after-call"])
# Telemetry, the unit, the transaction, the events published together, then each deleted.
@pytest.mark.parametrize("at_call", range(6))
def test_wherever_a_worker_dies_everything_counts_once_and_is_published(
    crosswalk: CrosswalkInMoto, at_call: int, moment: str
) -> None:
    messages = [crosswalk.telemetry(), crosswalk.statistics(), crosswalk.incident(), crosswalk.fault()]
    bodies = [crosswalk.arrived(message) for message in messages]
    dying = Dying(crosswalk, at_call, moment)

    with suppress(KeyboardInterrupt):
        crosswalk.deliver(*bodies)
    assert dying.died
    assert crosswalk.deliver(*bodies) == []
    crosswalk.clock.move(minutes=2, seconds=30)
    crosswalk.sweep()

    published = [json.dumps(event, sort_keys=True) for event in crosswalk.events()]
    # The one gap: killed after the bus had the events and before they were deleted, they are published again, the same
    # to the letter.
    assert {json.loads(event)[0] for event in published} == {"PedestrianInConflict", "CrosswalkFault"}
    assert len(published) - len(set(published)) <= 2
    assert len(set(published)) == 2
    assert crosswalk.staff.show_day.show(UNIT, None).total.vehicles == 5
    assert crosswalk.staff.show_days.show(UNIT, None, None).total.vehicles == 5
    assert [c.count for c in crosswalk.staff.show_heat.show(UNIT, None, None).kinds["conflict"]] == [1]
    assert len(crosswalk.staff.list_incidents.list(UNIT, 10, None).incidents) == 1
    assert crosswalk.record().state.journals[JOURNAL].runs == ((1, 4),)
    assert crosswalk.table("Outbox") == []
