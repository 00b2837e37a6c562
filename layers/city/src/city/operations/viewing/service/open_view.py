"""Opening a view of one camera, and serving its film piece by piece."""

from collections.abc import Callable
from dataclasses import dataclass

from city.aws.observability import count
from city.contracts.operations.staff.viewing import ViewOpened
from city.kernel.clock import Clock
from city.operations.viewing import looks
from city.operations.viewing.boxes import require_pictures, require_silence
from city.operations.viewing.errors import SegmentUnknown
from city.operations.viewing.playlists import INIT, is_name
from city.operations.viewing.ports import CameraStreams, OpenFilm, VideoSource, ViewLog
from city.operations.viewing.service.judge_looks import Caller, JudgeLook, JudgeView
from city.operations.viewing.tables.views import OpenedView, Views


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCameraView:
    """`new_id`: names nobody can guess."""

    looks: JudgeLook
    streams: CameraStreams
    source: VideoSource
    views: Views
    log: ViewLog
    new_id: Callable[[], str]
    clock: Clock

    def open(self, grant_id: str, camera_id: str, caller: Caller) -> ViewOpened:
        """What is not in the log is not shown: the entry is durable before the view exists.

        Raises GrantUnknown, ViewingEnded, ViewRefused, ViewLogClosed, VideoUnreachable.
        """
        grant = self.looks.judge(grant_id, camera_id, caller)
        film = self.source.open(self.streams.stream_of(camera_id))
        view = OpenedView(
            id=self.new_id(),
            grant_id=grant.id,
            camera_id=camera_id,
            viewer=caller.person.id,
            viewer_name=caller.name,
            opened_at=self.clock.now(),
            film=film,
        )
        entry = looks.look(
            grant,
            "view",
            f"view#{view.id}",
            view.opened_at,
            who=caller.person.id,
            name=caller.name,
            camera=camera_id,
        )
        self.log.append(entry)
        self.views.add(view)
        count("ViewOpened")
        assert grant.ends_at is not None
        return ViewOpened(
            view_id=view.id,
            camera_id=camera_id,
            camera_name=next(camera.name for camera in grant.cameras if camera.id == camera_id),
            playlist=f"cctv/views/{view.id}/playlist.m3u8",
            opened_at=view.opened_at,
            ends_at=grant.ends_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ServePlaylist:
    judged: JudgeView
    streams: CameraStreams
    source: VideoSource
    views: Views
    clock: Clock

    def serve(self, view_id: str, caller: Caller) -> str:
        """Of our own names. Raises ViewNotYours, ViewingEnded, ViewRefused, VideoUnreachable."""
        view = self.judged.judge(view_id, caller)
        return self.source.playlist(self._film(view))

    def _film(self, view: OpenedView) -> OpenFilm:
        """The session with the source, opened anew where the source has ended it."""
        if self.clock.now() < view.film.until:
            return view.film
        film = self.source.open(self.streams.stream_of(view.camera_id))
        self.views.go_on(view, film)
        return film


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeSegment:
    judged: JudgeView
    source: VideoSource

    def serve(self, view_id: str, name: str, caller: Caller) -> bytes:
        """A piece of pictures alone. Raises ViewNotYours, ViewingEnded, ViewRefused, SegmentUnknown, VideoHasSound."""
        view = self.judged.judge(view_id, caller)
        if not is_name(name):
            raise SegmentUnknown
        piece = self.source.segment(view.film, name)
        if name == f"{INIT}.mp4":
            require_silence(piece)
        else:
            require_pictures(piece)
        return piece
