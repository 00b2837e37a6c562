"""A snapshot gives back the map it was made of, and nothing that was changed, cut or made up."""

import json
import zlib
from contextlib import suppress
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.mobility.roads.errors import SnapshotRefused
from city.mobility.roads.graph import build_road_map
from city.mobility.roads.road_map import Columns
from city.mobility.roads.snapshot import read_snapshot, write_snapshot
from city.mobility.roads.synthetic import ATTRIBUTION, synthetic_district
from tests.effort import examples

MAP = build_road_map(synthetic_district())
SNAPSHOT = write_snapshot(MAP)


def test_the_map_comes_back_whole_with_its_attribution() -> None:
    read = read_snapshot(SNAPSHOT)

    assert read.version == MAP.version
    assert read.attribution == ATTRIBUTION
    assert read.names == MAP.names
    for each in fields(Columns):
        assert np.array_equal(getattr(read.columns, each.name), getattr(MAP.columns, each.name)), each.name


def test_it_is_compact() -> None:
    assert len(SNAPSHOT) < 40 * MAP.edges


@settings(max_examples=examples(60))
@given(st.data())
def test_a_snapshot_that_was_cut_is_refused_and_one_that_was_changed_gives_no_other_map(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(SNAPSHOT) - 1))
    bit = data.draw(st.integers(0, 7))
    changed = bytearray(SNAPSHOT)
    changed[at] ^= 1 << bit

    # A few bits of the packing say nothing; whatever is read is the map.
    with suppress(SnapshotRefused):
        assert read_snapshot(bytes(changed)).version == MAP.version
    with pytest.raises(SnapshotRefused):
        read_snapshot(SNAPSHOT[:at])


@pytest.mark.parametrize("columns", [[], [["node_id", [-1]]], [["node_id", [1 << 40]]], [["other", [1]]], "x", None])
def test_columns_that_are_made_up_are_refused(columns: object) -> None:
    head = {"version": MAP.version, "attribution": "", "names": [], "columns": columns}
    data = b"\n".join((b"dongne-roads-1", json.dumps(head).encode(), zlib.compress(b"")))

    with pytest.raises(SnapshotRefused):
        read_snapshot(data)
