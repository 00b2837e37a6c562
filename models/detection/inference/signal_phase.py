"""Whether a signal head in a fixed camera's picture shows red or green, is dark, or cannot be read.

No network: the head's place is configured, so which lamp is which is known by position. Each lamp's cell is asked how
much light of its own colour it sends beyond what its neighbours show; an over-exposed lamp has a white core, so the
colour of the rim speaks for it. One frame decides little: lamps made of LEDs flicker faster than a shutter, and a
pedestrian's green blinks, so readings are voted over a second (`PhaseVote`).
"""

import math
from collections import deque
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from city.kernel.errors import Invalid

Phase = Literal["red", "amber", "green", "dark", "unknown"]
Lamp = Literal["red", "amber", "green"]

# OpenCV's hues, 0..179. LEDs' green is bluish (about 500 nm), and amber and red meet at about 10.
_HUES: dict[Lamp, tuple[tuple[int, int], ...]] = {
    "red": ((0, 11), (160, 179)),
    "amber": ((12, 32),),
    "green": ((38, 100),),
}
_LEAST_SATURATION = 60  # of 255: less is white or grey
_CELL_SIDE = 24  # pixels a lamp is looked at with, however large it is in the picture
_LEAST_SIDE = 3  # pixels of a lamp below which nothing can be read
_LEAST_LIGHT = 0.045  # share of a cell's full light that a lit lamp sends in its colour
_CLEAR_LEAD = 1.8  # times the light of the next lamp's cell
_LEAST_FRAME_LIGHT = 24  # of 255: the brightest place of a frame that shows anything
_MOST_VEIL = 150  # of 255: stray light over the housing, beyond which a lamp that is off and one that is lit look alike
_BLINDING_SHARE = 0.7  # of the head that is burnt out white


class HeadInvalid(Invalid):
    """The configured region is no part of a picture, or its lamps are none."""

    message_ko = "신호등 영역 설정이 올바르지 않습니다."
    message_en = "The signal head's region is not valid."


@dataclass(frozen=True, slots=True)
class HeadInPicture:
    """A head in the picture: its rectangle in shares of width and height (0..1), and its lamps along `along`."""

    left: float
    top: float
    width: float
    height: float
    lamps: tuple[Lamp, ...] = ("red", "green")
    along: Literal["down", "across"] = "down"

    def __post_init__(self) -> None:
        sides = (self.left, self.top, self.width, self.height)
        if not all(math.isfinite(side) for side in sides):
            raise HeadInvalid("a side is no number")
        if self.left < 0 or self.top < 0 or self.left + self.width > 1 or self.top + self.height > 1:
            raise HeadInvalid("it lies outside the picture")
        if self.width <= 0 or self.height <= 0:
            raise HeadInvalid("it has no area")
        if not self.lamps or any(lamp not in _HUES for lamp in self.lamps):
            raise HeadInvalid("it names no lamps")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one frame says: the phase, and for each lamp its light (0..1)."""

    phase: Phase
    light: tuple[float, ...] = ()


def read_phase(picture: NDArray[np.uint8], head: HeadInPicture) -> Reading:
    """One frame's opinion. `picture` is (H, W, 3), BGR."""
    crop = _crop(picture, head)
    down = head.along == "down"
    length = crop.shape[0] if down else crop.shape[1]
    across = crop.shape[1] if down else crop.shape[0]
    if min(length / len(head.lamps), across) < _LEAST_SIDE or _is_blind(picture):
        return Reading("unknown")
    size = (_CELL_SIDE, _CELL_SIDE * len(head.lamps)) if down else (_CELL_SIDE * len(head.lamps), _CELL_SIDE)
    crop = np.asarray(cv2.resize(crop, size, interpolation=cv2.INTER_AREA), np.uint8)
    burnt_out = (crop.min(axis=2) >= 250).mean()
    if burnt_out > _BLINDING_SHARE:
        return Reading("unknown")
    crop, veil = _without_veil(crop)
    cells = np.split(crop, len(head.lamps), axis=0 if down else 1)
    light = tuple(_own_light(cell, lamp) for cell, lamp in zip(cells, head.lamps, strict=True))
    best = int(np.argmax(light))
    others = [value for index, value in enumerate(light) if index != best]
    # Taking a veil off stretches the noise of what is left.
    if light[best] < _LEAST_LIGHT * (255 / (256 - veil)) ** 1.5:
        return Reading("dark" if veil < _MOST_VEIL else "unknown", light)
    if others and light[best] < _CLEAR_LEAD * max(others):
        return Reading("unknown", light)
    return Reading(head.lamps[best], light)


