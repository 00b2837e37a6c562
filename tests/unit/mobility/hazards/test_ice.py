"""Ice risk begins where the road freezes under warmer air, and ends only when it has surely thawed."""

import math
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.contracts.operations.city_event import Severity
from city.mobility.hazards.errors import MeasurementRefused
from city.mobility.hazards.ice import Exposure, Exposures, IceRisk, Temperatures, ice_risk_after, standing_ice
from city.mobility.hazards.policy import ICE_RULES
from city.mobility.roads import driving
from city.mobility.roads.graph import build_road_map
from city.mobility.roads.synthetic import synthetic_district
from tests.effort import examples
from tests.unit.mobility.hazards.evidence import START

RULE = ICE_RULES[-1]


def after(*readings: tuple[float, float | None], exposure: Exposure = Exposure.NONE, minutes: int = 5) -> IceRisk:
    risk = None
    for number, (air, road) in enumerate(readings):
        at = START + timedelta(minutes=minutes * number)
        risk = ice_risk_after(risk, Temperatures(at, air, road), exposure, RULE)
    assert risk is not None
    return risk


@pytest.mark.parametrize(
    ("air", "road", "exposure", "risk"),
    [
        (2.0, 0.0, Exposure.NONE, True),
        (2.0, 0.1, Exposure.NONE, False),
        (-1.0, -1.0, Exposure.NONE, False),
        (1.0, None, Exposure.NONE, False),
        (1.0, None, Exposure.BRIDGE, True),
        (1.1, None, Exposure.BRIDGE, False),
        (-3.0, -3.0, Exposure.TUNNEL_MOUTH, True),
        (1.0, 4.0, Exposure.TUNNEL_MOUTH, False),
    ],
)
def test_where_it_begins(air: float, road: float | None, exposure: Exposure, risk: bool) -> None:
    assert (after((air, road), exposure=exposure).since is not None) is risk


def test_it_ends_when_the_road_has_thawed_and_not_before() -> None:
    assert after((2, 0), (2, 0.9)).since == START
    assert after((2, 0), (2, 1.0)).since is None
    assert after((2, 0), (2, 1.0), (2, 0.5)).since is None
    assert after((1, None), (2.9, None), exposure=Exposure.BRIDGE).since == START
    assert after((1, None), (3.0, None), exposure=Exposure.BRIDGE).since is None


@settings(max_examples=examples(100))
@given(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=20), st.booleans())
def test_what_wavers_between_the_limits_changes_nothing(roads: list[float], frozen: bool) -> None:
    first = [(2.0, 0.0 if frozen else 1.0)]

    assert (after(*first, *((2.0, road) for road in roads)).since == START) is frozen


@settings(max_examples=examples(100))
@given(st.lists(st.tuples(st.floats(-20, 40), st.none() | st.floats(-20, 60)), min_size=1, max_size=12), st.data())
def test_late_and_repeated_readings_change_nothing(
    readings: list[tuple[float, float | None]], data: st.DataObject
) -> None:
    exposure = data.draw(st.sampled_from(Exposure))
    risk = after(*readings, exposure=exposure)
    late = START + timedelta(minutes=5 * data.draw(st.integers(0, len(readings) - 1)))

    assert ice_risk_after(risk, Temperatures(late, -5.0, -5.0), exposure, RULE) == risk


def test_a_risk_that_nobody_has_seen_for_an_hour_is_over() -> None:
    assert after((2, 0), (2, 0.5), minutes=61).since is None
    assert standing_ice("e", 5.0, after((2, 0)), START + timedelta(minutes=61), RULE) == []

    standing = standing_ice("e", 5.0, after((2, 0), (2, 0.5)), START + timedelta(minutes=61), RULE)

    assert [(each.source_id, each.since) for each in standing] == [("ice_risk:e:5", START)]


def test_a_frozen_bridge_is_severe() -> None:
    assert after((2, 0), exposure=Exposure.BRIDGE).severity is Severity.SEVERE
    assert after((2, 0)).severity is Severity.MODERATE


@pytest.mark.parametrize(("air", "road"), [(math.nan, 0.0), (0.0, math.inf), (99.0, None), (0.0, -60.0)])
def test_what_is_no_temperature_is_refused(air: float, road: float | None) -> None:
    with pytest.raises(MeasurementRefused):
        after((air, road))


def test_bridges_and_both_sides_of_a_tunnels_mouth_are_exposed() -> None:
    road_map = build_road_map(synthetic_district())
    exposures = Exposures(road_map, RULE)
    length = road_map.plane.length
    tunnel = int(np.flatnonzero(road_map.columns.flags & driving.TUNNEL)[0])
    before = int(np.flatnonzero(road_map.columns.target == road_map.columns.source[tunnel])[0])
    bridge = int(np.flatnonzero(road_map.columns.flags & driving.BRIDGE)[0])

    assert [exposures.at(tunnel, each) for each in (50.0, 1_000.0, float(length[tunnel]) - 50)] == [
        Exposure.TUNNEL_MOUTH, Exposure.NONE, Exposure.TUNNEL_MOUTH,
    ]  # fmt: skip
    assert exposures.at(before, float(length[before]) - 10) is Exposure.TUNNEL_MOUTH
    assert exposures.at(bridge, 20.0) is Exposure.BRIDGE
    assert exposures.at(0, 20.0) is Exposure.NONE
