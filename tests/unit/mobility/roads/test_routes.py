"""The table of ways says what Dijkstra says, and Dijkstra what a list of all ways would."""

import itertools
import math

import numpy as np
import pytest

from city.mobility.roads.graph import build_road_map
from city.mobility.roads.routes import Routes, WayTable
from city.mobility.roads.synthetic import synthetic_district

MAP = build_road_map(synthetic_district())
ROUTES = Routes(MAP)
TABLE = WayTable.of(ROUTES, MAP.edges, 700.0)


@pytest.mark.parametrize("edge", range(0, MAP.edges, 37))
def test_the_table_has_every_way_up_to_its_reach_edge_by_edge(edge: int) -> None:
    reach = ROUTES.reach(edge, 5_000.0)
    for to in range(MAP.edges):
        metres = TABLE.metres_between(edge, to)
        if reach.metres.get(to, math.inf) > 700.0:
            assert metres == math.inf
            continue
        assert metres == reach.metres[to]
        way = (edge, *TABLE.between(edge, to), to)
        assert all(after in ROUTES.after[before] for before, after in itertools.pairwise(way))
        assert sum(MAP.plane.length[each] for each in way[1:-1]) == pytest.approx(metres)


def test_asking_for_many_is_asking_for_each() -> None:
    from_edge, to_edge = np.meshgrid(np.arange(0, MAP.edges, 11), np.arange(MAP.edges))

    metres, _ = TABLE.look_up(from_edge, to_edge)

    assert metres[5, 3] == TABLE.metres_between(int(from_edge[5, 3]), int(to_edge[5, 3]))
    assert np.isfinite(metres).any()
    assert not np.isfinite(metres).all()


def test_a_way_keeps_to_its_limit_and_follows_the_road() -> None:
    way = ROUTES.between(0, 10.0, 200, 5.0, 5_000.0)

    assert way is not None
    assert way[0] == 0
    assert way[-1] == 200
    assert ROUTES.between(0, 10.0, 200, 5.0, 50.0) is None
    assert ROUTES.between(0, 10.0, 0, 20.0, 50.0) == (0,)


def test_back_on_the_same_edge_is_all_the_way_round() -> None:
    way = ROUTES.between(0, 60.0, 0, 20.0, 5_000.0)

    assert way is not None
    assert way[0] == way[-1] == 0
    assert len(way) > 3
