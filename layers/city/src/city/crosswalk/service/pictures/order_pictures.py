"""Asking units for pictures: with a reason each time, which the auditors can read.

Faces and plates are blurred on the unit.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from city.aws.observability import count, logger
from city.aws.presigned import Presigner
from city.contracts.crosswalk.devices import PictureJobV1
from city.contracts.crosswalk.staff.pictures import AskPicture, PictureLine
from city.crosswalk.errors import ClipNotKept, IncidentUnknown, TooManyPictures, UnitNotClaimed
from city.crosswalk.service.pictures.stored_pictures import ADDRESS_WORKS, StoredPictures
from city.crosswalk.tables.desk import PictureRecord, UnitDesk
from city.crosswalk.tables.reports import Reports
from city.crosswalk.tables.units import Units
from city.kernel.clock import Clock

if TYPE_CHECKING:
    from mypy_boto3_iot.client import IoTClient

MOST_AN_HOUR = 20
_ENDINGS = {"frame": "jpg", "clip": "mp4"}


class OrderPicture:
    def __init__(
        self,
        *,
        units: Units,
        reports: Reports,
        desk: UnitDesk,
        stored: StoredPictures,
        iot: IoTClient,
        presigner: Presigner,
        bucket: str,
        things: str,
        clock: Clock,
        fresh_token: Callable[[], str],
    ) -> None:
        """`things`: how the ARN of every thing begins. `fresh_token`: letters nobody guesses."""
        self._units, self._reports, self._desk, self._stored = units, reports, desk, stored
        self._iot, self._presigner, self._bucket, self._things = iot, presigner, bucket, things
        self._clock, self._fresh_token = clock, fresh_token

    def ask(self, unit: str, ask: AskPicture, by: str) -> PictureLine:
        """Raises UnitUnknown, UnitNotClaimed, IncidentUnknown, ClipNotKept, TooManyPictures."""
        now = self._clock.now()
        if not self._units.get(unit).is_installed:
            raise UnitNotClaimed
        journal, sequence = self._check_incident(unit, ask.incident)
        recent = [p for p in self._desk.pictures_of(unit, MOST_AN_HOUR) if now - p.asked_at < timedelta(hours=1)]
        if len(recent) >= MOST_AN_HOUR:
            raise TooManyPictures
        number = f"{now:%Y%m%d%H%M%S}-{self._fresh_token()}"
        record = PictureRecord(
            number=number,
            what=ask.what,
            asked_at=now,
            asked_by=by,
            reason=ask.reason,
            incident=ask.incident,
            key=f"pictures/{unit}/{number}.{_ENDINGS[ask.what]}",
            job=f"picture-{unit}-{number}",
        )
        # Written down before the unit hears of it.
        self._desk.keep_picture(unit, record)
        job = PictureJobV1(
            operation="send_frame" if ask.what == "frame" else "send_clip",
            url=self._presigner.upload(self._bucket, record.key, int(ADDRESS_WORKS.total_seconds())),
            incident_sequence=sequence,
            journal=journal,
        )
        self._iot.create_job(
            jobId=record.job,
            targets=[f"{self._things}{unit}"],
            document=json.dumps(job.model_dump(mode="json", exclude_none=True)),
            targetSelection="SNAPSHOT",
            timeoutConfig={"inProgressTimeoutInMinutes": 10},
        )
        count("PictureAsked")
        logger().info("picture asked", extra={"unit": unit, "what": ask.what, "number": number, "by": by})
        return self._stored.line_of(unit, record)

    def _check_incident(self, unit: str, number: str | None) -> tuple[str | None, int | None]:
        if number is None:
            return None, None
        incident = self._reports.find_incident(unit, number)
        if incident is None:
            raise IncidentUnknown
        if not incident.clip_kept:
            raise ClipNotKept
        return incident.journal, incident.sequence
