"""What units report reaches the tables and the bus: once, in any order."""

import json
import random
from datetime import timedelta
from typing import Any

import pytest

from tests.integration.crosswalk.event_kinds import kinds
from tests.integration.crosswalk_in_moto import JOURNAL, OTHER, UNIT, CrosswalkInMoto


def test_a_report_that_comes_twice_counts_once(crosswalk: CrosswalkInMoto) -> None:
    window, incident, fault = crosswalk.statistics(), crosswalk.incident(), crosswalk.fault()

    crosswalk.hear(window, incident, fault)
    crosswalk.hear(window, incident, fault)
    crosswalk.hear(incident)

    day = crosswalk.staff.show_day.show(UNIT, None)
    assert (day.total.people_left_to_right, day.total.vehicles) == (3, 5)
    days = crosswalk.staff.show_days.show(UNIT, None, None)
    assert days.total.vehicles == 5
    heat = crosswalk.staff.show_heat.show(UNIT, None, None)
    assert [(c.x_m, c.y_m, c.count) for c in heat.kinds["conflict"]] == [(2.0, -0.5, 1)]
    assert sorted(kinds(crosswalk.events())) == ["CrosswalkFault", "PedestrianInConflict"]
    assert crosswalk.record().state.journals[JOURNAL].doubles == 4


def test_the_same_report_twice_in_one_batch_counts_once(crosswalk: CrosswalkInMoto) -> None:
    incident = crosswalk.incident()

    crosswalk.hear(incident, incident, incident)

    assert kinds(crosswalk.events()) == ["PedestrianInConflict"]
    assert len(crosswalk.staff.list_incidents.list(UNIT, 10, None).incidents) == 1


def test_a_number_that_comes_again_with_other_contents_counts_once(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.hear(crosswalk.statistics(sequence=1, vehicles=5))
    crosswalk.hear(
        crosswalk.statistics(sequence=1, vehicles=50, window_start=crosswalk.clock.now() + timedelta(hours=1))
    )

    assert crosswalk.staff.show_day.show(UNIT, None).total.vehicles == 5


def test_a_backlog_in_any_order_and_with_doubles_comes_to_the_same(crosswalk: CrosswalkInMoto) -> None:
    messages: list[Any] = []
    for minute in range(60):
        crosswalk.clock.move(minutes=1)
        messages.append(crosswalk.telemetry(uptime_s=float(minute)))
        if minute % 5 == 0:
            messages.append(crosswalk.statistics(window_start=crosswalk.clock.now()))
        if minute % 20 == 7:
            messages += [crosswalk.incident(), crosswalk.fault(), crosswalk.fault(raised=False)]
    bodies = [crosswalk.arrived(message) for message in messages]
    bodies += bodies[::3]
    random.Random(7).shuffle(bodies)

    for start in range(0, len(bodies), 10):
        assert crosswalk.deliver(*bodies[start : start + 10]) == []

    state = crosswalk.record().state
    assert state.journals[JOURNAL].runs == ((1, len(messages)),)
    assert state.missing == 0
    assert state.telemetry is not None
    assert state.telemetry.uptime_s == 59
    assert crosswalk.staff.show_day.show(UNIT, None).total.vehicles == 12 * 5
    assert crosswalk.staff.show_days.show(UNIT, None, None).total.vehicles == 12 * 5
    assert kinds(crosswalk.events()).count("PedestrianInConflict") == 3
    assert state.open_faults == ()


def test_a_gap_is_seen_and_closed(crosswalk: CrosswalkInMoto) -> None:
    late = crosswalk.telemetry(sequence=2)
    crosswalk.hear(crosswalk.telemetry(sequence=1), crosswalk.telemetry(sequence=4))

    file = crosswalk.staff.show_unit.show(UNIT)
    assert file.missing == 2
    assert [(gap.first, gap.last) for gap in file.gaps] == [(2, 3)]
    assert "reports_missing" in file.line.concerns

    crosswalk.hear(late, crosswalk.telemetry(sequence=3))
    assert crosswalk.staff.show_unit.show(UNIT).missing == 0


def test_a_state_never_goes_back(crosswalk: CrosswalkInMoto) -> None:
    old = crosswalk.telemetry(lamp_state="idle")
    new = crosswalk.telemetry(lamp_state="warning")

    crosswalk.hear(new)
    crosswalk.hear(old)

    telemetry = crosswalk.record().state.telemetry
    assert telemetry is not None
    assert telemetry.lamp_state == "warning"


def test_a_unit_cannot_speak_for_another(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.install(OTHER, "GUMI-0002")
    forged = crosswalk.arrived(crosswalk.incident(OTHER), unit=UNIT)

    assert crosswalk.deliver(forged) == ["sqs-0"]
    assert crosswalk.events() == []
    assert crosswalk.record(OTHER).state.heard_at is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe\x00",
        b'{"unit":"okgye-elementary"}',
        b"[" * 50_000,
        b"9" * 100_000,
        b'{"unit": NaN}',
        b"'; DROP TABLE units; --",
        b"<script>alert(1)</script>",
    ],
)
@pytest.mark.parametrize("kind", ["telemetry", "statistics", "incidents", "faults", "presence", "connected"])
def test_what_cannot_be_read_fails_alone(body: bytes, kind: str, crosswalk: CrosswalkInMoto) -> None:
    bad = crosswalk.arrived(body, unit=UNIT, kind=kind)
    good = crosswalk.arrived(crosswalk.telemetry())

    assert crosswalk.deliver(bad, good) == ["sqs-0"]
    assert crosswalk.record().state.heard_at == crosswalk.clock.now()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no json",
        "{}",
        "[]",
        '{"kind":"telemetry","unit":"okgye-elementary","body":"%%%","received_ms":1}',
        '{"kind":"commands","unit":"okgye-elementary","body":"e30=","received_ms":1}',
        '{"kind":"telemetry","unit":"okgye-elementary","body":"e30=","received_ms":1e30}',
        '{"kind":"telemetry","unit":"okgye-elementary","body":"e30=","received_ms":-1}',
    ],
)
def test_an_item_that_no_rule_of_ours_made_fails_alone(body: str, crosswalk: CrosswalkInMoto) -> None:
    assert crosswalk.deliver(body, crosswalk.arrived(crosswalk.telemetry())) == ["sqs-0"]


