"""What the queue brings becomes incidents: each event once, for few calls, told to boards and the bus."""

import json
from random import Random
from typing import Any

from city.contracts.operations.city_event import CityEventV1, MessageType, Severity
from tests.effort import examples
from tests.integration.operations.incidents.incidents_in_moto import Calls, IncidentsInMoto
from tests.unit.operations.incidents.oracle import components_of, random_events
from tests.unit.operations.incidents.told import fire


def test_an_event_becomes_an_incident_that_boards_and_the_bus_are_told_of(incidents: IncidentsInMoto) -> None:
    assert incidents.deliver(fire("1", severity=Severity.SEVERE, headline="화재")) == []

    (incident,) = incidents.incidents().values()
    ((kind, detail),) = incidents.told_bus()
    (line,) = incidents.told_boards().values()
    assert (kind, detail["incident_id"], detail["severity"]) == ("IncidentOpened", incident.incident_id, "severe")
    assert (line["incident_id"], line["state"], line["count"], line["kind_ko"]) == (
        incident.incident_id,
        "detected",
        1,
        "화재",
    )
    assert detail["sources"] == line["sources"] == ["agency.119"]


def test_an_event_that_comes_again_changes_nothing(incidents: IncidentsInMoto) -> None:
    incidents.deliver(fire("1"), fire("1"))
    before = incidents.incidents()
    incidents.told_bus()
    incidents.told_boards()

    incidents.deliver(fire("1"))

    assert incidents.incidents() == before
    assert (incidents.told_bus(), incidents.told_boards()) == ([], {})


def test_another_source_of_an_incident_is_told_on_the_bus_and_more_of_one_to_boards_only(
    incidents: IncidentsInMoto,
) -> None:
    incidents.deliver(fire("1"))
    incidents.told_bus()

    incidents.deliver(fire("2", minutes=1))
    assert incidents.told_bus() == []
    incidents.deliver(fire("3", minutes=2, source="agency.112"))

    ((kind, detail),) = incidents.told_bus()
    assert (kind, detail["change"], detail["sources"]) == ("IncidentChanged", "events", ["agency.112", "agency.119"])
    (line,) = incidents.told_boards().values()
    assert line["count"] == 3


def test_a_merge_is_told_of_both_and_is_no_second_opening(incidents: IncidentsInMoto) -> None:
    incidents.deliver(fire("1"), fire("3", east_m=500, minutes=2))
    first, second = sorted(incidents.incidents())
    incidents.told_bus()

    incidents.deliver(fire("2", east_m=250, minutes=1))

    told = incidents.told_bus()
    assert [(kind, d["incident_id"], d["change"], d["merged_into"]) for kind, d in told] == [
        ("IncidentChanged", second, "merged", first)
    ]
    boards = incidents.told_boards()
    assert (boards[second]["merged_into"], boards[first]["count"]) == (first, 3)


def test_an_earlier_event_renames_an_incident_without_opening_another(incidents: IncidentsInMoto) -> None:
    incidents.deliver(fire("1", minutes=5))
    (old,) = incidents.incidents()
    incidents.told_bus()

    incidents.deliver(fire("2"))

    told = {detail["incident_id"]: (kind, detail["change"]) for kind, detail in incidents.told_bus()}
    assert told.pop(old) == ("IncidentChanged", "merged")
    assert list(told.values()) == [("IncidentChanged", "events")]


def bus_message(sample: str, **changes: Any) -> str:
    from infra.templates import ROOT

    detail = {**json.loads((ROOT / f"tests/unit/contracts/samples/{sample}.json").read_text()), **changes}
    _, name, _ = detail["event_id"].split("/", 2)
    return json.dumps(
        {
            "version": "0",
            "id": "1",
            "source": "dongne.crosswalk",
            "detail-type": name,
            "time": detail["occurred_at"],
            "detail": detail,
        }
    )


