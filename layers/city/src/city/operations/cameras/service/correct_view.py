"""Correcting where a camera looks, how wide, and how far."""

from dataclasses import dataclass

from city.aws.observability import count, logger
from city.contracts.operations.staff.cameras import CameraShown, CorrectView
from city.kernel.clock import Clock
from city.operations.cameras.camera import Correction
from city.operations.cameras.errors import CameraCorrectedMeanwhile, NothingCorrected
from city.operations.cameras.service.show_cameras import ShowCamera
from city.operations.cameras.tables.cameras import CamerasTable


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectCameraView:
    cameras: CamerasTable
    show: ShowCamera
    clock: Clock

    def correct(self, camera_id: str, body: CorrectView, by: str, by_name: str | None) -> CameraShown:
        """Keeps what a supervisor saw, and its line of history.

        Raises CameraUnknown, CameraCorrectedMeanwhile, NothingCorrected.
        """
        before = self.show.show(camera_id)
        if before.camera.revision != body.revision:
            raise CameraCorrectedMeanwhile
        standing = before.corrections[0] if before.corrections else None
        was = (standing.azimuth_deg, standing.width_deg, standing.range_m) if standing else (None, None, None)
        if (body.azimuth_deg, body.width_deg, body.range_m) == was:
            raise NothingCorrected
        correction = Correction(
            azimuth_deg=body.azimuth_deg,
            width_deg=body.width_deg,
            range_m=body.range_m,
            revision=body.revision + 1,
            by=by,
            by_name=by_name,
            at=self.clock.now(),
            reason=body.reason,
        )
        if not self.cameras.correct(camera_id, correction):
            raise CameraCorrectedMeanwhile
        count("CameraCorrected")
        logger().info("camera corrected", extra={"camera_id": camera_id, "revision": correction.revision, "by": by})
        return self.show.show(camera_id)
