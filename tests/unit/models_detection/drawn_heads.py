"""Signal heads as cameras see them, drawn: lamps with spokes of LEDs, noise, blur, night, glare, a rolling shutter."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.detection.inference.signal_phase import HeadInPicture, Lamp

COLOURS: dict[Lamp, tuple[int, int, int]] = {"red": (40, 30, 235), "amber": (20, 150, 250), "green": (190, 225, 60)}


@dataclass(frozen=True)
class Scene:
    """What makes a head hard to read. Sizes in pixels; `ambient` 0 (night) to 1 (noon)."""

    lamp: int = 20
    ambient: float = 0.8
    noise: float = 6.0
    blur: float = 0.8
    exposure: float = 1.0
    band: float = 0.0  # share of the frame's rows that the shutter read while the lamp was off
    glare: float = 0.0


def draw(head: HeadInPicture, lit: Lamp | None, scene: Scene, chance: np.random.Generator) -> NDArray[np.uint8]:
    """A frame of 360 x 240 with the head where `head` says, one lamp lit or none."""
    frame = np.full((240, 360, 3), 0, np.float32)
    sky = np.array([200, 170, 140], np.float32) * scene.ambient
    frame[:] = sky * (0.6 + 0.4 * chance.random())
    frame[120:] = np.array([90, 95, 95], np.float32) * scene.ambient
    for _ in range(12):  # trees, cars and signs behind, in any colour
        x, y = chance.integers(0, 330), chance.integers(0, 220)
        cv2.rectangle(
            frame,
            (int(x), int(y)),
            (int(x + chance.integers(8, 40)), int(y + chance.integers(5, 25))),
            (chance.random(3) * 160 * scene.ambient).tolist(),
            -1,
        )
    cv2.circle(frame, (330, 20), 5, (230.0, 240.0, 250.0), -1)  # a street light: the frame is never all black
    left, top = round(head.left * 360), round(head.top * 240)
    width, height = round(head.width * 360), round(head.height * 240)
    cv2.rectangle(frame, (left, top), (left + width - 1, top + height - 1), (22.0 * scene.ambient + 3,) * 3, -1)
    glow = np.zeros_like(frame)
    count = len(head.lamps)
    for index, lamp in enumerate(head.lamps):
        share = (index + 0.5) / count
        centre = (
            (left + width // 2, int(top + height * share))
            if head.along == "down"
            else (int(left + width * share), top + height // 2)
        )
        radius = max(1, int(scene.lamp * 0.42))
        off = np.array(COLOURS[lamp], np.float32) * 0.16 * scene.ambient + 12 * scene.ambient
        cv2.circle(frame, centre, radius, off.tolist(), -1)
        if lamp == lit:
            cv2.circle(glow, centre, radius, COLOURS[lamp], -1)
    if scene.band:
        first = int(chance.integers(0, 240))
        rows = (np.arange(240) - first) % 240 < scene.band * 240
        glow[rows] *= 0.04
    glow *= scene.exposure
    halo = cv2.GaussianBlur(glow, (0, 0), max(1.0, scene.lamp * 0.25)) * 0.35
    frame += glow + halo
    # Over-exposure burns the core out to white: every channel spills into the others.
    spill = np.maximum(frame - 255, 0).max(axis=2, keepdims=True)
    frame += spill * 0.9
    if scene.glare:
        y, x = np.mgrid[0:240, 0:360]
        near = np.exp(-(((x - left) / 90.0) ** 2 + ((y - top) / 90.0) ** 2))
        frame += (scene.glare * 255 * near[..., None]).astype(np.float32)
    if scene.blur:
        frame = np.asarray(cv2.GaussianBlur(frame, (0, 0), scene.blur), np.float32)
    frame += chance.normal(0, scene.noise, frame.shape)
    return np.clip(frame, 0, 255).astype(np.uint8)


PEDESTRIAN_LAMPS: tuple[Lamp, ...] = ("red", "green")
VEHICLE_LAMPS: tuple[Lamp, ...] = ("red", "amber", "green")


def head_of(lamps: tuple[Lamp, ...], lamp: int, along: str = "down") -> HeadInPicture:
    """A head with lamps of so many pixels, somewhere in the upper middle of the frame."""
    long, short = lamp * len(lamps) / (240 if along == "down" else 360), lamp / (360 if along == "down" else 240)
    return HeadInPicture(
        0.4,
        0.15,
        short if along == "down" else long,
        long if along == "down" else short,
        lamps,
        along,  # type: ignore[arg-type]
    )


SCENES: dict[str, Scene] = {
    "day": Scene(),
    "day, small (8 px)": Scene(lamp=8),
    "dusk, noise": Scene(ambient=0.25, noise=14),
    "night": Scene(ambient=0.03, noise=10),
    "night, over-exposed": Scene(ambient=0.03, exposure=3.5),
    "dim LEDs at noon": Scene(ambient=1.0, exposure=0.55),
    "blur": Scene(blur=3.0),
    "rolling shutter": Scene(band=0.5),
    "glare": Scene(glare=0.7),
}
