"""The staff's API of cameras. Operators, supervisors and auditors read, supervisors correct; no address is in any answer."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.observability import observed
from city.contracts.operations.cameras import CameraFileReportV1
from city.contracts.operations.staff import cameras
from city.operations.cameras.bootstrap import CameraDesk, desk_from_env

READERS = ("operator", "supervisor", "auditor")
CORRECTORS = ("supervisor",)
MOST_FILES = 50


def make_app(desk: Callable[[], CameraDesk] = desk_from_env) -> StaffApi:
    app = StaffApi("operations-cameras")

    @app.get("/cctv/cameras", READERS, ko="카메라 목록")
    def list_cameras(query: cameras.CameraFilter) -> cameras.CameraPage:
        return desk().list_cameras.list(query)

    @app.get("/cctv/cameras/seeing", READERS, ko="한 곳이 보이는 카메라")
    def show_seeing_cameras(query: cameras.SeeingFilter) -> cameras.SeeingCameras:
        return desk().show_seeing.show(query)

    @app.get("/cctv/cameras/export", READERS, ko="카메라 내보내기 (Smart Data Models)")
    def export_cameras(query: cameras.CameraFilter) -> cameras.SmartCameraPage:
        return desk().export_cameras.export(query)

    @app.get("/cctv/cameras/files", READERS, ko="카메라 파일 보고서 목록")
    def list_camera_files() -> cameras.CameraFilePage:
        return desk().list_files.list(*app.paging(MOST_FILES))

    @app.get("/cctv/cameras/files/{name}", READERS, ko="카메라 파일 보고서")
    def show_camera_file(name: str) -> CameraFileReportV1:
        return desk().show_file.show(name)

    @app.get("/cctv/cameras/{camera_id}", READERS, ko="카메라 보기")
    def show_camera(camera_id: str) -> cameras.CameraShown:
        return desk().show_camera.show(camera_id)

    @app.put("/cctv/cameras/{camera_id}/view", CORRECTORS, ko="카메라 방향·화각·거리 고치기")
    def correct_camera_view(camera_id: str, body: cameras.CorrectView) -> cameras.CameraShown:
        return desk().correct_view.correct(camera_id, body, app.by, app.person.name)

    return app


app = make_app()
handler = observed(app)
