"""What staff can order of a unit: new software, a new model, and pictures for somebody with a reason."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from city.contracts.crosswalk.devices import PictureJobV1, UpdateJobV1
from iot.crosswalk_unit.profile import HEALTH_LIMITS, MODEL
from iot.device.jobs.jobs import JobFailed, JobKinds, Jobs, Operation
from iot.device.jobs.slots import SOFTWARE, Slots
from iot.device.jobs.transfer import upload
from iot.device.jobs.updates import JobRejected, RunningDevice
from iot.device.line.link import Link
from iot.device.signatures import CityKey


class RunningUnit(RunningDevice, Protocol):
    """What jobs need of the running unit."""

    def last_picture(self) -> bytes | None:
        """The last frame as JPEG with its boxes, faces and plates blurred; None without a frame."""
        ...

    def clip(self, journal: str, sequence: int) -> bytes | None:
        """The seconds around an incident as MP4, blurred; None if they are not kept any more."""
        ...


def make_jobs(
    *,
    unit: str,
    link: Link,
    slots: Slots,
    key: CityKey,
    running: RunningUnit,
    scratch: Path,
    monotonic_s: Callable[[], float],
    pause: Callable[[float], None],
) -> Jobs:
    """Jobs of a unit, not started yet."""
    send = Operation(PictureJobV1, lambda order: send_picture(order, running, pause))
    kinds = JobKinds(
        update=UpdateJobV1,
        parts={"update_model": MODEL, "update_software": SOFTWARE},
        others={"send_frame": send, "send_clip": send},
    )
    return Jobs(
        device=unit,
        link=link,
        kinds=kinds,
        slots=slots,
        key=key,
        running=running,
        limits=HEALTH_LIMITS,
        scratch=scratch,
        monotonic_s=monotonic_s,
        pause=pause,
    )


def send_picture(order: PictureJobV1, running: RunningUnit, pause: Callable[[float], None]) -> dict[str, str]:
    """The details of success. Raises JobRejected, JobFailed, TransferRefused, TransferFailed."""
    if order.operation == "send_frame":
        content, kind = running.last_picture(), "image/jpeg"
        if content is None:
            raise JobFailed("there is no frame to send")
    else:
        if order.incident_sequence is None or order.journal is None:
            raise JobRejected("a clip needs the journal and the number of its incident")
        content, kind = running.clip(order.journal, order.incident_sequence), "video/mp4"
        if content is None:
            raise JobFailed("the clip is not kept any more")
    upload(order.url, content, kind, pause=pause)
    return {"bytes": str(len(content))}
