"""A message of a vehicle: one wrong position costs one position; a wrong message is refused and says nothing of places."""

import json
import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.contracts.mobility.vehicles import METERED_BYTES, VehicleFixesV1
from city.mobility.vehicles.errors import OmissionReason, RefusalReason, VehicleMessageRefused
from city.mobility.vehicles.reading import Area, Reading, read_fixes, redact
from tests.effort import examples

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
JEJU = Area(33.0, 126.0, 34.0, 127.0)
BUS = "bus-0417"


def message(fixes: int = 60, **fields: Any) -> dict[str, Any]:
    return {
        "vehicle": BUS,
        "journal": "5f0c2a91",
        "sequence": 7,
        "version": 1,
        "began_ms": int((NOW - timedelta(minutes=1)).timestamp() * 1000),
        "after_ms": [1000 * at for at in range(fixes)],
        "lat": [round(33.4996 + at * 8e-5, 6) for at in range(fixes)],
        "lon": [round(126.5312 + at * 6e-5, 6) for at in range(fixes)],
        "speed_kmh": [38.0] * fixes,
        "sigma_m": 4.5,
        **fields,
    }


def with_row(at: int, **values: Any) -> dict[str, Any]:
    said = message()
    for column, value in values.items():
        said[column][at] = value
    return said


def read(said: Any, sender: str = BUS) -> Reading:
    return read_fixes(said if isinstance(said, bytes) else json.dumps(said).encode(), sender, JEJU, NOW)


def refusal(said: Any, sender: str = BUS) -> RefusalReason:
    with pytest.raises(VehicleMessageRefused) as refused:
        read(said, sender)
    return refused.value.reason


def test_what_a_unit_may_send_is_read_whole_and_is_one_metered_message() -> None:
    body = VehicleFixesV1.model_validate(message()).model_dump_json().encode()

    said = read(body)
    assert len(body) <= METERED_BYTES
    assert len(said.fixes.t) == 60
    assert said.omitted == {}
    assert said.fixes.t[0] == (NOW - timedelta(minutes=1)).timestamp()
    assert said.fixes.lat[3] == 33.49984


WRONG_ROWS: list[tuple[dict[str, Any], OmissionReason]] = [
    ({"lat": float("nan")}, OmissionReason.NOT_A_NUMBER),
    ({"lon": float("inf")}, OmissionReason.NOT_A_NUMBER),
    ({"lat": None}, OmissionReason.NOT_A_NUMBER),
    ({"lat": "33.5"}, OmissionReason.NOT_A_NUMBER),
    ({"lon": True}, OmissionReason.NOT_A_NUMBER),
    ({"lat": 10**400}, OmissionReason.NOT_A_NUMBER),
    ({"lat": [33.5]}, OmissionReason.NOT_A_NUMBER),
    ({"after_ms": {}}, OmissionReason.NOT_A_NUMBER),
    ({"speed_kmh": "fast"}, OmissionReason.NOT_A_NUMBER),
    ({"speed_kmh": float("-inf")}, OmissionReason.NOT_A_NUMBER),
    ({"lat": 126.5312, "lon": 33.4996}, OmissionReason.SWAPPED),
    ({"lat": 91.0}, OmissionReason.OUT_OF_RANGE),
    ({"lon": -181.0}, OmissionReason.OUT_OF_RANGE),
    ({"lat": 0.0, "lon": 0.0}, OmissionReason.FOREIGN_PLACE),
    ({"lat": 37.5665, "lon": 126.978}, OmissionReason.FOREIGN_PLACE),
    ({"after_ms": 60_000 + 301_000}, OmissionReason.AHEAD),
    ({"after_ms": -3_541_000}, OmissionReason.TOO_OLD),
    ({"speed_kmh": -0.1}, OmissionReason.NEGATIVE_SPEED),
    ({"speed_kmh": 251.0}, OmissionReason.TOO_FAST),
    ({"after_ms": 40_000}, OmissionReason.OUT_OF_ORDER),
]


@pytest.mark.parametrize(("values", "reason"), WRONG_ROWS, ids=lambda each: str(each)[:40])
def test_one_wrong_position_costs_one_position(values: dict[str, Any], reason: OmissionReason) -> None:
    said = read(with_row(20, **values))

    assert said.omitted == {reason: 1}
    assert len(said.fixes.t) == len(said.speed_kmh) == 59


@pytest.mark.parametrize("seconds", [299, -3_539])
def test_a_clock_may_be_a_little_off(seconds: int) -> None:
    began = int((NOW + timedelta(seconds=seconds)).timestamp() * 1000)

    assert read(message(1, began_ms=began)).omitted == {}


def test_the_backlog_of_a_tunnel_is_taken() -> None:
    began = int((NOW - timedelta(minutes=31)).timestamp() * 1000)

    assert read(message(began_ms=began)).omitted == {}


def test_a_speed_that_was_not_said_is_none() -> None:
    assert np.isnan(read(with_row(20, speed_kmh=None)).speed_kmh).tolist() == [at == 20 for at in range(60)]
    assert np.isnan(read(message(speed_kmh=[])).speed_kmh).all()


