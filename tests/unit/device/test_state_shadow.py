"""The state's shadow: what is urgent at once, the rest seldom."""

from datetime import UTC, datetime

from city.contracts.crosswalk.devices import UnitShadowStateV1
from iot.crosswalk_unit.profile import report_state
from iot.device.line.memory_link import MemoryLink
from iot.device.shadows import StateShadow

UNIT = "okgye-01"

CALM = UnitShadowStateV1(
    lamp_state="idle",
    night=False,
    detection="edge",
    model="nanodet-g",
    software="1.0.0",
    site_revision=3,
    at=datetime(2026, 11, 24, tzinfo=UTC),
)


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def say(shadow: StateShadow, state: UnitShadowStateV1) -> bool:
    return shadow.report(state, urgent=state.faults)


def test_lamps_that_go_on_and_off_cost_one_update_a_minute() -> None:
    link, clock = MemoryLink(), Clock()
    state = report_state(UNIT, link, clock)
    link.start()

    for second in range(180):
        clock.now_s = float(second)
        say(state, CALM.model_copy(update={"lamp_state": "warning" if second % 7 else "idle", "at": CALM.at}))

    assert len(link.sent) == 3


def test_a_fault_is_reported_at_once_and_a_state_that_stays_is_not() -> None:
    link, clock = MemoryLink(), Clock()
    state = report_state(UNIT, link, clock)
    link.start()

    reported = [
        say(state, CALM),
        say(state, CALM),
        say(state, CALM.model_copy(update={"faults": ("camera_dark",)})),
        say(state, CALM),
    ]
    clock.now_s = 600
    reported.append(say(state, CALM.model_copy(update={"at": datetime(2026, 11, 25, tzinfo=UTC)})))

    assert reported == [True, False, True, True, False]


def test_a_new_connection_is_told_the_state_again() -> None:
    link, clock = MemoryLink(), Clock()
    state = report_state(UNIT, link, clock)
    link.start()
    say(state, CALM)

    link.go_down()
    assert not say(state, CALM.model_copy(update={"faults": ("camera_dark",)}))
    link.start()

    assert say(state, CALM)
