"""The video door: each view, each playlist and each piece of film is judged by the grant as it stands at that moment."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.edge.web import Response
from city.aws.observability import observed
from city.contracts.operations.staff.viewing import MAX_BODY_BYTES, OpenView, ViewOpened
from city.operations.viewing.bootstrap import VideoDoor, video_from_env
from city.operations.viewing.service.judge_looks import Caller

VIEWERS = ("agency", "operator", "supervisor")
PLAYLIST, FILM = "application/vnd.apple.mpegurl", "video/mp4"


def make_app(door: Callable[[], VideoDoor] = video_from_env) -> StaffApi:
    app = StaffApi("operations-video", MAX_BODY_BYTES)
    app.api.binary_types.append(FILM)

    def caller() -> Caller:
        return Caller(person=app.person, groups=app.groups, request_id=app.request.context.get("requestId", "-"))

    @app.post("/cctv/grants/{grant_id}/views", VIEWERS, 201, ko="카메라 보기")
    def open_view(grant_id: str, body: OpenView) -> ViewOpened:
        return door().open_view.open(grant_id, body.camera_id, caller())

    @app.get("/cctv/views/{view_id}/playlist.m3u8", VIEWERS, ko="영상 재생 목록", gives=str)
    def show_playlist(view_id: str) -> Response:
        return Response(door().playlist.serve(view_id, caller()), headers={"Content-Type": PLAYLIST})

    @app.get("/cctv/views/{view_id}/{segment}", VIEWERS, ko="영상 조각", gives=bytes)
    def show_segment(view_id: str, segment: str) -> Response:
        return Response(door().segment.serve(view_id, segment, caller()), headers={"Content-Type": FILM})

    return app


app = make_app()
handler = observed(app)
