"""The register in a worker's memory: read once, and read again when its head names another version."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from city.aws.observability import count
from city.aws.store import Folder
from city.contracts.operations.city_event import Place
from city.kernel.clock import Clock
from city.operations.cameras.buildings import Buildings, read_buildings
from city.operations.cameras.errors import SnapshotGone
from city.operations.cameras.sight import FoundCamera, Search, cameras_for
from city.operations.cameras.snapshot import CameraArrays, pack_cameras, unpack_cameras
from city.operations.cameras.tables.packs import PacksTable

BUILDINGS = "buildings.geojson"
# A footprint changes by the month.
_BUILDINGS_KEPT = timedelta(minutes=10)


@dataclass(slots=True)
class _Memory:
    version: int = -1
    arrays: CameraArrays | None = None
    buildings: Buildings | None = None
    buildings_read_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraLookup:
    """Answers from memory: one read of DynamoDB to know that the memory is not old, two at most, and no scan."""

    packs: PacksTable
    snapshots: Folder
    geography: Folder
    clock: Clock
    _memory: _Memory = field(default_factory=_Memory)

    def find(self, place: Place, search: Search) -> tuple[FoundCamera, ...]:
        """The cameras that a search finds for a place, nearest first. Raises SnapshotGone."""
        arrays = self.arrays()
        return cameras_for(arrays, place, search, self._buildings() if search.line_of_sight else None)

    def arrays(self) -> CameraArrays:
        """Every camera as it stands now, within the seconds in which a change reaches the snapshot. Raises SnapshotGone."""
        memory = self._memory
        # Between reading the head and the snapshot, others may have come so often that it is deleted: once more, then.
        for _ in range(2):
            head = self.packs.head()
            if memory.arrays is not None and memory.version == head.version:
                return memory.arrays
            content = pack_cameras([]) if head.newest is None else self.snapshots.read(head.newest)
            if content is not None:
                memory.arrays, memory.version = unpack_cameras(content), head.version
                count("CameraSnapshotRead")
                return memory.arrays
        raise SnapshotGone

    def has_buildings(self) -> bool:
        """Whether the city has put footprints where they are looked for."""
        return self._buildings() is not None

    def _buildings(self) -> Buildings | None:
        """Footprints, where the city has put them; read anew every ten minutes."""
        memory, now = self._memory, self.clock.now()
        if memory.buildings_read_at is None or now - memory.buildings_read_at > _BUILDINGS_KEPT:
            content = self.geography.read(BUILDINGS)
            memory.buildings = read_buildings(content) if content is not None else None
            memory.buildings_read_at = now
        return memory.buildings
