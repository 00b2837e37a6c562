"""Every operation of the converter against TensorFlow's definition in NumPy, on graphs of one operation."""

import numpy as np
import onnx
import onnxruntime
import pytest

from models.detection.conversion.onnx_model import convert_graph, with_open_sides
from models.detection.conversion.reference import run_graph
from models.detection.conversion.tfjs import Graph
from models.detection.errors import GraphUnsupported, WeightsDiffer
from tests.unit.models_detection.tiny_graphs import convolution, graph, integers, node, picture, text

CHANCE = np.random.default_rng(3)
F32 = np.float32


def random(*shape: int) -> np.ndarray:
    return CHANCE.normal(size=shape).astype(F32)


X = picture(1, 8, 6, 3)
TO_NCHW, TO_NHWC = np.array([0, 3, 1, 2], np.int32), np.array([0, 2, 3, 1], np.int32)

GRAPHS: dict[str, Graph] = {
    "Conv2D same": graph(X, convolution("Conv2D", "x", "w"), w=random(3, 3, 3, 5)),
    "Conv2D same, stride 2": graph(X, convolution("Conv2D", "x", "w", stride=2), w=random(3, 3, 3, 5)),
    "Conv2D same, 5x5, stride 2": graph(X, convolution("Conv2D", "x", "w", stride=2), w=random(5, 5, 3, 4)),
    "Conv2D valid": graph(X, convolution("Conv2D", "x", "w", padding="VALID"), w=random(3, 2, 3, 5)),
    "_FusedConv2D": graph(
        X, convolution("_FusedConv2D", "x", "w", "b", fused=("BiasAdd", "Relu")), w=random(3, 3, 3, 5), b=random(5)
    ),
    "DepthwiseConv2dNative": graph(X, convolution("DepthwiseConv2dNative", "x", "w"), w=random(3, 3, 3, 1)),
    "DepthwiseConv2dNative, two for each": graph(
        X, convolution("DepthwiseConv2dNative", "x", "w", stride=2), w=random(3, 3, 3, 2)
    ),
    "FusedDepthwiseConv2dNative": graph(
        X,
        convolution("FusedDepthwiseConv2dNative", "x", "w", "b", fused=("BiasAdd", "Relu")),
        w=random(5, 5, 3, 1),
        b=random(3),
    ),
    "MaxPool same": graph(X, convolution("MaxPool", "x", stride=2, ksize=integers(1, 3, 3, 1))),
    "MaxPool valid": graph(X, convolution("MaxPool", "x", stride=2, padding="VALID", ksize=integers(1, 2, 2, 1))),
    "Add constant": graph(X, node("Add", "x", "b"), b=random(3)),
    "Mul scalar": graph(X, node("Mul", "s", "x"), s=F32(0.25)),
    "AddV2 of two": graph(X, node("Mul", "x", "s", name="half"), node("AddV2", "x", "half"), s=F32(0.5)),
    "Relu": graph(X, node("Relu", "x")),
    "Relu6": graph(X, node("Mul", "x", "s", name="big"), node("Relu6", "big"), s=F32(9)),
    "LeakyRelu": graph(X, node("LeakyRelu", "x", alpha={"f": 0.1})),
    "Sigmoid": graph(X, node("Sigmoid", "x")),
    "Mean of a picture": graph(X, node("Mean", "x", "a", keep_dims={"b": True}), a=np.array([1, 2], np.int32)),
    "Mean of channels": graph(X, node("Mean", "x", "a", keep_dims={"b": True}), a=np.array([3], np.int32)),
    "ConcatV2": graph(X, node("Relu", "x", name="r"), node("ConcatV2", "x", "r", "a"), a=np.int32(3)),
    "ConcatV2 from the end": graph(X, node("Relu", "x", name="r"), node("ConcatV2", "x", "r", "a"), a=np.int32(-2)),
    "Pad": graph(X, node("Pad", "x", "p"), p=np.array([[0, 0], [1, 2], [0, 1], [0, 0]], np.int32)),
    "PadV2": graph(X, node("PadV2", "x", "p", "f"), p=np.array([[0, 0], [1, 2], [0, 1], [0, 0]]), f=F32(-7)),
    "Pad of channels before a convolution": graph(
        X,
        node("Pad", "x", "p", name="wide"),
        convolution("Conv2D", "wide", "w", padding="VALID"),
        p=np.array([[0, 0], [1, 1], [1, 1], [0, 1]], np.int32),
        w=random(3, 3, 4, 2),
    ),
    "Pad and activation": graph(
        X, node("Pad", "x", "p", name="wide"), node("Sigmoid", "wide"), p=np.array([[0, 0], [1, 1], [1, 1], [0, 0]])
    ),
    "ResizeBilinear to double": graph(
        X, node("ResizeBilinear", "x", "s", half_pixel_centers={"b": False}), s=np.array([16, 12], np.int32)
    ),
    "ResizeBilinear to double, half pixels": graph(
        X, node("ResizeBilinear", "x", "s", half_pixel_centers={"b": True}), s=np.array([16, 12], np.int32)
    ),
    "ResizeBilinear to half, half pixels": graph(
        X, node("ResizeBilinear", "x", "s", half_pixel_centers={"b": True}), s=np.array([4, 3], np.int32)
    ),
    "Transpose": graph(X, node("Transpose", "x", "o"), o=TO_NCHW),
    "Transpose and back": graph(
        X, node("Transpose", "x", "o", name="t"), node("Transpose", "t", "back"), o=TO_NCHW, back=TO_NHWC
    ),
    "MaxPool after a padding of nothing": graph(
        X,
        node("PadV2", "x", "p", "f", name="wide"),
        convolution("MaxPool", "wide", stride=2, padding="VALID", ksize=integers(1, 3, 3, 1)),
        p=np.array([[0, 0], [1, 1], [1, 1], [0, 0]], np.int32),
        f=F32(-np.inf),
    ),
    "SplitV": graph(
        X,
        node("SplitV", "x", "n", "a", name="parts"),
        node("Relu", "parts:1"),
        n=np.array([1, 2], np.int32),
        a=np.int32(3),
    ),
    "Reshape of a moved tensor": graph(
        X,
        node("Transpose", "x", "o", name="t"),
        node("Reshape", "t", "s"),
        o=TO_NCHW,
        s=np.array([1, 3, -1], np.int32),
    ),
    "Reshape to a computed shape": graph(
        X,
        node("SparseToDense", "where", "rank", "values", "zero", name="zeros"),
        node("AddV2", "base", "zeros", name="shape"),
        node("Reshape", "x", "shape"),
        where=np.array([[1]]),
        rank=np.array([3]),
        values=np.array([2]),
        zero=np.int64(0),
        base=np.array([1, 1, -1]),
    ),
    "Identity": graph(X, node("Relu", "x", name="r"), node("Identity", "r")),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_an_operation_computes_what_tensorflow_defines(name):
    tiny = GRAPHS[name]
    x = random(*tiny.nodes["x"].shape("shape"))

    model = convert_graph(tiny, {"out": "y"}, name="tiny")

    [found] = onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"picture": x})
    [wanted] = run_graph(tiny, {"x": x}, ["y"])
    assert found.shape == wanted.shape
    np.testing.assert_allclose(found, wanted, atol=1e-5)


