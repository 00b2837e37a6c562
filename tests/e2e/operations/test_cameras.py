"""The register at the running city: a national file through the door, what is missing of it, and what lookups know of it.

It counts, and holds no clock against anything: how long it takes is measured by `python -m benchmarks camera_register`.
"""

import os
import signal
import uuid
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest

from city.kernel.clock import SEOUL
from city.operations.cameras.grid import cell_of
from city.operations.cameras.national.rows import read_national_file
from infra.local.city import City
from infra.local.patience import wait_on
from infra.operations.camera_desk import CameraDesk
from infra.operations.camera_seed import as_csv, draw_rows
from tests.e2e.operations.deployed import handed_out_again_soon, queue_of, settings_of
from tests.e2e.workers import workers

# Enough that a worker can be killed among them; the whole register is loaded by `python -m benchmarks camera_register`.
CAMERAS = 1_500
# Between these longitudes, a degree east of the city, no other test looks for cameras.
ELSEWHERE = (127.0, 128.5)
Row = dict[str, str]
UNKNOWN = ("", "도로방면", "정문 방향", "시내방면")


@pytest.fixture(scope="module")
def desk(city: City) -> CameraDesk:
    return CameraDesk(city)


def rows_elsewhere(cameras: int) -> list[Row]:
    """Of an institution of their own, elsewhere."""
    institution = f"시험 {uuid.uuid4().hex[:8]}"
    return [
        {**row, "관리기관명": institution, "WGS84경도": f"{float(row['WGS84경도']) + 1:.6f}"}
        for row in draw_rows(cameras)
    ]


def names_of(rows: list[Row]) -> list[str]:
    """The cameras that these rows stand for, in the order in which an import writes them."""
    reading = read_national_file(as_csv(rows), datetime.now(SEOUL).date(), None)
    inside = [(cell_of(each.latitude, each.longitude), each.camera_id) for each in reading.cameras]
    return [name for _, name in sorted(inside)]


@pytest.fixture(scope="module")
def rows(desk: CameraDesk) -> list[Row]:
    """A register that is loaded, and that lookups know."""
    drawn = rows_elsewhere(CAMERAS)
    report = desk.load("all.csv", as_csv(drawn))
    wanted = set(names_of(drawn))
    desk.wait_until_known("모든 카메라 (all cameras)", lambda: wanted <= desk.names(*ELSEWHERE), pause_s=1)

    assert (report["loaded"], report["rows"], report["cameras"], report["new"]) == (
        True, len(drawn), CAMERAS, CAMERAS
    )  # fmt: skip
    assert (report["refused_rows"], report["retired"]) == (0, 0)
    assert report["missing"]["direction_unknown"] == sum(row["촬영방면정보"] in UNKNOWN for row in drawn)
    assert report["missing"]["outside_the_district"] == len(drawn)
    return drawn


def test_a_camera_that_is_new_is_found_by_the_worker_that_did_not_know_it(
    city: City, desk: CameraDesk, rows: list[Row]
) -> None:
    place = (36.95, 127.95)
    new = {**rows[0], "카메라대수": "1", "촬영방면정보": "남", "WGS84위도": "36.95", "WGS84경도": "127.95"}
    (name,) = names_of([new])
    south, north = (place[0] - 0.0002, place[1]), (place[0] + 0.0002, place[1])
    assert desk.seeing(*south) == {}
    api = city.function("CamerasApiFunction")
    before = set(workers(api))

    desk.load("one-more.csv", as_csv([*rows[:50], new]))
    desk.wait_until_known("새 카메라 (the new camera)", lambda: name in desk.seeing(*south))

    assert desk.seeing(*north) == {}
    desk.turn(name, 0)
    desk.wait_until_known("돌린 카메라 (the turned camera)", lambda: name in desk.seeing(*north))
    assert desk.seeing(*south) == {}
    assert before & set(workers(api))


