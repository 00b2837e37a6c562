"""The register as arrays: nothing is lost on the way there and back, nor when cells are replaced."""

import math
import random
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.operations.cameras.camera import PlacedCamera
from city.operations.cameras.grid import cell_of, index_of
from city.operations.cameras.snapshot import (
    SnapshotUnreadable,
    count_cameras,
    pack_cameras,
    replace_cells,
    unpack_cameras,
)
from tests.effort import examples
from tests.unit.operations.cameras.drawn import draw_cameras

MOST_BYTES = 450_000


def by_name(cameras: list[PlacedCamera]) -> list[PlacedCamera]:
    return sorted(cameras, key=lambda each: each.camera_id)


def in_cells(cameras: list[PlacedCamera]) -> dict[str, list[PlacedCamera]]:
    cells: dict[str, list[PlacedCamera]] = {}
    for each in cameras:
        cells.setdefault(cell_of(each.latitude, each.longitude), []).append(each)
    return cells


def test_cameras_come_back_as_they_were_whatever_their_order() -> None:
    cameras = draw_cameras(random.Random(1), 500)
    packed = pack_cameras(cameras)

    assert by_name(unpack_cameras(packed).cameras()) == by_name(cameras)
    assert pack_cameras(cameras[::-1]) == packed
    assert pack_cameras(unpack_cameras(packed).cameras()) == packed
    assert count_cameras(packed) == 500
    assert unpack_cameras(pack_cameras([])).cameras() == []


def test_names_that_end_in_zeros_are_kept() -> None:
    (camera,) = draw_cameras(random.Random(1), 1)
    ending = PlacedCamera(**{**{n: getattr(camera, n) for n in camera.__slots__}, "camera_id": "c0a0000000000-1"})

    assert unpack_cameras(pack_cameras([ending])).names() == ["c0a0000000000-1"]


def test_the_register_of_22_075_cameras_fits_into_a_small_object() -> None:
    chance = random.Random(3)
    hashed = [
        PlacedCamera(
            **{**{n: getattr(each, n) for n in each.__slots__}, "camera_id": f"c{chance.getrandbits(48):012x}-1"}
        )
        for each in draw_cameras(chance, 22_075, spread_m=25_000)
    ]

    assert len(pack_cameras(hashed)) <= MOST_BYTES


@pytest.mark.parametrize(
    "content", [b"", b"nothing", zlib.compress(b"{}\n"), zlib.compress(b'{"format": 2}\n'), zlib.compress(b"[1]\nx")]
)
def test_what_is_no_snapshot_is_refused(content: bytes) -> None:
    with pytest.raises(SnapshotUnreadable):
        unpack_cameras(content)


def test_a_snapshot_that_was_cut_or_grew_is_refused() -> None:
    raw = zlib.decompress(pack_cameras(draw_cameras(random.Random(1), 20)))

    for broken in (raw[:-1], raw + b"\0"):
        with pytest.raises(SnapshotUnreadable):
            unpack_cameras(zlib.compress(broken))


@settings(max_examples=examples(100))
@given(st.integers(0, 10**9))
def test_replacing_cells_is_making_the_whole_anew(seed: int) -> None:
    chance = random.Random(seed)
    before, after = draw_cameras(chance, 80, spread_m=3_000), draw_cameras(chance, 80, spread_m=3_000)
    old, new = in_cells(before), in_cells(after)
    replaced = chance.sample(sorted({*old, *new}), 5)
    packs = {cell: pack_cameras(new[cell]) if cell in new else None for cell in replaced}

    content = replace_cells(pack_cameras(before), packs)

    kept = [each for cell, cameras in old.items() if cell not in replaced for each in cameras]
    assert content == pack_cameras(kept + [each for cell in replaced for each in new.get(cell, [])])


def test_the_first_cells_make_a_snapshot_and_the_last_leave_an_empty_one() -> None:
    cells = in_cells(draw_cameras(random.Random(5), 30))
    content = replace_cells(None, {cell: pack_cameras(cameras) for cell, cameras in cells.items()})

    assert count_cameras(content) == 30
    assert count_cameras(replace_cells(content, dict.fromkeys(cells))) == 0
    assert count_cameras(replace_cells(None, {"n1e1": None})) == 0


@settings(max_examples=examples(2_000))
@given(st.integers(-900_000_000, 900_000_000), st.integers(-1_800_000_000, 1_799_999_999))
def test_a_position_lies_in_exactly_the_cell_whose_edges_are_around_it(latitude: int, longitude: int) -> None:
    """Positions in ten millionths of a degree, as they are stored, edges among them."""
    row, column = index_of(cell_of(latitude / 10_000_000, longitude / 10_000_000))

    assert row * 100_000 <= latitude < (row + 1) * 100_000
    assert column * 100_000 <= longitude < (column + 1) * 100_000


def test_edges_belong_to_the_cell_that_begins_there() -> None:
    assert cell_of(36.78, 126.45) == "n3678e12645"
    assert cell_of(math.nextafter(36.78, 0), 126.45) == "n3678e12645"  # as it is stored, it is the edge
    assert cell_of(36.7799999, 126.4499999) == "n3677e12644"
    assert cell_of(-0.0000001, -0.01) == "s1w1"


def test_what_names_no_cell_is_refused() -> None:
    with pytest.raises(ValueError):
        index_of("head")
