"""Plane geometry for drawn zones and camera calibration. Plain Python, because contracts carry no packages.

Picture points are fractions of the frame's width and height (0..1, origin top left), so a zone drawn on one resolution
holds on every other. Road points are metres on the road surface.
"""

from collections.abc import Sequence
from itertools import combinations
from math import hypot, isfinite

Pair = tuple[float, float]
Row = tuple[float, float, float]
Matrix = tuple[Row, Row, Row]


class Degenerate(ValueError):
    """The points do not fix a plane: too few, on one line, or not numbers."""


def area(polygon: Sequence[Pair]) -> float:
    """Unsigned area, in the square of the points' unit (shoelace formula)."""
    turned = (*polygon[1:], polygon[0])
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(polygon, turned, strict=True))) / 2


def contains(polygon: Sequence[Pair], point: Pair) -> bool:
    """Whether a point lies inside (even-odd rule); a point on the edge may fall on either side."""
    x, y = point
    inside = False
    x1, y1 = polygon[-1]
    for x2, y2 in polygon:
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
        x1, y1 = x2, y2
    return inside


def crosses_itself(polygon: Sequence[Pair]) -> bool:
    """Whether any two edges that are not neighbours meet, or a corner is used twice."""
    if len(set(polygon)) < len(polygon):
        return True
    edges = list(zip(polygon, (*polygon[1:], polygon[0]), strict=True))
    last = len(edges) - 1
    return any(
        segments_meet(*edges[i], *edges[j])
        for i, j in combinations(range(len(edges)), 2)
        if j - i > 1 and not (i == 0 and j == last)
    )


def segments_meet(a: Pair, b: Pair, c: Pair, d: Pair) -> bool:
    """Whether the segments ab and cd share a point."""
    turns = _turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)
    if turns[0] * turns[1] < 0 and turns[2] * turns[3] < 0:
        return True
    return any(
        turn == 0 and _between(*of)
        for turn, of in zip(turns, ((a, b, c), (a, b, d), (c, d, a), (c, d, b)), strict=True)
    )


def _turn(a: Pair, b: Pair, c: Pair) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _between(a: Pair, b: Pair, c: Pair) -> bool:
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])


def homography(pairs: Sequence[tuple[Pair, Pair]]) -> Matrix:
    """The 3x3 matrix that takes the first points of `pairs` to the second, by least squares over four or more.

    Direct linear transform with Hartley's normalisation (In Defense of the Eight-Point Algorithm, 1997), the last element
    fixed to 1. Raises Degenerate.
    """
    if len(pairs) < 4:
        raise Degenerate("four pairs of points at least")
    if not all(isfinite(value) for pair in pairs for point in pair for value in point):
        raise Degenerate("every coordinate must be a number")
    from_unit, sources = _normalised([source for source, _ in pairs])
    to_unit, targets = _normalised([target for _, target in pairs])
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(sources, targets, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    a, b, c, d, e, f, g, h = _least_squares(rows, 8)
    unit: Matrix = ((a, b, c), (d, e, f), (g, h, 1.0))
    matrix = _product(_inverse_similarity(to_unit), _product(unit, from_unit))
    scale = matrix[2][2]
    if abs(scale) < 1e-12:
        raise Degenerate("the points put the horizon through the middle of the picture")
    top, middle, bottom = ((row[0] / scale, row[1] / scale, row[2] / scale) for row in matrix)
    return top, middle, bottom


def apply(matrix: Matrix, point: Pair) -> Pair:
    """Where a homography takes a point. Raises Degenerate for a point on the horizon."""
    x, y = point
    (a, b, c), (d, e, f), (g, h, i) = matrix
    w = g * x + h * y + i
    if abs(w) < 1e-9:
        raise Degenerate("the point lies on the horizon")
    return (a * x + b * y + c) / w, (d * x + e * y + f) / w


def _normalised(points: list[Pair]) -> tuple[Matrix, list[Pair]]:
    """A similarity that puts the centre at 0 and the mean distance at the root of two, and the points under it."""
    cx, cy = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    spread = sum(hypot(x - cx, y - cy) for x, y in points) / len(points)
    if spread < 1e-12:
        raise Degenerate("all points are the same")
    s = 2**0.5 / spread
    return ((s, 0.0, -s * cx), (0.0, s, -s * cy), (0.0, 0.0, 1.0)), [((x - cx) * s, (y - cy) * s) for x, y in points]


def _inverse_similarity(matrix: Matrix) -> Matrix:
    s, tx, ty = matrix[0][0], matrix[0][2], matrix[1][2]
    return ((1 / s, 0.0, -tx / s), (0.0, 1 / s, -ty / s), (0.0, 0.0, 1.0))


def _product(left: Matrix, right: Matrix) -> Matrix:
    columns = list(zip(*right, strict=True))

    def times(row: Row) -> Row:
        first, second, third = (sum(x * y for x, y in zip(row, column, strict=True)) for column in columns)
        return first, second, third

    return times(left[0]), times(left[1]), times(left[2])


def _least_squares(rows: list[list[float]], unknowns: int) -> list[float]:
    """Solves the normal equations by elimination with pivoting; the last column is the right-hand side."""
    system = [
        [sum(row[i] * row[j] for row in rows) for j in range(unknowns)] + [sum(row[i] * row[-1] for row in rows)]
        for i in range(unknowns)
    ]
    for column in range(unknowns):
        pivot = max(range(column, unknowns), key=lambda r: abs(system[r][column]))
        system[column], system[pivot] = system[pivot], system[column]
        if abs(system[column][column]) < 1e-10:
            raise Degenerate("the points lie on one line, or too many of them do")
        for other in range(unknowns):
            if other != column:
                factor = system[other][column] / system[column][column]
                system[other] = [x - factor * y for x, y in zip(system[other], system[column], strict=True)]
    return [row[-1] / row[i] for i, row in enumerate(system)]
