"""What is written for each operation of TensorFlow that a detector uses."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from onnx import TensorProto, helper

from models.detection.conversion.onnx_graph import (
    CHANNELS_SECOND,
    Constant,
    Inputs,
    OnnxGraph,
    Operation,
    Value,
    computed_input,
    constant_input,
)
from models.detection.conversion.tfjs import Node, Tensor
from models.detection.conversion.windows import convolve, pool
from models.detection.errors import GraphUnsupported


def _spread(constants: list[Tensor]) -> Tensor:
    places, shape, values, rest = constants
    dense = np.full([int(side) for side in shape], rest)
    if places.size:
        dense[tuple(np.atleast_2d(places).T)] = values
    return dense


# What is computed from constants alone is computed here, once.
_FOLDED: dict[str, Callable[[list[Tensor]], Tensor]] = {
    "Add": lambda values: values[0] + values[1],
    "AddV2": lambda values: values[0] + values[1],
    "Mul": lambda values: values[0] * values[1],
    "SparseToDense": _spread,
}


def _placeholder(onnx_graph: OnnxGraph, node: Node, _: Inputs) -> list[Value | Constant]:
    shape = node.shape("shape")
    onnx_graph.inputs.append(helper.make_tensor_value_info("picture", TensorProto.FLOAT, shape))
    return [Value("picture", shape, tuple(range(len(shape))))]


def _stored(onnx_graph: OnnxGraph, node: Node, _: Inputs) -> list[Value | Constant]:
    return [Constant(onnx_graph.graph.constants[node.name])]


def _same(_: OnnxGraph, __: Node, inputs: Inputs) -> list[Value | Constant]:
    return inputs[:1]


def _pad(onnx_graph: OnnxGraph, node: Node, inputs: Inputs) -> list[Value | Constant]:
    source = onnx_graph.settled(computed_input(node, inputs, 0))
    pads = tuple((int(before), int(after)) for before, after in constant_input(node, inputs, 1))
    fill = float(constant_input(node, inputs, 2)) if node.op == "PadV2" else 0.0
    shape = tuple(side + before + after for side, (before, after) in zip(source.shape, pads, strict=True))
    return [replace(source, shape=shape, pads=pads, fill=fill)]


def _transpose(_: OnnxGraph, node: Node, inputs: Inputs) -> list[Value | Constant]:
    source = computed_input(node, inputs, 0)
    axes = [int(axis) for axis in constant_input(node, inputs, 1)]
    return [
        replace(
            source,
            shape=tuple(source.shape[axis] for axis in axes),
            order=tuple(axes.index(axis) for axis in source.order),
            pads=None if source.pads is None else tuple(source.pads[axis] for axis in axes),
        )
    ]


def _combine(op: str) -> "Operation":
    def combine(onnx_graph: OnnxGraph, node: Node, inputs: Inputs) -> list[Value | Constant]:
        first = next(onnx_graph.settled(value) for value in inputs if isinstance(value, Value))
        names, shapes = [], []
        for found in inputs:
            if isinstance(found, Constant):
                if found.value.ndim > len(first.shape):
                    raise GraphUnsupported(f"{node.op} ({node.name}) broadcasts to more axes than its input has")
                whole = found.value.reshape((1,) * (len(first.shape) - found.value.ndim) + found.value.shape)
                names.append(onnx_graph.initializer(whole.transpose(first.order)))
                shapes.append(whole.shape)
            else:
                if len(found.shape) != len(first.shape):
                    raise GraphUnsupported(f"{node.op} ({node.name}) combines tensors of different rank")
                names.append(onnx_graph.settled(found, first.order).tensor)
                shapes.append(found.shape)
        [result] = onnx_graph.emit(op, names)
        return [Value(result, tuple(np.broadcast_shapes(*shapes)), first.order)]

    return combine


def _activate(op: str, **attributes: str) -> "Operation":
    """An operation of one tensor; `attributes` name its own after the source's, with the source's default."""

    def activate(onnx_graph: OnnxGraph, node: Node, inputs: Inputs) -> list[Value | Constant]:
        source = onnx_graph.settled(computed_input(node, inputs, 0))
        numbers: dict[str, Any] = {name: node.number(name, float(default)) for name, default in attributes.items()}
        [result] = onnx_graph.emit(op, [source.tensor], 1, **numbers)
        return [replace(source, tensor=result)]

    return activate


def _clip(onnx_graph: OnnxGraph, node: Node, inputs: Inputs) -> list[Value | Constant]:
    source = onnx_graph.settled(computed_input(node, inputs, 0))
    limits = [onnx_graph.initializer(np.array(limit, np.float32)) for limit in (0, 6)]
    [result] = onnx_graph.emit("Clip", [source.tensor, *limits])
    return [replace(source, tensor=result)]


def _concatenate(onnx_graph: OnnxGraph, node: Node, inputs: Inputs) -> list[Value | Constant]:
    parts = [onnx_graph.settled(computed_input(node, inputs, at)) for at in range(len(inputs) - 1)]
    first = parts[0]
    axis = int(constant_input(node, inputs, len(inputs) - 1)) % len(first.shape)
    parts = [first, *(onnx_graph.settled(part, first.order) for part in parts[1:])]
    [result] = onnx_graph.emit("Concat", [part.tensor for part in parts], axis=first.order.index(axis))
    shape = list(first.shape)
    shape[axis] = sum(part.shape[axis] for part in parts)
    return [Value(result, tuple(shape), first.order)]


def _split(onnx_graph: OnnxGraph, node: Node, inputs: Inputs) -> list[Value | Constant]:
    source = onnx_graph.settled(computed_input(node, inputs, 0))
    sizes = [int(size) for size in constant_input(node, inputs, 1)]
    axis = int(constant_input(node, inputs, 2)) % len(source.shape)
    names = onnx_graph.emit(
        "Split",
        [source.tensor, onnx_graph.initializer(np.array(sizes, np.int64))],
        outputs=len(sizes),
        axis=source.order.index(axis),
    )
    shapes = [tuple(size if at == axis else side for at, side in enumerate(source.shape)) for size in sizes]
    return [Value(name, shape, source.order) for name, shape in zip(names, shapes, strict=True)]


def _average(onnx_graph: OnnxGraph, node: Node, inputs: Inputs) -> list[Value | Constant]:
    source = onnx_graph.settled(computed_input(node, inputs, 0))
    axes = [int(axis) % len(source.shape) for axis in np.atleast_1d(constant_input(node, inputs, 1))]
    if not node.flag("keep_dims"):
        raise GraphUnsupported(f"{node.op} ({node.name}) drops axes; only one that keeps them can be converted")
    if source.order == CHANNELS_SECOND and sorted(axes) == [1, 2]:
        [result] = onnx_graph.emit("GlobalAveragePool", [source.tensor])
    else:
        [result] = onnx_graph.emit(
            "ReduceMean", [source.tensor], axes=[source.order.index(axis) for axis in axes], keepdims=1
        )
    return [
        replace(source, tensor=result, shape=tuple(1 if at in axes else side for at, side in enumerate(source.shape)))
    ]


def _reshape(onnx_graph: OnnxGraph, node: Node, inputs: Inputs) -> list[Value | Constant]:
    source = computed_input(node, inputs, 0)
    source = onnx_graph.settled(source, tuple(range(len(source.shape))))
    shape = [int(side) for side in constant_input(node, inputs, 1)]
    [result] = onnx_graph.emit("Reshape", [source.tensor, onnx_graph.initializer(np.array(shape, np.int64))])
    known = int(np.prod([side for side in shape if side != -1], dtype=np.int64))
    whole = int(np.prod(source.shape, dtype=np.int64))
    return [Value(result, tuple(whole // known if side == -1 else side for side in shape), tuple(range(len(shape))))]


def _resize(onnx_graph: OnnxGraph, node: Node, inputs: Inputs) -> list[Value | Constant]:
    source = onnx_graph.settled(computed_input(node, inputs, 0), CHANNELS_SECOND)
    rows, columns = (int(side) for side in constant_input(node, inputs, 1))
    if node.flag("align_corners"):
        raise GraphUnsupported(f"{node.op} ({node.name}): align_corners cannot be converted")
    scales = np.array([1, 1, rows / source.shape[1], columns / source.shape[2]], np.float32)
    # A factor instead of a size: the graph then takes pictures of other sizes than it was made for.
    if (source.shape[1] * float(scales[2]), source.shape[2] * float(scales[3])) != (rows, columns):
        raise GraphUnsupported(f"{node.op} ({node.name}): {source.shape[1:3]} to {(rows, columns)} is no plain factor")
    [result] = onnx_graph.emit(
        "Resize",
        [source.tensor, "", onnx_graph.initializer(scales)],
        mode="linear",
        coordinate_transformation_mode="half_pixel" if node.flag("half_pixel_centers") else "asymmetric",
    )
    return [Value(result, (source.shape[0], rows, columns, source.shape[3]), CHANNELS_SECOND)]


_OPERATIONS: dict[str, Operation] = {
    "Add": _combine("Add"),
    "AddV2": _combine("Add"),
    "ConcatV2": _concatenate,
    "Const": _stored,
    "Conv2D": convolve,
    "DepthwiseConv2dNative": convolve,
    "FusedDepthwiseConv2dNative": convolve,
    "Identity": _same,
    "LeakyRelu": _activate("LeakyRelu", alpha="0.2"),
    "MaxPool": pool,
    "Mean": _average,
    "Mul": _combine("Mul"),
    "Pad": _pad,
    "PadV2": _pad,
    "Placeholder": _placeholder,
    "Relu": _activate("Relu"),
    "Relu6": _clip,
    "Reshape": _reshape,
    "ResizeBilinear": _resize,
    "Sigmoid": _activate("Sigmoid"),
    "SplitV": _split,
    "Transpose": _transpose,
    "_FusedConv2D": convolve,
}


def write_node(onnx_graph: OnnxGraph, node: Node) -> None:
    """Writes one node of the source graph. Raises GraphUnsupported for an operation that is not in the table."""
    inputs = [onnx_graph.find(name) for name in node.inputs]
    if node.op in _FOLDED and all(isinstance(value, Constant) for value in inputs):
        constants = [value.value for value in inputs if isinstance(value, Constant)]
        onnx_graph.values[node.name] = [Constant(_FOLDED[node.op](constants))]
        return
    operation = _OPERATIONS.get(node.op)
    if operation is None:
        raise GraphUnsupported(f"{node.op} ({node.name}) cannot be converted")
    onnx_graph.values[node.name] = list(operation(onnx_graph, node, inputs))
