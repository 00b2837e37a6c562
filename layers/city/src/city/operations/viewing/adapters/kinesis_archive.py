"""Recorded film out of Amazon Kinesis Video Streams: GetDataEndpoint, then GetClip at that endpoint.

https://docs.aws.amazon.com/kinesisvideostreams/latest/dg/API_reader_GetClip.html: the first 100 MB or 200 fragments of the
stretch that was asked for, and no word of what was left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from city.operations.viewing.adapters.kinesis_video import Streams
from city.operations.viewing.errors import ClipTooLarge, VideoUnreachable

# A fragment lasts ten seconds at most; a minute of which the last one did not fit into 100 MB has more than this.
MOST_BYTES = 80_000_000
# Both ends are in what is asked for; the piece after this one begins at its end.
_BEFORE_END = timedelta(milliseconds=1)
# Nothing was recorded then; the stream keeps nothing; the stretch is older than what it keeps.
_NOTHING = frozenset({"ResourceNotFoundException", "NoDataRetentionException", "InvalidArgumentException"})


class ClipArchive(Protocol):
    """What is used of the client of the archive."""

    def get_clip(self, **asked: Any) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class KinesisArchive:
    """`at`: makes a client of the archive at an endpoint, as each stream has its own."""

    streams: Streams
    at: Callable[[str], ClipArchive]

    def clip(self, stream: str, starts: datetime, ends: datetime) -> bytes | None:
        """`stream`: the name of the camera's stream. By the clock of the source, not of the camera.

        Raises VideoUnreachable, ClipTooLarge.
        """
        try:
            endpoint = self.streams.get_data_endpoint(StreamName=stream, APIName="GET_CLIP")["DataEndpoint"]
        except (BotoCoreError, ClientError) as error:
            # Nothing of the message: it may name the stream.
            raise VideoUnreachable from error
        stretch = {"StartTimestamp": starts, "EndTimestamp": ends - _BEFORE_END}
        selected = {"FragmentSelectorType": "SERVER_TIMESTAMP", "TimestampRange": stretch}
        try:
            content: bytes = (
                self.at(endpoint).get_clip(StreamName=stream, ClipFragmentSelector=selected)["Payload"].read()
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in _NOTHING:
                return None
            raise VideoUnreachable from error
        except BotoCoreError as error:
            raise VideoUnreachable from error
        if len(content) > MOST_BYTES:
            raise ClipTooLarge
        return content or None
