"""The part of training that needs torch: skipped without it. In the training container's environment:

PYTHONPATH=layers/city/src:. python -m pytest tests/unit/models_detection/test_train.py
"""

import argparse
import json

import cv2
import numpy as np
import onnx
import onnxruntime
import pytest

pytest.importorskip("torch", reason="torch is the training container's: models/detection/requirements.in")

import torch

from models.detection import train
from models.detection.catalogue.detectors import YOLOX_NANO_ANY_SIZE
from models.detection.conversion.onnx_model import with_open_sides
from models.detection.inference.detector import load_detector
from models.detection.train import OnnxNetwork, Plan, Training, decode, grid_of, loss_of
from models.detection.training import arithmetic
from models.detection.training.coco import LabelledBox, LabelledPicture, read_annotations, write_annotations
from models.detection.training.metrics import read_metrics

CHANCE = np.random.default_rng(5)


@pytest.fixture(scope="module")
def official(shared):
    return onnx.load_from_string(with_open_sides((shared / "data" / "detection" / "yolox_nano.onnx").read_bytes()))


@pytest.mark.parametrize("side", [64, 96])
def test_the_module_computes_what_onnx_runtime_computes(official, side):
    picture = CHANCE.uniform(0, 255, (1, 3, side, side)).astype(np.float32)

    with torch.no_grad():
        found = OnnxNetwork(official)(torch.from_numpy(picture)).numpy()

    [wanted] = onnxruntime.InferenceSession(official.SerializeToString()).run(None, {"images": picture})
    np.testing.assert_allclose(found, wanted, atol=1e-4, rtol=1e-4)


def test_torchs_losses_are_numpys():
    share, wanted = CHANCE.random(40).astype(np.float32), CHANCE.random(40).astype(np.float32)
    corner = CHANCE.uniform(0, 50, (40, 2))
    one = np.concatenate([corner, corner + CHANCE.uniform(1, 30, (40, 2))], axis=1).astype(np.float32)
    other = np.roll(one, 1, axis=0)

    np.testing.assert_allclose(
        train.binary_cross_entropy(torch.from_numpy(share), torch.from_numpy(wanted)),
        arithmetic.binary_cross_entropy(share, wanted),
        rtol=1e-5,
    )
    np.testing.assert_allclose(
        train.overlap_loss(torch.from_numpy(one), torch.from_numpy(other)),
        arithmetic.overlap_loss(one, other),
        atol=1e-6,
    )


def test_boxes_are_decoded_as_the_detector_decodes_them(official):
    from models.detection.catalogue.detectors import COCO_CHANNELS
    from models.detection.inference.decoding import Layout, decode_yolox

    picture = cv2.GaussianBlur(CHANCE.integers(0, 255, (96, 96, 3), np.uint8), (0, 0), 2)
    raw = OnnxNetwork(official)(torch.from_numpy(picture.transpose(2, 0, 1)[None].astype(np.float32))).detach()
    likely = raw[0, :, 4].numpy() >= 0.005

    boxes, objectness, kinds = decode(raw, *grid_of(96))

    wanted, scores = decode_yolox([raw.numpy()], (96, 96), Layout((8, 16, 32), COCO_CHANNELS))
    np.testing.assert_allclose(boxes[0].numpy()[likely], wanted, rtol=1e-4, atol=1e-3)
    np.testing.assert_allclose((kinds * objectness[..., None])[0].numpy()[likely], scores, atol=1e-6)


def drawn_frames(folder, count=6):
    """Bright upright bars on grey: what is called a person here."""
    pictures = []
    for number in range(count):
        chance = np.random.default_rng(number)
        frame = np.full((96, 128, 3), 90, np.uint8)
        x, y = int(chance.integers(5, 90)), int(chance.integers(5, 40))
        cv2.rectangle(frame, (x, y), (x + 18, y + 48), (230, 230, 230), -1)
        cv2.imwrite(str(folder / f"{number}.jpg"), frame)
        pictures.append(
            LabelledPicture(
                file_name=f"{number}.jpg",
                width=128,
                height=96,
                source="drawn",
                boxes=(LabelledBox(kind="person", x=x, y=y, width=18, height=48),),
            )
        )
    return pictures


def test_the_loss_of_a_few_frames_falls(official, tmp_path):
    pictures = drawn_frames(tmp_path)
    samples = [arithmetic.read_sample(picture, tmp_path) for picture in pictures]
    tuning = Training(
        official, Plan(epochs=6, batch=3, side=96, rate=1e-3, seed=7, head_only=True), torch.device("cpu")
    )

    losses = [tuning.run_epoch(samples) for _ in range(6)]

    assert losses[-1] < losses[0]


def test_a_loss_without_things_is_a_number(official):
    sample = arithmetic.Sample(np.zeros((64, 64, 3), np.uint8), np.zeros((0, 4), np.float32), np.zeros(0, np.int64))
    raw = OnnxNetwork(official)(torch.zeros(1, 3, 64, 64))

    assert torch.isfinite(loss_of(raw, [sample], *grid_of(64)))


@pytest.fixture
def arguments(shared, tmp_path):
    frames = tmp_path / "frames"
    frames.mkdir()
    pictures = drawn_frames(frames)
    (tmp_path / "train.json").write_text(json.dumps(write_annotations(pictures[:4])))
    (tmp_path / "holdout.json").write_text(json.dumps(write_annotations(pictures[4:])))
    return argparse.Namespace(
        annotations=tmp_path / "train.json",
        holdout=None,
        images=frames,
        weights=shared / "data" / "detection" / "yolox_nano.onnx",
        to=tmp_path / "out",
        checkpoints=tmp_path / "checkpoints",
        epochs=2,
        batch=2,
        side=96,
        rate=1e-4,
        seed=7,
        head_only=False,
    )


def test_what_was_trained_is_loaded_as_what_it_came_from(arguments, capsys):
    train.run(arguments)

    trained = json.loads((arguments.to / "trained.json").read_text())
    detector = load_detector(
        YOLOX_NANO_ANY_SIZE.name, arguments.to / YOLOX_NANO_ANY_SIZE.weights_file, sha256=trained["sha256"]
    )
    detector.detect(np.full((96, 128, 3), 90, np.uint8))
    read = read_metrics(capsys.readouterr().out.splitlines())
    assert len(read["train:loss"]) == 2
    assert len(read["holdout:AP50:person"]) == 2


def test_a_training_goes_on_where_it_stopped_and_ends_where_it_would_have(arguments, tmp_path):
    train.run(arguments)
    whole = json.loads((arguments.to / "trained.json").read_text())["sha256"]
    # The same training, stopped after its first epoch. The schedule is that of two.
    arguments.to, arguments.checkpoints = tmp_path / "out2", tmp_path / "checkpoints2"
    model = onnx.load_from_string(with_open_sides(arguments.weights.read_bytes()))
    half = Training(model, Plan(epochs=2, batch=2, side=96, rate=1e-4, seed=7, head_only=False), torch.device("cpu"))
    arguments.checkpoints.mkdir()
    half.run_epoch([arithmetic.read_sample(one, arguments.images) for one in read_annotations(arguments.annotations)])
    half.save(arguments.checkpoints / "last.pt")

    train.run(arguments)

    assert json.loads((arguments.to / "trained.json").read_text())["sha256"] == whole
