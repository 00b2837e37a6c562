"""Writes a TensorFlow.js graph model anew as ONNX. Needs the `onnx` package; what runs the result does not.

    python -m models.detection.convert --model nanodet-g --sources FOLDER --to nanodet_g.onnx

TensorFlow keeps channels last, ONNX second, and a graph that has been through both is full of transpositions. None is
written: each value remembers in which order its axes lie, a transposition only changes what is remembered, and axes are
moved where an operation insists. A padding waits in the same way for the convolution that will do it.

The same sources give the same bytes, so the catalogue can hold the result's hash.
"""

import argparse
import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from models.detection.catalogue import Adapter, find_adapter
from models.detection.errors import GraphUnsupported, WeightsDiffer, WeightsMissing
from models.detection.tfjs import Graph, Node, Tensor, read_graph, split_name

OPSET = 17
IR_VERSION = 8
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
    value: Tensor


class Conversion:
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

    def convert(self, node: Node) -> None:
        inputs = [self.find(name) for name in node.inputs]
        if node.op in _FOLDED and all(isinstance(value, Constant) for value in inputs):
            constants = [value.value for value in inputs if isinstance(value, Constant)]
            self.values[node.name] = [Constant(_FOLDED[node.op](constants))]
            return
        operation = _OPERATIONS.get(node.op)
        if operation is None:
            raise GraphUnsupported(f"{node.op} ({node.name}) cannot be converted")
        self.values[node.name] = list(operation(self, node, inputs))


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

Inputs = list[Value | Constant]


def _value(node: Node, inputs: Inputs, index: int) -> Value:
    found = inputs[index]
    if isinstance(found, Constant):
        raise GraphUnsupported(f"input {index} of {node.op} ({node.name}) is a constant")
    return found


def _constant(node: Node, inputs: Inputs, index: int) -> Tensor:
    found = inputs[index]
    if isinstance(found, Value):
        raise GraphUnsupported(
            f"input {index} of {node.op} ({node.name}) is computed; only a constant can be converted"
        )
    return found.value


def _placeholder(conversion: Conversion, node: Node, _: Inputs) -> list[Value | Constant]:
    shape = node.shape("shape")
    conversion.inputs.append(helper.make_tensor_value_info("picture", TensorProto.FLOAT, shape))
    return [Value("picture", shape, tuple(range(len(shape))))]


def _stored(conversion: Conversion, node: Node, _: Inputs) -> list[Value | Constant]:
    return [Constant(conversion.graph.constants[node.name])]


def _same(_: Conversion, __: Node, inputs: Inputs) -> list[Value | Constant]:
    return inputs[:1]


