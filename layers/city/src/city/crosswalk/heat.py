"""The heat map: conflicts on the road, in cells of half a metre. Pure."""

from math import floor

CELL_M = 0.5


def cell_of(x_m: float, y_m: float) -> tuple[int, int]:
    """The cell a point of the road lies in, counted from the site's origin."""
    return floor(x_m / CELL_M), floor(y_m / CELL_M)


def corner_of(column: int, row: int) -> tuple[float, float]:
    """The corner of a cell with the smallest coordinates, in metres."""
    return column * CELL_M, row * CELL_M
