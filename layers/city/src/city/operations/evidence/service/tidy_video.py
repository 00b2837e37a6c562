"""Destroying recorded video whose time is over, every night; never under a hold, and each destruction in the log."""

from collections import defaultdict
from dataclasses import dataclass

from city.aws.observability import count
from city.aws.store import Folder
from city.contracts.operations.viewlog import ViewEntryV1, ViewOutcome
from city.kernel.clock import Clock, seoul_date
from city.operations.evidence.recordings import ROOT, Recording, is_held, read_name
from city.operations.evidence.retention import last_day_kept
from city.operations.evidence.tables.cases import Holds
from city.operations.viewlog.tables.log import ViewLog

# What S3 deletes in one call.
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TidyVideo:
    recordings: Folder
    holds: Holds
    log: ViewLog
    clock: Clock

    def tidy(self) -> int:
        """How many pieces were destroyed. What has a name that says nothing is left, counted, for a person to look at."""
        today = seoul_date(self.clock.now())
        old: list[Recording] = []
        for name in self.recordings.names(ROOT):
            recording = read_name(name)
            if recording is None:
                count("RecordingUnnamed")
            elif last_day_kept(recording.purpose, recording.ends) < today:
                old.append(recording)
        destroyed = 0
        for start in range(0, len(old), _AT_ONCE):
            # Anew before each deed: a hold that somebody placed a moment ago counts.
            holds = self.holds.all()
            due = [each for each in old[start : start + _AT_ONCE] if not is_held(each, holds)]
            # First the entry, then the deed: a run that dies between them is repeated, and its entry is the same.
            self.log.append_all([self._entry(camera, pieces) for camera, pieces in _by_camera(due).items()])
            if due:
                self.recordings.delete([recording.name for recording in due])
            destroyed += len(due)
        count("RecordingDestroyed", destroyed)
        return destroyed

    def _entry(self, camera: str, pieces: list[Recording]) -> ViewEntryV1:
        first, last = min(each.starts for each in pieces), max(each.ends for each in pieces)
        return ViewEntryV1(
            key=f"destruction#{camera}#{first.isoformat()}#{last.isoformat()}",
            outcome=ViewOutcome.DESTRUCTION,
            at=self.clock.now(),
            who="city",
            name="보유기간 자동 파기",
            organisation="city",
            camera=camera,
            purpose="보유기간 만료",
            form="영구 삭제",
            scope=f"{len(pieces)}개 파일",
            starts=first,
            ends=last,
        )


def _by_camera(recordings: list[Recording]) -> dict[str, list[Recording]]:
    cameras: dict[str, list[Recording]] = defaultdict(list)
    for recording in recordings:
        cameras[recording.camera].append(recording)
    return cameras