def test_what_other_domains_tell_becomes_an_incident_and_what_the_room_has_no_use_for_is_passed_over(
    incidents: IncidentsInMoto,
) -> None:
    assert (
        incidents.deliver(
            bus_message("pedestrian-in-conflict.v2"),
            bus_message("crosswalk-fault.v2"),
            bus_message("crosswalk-silent.v2"),
            bus_message("crosswalk-fault-cleared.v2"),
            json.dumps(
                {"id": "1", "source": "dongne.x", "detail-type": "X", "time": "2026-11-10T03:00:00Z", "detail": 1}
            ),
        )
        == []
    )

    kinds = sorted(each.lead.kind for each in incidents.incidents().values())
    assert kinds == ["crosswalk_fault", "crosswalk_silent", "pedestrian_conflict"]


def test_what_is_no_event_comes_back_alone(incidents: IncidentsInMoto) -> None:
    assert incidents.deliver(fire("1"), "{}", "text", fire("2", east_m=5_000)) == ["sqs-1", "sqs-2"]

    assert len(incidents.incidents()) == 2


def test_a_report_that_no_item_can_hold_comes_back_alone(incidents: IncidentsInMoto) -> None:
    many = [fire("1", message_type=MessageType.UPDATE, revision=n) for n in range(199)]
    incidents.tell([fire("1"), *many])

    assert incidents.deliver(
        fire("2", east_m=5_000), fire("1", message_type=MessageType.UPDATE, revision=200), fire("3", east_m=9_000)
    ) == ["sqs-1"]
    assert len(incidents.incidents()) == 3


def test_what_the_tables_hold_is_what_brute_force_finds(incidents: IncidentsInMoto) -> None:
    for seed in range(examples(30)):
        random = Random(seed)
        events = _elsewhere(random_events(random, 60), seed)
        order = [*events, *random.choices(events, k=10)]
        random.shuffle(order)

        incidents.tell(order, random.choice([1, 7, 100]))

        expected = components_of(events)
        names = {each.incident_id for each in expected}
        assert {each for each in incidents.components() if each.incident_id in names} == expected


def _elsewhere(events: list[CityEventV1], seed: int) -> list[CityEventV1]:
    """The same set, on a day of its own and under ids of its own, so that sets share the tables without meeting."""
    from datetime import timedelta

    days = timedelta(days=seed * 3)
    return [
        each.model_copy(
            update={
                "source_id": f"{seed}/{each.source_id}",
                "occurred_at": each.occurred_at - days,
                "reported_at": each.reported_at - days,
                "valid_until": each.valid_until - days if each.valid_until else None,
            }
        )
        for each in events
    ]


def test_an_event_costs_three_items_and_a_tenth_of_a_call_at_most(incidents: IncidentsInMoto) -> None:
    """12,000 events in a minute come from a hundred happenings over a town, of five families, told by three sources."""
    batches = load(Random(1), happenings=100, batches=6)
    calls = Calls(incidents)
    for batch in batches[:3]:
        incidents.tell(batch)
    opening = calls.taken()
    for batch in batches[3:]:
        incidents.tell(batch)
    going_on = calls.taken()

    assert sum(each.count for each in incidents.going_on()) == 600
    # Where events open incidents they cost more, and do so once in the forty that a happening is told by each source.
    assert opening.calls / 300 <= 0.25, opening
    items = (opening.items + going_on.items / 300 * 11_700) / 12_000
    per_event = (opening.calls + going_on.calls / 300 * 11_700) / 12_000
    assert items <= 3, (opening, going_on)
    assert per_event <= 0.1, (opening, going_on)


def load(random: Random, happenings: int, batches: int) -> list[list[CityEventV1]]:
    """Batches of a hundred, at 200 events a second, over a town of 15 km; first each source tells of each once."""
    places = [(random.uniform(-7_500, 7_500), random.uniform(-7_500, 7_500)) for _ in range(happenings)]
    kinds = [random.choice(["fire", "river_level", "collision", "assault", "sensor_fault"]) for _ in range(happenings)]
    sources = ("agency.119", "agency.112", "cap.kma")
    told = []
    for number in range(batches * 100):
        begins = number < len(sources) * happenings
        at = number % happenings if begins else random.randrange(happenings)
        east, north = places[at]
        told.append(
            fire(
                str(number),
                east + random.uniform(-40, 40),
                north + random.uniform(-40, 40),
                minutes=number / 200 / 60,
                kind=kinds[at],
                source=sources[number // happenings] if begins else random.choice(sources),
            )
        )
    return [told[at : at + 100] for at in range(0, len(told), 100)]
