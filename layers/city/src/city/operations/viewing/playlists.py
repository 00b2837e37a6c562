"""HLS media playlists (RFC 8216): read from a source, and written anew for a viewer. Pure.

Nothing of a source's text is passed on: what the viewer gets is written from values, so no address of a camera, no token
and no tag that we do not know can slip through.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from city.operations.viewing.errors import VideoUnreachable

# What a viewer is told at most: live film is looked at where it ends.
MOST_SEGMENTS = 10
_ATTRIBUTE = re.compile(r'([A-Z0-9-]+)=("[^"]*"|[^,]*)')
_SEGMENT = re.compile(r"[A-Za-z0-9_-]{1,120}\.mp4")
INIT = "init"


@dataclass(frozen=True, slots=True)
class ReadSegment:
    """A piece of film, by the address that the source has for it. `begins_anew`: it does not go on from the one before."""

    uri: str
    seconds: float
    begins_anew: bool = False


@dataclass(frozen=True, slots=True)
class ReadPlaylist:
    init_uri: str
    first_number: int
    segments: tuple[ReadSegment, ...]
    is_over: bool = False


def read_variant(text: str) -> str:
    """The address of the first media playlist in a master playlist. Other renditions, such as sound, are left where they are.

    Raises VideoUnreachable.
    """
    lines = _lines(text)
    for line, following in pairwise(lines):
        if line.startswith("#EXT-X-STREAM-INF:") and not following.startswith("#"):
            return following
    raise VideoUnreachable


def read_media(text: str) -> ReadPlaylist:
    """Raises VideoUnreachable for what is no media playlist of fragmented MP4."""
    first, init, seconds, anew, is_over = 0, None, None, False, False
    segments: list[ReadSegment] = []
    for line in _lines(text):
        name, _, value = line.partition(":")
        if name == "#EXT-X-MEDIA-SEQUENCE":
            first = _whole(value)
        elif name == "#EXT-X-MAP":
            uri = dict(_ATTRIBUTE.findall(value)).get("URI", "").strip('"')
            # One film has one beginning; where the source gives a new one, the film begins anew.
            if init is not None and uri != init:
                segments, anew = [], True
            init = uri
        elif name == "#EXT-X-DISCONTINUITY":
            anew = True
        elif name == "#EXTINF":
            seconds = _seconds(value.partition(",")[0])
        elif name == "#EXT-X-ENDLIST":
            is_over = True
        elif not line.startswith("#") and seconds is not None:
            segments.append(ReadSegment(line, seconds, anew))
            seconds, anew = None, False
    if not init:
        raise VideoUnreachable
    return ReadPlaylist(init, first, tuple(segments), is_over)


def write_media(first_number: int, segments: Sequence[tuple[str, float, bool]], *, is_over: bool = False) -> str:
    """A playlist of our own names, relative to where it is served: name, seconds, and whether it begins anew."""
    dropped = max(0, len(segments) - MOST_SEGMENTS)
    shown = segments[dropped:]
    longest = max((seconds for _, seconds, _ in shown), default=1.0)
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{max(1, round(longest + 0.499))}",
        f"#EXT-X-MEDIA-SEQUENCE:{first_number + dropped}",
        f'#EXT-X-MAP:URI="{INIT}.mp4"',
    ]
    for name, seconds, anew in shown:
        if not is_name(name):
            raise VideoUnreachable
        lines += ["#EXT-X-DISCONTINUITY"] * anew + [f"#EXTINF:{seconds:.3f},", name]
    return "\n".join([*lines, *["#EXT-X-ENDLIST"] * is_over, ""])


def is_name(name: str) -> bool:
    """Whether a name can be one of ours: no path, no query, no address."""
    return _SEGMENT.fullmatch(name) is not None


def _lines(text: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or lines[0] != "#EXTM3U":
        raise VideoUnreachable
    return lines


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise VideoUnreachable
    return int(text)


def _seconds(text: str) -> float:
    if not re.fullmatch(r"\d{1,4}(\.\d{1,9})?", text, re.ASCII):
        raise VideoUnreachable
    return float(text)
