"""Reads a TensorFlow.js graph model: a JSON of nodes and a file of weights.

The format is TensorFlow's GraphDef written as JSON (bytes as base64, 64-bit integers as text) with the constants taken
out into a manifest; weights may be stored as 16-bit floats.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.detection.errors import GraphUnsupported, WeightsDiffer

Tensor = NDArray[Any]

_TYPES: dict[str, Any] = {"float32": np.float32, "int32": np.int32, "bool": np.bool_, "uint8": np.uint8}


@dataclass(frozen=True, slots=True)
class Node:
    """One operation. `inputs` name nodes, with `:n` for another output than the first."""

    name: str
    op: str
    inputs: tuple[str, ...]
    attributes: dict[str, Any]

    def integers(self, attribute: str) -> list[int]:
        return [int(value) for value in self.attributes.get(attribute, {}).get("list", {}).get("i", [])]

    def text(self, attribute: str, default: str = "") -> str:
        value = self.attributes.get(attribute, {}).get("s")
        return default if value is None else base64.b64decode(value).decode()

    def texts(self, attribute: str) -> list[str]:
        return [
            base64.b64decode(value).decode()
            for value in self.attributes.get(attribute, {}).get("list", {}).get("s", [])
        ]

    def number(self, attribute: str, default: float = 0.0) -> float:
        return float(self.attributes.get(attribute, {}).get("f", default))

    def flag(self, attribute: str) -> bool:
        return bool(self.attributes.get(attribute, {}).get("b", False))

    def shape(self, attribute: str) -> tuple[int, ...]:
        return tuple(int(side.get("size", 1)) for side in self.attributes[attribute]["shape"].get("dim", []))


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes by name, in the order of the file, and the values of its constants."""

    nodes: dict[str, Node]
    constants: dict[str, Tensor]

    def needed_for(self, outputs: list[str]) -> Iterator[Node]:
        """What these outputs depend on, each after what it depends on itself. Raises GraphUnsupported for a loop or a gap."""
        done: set[str] = set()
        waiting = [(split_name(name)[0], False) for name in reversed(outputs)]
        under_way: set[str] = set()
        while waiting:
            name, inputs_done = waiting.pop()
            if name in done:
                continue
            node = self.nodes.get(name)
            if node is None:
                raise GraphUnsupported(f"the graph has no node {name}")
            if inputs_done:
                done.add(name)
                under_way.discard(name)
                yield node
                continue
            if name in under_way:
                raise GraphUnsupported(f"the graph loops at {name}")
            under_way.add(name)
            waiting.append((name, True))
            waiting += [(split_name(below)[0], False) for below in reversed(node.inputs)]

    def tensors_sha256(self) -> str:
        """A hash of every constant's name, type, shape and values: what the model has learned, however it is written."""
        digest = hashlib.sha256()
        for name, value in sorted(self.constants.items()):
            digest.update(f"{name} {value.dtype.str} {value.shape}\n".encode())
            digest.update(np.ascontiguousarray(value).tobytes())
        return digest.hexdigest()

    def with_last_channels(self, output: str, channels: tuple[int, ...]) -> "Graph":
        """The same graph whose `output` has only these of its last axis: the convolution before it computes no others.

        Raises GraphUnsupported where something else than an activation stands between the two.
        """
        node = self.nodes[output]
        while node.op in {"Identity", "Sigmoid", "Relu"}:
            node = self.nodes[node.inputs[0]]
        if node.op not in {"Conv2D", "_FusedConv2D"}:
            raise GraphUnsupported(f"{output} is made by {node.op} {node.name}: its channels cannot be chosen")
        users = [other.name for other in self.nodes.values() if any(name in other.inputs for name in node.inputs[1:])]
        if users != [node.name]:
            raise GraphUnsupported(f"the weights of {node.name} are used by {', '.join(users)} too")
        chosen = {name: self.constants[name][..., list(channels)] for name in node.inputs[1:]}
        return replace(self, constants={**self.constants, **chosen})


def split_name(name: str) -> tuple[str, int]:
    """`node:2` names the third output of `node`."""
    node, _, index = name.partition(":")
    return node, int(index or 0)


def read_graph(graph_file: Path, weights_file: Path) -> Graph:
    """Raises WeightsDiffer when the two do not belong together, GraphUnsupported for a format unknown here."""
    document = json.loads(graph_file.read_bytes())
    if document.get("format") != "graph-model":
        raise GraphUnsupported(f"{graph_file.name} is no TensorFlow.js graph model")
    nodes = {
        raw["name"]: Node(raw["name"], raw["op"], tuple(raw.get("input", [])), raw.get("attr", {}))
        for raw in document["modelTopology"]["node"]
    }
    manifest = [weight for group in document["weightsManifest"] for weight in group["weights"]]
    return Graph(nodes, dict(_read_weights(manifest, weights_file.read_bytes())))


def _read_weights(manifest: list[dict[str, Any]], content: bytes) -> Iterator[tuple[str, Tensor]]:
    at = 0
    for entry in manifest:
        name, shape, dtype = entry["name"], entry["shape"], entry["dtype"]
        stored = dtype
        if quantization := entry.get("quantization"):
            stored = quantization["dtype"]
            if stored != "float16":
                raise GraphUnsupported(f"{name} is stored as {stored}: only float16 is read")
        elif dtype not in _TYPES:
            raise GraphUnsupported(f"{name} has type {dtype}")
        kind = np.dtype(np.float16 if stored == "float16" else _TYPES[stored])
        count = int(np.prod(shape, dtype=np.int64))
        if at + count * kind.itemsize > len(content):
            raise WeightsDiffer(f"the weights end before {name}")
        values = np.frombuffer(content, kind, count, at).reshape(shape)
        yield name, values.astype(_TYPES[dtype])
        at += count * kind.itemsize
    if at != len(content):
        raise WeightsDiffer(f"the weights hold {len(content)} bytes, the graph describes {at}")
