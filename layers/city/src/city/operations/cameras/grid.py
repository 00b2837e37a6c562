"""The grid by which cameras lie in packs: a hundredth of a degree of latitude and of longitude, about a square kilometre.

A position lies in exactly one cell, and a camera never leaves its own: where it stands is part of its name. No lookup
asks for neighbouring cells, so that none can miss one, as rings of hexagons do: the snapshot holds all cells at once.
"""

import math
import re

CELLS_PER_DEGREE = 100
# Positions are stored in ten millionths of a degree, about a centimetre: no float rounds a camera off its place, or over
# the edge of a cell.
UNITS_PER_DEGREE = 10_000_000
_CELL = re.compile(r"([ns])(\d{1,4})([ew])(\d{1,5})")


def cell_of(latitude: float, longitude: float) -> str:
    """The cell of a position, as it is stored: `n3678e12645` is a hundredth of a degree from 36.78 and 126.45 on."""
    row, column = _index(latitude), _index(longitude)
    return f"{'s' if row < 0 else 'n'}{abs(row)}{'w' if column < 0 else 'e'}{abs(column)}"


def index_of(cell: str) -> tuple[int, int]:
    """The row and the column of a cell by its name. Raises ValueError for what names none."""
    found = _CELL.fullmatch(cell)
    if found is None:
        raise ValueError("no cell")
    row, column = int(found[2]), int(found[4])
    return -row if found[1] == "s" else row, -column if found[3] == "w" else column


def _index(degrees: float) -> int:
    return math.floor(round(degrees * UNITS_PER_DEGREE) / (UNITS_PER_DEGREE // CELLS_PER_DEGREE))
