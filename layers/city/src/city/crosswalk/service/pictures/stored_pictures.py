"""What became of the pictures that staff asked for. They lie in a bucket for thirty days at most (표준 개인정보 보호지침 §41)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from city.contracts.crosswalk.staff.pictures import PictureLine, PictureState
from city.crosswalk.tables.desk import PictureRecord

if TYPE_CHECKING:
    from mypy_boto3_iot.client import IoTClient

    from city.aws.store import Folder, StoredObject
    from city.kernel.clock import Clock

KEPT = timedelta(days=30)
# A unit that does not answer by then is asked again by a person, not by a queue.
ADDRESS_WORKS = timedelta(minutes=10)
_FAILED = {"FAILED", "REJECTED", "TIMED_OUT", "REMOVED", "CANCELED"}


class StoredPictures:
    def __init__(self, iot: IoTClient, pictures: Folder, clock: Clock) -> None:
        self._iot, self._pictures, self._clock = iot, pictures, clock

    def line_of(self, unit: str, record: PictureRecord) -> PictureLine:
        state, trouble = self._state(unit, record)
        return PictureLine(
            number=record.number,
            what=record.what,
            state=state,
            asked_at=record.asked_at,
            asked_by=record.asked_by,
            reason=record.reason,
            incident=record.incident,
            trouble=trouble,
        )

    def _state(self, unit: str, record: PictureRecord) -> tuple[PictureState, str | None]:
        age = self._clock.now() - record.asked_at
        if age > KEPT:
            return "expired", None
        if self.find(record) is not None:
            return "sent", None
        execution = self._execution(unit, record.job)
        if execution.get("status") in _FAILED:
            details = execution.get("statusDetails", {}).get("detailsMap", {})
            return "failed", (details.get("reason") or str(execution["status"]))[:200]
        # The address no longer works, whatever the unit does.
        return ("failed", "the unit did not answer in time") if age > ADDRESS_WORKS else ("asked", None)

    def _execution(self, unit: str, job: str) -> dict[str, Any]:
        try:
            return dict(self._iot.describe_job_execution(jobId=job, thingName=unit)["execution"])
        except self._iot.exceptions.ResourceNotFoundException:
            return {}

    def find(self, record: PictureRecord) -> StoredObject | None:
        # Listing one key tells "not there" from "not allowed", which asking for its head does not.
        found = next(self._pictures.list(record.key), None)
        return found if found is not None and found.name == record.key else None