def _convolve(conversion: Conversion, node: Node, inputs: Inputs) -> list[Value | Constant]:
    depthwise = "Depthwise" in node.op
    kernel = _constant(node, inputs, 1)
    height, width, channels, multiplier = kernel.shape
    source, pads, (rows, columns) = _window(conversion, node, _value(node, inputs, 0), (height, width), 0.0)
    if depthwise:
        weights = kernel.transpose(2, 3, 0, 1).reshape(channels * multiplier, 1, height, width)
    else:
        weights = kernel.transpose(3, 2, 0, 1)
    names = [source.tensor, conversion.initializer(weights.astype(np.float32))]
    fused = node.texts("fused_ops")
    if fused[:1] == ["BiasAdd"]:
        names.append(conversion.initializer(_constant(node, inputs, 2).astype(np.float32)))
    [result] = conversion.emit(
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
        [result] = conversion.emit("Relu", [result])
    return [Value(result, (source.shape[0], rows, columns, weights.shape[0]), CHANNELS_SECOND)]


def _pool(conversion: Conversion, node: Node, inputs: Inputs) -> list[Value | Constant]:
    height, width = node.integers("ksize")[1:3]
    source, pads, (rows, columns) = _window(conversion, node, _value(node, inputs, 0), (height, width), -np.inf)
    [result] = conversion.emit(
        "MaxPool", [source.tensor], kernel_shape=[height, width], strides=node.integers("strides")[1:3], pads=pads
    )
    return [Value(result, (source.shape[0], rows, columns, source.shape[3]), CHANNELS_SECOND)]


def _window(
    conversion: Conversion, node: Node, source: Value, size: tuple[int, int], fill: float
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
    source = conversion.settled(source, CHANNELS_SECOND)
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


def _pad(conversion: Conversion, node: Node, inputs: Inputs) -> list[Value | Constant]:
    source = conversion.settled(_value(node, inputs, 0))
    pads = tuple((int(before), int(after)) for before, after in _constant(node, inputs, 1))
    fill = float(_constant(node, inputs, 2)) if node.op == "PadV2" else 0.0
    shape = tuple(side + before + after for side, (before, after) in zip(source.shape, pads, strict=True))
    return [replace(source, shape=shape, pads=pads, fill=fill)]


def _transpose(_: Conversion, node: Node, inputs: Inputs) -> list[Value | Constant]:
    source = _value(node, inputs, 0)
    axes = [int(axis) for axis in _constant(node, inputs, 1)]
    return [
        replace(
            source,
            shape=tuple(source.shape[axis] for axis in axes),
            order=tuple(axes.index(axis) for axis in source.order),
            pads=None if source.pads is None else tuple(source.pads[axis] for axis in axes),
        )
    ]


def _combine(op: str) -> "Operation":
    def combine(conversion: Conversion, node: Node, inputs: Inputs) -> list[Value | Constant]:
        first = next(conversion.settled(value) for value in inputs if isinstance(value, Value))
        names, shapes = [], []
        for found in inputs:
            if isinstance(found, Constant):
                if found.value.ndim > len(first.shape):
                    raise GraphUnsupported(f"{node.op} ({node.name}) broadcasts to more axes than its input has")
                whole = found.value.reshape((1,) * (len(first.shape) - found.value.ndim) + found.value.shape)
                names.append(conversion.initializer(whole.transpose(first.order)))
                shapes.append(whole.shape)
            else:
                if len(found.shape) != len(first.shape):
                    raise GraphUnsupported(f"{node.op} ({node.name}) combines tensors of different rank")
                names.append(conversion.settled(found, first.order).tensor)
                shapes.append(found.shape)
        [result] = conversion.emit(op, names)
        return [Value(result, tuple(np.broadcast_shapes(*shapes)), first.order)]

    return combine


def _activate(op: str, **attributes: str) -> "Operation":
    """An operation of one tensor; `attributes` name its own after the source's, with the source's default."""

    def activate(conversion: Conversion, node: Node, inputs: Inputs) -> list[Value | Constant]:
        source = conversion.settled(_value(node, inputs, 0))
        numbers: dict[str, Any] = {name: node.number(name, float(default)) for name, default in attributes.items()}
        [result] = conversion.emit(op, [source.tensor], 1, **numbers)
        return [replace(source, tensor=result)]

    return activate


def _clip(conversion: Conversion, node: Node, inputs: Inputs) -> list[Value | Constant]:
    source = conversion.settled(_value(node, inputs, 0))
    limits = [conversion.initializer(np.array(limit, np.float32)) for limit in (0, 6)]
    [result] = conversion.emit("Clip", [source.tensor, *limits])
    return [replace(source, tensor=result)]


def _concatenate(conversion: Conversion, node: Node, inputs: Inputs) -> list[Value | Constant]:
    parts = [conversion.settled(_value(node, inputs, at)) for at in range(len(inputs) - 1)]
    first = parts[0]
    axis = int(_constant(node, inputs, len(inputs) - 1)) % len(first.shape)
    parts = [first, *(conversion.settled(part, first.order) for part in parts[1:])]
    [result] = conversion.emit("Concat", [part.tensor for part in parts], axis=first.order.index(axis))
    shape = list(first.shape)
    shape[axis] = sum(part.shape[axis] for part in parts)
    return [Value(result, tuple(shape), first.order)]


def _split(conversion: Conversion, node: Node, inputs: Inputs) -> list[Value | Constant]:
    source = conversion.settled(_value(node, inputs, 0))
    sizes = [int(size) for size in _constant(node, inputs, 1)]
    axis = int(_constant(node, inputs, 2)) % len(source.shape)
    names = conversion.emit(
        "Split",
        [source.tensor, conversion.initializer(np.array(sizes, np.int64))],
        outputs=len(sizes),
        axis=source.order.index(axis),
    )
    shapes = [tuple(size if at == axis else side for at, side in enumerate(source.shape)) for size in sizes]
    return [Value(name, shape, source.order) for name, shape in zip(names, shapes, strict=True)]


def _average(conversion: Conversion, node: Node, inputs: Inputs) -> list[Value | Constant]:
    source = conversion.settled(_value(node, inputs, 0))
    axes = [int(axis) % len(source.shape) for axis in np.atleast_1d(_constant(node, inputs, 1))]
    if not node.flag("keep_dims"):
        raise GraphUnsupported(f"{node.op} ({node.name}) drops axes; only one that keeps them can be converted")
    if source.order == CHANNELS_SECOND and sorted(axes) == [1, 2]:
        [result] = conversion.emit("GlobalAveragePool", [source.tensor])
    else:
        [result] = conversion.emit(
            "ReduceMean", [source.tensor], axes=[source.order.index(axis) for axis in axes], keepdims=1
        )
    return [
        replace(source, tensor=result, shape=tuple(1 if at in axes else side for at, side in enumerate(source.shape)))
    ]


def _reshape(conversion: Conversion, node: Node, inputs: Inputs) -> list[Value | Constant]:
    source = _value(node, inputs, 0)
    source = conversion.settled(source, tuple(range(len(source.shape))))
    shape = [int(side) for side in _constant(node, inputs, 1)]
    [result] = conversion.emit("Reshape", [source.tensor, conversion.initializer(np.array(shape, np.int64))])
    known = int(np.prod([side for side in shape if side != -1], dtype=np.int64))
    whole = int(np.prod(source.shape, dtype=np.int64))
    return [Value(result, tuple(whole // known if side == -1 else side for side in shape), tuple(range(len(shape))))]


def _resize(conversion: Conversion, node: Node, inputs: Inputs) -> list[Value | Constant]:
    source = conversion.settled(_value(node, inputs, 0), CHANNELS_SECOND)
    rows, columns = (int(side) for side in _constant(node, inputs, 1))
    if node.flag("align_corners"):
        raise GraphUnsupported(f"{node.op} ({node.name}): align_corners cannot be converted")
    scales = np.array([1, 1, rows / source.shape[1], columns / source.shape[2]], np.float32)
    # A factor instead of a size: the graph then takes pictures of other sizes than it was made for.
    if (source.shape[1] * float(scales[2]), source.shape[2] * float(scales[3])) != (rows, columns):
        raise GraphUnsupported(f"{node.op} ({node.name}): {source.shape[1:3]} to {(rows, columns)} is no plain factor")
    [result] = conversion.emit(
        "Resize",
        [source.tensor, "", conversion.initializer(scales)],
        mode="linear",
        coordinate_transformation_mode="half_pixel" if node.flag("half_pixel_centers") else "asymmetric",
    )
    return [Value(result, (source.shape[0], rows, columns, source.shape[3]), CHANNELS_SECOND)]


Operation = Callable[[Conversion, Node, Inputs], list[Value | Constant]]

_OPERATIONS: dict[str, Operation] = {
    "Add": _combine("Add"),
    "AddV2": _combine("Add"),
    "ConcatV2": _concatenate,
    "Const": _stored,
    "Conv2D": _convolve,
    "DepthwiseConv2dNative": _convolve,
    "FusedDepthwiseConv2dNative": _convolve,
    "Identity": _same,
    "LeakyRelu": _activate("LeakyRelu", alpha="0.2"),
    "MaxPool": _pool,
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
    "_FusedConv2D": _convolve,
}


def convert_graph(
    graph: Graph, outputs: dict[str, str], *, name: str, any_size: bool = False, metadata: dict[str, str] | None = None
) -> onnx.ModelProto:
    """The ONNX model whose outputs, by name, are these of the graph's.

    With `any_size` height and width of the picture are left open. Raises GraphUnsupported.
    """
    conversion = Conversion(graph)
    for node in graph.needed_for(list(outputs.values())):
        conversion.convert(node)
    results = []
    for output, source in outputs.items():
        value = conversion.find(source)
        if isinstance(value, Constant):
            raise GraphUnsupported(f"the output {source} is a constant")
        value = conversion.settled(value, tuple(range(len(value.shape))))
        conversion.nodes.append(helper.make_node("Identity", [value.tensor], [output], name=f"to_{output}"))
        # Sides that follow the picture's are open too; the last axis, channels, is not.
        shape = [*([None] * (len(value.shape) - 1)), value.shape[-1]] if any_size else list(value.shape)
        results.append(helper.make_tensor_value_info(output, TensorProto.FLOAT, shape))
    if any_size:
        _open_sides(conversion.inputs[0])
    body = helper.make_graph(
        conversion.nodes, name, conversion.inputs, results, initializer=list(conversion.initializers.values())
    )
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    model.producer_name = "dongne"
    helper.set_model_props(model, metadata or {})
    onnx.checker.check_model(model, full_check=True)
    return model


def _open_sides(picture: onnx.ValueInfoProto) -> None:
    sides = picture.type.tensor_type.shape.dim
    first = 2 if sides[1].dim_value == 3 else 1
    for axis, side in ((first, "height"), (first + 1, "width")):
        sides[axis].Clear()
        sides[axis].dim_param = side


def with_open_sides(content: bytes) -> bytes:
    """The ONNX file with height and width of its picture left open, for networks that ask nothing of them but multiples."""
    model = onnx.load_from_string(content)
    _open_sides(model.graph.input[0])
    for output in model.graph.output:
        for axis in list(output.type.tensor_type.shape.dim)[1:-1]:
            axis.Clear()
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def convert_model(adapter: Adapter, sources: Path) -> bytes:
    """The ONNX file of a model of the catalogue, from its publisher's files in `sources`.

    Raises WeightsMissing, WeightsDiffer, GraphUnsupported.
    """
    if adapter.conversion is None:
        raise WeightsMissing(f"{adapter.name} comes as ONNX: there is nothing to convert")
    files = []
    for source in adapter.sources:
        path = sources / Path(source.path).name
        if not path.is_file():
            raise WeightsMissing(str(path))
        if (found := hashlib.sha256(path.read_bytes()).hexdigest()) != source.sha256:
            raise WeightsDiffer(f"{path.name} has SHA-256 {found}, the catalogue says {source.sha256}")
        files.append(path)
    graph = read_graph(*files)
    if (found := graph.tensors_sha256()) != adapter.tensors_sha256:
        raise WeightsDiffer(f"the tensors of {adapter.name} have SHA-256 {found}, not {adapter.tensors_sha256}")
    plan = adapter.conversion
    for output, channels in plan.channels.items():
        graph = graph.with_last_channels(plan.outputs[output], channels)
    model = convert_graph(
        graph,
        plan.outputs,
        name=adapter.name,
        any_size=plan.any_size,
        metadata={
            "model": adapter.name,
            "licence": adapter.licence,
            "tensors_sha256": adapter.tensors_sha256,
            **({} if adapter.package is None else {"source": adapter.package.specification}),
        },
    )
    return bytes(model.SerializeToString(deterministic=True))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m models.detection.convert", description="TensorFlow.js to ONNX")
    parser.add_argument("--model", required=True)
    parser.add_argument("--sources", type=Path, required=True, help="folder with the publisher's files")
    parser.add_argument("--to", type=Path, required=True)
    arguments = parser.parse_args()
    content = convert_model(find_adapter(arguments.model), arguments.sources)
    arguments.to.write_bytes(content)
    sys.stdout.write(f"{arguments.to}: {len(content):,} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}\n")


if __name__ == "__main__":
    main()