def test_a_convolution_between_two_transpositions_needs_none():
    tiny = graph(
        picture(1, 3, 8, 6),
        node("Pad", "x", "p", name="wide"),
        node("Transpose", "wide", "inwards", name="nhwc"),
        node(
            "Conv2D",
            "nhwc",
            "w",
            name="c",
            strides=integers(1, 2, 2, 1),
            padding=text("VALID"),
            data_format=text("NHWC"),
        ),
        node("Transpose", "c", "outwards"),
        p=np.array([[0, 0], [0, 0], [1, 1], [1, 1]], np.int32),
        w=random(3, 3, 3, 4),
        inwards=TO_NHWC,
        outwards=TO_NCHW,
    )
    x = random(1, 3, 8, 6)

    model = convert_graph(tiny, {"out": "y"}, name="tiny")

    [found] = onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"picture": x})
    np.testing.assert_allclose(found, run_graph(tiny, {"x": x}, ["y"])[0], atol=1e-5)
    assert [one.op_type for one in model.graph.node] == ["Conv", "Identity"]


def test_open_sides_take_pictures_of_other_sizes():
    tiny = graph(
        X,
        convolution("Conv2D", "x", "w", stride=2),
        w=random(3, 3, 3, 2),
    )
    x = random(1, 32, 64, 3)

    model = convert_graph(tiny, {"out": "y"}, name="tiny", any_size=True)

    [found] = onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"picture": x})
    np.testing.assert_allclose(found, run_graph(tiny, {"x": x}, ["y"])[0], atol=1e-5)