@pytest.mark.parametrize("said", [-40.1, 91, "cold", None, float("nan")])
def test_a_sensor_that_says_what_cannot_be_says_nothing(said: Any) -> None:
    reading = read(message(air_c=said, road_c=said))

    assert (reading.air_c, reading.road_c) == (None, None)


WRONG_MESSAGES: list[tuple[Any, RefusalReason]] = [
    (b"", RefusalReason.NOT_JSON),
    (b"{", RefusalReason.NOT_JSON),
    (b"\xff\xfe", RefusalReason.NOT_JSON),
    (b"[" * 100_000, RefusalReason.NOT_JSON),
    (b" " * (128 * 1024 + 1), RefusalReason.TOO_LARGE),
    ([], RefusalReason.WRONG_SHAPE),
    (None, RefusalReason.WRONG_SHAPE),
    (message(version=2), RefusalReason.WRONG_SHAPE),
    (message(sequence=0), RefusalReason.WRONG_SHAPE),
    (message(sequence="7"), RefusalReason.WRONG_SHAPE),
    (message(sequence=True), RefusalReason.WRONG_SHAPE),
    (message(sequence=2**53 + 1), RefusalReason.WRONG_SHAPE),
    (message(journal="5F0C2A91"), RefusalReason.WRONG_SHAPE),
    (message(vehicle="../bus"), RefusalReason.WRONG_SHAPE),
    (message(sigma_m=0), RefusalReason.WRONG_SHAPE),
    (message(sigma_m=float("nan")), RefusalReason.WRONG_SHAPE),
    (message(began_ms=None), RefusalReason.WRONG_SHAPE),
    (message(lat=[]), RefusalReason.WRONG_SHAPE),
    (message(lat="33.5"), RefusalReason.WRONG_SHAPE),
    (message(lat=[33.5] * 59), RefusalReason.WRONG_SHAPE),
    (message(speed_kmh=[1.0]), RefusalReason.WRONG_SHAPE),
    (message(121), RefusalReason.TOO_MANY_FIXES),
    (message(61), RefusalReason.TOO_MANY_FIXES),
    (message(speed_kmh=[1.0] * 61), RefusalReason.TOO_MANY_FIXES),
    (message(vehicle="bus-0418"), RefusalReason.FOREIGN_VEHICLE),
]


@pytest.mark.parametrize(("said", "reason"), WRONG_MESSAGES, ids=lambda each: str(each)[:30])
def test_a_message_that_cannot_be_read_is_refused_with_its_reason(said: Any, reason: RefusalReason) -> None:
    assert refusal(said) is reason


def test_nobody_speaks_for_another_vehicle_whatever_else_is_wrong() -> None:
    assert refusal(message(121), sender="bus-0001") is RefusalReason.FOREIGN_VEHICLE


def test_what_is_kept_of_a_refused_message_names_no_place() -> None:
    body = json.dumps(message(121)).encode()
    with pytest.raises(VehicleMessageRefused) as refused:
        read(body)

    kept = redact(body, BUS, refused.value, NOW)

    assert kept.size_bytes == len(body)
    for told in (repr(kept), repr(refused.value), str(refused.value.__cause__), str(refused.value.__context__)):
        assert "33.4" not in told
        assert "126.5" not in told


def test_a_message_whose_envelope_is_wrong_is_not_quoted_either() -> None:
    with pytest.raises(VehicleMessageRefused) as refused:
        read(message(sequence=0))

    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=examples(1000))
@given(st.dictionaries(st.sampled_from([*message(), "air_c", "road_c"]), ANYTHING, max_size=3))
def test_whatever_stands_in_a_field_is_read_or_refused(fields: dict[str, Any]) -> None:
    try:
        said = read(message(5, **fields))
    except VehicleMessageRefused:
        return
    assert len(said.fixes.t) + sum(said.omitted.values()) == 5
    assert (np.diff(said.fixes.t) > 0).all()


@settings(max_examples=examples(500))
@given(st.dictionaries(st.integers(0, 59), st.sampled_from(WRONG_ROWS[:-1]), max_size=20))
def test_positions_that_are_right_stay_whatever_the_others_are(wrong: dict[int, tuple[dict[str, Any], Any]]) -> None:
    said = message()
    for at, (values, _) in wrong.items():
        for column, value in values.items():
            said[column][at] = value

    reading = read(said)

    right = [at for at in range(60) if at not in wrong]
    assert set(reading.fixes.t) == {(said["began_ms"] + said["after_ms"][at]) / 1000 for at in right}
    assert sum(reading.omitted.values()) == len(wrong)


@settings(max_examples=examples(300))
@given(st.lists(st.integers(0, 8), min_size=1, max_size=9))
def test_as_many_positions_stay_as_time_allows(after: list[int]) -> None:
    rows = range(len(after))
    subsets = ([after[at] for at in rows if mask >> at & 1] for mask in range(1 << len(after)))
    most = max(len(each) for each in subsets if all(a < b for a, b in pairwise(each)))

    said = read(message(len(after), after_ms=after))

    assert len(said.fixes.t) == most


def test_a_clock_that_jumps_once_costs_one_position() -> None:
    chance = random.Random(3)
    for _ in range(20):
        at = chance.randrange(60)
        said = with_row(at, after_ms=60_000 + chance.randrange(200_000) if at < 59 else 0)
        assert sum(read(said).omitted.values()) == 1
