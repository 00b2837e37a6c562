import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.detection.inference.signal_phase import HeadInPicture, HeadInvalid, PhaseVote, Reading, read_phase
from tests.unit.models_detection.drawn_heads import (
    PEDESTRIAN_LAMPS,
    SCENES,
    VEHICLE_LAMPS,
    Scene,
    draw,
    head_of,
)

SINGLE_FRAMES = [name for name in SCENES if name != "rolling shutter"]


def readings(scene, lamps, lit, count=12):
    chance = np.random.default_rng(11)
    head = head_of(lamps, scene.lamp, "down" if lamps is PEDESTRIAN_LAMPS else "across")
    return [read_phase(draw(head, lit, scene, chance), head).phase for _ in range(count)]


@pytest.mark.parametrize("lamps", [PEDESTRIAN_LAMPS, VEHICLE_LAMPS], ids=["pedestrian", "vehicle"])
@pytest.mark.parametrize("scene", SINGLE_FRAMES)
def test_a_lit_lamp_is_read_in_one_frame(scene, lamps):
    for lit in lamps:
        found = readings(SCENES[scene], lamps, lit)

        assert found.count(lit) >= 0.95 * len(found), (lit, found)


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("lit", ["red", "green", None])
def test_no_lamp_is_ever_read_as_the_other_colour(scene, lit):
    found = set(readings(SCENES[scene], PEDESTRIAN_LAMPS, lit))

    assert not found & ({"red", "green"} - {lit})


@pytest.mark.parametrize("scene", [name for name in SINGLE_FRAMES if name != "glare"])
def test_a_head_that_is_off_is_dark(scene):
    assert set(readings(SCENES[scene], PEDESTRIAN_LAMPS, None)) == {"dark"}


def test_a_veil_of_light_over_a_head_that_is_off_says_nothing():
    assert set(readings(SCENES["glare"], PEDESTRIAN_LAMPS, None)) <= {"unknown", "dark"}


@pytest.mark.parametrize("lit", ["red", "green"])
def test_a_rolling_shutter_is_outvoted(lit):
    chance = np.random.default_rng(5)
    scene = SCENES["rolling shutter"]
    head = head_of(PEDESTRIAN_LAMPS, scene.lamp)
    vote = PhaseVote()

    phases = [vote.add(index / 10, read_phase(draw(head, lit, scene, chance), head)) for index in range(40)]

    assert set(phases[12:]) == {lit}


def test_a_black_frame_says_nothing():
    noise = np.random.default_rng(1).integers(0, 12, (240, 360, 3), np.uint8)

    assert read_phase(noise, head_of(PEDESTRIAN_LAMPS, 20)).phase == "unknown"


def test_a_burnt_out_frame_says_nothing():
    white = np.full((240, 360, 3), 255, np.uint8)

    assert read_phase(white, head_of(PEDESTRIAN_LAMPS, 20)).phase == "unknown"


def test_two_lamps_at_once_are_unknown():
    chance = np.random.default_rng(2)
    scene = Scene(noise=0)
    head = head_of(PEDESTRIAN_LAMPS, scene.lamp)
    both = np.maximum(draw(head, "red", scene, chance), draw(head, "green", scene, chance))

    assert read_phase(both, head).phase == "unknown"


def test_lamps_of_two_pixels_are_too_small():
    head = HeadInPicture(0.5, 0.5, 2 / 360, 4 / 240)

    assert read_phase(np.full((240, 360, 3), 90, np.uint8), head).phase == "unknown"


@pytest.mark.parametrize("sides", [(0.9, 0.1, 0.2, 0.1), (-0.1, 0, 0.1, 0.1), (0, 0, 0, 0.1), (math.nan, 0, 0.1, 0.1)])
def test_a_region_outside_the_picture_or_without_area_is_refused(sides):
    with pytest.raises(HeadInvalid):
        HeadInPicture(*sides)


def test_a_blinking_green_stays_green_and_goes_dark_after_it_ends():
    vote = PhaseVote(seconds=1.2)
    blinking = ["green" if index % 10 < 5 else "dark" for index in range(40)]

    phases = [vote.add(index / 10, Reading(phase)) for index, phase in enumerate(blinking)]
    after = [vote.add(4 + index / 10, Reading("dark")) for index in range(20)]

    assert set(phases[5:]) == {"green"}
    assert after[-1] == "dark"


def test_a_change_is_followed_in_two_frames():
    vote = PhaseVote()
    for index in range(10):
        vote.add(index / 10, Reading("red"))

    assert vote.add(1.0, Reading("green")) == "unknown"
    assert vote.add(1.1, Reading("green")) == "green"


def test_one_frame_is_no_vote():
    assert PhaseVote().add(0.0, Reading("green")) == "unknown"


@given(st.lists(st.sampled_from(["red", "green", "dark", "unknown"]), max_size=40))
def test_a_vote_never_says_a_colour_that_no_frame_showed_twice(phases):
    vote = PhaseVote()

    said = [vote.add(index / 10, Reading(phase)) for index, phase in enumerate(phases)]

    for index, phase in enumerate(said):
        if phase in ("red", "green"):
            assert phases[max(0, index - 12) : index + 1].count(phase) >= 2
