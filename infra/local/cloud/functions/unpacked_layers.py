"""Each layer is unpacked once, whatever the number of workers, and workers see it read-only, as on AWS.

ministack unpacks every layer for every worker: 241 MB and 2,300 files each for a function with the columns layer, and
they stay behind. Here a worker's folder holds a link. `LAYERS_DIR` names where layers are unpacked (beside the
temporary files, if it is not set); a layer no function has any more is removed at the next start.

Python's own writes into a layer are refused in a worker as AWS refuses them (EROFS), also to root, for whom file modes
mean nothing; files are read-only besides. The one thing kept from a run is compiled Python (`__pycache__`), which the
import system writes: the second worker starts faster than the first.
"""

import atexit
import contextlib
import hashlib
import os
import shutil
import tempfile
import threading
import types
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from infra.local.cloud.hooks import require

_LINE = b"unpacked layer "  # what a worker is given in place of the archive, before its digest


class UnpackedLayers:
    """A folder per archive, named by its digest. Whole from the moment it has its name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._locks: dict[str, threading.Lock] = {}
        self._digests: dict[int, tuple[bytes, str]] = {}  # an archive that is held is not taken for another

    def unpack(self, archive: bytes) -> str:
        """The digest under which the archive lies unpacked. Raises BadZipFile, OSError."""
        held, digest = self._digests.get(id(archive), (None, ""))
        if held is not archive:
            digest = hashlib.sha256(archive).hexdigest()
            self._digests[id(archive)] = (archive, digest)
        with self._locks.setdefault(digest, threading.Lock()):
            if not self.path(digest).is_dir():
                self._unpack(archive, self.path(digest))
        return digest

    def path(self, digest: str) -> Path:
        return self.folder / digest

    def _unpack(self, archive: bytes, to: Path) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=self.folder))
        packed = unfinished / "archive.zip"
        packed.write_bytes(archive)
        with zipfile.ZipFile(packed) as layer:
            layer.extractall(unfinished / "layer")
        for folder, _, names in os.walk(unfinished / "layer"):
            for name in names:
                (Path(folder) / name).chmod(0o444)
        (unfinished / "layer").rename(to)
        shutil.rmtree(unfinished)

    def keep_only(self, digests: Iterable[str]) -> None:
        """Removes the others, and what an interrupted unpacking left, without making anybody wait."""
        if not self.folder.is_dir():
            return
        gone = [path for path in self.folder.iterdir() if path.name not in set(digests)]
        if gone:
            grave = Path(tempfile.mkdtemp(prefix="gone-", dir=self.folder))
            for path in gone:
                path.rename(grave / path.name)
            threading.Thread(target=shutil.rmtree, args=(grave, True), daemon=True).start()


class _Link:
    """Stands for the archive of a layer that lies unpacked already: extracting it makes a link."""

    def __init__(self, layer: Path) -> None:
        self._layer = layer

    def namelist(self) -> list[str]:
        """What could lead out of the folder: nothing, that was looked at when it was unpacked."""
        return []

    def extractall(self, folder: str) -> None:
        Path(folder).rmdir()
        Path(folder).symlink_to(self._layer, target_is_directory=True)


def unpack_each_layer_once() -> None:
    import ministack.app as app
    from ministack.core import lambda_runtime as runtime
    from ministack.services import lambda_svc

    require(runtime, "zipfile", "_PYTHON_WORKER_SCRIPT", "reset")
    require(runtime.zipfile, "ZipFile")
    require(lambda_svc, "_functions", "_layers", "_b64_sha_to_hex")
    folder = os.environ.get("LAYERS_DIR") or str(Path(tempfile.gettempdir()) / "unpacked-layers")
    layers = UnpackedLayers(Path(folder).absolute())
    spawn, resolve, load_all = runtime.Worker._spawn, lambda_svc._resolve_layer_zip, app._load_persisted_state
    asking = threading.local()

    def spawn_with_links(self: Any) -> None:
        asking.spawns = True
        try:
            spawn(self)
        finally:
            asking.spawns = False

    def resolve_or_name(attachment: Any) -> bytes | None:
        archive: bytes | None = resolve(attachment)
        if not archive or not getattr(asking, "spawns", False):
            return archive
        return _LINE + layers.unpack(archive).encode()

    @contextlib.contextmanager
    def open_archive(path: str) -> Iterator[Any]:
        with Path(path).open("rb") as file:
            line = file.read(len(_LINE) + 64)
        if line.startswith(_LINE):
            yield _Link(layers.path(line.removeprefix(_LINE).decode()))
        else:
            with zipfile.ZipFile(path) as archive:
                yield archive

    def load_and_tidy() -> None:
        load_all()
        layers.keep_only(_attached_digests(lambda_svc))

    runtime.Worker._spawn, lambda_svc._resolve_layer_zip = spawn_with_links, resolve_or_name
    runtime.zipfile = types.SimpleNamespace(**{**vars(zipfile), "ZipFile": open_archive})
    runtime._PYTHON_WORKER_SCRIPT = read_only_script(layers.folder) + runtime._PYTHON_WORKER_SCRIPT
    app._load_persisted_state = load_and_tidy
    atexit.register(runtime.reset)  # workers' folders go with the workers


def _attached_digests(lambda_svc: Any) -> set[str]:
    """Of the layers that functions have, in any version."""
    attached = set()
    for function in lambda_svc._functions._data.values():
        for version in (function, *function.get("versions", {}).values()):
            for layer in (version.get("config") or {}).get("Layers") or []:
                attached.add(layer if isinstance(layer, str) else layer.get("Arn"))
    return {
        lambda_svc._b64_sha_to_hex(version["Content"]["CodeSha256"])
        for layer in lambda_svc._layers._data.values()
        for version in layer["versions"]
        if version["LayerVersionArn"] in attached
    }


def read_only_script(folder: Path) -> str:
    """Python that, run first in a worker, makes this folder read-only to whatever runs after it."""
    return _READ_ONLY.replace("LAYERS", repr(os.path.realpath(folder)))


_READ_ONLY = """
def _refuse_writes_into_layers(root):
    import errno, os, sys
    writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    both, first, second = (0, 1), (0,), (1,)
    changes = {
        "os.remove": first, "os.rmdir": first, "os.mkdir": first, "os.truncate": first, "os.chmod": first,
        "os.chown": first, "os.utime": first, "os.rename": both, "os.link": both, "os.symlink": second,
    }
    of_folder = {"os.remove": 1, "os.rmdir": 1, "os.mkdir": 2, "os.chmod": 2, "os.symlink": 2}

    def refuse(event, args):
        if event == "open":
            if not isinstance(args[2], int) or not args[2] & writes:
                return
            positions = first
        else:
            positions = changes.get(event)
            if positions is None:
                return
        for position in positions:
            path = args[position]
            if isinstance(path, int):
                continue
            path = os.fsdecode(path)
            opened = args[of_folder[event]] if event in of_folder else -1
            if opened != -1:
                try:
                    path = os.path.join(os.readlink(f"/proc/self/fd/{opened}"), path)
                except OSError:
                    continue
            path = os.path.realpath(path)
            if not path.startswith(root + os.sep):
                continue
            folder, name = os.path.split(path)
            if name == "__pycache__" and event == "os.mkdir":
                continue
            if os.path.basename(folder) == "__pycache__" and ".pyc" in name:
                continue
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)

    sys.addaudithook(refuse)

_refuse_writes_into_layers(LAYERS)
"""
