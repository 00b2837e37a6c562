"""The ONNX graph as far as it is written.

TensorFlow keeps channels last, ONNX second, and a graph that has been through both is full of transpositions. None is
written: each value remembers in which order its axes lie, a transposition only changes what is remembered, and axes are
moved where an operation insists. A padding waits in the same way for the convolution that will do it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

from models.detection.conversion.tfjs import Graph, Node, Tensor, split_name
from models.detection.errors import GraphUnsupported

CHANNELS_SECOND = (0, 3, 1, 2)
Pads = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A tensor of the source graph, and the ONNX tensor that holds it.

    `shape` is the source's, at the size the graph was made for; axis i of the ONNX tensor holds axis `order[i]` of the
    source's. `pads`, per axis of the source, are part of the shape and not yet of the ONNX tensor.
    """

    tensor: str
    shape: tuple[int, ...]
    order: tuple[int, ...]
    pads: Pads | None = None
    fill: float = 0.0


@dataclass(frozen=True, slots=True)
class Constant:
    """A tensor of the source graph that is known before any picture is."""

    value: Tensor


class OnnxGraph:
    """The ONNX graph as far as it is written."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: dict[tuple[str, bytes, tuple[int, ...]], onnx.TensorProto] = {}
        self.values: dict[str, list[Value | Constant]] = {}
        self.inputs: list[onnx.ValueInfoProto] = []

    def emit(self, op: str, inputs: list[str], outputs: int = 1, **attributes: Any) -> list[str]:
        names = [f"v{len(self.nodes)}_{at}" for at in range(outputs)]
        self.nodes.append(helper.make_node(op, inputs, names, name=f"n{len(self.nodes)}", **attributes))
        return names

    def initializer(self, value: Tensor) -> str:
        """The name of a constant tensor; the same values are written once."""
        value = np.ascontiguousarray(value)
        key = (value.dtype.str, value.tobytes(), value.shape)
        if key not in self.initializers:
            self.initializers[key] = numpy_helper.from_array(value, f"c{len(self.initializers)}")
        return str(self.initializers[key].name)

    def find(self, name: str) -> Value | Constant:
        node, index = split_name(name)
        return self.values[node][index]

    def settled(self, value: Value, order: tuple[int, ...] | None = None) -> Value:
        """The same value with its padding done and, if asked, its axes in this order."""
        if value.pads is not None:
            befores = [value.pads[axis][0] for axis in value.order]
            afters = [value.pads[axis][1] for axis in value.order]
            pads = self.initializer(np.array(befores + afters, np.int64))
            fill = self.initializer(np.array(value.fill, np.float32))
            [padded] = self.emit("Pad", [value.tensor, pads, fill], mode="constant")
            value = replace(value, tensor=padded, pads=None, fill=0.0)
        if order is not None and order != value.order:
            moves = [value.order.index(axis) for axis in order]
            [moved] = self.emit("Transpose", [value.tensor], perm=moves)
            value = replace(value, tensor=moved, order=order)
        return value


Inputs = list[Value | Constant]


def computed_input(node: Node, inputs: Inputs, index: int) -> Value:
    """Raises GraphUnsupported where it is a constant."""
    found = inputs[index]
    if isinstance(found, Constant):
        raise GraphUnsupported(f"input {index} of {node.op} ({node.name}) is a constant")
    return found


def constant_input(node: Node, inputs: Inputs, index: int) -> Tensor:
    """Raises GraphUnsupported where it is computed."""
    found = inputs[index]
    if isinstance(found, Value):
        raise GraphUnsupported(
            f"input {index} of {node.op} ({node.name}) is computed; only a constant can be converted"
        )
    return found.value


Operation = Callable[[OnnxGraph, Node, Inputs], list[Value | Constant]]
