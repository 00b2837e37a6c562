"""Loading the national file of cameras."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from city.aws.observability import correlated, count, logger
from city.aws.store import Folder, ObjectStore
from city.contracts.operations.cameras import CameraFileReportV1, RefusedCell
from city.kernel.clock import Clock, seoul_date
from city.operations.cameras.buildings import read_buildings
from city.operations.cameras.errors import ImportRunning
from city.operations.cameras.grid import cell_of
from city.operations.cameras.national.rows import NationalReading, read_national_file
from city.operations.cameras.national.text import FileRefused
from city.operations.cameras.service.camera_files import BY, BY_NAME, MOST_RETIRED, REPORT
from city.operations.cameras.service.lookup import CameraLookup
from city.operations.cameras.tables.cameras import CamerasTable

DISTRICT = "district.geojson"
# As long as its function may run, and the next try waits.
_LOCKED_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class _Loaded:
    """Cameras, by what became of them."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    returned: int = 0
    retired: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCameras:
    """Loads a national file from the inbox and answers with a report."""

    cameras: CamerasTable
    lookup: CameraLookup
    objects: ObjectStore
    reports: Folder
    geography: Folder
    clock: Clock

    def import_file(self, bucket: str, key: str) -> CameraFileReportV1:
        """The whole file is read before anything is written; every good row is loaded, every bad one is named in the report.

        A second time changes nothing. There is a report whatever the file is. Raises ImportRunning.
        """
        with correlated(key):
            known = self.reports.read(key + REPORT)
            if known is not None:
                return CameraFileReportV1.model_validate_json(known)
            now = self.clock.now()
            if not self.cameras.lock(key, now, now + _LOCKED_FOR):
                raise ImportRunning
            file = self.objects.folder(bucket).open(key)
            report = self._load(key, b"".join(file.chunks), file.metadata)
            beside = {name: file.metadata[name] for name in (BY, BY_NAME) if name in file.metadata}
            self.reports.write(
                key + REPORT,
                report.model_dump_json(indent=1).encode(),
                "application/json",
                {**_counts(report), **beside},
            )
            self.cameras.unlock(key, self.clock.now())
            count("CamerasLoaded", report.new + report.changed + report.returned)
            count("CameraRowsRefused", report.refused_rows)
            logger().info("cameras imported", extra=_counts(report))
        return report

    def _load(self, key: str, content: bytes, metadata: Mapping[str, str]) -> CameraFileReportV1:
        most_retired = metadata.get(MOST_RETIRED)
        refused: list[RefusedCell] = []
        reading, loaded = NationalReading(), None
        try:
            reading = read_national_file(content, seoul_date(self.clock.now()), self._inside())
            gone = self._gone(reading, int(most_retired)) if most_retired is not None else []
        except FileRefused as error:
            refused.append(RefusedCell(row=error.line, column=error.column, reason_ko=error.ko, reason_en=error.en))
        else:
            loaded = self._write(reading, gone)
        counts = loaded or _Loaded()
        return CameraFileReportV1(
            file=key,
            digest=sha256(content).hexdigest(),
            finished_at=self.clock.now(),
            loaded=loaded is not None,
            rows=reading.rows,
            cameras=len(reading.cameras),
            new=counts.new,
            changed=counts.changed,
            unchanged=counts.unchanged,
            returned=counts.returned,
            retired=counts.retired,
            duplicates=reading.duplicates,
            refused_rows=reading.refused_rows,
            missing=dict(reading.missing),
            refused=(*refused, *reading.refused),
            remarks=tuple(reading.remarks),
            by=metadata.get(BY),
        )

    def _inside(self) -> "_District | None":
        content = self.geography.read(DISTRICT)
        return _District(content) if content is not None else None

    def _gone(self, reading: NationalReading, most: int) -> list[str]:
        """Cameras of the file's institutions that it does not have any more. Raises FileRefused if they are too many.

        A row that was refused may be any of them: then none is.
        """
        if reading.refused_rows:
            raise FileRefused(
                1,
                "-",
                f"읽지 못한 줄이 {reading.refused_rows}개 있어, 없어진 카메라를 알 수 없습니다. 고친 뒤 다시 올려 주세요.",
                f"{reading.refused_rows} rows were refused: which cameras are gone cannot be told. Mend them first.",
            )
        named = {camera.camera_id for camera in reading.cameras}
        others = [name for name in self.lookup.arrays().names() if name not in named]
        states = self.cameras.filed_states(others)
        gone = [
            name for name, state in states.items() if not state.retired and state.institution in reading.institutions
        ]
        if len(gone) > most:
            raise FileRefused(
                1,
                "관리기관명",
                f"파일에 없는 카메라가 {len(gone)}대로, 정한 {most}대보다 많습니다.",
                f"{len(gone)} cameras are not in the file, and {most} at most were to be retired.",
            )
        return gone

    def _write(self, reading: NationalReading, gone: list[str]) -> _Loaded:
        states = self.cameras.filed_states(camera.camera_id for camera in reading.cameras)
        new = [camera for camera in reading.cameras if camera.camera_id not in states]
        known = [(camera, states[camera.camera_id]) for camera in reading.cameras if camera.camera_id in states]
        returned = [camera for camera, state in known if state.retired]
        changed = [camera for camera, state in known if not state.retired and state.row_digest != camera.row_digest]
        # In the order of cells: what a batch of the stream has to read and write is the less.
        self.cameras.file(
            sorted(
                [*new, *returned, *changed], key=lambda each: (cell_of(each.latitude, each.longitude), each.camera_id)
            )
        )
        self.cameras.retire(gone, self.clock.now())
        return _Loaded(
            new=len(new),
            changed=len(changed),
            unchanged=len(known) - len(returned) - len(changed),
            returned=len(returned),
            retired=len(gone),
        )


class _District:
    def __init__(self, content: bytes) -> None:
        self._boundary = read_buildings(content)

    def __call__(self, longitude: float, latitude: float) -> bool:
        return self._boundary.contain(longitude, latitude)


def _counts(report: CameraFileReportV1) -> dict[str, str]:
    """As they stand beside a report for whoever lists many."""
    names = ("rows", "cameras", "new", "changed", "unchanged", "returned", "retired", "duplicates", "refused_rows")
    counts = {name.replace("_", "-"): str(getattr(report, name)) for name in names}
    counts["direction-unknown"] = str(report.missing.get("direction_unknown", 0))
    return {**counts, "loaded": "yes" if report.loaded else "no"}
