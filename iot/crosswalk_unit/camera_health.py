"""Whether the camera still shows what the zones were drawn on: frozen, dark or covered, blurred, moved. Pure; numpy.

Everything is judged on a grey picture of at most 160 pixels a side, and every verdict needs seconds of the same evidence,
for and against. A camera that sends nothing is the watchdog's business.
"""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

CameraFault = Literal["camera_frozen", "camera_dark", "camera_blurred", "camera_moved"]
Picture = NDArray[np.uint8]
Grey = NDArray[np.float32]

LONGEST_SIDE = 160
# A sensor's noise changes every picture; by night an encoder may swallow it.
FROZEN_S, FROZEN_BY_NIGHT_S = 2.0, 30.0
# Nothing to see: no light, or (a bag, a sticker, paint over the lens) nothing but one tone. Shares of white.
DARK_BELOW, FLAT_BELOW = 0.03, 0.015
DARK_S = 0.8
# Fine detail, of what this camera has when it is well.
BLURRED_BELOW = 0.35
BLURRED_S = 3.0
# A shift of the background by this share of the frame's width, or no likeness to it at all.
MOVED_SHARE = 0.02
UNLIKE_BELOW = 0.15
MOVED_S = 3.0
# How long things must be well again.
MENDED_S = 2.0
# The comparison with the background costs most, and nobody needs it ten times a second.
COMPARED_EVERY_S = 1.0
# So many comparisons make the background known.
_LEARNING = 20
_LEARNED_GAIN = 0.02
# ITU-R BT.601, blue first, to shares of white.
_LIGHT_OF_BGR: Grey = np.array([0.114, 0.587, 0.299], dtype=np.float32) / np.float32(255)


@dataclass(slots=True)
class _Doubt:
    """One kind of fault: raised after `raise_s` of evidence for it, ended after MENDED_S of evidence against."""

    raised: bool = False
    since_s: float | None = None

    def weigh(self, bad: bool, now_s: float, raise_s: float) -> None:
        if bad == self.raised:
            self.since_s = None
        elif self.since_s is None:
            self.since_s = now_s
        if self.since_s is not None and now_s - self.since_s >= (MENDED_S if self.raised else raise_s):
            self.raised, self.since_s = not self.raised, None


@dataclass(slots=True)
class _Known:
    """How this camera's picture is when it is well, by day or by night."""

    sharpness: float = 0.0
    background: Grey | None = None
    looks: int = 0

    @property
    def learned(self) -> bool:
        return self.looks >= _LEARNING

    def learn(self, sharpness: float, edges: Grey) -> None:
        gain = max(_LEARNED_GAIN, 1 / (self.looks + 1))
        self.sharpness += gain * (sharpness - self.sharpness)
        self.background = (
            edges.copy() if self.background is None else self.background + gain * (edges - self.background)
        )
        self.looks += 1


