"""What units report reaches the tables and the bus: once, in any order, whoever dies meanwhile."""

import json
import random
from contextlib import suppress
from datetime import timedelta
from typing import Any

import boto3
import pytest

from city.aws.events import EventPublisher
from city.contracts.events import BusEvent
from city.crosswalk.errors import UnitMoved
from tests.integration.crosswalk_in_moto import JOURNAL, OTHER, UNIT, CrosswalkInMoto


@pytest.fixture
def crosswalk(cloud):
    """One installed unit."""
    city = CrosswalkInMoto().build()
    city.install()
    return city


def kinds(events: list[tuple[str, dict[str, Any]]]) -> list[str]:
    return [kind for kind, _ in events]


# --- each once -----------------------------------------------------------------------------------


def test_a_report_that_comes_twice_counts_once(crosswalk: CrosswalkInMoto) -> None:
    window, incident, fault = crosswalk.statistics(), crosswalk.incident(), crosswalk.fault()

    crosswalk.hear(window, incident, fault)
    crosswalk.hear(window, incident, fault)
    crosswalk.hear(incident)

    day = crosswalk.board.show_reports.show_day(UNIT, None)
    assert (day.total.people_left_to_right, day.total.vehicles) == (3, 5)
    days = crosswalk.board.show_reports.show_days(UNIT, None, None)
    assert days.total.vehicles == 5
    heat = crosswalk.board.show_reports.show_heat(UNIT, None, None)
    assert [(c.x_m, c.y_m, c.count) for c in heat.kinds["conflict"]] == [(2.0, -0.5, 1)]
    assert sorted(kinds(crosswalk.events())) == ["CrosswalkFault", "PedestrianInConflict"]
    assert crosswalk.record().state.journals[JOURNAL].doubles == 4


def test_the_same_report_twice_in_one_batch_counts_once(crosswalk: CrosswalkInMoto) -> None:
    incident = crosswalk.incident()

    crosswalk.hear(incident, incident, incident)

    assert kinds(crosswalk.events()) == ["PedestrianInConflict"]
    assert len(crosswalk.board.show_reports.list_incidents(UNIT, 10, None).incidents) == 1


