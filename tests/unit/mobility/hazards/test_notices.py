"""One message for a hazard, another when it changed, one when it is over; nothing twice and no vehicle in it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.contracts.operations.city_event import MessageType, Severity
from city.mobility.hazards.errors import MeasurementRefused
from city.mobility.hazards.evidence import Felt, Hit, KnownBumps, Pass
from city.mobility.hazards.findings import Finding
from city.mobility.hazards.holes import find_holes, standing_holes
from city.mobility.hazards.notices import Notice, Positions, tell
from city.mobility.hazards.policy import HAZARD_RULES, rule_in_force
from city.mobility.hazards.srti import SRTI, HazardKind, Srti
from city.mobility.hazards.worn import measure_pieces, standing_wear
from city.mobility.roads.graph import build_road_map
from city.mobility.roads.synthetic import synthetic_district
from tests.effort import examples
from tests.unit.mobility.hazards.evidence import RULE, START, after, drive, hit

ROAD_MAP = build_road_map(synthetic_district())
POSITIONS = Positions(ROAD_MAP)
EDGE = ROAD_MAP.edge_name(0)


def finding(name: str = "a", at_m: float = 20.0, days: float = 10.0, severity: Severity = Severity.MINOR) -> Finding:
    return Finding(name, HazardKind.POTHOLE_OR_BUMP, severity, EDGE, at_m, START, after(days))


def test_every_kind_has_its_category() -> None:
    assert set(SRTI) == set(HazardKind)
    assert SRTI[HazardKind.ICE_RISK] is Srti.TEMPORARY_SLIPPERY_ROAD


def test_a_hazard_is_new_then_changed_then_over_and_new_again_by_the_same_name() -> None:
    told: dict[str, Notice] = {}
    seen = []
    steps = [[finding()], [finding()], [finding(severity=Severity.SEVERE)], [], [], [finding()]]
    for findings in steps:
        notices = tell(findings, told, POSITIONS, START)
        told |= {each.source_id: each for each in notices}
        seen.append([(each.message, each.revision) for each in notices])

    assert seen == [
        [(MessageType.NEW, 0)],
        [],
        [(MessageType.UPDATE, 1)],
        [(MessageType.CANCEL, 2)],
        [],
        [(MessageType.NEW, 3)],
    ]


@pytest.mark.parametrize(
    ("changed", "notices"),
    [
        (finding(at_m=29.0), 0), (finding(at_m=31.0), 1), (finding(days=15), 0), (finding(days=21), 1), (finding(days=6), 0),
    ],
)  # fmt: skip
def test_small_changes_are_not_told(changed: Finding, notices: int) -> None:
    told = {each.source_id: each for each in tell([finding()], {}, POSITIONS, START)}

    assert len(tell([changed], told, POSITIONS, START)) == notices


FINDINGS = st.lists(
    st.builds(finding, st.sampled_from("abcd"), st.floats(0, 90), st.floats(1, 30), st.sampled_from(Severity)),
    max_size=4,
    unique_by=lambda each: each.source_id,
)


@settings(max_examples=examples(150))
@given(st.lists(FINDINGS, max_size=6))
def test_told_once_is_enough_and_what_is_told_stands(rounds: list[list[Finding]]) -> None:
    told: dict[str, Notice] = {}
    pairs = []
    for findings in rounds:
        notices = tell(findings, told, POSITIONS, START)
        told |= {each.source_id: each for each in notices}
        pairs += [(each.source_id, each.revision) for each in notices]

        assert tell(findings, told, POSITIONS, START) == []
        assert {name for name, each in told.items() if each.message is not MessageType.CANCEL} == {
            each.source_id for each in findings
        }
        assert all(each.occurred_at <= each.valid_until for each in notices)

    assert len(set(pairs)) == len(pairs)


def test_a_road_that_the_map_no_longer_has_takes_its_hazard_with_it() -> None:
    told = {each.source_id: each for each in tell([finding()], {}, POSITIONS, START)}

    notices = tell([replace(finding(), edge="1:2:3:+")], told, POSITIONS, START)

    assert [each.message for each in notices] == [MessageType.CANCEL]


def test_the_position_is_on_the_road_as_far_as_was_said() -> None:
    plane, columns = ROAD_MAP.plane, ROAD_MAP.columns
    lat, lon = columns.shape_lat_e7[0] / 1e7, columns.shape_lon_e7[0] / 1e7

    begin, half = POSITIONS.of(EDGE, 0.0), POSITIONS.of(EDGE, float(plane.length[0]) / 2)

    assert begin == pytest.approx((lon, lat), abs=1e-7)
    assert half is not None
    dx, dy = (half[0] - lon) * 1e7 * plane.metres_east, (half[1] - lat) * 1e7 * plane.metres_north
    assert (dx**2 + dy**2) ** 0.5 == pytest.approx(plane.length[0] / 2, abs=0.1)


def test_from_hits_to_one_event_that_names_nobody() -> None:
    hits: set[Hit] = {hit(f"bus-{number}", 20.0, number / 100, edge=EDGE) for number in range(5)}
    told: dict[str, Notice] = {}
    messages = []
    passes: set[Pass] = set()
    for day in range(1, 60):
        passes |= {drive(f"bus-{number}", day - 0.5, edge=EDGE) for number in range(5)} if day > 20 else set()
        now = after(day)
        holes = find_holes(hits, passes, KnownBumps.none(), now, RULE)
        notices = tell(standing_holes(holes, now, RULE), told, POSITIONS, now)
        told |= {each.source_id: each for each in notices}
        messages += [each.message for each in notices]

    assert messages == [MessageType.NEW, MessageType.CANCEL]
    assert "bus" not in repr(told)


def felt(vehicle: int, roughness: float, at_m: float = 60.0, days: float = 0.0) -> Felt:
    return Felt(str(vehicle), EDGE, at_m, after(days), roughness)


def test_three_vehicles_say_that_a_piece_is_worn_out() -> None:
    marks = [felt(1, 0.9), felt(2, 0.6), felt(3, 0.2), felt(4, 0.2, at_m=20.0), felt(3, 0.5, days=1)]

    pieces = measure_pieces(marks, after(2), RULE)

    assert [(each.number, each.roughness, each.vehicles, each.worn) for each in pieces] == [
        (0, 0.2, 1, False),
        (1, 0.6, 3, True),
    ]
    assert [each.severity for each in standing_wear(pieces, RULE)] == [Severity.MINOR]
    assert measure_pieces(marks, after(32), RULE) == []
    assert measure_pieces([*reversed(marks), *marks], after(2), RULE) == pieces
    assert not any(
        each.worn for each in measure_pieces([felt(1, 2.0, days=each / 10) for each in range(5)], after(2), RULE)
    )


def test_the_rule_of_the_day_applies() -> None:
    later = replace(HAZARD_RULES[-1], in_force_from=date(2027, 1, 1), vehicles=4)

    assert rule_in_force((*HAZARD_RULES, later), date(2026, 12, 31)).vehicles == 3
    assert rule_in_force((later, *HAZARD_RULES), date(2027, 1, 1)).vehicles == 4
    with pytest.raises(MeasurementRefused):
        rule_in_force(HAZARD_RULES, date(2025, 12, 31))
    assert timedelta(0) < RULE.half_life < RULE.kept
