"""Lets a supervisor file where a camera's stream is fetched. A function of its own: it encrypts, and can decrypt nothing."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.observability import observed
from city.contracts.operations.cameras import MAX_BODY_BYTES, StreamAddressV1
from city.contracts.operations.staff.cameras import AddressFiled
from city.operations.cameras.bootstrap import file_address_from_env
from city.operations.cameras.service.addresses import FileAddress


def make_app(file_address: Callable[[], FileAddress] = file_address_from_env) -> StaffApi:
    app = StaffApi("operations-camera-addresses", MAX_BODY_BYTES)

    @app.put("/cctv/cameras/{camera_id}/address", ("supervisor",), ko="카메라 영상 주소 등록")
    def file_camera_address(camera_id: str, body: StreamAddressV1) -> AddressFiled:
        return file_address().file(camera_id, body, app.by, app.person.name)

    return app


app = make_app()
handler = observed(app)