def test_a_number_that_comes_again_with_other_contents_counts_once(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.hear(crosswalk.statistics(sequence=1, vehicles=5))
    crosswalk.hear(
        crosswalk.statistics(sequence=1, vehicles=50, window_start=crosswalk.clock.now() + timedelta(hours=1))
    )

    assert crosswalk.board.show_reports.show_day(UNIT, None).total.vehicles == 5


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
    assert crosswalk.board.show_reports.show_day(UNIT, None).total.vehicles == 12 * 5
    assert crosswalk.board.show_reports.show_days(UNIT, None, None).total.vehicles == 12 * 5
    assert kinds(crosswalk.events()).count("PedestrianInConflict") == 3
    assert state.open_faults == ()


def test_a_gap_is_seen_and_closed(crosswalk: CrosswalkInMoto) -> None:
    late = crosswalk.telemetry(sequence=2)
    crosswalk.hear(crosswalk.telemetry(sequence=1), crosswalk.telemetry(sequence=4))

    file = crosswalk.board.show_units.show(UNIT)
    assert file.missing == 2
    assert [(gap.first, gap.last) for gap in file.gaps] == [(2, 3)]
    assert "reports_missing" in file.line.concerns

    crosswalk.hear(late, crosswalk.telemetry(sequence=3))
    assert crosswalk.board.show_units.show(UNIT).missing == 0


def test_a_state_never_goes_back(crosswalk: CrosswalkInMoto) -> None:
    old = crosswalk.telemetry(lamp_state="idle")
    new = crosswalk.telemetry(lamp_state="warning")

    crosswalk.hear(new)
    crosswalk.hear(old)

    telemetry = crosswalk.record().state.telemetry
    assert telemetry is not None
    assert telemetry.lamp_state == "warning"


# --- crashes and races ---------------------------------------------------------------------------


class BrokenBus:
    """Takes nothing, as often as it is told."""

    def __init__(self, publisher: EventPublisher, times: int) -> None:
        self._publisher, self.times = publisher, times

    def publish(self, event: BusEvent) -> None:
        if self.times:
            self.times -= 1
            raise ConnectionError("no bus")
        self._publisher.publish(event)


def test_an_event_that_could_not_be_told_is_told_by_the_watch(crosswalk: CrosswalkInMoto) -> None:
    tell_city = crosswalk.reports._tell_city
    tell_city._events = BrokenBus(tell_city._events, times=1)
    body = crosswalk.arrived(crosswalk.incident())

    assert crosswalk.deliver(body) == ["sqs-0"]
    assert crosswalk.events() == []
    # The queue brings it again, and it is known by then.
    assert crosswalk.deliver(body) == []
    assert crosswalk.events() == []

    crosswalk.clock.move(minutes=3)
    crosswalk.watch.watch()

    assert kinds(crosswalk.events()) == ["PedestrianInConflict"]
    crosswalk.clock.move(seconds=1)
    crosswalk.watch.watch()
    assert "PedestrianInConflict" not in kinds(crosswalk.events())


def test_a_transaction_that_fails_leaves_nothing_behind(crosswalk: CrosswalkInMoto) -> None:
    units = crosswalk.reports._units
    body = crosswalk.arrived(crosswalk.incident())
    record = crosswalk.record()
    stale = crosswalk.record()
    units.write_state(record, record.state)

    with pytest.raises(UnitMoved):
        crosswalk.reports._write(stale, [crosswalk.reports.read("1", body)])

    assert [item["stream"] for item in crosswalk.table("ReportsTable")] == []
    assert crosswalk.deliver(body) == []
    assert kinds(crosswalk.events()) == ["PedestrianInConflict"]


def test_two_workers_with_one_unit_both_get_through(crosswalk: CrosswalkInMoto) -> None:
    first, second = crosswalk.telemetry(), crosswalk.telemetry()
    reports = crosswalk.reports
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
    assert crosswalk.board.show_units._units.get(UNIT).state.journals[JOURNAL].runs == ((1, 2),)


class Dying:
    """A worker that dies at its n-th call to AWS, before or after AWS has done it."""

    def __init__(self, crosswalk: CrosswalkInMoto, at_call: int, moment: str) -> None:
        self.left, self.died = at_call, False
        for client in (crosswalk.reports._connection.client, crosswalk.reports._tell_city._events._client):
            client.meta.events.register(f"{moment}.*.*", self.count)  # type: ignore[attr-defined]

    def count(self, **_: Any) -> None:
        if self.died:
            return
        self.left -= 1
        if self.left < 0:
            self.died = True
            raise KeyboardInterrupt  # nothing in the worker catches it, as nothing catches a killed process


@pytest.mark.parametrize("moment", ["before-call", "after-call"])
# History, the unit, the transaction, then each event told and noted.
@pytest.mark.parametrize("at_call", range(7))
def test_wherever_a_worker_dies_everything_counts_once_and_is_told(
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
    crosswalk.watch.watch()

    told = [json.dumps(event, sort_keys=True) for event in crosswalk.events()]
    # The one gap: killed after the bus had an event and before that was noted, it is told again, the same to the letter.
    assert {json.loads(event)[0] for event in told} == {"PedestrianInConflict", "CrosswalkFault"}
    assert len(told) - len(set(told)) <= 1
    assert len(set(told)) == 2
    assert crosswalk.board.show_reports.show_day(UNIT, None).total.vehicles == 5
    assert crosswalk.board.show_reports.show_days(UNIT, None, None).total.vehicles == 5
    assert [c.count for c in crosswalk.board.show_reports.show_heat(UNIT, None, None).kinds["conflict"]] == [1]
    assert len(crosswalk.board.show_reports.list_incidents(UNIT, 10, None).incidents) == 1
    assert crosswalk.record().state.journals[JOURNAL].runs == ((1, 4),)
    assert [item for item in crosswalk.table("ReportsTable") if item["stream"] == "outbox"] == []


# --- refusals ------------------------------------------------------------------------------------


def test_a_unit_cannot_speak_for_another(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.install(OTHER, "GUMI-0002")
    forged = crosswalk.arrived(crosswalk.incident(OTHER), unit=UNIT)

    assert crosswalk.deliver(forged) == ["sqs-0"]
    assert crosswalk.events() == []
    assert crosswalk.record(OTHER).state.heard_at is None


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{}", b"[]", b"null", b"\xff\xfe\x00", b'{"unit":"okgye-elementary"}', b"[" * 50_000, b"9" * 100_000,
        b'{"unit": NaN}', b"'; DROP TABLE units; --", b"<script>alert(1)</script>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["telemetry", "statistics", "incidents", "faults", "presence", "connected"])
def test_what_cannot_be_read_fails_alone(body: bytes, kind: str, crosswalk: CrosswalkInMoto) -> None:
    bad = crosswalk.arrived(body, unit=UNIT, kind=kind)
    good = crosswalk.arrived(crosswalk.telemetry())

    assert crosswalk.deliver(bad, good) == ["sqs-0"]
    assert crosswalk.record().state.heard_at == crosswalk.clock.now()


@pytest.mark.parametrize(
    "body",
    [
        "", "no json", "{}", "[]", '{"kind":"telemetry","unit":"okgye-elementary","body":"%%%","received_ms":1}',
        '{"kind":"commands","unit":"okgye-elementary","body":"e30=","received_ms":1}',
        '{"kind":"telemetry","unit":"okgye-elementary","body":"e30=","received_ms":1e30}',
        '{"kind":"telemetry","unit":"okgye-elementary","body":"e30=","received_ms":-1}',
    ],
)  # fmt: skip
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


# --- faults --------------------------------------------------------------------------------------


def test_a_fault_is_told_when_it_opens_and_when_it_closes(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.hear(crosswalk.fault())
    crosswalk.hear(crosswalk.fault())
    crosswalk.hear(crosswalk.fault(raised=False))

    assert kinds(crosswalk.events()) == ["CrosswalkFault", "CrosswalkFaultCleared"]
    assert len(crosswalk.board.show_reports.list_faults(UNIT, 10, None).faults) == 3


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

    assert kinds(crosswalk.events()) == ["CrosswalkFault", "CrosswalkFaultCleared"]


# --- silence -------------------------------------------------------------------------------------


def test_a_silence_is_told_once_and_ends_when_the_unit_speaks(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.hear(crosswalk.telemetry())
    crosswalk.clock.move(minutes=2)
    assert crosswalk.watch.watch().silent == 0
    crosswalk.clock.move(minutes=2)
    assert crosswalk.watch.watch().silent == 1
    for _ in range(3):
        crosswalk.clock.move(minutes=1)
        crosswalk.watch.watch()

    assert kinds(crosswalk.events()) == ["CrosswalkSilent"]
    assert crosswalk.board.show_units.list().units[0].concerns[0] == "silent"

    crosswalk.hear(crosswalk.telemetry())
    assert crosswalk.watch.watch().silent == 0
    assert [line.what for line in crosswalk.board.show_units.show(UNIT).history][:2] == ["heard again", "silent"]
    crosswalk.clock.move(minutes=4)
    crosswalk.watch.watch()
    assert kinds(crosswalk.events()) == ["CrosswalkSilent"]


def test_a_broken_connection_is_noticed_sooner(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.hear(crosswalk.telemetry())
    crosswalk.clock.move(seconds=10)
    crosswalk.deliver(crosswalk.lifecycle(UNIT, "disconnected"))
    crosswalk.clock.move(seconds=60)
    assert crosswalk.watch.watch().silent == 0
    crosswalk.clock.move(seconds=40)

    assert crosswalk.watch.watch().silent == 1


def test_a_unit_that_comes_back_at_once_is_not_silent(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.hear(crosswalk.telemetry())
    crosswalk.deliver(crosswalk.lifecycle(UNIT, "connected"))
    crosswalk.clock.move(seconds=20)
    crosswalk.deliver(crosswalk.lifecycle(UNIT, "disconnected"))
    crosswalk.clock.move(seconds=5)
    connected = crosswalk.lifecycle(UNIT, "connected")
    crosswalk.deliver(connected)
    crosswalk.clock.move(seconds=100)

    assert crosswalk.watch.watch().silent == 0


def test_when_all_fall_silent_at_once_it_is_the_link(crosswalk: CrosswalkInMoto) -> None:
    names = [UNIT, *(f"unit-{serial}" for serial in range(9))]
    for serial, name in enumerate(names[1:]):
        crosswalk.install(name, f"SERIAL-{serial}")
    crosswalk.hear(*(crosswalk.telemetry(name) for name in names))
    crosswalk.clock.move(minutes=4)

    levels = crosswalk.watch.watch()

    assert (levels.silent, levels.link_down) == (10, 1)
    assert crosswalk.events() == []
    assert crosswalk.board.show_units.list().link_down

    # All but one come back: now it is that one.
    crosswalk.hear(*(crosswalk.telemetry(name) for name in names[1:]))
    levels = crosswalk.watch.watch()
    assert (levels.silent, levels.link_down) == (1, 0)
    assert [detail["unit"] for _, detail in crosswalk.events()] == [UNIT]


def test_a_unit_off_duty_alarms_nobody(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.hear(crosswalk.telemetry())
    crosswalk.units.change_standing(crosswalk.record(), "out_of_service", "boss", "도로 공사", crosswalk.clock.now())
    crosswalk.clock.move(minutes=30)

    assert crosswalk.watch.watch().units == 0
    assert crosswalk.events() == []


def test_a_unit_that_speaks_while_it_is_judged_is_not_marked(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.hear(crosswalk.telemetry())
    crosswalk.clock.move(minutes=4)
    stale = crosswalk.record()
    crosswalk.hear(crosswalk.telemetry())

    assert crosswalk.watch._mark_silent(stale, stale.state) is None
    assert crosswalk.events() == []


# --- one key, one bus ----------------------------------------------------------------------------


def test_nothing_is_left_to_be_told(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.hear(crosswalk.incident(), crosswalk.fault())

    assert [item for item in crosswalk.table("ReportsTable") if item["stream"] == "outbox"] == []
    assert boto3.client("dynamodb").describe_table(TableName="ReportsTable")["Table"]["ItemCount"] > 0
