"""A camera that is well is left alone, by day, by night and in rain; one that is not is found out within seconds."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from iot.crosswalk_unit.sight.camera_health import FROZEN_BY_NIGHT_S, CameraHealth, Picture, shift_between
from iot.simulators.drawn_scene import DrawnScene

FRAMES_A_SECOND = 4
SIZE = (384, 288)
SCENE = DrawnScene(seed=3, lasts_s=200.0, groups_a_minute=4, vehicles_a_minute=20, size=SIZE)
NIGHT = DrawnScene(
    seed=3, lasts_s=200.0, groups_a_minute=4, vehicles_a_minute=20, night=True, weather="rain", size=SIZE
)

Change = Callable[[Picture], Picture]


class Mast:
    """A camera whose pictures go through a change, four a second."""

    def __init__(self, scene: DrawnScene = SCENE) -> None:
        self.health = CameraHealth()
        self.scene = scene
        self.frame = 0

    def watch(self, seconds: float, change: Change = lambda picture: picture) -> list[frozenset[str]]:
        found = []
        for _ in range(round(seconds * FRAMES_A_SECOND)):
            now_s = self.frame / FRAMES_A_SECOND
            self.frame += 1
            found.append(self.health.see(change(self.scene.draw(now_s)), now_s, night=self.scene.night))
        return found

    def seconds_until(self, fault: str, found: list[frozenset[str]]) -> float:
        return next(index for index, faults in enumerate(found) if fault in faults) / FRAMES_A_SECOND


@pytest.fixture
def mast() -> Mast:
    """A camera that has shown its street for half a minute."""
    mast = Mast()
    mast.watch(30)
    return mast


def shifted(across: float, down: float) -> Change:
    """What a camera turned a little would show; the rim repeats."""
    matrix = np.array([[1, 0, across], [0, 1, down]], dtype=np.float64)
    return lambda picture: cv2.warpAffine(picture, matrix, SIZE, borderMode=cv2.BORDER_REPLICATE).astype(np.uint8)


def blurred(picture: Picture) -> Picture:
    return cv2.GaussianBlur(picture, (0, 0), 4.5).astype(np.uint8)


def blurred_before_the_sensor(picture: Picture) -> Picture:
    """Paint on the glass: the noise stays sharp."""
    noise = np.random.default_rng(int(picture.sum()) % 1000).normal(0, 4, picture.shape)
    return np.clip(blurred(picture) + noise, 0, 255).astype(np.uint8)


def black(picture: Picture) -> Picture:
    return (picture * 0.01).astype(np.uint8)


def bagged(picture: Picture) -> Picture:
    noise = np.random.default_rng(int(picture.sum()) % 1000).normal(0, 2.5, picture.shape)
    return np.clip(noise + np.array([90, 110, 100]), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("scene", [SCENE, NIGHT], ids=["day", "rainy night"])
def test_a_busy_street_is_no_fault(scene) -> None:
    assert set().union(*Mast(scene).watch(90)) == set()


def test_light_level_is_the_mean_of_the_picture(mast) -> None:
    picture = SCENE.draw(10.0)
    mast.health.see(picture, 100.0, night=False)

    assert mast.health.light_level == pytest.approx(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).mean() / 255, abs=0.01)


@pytest.mark.parametrize(
    ("change", "fault", "within_s"),
    [
        (black, "camera_dark", 1.0),
        (bagged, "camera_dark", 1.0),
        (blurred, "camera_blurred", 4.5),
        (blurred_before_the_sensor, "camera_blurred", 4.5),
        (shifted(15, 0), "camera_moved", 4.5),
        (shifted(0, -12), "camera_moved", 4.5),
        (lambda picture: np.ascontiguousarray(picture[::-1]), "camera_moved", 4.5),
    ],
    ids=["black", "bag", "blur", "paint", "turned", "tilted", "upside down"],
)
def test_a_camera_that_cannot_see_is_found_out_and_forgiven(mast, change, fault, within_s) -> None:
    found = mast.watch(8, change)

    assert mast.seconds_until(fault, found) <= within_s
    assert found[-1] == {fault}
    assert mast.watch(6)[-1] == set()


def test_a_frozen_picture_is_found_out_in_two_seconds(mast) -> None:
    still = SCENE.draw(5.0)

    found = mast.watch(4, lambda _: still)

    assert mast.seconds_until("camera_frozen", found) <= 2.5
    assert mast.watch(4)[-1] == set()


def test_a_night_without_noise_is_not_a_frozen_camera() -> None:
    mast = Mast(NIGHT)
    mast.watch(2)
    still = NIGHT.draw(5.0)

    found = mast.watch(FROZEN_BY_NIGHT_S + 4, lambda _: still)

    assert FROZEN_BY_NIGHT_S - 1 <= mast.seconds_until("camera_frozen", found) <= FROZEN_BY_NIGHT_S + 1


def test_wind_in_the_mast_is_no_move(mast) -> None:
    found = []
    for swing in range(80):
        found += mast.watch(0.25, shifted(2.5 * np.sin(swing), 1))

    assert set().union(*found) == set()


def test_a_bus_before_the_camera_is_no_move(mast) -> None:
    def bus(picture: Picture) -> Picture:
        picture[75:260, 100:320] = (40, 60, 180)
        return picture

    assert set().union(*mast.watch(6, bus)) == set()


@pytest.mark.parametrize("gain", [0.6, 1.4])
def test_clouds_and_sun_are_no_fault(mast, gain) -> None:
    found = mast.watch(10, lambda picture: np.clip(picture * gain, 0, 255).astype(np.uint8))

    assert set().union(*found) == set()


def test_night_is_learned_by_itself(mast) -> None:
    """Headlights, lit windows, other shadows: the night's picture is compared with nights."""
    mast.scene = NIGHT

    assert set().union(*mast.watch(40)) == set()
    assert mast.watch(8, shifted(15, 0))[-1] == {"camera_moved"}


def test_a_moment_of_trouble_is_no_fault(mast) -> None:
    found = []
    for change in (black, blurred, shifted(30, 0)):
        found += mast.watch(0.5, change) + mast.watch(3)

    assert set().union(*found) == set()


def test_a_faulted_camera_is_not_learned_from(mast) -> None:
    mast.watch(120, shifted(15, 0))

    assert mast.health.faults == {"camera_moved"}


@pytest.mark.parametrize("size", [(576, 768), (1080, 1920), (288, 352), (120, 160)])
def test_any_size_of_frame_is_taken(size) -> None:
    health = CameraHealth()
    chance = np.random.default_rng(0)

    for frame in range(60):
        health.see(chance.integers(0, 255, (*size, 3), dtype=np.uint8), frame / 2, night=False)

    assert "camera_frozen" not in health.faults


def test_a_shift_is_measured_in_rows_and_columns() -> None:
    picture = np.random.default_rng(1).normal(size=(96, 128)).astype(np.float32)

    assert shift_between(picture, np.roll(picture, (3, -7), axis=(0, 1))) == (-3, 7)
    assert shift_between(picture, np.random.default_rng(2).normal(size=(96, 128)).astype(np.float32)) is None
