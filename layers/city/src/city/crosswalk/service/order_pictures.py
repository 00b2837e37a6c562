"""Asking units for pictures, and looking at them: with a reason each time, which the auditors can read.

Faces and plates are blurred on the unit. A picture lies in its bucket for thirty days at most (표준 개인정보 보호지침 §41).
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from city.aws.observability import count, logger
from city.aws.presigned import Presigner
from city.contracts.crosswalk.devices import PictureJobV1
from city.contracts.crosswalk.staff.pictures import (
    AskPicture,
    PictureLine,
    PictureList,
    PictureState,
    ShownPicture,
    ViewPicture,
)
from city.crosswalk.errors import (
    ClipNotKept,
    DetectorUnavailable,
    IncidentUnknown,
    PictureNotThere,
    PictureTooLarge,
    PictureUnknown,
    PictureUnreadable,
    TooManyPictures,
    UnitNotClaimed,
)
from city.crosswalk.jpeg import check_jpeg
from city.crosswalk.ports import Detection, PictureDetector
from city.crosswalk.service.detect_frame import boxes_of
from city.crosswalk.tables.desk import Desk, PictureRecord
from city.crosswalk.tables.reports import Reports
from city.crosswalk.tables.units import Units
from city.kernel.clock import Clock

if TYPE_CHECKING:
    from mypy_boto3_iot.client import IoTClient
    from mypy_boto3_s3.client import S3Client

KEPT = timedelta(days=30)
# A unit that does not answer by then is asked again by a person, not by a queue.
ADDRESS_WORKS = timedelta(minutes=10)
CLIP_ADDRESS_WORKS = timedelta(minutes=1)
MOST_AN_HOUR = 20
MOST_SHOWN = 30
# The answer of an API is six megabytes at most, in base64.
MOST_FRAME_BYTES, MOST_CLIP_BYTES = 4_000_000, 60_000_000
_KINDS = {"frame": "image/jpeg", "clip": "video/mp4"}
_ENDINGS = {"frame": "jpg", "clip": "mp4"}
_FAILED = {"FAILED", "REJECTED", "TIMED_OUT", "REMOVED", "CANCELED"}


class OrderPictures:
    def __init__(
        self,
        units: Units,
        reports: Reports,
        desk: Desk,
        iot: IoTClient,
        s3: S3Client,
        presigner: Presigner,
        bucket: str,
        things: str,
        clock: Clock,
        fresh_token: Callable[[], str],
        detector: PictureDetector | None,
    ) -> None:
        """`things`: how the ARN of every thing begins. `fresh_token`: letters nobody guesses."""
        self._units, self._reports, self._desk = units, reports, desk
        self._iot, self._s3, self._bucket, self._things = iot, s3, bucket, things
        self._presigner = presigner
        self._clock, self._fresh_token, self._detector = clock, fresh_token, detector

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
        return self._line(unit, record)

    def list(self, unit: str) -> PictureList:
        """The last that were asked for, newest first. Raises UnitUnknown."""
        self._units.get(unit)
        records = self._desk.pictures_of(unit, MOST_SHOWN)
        return PictureList(pictures=tuple(self._line(unit, record) for record in records))

    def view(self, unit: str, number: str, ask: ViewPicture, by: str) -> ShownPicture:
        """Who looks is written down before the picture is read.

        Raises UnitUnknown, PictureUnknown, PictureNotThere, PictureUnreadable, PictureTooLarge.
        """
        self._units.get(unit)
        record = self._desk.find_picture(unit, number)
        if record is None:
            raise PictureUnknown
        stored = self._stored(record)
        if stored is None:
            raise PictureNotThere
        if stored["ContentLength"] > (MOST_FRAME_BYTES if record.what == "frame" else MOST_CLIP_BYTES):
            raise PictureTooLarge
        self._desk.keep_view(unit, f"{record.what} {number}", by, ask.reason, self._clock.now())
        count("PictureViewed")
        logger().info("picture viewed", extra={"unit": unit, "number": number, "by": by})
        if record.what == "clip":
            return self._show_clip(record, stored["LastModified"])
        jpeg = self._s3.get_object(Bucket=self._bucket, Key=record.key)["Body"].read(MOST_FRAME_BYTES + 1)
        width, height = check_jpeg(jpeg, MOST_FRAME_BYTES)
        seen = self._look(jpeg)
        return ShownPicture(
            number=number,
            what="frame",
            taken_at=stored["LastModified"],
            jpeg=b64encode(jpeg).decode(),
            width=width,
            height=height,
            boxes=boxes_of(seen) if seen is not None else None,
            model=seen.model if seen is not None else "",
        )

    def _look(self, jpeg: bytes) -> Detection | None:
        try:
            return self._detector.detect(jpeg) if self._detector is not None else None
        except DetectorUnavailable as error:
            logger().warning("detector unavailable", extra={"because": str(error)})
            return None

    def _show_clip(self, record: PictureRecord, taken_at: datetime) -> ShownPicture:
        head = self._s3.get_object(Bucket=self._bucket, Key=record.key, Range="bytes=0-15")["Body"].read()
        # Whatever a unit put there, nothing but a film is handed on: an MP4 begins with its `ftyp` box.
        if head[4:8] != b"ftyp":
            raise PictureUnreadable
        url = self._presigner.download(
            self._bucket,
            record.key,
            f"{record.number}.mp4",
            int(CLIP_ADDRESS_WORKS.total_seconds()),
            content_type=_KINDS["clip"],
            cache_control="no-store",
        )
        return ShownPicture(number=record.number, what="clip", taken_at=taken_at, url=url)

    def _check_incident(self, unit: str, number: str | None) -> tuple[str | None, int | None]:
        if number is None:
            return None, None
        incident = self._reports.find_incident(unit, number)
        if incident is None:
            raise IncidentUnknown
        if not incident.clip_kept:
            raise ClipNotKept
        return incident.journal, incident.sequence

    def _line(self, unit: str, record: PictureRecord) -> PictureLine:
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
        if self._stored(record) is not None:
            return "sent", None
        told = self._execution(unit, record.job)
        if told.get("status") in _FAILED:
            details = told.get("statusDetails", {}).get("detailsMap", {})
            return "failed", (details.get("reason") or str(told["status"]))[:200]
        # The address no longer works, whatever the unit does.
        return ("failed", "the unit did not answer in time") if age > ADDRESS_WORKS else ("asked", None)

    def _execution(self, unit: str, job: str) -> dict[str, Any]:
        try:
            return dict(self._iot.describe_job_execution(jobId=job, thingName=unit)["execution"])
        except self._iot.exceptions.ResourceNotFoundException:
            return {}

    def _stored(self, record: PictureRecord) -> Any:
        # Listing one key tells "not there" from "not allowed", which asking for its head does not.
        found = self._s3.list_objects_v2(Bucket=self._bucket, Prefix=record.key, MaxKeys=1).get("Contents", [])
        if not found or found[0]["Key"] != record.key:
            return None
        return {"ContentLength": found[0]["Size"], "LastModified": found[0]["LastModified"]}
