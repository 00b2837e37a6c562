"""Film from Amazon Kinesis Video Streams. Its session opens the stream for whoever has it, so it is kept on our side.

GetDataEndpoint, then GetHLSStreamingSessionURL at that endpoint, then the playlists and pieces under the session's URL:
https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/API_reader_GetHLSStreamingSessionURL.html. A session cannot be
ended, which is why no viewer ever has one: each piece comes through the door, which looks at the grant first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from botocore.exceptions import BotoCoreError, ClientError

from city.kernel.clock import Clock
from city.operations.viewing.errors import SegmentUnknown, VideoUnreachable
from city.operations.viewing.playlists import INIT, read_media, read_variant, write_media
from city.operations.viewing.ports import OpenFilm

# The shortest that AWS gives is five minutes, the longest twelve hours.
SESSION = timedelta(minutes=30)
# A session is opened anew this long before its end, so that no piece is asked for after it.
_BEFORE_END = timedelta(minutes=1)
# With base64 around it a piece has to fit into an answer of Lambda, 6 MB.
MOST_BYTES = 4_000_000
# Pictures alone: a second track would be sound.
_TRACK = "1"
_PIECE = re.compile(r"([0-9]{1,60})")
_INIT_PATH, _PIECE_PATH = "getMP4InitFragment.mp4", "getMP4MediaFragment.mp4"
_HOST = re.compile(r"[a-z0-9-]+\.kinesisvideo\.[a-z0-9-]+\.amazonaws\.com(\.cn)?")

# Fetches an address: at most so many bytes of the body, and the status. Raises VideoUnreachable.
Fetch = Callable[[str, int], tuple[int, bytes]]


class Streams(Protocol):
    """What is used of the client of Kinesis Video."""

    def get_data_endpoint(self, **asked: Any) -> dict[str, Any]: ...


class Archive(Protocol):
    """What is used of the client of its archive."""

    def get_hls_streaming_session_url(self, **asked: Any) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class KinesisVideo:
    """`at`: makes a client of the archive at an endpoint, as each stream has its own."""

    streams: Streams
    at: Callable[[str], Archive]
    fetch: Fetch
    clock: Clock

    def open(self, stream: str) -> OpenFilm:
        """`stream`: the name of the camera's stream. Raises VideoUnreachable."""
        until = self.clock.now() + SESSION - _BEFORE_END
        try:
            endpoint = self.streams.get_data_endpoint(StreamName=stream, APIName="GET_HLS_STREAMING_SESSION_URL")
            answer = self.at(endpoint["DataEndpoint"]).get_hls_streaming_session_url(
                StreamName=stream,
                PlaybackMode="LIVE",
                ContainerFormat="FRAGMENTED_MP4",
                DiscontinuityMode="ON_DISCONTINUITY",
                DisplayFragmentTimestamp="NEVER",
                Expires=int(SESSION.total_seconds()),
                MaxMediaPlaylistFragmentResults=5,
            )
        except (BotoCoreError, ClientError) as error:
            # Nothing of the message: it may name the stream.
            raise VideoUnreachable from error
        master = str(answer["HLSStreamingSessionURL"])
        return OpenFilm(_require_ours(urljoin(master, read_variant(self._text(master)))), until)

    def playlist(self, film: OpenFilm) -> str:
        read = read_media(self._text(film.session))
        pieces = [(f"{_number_of(each.uri)}.mp4", each.seconds, each.begins_anew) for each in read.segments]
        return write_media(read.first_number, pieces, is_over=read.is_over)

    def segment(self, film: OpenFilm, name: str) -> bytes:
        stem = name.removesuffix(".mp4")
        wanted = {"TrackNumber": _TRACK, "SessionToken": _token_of(film.session)}
        if stem == INIT:
            path = _INIT_PATH
        elif _PIECE.fullmatch(stem):
            path, wanted = _PIECE_PATH, {"FragmentNumber": stem, **wanted}
        else:
            raise SegmentUnknown
        status, body = self.fetch(urljoin(film.session, f"{path}?{urlencode(wanted)}"), MOST_BYTES)
        if status in (400, 404):
            raise SegmentUnknown
        return _require_ok(status, body)

    def _text(self, address: str) -> str:
        return _require_ok(*self.fetch(_require_ours(address), MOST_BYTES)).decode("utf-8", errors="replace")


def _number_of(uri: str) -> str:
    """The number by which a piece is asked for again. Raises VideoUnreachable for what is no piece of pictures."""
    parts = urlsplit(uri)
    asked = parse_qs(parts.query)
    number = asked.get("FragmentNumber", [""])[0]
    is_piece = parts.path.rpartition("/")[2] == _PIECE_PATH and asked.get("TrackNumber", [_TRACK]) == [_TRACK]
    if not is_piece or not _PIECE.fullmatch(number):
        raise VideoUnreachable
    return number


def _token_of(session: str) -> str:
    return parse_qs(urlsplit(session).query).get("SessionToken", [""])[0]


def _require_ours(address: str) -> str:
    """Only Kinesis itself is ever asked, whatever a playlist says. Raises VideoUnreachable."""
    parts = urlsplit(address)
    if parts.scheme != "https" or not _HOST.fullmatch(parts.netloc):
        raise VideoUnreachable
    return address


def _require_ok(status: int, body: bytes) -> bytes:
    if status != 200 or len(body) >= MOST_BYTES:
        raise VideoUnreachable
    return body
