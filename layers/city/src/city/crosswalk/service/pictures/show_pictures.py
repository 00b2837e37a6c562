"""Looking at the pictures that units sent: with a reason each time, which the auditors can read."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from city.aws.observability import count, logger
from city.aws.presigned import Presigner
from city.contracts.crosswalk.staff.pictures import PictureList, ShownPicture, ViewPicture
from city.crosswalk.errors import (
    DetectorUnavailable,
    PictureNotThere,
    PictureTooLarge,
    PictureUnknown,
    PictureUnreadable,
)
from city.crosswalk.jpeg import check_jpeg
from city.crosswalk.ports import Detection, PictureDetector
from city.crosswalk.service.detect_frame import boxes_of
from city.crosswalk.service.pictures.stored_pictures import StoredPictures
from city.crosswalk.tables.desk import PictureRecord, UnitDesk
from city.crosswalk.tables.units import Units
from city.kernel.clock import Clock

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

CLIP_ADDRESS_WORKS = timedelta(minutes=1)
MOST_SHOWN = 30
# The answer of an API is six megabytes at most, in base64.
MOST_FRAME_BYTES, MOST_CLIP_BYTES = 4_000_000, 60_000_000


class ListPictures:
    def __init__(self, units: Units, desk: UnitDesk, stored: StoredPictures) -> None:
        self._units, self._desk, self._stored = units, desk, stored

    def list(self, unit: str) -> PictureList:
        """The last that were asked for, newest first. Raises UnitUnknown."""
        self._units.get(unit)
        records = self._desk.pictures_of(unit, MOST_SHOWN)
        return PictureList(pictures=tuple(self._stored.line_of(unit, record) for record in records))


class ViewUnitPicture:
    def __init__(
        self,
        *,
        units: Units,
        desk: UnitDesk,
        stored: StoredPictures,
        s3: S3Client,
        presigner: Presigner,
        bucket: str,
        clock: Clock,
        detector: PictureDetector | None,
    ) -> None:
        """Without a `detector` no boxes are shown: for the board it is a help, not a duty."""
        self._units, self._desk, self._stored = units, desk, stored
        self._s3, self._presigner, self._bucket = s3, presigner, bucket
        self._clock, self._detector = clock, detector

    def view(self, unit: str, number: str, ask: ViewPicture, by: str) -> ShownPicture:
        """Who looks is written down before the picture is read.

        Raises UnitUnknown, PictureUnknown, PictureNotThere, PictureUnreadable, PictureTooLarge.
        """
        self._units.get(unit)
        record = self._desk.find_picture(unit, number)
        if record is None:
            raise PictureUnknown
        stored = self._stored.find(record)
        if stored is None:
            raise PictureNotThere
        if stored.size_bytes > (MOST_FRAME_BYTES if record.what == "frame" else MOST_CLIP_BYTES):
            raise PictureTooLarge
        self._desk.keep_view(unit, f"{record.what} {number}", by=by, reason=ask.reason, at=self._clock.now())
        count("PictureViewed")
        logger().info("picture viewed", extra={"unit": unit, "number": number, "by": by})
        if record.what == "clip":
            return self._show_clip(record, stored.written_at)
        jpeg = self._s3.get_object(Bucket=self._bucket, Key=record.key)["Body"].read(MOST_FRAME_BYTES + 1)
        width, height = check_jpeg(jpeg, MOST_FRAME_BYTES)
        seen = self._look(jpeg)
        return ShownPicture(
            number=number,
            what="frame",
            taken_at=stored.written_at,
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
            content_type="video/mp4",
            cache_control="no-store",
        )
        return ShownPicture(number=record.number, what="clip", taken_at=taken_at, url=url)
