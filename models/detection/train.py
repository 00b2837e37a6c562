"""Fine-tunes YOLOX-nano on labelled frames: `python -m models.detection.train --annotations train.json --images DIR …`.

Needs torch, which nothing else here does (requirements.in). The network is read out of the ONNX file, run and trained as
it stands there, and its tensors are written back into the same graph: what comes out is loaded, fed and read exactly like
what went in, and ONNX and torch cannot disagree about the architecture. Batch normalisation is folded into the
convolutions already, so the learning rate is small.

Runs on a GPU where there is one. An epoch writes a checkpoint; the same command goes on from it. One line an epoch holds
the metrics that SageMaker reads (metrics.METRIC_DEFINITIONS).
"""

# torch is installed for training only: to everything else its classes have no type.
# mypy: disallow-subclassing-any=false

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from city.kernel.errors import Rejected
from models.detection.catalogue.detectors import COCO_CHANNELS, KINDS, YOLOX_NANO, YOLOX_NANO_ANY_SIZE
from models.detection.catalogue.weights import read_weights
from models.detection.conversion.onnx_model import with_open_sides
from models.detection.errors import GraphUnsupported
from models.detection.evaluate import SCORE_FLOOR, detect_all, score_kind
from models.detection.inference.detector import load_detector
from models.detection.training.arithmetic import (
    Sample,
    assign_cells,
    augment,
    average_decay,
    batches,
    learning_rate,
    read_sample,
)
from models.detection.training.coco import LabelledPicture, read_annotations

STRIDES = YOLOX_NANO.strides
_BOX_WEIGHT = 5.0


class OnnxNetwork(nn.Module):
    """An ONNX graph as a torch module: its floating-point initializers are the parameters.

    Knows the operations of YOLOX-nano. Raises GraphUnsupported for another.
    """

    def __init__(self, model: onnx.ModelProto) -> None:
        super().__init__()
        self._nodes = list(model.graph.node)
        self._input, self._output = model.graph.input[0].name, model.graph.output[0].name
        self.names: dict[str, str] = {}
        constants: dict[str, Tensor] = {}
        for initializer in model.graph.initializer:
            value = torch.from_numpy(numpy_helper.to_array(initializer).copy())
            if value.is_floating_point() and value.ndim:
                name = f"w{len(self.names)}"
                self.names[initializer.name] = name
                self.register_parameter(name, nn.Parameter(value))
            else:
                constants[initializer.name] = value
        for node in self._nodes:
            if node.op_type == "Constant":
                constants[node.output[0]] = torch.from_numpy(np.array(numpy_helper.to_array(node.attribute[0].t)))
            elif node.op_type not in _OPERATIONS:
                raise GraphUnsupported(f"{node.op_type} ({node.name}) cannot be trained")
        self._constants = constants

    def forward(self, pictures: Tensor) -> Tensor:
        values: dict[str, Tensor | None] = {"": None, **self._constants, self._input: pictures}
        values.update({name: getattr(self, own) for name, own in self.names.items()})
        for node in self._nodes:
            if node.op_type != "Constant":
                attributes = {one.name: onnx.helper.get_attribute_value(one) for one in node.attribute}
                values[node.output[0]] = _OPERATIONS[node.op_type]([values[name] for name in node.input], attributes)
        result = values[self._output]
        assert result is not None
        return result

    def tensors(self) -> dict[str, Tensor]:
        """The parameters by their names in the ONNX file."""
        return {name: getattr(self, own).detach() for name, own in self.names.items()}


def _convolve(inputs: list[Any], attributes: dict[str, Any]) -> Tensor:
    top, left, bottom, right = attributes["pads"]
    if (top, left) != (bottom, right):
        raise GraphUnsupported("a convolution pads one side more than the other")
    bias = inputs[2] if len(inputs) > 2 else None
    return nn.functional.conv2d(
        inputs[0],
        inputs[1],
        bias,
        attributes["strides"],
        (top, left),
        attributes.get("dilations", 1),
        attributes["group"],
    )


def _pool(inputs: list[Any], attributes: dict[str, Any]) -> Tensor:
    return nn.functional.max_pool2d(
        inputs[0], attributes["kernel_shape"], attributes["strides"], attributes["pads"][:2]
    )


