"""A national file becomes a register, and the register what lookups know: whole, once, and whoever else is at work."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from city.operations.cameras.errors import RegisterChanging
from city.operations.cameras.service.refresh import RefreshCameras
from city.operations.cameras.sight import Search
from city.operations.cameras.snapshot import CameraArrays
from city.operations.cameras.tables.cameras import CamerasTable
from city.operations.cameras.tables.packs import Head, Pack, PacksTable
from infra.operations.camera_seed import as_csv, draw_rows
from tests.integration.operations.cameras.register_in_moto import Register, at, counted_calls

CAMERAS = 24
ROWS = draw_rows(CAMERAS)


@pytest.fixture
def register(cloud: None) -> Register:
    return Register()


def as_known(register: Register) -> bool:
    return register.looked_up() == register.truth()


# --- files ---------------------------------------------------------------------------------------


def test_a_file_becomes_cameras_that_a_lookup_finds(register: Register) -> None:
    report = register.load(ROWS)

    assert (report.loaded, report.rows, report.cameras, report.new) == (True, len(ROWS), CAMERAS, CAMERAS)
    assert (report.refused_rows, report.retired, report.by) == (0, 0, "s-1")
    assert report.missing["direction_unknown"] == sum(
        row["촬영방면정보"] in ("", "도로방면", "정문 방향", "시내방면") for row in ROWS
    )
    assert len(register.looked_up()) == CAMERAS
    assert as_known(register)
    place = at(float(ROWS[0]["WGS84위도"]), float(ROWS[0]["WGS84경도"]))
    assert register.lookup.find(place, Search(within_m=1))


def test_a_second_time_changes_nothing_by_whatever_name(register: Register) -> None:
    register.load(ROWS)
    head = register.refresh.packs.head()

    again = register.load(ROWS[::-1], "b.csv")
    redelivered = register.load(ROWS, "a.csv")

    assert (again.new, again.changed, again.unchanged) == (0, 0, CAMERAS)
    assert redelivered.new == CAMERAS
    assert register.refresh.packs.head() == head


def test_a_later_file_changes_retires_and_brings_back(register: Register) -> None:
    register.load(ROWS)
    gone = int(ROWS[0]["카메라대수"])
    later = [{**ROWS[1], "촬영방면정보": "방위각 77"}, *ROWS[2:]]

    report = register.load(later, "b.csv", most_retired=10)

    assert (report.new, report.retired, report.unchanged) == (0, gone, CAMERAS - gone - report.changed)
    assert report.changed == int(ROWS[1]["카메라대수"])
    assert len(register.looked_up()) == CAMERAS - gone
    assert as_known(register)
    assert register.load(ROWS, "c.csv").returned == gone
    assert len(register.looked_up()) == CAMERAS
    assert as_known(register)


def test_a_part_of_the_register_retires_nothing(register: Register) -> None:
    register.load(ROWS)

    assert register.load(ROWS[:3], "b.csv").retired == 0
    assert len(register.looked_up()) == CAMERAS


def test_a_file_that_would_retire_more_than_was_said_is_refused_whole(register: Register) -> None:
    register.load(ROWS)

    report = register.load([{**ROWS[1], "촬영방면정보": "방위각 77"}], "b.csv", most_retired=3)

    assert (report.loaded, report.changed, report.retired) == (False, 0, 0)
    assert [(cell.row, cell.column) for cell in report.refused] == [(1, "관리기관명")]
    assert len(register.looked_up()) == CAMERAS


def test_a_file_with_a_refused_row_retires_nothing_for_it_may_be_that_row(register: Register) -> None:
    register.load(ROWS)

    report = register.load([{**ROWS[0], "WGS84위도": "?"}, *ROWS[1:]], "b.csv", most_retired=100)

    assert not report.loaded
    assert report.refused_rows == 1
    assert len(register.looked_up()) == CAMERAS


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a,b\n1,2\n", as_csv(ROWS) + b'"open', b""])
def test_a_file_that_cannot_be_read_to_its_end_writes_nothing_and_has_a_report(
    register: Register, content: bytes
) -> None:
    register.put(content, "bad.csv")

    assert register.deliver("bad.csv") == []
    assert not register.report("bad.csv").loaded
    assert register.names() == []


def test_positions_outside_the_district_are_told_where_its_boundary_is_known(register: Register) -> None:
    register.put_boundary()

    report = register.load([ROWS[0], {**ROWS[1], "WGS84위도": "37.5665", "WGS84경도": "126.9780"}])

    assert report.missing["outside_the_district"] == 1
    assert report.loaded


def test_an_import_that_was_cut_off_is_finished_by_its_next_delivery(register: Register) -> None:
    register.put(as_csv(ROWS), "a.csv")
    whole = register.importer

    @dataclass(frozen=True, slots=True)
    class Dying(type(whole.cameras)):  # type: ignore[misc]
        def file(self, cameras: Any) -> None:
            super(Dying, self).file(cameras[: len(cameras) // 2])
            raise MemoryError

    register.importer = replace(whole, cameras=Dying(whole.cameras.connection))
    assert register.deliver("a.csv") == ["sqs-0"]
    assert 0 < len(register.names()) < CAMERAS

    register.importer = whole
    assert register.deliver("a.csv") == []
    register.play_stream()
    assert len(register.looked_up()) == CAMERAS
    assert as_known(register)


def test_two_files_are_not_loaded_at_once_and_a_dead_one_holds_nobody_up_for_long(register: Register) -> None:
    register.cameras.lock("files/other.csv", register.clock.now(), register.clock.now() + timedelta(minutes=15))
    register.put(as_csv(ROWS), "a.csv")

    assert register.deliver("a.csv") == ["sqs-0"]
    register.clock.move(minutes=16)
    assert register.deliver("a.csv") == []


# --- the snapshot --------------------------------------------------------------------------------


def test_a_lookup_reads_the_head_alone_and_the_snapshot_only_when_it_is_another(register: Register) -> None:
    register.load(ROWS)
    place = at(float(ROWS[0]["WGS84위도"]), float(ROWS[0]["WGS84경도"]))
    with counted_calls() as first:
        register.lookup.find(place, Search(within_m=500, at_least=5))
    with counted_calls() as second:
        register.lookup.find(place, Search(within_m=500, at_least=5))

    assert first == second == ["GetItem"]
    memory = register.lookup.arrays()
    assert register.lookup.arrays() is memory
    register.load([{**ROWS[0], "촬영방면정보": "방위각 5"}], "b.csv")
    assert register.lookup.arrays() is not memory


def test_a_lookup_that_lags_behind_by_many_snapshots_reads_the_newest(register: Register) -> None:
    register.load(ROWS[:1])
    register.lookup.arrays()
    for turn in range(8):
        register.load([{**ROWS[0], "촬영방면정보": f"방위각 {turn}"}], f"{turn}.csv")

    assert {each.camera_id: each for each in register.lookup.arrays().cameras()} == register.truth()
    kept = boto3.client("s3").list_objects_v2(Bucket="snapshots")["KeyCount"]
    assert kept == 5


def test_before_the_first_camera_there_is_nothing_to_find(register: Register) -> None:
    assert register.lookup.find(at(36.78, 126.45), Search(within_m=500, at_least=5)) == ()


class Rival:
    """A table of packs at whose n-th read or write another worker gets in first."""

    def __init__(self, at: int, act: Callable[[], None]) -> None:
        self.calls, self._at, self._act = 0, at, act

    def step(self) -> None:
        self.calls += 1
        if self.calls == self._at + 1:
            self._act()


@dataclass(frozen=True)
class Contested(PacksTable):
    rival: Rival

    def head(self) -> Head:
        self.rival.step()
        return PacksTable().head()

    def get(self, cell: str) -> Pack:
        self.rival.step()
        return PacksTable().get(cell)

    def put(self, *written: Any) -> bool:
        self.rival.step()
        return PacksTable().put(*written)

    def put_head(self, *written: Any) -> bool:
        self.rival.step()
        return PacksTable().put_head(*written)


@dataclass(frozen=True)
class ContestedCameras:
    cameras: CamerasTable
    rival: Rival

    def places(self, names: list[str]) -> Any:
        self.rival.step()
        return self.cameras.places(names)

    def get_all(self, names: list[str]) -> Any:
        self.rival.step()
        return self.cameras.get_all(names)


def turn_camera(register: Register, name: str, azimuth: float) -> None:
    shown = register.call("GET", f"/cctv/cameras/{name}")[1]
    body = {"revision": shown["camera"]["revision"], "azimuth_deg": azimuth, "reason": "seen"}
    assert register.call("PUT", f"/cctv/cameras/{name}/view", body, "supervisor")[0] == 200


def test_workers_that_meet_at_any_step_lose_no_camera(register: Register) -> None:
    """One brings two cameras of one cell; at each of its steps in turn another turns one of them, and is quicker."""
    row = {**ROWS[0], "카메라대수": "2"}
    register.load([row])
    one, other = register.names()
    for step in range(40):
        turn_camera(register, one, step * 2)

        def overtake(step: int = step) -> None:
            turn_camera(register, one, step * 2 + 1)
            turn_camera(register, other, step * 2 + 1)
            register.play_stream([one, other])

        rival = Rival(step, overtake)
        contested = RefreshCameras(
            cameras=ContestedCameras(register.cameras, rival),  # type: ignore[arg-type]
            packs=Contested(rival),
            snapshots=register.refresh.snapshots,
            clock=register.clock,
            pause=lambda _: None,
        )
        contested.refresh([one])

        if rival.calls <= step:
            assert step == 7, "it reads packs, cameras twice, and the head, and writes two: it was met at each"
            break
        assert as_known(register), step
    else:
        pytest.fail("the worker never came to an end without being met")


def test_a_worker_that_is_overtaken_for_ever_says_so(register: Register) -> None:
    register.load(ROWS[:1])
    (name, *_) = register.names()
    turns = iter(range(300))

    @dataclass(frozen=True)
    class Slow(PacksTable):
        def put(self, *written: Any) -> bool:
            return False

    turn_camera(register, name, next(turns))
    waited: list[int] = []
    with pytest.raises(RegisterChanging):
        replace(register.refresh, packs=Slow(), pause=waited.append).refresh([name])
    assert waited == list(range(12))


def test_a_worker_that_died_between_pack_and_snapshot_is_made_good_by_the_next_delivery(register: Register) -> None:
    register.load(ROWS[:1])
    (name, *_) = register.names()
    turn_camera(register, name, 5)

    @dataclass(frozen=True)
    class Dying(PacksTable):
        def put_head(self, *written: Any) -> bool:
            raise MemoryError

    with pytest.raises(MemoryError):
        replace(register.refresh, packs=Dying()).refresh([name])
    assert not as_known(register)
    register.play_stream([name])
    assert as_known(register)


def test_the_comparison_finds_and_mends_what_the_stream_lost(register: Register) -> None:
    register.load(ROWS)
    assert register.compare.compare() == 0
    names = register.names()
    turn_camera(register, names[0], 5)
    register.cameras.retire([names[1]], register.clock.now())

    assert not as_known(register)
    assert register.compare.compare() == 2
    assert as_known(register)
    assert register.compare.compare() == 0


def test_lines_of_history_and_the_lock_are_no_changes_of_a_camera(register: Register) -> None:
    register.play_stream(["import"])

    assert register.refresh.packs.head().version == 0
    assert isinstance(register.lookup.arrays(), CameraArrays)