def _crop(picture: NDArray[np.uint8], head: HeadInPicture) -> NDArray[np.uint8]:
    height, width = picture.shape[:2]
    left, top = int(head.left * width), int(head.top * height)
    right, bottom = round((head.left + head.width) * width), round((head.top + head.height) * height)
    return picture[top : max(bottom, top + 1), left : max(right, left + 1)]


def _is_blind(picture: NDArray[np.uint8]) -> bool:
    """A black frame shows no lamp, lit or not. Averaging first: the noise of a covered lens is no light."""
    small = cv2.resize(picture, (64, 48), interpolation=cv2.INTER_AREA)
    return bool(small.max() < _LEAST_FRAME_LIGHT)


def _without_veil(crop: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    """Stray light lies on everything, on the black housing too: what the housing shows of it is taken off the whole."""
    veil = np.percentile(crop, 5, axis=(0, 1))
    cleared = (crop - veil) * (255 / (256 - veil))
    return np.clip(cleared, 0, 255).astype(np.uint8), float(veil.max())


def _own_light(cell: NDArray[np.uint8], lamp: Lamp) -> float:
    """The mean over the cell of value times saturation in the lamp's hues; a white core counts by its coloured rim."""
    hue, saturation, value = (plane.astype(np.float32) for plane in cv2.split(cv2.cvtColor(cell, cv2.COLOR_BGR2HSV)))
    coloured = saturation >= _LEAST_SATURATION
    own = np.zeros(hue.shape, bool)
    for first, last in _HUES[lamp]:
        own |= (hue >= first) & (hue <= last)
    # Lamps shine; painted metal, leaves and tail lights far behind are darker than what the lens lets through.
    shining = value >= max(60.0, float(np.percentile(value, 60)))
    light = float((value * saturation * (own & coloured & shining)).mean()) / 255.0**2
    core = (value >= 245) & ~coloured
    rim = cv2.dilate(core.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool) & ~core & coloured
    if core.any() and rim.any() and (own & rim).sum() > 0.6 * rim.sum():
        light += float(core.mean())
    return min(1.0, light)


class PhaseVote:
    """The phase over the last `seconds`, from readings of single frames.

    A colour counts once two readings in a row that saw any colour agree; frames between them in which the lamp was off
    do not take it back. Dark is what was dark all the time. Two colours in turn are unknown.
    """

    def __init__(self, seconds: float = 1.2, least_readings: int = 3) -> None:
        self._seconds = seconds
        self._least = least_readings
        self._readings: deque[tuple[float, Phase]] = deque()

    def add(self, at: float, reading: Reading) -> Phase:
        """`at` in seconds of any clock that only goes forward."""
        self._readings.append((at, reading.phase))
        while self._readings[0][0] < at - self._seconds:
            self._readings.popleft()
        phases = [phase for _, phase in self._readings]
        if len(phases) < self._least:
            return "unknown"
        seen = [phase for phase in phases if phase not in ("dark", "unknown")]
        if len(seen) >= 2 and seen[-1] == seen[-2]:
            return seen[-1]
        if not seen and phases.count("dark") > len(phases) / 2:
            return "dark"
        return "unknown"
