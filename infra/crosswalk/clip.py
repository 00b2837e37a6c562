"""A real clip for the crosswalk unit on a laptop: people walking past a fixed camera, out of Debian's `opencv-doc`.

Fetched once by the machine's own package client, without root, into a cache folder; known by its hash. A machine without
that client, or without a network, plays the drawn scene instead.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from infra.local.patience import GaveUp, Steps, wait_for

PACKAGE, MEMBER = "opencv-doc", "./usr/share/doc/opencv-doc/examples/data/vtest.avi"
SHA256 = "45cddc9490be69345cbdab64ca583be65987e864ca408038e648db99e10516cf"  # pragma: allowlist secret
SIZE_BYTES = 8_131_690
# 768 x 576, 795 frames at 10 a second.
TOOLS = ("apt-get", "dpkg-deb", "tar")


class NoClip(Exception):
    """Why there is no clip, in one sentence."""


def cache_folder() -> Path:
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "dongne"


def clip_at_hand() -> Path | None:
    """The clip, if it was fetched before and is whole."""
    path = cache_folder() / "vtest.avi"
    return path if path.is_file() and _digest(path) == SHA256 else None


def fetch_clip() -> Path:
    """The clip, fetched (about 100 MB, of which 8 stay) unless it is at hand. Raises NoClip."""
    if path := clip_at_hand():
        return path
    if missing := [tool for tool in TOOLS if shutil.which(tool) is None]:
        raise NoClip(f"this machine has no {', '.join(missing)}")
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            found = _download(Path(scratch))
            found.replace(folder / "vtest.avi")
    except (OSError, subprocess.SubprocessError, GaveUp) as error:
        raise NoClip(f"{PACKAGE} could not be fetched ({type(error).__name__})") from error
    return folder / "vtest.avi"


def _download(scratch: Path) -> Path:
    for made in ("state/lists/partial", "cache/archives/partial"):
        (scratch / made).mkdir(parents=True)
    # Lists and packages of its own: the machine's are neither read nor written, so nobody needs to be root.
    apt = [
        "apt-get",
        "-qq",
        "-o",
        f"Dir::State={scratch / 'state'}",
        "-o",
        f"Dir::Cache={scratch / 'cache'}",
        "-o",
        "Dir::State::status=/var/lib/dpkg/status",
        "-o",
        "Debug::NoLocking=1",
    ]
    for words in (["update"], ["download", PACKAGE]):
        _wait_for(
            subprocess.Popen([*apt, *words], cwd=scratch, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), scratch
        )
    package = next(scratch.glob("*.deb"), None)
    if package is None:
        raise NoClip(f"{PACKAGE} is not among this machine's packages")
    clip = scratch / "vtest.avi"
    with clip.open("wb") as out:
        unpacked = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(package)], stdout=subprocess.PIPE)
        _wait_for(
            subprocess.Popen(["tar", "x", "--to-stdout", MEMBER], stdin=unpacked.stdout, stdout=out), scratch, unpacked
        )
    if _digest(clip) != SHA256:
        raise NoClip(f"the clip in this {PACKAGE} is another one")
    return clip


def _wait_for(last: subprocess.Popen[bytes], folder: Path, *others: subprocess.Popen[bytes]) -> None:
    """Until the last program of a pipe ends, as long as something in `folder` grows. Raises GaveUp, CalledProcessError."""

    try:
        status = wait_for(
            "실제 영상 (the real clip)", last.poll, Steps(lambda: _size_of(folder)), tell=print, pause_s=0.1
        )
    finally:
        for each in (last, *others):
            if each.poll() is None:
                each.kill()
            each.wait()
            if each.stdout is not None:
                each.stdout.close()
    if status:
        raise subprocess.CalledProcessError(status, last.args)


def _size_of(folder: Path) -> int:
    size = 0
    for file in folder.rglob("*"):
        # It may go while it is looked at.
        with suppress(FileNotFoundError):
            size += file.stat().st_size
    return size


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