def test_a_unit_that_is_not_registered_is_not_heard(crosswalk: CrosswalkInMoto) -> None:
    assert crosswalk.deliver(crosswalk.arrived(crosswalk.telemetry("stranger"))) == ["sqs-0"]
    # Somebody else's client that comes and goes is nobody's mistake.
    assert crosswalk.deliver(crosswalk.lifecycle("console-1", "connected")) == []
    # And a box that asks for its certificate is no unit yet.
    assert crosswalk.deliver(crosswalk.lifecycle("claim-DN-0001", "disconnected")) == []


@pytest.mark.parametrize("name", ["../../etc", "a'b", "<b>x</b>", "x" * 41, "OKGYE", "오케이"])
def test_a_name_no_unit_can_have_is_refused(name: str, crosswalk: CrosswalkInMoto) -> None:
    body = json.loads(crosswalk.arrived(crosswalk.telemetry()))

    assert crosswalk.deliver(json.dumps({**body, "unit": name})) == ["sqs-0"]


def test_a_moment_from_the_future_does_not_keep_a_unit_alive(crosswalk: CrosswalkInMoto) -> None:
    body = json.loads(crosswalk.arrived(crosswalk.telemetry()))
    body["received_ms"] += 24 * 3600 * 1000

    assert crosswalk.deliver(json.dumps(body)) == []
    assert crosswalk.record().state.heard_at == crosswalk.clock.now()


def test_a_fault_is_told_when_it_opens_and_when_it_closes(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.hear(crosswalk.fault())
    crosswalk.hear(crosswalk.fault())
    crosswalk.hear(crosswalk.fault(raised=False))

    opened, cleared = crosswalk.events()
    assert kinds([opened, cleared]) == ["CrosswalkFault", "CrosswalkFaultCleared"]
    assert (cleared[1]["version"], cleared[1]["opening"]) == (3, opened[1]["event_id"])
    assert cleared[1]["since"] == opened[1]["since"]
    assert len(crosswalk.staff.list_faults.list(UNIT, 10, None).faults) == 3


def test_a_fault_that_was_over_before_it_was_heard_of_is_told_to_nobody(crosswalk: CrosswalkInMoto) -> None:
    raised, cleared = crosswalk.fault(), crosswalk.fault(raised=False)

    crosswalk.hear(cleared)
    crosswalk.hear(raised)

    assert crosswalk.events() == []
    assert crosswalk.record().state.open_faults == ()


def test_telemetry_mends_what_a_lost_fault_message_left(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.hear(crosswalk.telemetry(faults=("camera_dark",)))
    assert [f.name for f in crosswalk.record().state.open_faults] == ["camera_dark"]
    crosswalk.hear(crosswalk.telemetry(faults=()))

    opened, cleared = crosswalk.events()
    assert kinds([opened, cleared]) == ["CrosswalkFault", "CrosswalkFaultCleared"]
    assert cleared[1]["opening"] == opened[1]["event_id"]


def test_a_fault_that_telemetry_told_of_and_a_message_named_is_cleared_by_the_name_it_was_told_under(
    crosswalk: CrosswalkInMoto,
) -> None:
    crosswalk.hear(crosswalk.telemetry(faults=("lamp_stuck_on",)))
    crosswalk.hear(crosswalk.fault(fault="lamp_stuck_on", lamp="sign"))
    crosswalk.hear(crosswalk.fault(fault="lamp_stuck_on", lamp="sign", raised=False))

    opened, cleared = crosswalk.events()

    assert (opened[0], cleared[0]) == ("CrosswalkFault", "CrosswalkFaultCleared")
    assert cleared[1]["opening"] == opened[1]["event_id"]


def test_nothing_is_left_in_the_outbox(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.hear(crosswalk.incident(), crosswalk.fault())

    assert crosswalk.table("Outbox") == []
    assert len(crosswalk.events()) == 2
