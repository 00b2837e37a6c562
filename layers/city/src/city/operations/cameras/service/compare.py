"""Compares the snapshot with the register, and mends what differs: what a change's stream lost is found again."""

from dataclasses import dataclass
from itertools import islice

from city.aws.observability import count, logger
from city.operations.cameras.camera import PlacedCamera, place_camera
from city.operations.cameras.service.lookup import CameraLookup
from city.operations.cameras.service.refresh import RefreshCameras
from city.operations.cameras.snapshot import pack_cameras, unpack_cameras
from city.operations.cameras.tables.cameras import MOST_AT_ONCE, CamerasTable

_REFRESHED_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareRegister:
    cameras: CamerasTable
    lookup: CameraLookup
    refresh: RefreshCameras

    def compare(self) -> int:
        """How many cameras the snapshot had otherwise than the register, and has no more. Scans: it is run at night."""
        snapshot = {each.camera_id: each for each in self.lookup.arrays().cameras()}
        names = self.cameras.names()
        drifted: list[str] = []
        while chunk := list(islice(names, MOST_AT_ONCE)):
            for name, camera in self.cameras.get_many(chunk).items():
                retired = camera.filed.retired_at is not None
                placed = None if retired else _as_stored(place_camera(camera.filed, camera.correction))
                if snapshot.get(name) != placed:
                    drifted.append(name)
        for at in range(0, len(drifted), _REFRESHED_AT_ONCE):
            self.refresh.refresh(drifted[at : at + _REFRESHED_AT_ONCE])
        count("CameraDrifted", len(drifted))
        if drifted:
            logger().warning("cameras drifted", extra={"cameras": len(drifted)})
        return len(drifted)


def _as_stored(camera: PlacedCamera) -> PlacedCamera:
    """As the snapshot rounds it."""
    return unpack_cameras(pack_cameras([camera])).camera(0)
