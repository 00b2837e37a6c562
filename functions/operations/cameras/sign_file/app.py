"""Lets a supervisor put one national file straight into the inbox. A function of its own: it alone may write there."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.observability import observed
from city.contracts.operations.cameras import MAX_BODY_BYTES, AskCameraFile, SignedCameraFile
from city.operations.cameras.bootstrap import sign_file_from_env
from city.operations.cameras.service.camera_files import SignCameraFile


def make_app(sign_file: Callable[[], SignCameraFile] = sign_file_from_env) -> StaffApi:
    app = StaffApi("operations-camera-files", MAX_BODY_BYTES)

    @app.post("/cctv/cameras/files", ("supervisor",), ko="카메라 파일 올리기 허가")
    def sign_camera_file(body: AskCameraFile) -> SignedCameraFile:
        return sign_file().sign(body, app.by, app.person.name)

    return app


app = make_app()
handler = observed(app)
