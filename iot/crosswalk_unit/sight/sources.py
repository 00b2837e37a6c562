"""Where frames come from: a camera, an RTSP stream, a video file, a folder of pictures. The newest only, never a queue.

A thread takes frames as they come and keeps the last one; a slow detector therefore skips frames and never falls behind.
A source that ends or breaks is opened again, with growing waits; meanwhile there is simply no frame, and the watch's own
watchdog says so.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from iot.crosswalk_unit.sight.frame import Frame
from models.detection.errors import PictureRefused
from models.detection.inference.pictures import read_picture

logger = logging.getLogger(__name__)

Kind = Literal["camera", "rtsp", "file", "folder"]
Picture = NDArray[np.uint8]

# A frame is made smaller before anything looks at it: detectors take 416 pixels, zones are fractions.
LONGEST_SIDE: Final = 1280
# 4K; a stream of more would cost the box its memory.
MOST_PIXELS: Final = 3840 * 2160
_FIRST_RETRY_S, _LONGEST_RETRY_S = 0.5, 10.0
_OPEN_MS, _READ_MS = 5_000, 5_000
_SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".png"})


class SourceRefused(Exception):
    """There is nothing to watch at this address, or nothing that a unit can watch. The sentence says what."""


class Feed(Protocol):
    """An opened source. `read` gives the next picture, None at its end; it may wait for a camera's next."""

    def read(self) -> Picture | None: ...

    def close(self) -> None: ...


