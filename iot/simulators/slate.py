"""The moment of a drawn picture, written into it."""

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

SLATE_BITS, _BLOCK = 28, 8


def draw_slate(picture: Picture, milliseconds: int) -> None:
    """Writes the moment into the upper left corner as black and white blocks, as film has it on the clapperboard."""
    for bit in range(SLATE_BITS):
        shade = 235 if milliseconds >> bit & 1 else 20
        picture[:_BLOCK, bit * _BLOCK : (bit + 1) * _BLOCK] = shade


def read_slate(picture: Picture) -> float:
    """The moment a drawn picture was taken at, in seconds. Survives JPEG."""
    blocks = picture[2 : _BLOCK - 2, : SLATE_BITS * _BLOCK].astype(np.float32).mean(axis=(0, 2))
    means = blocks.reshape(SLATE_BITS, _BLOCK)[:, 2:-2].mean(axis=1)
    return sum(1 << bit for bit in range(SLATE_BITS) if means[bit] > 127) / 1000
