"""Whether the camera still shows what the zones were drawn on: frozen, dark or covered, blurred, moved. Pure; numpy.

Everything is judged on a grey picture of at most 160 pixels a side, and every verdict needs seconds of the same evidence,
for and against. A camera that sends nothing is the watchdog's business.
"""

from collections import Counter
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
# The share of the background's fine detail that must still be found, and how alike its coarse light must be where it is not
# found, to call that a blur and not another view.
DETAIL_LEFT, COARSELY_ALIKE = 0.35, 0.6
# A shift of the background by this share of the frame's width. Less is wind.
MOVED_SHARE = 0.02
ESTRANGED_S = 3.0
# How long things must be well again.
MENDED_S = 2.0
# The comparison with the background costs most, and nobody needs it ten times a second.
COMPARED_EVERY_S = 1.0
# So many comparisons make the background known.
_LEARNING = 20
_LEARNED_GAIN = 0.02
# A peak of the correlation stands out by so many standard deviations; of 18,000 values of noise the highest has 4.
_PEAK = 6.0
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
    """How this camera's picture is when it is well, by day or by night: means of its detail and of its coarse light."""

    detail: Grey | None = None
    light: Grey | None = None
    looks: int = 0

    def learn(self, detail: Grey, light: Grey) -> None:
        gain = np.float32(max(_LEARNED_GAIN, 1 / (self.looks + 1)))
        self.detail = detail if self.detail is None else self.detail + gain * (detail - self.detail)
        self.light = light if self.light is None else self.light + gain * (light - self.light)
        self.looks += 1


@dataclass(slots=True)
class CameraHealth:
    """Watches one camera. `light_level` is the mean of the last picture, 0 black .. 1 white."""

    light_level: float = 0.0
    _last: NDArray[np.uint8] | None = None
    _compared_s: float | None = None
    _frozen: _Doubt = field(default_factory=_Doubt)
    _dark: _Doubt = field(default_factory=_Doubt)
    # Not the view it knows: blurred or moved, whichever the comparisons say oftener.
    _estranged: _Doubt = field(default_factory=_Doubt)
    _verdicts: Counter[CameraFault] = field(default_factory=Counter)
    _by_day: _Known = field(default_factory=_Known)
    _by_night: _Known = field(default_factory=_Known)

    @property
    def faults(self) -> frozenset[CameraFault]:
        found: set[CameraFault] = set()
        if self._frozen.raised:
            found.add("camera_frozen")
        if self._dark.raised:
            found.add("camera_dark")
        if self._estranged.raised:
            found.add(self._verdicts.most_common(1)[0][0])
        return frozenset(found)

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
        self._frozen.weigh(same, now_s, FROZEN_BY_NIGHT_S if night else FROZEN_S)

    def _compare(self, grey: Grey, now_s: float, *, night: bool) -> None:
        """Against what the camera showed when it was well. Learns only while it is."""
        if self._dark.raised or self._frozen.raised:
            return
        known = self._by_night if night else self._by_day
        detail, light = _detail(grey), _coarse(grey)
        if known.detail is None or known.light is None or known.detail.shape != detail.shape:
            known.detail = known.light = None
            known.looks = 0
        elif known.looks >= _LEARNING:
            verdict = _judge(known.detail, known.light, detail, light)
            self._estranged.weigh(verdict is not None, now_s, ESTRANGED_S)
            if verdict is not None:
                self._verdicts[verdict] += 1
                return
            if not self._estranged.raised:
                self._verdicts.clear()
        known.learn(detail, light)


def _judge(known: Grey, known_light: Grey, detail: Grey, light: Grey) -> CameraFault | None:
    shift = shift_between(known, detail)
    if shift is not None:
        detail = np.roll(detail, shift, axis=(0, 1))
    power = float((known * known).sum())
    left = float((known * detail).sum()) / power if power > 0 else 1.0
    if left >= DETAIL_LEFT:
        far = shift is not None and np.hypot(*shift) >= MOVED_SHARE * known.shape[1]
        return "camera_moved" if far else None
    return "camera_blurred" if _likeness(known_light, light) >= COARSELY_ALIKE else "camera_moved"


def _thinned(picture: Picture) -> Picture:
    """Every n-th pixel of every n-th row; a copy, so that the frame may go."""
    step = -(-max(picture.shape[:2]) // LONGEST_SIDE)
    return picture[step // 2 :: step, step // 2 :: step].copy()


def _grey(thin: Picture) -> Grey:
    grey: Grey = np.dot(thin.astype(np.float32), _LIGHT_OF_BGR)
    return grey


def _detail(grey: Grey) -> Grey:
    """The Laplacian of the picture, smoothed over 3 by 3: what is sharp, without the light, and hardly the noise."""
    smooth = grey[:, :-2] + grey[:, 1:-1] + grey[:, 2:]
    smooth = smooth[:-2] + smooth[1:-1] + smooth[2:]
    detail: Grey = np.zeros_like(smooth)
    detail[1:-1, 1:-1] = (
        4 * smooth[1:-1, 1:-1] - smooth[:-2, 1:-1] - smooth[2:, 1:-1] - smooth[1:-1, :-2] - smooth[1:-1, 2:]
    )
    return detail


def _coarse(grey: Grey) -> Grey:
    """Means over blocks of 8 by 8."""
    rows, columns = grey.shape[0] // 8, grey.shape[1] // 8
    means: Grey = grey[: rows * 8, : columns * 8].reshape(rows, 8, columns, 8).mean(axis=(1, 3), dtype=np.float32)
    return means


def _likeness(first: Grey, second: Grey) -> float:
    """Correlation, -1..1."""
    a, b = first - first.mean(), second - second.mean()
    scale = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / scale if scale > 0 else 0.0


def shift_between(known: Grey, seen: Grey) -> tuple[int, int] | None:
    """By how many rows and columns to roll `seen` for it to lie on `known`: the peak of their phase correlation.

    None where no peak stands out: the pictures have too little in common to say (Kuglin and Hines 1975).
    """
    spectrum = np.fft.rfft2(known) * np.conj(np.fft.rfft2(seen))
    spectrum /= np.maximum(np.abs(spectrum), 1e-9)
    surface = np.fft.irfft2(spectrum, s=known.shape)
    row, column = np.unravel_index(int(np.argmax(surface)), surface.shape)
    if surface[row, column] < _PEAK * float(surface.std()):
        return None
    rows, columns = surface.shape
    down = int(row) - rows if row > rows // 2 else int(row)
    across = int(column) - columns if column > columns // 2 else int(column)
    return down, across
