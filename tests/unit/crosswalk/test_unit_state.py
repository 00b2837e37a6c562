"""What a report does to what the city knows of a unit."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from city.contracts.crosswalk.devices import UnitFaultV1, UnitReport, UnitTelemetryV1
from city.crosswalk.unit_state import UnitState, take_presence, take_report

START = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def telemetry(sequence: int, journal: str = "0a1b2c3d", **more: Any) -> UnitTelemetryV1:
    usual: dict[str, Any] = {
        "unit": "okgye-01",
        "at": START + timedelta(minutes=sequence),
        "because": "period",
        "lamp_state": "idle",
        "lamps": (),
        "night": False,
        "light_level": 0.5,
        "frames": 600,
        "frames_missed": 0,
        "low_score_share": 0.1,
        "decision_ms_p95": 40,
        "detection": "edge",
        "model": "nanodet-g",
        "software": "1",
        "site_revision": 1,
        "journal_waiting": 0,
        "uptime_s": 1,
    }
    return UnitTelemetryV1.model_validate({**usual, "sequence": sequence, "journal": journal, **more})


def fault(
    sequence: int, *, raised: bool, journal: str = "0a1b2c3d", name: str = "camera_dark", **more: Any
) -> UnitFaultV1:
    moment = START + timedelta(minutes=sequence)
    return UnitFaultV1.model_validate(
        {
            "unit": "okgye-01",
            "journal": journal,
            "sequence": sequence,
            "at": moment,
            "fault": name,
            "raised": raised,
            **more,
        }
    )


def fold(reports: list[UnitReport], state: UnitState | None = None) -> tuple[UnitState, list[tuple[str, bool]]]:
    """The state in the end, and what was told on the way: fault and whether it opened."""
    now, changes = state or UnitState(), []
    for turn, report in enumerate(reports):
        taken = take_report(now, report, START + timedelta(seconds=turn))
        changes += [(f.name, True) for f in taken.opened] + [(f.name, False) for f in taken.closed]
        now = taken.state
    return now, changes


# --- any order, any doubles ----------------------------------------------------------------------

STORY: list[UnitReport] = [
    telemetry(1),
    fault(2, raised=True),
    telemetry(3, faults=("camera_dark",)),
    fault(4, raised=False),
    telemetry(5),
    fault(6, raised=True, name="lamp_stuck_off", lamp="sign"),
    telemetry(7, faults=("lamp_stuck_off",)),
    telemetry(8, faults=("lamp_stuck_off",)),
]


@given(st.permutations(STORY), st.lists(st.sampled_from(STORY), max_size=6))
def test_the_state_in_the_end_is_the_same_in_any_order_and_with_doubles(order: Any, doubles: Any) -> None:
    in_order, _ = fold(STORY)
    state, changes = fold([*order, *doubles])

    assert state.telemetry == in_order.telemetry
    assert {f.name for f in state.open_faults} == {f.name for f in in_order.open_faults} == {"lamp_stuck_off"}
    assert state.journals["0a1b2c3d"].runs == ((1, 8),)
    # Whoever listens ends with the faults that are open, and never hears of an end without its beginning.
    for name in ("camera_dark", "lamp_stuck_off"):
        heard = [opened for fault, opened in changes if fault == name]
        assert heard == [turn % 2 == 0 for turn in range(len(heard))]
        assert bool(heard and heard[-1]) == (name == "lamp_stuck_off")


def test_a_double_changes_nothing_but_that_the_unit_is_alive() -> None:
    state, _ = fold(STORY)
    again = take_report(state, STORY[5], START + timedelta(hours=1))

    assert not again.fresh
    assert (again.opened, again.closed) == ((), ())
    assert again.state.faults == state.faults
    assert again.state.heard_at == START + timedelta(hours=1)


def test_a_state_survives_being_kept_as_text() -> None:
    state, _ = fold(STORY)
    state = take_presence(state, connected=True, at=START).state
    adapter = TypeAdapter(UnitState)

    assert adapter.validate_json(adapter.dump_json(state, exclude_defaults=True)) == state


# --- journals ------------------------------------------------------------------------------------


def test_a_new_disk_starts_a_new_journal_and_speaks_for_the_unit() -> None:
    state, _ = fold([telemetry(900, software="1"), telemetry(1, journal="ffffffff", software="2")])

    assert state.telemetry is not None
    assert state.telemetry.software == "2"


def test_a_late_message_of_the_old_journal_does_not_take_the_unit_back() -> None:
    state, _ = fold([telemetry(900), telemetry(1, journal="ffffffff", software="2"), telemetry(901, software="1")])

    assert state.telemetry is not None
    assert state.telemetry.software == "2"


def test_a_unit_with_a_clock_that_is_off_is_still_followed_by_its_numbers() -> None:
    old = telemetry(2, at=datetime(1970, 1, 1, tzinfo=UTC), clock_synced=False, software="2")
    state, _ = fold([telemetry(1, software="1"), old])

    assert state.telemetry is not None
    assert state.telemetry.software == "2"


def test_only_the_last_journals_are_remembered() -> None:
    state, _ = fold([telemetry(1, journal=f"{serial:08x}") for serial in range(10)])

    assert sorted(state.journals) == [f"{serial:08x}" for serial in range(6, 10)]


# --- faults --------------------------------------------------------------------------------------


def test_two_lamps_are_two_faults() -> None:
    raise_sign = fault(1, raised=True, name="lamp_stuck_off", lamp="sign")
    raise_bar = fault(2, raised=True, name="lamp_stuck_off", lamp="stop_line_bar")
    clear_sign = fault(3, raised=False, name="lamp_stuck_off", lamp="sign")

    state, changes = fold([raise_sign, raise_bar, clear_sign])

    assert [(f.name, f.lamp) for f in state.open_faults] == [("lamp_stuck_off", "stop_line_bar")]
    assert changes == [("lamp_stuck_off", True), ("lamp_stuck_off", True), ("lamp_stuck_off", False)]


def test_a_fault_that_telemetry_told_first_is_not_told_again_when_its_lamp_is_named() -> None:
    state, changes = fold(
        [telemetry(1, faults=("lamp_stuck_on",)), fault(2, raised=True, name="lamp_stuck_on", lamp="sign")]
    )

    assert changes == [("lamp_stuck_on", True)]
    assert [f.lamp for f in state.open_faults] == ["sign"]


def test_a_fault_keeps_the_moment_it_began() -> None:
    state, _ = fold([fault(1, raised=True), fault(2, raised=True)])

    assert state.open_faults[0].since == START + timedelta(minutes=1)


# --- silence and presence ------------------------------------------------------------------------


def test_a_unit_that_speaks_again_ends_its_silence_once() -> None:
    state, _ = fold([telemetry(1)])
    silent = UnitState(**{**_fields(state), "silent_since": state.heard_at})

    back = take_report(silent, telemetry(2), START + timedelta(minutes=10))
    later = take_report(back.state, telemetry(3), START + timedelta(minutes=11))

    assert back.heard_again == state.heard_at
    assert later.heard_again is None


def test_a_message_from_before_the_silence_does_not_end_it() -> None:
    state, _ = fold([telemetry(1)])
    silent = UnitState(**{**_fields(state), "silent_since": state.heard_at})

    assert take_report(silent, telemetry(2), START).heard_again is None


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_later_word_on_presence_holds(order: tuple[int, int]) -> None:
    words = [(True, START), (False, START + timedelta(seconds=5))]
    state = UnitState()
    for place in order:
        connected, at = words[place]
        state = take_presence(state, connected=connected, at=at).state

    assert state.connected is False


def test_the_end_of_an_old_session_does_not_disconnect_a_unit_that_speaks() -> None:
    ended = take_presence(UnitState(), connected=False, at=START).state
    assert ended.is_connected is False

    spoke = take_report(ended, telemetry(1), START + timedelta(seconds=1)).state

    assert spoke.is_connected is True
    assert UnitState().is_connected is None


def _fields(state: UnitState) -> dict[str, Any]:
    return {name: getattr(state, name) for name in UnitState.__dataclass_fields__}
