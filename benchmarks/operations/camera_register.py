"""The register of cameras at a running local city: a whole national file through the door, and how soon lookups know.

The rates are those of this machine and the local cloud, which is asked in one process; what must hold anywhere is that
nothing is lost, and that a second file changes nothing.
"""

import time
import uuid
from collections.abc import Callable, Iterator

from benchmarks.measurement import BenchmarkTrouble, Measurement, percentile
from infra.local.city import City
from infra.operations.camera_desk import CameraDesk
from infra.operations.camera_seed import as_csv, draw_rows

CAMERAS, NEW, TURNS, LOOKUPS = 22_075, 5, 10, 200
# What the issue asks: a national file with its report, and a new camera in lookups.
MOST_IMPORT_S, MOST_VISIBLE_S = 60.0, 5.0


def measure(
    city: City, cameras: int = CAMERAS, new: int = NEW, turns: int = TURNS, lookups: int = LOOKUPS
) -> Iterator[Measurement]:
    desk, institution = CameraDesk(city), f"측정 {uuid.uuid4().hex[:8]}"
    rows = [{**row, "관리기관명": institution} for row in draw_rows(cameras)]
    before = desk.total()
    began = time.monotonic()
    # What is measured first wakes the function that reads files, as the one file of a year does.
    report = desk.load("all.csv", as_csv(rows))
    taken = time.monotonic() - began
    if (report["new"], report["refused_rows"]) != (cameras, 0):
        raise BenchmarkTrouble(f"Not all was loaded: {report['new']} of {cameras}.")
    yield Measurement(
        f"national file of {cameras:,} cameras, form to report",
        taken,
        "s",
        at_most=MOST_IMPORT_S,
        detail=f"{report['rows']:,} rows, {report['missing'].get('direction_unknown', 0):,} of unknown direction",
    )
    desk.wait_until_known("조회에 모든 카메라 (all cameras in lookups)", lambda: desk.total() == before + cameras)
    yield Measurement("the same, until lookups know all", time.monotonic() - began, "s", detail="batches of the stream")
    yield _again(desk, as_csv(rows, "utf-8-sig"), cameras)
    yield from _seconds("new camera, file to lookup", [_add(desk, institution, at) for at in range(new)])
    yield from _seconds("turned camera, API to lookup", list(_turn(desk, institution, turns)))
    points = [(float(row["WGS84위도"]), float(row["WGS84경도"])) for row in rows[:lookups]]
    taken_ms = [_timed(lambda at=at: desk.seeing(*at)) * 1_000 for at in points]  # type: ignore[misc]
    yield Measurement("which cameras see a point, through the door, p50", percentile(taken_ms, 50), "ms")
    yield Measurement("which cameras see a point, through the door, p95", percentile(taken_ms, 95), "ms")


def _again(desk: CameraDesk, content: bytes, cameras: int) -> Measurement:
    began = time.monotonic()
    report = desk.load("again.csv", content)
    taken = time.monotonic() - began
    if report["unchanged"] != cameras:
        raise BenchmarkTrouble(f"A second file changed something: {cameras - report['unchanged']} cameras.")
    return Measurement("the same file again, form to report", taken, "s", detail="UTF-8; it changes nothing")


def _add(desk: CameraDesk, institution: str, number: int) -> float:
    """Seconds from the posting of a file with one camera more to a lookup that finds it."""
    # Where no other is, a hundred metres apart.
    place = (36.9 + number / 1_000, 126.2)
    (row,) = draw_rows(1)
    row = {**row, "관리기관명": institution, "카메라대수": "1", "촬영방면정보": "360도전방면"}
    content = as_csv([{**row, "WGS84위도": f"{place[0]}", "WGS84경도": f"{place[1]}"}])
    began = time.monotonic()
    desk.put(f"new-{number}.csv", content)
    desk.wait_until_known("새 카메라 (the new camera)", lambda: desk.seeing(*place), pause_s=0.05)
    return time.monotonic() - began


def _turn(desk: CameraDesk, institution: str, turns: int) -> Iterator[float]:
    """Seconds from the answer to a correction to a lookup that goes by it: a camera turned to and fro."""
    place = (36.95, 126.2)
    (row,) = draw_rows(1)
    row = {**row, "관리기관명": institution, "카메라대수": "1", "촬영방면정보": "남"}
    desk.load("turned.csv", as_csv([{**row, "WGS84위도": f"{place[0]}", "WGS84경도": f"{place[1]}"}]))
    south, north = (place[0] - 0.0002, place[1]), (place[0] + 0.0002, place[1])
    desk.wait_until_known("돌릴 카메라 (the camera to turn)", lambda: desk.seeing(*south))
    (name,) = desk.seeing(*south)
    for number in range(turns):
        azimuth, there = ((0.0, north), (180.0, south))[number % 2]
        desk.turn(name, azimuth)
        began = time.monotonic()
        desk.wait_until_known("돌린 카메라 (the turned camera)", lambda there=there: desk.seeing(*there), pause_s=0.05)  # type: ignore[misc]
        yield time.monotonic() - began


def _seconds(name: str, taken: list[float]) -> Iterator[Measurement]:
    yield Measurement(f"{name}, p50", percentile(taken, 50), "s", at_most=MOST_VISIBLE_S)
    yield Measurement(f"{name}, longest", max(taken), "s", at_most=MOST_VISIBLE_S, detail=f"of {len(taken)}")


def _timed(call: Callable[[], object]) -> float:
    began = time.monotonic()
    call()
    return time.monotonic() - began