class VideoFeed:
    """A camera, a stream or a video file, through OpenCV."""

    def __init__(self, address: str | int, kind: Kind) -> None:
        """Raises SourceRefused."""
        backend = {"camera": cv2.CAP_V4L2, "rtsp": cv2.CAP_FFMPEG, "file": cv2.CAP_FFMPEG}.get(kind, cv2.CAP_ANY)
        waits = (
            [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _OPEN_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, _READ_MS]
            if kind == "rtsp"
            else []
        )
        self._capture = cv2.VideoCapture(address, backend, waits)
        if not self._capture.isOpened():
            self._capture.release()
            raise SourceRefused(f"{kind} {_shown(address)} cannot be opened")
        # Where a driver can, it keeps one frame only.
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        width, height = (int(self._capture.get(prop)) for prop in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
        if width * height > MOST_PIXELS:
            self._capture.release()
            raise SourceRefused(f"{kind} {_shown(address)} sends {width}x{height}; a unit takes {MOST_PIXELS:,} pixels")
        self.frames_per_second = float(self._capture.get(cv2.CAP_PROP_FPS) or 0.0)

    def read(self) -> Picture | None:
        try:
            came, picture = self._capture.read()
        except cv2.error as error:
            logger.warning("a frame could not be decoded: %s", error)
            return None
        return np.asarray(picture, np.uint8) if came and picture is not None else None

    def close(self) -> None:
        self._capture.release()


class FolderFeed:
    """Pictures in a folder, by name. What is none is skipped and said once."""

    def __init__(self, folder: Path) -> None:
        """Raises SourceRefused."""
        try:
            self._files = sorted(file for file in folder.iterdir() if file.suffix.lower() in _SUFFIXES)
        except OSError as error:
            raise SourceRefused(f"the folder {folder} cannot be read: {error.strerror}") from error
        if not self._files:
            raise SourceRefused(f"the folder {folder} holds no JPEG or PNG")
        self._at = 0

    def read(self) -> Picture | None:
        while self._at < len(self._files):
            file = self._files[self._at]
            self._at += 1
            try:
                picture = read_picture(file.read_bytes())
            except (PictureRefused, OSError) as refusal:
                logger.warning("%s is not shown: %s", file.name, refusal)
                continue
            if picture.shape[0] * picture.shape[1] <= MOST_PIXELS:
                return picture
            logger.warning("%s is not shown: %d x %d pixels", file.name, picture.shape[1], picture.shape[0])
        return None

    def close(self) -> None:
        self._at = len(self._files)


def open_feed(kind: Kind, address: str) -> Feed:
    """Raises SourceRefused."""
    if kind == "folder":
        return FolderFeed(Path(address))
    if kind == "file" and not Path(address).is_file():
        raise SourceRefused(f"there is no file {address}")
    return VideoFeed(int(address) if kind == "camera" and address.isdigit() else address, kind)


class Source:
    """The newest frame of a feed, taken by a thread of its own."""

    def __init__(
        self,
        open_feed: Callable[[], Feed],
        monotonic_s: Callable[[], float],
        *,
        paced_fps: float | None = None,
        again: bool = True,
        pause: Callable[[float], object] | None = None,
    ) -> None:
        """`paced_fps`: a recording is played at this rate; a camera (None) comes by itself. `again`: from the start.

        `pause` waits for seconds; without it this waits, unless it is stopped.
        """
        self._open_feed, self._monotonic_s, self._paced_fps, self._again = open_feed, monotonic_s, paced_fps, again
        self._came = threading.Condition()
        self._newest: Frame | None = None
        self._stopping = threading.Event()
        self._pause = pause or self._stopping.wait
        self._thread: threading.Thread | None = None
        self.frames = 0
        self.frames_missed = 0
        # When the newest frame was taken.
        self.newest_s = float("-inf")
        self.refusal = ""
        self.ended = False

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="source", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        with self._came:
            self._came.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=_READ_MS / 1000 + 1)

    def next(self, timeout_s: float) -> Frame | None:
        """The newest frame that was not handed out yet; waits for one. None if none comes."""
        with self._came:
            if self._newest is None and not self._stopping.is_set():
                self._came.wait(timeout_s)
            frame, self._newest = self._newest, None
            return frame

    def _run(self) -> None:
        wait_s = _FIRST_RETRY_S
        while not self._stopping.is_set():
            before = self.frames
            try:
                with _closing(self._open_feed()) as feed:
                    self.refusal = ""
                    self._play(feed)
            except SourceRefused as refusal:
                if str(refusal) != self.refusal:
                    logger.warning("nothing to watch: %s", refusal)
                self.refusal = str(refusal)
            if self.frames > before:
                wait_s = _FIRST_RETRY_S
            if not self._again and self.frames > before:
                self.ended = True
                return
            if self._paced_fps is None or self.frames == before:
                self._pause(wait_s)
                wait_s = min(_LONGEST_RETRY_S, wait_s * 2)

    def _play(self, feed: Feed) -> None:
        due_s = self._monotonic_s()
        while not self._stopping.is_set():
            picture = feed.read()
            if picture is None:
                return
            if self._paced_fps is not None:
                self._pause(max(0.0, due_s - self._monotonic_s()))
                # A player that was held up goes on from now; it does not hurry after the time it lost.
                due_s = max(due_s + 1 / self._paced_fps, self._monotonic_s())
            frame = Frame(make_smaller(picture), self._monotonic_s())
            with self._came:
                if self._newest is not None:
                    self.frames_missed += 1
                self._newest = frame
                self.frames += 1
                self.newest_s = frame.taken_s
                self._came.notify()


def make_smaller(picture: Picture) -> Picture:
    """At most LONGEST_SIDE on its longer side, in its own proportions."""
    height, width = picture.shape[:2]
    longest = max(height, width)
    if longest <= LONGEST_SIDE:
        return picture
    size = max(1, round(width * LONGEST_SIDE / longest)), max(1, round(height * LONGEST_SIDE / longest))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


@contextmanager
def _closing(feed: Feed) -> Iterator[Feed]:
    try:
        yield feed
    finally:
        feed.close()


def _shown(address: str | int) -> str:
    """An address without the password that stands in many a camera's."""
    text = str(address)
    scheme, mark, rest = text.partition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}" if mark else text
