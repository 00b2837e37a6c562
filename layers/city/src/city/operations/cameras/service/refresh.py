"""Carries changes of the register into its packs, and from the packs into the snapshot that lookups read.

Whatever is written names the version it saw, and what it is made of is read after that version was: so of two workers
that change the same cell at once, the later one to write has seen what the other wrote, and no camera is lost.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from city.aws.observability import count, measure_seconds
from city.aws.store import Folder
from city.kernel.clock import Clock
from city.operations.cameras.camera import place_camera
from city.operations.cameras.errors import RegisterChanging
from city.operations.cameras.grid import cell_of
from city.operations.cameras.snapshot import count_cameras, pack_cameras, replace_cells, unpack_cameras
from city.operations.cameras.tables.cameras import CamerasTable, RegisteredCamera
from city.operations.cameras.tables.packs import Pack, PacksTable

# Workers that hold an older snapshot's name read it within seconds.
_SNAPSHOTS_KEPT = 5
_TRIES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshCameras:
    """`pause`: waits a little, and longer with every try, each time by another chance."""

    cameras: CamerasTable
    packs: PacksTable
    snapshots: Folder
    clock: Clock
    pause: Callable[[int], None]

    def refresh(self, names: Sequence[str], since: datetime | None = None) -> None:
        """Brings these cameras into packs and snapshot as they stand now; a second time changes nothing.

        `since`: when the first of them changed; how long it took until lookups see it is measured.

        Raises RegisterChanging.
        """
        count("CameraRefreshed", len(names))
        cells: dict[str, list[str]] = {}
        for name, (latitude, longitude) in self.cameras.places(names).items():
            # Where a camera stands is part of its name: it never leaves its cell.
            cells.setdefault(cell_of(latitude, longitude), []).append(name)
        if not cells:
            return
        # First the packs, then what they are made of.
        packs = {cell: self.packs.get(cell) for cell in cells}
        now = self.cameras.get_all(names)
        for cell, pack in packs.items():
            if not self._put(pack, cells[cell], now):
                self._again(cell, cells[cell])
        # Cells that changed nothing go along: a worker that died between pack and snapshot left them so.
        self._refresh_snapshot(sorted(cells))
        if since is not None:
            measure_seconds("CameraDelay", (self.clock.now() - since).total_seconds())

    def _again(self, cell: str, names: Sequence[str]) -> None:
        for attempt in range(_TRIES):
            self.pause(attempt)
            pack = self.packs.get(cell)
            if self._put(pack, names, self.cameras.get_all(names)):
                return
        raise RegisterChanging

    def _put(self, pack: Pack, names: Iterable[str], now: dict[str, RegisteredCamera]) -> bool:
        kept = {} if pack.content is None else {c.camera_id: c for c in unpack_cameras(pack.content).cameras()}
        for name in names:
            camera = now[name]
            if camera.filed.retired_at is None:
                kept[name] = place_camera(camera.filed, camera.correction)
            else:
                kept.pop(name, None)
        content = pack_cameras(list(kept.values())) if kept else None
        return content == pack.content or self.packs.put(pack, content, len(kept), self.clock.now())

    def _refresh_snapshot(self, cells: Sequence[str]) -> None:
        for attempt in range(_TRIES):
            head = self.packs.head()
            before = self.snapshots.read(head.newest) if head.newest is not None else None
            if head.newest is None or before is not None:
                content = replace_cells(before, {cell: self.packs.get(cell).content for cell in cells})
                if content == before:
                    return
                name = f"snapshots/{head.version + 1:010}-{sha256(content).hexdigest()[:16]}"
                self.snapshots.write(name, content)
                names = (name, *head.snapshots)
                if self.packs.put_head(head, names[:_SNAPSHOTS_KEPT], count_cameras(content), self.clock.now()):
                    count("CameraSnapshotWritten")
                    if names[_SNAPSHOTS_KEPT:]:
                        self.snapshots.delete(names[_SNAPSHOTS_KEPT:])
                    return
                if name not in self.packs.head().snapshots:
                    self.snapshots.delete([name])
            self.pause(attempt)
        raise RegisterChanging
