"""The register of cameras: reading a national file, its snapshot, and which cameras see a point, beside looking at each. No AWS."""

import random
from collections.abc import Callable, Iterator
from datetime import date
from time import perf_counter, thread_time

from benchmarks.measurement import BenchmarkTrouble, Measurement, percentile
from city.contracts.operations.city_event import Place, PointPlace
from city.operations.cameras.camera import PlacedCamera, place_camera
from city.operations.cameras.grid import cell_of
from city.operations.cameras.national.rows import read_national_file
from city.operations.cameras.sight import Search, cameras_for
from city.operations.cameras.snapshot import CameraArrays, pack_cameras, replace_cells, unpack_cameras
from infra.operations.camera_seed import as_csv, draw_rows
from tests.unit.operations.cameras.drawn import verdict_of

CAMERAS = 22_075
POINTS = 2_000
_COMPARED = 20
TODAY = date(2026, 11, 29)
# The facts: a lookup's own time, the size of a snapshot, a changed camera seen within five seconds, a file within sixty.
MOST_LOOKUP_MS, MOST_BYTES, MOST_IMPORT_S = 15.0, 450_000, 60.0


def measure(cameras: int = CAMERAS, points: int = POINTS) -> Iterator[Measurement]:
    content = as_csv(draw_rows(cameras))
    began = perf_counter()
    reading = read_national_file(content, TODAY, None)
    yield Measurement(
        f"national file of {cameras:,} cameras read",
        perf_counter() - began,
        "s",
        at_most=MOST_IMPORT_S,
        detail=f"{reading.rows:,} rows, {reading.missing['direction_unknown']:,} of unknown direction",
    )
    placed = [place_camera(camera, None) for camera in reading.cameras]
    packed = pack_cameras(placed)
    yield Measurement("snapshot", len(packed), "B", at_most=MOST_BYTES)
    began = perf_counter()
    arrays = unpack_cameras(packed)
    yield Measurement("snapshot read", (perf_counter() - began) * 1_000, "ms")
    yield _changed_cell(packed, placed)
    chance = random.Random(15)
    places = [_near(chance, placed) for _ in range(points)]
    for name, search in (
        ("that see a point", Search()),
        ("within 500 m or the nearest five", Search(within_m=500, at_least=5)),
    ):
        taken = _timed([lambda p=place, s=search: cameras_for(arrays, p, s) for place in places])  # type: ignore[misc]
        yield Measurement(f"cameras {name}, p95", percentile(taken, 95), "ms", at_most=MOST_LOOKUP_MS)
        yield Measurement(f"cameras {name}, p50", percentile(taken, 50), "ms")
    yield from _beside_each(arrays, placed, places[:_COMPARED])


def _beside_each(arrays: CameraArrays, placed: list[PlacedCamera], places: list[Place]) -> Iterator[Measurement]:
    """Looking at one camera after the other, and that both find the same. Raises BenchmarkTrouble."""
    taken = []
    for place in places:
        assert isinstance(place.shape, PointPlace)
        longitude, latitude = place.shape.position
        began = thread_time()
        wanted = {each.camera_id for each in placed if verdict_of(each, latitude, longitude) is not None}
        taken.append((thread_time() - began) * 1_000)
        if wanted != {each.camera_id for each in cameras_for(arrays, place, Search())}:
            raise BenchmarkTrouble("The lookup found other cameras than looking at each does.")
    yield Measurement("the same, looking at each camera, p50", percentile(taken, 50), "ms")


def _changed_cell(packed: bytes, placed: list[PlacedCamera]) -> Measurement:
    cell = cell_of(placed[0].latitude, placed[0].longitude)
    pack = pack_cameras([each for each in placed if cell_of(each.latitude, each.longitude) == cell])
    began = perf_counter()
    if replace_cells(packed, {cell: pack}) != packed:
        raise BenchmarkTrouble("A cell put back where it was changed the snapshot.")
    return Measurement("snapshot made anew for a changed cell", (perf_counter() - began) * 1_000, "ms")


def _near(chance: random.Random, placed: list[PlacedCamera]) -> Place:
    """A point some hundred metres from a camera, as events are where cameras are."""
    camera = chance.choice(placed)
    position = (camera.longitude + chance.gauss(0, 0.002), camera.latitude + chance.gauss(0, 0.002))
    return Place(shape=PointPlace(position=position))


def _timed(calls: list[Callable[[], object]]) -> list[float]:
    """Milliseconds of its own that each takes: what others take of a busy machine does not count."""
    taken = []
    for call in calls:
        began = thread_time()
        call()
        taken.append((thread_time() - began) * 1_000)
    return taken
