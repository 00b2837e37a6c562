"""The register: of each camera what the national file says, what was corrected, and the history of corrections.

The file's part is written by imports alone and the correction by supervisors alone, so that neither can undo the other.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import PutError
from pynamodb.models import Model

from city.aws.dynamo import Writes, WritesRefused, scan_raw
from city.operations.cameras.camera import Correction, FiledCamera

FILED, CORRECTION, HISTORY = "filed", "correction", "history#"
# What stands beside the cameras: which import is running. Names of cameras begin with a `c`.
_IMPORT, _LOCK = "import", "lock"
# BatchGetItem takes a hundred keys, two of each camera; BatchWriteItem twenty-five items.
MOST_AT_ONCE = 50
_KEYS, _WRITES, _WRITERS = 100, 25, 4
_Item = TypeVar("_Item")


class CameraItem(Model):
    class Meta:
        table_name = "cameras"

    camera_id = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True)
    # --- filed
    institution = UnicodeAttribute(null=True)
    road_address = UnicodeAttribute(null=True)
    lot_address = UnicodeAttribute(null=True)
    purpose = UnicodeAttribute(null=True)
    number = NumberAttribute(null=True)
    of_row = NumberAttribute(null=True)
    pixels = NumberAttribute(null=True)
    direction_text = UnicodeAttribute(null=True)
    kept_days = NumberAttribute(null=True)
    installed = UnicodeAttribute(null=True)
    telephone = UnicodeAttribute(null=True)
    # Text, as the file has it: no float rounds a camera off its place.
    latitude = UnicodeAttribute(null=True)
    longitude = UnicodeAttribute(null=True)
    data_date = UnicodeAttribute(null=True)
    row_digest = UnicodeAttribute(null=True)
    retired_at = UTCDateTimeAttribute(null=True)
    # --- correction, and each line of its history
    azimuth_deg = NumberAttribute(null=True)
    width_deg = NumberAttribute(null=True)
    range_m = NumberAttribute(null=True)
    revision = NumberAttribute(null=True)
    by = UnicodeAttribute(null=True)
    # The name they bore then.
    by_name = UnicodeAttribute(null=True)
    at = UTCDateTimeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    # --- the lock of imports
    holder = UnicodeAttribute(null=True)
    until = UTCDateTimeAttribute(null=True)


@dataclass(frozen=True, slots=True)
class RegisteredCamera:
    filed: FiledCamera
    correction: Correction | None


@dataclass(frozen=True, slots=True)
class FiledState:
    """What an import compares with: whether a row changed, and whether the camera is still there."""

    row_digest: str
    institution: str
    retired: bool


@dataclass(frozen=True, slots=True)
class CamerasTable:
    connection: Connection

    # --- read ---

    def get_many(self, names: Sequence[str]) -> dict[str, RegisteredCamera]:
        """Those of up to fifty cameras that there are, by their names, as they stand now; in one call."""
        keys = [(name, part) for name in dict.fromkeys(names) for part in (FILED, CORRECTION)]
        assert len(keys) <= _KEYS, "more than one call of BatchGetItem takes"
        filed: dict[str, FiledCamera] = {}
        corrections: dict[str, Correction] = {}
        for item in CameraItem.batch_get(keys, consistent_read=True) if keys else ():
            if item.part == FILED:
                filed[item.camera_id] = _filed_of(item)
            else:
                corrections[item.camera_id] = _correction_of(item)
        return {name: RegisteredCamera(each, corrections.get(name)) for name, each in filed.items()}

    def get_all(self, names: Sequence[str]) -> dict[str, RegisteredCamera]:
        """The same of any number of cameras, in as many calls as it takes."""
        parts = _in_threads(self.get_many, _chunks(list(names), MOST_AT_ONCE))
        return {name: camera for part in parts for name, camera in part.items()}

    def places(self, names: Sequence[str]) -> dict[str, tuple[float, float]]:
        """Latitude and longitude of those of any number of cameras that there are: no more of them is read."""

        def read(chunk: list[str]) -> list[tuple[str, tuple[float, float]]]:
            keys, wanted = [(name, FILED) for name in chunk], ["camera_id", "part", "latitude", "longitude"]
            found = CameraItem.batch_get(keys, consistent_read=True, attributes_to_get=wanted)
            return [(item.camera_id, (float(item.latitude), float(item.longitude))) for item in found]

        return dict(pair for pairs in _in_threads(read, _chunks(list(names), _KEYS)) for pair in pairs)

    def get(self, name: str) -> RegisteredCamera | None:
        return self.get_many([name]).get(name)

    def history(self, name: str) -> list[Correction]:
        """Every correction, the newest first."""
        found = CameraItem.query(name, CameraItem.part.startswith(HISTORY), scan_index_forward=False)
        return [_correction_of(item) for item in found]

    def filed_states(self, names: Iterable[str]) -> dict[str, FiledState]:
        """Of those of any number of cameras that there are, what an import compares with."""
        wanted = ["camera_id", "part", "row_digest", "institution", "retired_at"]

        def read(chunk: list[str]) -> list[tuple[str, FiledState]]:
            keys = [(name, FILED) for name in chunk]
            return [
                (item.camera_id, FiledState(item.row_digest, item.institution, item.retired_at is not None))
                for item in CameraItem.batch_get(keys, consistent_read=True, attributes_to_get=wanted)
            ]

        return dict(pair for pairs in _in_threads(read, _chunks(list(names), _KEYS)) for pair in pairs)

    def names(self) -> Iterator[str]:
        """Every camera's name, by a scan of the whole table: for the nightly comparison, and for no lookup."""
        for item in scan_raw(self.connection, CameraItem, ("camera_id", "part")):
            if item["part"]["S"] == FILED:
                yield item["camera_id"]["S"]

    # --- write ---

    def file(self, cameras: Sequence[FiledCamera]) -> None:
        """Writes what a file says of cameras, whatever was written before. Only whoever holds the lock may."""

        def write(chunk: list[FiledCamera]) -> None:
            with CameraItem.batch_write() as batch:
                for camera in chunk:
                    batch.save(_item_of(camera))

        for _ in _in_threads(write, _chunks(list(cameras), _WRITES)):
            pass

    def retire(self, names: Sequence[str], at: datetime) -> None:
        """Marks cameras that no file has any more. They and their history stay on file."""

        def write(name: str) -> None:
            CameraItem(name, FILED).update([CameraItem.retired_at.set(at)], CameraItem.camera_id.exists())

        for _ in _in_threads(write, list(names)):
            pass

    def correct(self, name: str, correction: Correction) -> bool:
        """Keeps a correction and its line of history. False, and nothing written, if another came first."""
        values: dict[str, Any] = {
            "azimuth_deg": correction.azimuth_deg,
            "width_deg": correction.width_deg,
            "range_m": correction.range_m,
            "revision": correction.revision,
            "by": correction.by,
            "by_name": correction.by_name,
            "at": correction.at,
            "reason": correction.reason,
        }
        seen = correction.revision - 1
        condition = CameraItem.revision == seen if seen else CameraItem.camera_id.does_not_exist()
        line = CameraItem(name, f"{HISTORY}{correction.revision:06}", **values)
        writes = Writes()
        writes.add("now", lambda transaction: transaction.save(CameraItem(name, CORRECTION, **values), condition))
        writes.add("line", lambda transaction: transaction.save(line, CameraItem.camera_id.does_not_exist()))
        try:
            writes.commit(self.connection)
        except WritesRefused:
            return False
        return True

    # --- one import at a time ---

    def lock(self, holder: str, now: datetime, until: datetime) -> bool:
        """False if another import holds the lock. It ends by itself, for whoever dies holding it."""
        free = CameraItem.camera_id.does_not_exist() | (CameraItem.until <= now) | (CameraItem.holder == holder)
        try:
            CameraItem(_IMPORT, _LOCK, holder=holder, until=until).save(condition=free)
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True

    def unlock(self, holder: str, now: datetime) -> None:
        """Lets the next import in, if this one still holds the lock."""
        self.lock(holder, now, now)


