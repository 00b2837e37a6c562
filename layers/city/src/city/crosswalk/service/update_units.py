"""Sending new software or a new model to units: signed, on a few units first, and stopped when it fails."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from city.aws.observability import count, logger
from city.contracts.crosswalk.devices import UpdateJobV1
from city.contracts.crosswalk.staff.updates import (
    CancelUpdate,
    StartUpdate,
    UnitProgress,
    UpdateFile,
    UpdateLine,
    UpdateList,
)
from city.crosswalk.errors import NobodyToUpdate, NotRehearsed, ReleaseDiffers, ReleaseUnknown, UpdateUnknown
from city.crosswalk.service.signer import Signer
from city.crosswalk.tables.desk import UnitDesk, UpdateRecord
from city.crosswalk.tables.units import Units
from city.kernel.clock import Clock

if TYPE_CHECKING:
    from mypy_boto3_iot.client import IoTClient

    from city.aws.store import Folder

_TARGETS_A_JOB = 100  # quota of AWS IoT jobs
_ADDRESS_WORKS_S = 3600
MOST_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Releases:
    """Where releases lie. `reader_role`: what AWS IoT assumes to make an address of the release for each unit."""

    folder: Folder
    reader_role: str
    region: str


class StartUnitUpdate:
    def __init__(
        self,
        *,
        units: Units,
        desk: UnitDesk,
        show_update: ShowUpdate,
        signer: Signer,
        iot: IoTClient,
        releases: Releases,
        things: str,
        clock: Clock,
    ) -> None:
        """`things`: how the ARN of every thing begins."""
        self._units, self._desk, self._show_update, self._signer = units, desk, show_update, signer
        self._iot, self._releases = iot, releases
        self._things, self._clock = things, clock

    def start(self, ask: StartUpdate, by: str) -> UpdateLine:
        """Raises ReleaseUnknown, ReleaseDiffers, NotRehearsed, NobodyToUpdate."""
        self._check_release(ask)
        if ask.ring == "rest" and not self._rehearsed(ask):
            raise NotRehearsed
        names = sorted(
            r.unit for r in self._units.list_all() if r.ring == ask.ring and r.standing == "active" and r.is_installed
        )
        if not names:
            raise NobodyToUpdate
        now = self._clock.now()
        number = f"{now:%Y%m%d%H%M%S}-{ask.name}"
        parts = [names[start : start + _TARGETS_A_JOB] for start in range(0, len(names), _TARGETS_A_JOB)]
        jobs = [f"update-{number.replace('.', '_')}-{part}" for part in range(len(parts))]
        record = UpdateRecord(
            number=number,
            operation=ask.operation,
            name=ask.name,
            sha256=ask.sha256,
            ring=ask.ring,
            started_at=now,
            started_by=by,
            reason=ask.reason,
            units=len(names),
            jobs=" ".join(jobs),
        )
        self._desk.keep_update(record)
        document = self._document(ask)
        for job, part in zip(jobs, parts, strict=True):
            self._create_job(job, part, document)
        count("UpdateStarted")
        logger().info("update started", extra={"number": number, "ring": ask.ring, "units": len(names), "by": by})
        return _line(record)

    def _check_release(self, ask: StartUpdate) -> None:
        found = next(self._releases.folder.list(ask.key), None)
        if found is None or found.name != ask.key:
            raise ReleaseUnknown
        if found.size_bytes != ask.size_bytes:
            raise ReleaseDiffers

    def _rehearsed(self, ask: StartUpdate) -> bool:
        """Whether the same bytes succeeded on every unit of the first ring that tried them, and on one at least."""
        for record in self._desk.list_updates(MOST_SHOWN):
            if (record.ring, record.sha256, record.operation) == ("canary", ask.sha256, ask.operation):
                counts = self._show_update.show(record.number).counts
                return counts.get("SUCCEEDED", 0) > 0 and set(counts) <= {"SUCCEEDED"}
        return False

    def _document(self, ask: StartUpdate) -> str:
        address = f"https://s3.{self._releases.region}.amazonaws.com/{self._releases.folder.bucket}/{ask.key}"
        job = UpdateJobV1(
            operation=ask.operation,
            name=ask.name,
            url=f"${{aws:iot:s3-presigned-url:{address}}}",
            sha256=ask.sha256,
            size_bytes=ask.size_bytes,
            signature=self._signer.sign(ask.sha256),
            health_check_s=ask.health_check_s,
        )
        return json.dumps(job.model_dump(mode="json"))

    def _create_job(self, job: str, units: Sequence[str], document: str) -> None:
        self._iot.create_job(
            jobId=job,
            targets=[f"{self._things}{unit}" for unit in units],
            document=document,
            targetSelection="SNAPSHOT",
            presignedUrlConfig={"roleArn": self._releases.reader_role, "expiresInSec": _ADDRESS_WORKS_S},
            # A few at first, twice as many after each ten that went well.
            jobExecutionsRolloutConfig={
                "maximumPerMinute": 50,
                "exponentialRate": {
                    "baseRatePerMinute": 5,
                    "incrementFactor": 2.0,
                    "rateIncreaseCriteria": {"numberOfSucceededThings": 10},
                },
            },
            abortConfig={
                "criteriaList": [
                    {
                        "failureType": "ALL",
                        "action": "CANCEL",
                        "thresholdPercentage": 20.0,
                        "minNumberOfExecutedThings": 2,
                    }
                ]
            },
            timeoutConfig={"inProgressTimeoutInMinutes": 60},
        )


class CancelUnitUpdate:
    def __init__(self, desk: UnitDesk, show_update: ShowUpdate, iot: IoTClient) -> None:
        self._desk, self._show_update, self._iot = desk, show_update, iot

    def cancel(self, number: str, ask: CancelUpdate, by: str) -> UpdateFile:
        """Raises UpdateUnknown."""
        record = _get(self._desk, number)
        for job in record.jobs.split():
            self._iot.cancel_job(jobId=job, comment=ask.reason)
        logger().info("update cancelled", extra={"number": number, "by": by})
        return self._show_update.show(number)


class ListUpdates:
    def __init__(self, desk: UnitDesk) -> None:
        self._desk = desk

    def list(self) -> UpdateList:
        return UpdateList(updates=tuple(_line(record) for record in self._desk.list_updates(MOST_SHOWN)))


class ShowUpdate:
    def __init__(self, desk: UnitDesk, iot: IoTClient) -> None:
        self._desk, self._iot = desk, iot

    def show(self, number: str) -> UpdateFile:
        """Raises UpdateUnknown."""
        record = _get(self._desk, number)
        units: list[UnitProgress] = []
        statuses = set()
        for job in record.jobs.split():
            statuses.add(str(self._iot.describe_job(jobId=job)["job"]["status"]))
            answer = self._iot.list_job_executions_for_job(jobId=job, maxResults=_TARGETS_A_JOB)
            for summary in answer["executionSummaries"]:
                name = summary["thingArn"].rpartition("/")[2]
                units.append(UnitProgress(unit=name, status=summary["jobExecutionSummary"]["status"]))
        counts: dict[str, int] = {}
        for unit in units:
            counts[unit.status] = counts.get(unit.status, 0) + 1
        # While one part runs the update runs.
        status = next((s for s in ("IN_PROGRESS", "CANCELED") if s in statuses), "COMPLETED")
        return UpdateFile(
            line=_line(record), status=status, counts=counts, units=tuple(sorted(units, key=lambda u: u.unit))
        )


def _get(desk: UnitDesk, number: str) -> UpdateRecord:
    """Raises UpdateUnknown."""
    record = desk.find_update(number)
    if record is None:
        raise UpdateUnknown
    return record


def _line(record: UpdateRecord) -> UpdateLine:
    return UpdateLine(
        number=record.number,
        operation=record.operation,
        name=record.name,
        ring=record.ring,
        started_at=record.started_at,
        started_by=record.started_by,
        reason=record.reason,
        units=int(record.units),
    )
