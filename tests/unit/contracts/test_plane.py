"""Outlines that cross themselves are seen; a homography goes through its points."""

from math import hypot

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from city.contracts.crosswalk import plane

SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
near = st.floats(min_value=-0.2, max_value=0.2)


def test_a_square_is_simple_and_a_bow_tie_is_not() -> None:
    assert not plane.crosses_itself(SQUARE)
    assert plane.crosses_itself((SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]))


def test_an_outline_that_touches_itself_or_repeats_a_corner_crosses_itself() -> None:
    assert plane.crosses_itself(((0, 0), (2, 0), (2, 2), (1, 0), (0, 2)))
    assert plane.crosses_itself(((0, 0), (1, 0), (0, 0), (1, 1)))


@given(st.lists(st.tuples(near, near), min_size=4, max_size=4), st.integers(0, 3))
def test_a_wobbled_square_contains_its_middle_whatever_corner_it_starts_at(wobble, start) -> None:
    corners = [(x + dx, y + dy) for (x, y), (dx, dy) in zip(SQUARE, wobble, strict=True)]
    turned = corners[start:] + corners[:start]

    assert not plane.crosses_itself(turned)
    assert plane.contains(turned, (0.5, 0.5))
    assert not plane.contains(turned, (1.3, 0.5))
    assert plane.area(turned) == pytest.approx(plane.area(corners))


@given(st.lists(st.tuples(near, near), min_size=4, max_size=4), st.floats(2, 40), st.floats(-50, 50))
def test_a_homography_goes_through_its_four_points(wobble, size, shift) -> None:
    pairs = [
        ((x + dx, y + dy), (x * size + shift, y * size - shift))
        for (x, y), (dx, dy) in zip(SQUARE, wobble, strict=True)
    ]

    matrix = plane.homography(pairs)

    for source, (u, v) in pairs:
        found = plane.apply(matrix, source)
        assert hypot(found[0] - u, found[1] - v) < 1e-6 * size


@given(st.tuples(st.floats(0.05, 0.95), st.floats(0.05, 0.95)))
def test_there_and_back_is_where_it_started(point) -> None:
    seen = ((0.2, 0.4), (0.8, 0.45), (0.9, 0.9), (0.1, 0.85))
    there = plane.homography(list(zip(seen, SQUARE, strict=True)))
    back = plane.homography(list(zip(SQUARE, seen, strict=True)))
    assume(abs(there[2][0] * point[0] + there[2][1] * point[1] + 1) > 0.05)

    assert plane.apply(back, plane.apply(there, point)) == pytest.approx(point, abs=1e-6)


@pytest.mark.parametrize(
    "points",
    [
        [(0.1 * i, 0.1 * i) for i in range(4)],
        [(0.5, 0.5)] * 4,
        [(0, 0), (1, 0), (1, 1)],
        [(0, 0), (1, 0), (1, 1), (float("nan"), 1)],
        [(0, 0), (0.5, 0), (1, 0), (0, 1)],
    ],
)
def test_points_that_fix_no_plane_are_refused(points) -> None:
    with pytest.raises(plane.Degenerate):
        plane.homography([(point, (3.0 * index, float(index * index))) for index, point in enumerate(points)])
