"""Each layer is unpacked once, whatever the number of workers, and no function changes what another one sees."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from infra.local.cloud.functions.unpacked_layers import UnpackedLayers, read_only_script
from tests.infra.local_cloud.running import RUNTIME, RunningCloud, archive

FILES = {f"python/word/part_{number}.py": f"N = {number}\n" for number in range(50)} | {"python/word/__init__.py": ""}
READ = """
import importlib, threading
def handler(event, context):
    return sum(importlib.import_module(f"word.part_{n}").N for n in range(50))
"""
CHANGE = """
import os, pathlib, shutil, word
folder = pathlib.Path(word.__file__).parent
file = folder / "part_1.py"
WAYS = {
    "write": lambda: file.write_text("N = 1000"),
    "append": lambda: file.open("a"),
    "create": lambda: (folder / "new.py").write_text(""),
    "create at the top": lambda: (folder.parents[1] / "new.py").write_text(""),
    "remove": lambda: file.unlink(),
    "rename": lambda: file.rename(folder / "gone.py"),
    "replace": lambda: [pathlib.Path("/tmp/new.py").write_text(""), os.replace("/tmp/new.py", file)],
    "change the mode": lambda: file.chmod(0o777),
    "make a folder": lambda: (folder / "new").mkdir(),
    "link": lambda: os.link(file, "/tmp/linked.py"),
    "remove all": lambda: shutil.rmtree(folder),
}
def handler(way, context):
    try:
        WAYS[way]()
    except OSError as error:
        return error.strerror
    return "changed"
"""


def publish(cloud: RunningCloud, name: str, files: dict[str, str]) -> str:
    content = {"ZipFile": archive(files)}
    client = cloud.client("lambda")
    arn = client.publish_layer_version(LayerName=name, Content=content, CompatibleRuntimes=[RUNTIME])["LayerVersionArn"]
    return str(arn)


def unpacked(cloud: RunningCloud) -> list[str]:
    return sorted(path.name for path in (cloud.home / "layers").iterdir())


def entries(folder: Path) -> int:
    return sum(len(folders) + len(files) for _, folders, files in os.walk(folder))


def test_workers_of_many_functions_share_one_unpacked_layer_also_when_all_start_at_once(start_cloud) -> None:
    cloud = start_cloud()
    layer = publish(cloud, "word", FILES)
    names = [f"reads-{number}" for number in range(4)]
    for name in names:
        cloud.create_function(name, READ, [layer])

    with ThreadPoolExecutor(8) as pool:
        sums = list(pool.map(cloud.invoke, names * 2))

    assert sums == [sum(range(50))] * 8
    assert len(unpacked(cloud)) == 1
    assert entries(cloud.home / "tmp") < 8 * 10, "a worker's folder holds the layer's files"

    cloud.stop()
    assert not list((cloud.home / "tmp").glob("ministack-lambda-*")), "workers left their folders behind"


def test_a_layer_no_function_has_any_more_is_removed_at_the_next_start(start_cloud) -> None:
    cloud = start_cloud()
    cloud.create_function("reads", READ, [publish(cloud, "word", FILES)])
    cloud.invoke("reads")
    before = unpacked(cloud)
    new = publish(cloud, "word", {**FILES, "python/word/part_1.py": "N = 101\n"})
    cloud.client("lambda").update_function_configuration(FunctionName="reads", Layers=[new])
    assert cloud.invoke("reads") == sum(range(50)) + 100
    cloud.stop()
    cloud.start()

    assert cloud.invoke("reads") == sum(range(50)) + 100
    kept = [name for name in unpacked(cloud) if not name.startswith("gone-")]
    assert len(kept) == 1
    assert kept != before
    cloud.stop()


@pytest.fixture(scope="session")
def changer(cloud):
    layer = publish(cloud, "changed", FILES)
    cloud.create_function("changes", CHANGE, [layer])
    cloud.create_function("reads-what-is-changed", READ, [layer])
    return "changes"


@pytest.mark.parametrize(
    "way",
    [
        "write",
        "append",
        "create",
        "create at the top",
        "remove",
        "rename",
        "replace",
        "change the mode",
        "make a folder",
        "link",
        "remove all",
    ],
)
def test_a_function_cannot_change_a_layer(cloud, changer, way) -> None:
    assert cloud.invoke(changer, way) == "Read-only file system"
    assert cloud.invoke("reads-what-is-changed") == sum(range(50))


def test_compiled_python_is_kept_for_the_next_worker(cloud, changer) -> None:
    cloud.invoke("reads-what-is-changed")

    assert list((cloud.home / "layers").rglob("part_1.*.pyc"))


def test_an_archive_is_unpacked_once_by_many_at_once(tmp_path: Path) -> None:
    layers, packed = UnpackedLayers(tmp_path), archive(FILES)
    together = threading.Barrier(8)

    def unpack(_: int) -> str:
        together.wait()
        return layers.unpack(bytes(bytearray(packed)))  # eight archives of the same content

    with ThreadPoolExecutor(8) as pool:
        digests = set(pool.map(unpack, range(8)))

    assert [path.name for path in tmp_path.iterdir()] == list(digests)
    assert len(list(layers.path(digests.pop()).rglob("part_*.py"))) == 50


def test_what_an_interrupted_unpacking_left_is_removed_and_the_layer_unpacked_again(tmp_path: Path) -> None:
    (tmp_path / "unfinished-1" / "layer").mkdir(parents=True)
    layers = UnpackedLayers(tmp_path)
    digest = layers.unpack(archive(FILES))

    layers.keep_only([digest])

    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith("gone-")] == [digest]


def test_an_archive_that_leads_out_of_its_folder_stays_in_it(tmp_path: Path) -> None:
    layers = UnpackedLayers(tmp_path / "layers")

    layers.unpack(archive({"../../out.py": "", "python/in.py": ""}))

    assert not list(tmp_path.glob("out.py"))


def test_the_guard_is_valid_python_wherever_the_folder_lies() -> None:
    compile(read_only_script(Path("/a folder/with 'quotes' and \\ 동네")), "guard", "exec")
