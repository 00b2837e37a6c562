"""Where frames come from: the newest only, opened again when they end, refused with a reason when they cannot be."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from iot.crosswalk_unit.sight.sources import (
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


class Clock:
    """Goes on while somebody pauses, or when it is told to."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s

    def pause(self, seconds: float) -> None:
        self.now_s += seconds


class Watched(Numbered):
    """Notes when each picture was handed over; `holds_up` are seconds that reading one takes."""

    def __init__(self, count: int, clock: Clock, holds_up: dict[int, float] | None = None) -> None:
        super().__init__(count)
        self.source: Source | None = None
        self.taken_s: list[float] = []
        self._clock, self._holds_up = clock, holds_up or {}

    def read(self) -> Picture | None:
        assert self.source is not None
        if self._next:
            self.taken_s.append(self.source.newest_s)
        self._clock.pause(self._holds_up.get(self._next, 0.0))
        return super().read()


def play(feed: Watched, clock: Clock, fps: float) -> list[float]:
    """When each picture of a recording was shown, in seconds after the first."""
    feed.source = Source(lambda: feed, clock, paced_fps=fps, again=False, pause=clock.pause)
    feed.source._run()
    return [taken_s - feed.taken_s[0] for taken_s in feed.taken_s]


def source_of(open_feed: Callable[[], Feed], **more: object) -> Source:
    return Source(open_feed, time.monotonic, **more)  # type: ignore[arg-type]


def until(condition: Callable[[], object]) -> None:
    """However busy the machine: five minutes mean that it hangs."""
    deadline = time.monotonic() + 300
    while not condition():
        assert time.monotonic() < deadline, "it hangs"
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
    clock = Clock()

    assert play(Watched(12, clock), clock, fps=50.0) == pytest.approx([n / 50 for n in range(12)])


def test_a_player_that_was_held_up_does_not_hurry_after_the_time_it_lost() -> None:
    clock = Clock()

    shown = play(Watched(6, clock, holds_up={3: 1.0}), clock, fps=10.0)

    # The one that is due follows at once; what was lost beyond it stays lost.
    assert np.diff(shown) == pytest.approx([0.1, 0.1, 1.0, 0.0, 0.1])


def test_a_source_that_cannot_be_opened_is_tried_again_after_growing_waits() -> None:
    waits: list[float] = []

    def refuse() -> Feed:
        raise SourceRefused("no such camera")

    def pause(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 7:
            source._stopping.set()

    source = Source(refuse, Clock(), pause=pause)
    source._run()

    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0, 10.0, 10.0]


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
    waited = threading.Thread(target=source.next, args=(3600,))
    waited.start()

    source.stop()
    waited.join(timeout=300)

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

    from iot.crosswalk_unit.sight.sources import _shown

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