def _item_of(camera: FiledCamera) -> CameraItem:
    return CameraItem(
        camera.camera_id,
        FILED,
        institution=camera.institution,
        road_address=camera.road_address or None,
        lot_address=camera.lot_address or None,
        purpose=camera.purpose or None,
        number=camera.number,
        of_row=camera.of_row,
        pixels=camera.pixels,
        direction_text=camera.direction_text or None,
        kept_days=camera.kept_days,
        installed=camera.installed.isoformat() if camera.installed else None,
        telephone=camera.telephone or None,
        latitude=repr(camera.latitude),
        longitude=repr(camera.longitude),
        data_date=camera.data_date.isoformat() if camera.data_date else None,
        row_digest=camera.row_digest,
        retired_at=camera.retired_at,
    )


def _filed_of(item: CameraItem) -> FiledCamera:
    return FiledCamera(
        camera_id=item.camera_id,
        institution=item.institution,
        road_address=item.road_address or "",
        lot_address=item.lot_address or "",
        purpose=item.purpose or "",
        number=int(item.number),
        of_row=int(item.of_row),
        pixels=int(item.pixels) if item.pixels is not None else None,
        direction_text=item.direction_text or "",
        kept_days=int(item.kept_days) if item.kept_days is not None else None,
        installed=date.fromisoformat(item.installed) if item.installed else None,
        telephone=item.telephone or "",
        latitude=float(item.latitude),
        longitude=float(item.longitude),
        data_date=date.fromisoformat(item.data_date) if item.data_date else None,
        row_digest=item.row_digest,
        retired_at=item.retired_at,
    )


def _correction_of(item: CameraItem) -> Correction:
    return Correction(
        azimuth_deg=_float(item.azimuth_deg),
        width_deg=_float(item.width_deg),
        range_m=_float(item.range_m),
        revision=int(item.revision),
        by=item.by,
        by_name=item.by_name,
        at=item.at,
        reason=item.reason,
    )


def _float(number: Any) -> float | None:
    return float(number) if number is not None else None


def _chunks(items: list[_Item], size: int) -> list[list[_Item]]:
    return [items[at : at + size] for at in range(0, len(items), size)]


_Answer = TypeVar("_Answer")


def _in_threads(work: Callable[[_Item], _Answer], items: list[_Item]) -> Iterator[_Answer]:
    """What the work makes of each, a few at a time: a file of 22,075 cameras is nine hundred calls."""
    with ThreadPoolExecutor(_WRITERS) as pool:
        yield from pool.map(work, items)
