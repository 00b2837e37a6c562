"""The drawn street is what it says, the scripted detector errs as it says: else the acceptance would prove nothing."""

from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
import pytest

from city.contracts.crosswalk.site import CrosswalkSiteV1
from iot.simulators.drawn_scene import DrawnScene
from iot.simulators.scripted_detector import RATES, Rates, ScriptedDetector
from iot.simulators.slate import read_slate

SCENE = DrawnScene(seed=5, lasts_s=300.0, groups_a_minute=5.0, vehicles_a_minute=8.0)


def test_the_same_seed_draws_the_same_street() -> None:
    again = DrawnScene(seed=5, lasts_s=300.0, groups_a_minute=5.0, vehicles_a_minute=8.0)
    other = DrawnScene(seed=6, lasts_s=300.0)

    assert (again.draw(31.3) == SCENE.draw(31.3)).all()
    assert again.truths_at(31.3) == SCENE.truths_at(31.3)
    assert again.crossings == SCENE.crossings != other.crossings


def test_its_site_file_is_one_the_city_would_sign() -> None:
    assert CrosswalkSiteV1.model_validate_json(SCENE.site.model_dump_json()) == SCENE.site


def test_a_crossing_starts_at_one_kerb_and_ends_at_the_other() -> None:
    assert len(SCENE.crossings) > 20
    for crossing in SCENE.crossings:
        ends = []
        for at_s in (crossing.starts_s, crossing.ends_s):
            (truth,) = (t for t in SCENE.truths_at(at_s) if t.number == crossing.number)
            ends.append(truth.x_m)
        # A step of the play is a tenth of a second: 0.4 m for the fastest cyclist.
        assert sorted(ends) == pytest.approx([0.0, 10.0], abs=0.45)


def test_there_are_people_of_every_speed_and_drivers_of_both_manners() -> None:
    long = DrawnScene(seed=1, lasts_s=1500.0, groups_a_minute=5.0)
    speeds = {c.walker: 10.0 / (c.ends_s - c.starts_s) for c in long.crossings}

    assert set(speeds) == {"adult", "child", "elder", "wheelchair", "cyclist"}
    assert 0.65 <= speeds["wheelchair"] <= 0.85
    assert speeds["cyclist"] > 3.0


def test_a_wheelchair_is_not_slower_than_the_floor() -> None:
    long = DrawnScene(seed=2, lasts_s=1500.0, groups_a_minute=5.0)

    assert min(10.0 / (c.ends_s - c.starts_s) for c in long.crossings) >= 0.68


def test_boxes_are_where_the_picture_changes() -> None:
    """The mean difference from the empty street is larger inside the boxes of the truth than anywhere else."""
    at_s = SCENE.crossings[3].starts_s + 2
    picture, empty = (
        SCENE.draw(at_s).astype(int),
        DrawnScene(seed=5, lasts_s=300.0, groups_a_minute=0.001, vehicles_a_minute=0).draw(at_s).astype(int),
    )
    changed = np.abs(picture - empty).max(axis=2) > 60
    inside = np.zeros_like(changed)
    for truth in SCENE.truths_at(at_s):
        x1, y1, x2, y2 = (round(side) for side in truth.corners)
        inside[max(0, y1 - 2) : y2 + 3, max(0, x1 - 2) : x2 + 3] = True

    assert changed[inside].mean() > 0.2
    assert changed[~inside].mean() < 0.002


def test_nobody_jumps() -> None:
    moments = [SCENE.truths_at(20 + n / 10) for n in range(200)]
    for before, after in pairwise(moments):
        places = {truth.number: (truth.x_m, truth.y_m) for truth in before}
        for truth in after:
            if truth.number in places:
                x, y = places[truth.number]
                assert np.hypot(truth.x_m - x, truth.y_m - y) <= (1.6 if truth.kind == "vehicle" else 0.5)


def test_whoever_stands_behind_a_car_is_hidden() -> None:
    seen = [truth.visible for n in range(3000) for truth in SCENE.truths_at(n / 10) if truth.kind == "person"]

    assert min(seen) < 0.4
    assert sum(share > 0.99 for share in seen) > len(seen) / 2


