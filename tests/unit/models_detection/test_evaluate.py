import json

import pytest

from models.detection.evaluate import ClassResult, score_kind
from models.detection.inference.boxes import Box
from models.detection.training.coco import LabelledBox, LabelledPicture

STREET = LabelledPicture(
    file_name="a.jpg",
    width=100,
    height=100,
    source="coco",
    boxes=(
        LabelledBox(kind="person", x=10, y=10, width=20, height=40),
        LabelledBox(kind="person", x=60, y=10, width=20, height=40),
    ),
)
HIT = Box(10, 10, 30, 50, kind="person", score=0.9)
MISS = Box(40, 60, 60, 90, kind="person", score=0.8)


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
        file_name="b.jpg",
        width=100,
        height=100,
        source="coco",
        boxes=(*STREET.boxes, LabelledBox(kind="person", x=40, y=60, width=20, height=30, ignored=True)),
    )

    assert score_kind("person", [crowd], [[HIT, MISS]], 0.5)[2:4] == (1.0, 0.5)


def test_people_are_not_scored_where_not_all_are_labelled():
    elsewhere = LabelledPicture(file_name="c.jpg", width=100, height=100, source="montreal", boxes=STREET.boxes)

    assert score_kind("person", [elsewhere], [[HIT]], 0.5)[:4] == (None, None, None, None)


def test_nothing_found_scores_nothing():
    assert score_kind("person", [STREET], [[]], 0.5)[:4] == (0.0, 0.0, None, 0.0)


def test_a_line_has_the_promised_fields():
    result = ClassResult(
        model="m",
        sources="all",
        part="all",
        kind="person",
        AP50=0.5,
        AP=0.3,
        precision=0.9,
        recall=0.6,
        threshold=0.3,
        images=73,
        boxes=185,
        ms_per_frame_1_thread=15.0,
        ms_per_frame_2_threads=9.0,
    )

    assert list(json.loads(result.as_json())) == [
        "model",
        "sources",
        "part",
        "class",
        "AP50",
        "AP",
        "precision",
        "recall",
        "threshold",
        "images",
        "boxes",
        "ms_per_frame_1_thread",
        "ms_per_frame_2_threads",
    ]