@dataclass(slots=True)
class CameraHealth:
    """Watches one camera. `light_level` is the mean of the last picture, 0 black .. 1 white."""

    light_level: float = 0.0
    _last: NDArray[np.uint8] | None = None
    _changed_s: float | None = None
    _compared_s: float | None = None
    _frozen: _Doubt = field(default_factory=_Doubt)
    _dark: _Doubt = field(default_factory=_Doubt)
    _blurred: _Doubt = field(default_factory=_Doubt)
    _moved: _Doubt = field(default_factory=_Doubt)
    _by_day: _Known = field(default_factory=_Known)
    _by_night: _Known = field(default_factory=_Known)

    @property
    def faults(self) -> frozenset[CameraFault]:
        doubts: dict[CameraFault, _Doubt] = {
            "camera_frozen": self._frozen,
            "camera_dark": self._dark,
            "camera_blurred": self._blurred,
            "camera_moved": self._moved,
        }
        return frozenset(name for name, doubt in doubts.items() if doubt.raised)

    def see(self, picture: Picture, now_s: float, *, night: bool) -> frozenset[CameraFault]:
        """Takes a frame (H, W, 3); returns what is wrong."""
        thin = _thinned(picture)
        self._weigh_frozen(thin, now_s, night=night)
        grey = _grey(thin)
        self.light_level = float(grey.mean())
        flat = float(grey.std()) < FLAT_BELOW
        self._dark.weigh(self.light_level < DARK_BELOW or flat, now_s, DARK_S)
        if self._compared_s is None or now_s - self._compared_s >= COMPARED_EVERY_S:
            self._compared_s = now_s
            self._compare(grey, now_s, night=night)
        return self.faults

    def _weigh_frozen(self, thin: Picture, now_s: float, *, night: bool) -> None:
        same = self._last is not None and self._last.shape == thin.shape and bool((self._last == thin).all())
        self._last = thin
        if not same or self._changed_s is None:
            self._changed_s = now_s
        frozen_s = FROZEN_BY_NIGHT_S if night else FROZEN_S
        self._frozen.weigh(same, now_s, frozen_s)

    def _compare(self, grey: Grey, now_s: float, *, night: bool) -> None:
        """Against what the camera showed when it was well. Learns only while it is."""
        if self._dark.raised or self._frozen.raised:
            return
        known = self._by_night if night else self._by_day
        edges = _edges(grey)
        sharpness = float(np.abs(edges).mean())
        if not known.learned:
            # A unit that starts with a fault it cannot know as one learns nothing while another mood says so.
            if not self.faults:
                known.learn(sharpness, edges)
            return
        blurred = sharpness < BLURRED_BELOW * known.sharpness
        self._blurred.weigh(blurred, now_s, BLURRED_S)
        background = known.background
        if blurred or background is None or background.shape != edges.shape:
            return
        likeness = _likeness(background, edges)
        shift = shift_between(background, edges)
        moved = (likeness < UNLIKE_BELOW) or (shift is not None and shift >= MOVED_SHARE * grey.shape[1])
        self._moved.weigh(moved, now_s, MOVED_S)
        if not moved and not self.faults:
            known.learn(sharpness, edges)


def _thinned(picture: Picture) -> Picture:
    """Every n-th pixel of every n-th row; a copy, so that the frame may go."""
    step = -(-max(picture.shape[:2]) // LONGEST_SIDE)
    return picture[step // 2 :: step, step // 2 :: step].copy()


def _grey(thin: Picture) -> Grey:
    return thin.astype(np.float32) @ _LIGHT_OF_BGR


def _edges(grey: Grey) -> Grey:
    """The Laplacian: detail without light."""
    edges = np.zeros_like(grey)
    edges[1:-1, 1:-1] = 4 * grey[1:-1, 1:-1] - grey[:-2, 1:-1] - grey[2:, 1:-1] - grey[1:-1, :-2] - grey[1:-1, 2:]
    return edges


def _likeness(first: Grey, second: Grey) -> float:
    """Correlation, -1..1."""
    a, b = first - first.mean(), second - second.mean()
    scale = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / scale if scale > 0 else 0.0


def shift_between(first: Grey, second: Grey) -> float | None:
    """By how many pixels the second picture is shifted against the first: the peak of their phase correlation.

    None where no peak stands out: the pictures have too little in common to say (Kuglin and Hines 1975).
    """
    spectrum = np.fft.rfft2(first) * np.conj(np.fft.rfft2(second))
    spectrum /= np.maximum(np.abs(spectrum), 1e-9)
    surface = np.fft.irfft2(spectrum, s=first.shape)
    row, column = np.unravel_index(int(np.argmax(surface)), surface.shape)
    if surface[row, column] < 6 * float(surface.std()):
        return None
    rows, columns = surface.shape
    down = int(row) - rows if row > rows // 2 else int(row)
    across = int(column) - columns if column > columns // 2 else int(column)
    return float(np.hypot(down, across))
