"""A whole graph as an ONNX model."""

import onnx
from onnx import TensorProto, helper

from models.detection.conversion.onnx_graph import Constant, OnnxGraph
from models.detection.conversion.operations import write_node
from models.detection.conversion.tfjs import Graph
from models.detection.errors import GraphUnsupported

OPSET = 17
IR_VERSION = 8


def convert_graph(
    graph: Graph, outputs: dict[str, str], *, name: str, any_size: bool = False, metadata: dict[str, str] | None = None
) -> onnx.ModelProto:
    """The ONNX model whose outputs, by name, are these of the graph's.

    With `any_size` height and width of the picture are left open. Raises GraphUnsupported.
    """
    onnx_graph = OnnxGraph(graph)
    for node in graph.needed_for(list(outputs.values())):
        write_node(onnx_graph, node)
    results = []
    for output, source in outputs.items():
        value = onnx_graph.find(source)
        if isinstance(value, Constant):
            raise GraphUnsupported(f"the output {source} is a constant")
        value = onnx_graph.settled(value, tuple(range(len(value.shape))))
        onnx_graph.nodes.append(helper.make_node("Identity", [value.tensor], [output], name=f"to_{output}"))
        # Sides that follow the picture's are open too; the last axis, channels, is not.
        shape = [*([None] * (len(value.shape) - 1)), value.shape[-1]] if any_size else list(value.shape)
        results.append(helper.make_tensor_value_info(output, TensorProto.FLOAT, shape))
    if any_size:
        _open_sides(onnx_graph.inputs[0])
    body = helper.make_graph(
        onnx_graph.nodes, name, onnx_graph.inputs, results, initializer=list(onnx_graph.initializers.values())
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
