"""Writes a TensorFlow.js graph model anew as ONNX. Needs the `onnx` package; what runs the result does not.

    python -m models.detection.convert --model nanodet-g --sources FOLDER --to nanodet_g.onnx

The same sources give the same bytes, so the catalogue can hold the result's hash.
"""

import argparse
import hashlib
import sys
from pathlib import Path

from models.detection.catalogue.detectors import Adapter, find_adapter
from models.detection.conversion.onnx_model import convert_graph
from models.detection.conversion.tfjs import read_graph
from models.detection.errors import WeightsDiffer, WeightsMissing


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