def test_only_the_wanted_channels_are_computed():
    tiny = graph(
        X,
        convolution("_FusedConv2D", "x", "w", "b", fused=("BiasAdd",)),
        node("Sigmoid", "y", name="scores"),
        w=random(1, 1, 3, 9),
        b=random(9),
    )
    x = random(1, 8, 6, 3)

    chosen = tiny.with_last_channels("scores", (7, 2))

    [whole], [part] = (run_graph(one, {"x": x}, ["scores"]) for one in (tiny, chosen))
    np.testing.assert_array_equal(part, whole[..., [7, 2]])


@pytest.mark.parametrize(
    "tiny",
    [
        graph(X, node("Softmax", "x")),
        graph(X, node("ResizeBilinear", "x", "s", align_corners={"b": True}), s=np.array([16, 12], np.int32)),
        graph(X, node("ResizeBilinear", "x", "s"), s=np.array([9, 7], np.int32)),
        graph(
            X, convolution("_FusedConv2D", "x", "w", "b", fused=("BiasAdd", "Elu")), w=random(1, 1, 3, 1), b=random(1)
        ),
        graph(X, convolution("Conv2D", "x", "x")),
        graph(X, node("Mean", "x", "a"), a=np.array([1], np.int32)),
        graph(X, node("Relu", "z")),
        graph(node("Relu", "y")),
    ],
    ids=["unknown", "corners", "no factor", "activation", "computed weights", "dropped axes", "gap", "loop"],
)
def test_what_cannot_be_converted_is_named(tiny):
    with pytest.raises(GraphUnsupported) as refusal:
        convert_graph(tiny, {"out": "y"}, name="tiny")

    assert "y" in refusal.value.detail or "z" in refusal.value.detail


def test_the_same_graph_gives_the_same_bytes():
    first, second = (convert_graph(GRAPHS["_FusedConv2D"], {"out": "y"}, name="tiny") for _ in range(2))

    assert first.SerializeToString(deterministic=True) == second.SerializeToString(deterministic=True)


def test_an_onnx_file_gets_open_sides():
    fixed = convert_graph(GRAPHS["Conv2D same"], {"out": "y"}, name="tiny")

    opened = onnx.load_from_string(with_open_sides(fixed.SerializeToString()))

    [answer] = onnxruntime.InferenceSession(opened.SerializeToString()).run(None, {"picture": random(1, 64, 32, 3)})
    assert answer.shape == (1, 64, 32, 5)


def test_weights_that_end_too_early_are_refused(tmp_path):
    from models.detection.conversion.tfjs import read_graph

    (tmp_path / "m.json").write_text(
        '{"format": "graph-model", "modelTopology": {"node": []}, "weightsManifest": [{"paths": ["m.bin"], "weights": '
        '[{"name": "w", "shape": [4], "dtype": "float32", "quantization": {"dtype": "float16"}}]}]}'
    )
    (tmp_path / "m.bin").write_bytes(np.zeros(3, np.float16).tobytes())

    with pytest.raises(WeightsDiffer):
        read_graph(tmp_path / "m.json", tmp_path / "m.bin")
