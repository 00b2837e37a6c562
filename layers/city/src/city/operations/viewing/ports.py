"""What the video door asks of others: a source of film, the registry of cameras, incidents, and the log of views."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from city.contracts.operations.city_event import Place
from city.operations.viewing.automatic import CameraNear
from city.operations.viewing.grants import GrantedCamera, IncidentStanding
from city.operations.viewing.looks import LoggedLook


@dataclass(frozen=True, slots=True)
class OpenFilm:
    """A session with a source. `session` opens the camera, so it stays on our side; `until` is when the source ends it."""

    session: str
    until: datetime


class VideoSource(Protocol):
    """Live film of a camera as HLS, H.264 in fragmented MP4, without sound. Names of pieces are ours, never addresses.

    All raise VideoUnreachable; a piece, SegmentUnknown too.
    """

    def open(self, stream: str) -> OpenFilm: ...

    def playlist(self, film: OpenFilm) -> str: ...

    def segment(self, film: OpenFilm, name: str) -> bytes: ...


class FilmArchive(Protocol):
    """Film that was recorded, where it is kept: H.264 in MP4, which may have sound; whoever asks looks."""

    def clip(self, stream: str, starts: datetime, ends: datetime) -> bytes | None:
        """Everything that began from `starts` on and before `ends`, a few minutes at most; None where nothing is kept of it.

        Raises VideoUnreachable, and ClipTooLarge where the source would leave out the end.
        """
        ...


class CameraRegistry(Protocol):
    def near(self, place: Place, within_m: float, at_least: int) -> Sequence[CameraNear]:
        """Cameras within so many metres, wherever they look; where there are fewer, the nearest ones."""
        ...

    def find(self, ids: Collection[str]) -> Sequence[GrantedCamera]:
        """Those of these ids, fifty at most, that are registered and in use."""
        ...


class CameraStreams(Protocol):
    def stream_of(self, camera_id: str) -> str:
        """Where the camera's film is, as its source names it. Raises NotFound. For the video door alone."""
        ...


@dataclass(frozen=True, slots=True)
class IncidentSeen:
    """An incident as it stands, with where it is, what kind it is, for whom something of it goes on, and which others
    became part of it."""

    standing: IncidentStanding
    place: Place | None
    sources: tuple[str, ...] = ()
    absorbed: tuple[str, ...] = ()
    kind: str | None = None


class Incidents(Protocol):
    def find(self, incident_id: str) -> IncidentSeen | None:
        """What stands now, read strongly consistent; of the survivor where it was merged. None for no incident."""
        ...


class ViewLog(Protocol):
    def append(self, entry: LoggedLook) -> None:
        """Durable once it returns; the same key is one entry. Raises ViewLogClosed."""
        ...