def _resize(inputs: list[Any], attributes: dict[str, Any]) -> Tensor:
    scales = inputs[2] if len(inputs) > 2 and inputs[2] is not None and inputs[2].numel() else None
    if attributes.get("mode") != b"nearest" or scales is None:
        raise GraphUnsupported("only a resize to the nearest pixel by a factor can be trained")
    return nn.functional.interpolate(inputs[0], scale_factor=[float(scale) for scale in scales[2:]], mode="nearest")


def _slice(inputs: list[Any], _: dict[str, Any]) -> Tensor:
    value, starts, ends, axes = (inputs[at] for at in range(4))
    steps = inputs[4] if len(inputs) > 4 else torch.ones_like(starts)
    chosen = [slice(None)] * value.ndim
    for start, end, axis, step in zip(starts.tolist(), ends.tolist(), axes.tolist(), steps.tolist(), strict=True):
        chosen[axis] = slice(start, min(end, 2**31), step)
    result: Tensor = value[tuple(chosen)]
    return result


_OPERATIONS: dict[str, Callable[[list[Any], dict[str, Any]], Tensor]] = {
    "Add": lambda inputs, _: inputs[0] + inputs[1],
    "Concat": lambda inputs, attributes: torch.cat(inputs, dim=attributes["axis"]),
    "Conv": _convolve,
    "MaxPool": _pool,
    "Mul": lambda inputs, _: inputs[0] * inputs[1],
    "Reshape": lambda inputs, _: inputs[0].reshape([int(side) for side in inputs[1]]),
    "Resize": _resize,
    "Shape": lambda inputs, _: torch.tensor(inputs[0].shape, dtype=torch.int64),
    "Sigmoid": lambda inputs, _: torch.sigmoid(inputs[0]),
    "Slice": _slice,
    "Transpose": lambda inputs, attributes: inputs[0].permute(attributes["perm"]),
}


