"""Where frames come from: the newest only, opened again when they end, refused with a reason when they cannot be."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from iot.crosswalk_unit.sources import (
    LONGEST_SIDE,
    Feed,
    FolderFeed,
    Source,
    SourceRefused,
    make_smaller,
    open_feed,
)

Picture = NDArray[np.uint8]


def picture(number: int, width: int = 64, height: int = 48) -> Picture:
    return np.full((height, width, 3), number % 256, np.uint8)


class Numbered:
    """A feed of numbered pictures, as fast as it is read."""

    def __init__(self, count: int, pause_s: float = 0.0) -> None:
        self._left, self._next, self._pause_s = count, 0, pause_s
        self.closed = False

    def read(self) -> Picture | None:
        time.sleep(self._pause_s)
        if not self._left:
            return None
        self._left -= 1
        self._next += 1
        return picture(self._next)

    def close(self) -> None:
        self.closed = True


def source_of(open_feed: Callable[[], Feed], **more: object) -> Source:
    return Source(open_feed, time.monotonic, **more)  # type: ignore[arg-type]


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_slow_reader_gets_the_newest_frame_and_never_an_old_one() -> None:
    source = source_of(lambda: Numbered(20), again=False)
    source.start()
    until(lambda: source.ended)

    frame = source.next(timeout_s=0)

    assert frame is not None
    assert frame.picture[0, 0, 0] == 20
    assert source.frames_missed == 19
    assert source.next(timeout_s=0) is None
    source.stop()


def test_a_recording_is_played_at_its_rate() -> None:
    source = source_of(lambda: Numbered(12), paced_fps=50.0, again=False)
    began = time.monotonic()
    source.start()
    taken = []
    while len(taken) < 12:
        frame = source.next(timeout_s=1)
        assert frame is not None
        taken.append(frame.taken_s)
    source.stop()

    assert taken[-1] - began == pytest.approx(11 / 50, abs=0.1)
    assert np.diff(taken).min() > 0.005


def test_a_camera_that_breaks_is_opened_again() -> None:
    feeds: list[Numbered] = []

    def open_next() -> Feed:
        feeds.append(Numbered(2))
        return feeds[-1]

    source = source_of(open_next)
    source.start()
    until(lambda: len(feeds) >= 2 and source.frames >= 3)
    source.stop()

    assert feeds[0].closed


def test_a_source_that_cannot_be_opened_says_why_and_goes_on_trying() -> None:
    opened = threading.Event()

    def refuse_first() -> Feed:
        if not opened.is_set():
            opened.set()
            raise SourceRefused("no such camera")
        return Numbered(1)

    source = source_of(refuse_first)
    source.start()
    until(lambda: source.refusal == "no such camera")
    until(lambda: source.frames)

    assert source.refusal == ""
    source.stop()


def test_stopping_a_source_lets_a_waiting_reader_go() -> None:
    source = source_of(lambda: Numbered(0, pause_s=0.01))
    source.start()
    waited = threading.Thread(target=source.next, args=(30,))
    waited.start()

    source.stop()
    waited.join(timeout=2)

    assert not waited.is_alive()


# --- what is opened --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "address", "reason"),
    [
        ("file", "/no/such/clip.avi", "there is no file"),
        ("folder", "/no/such/folder", "cannot be read"),
        ("camera", "/dev/no-such-camera", "cannot be opened"),
    ],
)
def test_what_is_not_there_is_refused(kind: str, address: str, reason: str) -> None:
    with pytest.raises(SourceRefused, match=reason):
        open_feed(kind, address)  # type: ignore[arg-type]


def test_a_file_that_is_no_video_is_refused(tmp_path: Path) -> None:
    (tmp_path / "clip.avi").write_bytes(b"\0" * 5000)

    with pytest.raises(SourceRefused, match="cannot be opened"):
        open_feed("file", str(tmp_path / "clip.avi"))


def test_a_folder_without_pictures_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no picture")

    with pytest.raises(SourceRefused, match="no JPEG or PNG"):
        FolderFeed(tmp_path)


def test_a_password_in_an_address_is_not_told() -> None:
    with pytest.raises(SourceRefused) as refusal:
        open_feed("file", "/no/such/file")
    assert "secret" not in str(refusal.value)

    from iot.crosswalk_unit.sources import _shown

    address = "rtsp://admin:secret@10.0.0.5/stream"  # pragma: allowlist secret
    assert _shown(address) == "rtsp://10.0.0.5/stream"


def jpeg(made: Picture) -> bytes:
    return cv2.imencode(".jpg", made)[1].tobytes()


def test_a_folder_shows_what_can_be_shown_and_skips_the_rest(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    whole = jpeg(picture(9))
    (tmp_path / "1.jpg").write_bytes(whole)
    (tmp_path / "2-empty.jpg").write_bytes(b"")
    (tmp_path / "3-truncated.jpg").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "4-text.png").write_text("not a picture")
    (tmp_path / "5-forty-megapixels.jpg").write_bytes(jpeg(np.zeros((5000, 8000, 3), np.uint8)))
    (tmp_path / "6.png").write_bytes(cv2.imencode(".png", picture(7))[1].tobytes())
    feed = FolderFeed(tmp_path)

    shown = []
    while (made := feed.read()) is not None:
        shown.append(int(made[0, 0, 0]))

    assert shown == [9, 7]
    for name in ("2-empty", "3-truncated", "4-text", "5-forty-megapixels"):
        assert name in caplog.text


def test_a_clip_is_played_and_begun_again(tmp_path: Path) -> None:
    path = tmp_path / "clip.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (64, 48))
    for number in range(5):
        writer.write(picture(number * 40))
    writer.release()
    source = source_of(lambda: open_feed("file", str(path)), paced_fps=200.0)

    source.start()
    until(lambda: source.frames > 12)
    source.stop()


@pytest.mark.parametrize(("width", "height"), [(3840, 2160), (1281, 10), (2, 5000), (640, 480)])
def test_a_large_frame_is_made_smaller_in_its_proportions(width: int, height: int) -> None:
    smaller = make_smaller(picture(1, width, height))

    assert max(smaller.shape[:2]) <= LONGEST_SIDE
    if max(width, height) <= LONGEST_SIDE:
        assert smaller.shape == (height, width, 3)
    elif min(width, height) > 100:
        assert smaller.shape[1] / smaller.shape[0] == pytest.approx(width / height, rel=0.01)
