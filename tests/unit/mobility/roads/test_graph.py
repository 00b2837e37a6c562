"""Ways become directed edges: cut at junctions, by oneway and access, with bans, stops and bumps where they lie."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.mobility.roads import driving
from city.mobility.roads.errors import MapRefused
from city.mobility.roads.extract import Extract, Restriction, Spot, Way
from city.mobility.roads.graph import build_road_map
from city.mobility.roads.road_map import RoadMap
from city.mobility.roads.routes import Routes
from city.mobility.roads.synthetic import synthetic_district
from tests.effort import examples

# A cross: 1 west, 2 middle, 3 east, 4 north, 5 south; about 93 m and 111 m long.
POSITIONS = {
    1: (335000000, 1264990000), 2: (335000000, 1265000000), 3: (335000000, 1265010000),
    4: (335010000, 1265000000), 5: (334990000, 1265000000), 6: (334999400, 1265005000),
}  # fmt: skip
STREET = {"highway": "residential"}
CROSS = Extract(POSITIONS, (Way(10, (1, 2, 3), STREET), Way(11, (4, 2), STREET), Way(12, (2, 5), STREET)), "by hand")


def names(road_map: RoadMap) -> list[str]:
    return [road_map.edge_name(edge) for edge in range(road_map.edges)]


def test_ways_are_cut_where_they_meet_and_driven_both_ways() -> None:
    road_map = build_road_map(CROSS)

    assert names(road_map) == [
        "10:1:2:+", "10:2:1:-", "10:2:3:+", "10:3:2:-", "11:4:2:+", "11:2:4:-", "12:2:5:+", "12:5:2:-",
    ]  # fmt: skip
    assert road_map.columns.twin.tolist() == [1, 0, 3, 2, 5, 4, 7, 6]
    assert road_map.plane.length.tolist() == pytest.approx([92.7] * 4 + [111.2] * 4, abs=0.1)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "residential"}, (True, True)),
        ({"highway": "residential", "oneway": "yes"}, (True, False)),
        ({"highway": "residential", "oneway": "-1"}, (False, True)),
        ({"highway": "residential", "oneway": "yes", "oneway:bus": "no"}, (True, True)),
        ({"highway": "tertiary", "junction": "roundabout"}, (True, False)),
        ({"highway": "motorway"}, (True, False)),
        ({"highway": "motorway", "oneway": "no"}, (True, True)),
        ({"highway": "residential", "access": "private"}, (False, False)),
        ({"highway": "residential", "access": "no", "bus": "yes"}, (True, True)),
        ({"highway": "residential", "motor_vehicle": "no"}, (False, False)),
        ({"highway": "footway"}, (False, False)),
        ({"highway": "service", "area": "yes"}, (False, False)),
        ({}, (False, False)),
    ],
)
def test_who_may_drive_where(tags: dict[str, str], expected: tuple[bool, bool]) -> None:
    assert driving.directions(tags) == expected


@pytest.mark.parametrize(
    ("text", "kmh"), [("50", 50), ("30 mph", 48), ("60 km/h", 60), ("none", 0), ("", 0), ("999", 255), ("KR:urban", 0)]
)
def test_speed_limits_are_read_in_figures_only(text: str, kmh: int) -> None:
    assert driving.speed_kmh({"maxspeed": text}) == kmh


def test_tunnels_and_bridges_are_marked() -> None:
    flags = driving.flags({"highway": "primary", "tunnel": "yes", "bridge": "no", "oneway": "yes"})

    assert flags == driving.TUNNEL | driving.ONEWAY


def test_a_banned_turn_is_not_taken_and_only_means_no_other() -> None:
    no_left = replace(CROSS, restrictions=(Restriction("no_left_turn", 10, 2, 11),))
    only = replace(CROSS, restrictions=(Restriction("only_straight_on", 11, 2, 12),))

    after_no, after_only = Routes(build_road_map(no_left)).after, Routes(build_road_map(only)).after

    # From the west and from the east: the way is one, and both of its ends meet the ban.
    assert after_no[0] == (2, 6)
    assert after_only[4] == (6,)


def test_a_vehicle_turns_round_in_a_dead_end_only() -> None:
    after = Routes(build_road_map(CROSS)).after

    assert after[2] == (3,)
    assert 1 not in after[0]


def test_a_stop_beside_the_road_lies_on_the_side_that_traffic_drives_on() -> None:
    # Seven metres south of the eastern arm: on the right of whoever drives east.
    extract = replace(CROSS, spots=(Spot(6, {"highway": "bus_stop"}),))

    road_map = build_road_map(extract)

    assert [road_map.edge_name(edge) for edge in road_map.columns.stop_edge] == ["10:2:3:+"]
    assert road_map.columns.stop_at_dm.tolist() == pytest.approx([463], abs=3)


def test_a_bump_on_the_road_shakes_both_directions() -> None:
    extract = replace(CROSS, ways=(Way(10, (1, 2, 3), STREET),), spots=(Spot(2, {"traffic_calming": "hump"}),))

    columns = build_road_map(extract).columns

    assert columns.bump_edge.tolist() == [0, 1]
    assert columns.bump_at_dm.tolist() == pytest.approx([927, 927], abs=3)
    assert columns.bump_kind.tolist() == [driving.BUMPS.index("hump")] * 2


def test_a_way_that_leaves_the_extract_is_cut_there() -> None:
    extract = replace(CROSS, ways=(Way(10, (1, 2, 99, 3, 2), STREET),))

    assert names(build_road_map(extract)) == ["10:1:2:+", "10:2:1:-", "10:3:2:+", "10:2:3:-"]


def test_a_map_without_roads_is_refused() -> None:
    with pytest.raises(MapRefused):
        build_road_map(replace(CROSS, ways=()))


def test_a_map_wider_than_a_plane_is_refused() -> None:
    far = replace(CROSS, positions={**POSITIONS, 3: (335000000, 1295000000)})

    with pytest.raises(MapRefused, match="two degrees"):
        build_road_map(far)


@settings(max_examples=examples(20))
@given(st.randoms(use_true_random=False))
def test_the_order_in_the_file_changes_nothing(random: object) -> None:
    extract = synthetic_district()
    ways, spots, positions = list(extract.ways), list(extract.spots), list(extract.positions.items())
    for each in (ways, spots, positions):
        random.shuffle(each)  # type: ignore[attr-defined]

    shuffled = replace(extract, ways=tuple(ways), spots=tuple(spots), positions=dict(positions))

    assert build_road_map(shuffled).version == build_road_map(extract).version


def test_every_word_changes_the_version() -> None:
    version = build_road_map(CROSS).version

    other = (
        replace(CROSS, attribution="somebody else"),
        replace(CROSS, ways=(*CROSS.ways[:-1], Way(12, (2, 5), {"highway": "service"}))),
        replace(CROSS, positions={**POSITIONS, 1: (335000001, 1264990000)}),
    )

    assert version not in {build_road_map(each).version for each in other}


def test_the_generated_district_has_one_of_each_and_no_place_that_is_not_reached() -> None:
    road_map = build_road_map(synthetic_district())

    reached = Routes(road_map).reach(0, 100_000.0).metres
    flags = set(road_map.columns.flags.tolist())

    assert len(reached) == road_map.edges
    assert {driving.TUNNEL, driving.BRIDGE, driving.ONEWAY, driving.ONEWAY | driving.ROUNDABOUT} <= flags
    assert len(road_map.columns.banned)
    assert len(road_map.columns.stop_edge) == 4
    assert set(road_map.columns.bump_kind.tolist()) == {0, 2, 3}
