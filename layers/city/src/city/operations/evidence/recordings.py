"""Names of recorded pieces, and whether a piece has sound. Pure.

A name says all that retention asks: `recordings/<purpose>/<camera>/<20261110T030000Z>-<seconds>.mp4`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from city.operations.evidence.errors import HasSound
from city.operations.evidence.retention import LegalHold, RecordingPurpose

ROOT = "recordings/"
_NAME = re.compile(r"recordings/([a-z0-9_]+)/([A-Za-z0-9._:-]{1,100})/(\d{8}T\d{6}Z)-(\d{1,5})\.mp4")
_CONTAINERS = frozenset({b"moov", b"trak", b"mdia"})
_HANDLER_AT = 8


@dataclass(frozen=True, slots=True)
class Recording:
    """One recorded piece. `starts` and `ends`: what it shows."""

    name: str
    purpose: RecordingPurpose
    camera: str
    starts: datetime
    ends: datetime

    def overlaps(self, starts: datetime, ends: datetime) -> bool:
        return self.starts < ends and self.ends > starts


def read_name(name: str) -> Recording | None:
    """What a name says; None for a name of another form. An unknown purpose has the general rule."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    purpose, camera, moment, seconds = match.groups()
    try:
        starts = datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    known = purpose in {each.value for each in RecordingPurpose}
    return Recording(
        name,
        RecordingPurpose(purpose) if known else RecordingPurpose.PUBLIC_PLACE,
        camera,
        starts,
        starts + timedelta(seconds=int(seconds)),
    )


def is_held(recording: Recording, holds: Iterable[LegalHold]) -> bool:
    """Whether any hold keeps it from being destroyed."""
    return any(hold.covers(recording.camera, recording.starts, recording.ends) for hold in holds)


def write_name(purpose: RecordingPurpose, camera: str, starts: datetime, seconds: int) -> str:
    return f"{ROOT}{purpose}/{camera}/{starts.astimezone(UTC):%Y%m%dT%H%M%SZ}-{seconds}.mp4"


def require_silence(content: bytes) -> None:
    """Raises HasSound where a track of an MP4 is of sound (ISO/IEC 14496-12 §8.4.3, handler `soun`)."""
    if b"soun" in _handlers(content):
        raise HasSound


def _handlers(content: bytes) -> Iterator[bytes]:
    at = 0
    while at + 8 <= len(content):
        size, kind, head = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(content[at + 8 : at + 16]), 16
        elif size == 0:
            size = len(content) - at
        if size < head:
            # No box is smaller than its own head; what follows is nothing that a player would play.
            return
        body = content[at + head : at + size]
        if kind in _CONTAINERS:
            yield from _handlers(body)
        elif kind == b"hdlr":
            yield body[_HANDLER_AT : _HANDLER_AT + 4]
        at += size