def test_the_same_file_again_changes_nothing(city: City, desk: CameraDesk, rows: list[Row]) -> None:
    settings = settings_of(city, "RefreshCamerasFunction")
    head = {"TableName": settings["CAMERA_PACKS_TABLE"], "Key": {"cell": {"S": "head"}}, "ConsistentRead": True}
    before = city.client("dynamodb").get_item(**head)["Item"]

    report = desk.load("again.csv", as_csv(rows[::-1], "utf-8-sig"))

    assert (report["new"], report["changed"], report["returned"], report["unchanged"]) == (0, 0, 0, CAMERAS)
    assert city.client("dynamodb").get_item(**head)["Item"] == before


def test_what_is_missing_and_what_is_refused_is_named_by_row_and_the_rest_is_loaded(desk: CameraDesk) -> None:
    good, nameless, nowhere = rows_elsewhere(3)[0], rows_elsewhere(1)[0], rows_elsewhere(1)[0]
    wrong = [good, {**nameless, "관리기관명": ""}, {**nowhere, "WGS84위도": "모름"}, {**good, "설치목적구분": ""}]

    report = desk.load("wrong.csv", as_csv(wrong))

    assert (report["rows"], report["refused_rows"], report["loaded"]) == (4, 2, True)
    assert [(each["row"], each["column"]) for each in report["refused"]] == [(3, "관리기관명"), (4, "WGS84위도")]
    assert report["missing"]["purpose_missing"] == 1
    wanted = set(names_of([wrong[0], wrong[3]]))
    desk.wait_until_known("나머지 카메라 (the other cameras)", lambda: wanted <= desk.names(*ELSEWHERE))


def test_an_import_that_dies_among_its_writes_is_finished_and_every_camera_is_there(
    city: City, desk: CameraDesk
) -> None:
    importer, table = city.function("ImportCamerasFunction"), city.output("CamerasTable")

    def is_written(name: str) -> bool:
        key = {"camera_id": {"S": name}, "part": {"S": "filed"}}
        return "Item" in city_dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True)

    city_dynamodb = city.client("dynamodb")
    with handed_out_again_soon(city, queue_of(city, "ImportCamerasFunction"), seconds=30):
        for _ in range(5):
            rows = rows_elsewhere(CAMERAS)
            names = names_of(rows)
            file = desk.put("killed.csv", as_csv(rows))
            first = names[len(names) // 8]
            wait_on(city, "첫 카메라 (the first cameras)", lambda first=first: is_written(first) or None, pause_s=0.01)  # type: ignore[misc]
            killed = [worker for worker in workers(importer) if _killed(worker)]
            if killed and not is_written(names[-1]):
                break
        else:
            pytest.fail("no import was met among its writes")
        assert desk.report(file) is None

        report = desk.wait_for_report(file)

    assert (report["loaded"], report["cameras"]) == (True, CAMERAS)
    # What the dead one wrote is found unchanged.
    assert 0 < report["new"] < CAMERAS
    assert report["new"] + report["unchanged"] == CAMERAS
    desk.wait_until_known("모든 카메라 (all cameras)", lambda: set(names) <= desk.names(*ELSEWHERE), pause_s=1)


def _killed(worker: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(worker, signal.SIGKILL)
        return True
    return False


def test_a_real_national_file_is_loaded_whole(desk: CameraDesk, shared: Path) -> None:
    files = [path for path in sorted((shared / "data" / "operations").rglob("*.csv")) if "cctv" in path.name.lower()]
    if not files:
        pytest.skip("the reference data have no national file of cameras (data/operations/**/*cctv*.csv)")
    for path in files:
        content = path.read_bytes()
        reading = read_national_file(content, datetime.now(SEOUL).date(), None)

        report = desk.load(path.name, content)

        assert (report["loaded"], report["cameras"]) == (True, len(reading.cameras)), path.name
        assert {each.camera_id for each in reading.cameras} <= desk.names(), path.name
