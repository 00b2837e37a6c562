import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from models.detection.catalogue.detectors import COCO_CHANNELS, KINDS, Feeding
from models.detection.inference.boxes import Box
from models.detection.inference.decoding import (
    Layout,
    decode_centernet,
    decode_nanodet,
    decode_yolox,
    intersection_over_union,
    keep_best,
)
from models.detection.inference.feeding import aspect_shape, feed
from models.detection.inference.fusion import fuse_boxes

COCO = Layout((8, 16, 32), COCO_CHANNELS)
sides = st.integers(1, 2000)


def test_yolox_counts_in_cells_of_its_stride():
    raw = np.zeros((1, 84, 85), np.float32)  # 64 x 64: 64 cells of 8, 16 of 16, 4 of 32
    raw[0, 64 + 5, :5] = [0.5, 0.25, np.log(2), np.log(3), 0.8]  # second row, second column of stride 16
    raw[0, 64 + 5, 5 + 7] = 0.5  # a truck

    boxes, scores = decode_yolox([raw], (64, 64), COCO)

    np.testing.assert_allclose(boxes, [[24 - 16, 20 - 24, 24 + 16, 20 + 24]], atol=1e-5)
    np.testing.assert_allclose(scores, [[0, 0, 0.4]], atol=1e-6)


def test_nanodet_takes_the_mean_of_each_distribution():
    scores = [np.zeros((1, cells, 80), np.float32) for cells in (64, 16, 4)]
    distances = [np.full((1, cells, 44), -30, np.float32) for cells in (64, 16, 4)]
    scores[1][0, 5, 0] = 0.9
    for side, mean in enumerate((1, 2, 3, 4)):
        distances[1][0, 5, side * 11 + mean] = 30

    boxes, found = decode_nanodet([*scores, *distances], (64, 64), COCO)

    # The centre of the second cell of 16: 16 + (16 - 1) / 2.
    np.testing.assert_allclose(boxes, [[23.5 - 16, 23.5 - 32, 23.5 + 48, 23.5 + 64]], atol=1e-4)
    np.testing.assert_allclose(found, [[0.9, 0, 0]], atol=1e-6)


def test_centernet_keeps_peaks_only():
    layout = Layout((4,), {"person": (0,), "bicycle": (1,), "vehicle": (2, 3, 4, 5)})
    heat = np.zeros((1, 8, 8, 6), np.float32)
    heat[0, 3, 4, 0], heat[0, 3, 5, 0], heat[0, 6, 1, 4] = 0.9, 0.8, 0.5
    distances = np.full((1, 8, 8, 4), 5, np.float32)

    boxes, scores = decode_centernet([heat, distances], (32, 32), layout)

    np.testing.assert_allclose(boxes, [[11, 7, 21, 17], [-1, 19, 9, 29]])
    np.testing.assert_allclose(scores, [[0.9, 0, 0], [0, 0, 0.5]], atol=1e-6)


def test_a_kind_the_network_does_not_know_scores_nothing():
    scores = Layout((8,), {"person": (0,)}).by_kind(np.full((2, 1), 0.7, np.float32))

    np.testing.assert_allclose(scores, [[0.7, 0, 0], [0.7, 0, 0]], atol=1e-6)


corners = hnp.arrays(np.float32, st.tuples(st.integers(0, 12), st.just(4)), elements=st.integers(0, 60).map(np.float32))


@given(corners, st.randoms(use_true_random=False))
def test_what_is_kept_does_not_overlap_and_what_is_not_overlaps_something_better(raw, chance):
    boxes = np.concatenate([np.minimum(raw[:, :2], raw[:, 2:]), np.maximum(raw[:, :2], raw[:, 2:])], axis=1)
    scores = np.array([chance.random() for _ in boxes], np.float32)

    kept = keep_best(boxes, scores, 0.5)

    alike = intersection_over_union(boxes, boxes)
    assert list(kept) == sorted(kept, key=lambda index: -scores[index])
    for at, index in enumerate(kept):
        assert all(alike[index, other] <= 0.5 for other in kept[:at])
    for index in set(range(len(boxes))) - set(kept.tolist()):
        assert any(alike[index, other] > 0.5 and scores[other] >= scores[index] for other in kept)


@given(corners, corners)
def test_overlap_is_a_share_and_alike_both_ways(one, other):
    one, other = (
        np.concatenate([np.minimum(raw[:, :2], raw[:, 2:]), np.maximum(raw[:, :2], raw[:, 2:])], axis=1)
        for raw in (one, other)
    )

    ratio = intersection_over_union(one, other)

    assert ((ratio >= 0) & (ratio <= 1 + 1e-6)).all()
    np.testing.assert_allclose(ratio, intersection_over_union(other, one).T)


