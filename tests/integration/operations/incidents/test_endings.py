"""What a thing says of itself ends what it began: in any order, once, and again where it flaps."""

from typing import Any

import pytest

from city.operations.incidents.translate import TRANSLATED
from tests.integration.operations.incidents.incidents_in_moto import IncidentsInMoto, Room
from tests.integration.operations.incidents.test_receiving import bus_message

FAULT = "crosswalk-fault.v2"
CLEARED = "crosswalk-fault-cleared.v3"


def opening(number: int = 1) -> str:
    return f"crosswalk/CrosswalkFault/okgye-01/camera_dark/-/j-{number}"


def fault(number: int = 1, minute: int = 0) -> str:
    at = f"2026-11-10T03:{minute:02d}:00Z"
    return bus_message(FAULT, event_id=opening(number), since=at, occurred_at=at)


def cleared(number: int = 1, minute: int = 5, **changes: Any) -> str:
    at = f"2026-11-10T03:{minute:02d}:00Z"
    wanted = {"opening": opening(number), "since": "2026-11-10T03:00:00Z", "cleared_at": at, "occurred_at": at}
    return bus_message(CLEARED, event_id=f"crosswalk/CrosswalkFaultCleared/{number}", **{**wanted, **changes})


@pytest.mark.parametrize("order", [1, -1], ids=["as told", "the other way round"])
@pytest.mark.parametrize("batches", [1, 2])
def test_a_fault_that_is_over_is_an_incident_that_is_over(incidents: IncidentsInMoto, order: int, batches: int) -> None:
    told = [fault(), cleared(), cleared()][::order]

    for at in range(0, 3, 3 // batches):
        assert incidents.deliver(*told[at : at + 3 // batches]) == []

    (incident,) = incidents.going_on()
    assert (incident.shown_state, incident.count, incident.withdrawn) == ("resolved", 1, 0)
    assert [mark.what for mark in incident.marks].count("over") == 1
    kinds = [kind for kind, _ in incidents.told_bus()]
    assert kinds[-1] == "IncidentChanged"
    # Over before it was told of, nobody is called to it.
    assert ("IncidentOpened" in kinds) == (order == 1 and batches == 2)


def test_it_leaves_the_board_and_keeps_its_place_in_the_books(incidents: IncidentsInMoto, room: Room) -> None:
    incidents.deliver(fault())
    (incident,) = incidents.going_on()
    assert len(room.get("/incidents/board")[1]["incidents"]) == 1
    incidents.clock.move(minutes=5)

    incidents.deliver(cleared())

    assert room.get("/incidents/board")[1]["incidents"] == []
    line = room.get(f"/incidents/{incident.incident_id}")[1]["line"]
    assert (line["state"], line["sources_over"]) == ("resolved", ["crosswalk"])
    assert line["ended_at"] is not None


def test_one_of_two_faults_of_a_unit_ends_nothing_yet(incidents: IncidentsInMoto) -> None:
    incidents.deliver(fault(1), fault(2, minute=1), cleared(1))
    (incident,) = incidents.going_on()
    assert (incident.shown_state, incident.count) == ("detected", 2)

    incidents.deliver(cleared(2, minute=6))

    assert incidents.going_on()[0].shown_state == "resolved"


def test_a_unit_that_flaps_is_one_incident_that_comes_back(incidents: IncidentsInMoto) -> None:
    for turn in range(4):
        incidents.deliver(fault(turn, minute=10 * turn))
        assert [each.shown_state for each in incidents.going_on()] == ["detected"]
        incidents.deliver(cleared(turn, minute=10 * turn + 5))
        assert [each.shown_state for each in incidents.going_on()] == ["resolved"]

    (incident,) = incidents.going_on()
    assert (incident.count, incident.rests) == (4, 4)


def test_an_older_clear_that_names_no_opening_is_passed_over(incidents: IncidentsInMoto) -> None:
    incidents.deliver(fault())

    assert incidents.deliver(cleared(opening=None, since=None)) == []
    assert incidents.deliver(bus_message("crosswalk-fault-cleared.v2")) == []

    assert [each.shown_state for each in incidents.going_on()] == ["detected"]


def test_a_unit_that_is_heard_again_ends_its_silence(incidents: IncidentsInMoto) -> None:
    silent = bus_message("crosswalk-silent.v2", event_id="crosswalk/CrosswalkSilent/s-1")
    again = bus_message("crosswalk-heard-again.v1", opening="crosswalk/CrosswalkSilent/s-1")

    assert incidents.deliver(again) == []
    assert incidents.going_on() == []
    assert incidents.deliver(silent) == []

    assert [each.shown_state for each in incidents.going_on()] == ["resolved"]


def test_many_that_are_over_at_once_are_no_storm(incidents: IncidentsInMoto) -> None:
    units = [f"unit-{number}" for number in range(25)]
    for number, unit in enumerate(units):
        at = f"2026-11-10T{number // 6:02d}:{number % 6 * 10:02d}:00Z"
        said = bus_message(FAULT, event_id=opening(number), unit=unit, since=at, occurred_at=at)
        assert incidents.deliver(said) == []
    late = {"cleared_at": "2026-11-10T08:00:00Z", "occurred_at": "2026-11-10T08:00:00Z", "since": None}

    assert incidents.deliver(*(cleared(number, unit=unit, **late) for number, unit in enumerate(units))) == []

    assert [(each.shown_state, each.storm) for each in incidents.going_on()] == [("resolved", False)] * 25


def test_every_event_that_is_translated_is_asked_for_on_the_bus() -> None:
    assert {kind for _, kind, _ in TRANSLATED} == {
        "PedestrianInConflict",
        "CrosswalkFault",
        "CrosswalkFaultCleared",
        "CrosswalkHeardAgain",
        "CrosswalkSilent",
    }
