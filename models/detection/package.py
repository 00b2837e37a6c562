"""Packs a model for SageMaker: `model.tar.gz` with the code that serves it, its weights and what they are.

    python -m models.detection.package --model yolox-nano --to model.tar.gz

The server in it is the file that the local city runs. The same code and weights give the same bytes.
"""

import argparse
import gzip
import hashlib
import io
import json
import sys
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import city.kernel
from city.kernel.errors import Rejected
from models.detection.catalogue.cache import weights_path
from models.detection.catalogue.detectors import PROFILES, Adapter, find_adapter
from models.detection.catalogue.weights import read_weights

HERE = Path(__file__).parent
KERNEL = Path(city.kernel.__file__).parent
# What serving imports, and no more: a test packs, unpacks and serves.
SERVING = (
    "__init__.py",
    "errors.py",
    "serve.py",
    *(f"catalogue/{name}.py" for name in ("__init__", "cache", "detectors", "weights")),
    *(
        f"inference/{name}.py"
        for name in ("__init__", "boxes", "decoding", "detector", "feeding", "fusion", "pictures", "profiles")
    ),
)


def adapters_of(name: str) -> tuple[Adapter, ...]:
    """Raises ModelUnknown."""
    return PROFILES[name].adapters if name in PROFILES else (find_adapter(name),)


def pack_model(name: str, weights: Mapping[str, Path], sha256: str | None = None) -> bytes:
    """The archive's bytes. `weights` by adapter; `sha256` for weights trained further, of a single model.

    Raises ModelUnknown, WeightsMissing, WeightsDiffer.
    """
    files: dict[str, bytes] = {}
    adapters = adapters_of(name)
    for adapter in adapters:
        files[adapter.weights_file] = read_weights(weights[adapter.name], sha256 or adapter.weights_sha256)
    manifest: dict[str, Any] = {
        "name": name,
        "weights": {adapter.name: adapter.weights_file for adapter in adapters},
        "licences": {adapter.name: adapter.licence for adapter in adapters},
    }
    if sha256:
        manifest["sha256"] = sha256
    files["model.json"] = json.dumps(manifest, indent=1, sort_keys=True).encode()
    files.update({f"code/{path}": content for path, content in code_files()})
    return _archive(files)


def code_files() -> Iterator[tuple[str, bytes]]:
    for file in SERVING:
        yield f"models/detection/{file}", (HERE / file).read_bytes()
    # The error tree is all that serving takes of the shared package.
    yield "city/__init__.py", b""
    yield "city/kernel/__init__.py", b""
    yield "city/kernel/errors.py", (KERNEL / "errors.py").read_bytes()
    yield "requirements.txt", (HERE / "requirements-serving.txt").read_bytes()


def _archive(files: Mapping[str, bytes]) -> bytes:
    """Names in order, no times, no owners: what differs in the archive differs in the files."""
    packed = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, compresslevel=6) as zipped,
        tarfile.open(fileobj=zipped, mode="w", format=tarfile.USTAR_FORMAT) as archive,
    ):
        for name, content in sorted(files.items()):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o644
            archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m models.detection.package", description="Packs a model to serve.")
    parser.add_argument("--model", default="yolox-nano", help="a model or a profile of the catalogue")
    parser.add_argument("--weights", type=Path, help="the ONNX file of a single model, where it is not in the cache")
    parser.add_argument("--sha256", help="the weights' hash, where they were trained further")
    parser.add_argument("--to", type=Path, default=Path("model.tar.gz"))
    arguments = parser.parse_args()
    try:
        weights = {one.name: arguments.weights or weights_path(one) for one in adapters_of(arguments.model)}
        content = pack_model(arguments.model, weights, arguments.sha256)
    except Rejected as refusal:
        sys.exit(f"{refusal.message_en} {refusal.detail}")
    arguments.to.write_bytes(content)
    sys.stdout.write(f"{arguments.to}: {len(content):,} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}\n")


if __name__ == "__main__":
    main()