def test_the_slate_tells_the_moment_through_jpeg() -> None:
    for at_s in (0.0, 0.1, 31.3, 123.456):
        picture = SCENE.draw(at_s)
        _, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 60])
        decoded = cv2.imdecode(jpeg, cv2.IMREAD_COLOR)
        assert read_slate(decoded.astype(np.uint8)) == pytest.approx(at_s, abs=0.001)


# --- the scripted detector ---


@pytest.mark.parametrize("miss_frames", [1.0, 4.0])
@pytest.mark.parametrize("name", RATES)
def test_the_detector_misses_and_invents_at_its_rates(name, miss_frames) -> None:
    rates = replace(RATES[name], miss_frames=miss_frames, false_on_people=0.0, tremble=0.0)
    detector = ScriptedDetector(SCENE, rates, seed=1)

    there = found = false = frames = 0
    for n in range(3000):
        truths = SCENE.truths_at(n / 10)
        visible = [truth for truth in truths if truth.visible >= 0.4]
        boxes = detector.boxes_at(n / 10)
        corners = {(round(t.corners[0], 3), round(t.corners[1], 3)) for t in visible}
        hits = sum((round(box.x1, 3), round(box.y1, 3)) in corners for box in boxes)
        there, found, false, frames = there + len(visible), found + hits, false + len(boxes) - hits, frames + 1

    assert found / there == pytest.approx(rates.recall, abs=0.03)
    assert false / frames == pytest.approx(rates.false_a_frame, abs=0.04)


def test_misses_last_as_long_as_they_should() -> None:
    rates = Rates(recall=0.6, false_on_people=0.0, false_a_frame=0.0, miss_frames=4.0)
    detector = ScriptedDetector(SCENE, rates, seed=1)
    runs: list[int] = []
    current: dict[int, int] = {}
    for n in range(3000):
        detector.boxes_at(n / 10)
        for truth in SCENE.truths_at(n / 10):
            if truth.visible < 0.4:
                current.pop(truth.number, None)
            elif detector._missed[truth.number]:
                current[truth.number] = current.get(truth.number, 0) + 1
            elif run := current.pop(truth.number, 0):
                runs.append(run)

    assert np.mean(runs) == pytest.approx(4.0, abs=0.5)


def test_false_boxes_last_as_long_as_they_should() -> None:
    rates = Rates(recall=0.6, false_on_people=0.0, false_a_frame=0.3, false_frames=2.0)
    detector = ScriptedDetector(SCENE, rates, seed=1)
    counts = []
    for n in range(5000):
        detector.boxes_at(n / 10)
        counts.append(len(detector._false))

    assert np.mean(counts) == pytest.approx(0.3, abs=0.04)
    # As many last from one frame to the next as do not.
    assert np.corrcoef(counts[:-1], counts[1:])[0, 1] == pytest.approx(0.5, abs=0.1)


def test_scores_are_those_measured_of_the_network() -> None:
    """YOLOX-nano on COCO's pictures: the median true box scores 0.73, the median false one 0.49."""
    detector = ScriptedDetector(SCENE, RATES["yolox-nano"], seed=1)
    true = [detector._score(1.5, 1.1) for _ in range(4000)]
    false = [detector._score(1.2, 2.6) for _ in range(4000)]

    assert np.median(true) == pytest.approx(0.73, abs=0.04)
    assert np.quantile(true, 0.1) == pytest.approx(0.40, abs=0.05)
    assert np.median(false) == pytest.approx(0.49, abs=0.04)
    assert np.quantile(false, 0.9) == pytest.approx(0.71, abs=0.05)


def test_the_detector_reads_the_picture_it_is_shown() -> None:
    at_s = SCENE.crossings[3].starts_s + 2
    rates = Rates(recall=1.0, false_on_people=0.0, false_a_frame=0.0, tremble=0.0)

    boxes = ScriptedDetector(SCENE, rates, seed=1).detect(SCENE.draw(round(at_s, 3)))

    assert [(box.kind, box.x1) for box in boxes] == [
        (truth.kind, pytest.approx(truth.corners[0], abs=0.5))
        for truth in SCENE.truths_at(at_s)
        if truth.visible >= 0.4
    ]