def grid_of(side: int) -> tuple[Tensor, Tensor]:
    """Column and row of each cell (C, 2), and its stride (C,), for a square input."""
    cells, strides = [], []
    for stride in STRIDES:
        y, x = torch.meshgrid(torch.arange(side // stride), torch.arange(side // stride), indexing="ij")
        cells.append(torch.stack([x.flatten(), y.flatten()], dim=1).float())
        strides.append(torch.full((x.numel(),), float(stride)))
    return torch.cat(cells), torch.cat(strides)


def decode(raw: Tensor, grid: Tensor, strides: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Raw output (B, C, 85) becomes boxes (B, C, 4) in pixels, objectness (B, C) and the kinds' probabilities (B, C, 3)."""
    centre = (raw[..., :2] + grid) * strides[:, None]
    half = torch.exp(raw[..., 2:4].clamp(max=8)) * strides[:, None] / 2
    kinds = torch.stack([raw[..., [5 + channel for channel in COCO_CHANNELS[kind]]].amax(dim=-1) for kind in KINDS], -1)
    return torch.cat([centre - half, centre + half], dim=-1), raw[..., 4], kinds


def loss_of(raw: Tensor, samples: Sequence[Sample], grid: Tensor, strides: Tensor) -> Tensor:
    """YOLOX's loss: overlap of boxes, objectness everywhere, kinds where a thing is; per thing answered for."""
    boxes, objectness, kinds = decode(raw, grid, strides)
    centres = ((grid + 0.5) * strides[:, None]).cpu().numpy()
    total, answered = raw.new_zeros(()), 0
    for index, sample in enumerate(samples):
        with torch.no_grad():
            scores = (kinds[index] * objectness[index, :, None]).clamp(0, 1).sqrt()
            targets = assign_cells(
                boxes[index].cpu().numpy(),
                scores.cpu().numpy(),
                centres=centres,
                strides=strides.cpu().numpy(),
                boxes=sample.boxes,
                kinds=sample.kinds,
            )
        positive = torch.from_numpy(targets.thing >= 0).to(raw.device)
        thing = torch.from_numpy(targets.thing[targets.thing >= 0])
        total = total + binary_cross_entropy(objectness[index], positive.float()).sum()
        if len(thing):
            wanted = torch.from_numpy(sample.boxes).to(raw.device)[thing]
            total = total + _BOX_WEIGHT * overlap_loss(boxes[index][positive], wanted).sum()
            # A kind is asked for as surely as the box covers the thing: YOLOX's soft labels.
            share = torch.from_numpy(targets.overlap[targets.thing >= 0]).to(raw.device)
            one_hot = nn.functional.one_hot(torch.from_numpy(sample.kinds)[thing], len(KINDS)).to(raw.device)
            total = total + binary_cross_entropy(kinds[index][positive], one_hot * share[:, None]).sum()
        answered += len(thing)
    return total / max(1, answered)


def binary_cross_entropy(share: Tensor, wanted: Tensor) -> Tensor:
    """As training.binary_cross_entropy."""
    clipped = share.clamp(1e-6, 1 - 1e-6)
    return -(wanted * clipped.log() + (1 - wanted) * (1 - clipped).log())


def overlap_loss(predicted: Tensor, wanted: Tensor) -> Tensor:
    """As training.overlap_loss."""
    shared = (torch.minimum(predicted[:, 2:], wanted[:, 2:]) - torch.maximum(predicted[:, :2], wanted[:, :2])).clamp(
        min=0
    )
    areas = [(boxes[:, 2:] - boxes[:, :2]).prod(dim=1) for boxes in (predicted, wanted)]
    together = areas[0] + areas[1] - shared.prod(dim=1)
    return 1 - (shared.prod(dim=1) / together.clamp(min=1e-6)) ** 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a training is asked to do."""

    epochs: int
    batch: int
    side: int
    rate: float
    seed: int
    head_only: bool


class Training:
    """A network, its running average, and how far they have come."""

    def __init__(self, model: onnx.ModelProto, plan: Plan, device: torch.device) -> None:
        torch.manual_seed(plan.seed)
        self.model, self.plan, self.device = model, plan, device
        self.network = OnnxNetwork(model).to(device)
        names = {own: name for name, own in self.network.names.items()}
        if plan.head_only:
            heads = {
                node.input[at] for node in model.graph.node if "head" in node.name for at in range(1, len(node.input))
            }
            for own, parameter in self.network.named_parameters():
                parameter.requires_grad_(names[own] in heads)
        trained = [parameter for parameter in self.network.parameters() if parameter.requires_grad]
        self.optimizer = torch.optim.AdamW(trained, lr=plan.rate, weight_decay=1e-4)
        self.average = {name: value.clone() for name, value in self.network.tensors().items()}
        self.grid, self.strides = (part.to(device) for part in grid_of(plan.side))
        self.epoch = self.step = 0

    def run_epoch(self, samples: Sequence[Sample]) -> float:
        """Mean loss of an epoch."""
        plan = self.plan
        steps = plan.epochs * -(-len(samples) // plan.batch)
        losses = []
        for numbers in batches(len(samples), plan.batch, plan.seed, self.epoch):
            chance = np.random.default_rng([plan.seed, self.epoch, self.step])  # noqa: TID251  # seeded
            chosen = [augment(samples[number], chance, plan.side) for number in numbers]
            pictures = np.stack([one.picture.transpose(2, 0, 1) for one in chosen]).astype(np.float32)
            rate = learning_rate(self.step, steps, plan.rate, warm_up=min(100, max(1, steps // 10)))
            for group in self.optimizer.param_groups:
                group["lr"] = rate
            loss = loss_of(self.network(torch.from_numpy(pictures).to(self.device)), chosen, self.grid, self.strides)
            self.optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(self.network.parameters(), 10.0)
            self.optimizer.step()
            decay = average_decay(self.step)
            for name, value in self.network.tensors().items():
                self.average[name].mul_(decay).add_(value, alpha=1 - decay)
            losses.append(float(loss.detach()))
            self.step += 1
        self.epoch += 1
        return sum(losses) / len(losses)

    def export(self) -> bytes:
        """The ONNX file with the averaged tensors in place of its own."""
        tuned = onnx.ModelProto()
        tuned.CopyFrom(self.model)
        for initializer in tuned.graph.initializer:
            if initializer.name in self.average:
                value = self.average[initializer.name].cpu().numpy()
                initializer.CopyFrom(numpy_helper.from_array(value, initializer.name))
        onnx.checker.check_model(tuned)
        return bytes(tuned.SerializeToString(deterministic=True))

    def save(self, path: Path) -> None:
        state = {
            "network": self.network.state_dict(),
            "average": self.average,
            "optimizer": self.optimizer.state_dict(),
            "epoch": self.epoch,
            "step": self.step,
        }
        partial = path.with_suffix(".part")
        torch.save(state, partial)
        partial.replace(path)

    def resume(self, path: Path) -> None:
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.average, self.epoch, self.step = state["average"], state["epoch"], state["step"]


def evaluate(
    content: bytes, folder: Path, pictures: Sequence[LabelledPicture], images: Path
) -> dict[str, float | None]:
    """AP50 per kind of an exported file, by the detector that will serve it."""
    path = folder / YOLOX_NANO_ANY_SIZE.weights_file
    path.write_bytes(content)
    detector = load_detector(
        YOLOX_NANO_ANY_SIZE.name, path, threshold=SCORE_FLOOR, sha256=hashlib.sha256(content).hexdigest()
    )
    found = detect_all(detector, pictures, images)
    return {kind: score_kind(kind, pictures, found, 0.3)[0] for kind in KINDS}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m models.detection.train", description=__doc__.splitlines()[0])
    base = Path("/opt/ml")
    parser.add_argument("--annotations", type=Path, default=base / "input/data/train/train.json")
    parser.add_argument(
        "--holdout", type=Path, help="COCO file of pictures never trained on (default: beside it, if there)"
    )
    parser.add_argument("--images", type=Path, default=base / "input/data/images")
    parser.add_argument("--weights", type=Path, default=base / "input/data/weights" / YOLOX_NANO.weights_file)
    parser.add_argument("--to", type=Path, default=base / "model")
    parser.add_argument("--checkpoints", type=Path, default=base / "checkpoints")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--side", type=int, default=416, help="pixels, a multiple of 32")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--head-only", action="store_true", help="leave the backbone as it is: for a few hundred frames"
    )
    arguments = parser.parse_args()
    if arguments.side % 32 or min(arguments.epochs, arguments.batch, arguments.side) < 1:
        parser.error("side is a multiple of 32; epochs, batch and side are positive")
    try:
        run(arguments)
    except Rejected as refusal:
        sys.exit(f"{refusal.message_en} {refusal.detail}")


def run(arguments: argparse.Namespace) -> None:
    """Raises Rejected."""
    official = read_weights(arguments.weights, YOLOX_NANO.weights_sha256)
    model = onnx.load_from_string(with_open_sides(official))
    plan = Plan(
        epochs=arguments.epochs,
        batch=arguments.batch,
        side=arguments.side,
        rate=arguments.rate,
        seed=arguments.seed,
        head_only=arguments.head_only,
    )
    training = Training(model, plan, torch.device("cuda" if torch.cuda.is_available() else "cpu"))
    arguments.to.mkdir(parents=True, exist_ok=True)
    arguments.checkpoints.mkdir(parents=True, exist_ok=True)
    checkpoint = arguments.checkpoints / "last.pt"
    if checkpoint.is_file():
        training.resume(checkpoint)
        _say(f"going on after epoch {training.epoch}")
    samples = [read_sample(picture, arguments.images) for picture in read_annotations(arguments.annotations)]
    holdout = arguments.holdout or arguments.annotations.with_name("holdout.json")
    held_out = read_annotations(holdout) if holdout.is_file() else []
    while training.epoch < plan.epochs:
        began = time.perf_counter()
        loss = training.run_epoch(samples)
        training.save(checkpoint)
        line = f"epoch={training.epoch} train_loss={loss:.4f} seconds={time.perf_counter() - began:.1f}"
        if held_out:
            scores = evaluate(training.export(), arguments.to, held_out, arguments.images)
            line += "".join(f" AP50_{kind}={score:.4f}" for kind, score in scores.items() if score is not None)
        _say(line)
    content = training.export()
    (arguments.to / YOLOX_NANO_ANY_SIZE.weights_file).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    (arguments.to / "trained.json").write_text(
        json.dumps({"model": YOLOX_NANO_ANY_SIZE.name, "sha256": digest, "seed": plan.seed, "epochs": training.epoch})
    )
    _say(f"sha256={digest}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
