import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.detection.training.arithmetic import (
    Sample,
    assign_cells,
    augment,
    average_decay,
    batches,
    binary_cross_entropy,
    learning_rate,
    mirror,
    overlap_loss,
    zoom,
)
from models.detection.training.metrics import read_metrics


def cells(side=64, stride=8):
    y, x = np.mgrid[0 : side // stride, 0 : side // stride]
    centres = (np.stack([x.ravel(), y.ravel()], axis=1) + 0.5).astype(np.float32) * stride
    return centres, np.full(len(centres), stride, np.float32)


def assigned(boxes, kinds, predicted=None, scores=None):
    centres, strides = cells()
    if predicted is None:
        predicted = np.concatenate([centres - 12, centres + 12], axis=1)
    if scores is None:
        scores = np.full((len(centres), 3), 0.5, np.float32)
    targets = assign_cells(
        predicted,
        scores,
        centres=centres,
        strides=strides,
        boxes=np.array(boxes, np.float32).reshape(-1, 4),
        kinds=np.array(kinds, np.int64),
    )
    return targets, centres


def test_nothing_there_asks_nothing_of_any_cell():
    targets, _ = assigned([], [])

    assert (targets.thing == -1).all()


def test_a_thing_is_answered_for_by_cells_near_its_middle():
    targets, centres = assigned([[10, 10, 40, 40]], [0])

    chosen = centres[targets.thing == 0]
    assert len(chosen) >= 1
    assert (np.abs(chosen - 25) < 2.5 * 8).all()
    assert (targets.overlap[targets.thing == 0] > 0).all()


def test_the_cell_whose_box_fits_is_taken_before_one_whose_box_does_not():
    centres, _ = cells()
    predicted = np.concatenate([centres - 4, centres + 4], axis=1)
    best = 3 * 8 + 3  # its centre is 28, 28
    predicted[best] = [10, 10, 40, 40]

    targets, _ = assigned([[10, 10, 40, 40]], [1], predicted)

    assert targets.thing[best] == 0
    assert targets.overlap[best] == pytest.approx(1.0)


def test_two_things_never_share_a_cell_and_each_is_answered_for():
    targets, _ = assigned([[4, 4, 28, 28], [36, 36, 60, 60]], [0, 2])

    assert set(targets.thing) == {-1, 0, 1}


def test_a_sure_cell_of_the_right_kind_is_preferred():
    centres, _ = cells()
    scores = np.full((len(centres), 3), 0.01, np.float32)
    sure = 2 * 8 + 3
    scores[sure, 2] = 0.99

    targets, _ = assigned([[16, 8, 40, 32]], [2], scores=scores)

    assert targets.thing[sure] == 0


@given(st.integers(0, 10**6), st.integers(0, 12))
def test_every_thing_has_at_most_as_many_cells_as_there_are_and_every_answer_is_a_thing(seed, count):
    chance = np.random.default_rng(seed)
    corner = chance.uniform(0, 50, (count, 2))
    boxes = np.concatenate([corner, corner + chance.uniform(3, 14, (count, 2))], axis=1)

    targets, _ = assigned(boxes, chance.integers(0, 3, count))

    assert ((targets.thing >= -1) & (targets.thing < max(1, count))).all()
    assert ((targets.overlap >= 0) & (targets.overlap <= 1 + 1e-6)).all()


def test_losses_are_nothing_when_right_and_finite_when_surely_wrong():
    box = np.array([[1, 2, 5, 9]], np.float32)

    assert overlap_loss(box, box) == pytest.approx(0, abs=1e-6)
    assert overlap_loss(box, box + 100) == pytest.approx(1)
    assert binary_cross_entropy(np.float32([1.0]), np.float32([1.0]))[0] == pytest.approx(0, abs=1e-5)
    assert np.isfinite(binary_cross_entropy(np.float32([0.0]), np.float32([1.0]))[0])


def sample_of(seed):
    chance = np.random.default_rng(seed)
    picture = np.full((60, 80, 3), 90, np.uint8)
    boxes = np.array([[10, 10, 30, 40], [50, 20, 70, 30]], np.float32)
    return Sample(picture, boxes, np.array([0, 2], np.int64)), chance


def test_a_picture_mirrored_twice_is_itself():
    sample, _ = sample_of(1)

    picture, boxes = mirror(*mirror(sample.picture, sample.boxes))

    np.testing.assert_array_equal(picture, sample.picture)
    np.testing.assert_allclose(boxes, sample.boxes)


@given(st.integers(0, 10**6))
def test_an_augmented_picture_holds_its_boxes(seed):
    sample, chance = sample_of(seed)

    result = augment(sample, chance, 64)

    assert result.picture.shape == (64, 64, 3)
    assert len(result.boxes) == len(result.kinds) <= 2
    assert ((result.boxes >= 0) & (result.boxes <= 64)).all()
    assert (result.boxes[:, 2:] - result.boxes[:, :2] >= 2).all()


@given(st.integers(0, 10**6))
def test_a_box_goes_with_what_it_holds(seed):
    picture = np.zeros((60, 80, 3), np.uint8)
    picture[10:40, 10:30] = 255
    chance = np.random.default_rng(seed)

    placed, boxes, kept = zoom(picture, np.array([[10, 10, 30, 40]], np.float32), chance, 96)

    if kept.any():
        x1, _, _, y2 = boxes[0]
        bright = np.argwhere(placed.min(axis=2) > 180)
        assert np.abs(bright[:, 1].min() - x1) <= 2
        assert np.abs(bright[:, 0].max() + 1 - y2) <= 2


def test_augmentation_repeats_with_its_seed():
    first, second = (augment(sample_of(3)[0], np.random.default_rng(9), 64) for _ in range(2))

    np.testing.assert_array_equal(first.picture, second.picture)
    np.testing.assert_array_equal(first.boxes, second.boxes)


@given(st.integers(0, 60), st.integers(1, 20), st.integers(0, 99))
def test_an_epoch_takes_every_picture_once_in_an_order_of_its_own(count, size, seed):
    first, second = ([n for batch in batches(count, size, seed, epoch) for n in batch] for epoch in (0, 0))

    assert sorted(first) == list(range(count))
    assert first == second


def test_the_rate_goes_up_then_down():
    rates = [learning_rate(step, 100, 1.0, 10) for step in range(100)]

    assert rates[:10] == sorted(rates[:10])
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert max(rates) == pytest.approx(1.0)
    assert rates[-1] > 0.04


def test_the_average_leaves_little_at_first():
    assert average_decay(0) == pytest.approx(0.1)
    assert average_decay(10**6) == 0.999


def test_a_line_of_the_log_is_read_as_sagemaker_reads_it():
    line = "epoch=3 train_loss=4.2500 seconds=12.3 AP50_person=0.7100 AP50_vehicle=0.6400"

    assert read_metrics([line]) == {
        "train:loss": [4.25],
        "holdout:AP50:person": [0.71],
        "holdout:AP50:vehicle": [0.64],
        "train:seconds_per_epoch": [12.3],
    }
