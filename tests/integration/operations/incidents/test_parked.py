"""Updates and cancels whose event does not come: seen by people after an hour, let go after a week, never lost."""

import json
from typing import Any

import pytest

from tests.integration.operations.incidents.incidents_in_moto import IncidentsInMoto, Room
from tests.unit.operations.incidents.told import fire


def update(source_id: str, **changes: Any) -> Any:
    return fire(source_id, message_type="update", revision=1, headline="화재 진압 중", **changes)


def listed(room: Room, **query: str) -> list[tuple[str, bool, int]]:
    status, answer = room.get("/incidents/parked", **query)
    assert status == 200, answer
    return [(each["source_id"], each["is_long"], each["messages"]) for each in answer["parked"]]


def measured(incidents: IncidentsInMoto, capsys: pytest.CaptureFixture[str]) -> tuple[float, float]:
    """How many wait for long, and how many were let go, by the metrics of one round."""
    capsys.readouterr()
    incidents.watch_parked()
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    (line,) = [each for each in lines if "EventsParkedLong" in each]
    return line["EventsParkedLong"][0], line["EventsNeverCame"][0]


def test_what_waits_is_listed_and_rings_after_an_hour(
    incidents: IncidentsInMoto, room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    incidents.tell([update("1"), fire("1", message_type="cancel", revision=2), update("2", minutes=30), fire("3")])
    incidents.clock.move(minutes=59)
    assert listed(room) == [("1", False, 2), ("2", False, 1)]
    assert measured(incidents, capsys) == (0, 0)

    incidents.clock.move(minutes=2)

    assert listed(room) == [("1", True, 2), ("2", False, 1)]
    assert measured(incidents, capsys) == (1, 0)


def test_its_event_takes_it_off_the_list_with_all_that_waited(incidents: IncidentsInMoto, room: Room) -> None:
    incidents.tell([update("1")])

    incidents.tell([fire("1")])

    assert listed(room) == []
    (incident,) = incidents.going_on()
    assert (incident.count, incident.lead.headline) == (1, "화재 진압 중")


def test_after_a_week_nobody_waits_and_it_is_counted_once_and_still_there(
    incidents: IncidentsInMoto, room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    incidents.tell([update("1")])
    incidents.clock.move(days=7, seconds=1)

    assert measured(incidents, capsys) == (0, 1)
    assert measured(incidents, capsys) == (0, 0)
    assert listed(room) == []

    incidents.tell([fire("1")])
    assert incidents.going_on()[0].lead.headline == "화재 진압 중"


def test_pages_and_roles(incidents: IncidentsInMoto, room: Room) -> None:
    incidents.tell([update(str(number), minutes=number) for number in range(5)])
    incidents.clock.move(minutes=10)
    found, page = [], None
    while True:
        _, answer = room.get("/incidents/parked", limit="2", **({"page": page} if page else {}))
        found += [each["source_id"] for each in answer["parked"]]
        page = answer["next"]
        if page is None:
            break

    assert found == ["0", "1", "2", "3", "4"]
    assert [room.get("/incidents/parked", group)[0] for group in ("supervisor", "auditor", "agency")] == [200, 200, 403]
    assert room.get("/incidents/parked", page="x")[0] == 400
