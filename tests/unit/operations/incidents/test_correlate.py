"""Correlation is a function of the set of events: whatever order, batch and repetition they come in."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from city.contracts.operations.city_event import MessageType, Severity
from tests.effort import examples
from tests.unit.operations.incidents.memory import Memory
from tests.unit.operations.incidents.oracle import BEGIN, random_events
from tests.unit.operations.incidents.orders import judge
from tests.unit.operations.incidents.told import fire


def check(seeds: range, orders: int) -> None:
    judged = judge(seeds, orders)
    assert judged.wrong == ()
    # Sets in which nothing belongs together would prove nothing.
    assert judged.several > len(seeds) // 5
    assert judged.storms > len(seeds) // 20


def test_any_order_comes_to_what_brute_force_finds() -> None:
    check(range(examples(300)), 6)


@pytest.mark.exhaustive
def test_every_one_of_fifty_orders_comes_to_what_brute_force_finds() -> None:
    """A thousand sets take a quarter of an hour: `make bench SUBJECT=correlation_oracle`."""
    check(range(10_000, 10_100), 50)


def test_what_is_prefetched_is_all_that_is_needed() -> None:
    """Each batch reads incidents once, and once more for each merge that it has to follow."""
    random = Random(7)
    for _ in range(20):
        memory = Memory()
        batches = 0
        events = random_events(random, 80)
        for at in range(0, len(events), 20):
            memory.take(events[at : at + 20])
            batches += 1
        merges = sum(each.merged_into is not None for each in memory.incidents.values())
        assert memory.reads <= batches + merges


def test_two_events_near_in_time_and_place_are_one_incident() -> None:
    memory = Memory()

    assert memory.take([fire("1")]) == ["opened"]
    assert memory.take([fire("2", east_m=200, minutes=20)]) == ["joined"]
    assert memory.take([fire("3", east_m=700)]) == ["opened"]
    assert memory.take([fire("4", minutes=90)]) == ["opened"]
    assert [each.count for each in memory.incidents.values()] == [2, 1, 1]


def test_a_late_event_makes_one_of_two_and_both_ids_live_on() -> None:
    memory = Memory()
    memory.take([fire("1"), fire("3", east_m=500, minutes=2)])
    first, second = sorted(memory.incidents)

    memory.take([fire("2", east_m=250, minutes=1)])

    assert memory.incidents[second].merged_into == first
    assert (memory.incidents[first].absorbed, memory.incidents[first].count) == ((second,), 3)


def test_an_earlier_event_gives_the_incident_its_id_and_the_old_one_points_there() -> None:
    memory = Memory()
    memory.take([fire("1", minutes=5)])
    (old,) = memory.incidents

    memory.take([fire("2")])

    new = memory.root(old)
    assert new != old
    assert new.startswith("20261110T030000-")


def test_two_acknowledged_incidents_that_become_one_keep_both_histories() -> None:
    memory = Memory()
    memory.take([fire("1"), fire("3", east_m=500, minutes=2)])
    first, second = sorted(memory.incidents)
    for each, state, minutes in ((first, "acknowledged", 5), (second, "dispatched", 4)):
        moment = BEGIN + timedelta(minutes=minutes)
        memory.incidents[each] = replace(
            memory.incidents[each], state=state, acknowledged_at=moment, dispatched_at=moment if minutes == 4 else None
        )

    memory.take([fire("2", east_m=250, minutes=1)])

    whole = memory.incidents[first]
    assert (whole.state, whole.absorbed) == ("dispatched", (second,))
    assert whole.acknowledged_at == whole.dispatched_at == BEGIN + timedelta(minutes=4)


def test_a_severity_that_rises_changes_no_incident_but_its_severity() -> None:
    """alerta #344: severity in the key broke deduplication."""
    memory = Memory()
    memory.take([fire("1", severity=Severity.MINOR)])

    memory.take([fire("1", message_type=MessageType.UPDATE, revision=1, severity=Severity.EXTREME)])
    memory.take([fire("2", severity=Severity.SEVERE)])

    (incident,) = memory.going_on
    assert (incident.severity, incident.count) == (Severity.EXTREME, 2)


def test_a_cancel_before_its_event_is_parked_and_holds_when_it_comes() -> None:
    memory = Memory()

    assert memory.take([fire("1", message_type=MessageType.CANCEL)]) == ["parked"]
    assert memory.incidents == {}
    assert memory.take([fire("1")]) == ["opened"]

    (incident,) = memory.going_on
    assert (incident.shown_state, incident.is_open, incident.count) == ("cancelled", False, 1)


def test_an_update_before_its_event_is_parked_and_both_count_as_one() -> None:
    memory = Memory()

    assert memory.take([fire("1", message_type=MessageType.UPDATE, revision=2, severity=Severity.EXTREME)]) == [
        "parked"
    ]
    memory.take([fire("1", severity=Severity.MINOR)])

    (incident,) = memory.going_on
    assert (incident.severity, incident.count) == (Severity.EXTREME, 1)


def test_what_was_over_before_it_was_told_opens_nothing() -> None:
    memory = Memory()

    event = fire("1", valid_until=BEGIN + timedelta(minutes=1), reported_at=BEGIN + timedelta(hours=1))
    assert memory.take([event]) == ["expired"]
    assert memory.take([event]) == ["repeated"]
    assert memory.incidents == {}


def test_what_has_no_believable_date_is_dated_by_its_report() -> None:
    memory = Memory()

    memory.take([fire("1", occurred_at=BEGIN.replace(year=1970), reported_at=BEGIN)])
    memory.take([fire("2", occurred_at=BEGIN.replace(year=2031), reported_at=BEGIN)])

    (incident,) = memory.going_on
    assert (incident.began_at, incident.count) == (BEGIN, 2)


def test_a_drill_is_never_one_with_what_is_real() -> None:
    memory = Memory()

    memory.take([fire("1"), fire("2", exercise=True)])

    assert sorted(each.exercise for each in memory.incidents.values()) == [False, True]


def end(memory: Memory, minutes: int) -> str:
    ((name, incident),) = memory.incidents.items()
    memory.incidents[name] = replace(incident, state="resolved", ended_at=BEGIN + timedelta(minutes=minutes))
    return name


@pytest.mark.parametrize(
    ("minutes", "state", "incidents"),
    [(4, "resolved", 1), (6, "detected", 1), (15, "detected", 1), (16, "resolved", 2), (25, "resolved", 2)],
)
def test_after_an_end_what_goes_on_reopens_and_what_is_later_opens_anew(
    minutes: int, state: str, incidents: int
) -> None:
    memory = Memory()
    memory.take([fire("1")])
    name = end(memory, minutes=5)

    memory.take([fire("2", minutes=minutes)])

    assert memory.incidents[name].state == state
    assert len(memory.incidents) == incidents


def test_what_people_parted_stays_apart() -> None:
    """A late event lies between an incident that ended and the one that was opened anew after it."""
    memory = Memory()
    memory.take([fire("1")])
    name = end(memory, minutes=5)
    memory.take([fire("2", minutes=25)])

    memory.take([fire("3", minutes=14)])

    assert memory.incidents[name].count == 2
    assert all(each.merged_into is None for each in memory.incidents.values())
