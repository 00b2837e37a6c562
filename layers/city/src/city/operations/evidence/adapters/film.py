"""Film in and out, by FFmpeg through PyAV: pictures of a recorded piece, a copy of pictures, and copies joined.

In: whatever FFmpeg reads, for recorded pieces H.264 in MP4. Out: VP9 in WebM, one track of pictures, no sound, and of the
source no metadata: a copy is made of pictures alone. The same pictures give the same bytes.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import av
import numpy as np
from av.error import FFmpegError
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from city.operations.evidence.errors import FilmUnreadable

Picture = NDArray[np.uint8]
# Of a copy. More show no more of a person, and each is looked at by the detector.
MOST_PER_SECOND = 10
_TIME_BASE = Fraction(1, 1000)
# Quality by quantiser, at the speed of a live encoder, on the one processor that there is.
_CODING = {
    "deadline": "realtime",
    "cpu-used": "7",
    "crf": "32",
    "b": "0",
    "row-mt": "0",
    "g": "100",
    "lag-in-frames": "0",
}
_BIT_EXACT = {"fflags": "+bitexact"}


def pictures(content: bytes, from_s: float = 0.0, to_s: float = float("inf")) -> Iterator[tuple[float, Picture]]:
    """At most ten pictures a second of a piece, (height, width, 3) RGB, each with its second in the piece.

    Those from `from_s` on and before `to_s`. Raises FilmUnreadable: also where it breaks off half-way.
    """
    due = from_s
    try:
        with av.open(io.BytesIO(content), "r", metadata_errors="ignore") as film:
            if not film.streams.video:
                raise FilmUnreadable
            stream = film.streams.video[0]
            stream.thread_type = "NONE"
            begins = float((stream.start_time or 0) * (stream.time_base or 0))
            if from_s > 0:
                film.seek(int((begins + from_s) / float(stream.time_base or 1)), stream=stream, backward=True)
            for frame in film.decode(stream):
                if frame.time is None:
                    continue
                at = frame.time - begins
                if at >= to_s:
                    return
                if at < due - 1e-6:
                    continue
                due = max(due + 1 / MOST_PER_SECOND, at)
                yield at, np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
    except (FFmpegError, ValueError) as error:
        raise FilmUnreadable from error


def write_copy(shown: Iterable[tuple[float, Picture]]) -> bytes:
    """Pictures with their seconds, which rise, as VP9 in WebM; their sides are cut to even numbers."""
    held = io.BytesIO()
    with av.open(held, "w", format="webm", options=_BIT_EXACT) as copy:
        stream: VideoStream | None = None
        for at, picture in shown:
            height, width = picture.shape[0] & ~1, picture.shape[1] & ~1
            if stream is None:
                stream = _begin(copy, width, height)
            frame = VideoFrame.from_ndarray(np.ascontiguousarray(picture[:height, :width]), format="rgb24")
            frame.pts, frame.time_base = round(at * 1000), _TIME_BASE
            frame.pict_type = PictureType.NONE
            for packet in stream.encode(frame):
                copy.mux(packet)
        if stream is not None:
            for packet in stream.encode():
                copy.mux(packet)
    return held.getvalue()


def join_copies(copies: Sequence[bytes]) -> bytes:
    """Copies one after the other, as they are coded. Their seconds rise from one to the next already."""
    held = io.BytesIO()
    with av.open(held, "w", format="webm", options=_BIT_EXACT) as whole:
        stream: VideoStream | None = None
        for content in copies:
            with av.open(io.BytesIO(content), "r") as part:
                if stream is None:
                    stream = whole.add_stream_from_template(part.streams.video[0])
                    stream.time_base = _TIME_BASE
                for packet in part.demux(part.streams.video[0]):
                    if packet.dts is not None:
                        packet.stream = stream
                        whole.mux(packet)
    return held.getvalue()


def still(picture: Picture, width: int = 640) -> bytes:
    """A picture as JPEG, no wider than that."""
    frame = VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
    width = min(width, picture.shape[1]) & ~1
    height = max(2, round(picture.shape[0] * width / picture.shape[1])) & ~1
    coder = av.CodecContext.create("mjpeg", "w")
    coder.width, coder.height, coder.pix_fmt, coder.time_base = width, height, "yuvj420p", Fraction(1, 25)
    coder.options = {"qmin": "4", "qmax": "4"}
    shrunk = frame.reformat(width, height, "yuvj420p")
    return b"".join(bytes(packet) for packet in [*coder.encode(shrunk), *coder.encode(None)])


def resized(picture: Picture, width: int, height: int) -> Picture:
    """(height, width, 3), RGB, between pixels linearly."""
    frame = VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
    found: Picture = np.asarray(frame.reformat(width, height, "rgb24", interpolation="BILINEAR").to_ndarray(), np.uint8)
    return found


def _begin(copy: "av.container.OutputContainer", width: int, height: int) -> VideoStream:
    stream: VideoStream = copy.add_stream("libvpx-vp9", rate=MOST_PER_SECOND, options=_CODING)
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    stream.codec_context.thread_count = 1
    stream.codec_context.time_base = _TIME_BASE
    return stream
