"""TensorFlow.js graphs of one or a few operations, made by hand."""

import base64
from typing import Any

import numpy as np

from models.detection.conversion.tfjs import Graph, Node, Tensor


def text(value: str) -> dict[str, str]:
    return {"s": base64.b64encode(value.encode()).decode()}


def texts(*values: str) -> dict[str, Any]:
    return {"list": {"s": [base64.b64encode(value.encode()).decode() for value in values]}}


def integers(*values: int) -> dict[str, Any]:
    return {"list": {"i": [str(value) for value in values]}}


def picture(*shape: int) -> Node:
    return Node("x", "Placeholder", (), {"shape": {"shape": {"dim": [{"size": str(side)} for side in shape]}}})


def node(op: str, *inputs: str, name: str = "y", **attributes: Any) -> Node:
    return Node(name, op, inputs, attributes)


def graph(*nodes: Node, **constants: Tensor) -> Graph:
    stored = {name: Node(name, "Const", (), {}) for name in constants}
    return Graph({**stored, **{one.name: one for one in nodes}}, {name: np.asarray(v) for name, v in constants.items()})


def convolution(
    op: str, *inputs: str, stride: int = 1, padding: str = "SAME", fused: tuple[str, ...] = (), **more: Any
) -> Node:
    return node(
        op,
        *inputs,
        strides=integers(1, stride, stride, 1),
        padding=text(padding),
        data_format=text("NHWC"),
        dilations=integers(1, 1, 1, 1),
        fused_ops=texts(*fused),
        **more,
    )