FEEDINGS = {
    "corner": Feeding("letterbox_corner", 416, "BGR", "NCHW", pad=114),
    "centre": Feeding("letterbox_centre", 416, "BGR", "NCHW"),
    "aspect": Feeding("keep_aspect", 416, "RGB", "NHWC"),
}


@pytest.mark.parametrize("name", FEEDINGS)
@given(height=sides, width=sides)
def test_a_box_fed_and_brought_back_is_where_it_was(name, height, width):
    picture = np.zeros((height, width, 3), np.uint8)

    _, placement = feed(picture, FEEDINGS[name])

    original = np.array([[0.1 * width, 0.2 * height, 0.7 * width, 0.9 * height]], np.float32)
    scale = np.array([placement.scale_x, placement.scale_y] * 2, np.float32)
    fed = original * scale + np.array([placement.left, placement.top] * 2, np.float32)
    np.testing.assert_allclose(placement.back(fed), original, rtol=1e-3, atol=0.01)


@given(st.integers(1, 16_384), st.integers(1, 16_384))
def test_no_proportion_asks_for_a_large_input(height, width):
    rows, columns = aspect_shape(height, width, 416, 32)

    assert rows % 32 == columns % 32 == 0
    assert 32 <= rows <= 1664
    assert 32 <= columns <= 1664


def test_channels_are_fed_in_the_order_asked_for():
    blue = np.zeros((416, 416, 3), np.uint8)
    blue[..., 0] = 255

    bgr, _ = feed(blue, FEEDINGS["corner"])
    rgb, _ = feed(blue, FEEDINGS["aspect"])

    assert bgr[0, :, 5, 5].tolist() == [255, 0, 0]
    assert rgb[0, 5, 5].tolist() == [0, 0, 255]


def test_the_padding_is_grey_after_and_not_before_the_mean_is_taken_off():
    feeding = Feeding("letterbox_corner", 64, "BGR", "NCHW", pad=114, mean=(100, 110, 120), deviation=(2, 2, 2))

    values, _ = feed(np.zeros((32, 64, 3), np.uint8), feeding)

    np.testing.assert_allclose(values[0, :, 60, 10], [7, 2, -3])


def box(x1, y1, x2, y2, score, kind="person"):
    return Box(x1, y1, x2, y2, kind=kind, score=score)


def test_two_opinions_of_one_thing_are_averaged_by_their_scores():
    [fused] = fuse_boxes([[box(0, 0, 10, 20, 0.9)], [box(1, 0, 11, 20, 0.3)]], [1, 1])

    assert fused.x1 == pytest.approx(0.25)
    assert fused.score == pytest.approx(0.6)


def test_a_thing_that_one_of_two_saw_keeps_half_its_score():
    [fused] = fuse_boxes([[box(0, 0, 10, 20, 0.8)], []], [1, 1])

    assert fused.score == pytest.approx(0.4)


def test_kinds_are_not_mixed():
    assert len(fuse_boxes([[box(0, 0, 10, 20, 0.8)], [box(0, 0, 10, 20, 0.8, "vehicle")]], [1, 1])) == 2


opinions = st.lists(
    st.lists(
        st.builds(
            lambda x, y, w, h, score, kind: Box(x, y, x + w, y + h, kind=kind, score=score),
            st.integers(0, 50),
            st.integers(0, 50),
            st.integers(1, 30),
            st.integers(1, 30),
            st.floats(0.01, 1),
            st.sampled_from(KINDS),
        ),
        max_size=6,
    ),
    min_size=1,
    max_size=3,
)


@given(opinions)
def test_fusing_invents_nothing(lists):
    fused = fuse_boxes(lists, [1.0] * len(lists))

    given_boxes = [one for boxes in lists for one in boxes]
    assert len(fused) <= len(given_boxes)
    for one in fused:
        same = [other for other in given_boxes if other.kind == one.kind]
        assert one.score <= max(other.score for other in same) + 1e-9
        assert min(other.x1 for other in same) - 1e-6 <= one.x1 <= max(other.x1 for other in same) + 1e-6
    assert [one.score for one in fused] == sorted((one.score for one in fused), reverse=True)


def test_a_box_that_is_none_cannot_be_made():
    for x2, score in ((-1, 0.5), (5, 1.5), (float("nan"), 0.5), (5, float("nan"))):
        with pytest.raises(ValueError, match="not a box"):
            Box(0, 0, x2, 5, kind="person", score=score)
