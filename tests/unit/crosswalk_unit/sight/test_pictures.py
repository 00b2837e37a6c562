"""What leaves the unit as a picture: no face, no plate, and small enough."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from iot.crosswalk_unit.sight.frame import Frame
from iot.crosswalk_unit.sight.pictures import (
    CLIP_AFTER_S,
    CLIP_BEFORE_S,
    Clips,
    Ring,
    blur,
    draw_boxes,
    encode_within,
)
from models.detection.inference.boxes import Box
from models.detection.inference.pictures import read_header
from tests.effort import examples

Picture = NDArray[np.uint8]


def noise(width: int = 320, height: int = 240, seed: int = 1) -> Picture:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)


def details(picture: Picture) -> float:
    """How much changes from one pixel to the next."""
    return float(np.abs(np.diff(picture.astype(np.int16), axis=1)).mean())


def test_a_head_cannot_be_read_and_the_rest_can() -> None:
    picture = noise()
    person = Box(100, 50, 160, 210, "person", 0.9)

    blurred = blur(picture, [person])

    head, legs = np.s_[50:90, 100:160], np.s_[120:210, 100:160]
    assert details(blurred[head]) < details(picture[head]) / 5
    assert np.array_equal(blurred[legs], picture[legs])
    assert not np.array_equal(picture, blurred)


def test_a_plate_cannot_be_read() -> None:
    """Seven signs as a plate has them: after blurring, no two of them can be told apart by their columns."""
    picture = np.full((240, 320, 3), 90, np.uint8)
    cv2.putText(picture, "12GA3456", (110, 200), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (255, 255, 255), 2)

    blurred = blur(picture, [Box(60, 80, 260, 230, "vehicle", 0.8)])

    plate = np.s_[180:206, 105:215]
    assert details(blurred[plate]) < details(picture[plate]) / 10


boxes = st.builds(
    lambda x, y, w, h, kind: Box(x, y, x + w, y + h, kind, 0.5),
    st.floats(-50, 330),
    st.floats(-50, 250),
    st.floats(0, 400),
    st.floats(0, 300),
    st.sampled_from(["person", "bicycle", "vehicle"]),
)


@settings(max_examples=examples(60))
@given(st.lists(boxes, max_size=8), st.integers(1, 40), st.integers(1, 40))
def test_boxes_of_any_shape_blur_without_harm(found: list[Box], width: int, height: int) -> None:
    picture = noise(width, height)
    before = picture.copy()

    blurred = draw_boxes(blur(picture, found), found)

    assert blurred.shape == picture.shape
    assert np.array_equal(picture, before)


@pytest.mark.parametrize(("width", "height"), [(320, 240), (768, 576), (1280, 720)])
def test_even_a_picture_of_noise_fits(width: int, height: int) -> None:
    content = encode_within(noise(width, height))

    assert len(content) <= 100_000
    header = read_header(content)
    assert header.width / header.height == pytest.approx(width / height, rel=0.02)


def test_a_calm_picture_keeps_its_size_and_the_best_quality() -> None:
    calm = np.full((576, 768, 3), 120, np.uint8)

    content = encode_within(calm)

    assert (read_header(content).width, read_header(content).height) == (768, 576)
    assert content == cv2.imencode(".jpg", calm, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()


def test_a_picture_uses_what_it_may() -> None:
    """The next better quality would not fit."""
    content = encode_within(noise(320, 240), most_bytes=40_000)

    assert 0.9 * 40_000 < len(content) <= 40_000


# --- the last seconds ------------------------------------------------------------------------------


def test_the_ring_keeps_five_frames_a_second_of_the_last_seconds() -> None:
    ring = Ring(kept_s=10)

    for tick in range(300):
        ring.take(Frame(noise(64, 48, tick), tick / 10), ())

    kept = ring.between(0, 100)
    assert 45 <= len(kept) <= 51
    assert kept[-1].taken_s >= 29.7
    gaps = np.diff([moment.taken_s for moment in kept])
    assert gaps.mean() == pytest.approx(0.2, abs=0.01)


def test_what_the_ring_holds_is_blurred_already() -> None:
    ring = Ring()
    picture = noise()

    ring.take(Frame(picture, 1.0), [Box(0, 0, 320, 240, "vehicle", 0.9)])

    held = cv2.imdecode(np.frombuffer(ring.between(0, 2)[0].jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert held is not None
    assert details(np.asarray(held[150:230, 60:260], np.uint8)) < details(picture[150:230, 60:260]) / 5


def test_a_clip_of_an_incident_can_be_played(tmp_path: Path) -> None:
    ring = Ring()
    for tick in range(150):
        ring.take(Frame(noise(320, 240, tick), tick / 10), ())
    clips = Clips(tmp_path / "clips")

    assert clips.keep("0000000a", 7, ring.between(10 - CLIP_BEFORE_S, 10 + CLIP_AFTER_S))

    content = clips.find("0000000a", 7)
    assert content is not None
    played = cv2.VideoCapture(str(tmp_path / "clips" / "0000000a-7.mp4"))
    frames = 0
    while played.read()[0]:
        frames += 1
    played.release()
    assert 60 <= frames <= 66
    assert clips.find("0000000a", 8) is None


def test_only_the_newest_clips_are_kept(tmp_path: Path) -> None:
    ring = Ring()
    ring.take(Frame(noise(64, 48), 1.0), ())
    clips = Clips(tmp_path)
    clips.MOST = 3  # type: ignore[misc]

    for sequence in range(1, 6):
        clips.keep("0000000a", sequence, ring.between(0, 2))

    assert sorted(file.name for file in tmp_path.iterdir()) == [f"0000000a-{n}.mp4" for n in (3, 4, 5)]


def test_a_clip_of_nothing_is_none(tmp_path: Path) -> None:
    assert not Clips(tmp_path).keep("0000000a", 1, [])
