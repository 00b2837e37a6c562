"""Drift, silence, concerns, the heat map's cells, pictures looked at from outside, and sums of windows."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.contracts.crosswalk.staff.reports import Traffic
from city.crosswalk.concerns import ORDER, concerns_of, rank, severity_of
from city.crosswalk.drift import ENOUGH_SAMPLES, Drift
from city.crosswalk.errors import PictureTooLarge, PictureUnreadable
from city.crosswalk.heat import CELL_M, cell_of, corner_of
from city.crosswalk.jpeg import check_jpeg
from city.crosswalk.silence import SILENT_AFTER, Watched, is_silent, judge
from city.crosswalk.traffic import add_up, by_window, flat, from_flat
from city.crosswalk.unit_state import UnitState

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def seen(samples: list[float], drift: Drift | None = None) -> Drift:
    drift = drift or Drift()
    for share in samples:
        drift = drift.take(share)
    return drift


# --- drift ---------------------------------------------------------------------------------------


@given(st.lists(st.floats(min_value=0, max_value=1), min_size=1, max_size=300))
def test_averages_stay_between_what_was_seen(samples: list[float]) -> None:
    drift = seen(samples)

    assert min(samples) - 1e-9 <= drift.slow <= max(samples) + 1e-9
    assert min(samples) - 1e-9 <= drift.fast <= max(samples) + 1e-9


def test_a_detector_that_sees_as_always_does_not_drift() -> None:
    assert not seen([0.3, 0.4, 0.35] * 1000).drifted


def test_a_detector_that_sees_worse_drifts_within_two_hours_and_stays_so() -> None:
    usual = seen([0.2] * 3000)
    worse = seen([0.6] * 120, usual)

    assert worse.drifted
    assert seen([0.6] * 20_000, worse).drifted
    assert not seen([0.2] * 300, worse).drifted


def test_a_bad_quarter_of_an_hour_is_no_drift() -> None:
    assert not seen([0.5] * 15, seen([0.2] * 3000)).drifted


def test_a_unit_without_a_past_does_not_drift() -> None:
    assert not seen([0.05] * (ENOUGH_SAMPLES // 2) + [0.9] * (ENOUGH_SAMPLES // 2 - 1)).drifted


# --- silence -------------------------------------------------------------------------------------


def unit(name: str, minutes_ago: float | None, *, marked: bool = False, connected: bool | None = None) -> Watched:
    heard = NOW - timedelta(minutes=minutes_ago) if minutes_ago is not None else None
    return Watched(
        unit=name, heard_at=heard, connected=connected, presence_at=heard, silent_since=heard if marked else None
    )


def test_three_minutes_are_no_silence_and_a_second_more_is() -> None:
    assert not is_silent(
        Watched(unit="u", heard_at=NOW - SILENT_AFTER, connected=None, presence_at=None, silent_since=None), NOW
    )
    assert is_silent(
        Watched(
            unit="u",
            heard_at=NOW - SILENT_AFTER - timedelta(seconds=1),
            connected=None,
            presence_at=None,
            silent_since=None,
        ),
        NOW,
    )


def test_a_unit_that_was_never_heard_is_not_silent() -> None:
    assert not is_silent(unit("u", None), NOW)


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.booleans())
def test_whatever_happens_nobody_is_told_of_twice_or_in_a_storm(
    speaking: int, new: int, marked: int, storm: bool
) -> None:
    units = [unit(f"s{n}", 1) for n in range(speaking)]
    units += [unit(f"n{n}", 5) for n in range(new)] + [unit(f"t{n}", 9, marked=True) for n in range(marked)]

    verdict = judge(units, NOW, storm=storm)

    assert verdict.silent == new + marked
    assert {u.unit for u in verdict.fell_silent} == (set() if verdict.storm else {f"n{n}" for n in range(new)})


@pytest.mark.parametrize(
    ("speaking", "silent", "storm"),
    [(0, 1, False), (0, 2, False), (0, 3, True), (5, 5, True), (6, 5, False), (97, 3, False)],
)
def test_a_storm_is_half_of_the_units_and_three_at_least(speaking: int, silent: int, storm: bool) -> None:
    units = [unit(f"s{n}", 1) for n in range(speaking)] + [unit(f"n{n}", 5) for n in range(silent)]

    assert judge(units, NOW, storm=False).storm is storm


def test_units_that_were_silent_before_make_no_storm() -> None:
    units = [unit(f"t{n}", 99, marked=True) for n in range(9)] + [unit(f"n{n}", 5) for n in range(3)]

    assert not judge(units, NOW, storm=False).storm


def test_after_a_storm_those_still_silent_are_told_one_by_one() -> None:
    units = [unit(f"s{n}", 1) for n in range(9)] + [unit("lost", 20)]

    verdict = judge(units, NOW, storm=True)

    assert not verdict.storm
    assert [u.unit for u in verdict.fell_silent] == ["lost"]


# --- concerns ------------------------------------------------------------------------------------


def test_a_silent_unit_comes_before_every_other() -> None:
    silent = UnitState(heard_at=NOW - timedelta(hours=1))
    concerns = concerns_of(silent, NOW, unit="u", installed=True, active_revision=None)

    assert concerns[0] == "silent"
    assert severity_of(concerns, "active", installed=True) == "alarm"
    assert rank("alarm", concerns) < rank("alarm", ("lamps_dark",)) < rank("warning", ("drifting",)) < rank("fine", ())


def test_a_unit_off_duty_is_no_alarm_and_one_not_installed_waits() -> None:
    assert severity_of(("silent",), "out_of_service", installed=True) == "out_of_service"
    assert severity_of((), "active", installed=False) == "waiting"
    assert len(set(ORDER)) == len(ORDER)


# --- heat ----------------------------------------------------------------------------------------


@given(st.floats(-500, 500), st.floats(-500, 500))
def test_a_point_lies_in_its_cell(x: float, y: float) -> None:
    left, bottom = corner_of(*cell_of(x, y))

    assert left <= x < left + CELL_M + 1e-9
    assert bottom <= y < bottom + CELL_M + 1e-9


# --- pictures ------------------------------------------------------------------------------------


def jpeg(width: int, height: int, coding: int = 0xC0, before: bytes = b"") -> bytes:
    """The beginning of a JPEG: everything a header tells, and not one block."""
    frame = b"\x08" + height.to_bytes(2) + width.to_bytes(2) + b"\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    app0 = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    return b"\xff\xd8" + app0 + before + bytes([0xFF, coding]) + (len(frame) + 2).to_bytes(2) + frame + b"\xff\xda"


@pytest.mark.parametrize("coding", [0xC0, 0xC1, 0xC2])
def test_a_picture_tells_its_size(coding: int) -> None:
    assert check_jpeg(jpeg(768, 576, coding)) == (768, 576)
    assert check_jpeg(jpeg(768, 576, before=b"\xff\xff\xfe\x00\x04hi")) == (768, 576)


@pytest.mark.parametrize("size", [(8000, 5000), (65535, 65535), (1921, 1200)])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(PictureTooLarge):
        check_jpeg(jpeg(*size))


def test_a_picture_of_too_many_bytes_is_refused() -> None:
    with pytest.raises(PictureTooLarge):
        check_jpeg(jpeg(768, 576) + b"\0" * 100_000)


@pytest.mark.parametrize(
    "picture",
    [
        b"",
        b"\xff",
        b"\xff\xd8",
        b"GIF89a" + b"\0" * 64,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
        jpeg(0, 0),
        jpeg(10, 10),
        jpeg(768, 576)[:20],
        b"\xff\xd8" + b"\0" * 50,
        b"\xff\xd8\xff\xe0\x00\x00" + b"\0" * 50,
        b"\xff\xd8\xff\xd9" + b"\0" * 50,
        jpeg(768, 576, 0xC3),
        b"\xff\xd8" + b"\xff" * 5000,
    ],
)
def test_what_is_no_picture_is_refused(picture: bytes) -> None:
    with pytest.raises(PictureUnreadable):
        check_jpeg(picture)


@given(st.binary(max_size=400))
def test_no_bytes_whatever_do_anything_but_be_refused_or_measured(noise: bytes) -> None:
    for picture in (noise, b"\xff\xd8" + noise, jpeg(640, 480)[:30] + noise):
        try:
            width, height = check_jpeg(picture)
        except (PictureUnreadable, PictureTooLarge):
            continue
        assert width >= 32
        assert height >= 32


# --- traffic -------------------------------------------------------------------------------------

COUNTS = st.integers(0, 1000)
TRAFFIC = st.builds(
    Traffic,
    people_left_to_right=COUNTS,
    vehicles=COUNTS,
    conflicts=COUNTS,
    covered_s=st.integers(0, 300).map(float),
    vehicle_speeds=st.tuples(*[COUNTS] * 9),
)


@given(st.lists(TRAFFIC, max_size=6), st.randoms())
def test_windows_add_up_in_any_order(parts: list[Traffic], chance: object) -> None:
    shuffled = parts[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    assert add_up(parts) == add_up(shuffled)
    assert add_up(parts).vehicles == sum(part.vehicles for part in parts)
    assert add_up([add_up(parts[:2]), add_up(parts[2:])]) == add_up(parts)


@given(TRAFFIC)
def test_numbers_survive_being_laid_flat(traffic: Traffic) -> None:
    assert from_flat(flat(traffic)) == traffic


def test_a_window_told_in_two_parts_is_one_window() -> None:
    half = Traffic(covered_s=150, vehicles=2)

    assert by_window([(NOW, half), (NOW, half)]) == {NOW: Traffic(covered_s=300, vehicles=4)}
