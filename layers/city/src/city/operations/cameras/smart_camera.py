"""A camera as an entity of Smart Data Models' Camera (dataModel.Device, key-values).

`streamURL`, `streamName`, `mediaURL` and `imageSnapshot` are left out for good: no address leaves the register.
"""

from typing import Any

from city.operations.cameras.camera import Correction, FiledCamera, place_camera

_SOURCE = "https://www.data.go.kr/data/15013094/standard.do"
# What the national file calls a purpose, and the model's usage; what is in no row is surveillance.
_USAGES = {"교통단속": "RLVD", "차량방범": "ANPR/LPR", "교통정보수집": "TRAFFIC"}


def smart_camera(camera: FiledCamera, correction: Correction | None) -> dict[str, Any]:
    placed = place_camera(camera, correction)
    sectors = placed.view.sectors
    entity: dict[str, Any] = {
        "id": f"urn:ngsi-ld:Camera:{camera.camera_id}",
        "type": "Camera",
        "source": _SOURCE,
        "dataProvider": camera.institution,
        "cameraName": camera.camera_id,
        "cameraNum": camera.number,
        "cameraUsage": _USAGES.get(camera.purpose, "SURVEILLANCE"),
        "description": camera.purpose,
        "location": {"type": "Point", "coordinates": [camera.longitude, camera.latitude]},
        "address": {"addressCountry": "KR", "streetAddress": camera.road_address or camera.lot_address},
        "cameraOrientation": {
            "comments": "; ".join(f"azimuth {s.azimuth_deg:g} deg, width {s.width_deg:g} deg" for s in sectors)
            or "unknown"
        },
        "on": camera.retired_at is None,
    }
    if camera.installed is not None:
        entity["startDateTime"] = f"{camera.installed.isoformat()}T00:00:00+09:00"
    if camera.retired_at is not None:
        entity["endDateTime"] = camera.retired_at.isoformat()
    return entity
