"""Fills what is hidden with one grey. Pure.

Nothing of it is in the picture that is coded, so nothing can be reckoned back, as it can from a blur.
"""

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from city.operations.evidence.hiding.found import Rectangle

GREY = 96


def cover(picture: NDArray[np.uint8], hidden: Iterable[Rectangle]) -> None:
    """Fills rectangles of a picture (height, width, 3), in place, whole pixels outwards and to even numbers.

    To even numbers, because colour is coded for each two by two pixels: an edge between two would let colour out.
    """
    height, width = picture.shape[:2]
    for place in hidden:
        left, top = max(0, math.floor(place.x1)) & ~1, max(0, math.floor(place.y1)) & ~1
        right, bottom = min(width, math.ceil(place.x2 / 2) * 2), min(height, math.ceil(place.y2 / 2) * 2)
        picture[top:bottom, left:right] = GREY
