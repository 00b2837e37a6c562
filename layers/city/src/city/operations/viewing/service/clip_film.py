"""Film that was recorded, for whoever may have it: a case of evidence. No address leaves this place."""

from dataclasses import dataclass
from datetime import datetime

from city.operations.viewing.ports import CameraStreams, FilmArchive


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipFilm:
    streams: CameraStreams
    archive: FilmArchive

    def clip(self, camera_id: str, starts: datetime, ends: datetime) -> bytes | None:
        """A stretch of a camera's film, as one MP4; None where nothing is kept of it.

        Raises NotFound where nobody has filed where the camera's film is, VideoUnreachable, and ClipTooLarge.
        """
        return self.archive.clip(self.streams.stream_of(camera_id), starts, ends)
