"""The flash tables are those of the rules they cite."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iot.crosswalk_unit.lamps import patterns
from iot.crosswalk_unit.lamps.patterns import ALLOWED, Pattern, Slot, slot_at

L, R, B, O = (True, False), (False, True), (True, True), (False, False)  # noqa: E741  # as signs are read
EVERY_PATTERN = sorted({pattern for allowed in ALLOWED.values() for pattern in allowed}, key=lambda p: p.name)


def shown(pattern: Pattern, milliseconds: int) -> tuple[bool, bool]:
    slot = slot_at(pattern, 0.0, milliseconds / 1000)
    return slot.left, slot.right


def test_a_rapid_flash_is_the_sequence_of_the_interim_approval() -> None:
    sampled = [shown(patterns.RAPID_FLASH, ms) for ms in range(25, 800, 50)]

    assert sampled == [L, O, R, O, L, O, R, O, B, O, B, O, O, O, O, O]


def test_a_rapid_flash_runs_75_sequences_a_minute() -> None:
    assert 60_000 / patterns.RAPID_FLASH.period_ms == 75


@pytest.mark.parametrize("pattern", [patterns.BEACON, patterns.CAUTION, patterns.IN_ROAD], ids=lambda p: p.name)
def test_beacons_and_road_panels_flash_50_to_60_times_a_minute(pattern) -> None:
    flashes = sum(shown(pattern, ms) == B and shown(pattern, ms - 1) == O for ms in range(1, 60_001))

    assert 50 <= flashes <= 60


@pytest.mark.parametrize("pattern", [patterns.BEACON, patterns.CAUTION], ids=lambda p: p.name)
def test_a_warning_beacon_is_lit_half_to_two_thirds_of_its_period(pattern) -> None:
    lit_ms = sum(slot.ms for slot in pattern.slots if slot.left)

    assert 1 / 2 <= lit_ms / pattern.period_ms <= 2 / 3


def test_caution_is_slower_than_every_warning_on_a_sign() -> None:
    warnings = ALLOWED["sign"] - {patterns.DARK, patterns.CAUTION}

    assert all(patterns.CAUTION.period_ms > pattern.period_ms for pattern in warnings)


def test_road_panels_are_never_steady() -> None:
    assert all(any(not slot.left for slot in pattern.slots) for pattern in ALLOWED["road_panels"])


def test_a_sign_starts_with_light() -> None:
    for pattern in ALLOWED["sign"] - {patterns.DARK}:
        assert pattern.slots[0].left


@pytest.mark.parametrize("pattern", EVERY_PATTERN, ids=lambda p: p.name)
@given(began_s=st.floats(0, 1e7), periods=st.integers(0, 100_000), within=st.floats(0, 0.999))
def test_what_is_shown_repeats_with_the_period_and_is_in_the_table(pattern, began_s, periods, within) -> None:
    offset_s = within * pattern.period_ms / 1000
    border_s = min(
        abs(offset_s * 1000 - edge) for edge in [0, *(sum(s.ms for s in pattern.slots[:n]) for n in range(1, 13))]
    )

    first = slot_at(pattern, began_s, began_s + offset_s)
    later = slot_at(pattern, began_s, began_s + periods * pattern.period_ms / 1000 + offset_s)

    assert first in pattern.slots
    # Near a border the sum's rounding decides.
    assert first == later or border_s < 0.1


@given(early_s=st.floats(0, 1000))
def test_before_it_begins_a_pattern_shows_its_first_slot(early_s) -> None:
    assert slot_at(patterns.RAPID_FLASH, 1000.0, 1000.0 - early_s) == Slot(50, left=True, right=False)


def test_steps_of_50_ms_meet_every_slot_of_the_rapid_flash() -> None:
    # 0.05 added up falls short of the borders it means.
    now_s, sampled = 0.0, []
    for _ in range(16 * 1000):
        slot = slot_at(patterns.RAPID_FLASH, 0.0, now_s)
        sampled.append((slot.left, slot.right))
        now_s += 0.05

    assert sampled[:16] * 1000 == sampled
