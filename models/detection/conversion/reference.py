"""A TensorFlow.js graph run by plain NumPy: slow, independent of ONNX, and what the converter is held against.

It follows TensorFlow's definitions directly (NHWC, SAME and VALID padding) and shares nothing with `convert` but the
reader of the file.
"""

from collections.abc import Callable

import numpy as np

from models.detection.conversion.tfjs import Graph, Node, Tensor, split_name
from models.detection.errors import GraphUnsupported


def run_graph(graph: Graph, feeds: dict[str, Tensor], outputs: list[str]) -> list[Tensor]:
    """The values of `outputs` for the placeholders' values `feeds`. Raises GraphUnsupported."""
    values: dict[str, list[Tensor]] = {}
    for node in graph.needed_for(outputs):
        if node.op == "Placeholder":
            values[node.name] = [feeds[node.name]]
        elif node.op == "Const":
            values[node.name] = [graph.constants[node.name]]
        else:
            values[node.name] = _OPERATIONS.get(node.op, _refuse)(node, [_value(values, name) for name in node.inputs])
    return [_value(values, name) for name in outputs]


def _value(values: dict[str, list[Tensor]], name: str) -> Tensor:
    node, index = split_name(name)
    return values[node][index]


def _refuse(node: Node, _: list[Tensor]) -> list[Tensor]:
    raise GraphUnsupported(f"{node.op} ({node.name}) is not known to the reference")


def _convolve(node: Node, inputs: list[Tensor]) -> list[Tensor]:
    picture, kernel = inputs[:2]
    windows = _windows(picture, kernel.shape[:2], node, 0.0)
    result = np.tensordot(windows, kernel, axes=((3, 4, 5), (2, 0, 1)))
    return [_finish(node, result, inputs[2:])]


def _convolve_depthwise(node: Node, inputs: list[Tensor]) -> list[Tensor]:
    picture, kernel = inputs[:2]
    windows = _windows(picture, kernel.shape[:2], node, 0.0)
    result = np.einsum("nhwcij,ijcm->nhwcm", windows, kernel)
    return [_finish(node, result.reshape(*result.shape[:3], -1), inputs[2:])]


def _finish(node: Node, result: Tensor, more: list[Tensor]) -> Tensor:
    """The operations fused onto a convolution."""
    for fused in node.texts("fused_ops"):
        if fused == "BiasAdd":
            result = result + more[0]
        elif fused == "Relu":
            result = np.maximum(result, 0)
        else:
            raise GraphUnsupported(f"{fused} fused onto {node.name} is not known to the reference")
    return np.asarray(result, np.float32)


def _windows(picture: Tensor, size: tuple[int, ...], node: Node, fill: float) -> Tensor:
    """Every window of `size` that the strides and the padding ask for: (N, rows, columns, channels, height, width)."""
    _, stride_y, stride_x, _ = node.integers("strides")
    if node.integers("dilations") not in ([], [1, 1, 1, 1]) or node.text("data_format", "NHWC") != "NHWC":
        raise GraphUnsupported(f"{node.name}: dilations and other orders than NHWC are not known to the reference")
    if node.text("padding") == "SAME":
        pads = [(0, 0)]
        for length, stride, side in zip(picture.shape[1:3], (stride_y, stride_x), size, strict=True):
            missing = max((-(-length // stride) - 1) * stride + side - length, 0)
            pads.append((missing // 2, missing - missing // 2))
        picture = np.pad(picture, [*pads, (0, 0)], constant_values=fill)
    view = np.lib.stride_tricks.sliding_window_view(picture, size, axis=(1, 2))
    return view[:, ::stride_y, ::stride_x]


def _pool(node: Node, inputs: list[Tensor]) -> list[Tensor]:
    size = tuple(node.integers("ksize")[1:3])
    return [_windows(inputs[0], size, node, -np.inf).max(axis=(4, 5))]


def _resize(node: Node, inputs: list[Tensor]) -> list[Tensor]:
    if node.flag("align_corners"):
        raise GraphUnsupported(f"{node.name}: align_corners is not known to the reference")
    picture = inputs[0]
    for axis, length in zip((1, 2), inputs[1].tolist(), strict=True):
        scale = picture.shape[axis] / length
        places = np.arange(length)
        places = (places + 0.5) * scale - 0.5 if node.flag("half_pixel_centers") else places * scale
        places = np.clip(places, 0, picture.shape[axis] - 1)
        below = np.floor(places).astype(int)
        above = np.minimum(below + 1, picture.shape[axis] - 1)
        share = (places - below).astype(np.float32).reshape([-1 if at == axis else 1 for at in range(picture.ndim)])
        picture = np.take(picture, below, axis) * (1 - share) + np.take(picture, above, axis) * share
    return [np.asarray(picture, np.float32)]


def _split(_: Node, inputs: list[Tensor]) -> list[Tensor]:
    return list(np.split(inputs[0], np.cumsum(inputs[1])[:-1], axis=int(inputs[2])))


def _spread(_: Node, inputs: list[Tensor]) -> list[Tensor]:
    places, shape, values, rest = inputs
    dense = np.full(shape.tolist(), rest)
    for place, value in zip(places.reshape(-1, len(shape)).tolist(), np.atleast_1d(values).tolist(), strict=False):
        dense[tuple(place)] = value
    return [dense]


def _sigmoid(_: Node, inputs: list[Tensor]) -> list[Tensor]:
    return [np.asarray(1 / (1 + np.exp(-inputs[0].astype(np.float64))), np.float32)]


_OPERATIONS: dict[str, Callable[[Node, list[Tensor]], list[Tensor]]] = {
    "Add": lambda _, i: [i[0] + i[1]],
    "AddV2": lambda _, i: [i[0] + i[1]],
    "ConcatV2": lambda _, i: [np.concatenate(i[:-1], axis=int(i[-1]))],
    "Conv2D": _convolve,
    "DepthwiseConv2dNative": _convolve_depthwise,
    "FusedDepthwiseConv2dNative": _convolve_depthwise,
    "Identity": lambda _, i: [i[0]],
    "LeakyRelu": lambda node, i: [np.where(i[0] > 0, i[0], i[0] * np.float32(node.number("alpha", 0.2)))],
    "MaxPool": _pool,
    "Mean": lambda node, i: [i[0].mean(axis=tuple(np.atleast_1d(i[1]).tolist()), keepdims=node.flag("keep_dims"))],
    "Mul": lambda _, i: [i[0] * i[1]],
    "Pad": lambda _, i: [np.pad(i[0], i[1].tolist())],
    "PadV2": lambda _, i: [np.pad(i[0], i[1].tolist(), constant_values=float(i[2]))],
    "Relu": lambda _, i: [np.maximum(i[0], 0)],
    "Relu6": lambda _, i: [np.clip(i[0], 0, 6)],
    "Reshape": lambda _, i: [i[0].reshape(i[1].tolist())],
    "ResizeBilinear": _resize,
    "Sigmoid": _sigmoid,
    "SparseToDense": _spread,
    "SplitV": _split,
    "Transpose": lambda _, i: [i[0].transpose(i[1].tolist())],
    "_FusedConv2D": _convolve,
}
