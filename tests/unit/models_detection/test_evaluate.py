import json

import pytest

from models.detection.evaluate import ClassResult, score_kind
from models.detection.inference.boxes import Box
from models.detection.training.coco import LabelledBox, LabelledPicture

STREET = LabelledPicture(
    "a.jpg", 100, 100, "coco", (LabelledBox("person", 10, 10, 20, 40), LabelledBox("person", 60, 10, 20, 40))
)
HIT = Box(10, 10, 30, 50, "person", 0.9)
MISS = Box(40, 60, 60, 90, "person", 0.8)


def test_one_hit_one_miss_one_false_alarm():
    ap50, _, precision, recall, images, boxes = score_kind("person", [STREET], [[HIT, MISS]], 0.5)

    assert (precision, recall, images, boxes) == (0.5, 0.5, 1, 2)
    assert ap50 == pytest.approx(0.5, abs=0.01)


def test_the_threshold_decides_what_counts_for_precision_but_not_for_average_precision():
    low, high = (score_kind("person", [STREET], [[HIT, MISS]], threshold) for threshold in (0.5, 0.85))

    assert low[0] == high[0]
    assert high[2] == 1.0


def test_a_detection_on_an_ignored_thing_is_neither_right_nor_wrong():
    crowd = LabelledPicture(
        "b.jpg", 100, 100, "coco", (*STREET.boxes, LabelledBox("person", 40, 60, 20, 30, ignored=True))
    )

    assert score_kind("person", [crowd], [[HIT, MISS]], 0.5)[2:4] == (1.0, 0.5)


def test_people_are_not_scored_where_not_all_are_labelled():
    elsewhere = LabelledPicture("c.jpg", 100, 100, "montreal", STREET.boxes)

    assert score_kind("person", [elsewhere], [[HIT]], 0.5)[:4] == (None, None, None, None)


def test_nothing_found_scores_nothing():
    assert score_kind("person", [STREET], [[]], 0.5)[:4] == (0.0, 0.0, None, 0.0)


def test_a_line_has_the_promised_fields():
    result = ClassResult("m", "all", "all", "person", 0.5, 0.3, 0.9, 0.6, 0.3, 73, 185, 15.0, 9.0)

    assert list(json.loads(result.as_json())) == [
        "model", "sources", "part", "class", "AP50", "AP", "precision", "recall", "threshold", "images", "boxes",
        "ms_per_frame_1_thread", "ms_per_frame_2_threads",
    ]  # fmt: skip
