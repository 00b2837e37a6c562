"""Units that fall silent: told once, and not one by one when the link is to blame."""

from tests.integration.crosswalk.event_kinds import kinds
from tests.integration.crosswalk_in_moto import UNIT, CrosswalkInMoto


def test_a_silence_is_told_once_and_ends_when_the_unit_speaks(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.hear(crosswalk.telemetry())
    crosswalk.clock.move(minutes=2)
    assert crosswalk.watch.watch().silent == 0
    crosswalk.clock.move(minutes=2)
    assert crosswalk.watch.watch().silent == 1
    for _ in range(3):
        crosswalk.clock.move(minutes=1)
        crosswalk.watch.watch()

    (told,) = crosswalk.events()
    assert told[0] == "CrosswalkSilent"
    assert crosswalk.staff.list_units.list().units[0].concerns[0] == "silent"

    crosswalk.hear(crosswalk.telemetry())
    ((kind, again),) = crosswalk.events()
    assert (kind, again["opening"]) == ("CrosswalkHeardAgain", told[1]["event_id"])
    assert again["silent_since"] == told[1]["last_heard_at"]
    assert crosswalk.watch.watch().silent == 0
    assert [line.what for line in crosswalk.staff.show_unit.show(UNIT).history][:2] == ["heard again", "silent"]
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
    assert crosswalk.staff.list_units.list().link_down

    # All but one come back: now it is that one.
    crosswalk.hear(*(crosswalk.telemetry(name) for name in names[1:]))
    levels = crosswalk.watch.watch()
    assert (levels.silent, levels.link_down) == (1, 0)
    assert [detail["unit"] for _, detail in crosswalk.events()] == [UNIT]


def test_a_unit_off_duty_alarms_nobody(crosswalk: CrosswalkInMoto) -> None:
    crosswalk.hear(crosswalk.telemetry())
    crosswalk.units.change_standing(
        crosswalk.record(), "out_of_service", by="boss", reason="도로 공사", now=crosswalk.clock.now()
    )
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
