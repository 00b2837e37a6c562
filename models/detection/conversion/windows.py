"""Operations that slide a window over a picture: convolutions and pools."""

from dataclasses import replace

import numpy as np

from models.detection.conversion.onnx_graph import (
    CHANNELS_SECOND,
    Constant,
    Inputs,
    OnnxGraph,
    Pads,
    Value,
    computed_input,
    constant_input,
)
from models.detection.conversion.tfjs import Node
from models.detection.errors import GraphUnsupported


def convolve(onnx_graph: OnnxGraph, node: Node, inputs: Inputs) -> list[Value | Constant]:
    depthwise = "Depthwise" in node.op
    kernel = constant_input(node, inputs, 1)
    height, width, channels, multiplier = kernel.shape
    source, pads, (rows, columns) = _window(
        onnx_graph, node, computed_input(node, inputs, 0), size=(height, width), fill=0.0
    )
    if depthwise:
        weights = kernel.transpose(2, 3, 0, 1).reshape(channels * multiplier, 1, height, width)
    else:
        weights = kernel.transpose(3, 2, 0, 1)
    names = [source.tensor, onnx_graph.initializer(weights.astype(np.float32))]
    fused = node.texts("fused_ops")
    if fused[:1] == ["BiasAdd"]:
        names.append(onnx_graph.initializer(constant_input(node, inputs, 2).astype(np.float32)))
    [result] = onnx_graph.emit(
        "Conv",
        names,
        kernel_shape=[height, width],
        strides=node.integers("strides")[1:3],
        pads=pads,
        group=channels if depthwise else 1,
    )
    for activation in fused[1:] if fused[:1] == ["BiasAdd"] else fused:
        if activation != "Relu":
            raise GraphUnsupported(f"{activation} fused onto {node.name} cannot be converted")
        [result] = onnx_graph.emit("Relu", [result])
    return [Value(result, (source.shape[0], rows, columns, weights.shape[0]), CHANNELS_SECOND)]


def pool(onnx_graph: OnnxGraph, node: Node, inputs: Inputs) -> list[Value | Constant]:
    height, width = node.integers("ksize")[1:3]
    source, pads, (rows, columns) = _window(
        onnx_graph, node, computed_input(node, inputs, 0), size=(height, width), fill=-np.inf
    )
    [result] = onnx_graph.emit(
        "MaxPool", [source.tensor], kernel_shape=[height, width], strides=node.integers("strides")[1:3], pads=pads
    )
    return [Value(result, (source.shape[0], rows, columns, source.shape[3]), CHANNELS_SECOND)]


def _window(
    onnx_graph: OnnxGraph, node: Node, source: Value, *, size: tuple[int, int], fill: float
) -> tuple[Value, list[int], tuple[int, int]]:
    """What a window of `size` slides over: the value with channels second, ONNX's pads, and the result's two sides.

    `fill` is what the operation itself pads with; a waiting padding of the same fill becomes the operation's.
    """
    if node.integers("dilations") not in ([], [1, 1, 1, 1]) or node.text("data_format", "NHWC") != "NHWC":
        raise GraphUnsupported(f"{node.op} ({node.name}): only NHWC without dilations can be converted")
    waiting: Pads = ((0, 0),) * 4
    if source.pads is not None and source.fill == fill and source.pads[0] == source.pads[3] == (0, 0):
        waiting = source.pads
        source = replace(source, pads=None, fill=0.0)
    source = onnx_graph.settled(source, CHANNELS_SECOND)
    pads, sides = [], []
    for axis, stride, side in zip((1, 2), node.integers("strides")[1:3], size, strict=True):
        length = source.shape[axis]
        if node.text("padding") == "SAME":
            out = -(-length // stride)
            missing = max((out - 1) * stride + side - length, 0)
            own = (missing // 2, missing - missing // 2)
        elif node.text("padding") == "VALID":
            out = (length - side) // stride + 1
            own = (0, 0)
        else:
            raise GraphUnsupported(f"{node.op} ({node.name}): padding {node.text('padding')} cannot be converted")
        pads.append((waiting[axis][0] + own[0], waiting[axis][1] + own[1]))
        sides.append(out)
    (top, bottom), (left, right) = pads
    return source, [top, left, bottom, right], (sides[0], sides[1])
