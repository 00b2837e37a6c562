"""Fixes are matched to the road that was driven; every row names what exists, and every stretch leads to the next."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.mobility.matching.model import NOTHING, Batch, Fixes, Matched, State
from tests.effort import examples
from tests.unit.mobility.matching.drives import (
    BEGIN_S,
    MAP,
    ROUTES,
    drive_along,
    fixes_of,
    halting,
    match_in_pieces,
    match_whole,
    matcher,
    part,
    random_drive,
)

SEEDS = st.integers(0, 10_000)


def driven(matched: Matched) -> list[int]:
    """The edges in the order they were driven, each once for each time."""
    edges = matched.stretches.edge.tolist()
    return [edge for place, edge in enumerate(edges) if place == 0 or edge != edges[place - 1]]


def refuse_impossible(pieces: list[Matched]) -> None:
    """What no answer may be, whatever came in."""
    last = None
    for matched in pieces:
        there = matched.edge >= 0
        assert (matched.edge < MAP.edges).all()
        assert (there == (matched.state != State.UNMATCHED)).all()
        length = MAP.plane.length[np.maximum(matched.edge, 0)]
        assert ((matched.at_m >= -1e-6) & (matched.at_m <= length + 1e-6)).all()
        assert ((matched.probability >= 0) & (matched.probability <= 1)).all()
        assert np.isfinite(matched.spread_m[there]).all()
        s = matched.stretches
        for edge, begin, end, entered, left, follows in zip(
            s.edge.tolist(), s.begin_m, s.end_m, s.entered_at, s.left_at, s.follows.tolist(), strict=True
        ):
            assert -1e-6 <= begin < end <= MAP.plane.length[edge] + 1e-6
            assert entered <= left
            if follows and last is not None:
                before, ended, at = last
                assert at <= entered + 1e-6
                goes_on = edge == before and abs(begin - ended) < 0.1
                next_edge = edge in ROUTES.after[before] and begin < 0.1 and MAP.plane.length[before] - ended < 0.1
                turned = MAP.columns.twin[before] == edge and abs(begin + ended - MAP.plane.length[edge]) < 0.1
                assert goes_on or next_edge or turned
            last = (edge, end, left)


@settings(max_examples=examples(30))
@given(SEEDS)
def test_without_noise_the_road_that_was_driven_is_found_edge_by_edge(seed: int) -> None:
    drive = random_drive(seed)

    matched = match_whole(fixes_of(drive, 0.0))

    assert driven(matched) == [
        edge for place, edge in enumerate(drive.route) if place == 0 or edge != drive.route[place - 1]
    ]
    assert (matched.edge == drive.edge).mean() >= 0.97
    assert (matched.stretches.end_m - matched.stretches.begin_m).sum() == pytest.approx(
        MAP.plane.length[list(drive.route)].sum(), abs=25
    )


@settings(max_examples=examples(30))
@given(SEEDS)
def test_with_noise_no_road_is_made_up_and_none_is_lost(seed: int) -> None:
    drive = random_drive(seed)

    matched = match_whole(fixes_of(drive, 5.0, seed))

    wrong = set(driven(matched)) ^ set(drive.route)
    # Noise at either end may name the street beside it.
    inside = wrong - {drive.route[0], drive.route[-1], matched.edge[0], matched.edge[-1]}
    assert sum(MAP.plane.length[edge] for edge in inside) <= 0.1 * MAP.plane.length[list(drive.route)].sum()
    refuse_impossible([matched])


@settings(max_examples=examples(40))
@given(SEEDS, st.lists(st.integers(1, 240), max_size=8), st.sampled_from([1, 5, 15]))
def test_wherever_batches_are_cut_every_fix_is_matched_as_in_one(seed: int, cuts: list[int], every_s: int) -> None:
    fixes = fixes_of(random_drive(seed, 30), 8.0, seed, every_s)
    whole = match_whole(fixes, 8.0)

    pieces = match_in_pieces(fixes, sorted(cut for cut in set(cuts) if cut < len(fixes.t)), 8.0)

    refuse_impossible(pieces)
    assert np.concatenate([piece.t for piece in pieces]).tolist() == fixes.t.tolist()
    differs = np.concatenate([piece.edge for piece in pieces]) != whole.edge
    assert differs.mean() <= 0.003
    length = sum((piece.stretches.end_m - piece.stretches.begin_m).sum() for piece in pieces)
    assert length == pytest.approx((whole.stretches.end_m - whole.stretches.begin_m).sum(), rel=0.01)


@settings(max_examples=examples(60))
@given(SEEDS, st.integers(5, 60), st.dictionaries(st.integers(0, 200), st.integers(10, 120), min_size=1, max_size=4))
def test_a_vehicle_that_stands_where_a_batch_is_cut_drives_no_metre_twice(
    seed: int, size: int, stands: dict[int, int]
) -> None:
    fixes = fixes_of(halting(random_drive(seed, 20), stands), 5.0, seed)

    pieces = match_in_pieces(fixes, list(range(size, len(fixes.t), size)))

    # That each stretch begins where the one before it ended.
    refuse_impossible(pieces)


@pytest.mark.parametrize("size", [13, 60])
def test_a_batch_knows_the_edges_behind_it(size: int) -> None:
    differs = []
    for seed in range(8):
        fixes = fixes_of(random_drive(seed, 30), 12.0, seed)
        pieces = match_in_pieces(fixes, list(range(size, len(fixes.t), size)), 12.0)
        differs.append(np.concatenate([piece.edge for piece in pieces]) != match_whole(fixes, 12.0).edge)

    assert np.concatenate(differs).sum() == 0


@settings(max_examples=examples(20))
@given(st.lists(SEEDS, min_size=2, max_size=5, unique=True))
def test_vehicles_that_are_matched_together_are_matched_as_each_alone(seeds: list[int]) -> None:
    batches = [Batch(fixes_of(random_drive(seed), 6.0, seed)) for seed in seeds]

    together = matcher(6.0).match(batches, ended=True)

    for batch, (matched, _) in zip(batches, together, strict=True):
        assert matched.edge.tolist() == match_whole(batch.fixes, 6.0).edge.tolist()


@settings(max_examples=examples(40))
@given(SEEDS, st.floats(0.0, 400.0), st.integers(1, 90))
def test_whatever_comes_in_what_goes_out_is_possible(seed: int, sigma: float, every_s: int) -> None:
    fixes = fixes_of(random_drive(seed), sigma, seed, every_s)

    refuse_impossible([match_whole(fixes)])
    refuse_impossible(match_in_pieces(fixes, [len(fixes.t) // 2]))


def test_nothing_gives_nothing() -> None:
    none = Fixes(np.zeros(0), np.zeros(0), np.zeros(0))

    assert matcher().match([]) == []
    (matched, carry), *_ = matcher().match([Batch(none)], ended=True)

    assert len(matched.edge) == len(matched.stretches.edge) == 0
    assert carry == NOTHING


def test_fixes_far_from_any_road_are_unmatched_and_make_no_stretch() -> None:
    at_sea = Fixes(BEGIN_S + np.arange(30.0), np.full(30, 33.8), np.full(30, 126.5))

    matched = match_whole(at_sea)

    assert matched.state.tolist() == [State.UNMATCHED] * 30
    assert len(matched.stretches.edge) == 0


def test_one_fix_astray_is_put_where_the_vehicle_must_have_been_and_marked() -> None:
    drive = random_drive(7)
    fixes = fixes_of(drive, 2.0)
    fixes.lat[22] += 0.003

    matched = match_whole(fixes)

    assert matched.state[22] == State.INFERRED
    assert matched.edge[22] in drive.edge[19:26]
    assert State.INFERRED not in matched.state[30:]


def tunnel_drive() -> tuple[int, ...]:
    """Through the tunnel and back to the district."""
    inside = next(edge for edge in range(MAP.edges) if MAP.is_tunnel(edge))
    before = next(edge for edge in range(MAP.edges) if inside in ROUTES.after[edge] and MAP.plane.length[edge] < 200)
    way_there = next(edge for edge in range(MAP.edges) if before in ROUTES.after[edge])
    return (way_there, before, inside, *ROUTES.after[inside][:1])


@pytest.mark.parametrize("cut", [None, 20, 25])
def test_a_tunnel_is_bridged_and_marked_and_makes_no_speed(cut: int | None) -> None:
    drive = drive_along(tunnel_drive())
    hidden = np.array([MAP.is_tunnel(int(edge)) for edge in drive.edge])
    fixes = part(fixes_of(drive, 4.0), ~hidden)
    assert np.diff(fixes.t).max() > 180

    pieces = [match_whole(fixes)] if cut is None else match_in_pieces(fixes, [cut])

    refuse_impossible(pieces)
    inferred = [edge for piece in pieces for edge in piece.stretches.edge[piece.stretches.inferred].tolist()]
    seen = [edge for piece in pieces for edge in piece.stretches.edge[~piece.stretches.inferred].tolist()]
    tunnel = [edge for edge in drive.route if MAP.is_tunnel(edge)]
    assert set(tunnel) <= set(inferred)
    assert not set(tunnel) & set(seen)
    assert sum(not follows for piece in pieces for follows in piece.stretches.follows.tolist()) == 1


def test_after_a_leap_that_no_vehicle_makes_a_new_drive_begins() -> None:
    here, there = fixes_of(drive_along(tunnel_drive()[:2]), 2.0), fixes_of(random_drive(3), 2.0)
    later = Fixes(here.t[-1] + 2.0 + there.t - there.t[0], there.lat, there.lon)
    both = Fixes(
        *(
            np.concatenate(each)
            for each in zip((here.t, here.lat, here.lon), (later.t, later.lat, later.lon), strict=True)
        )
    )

    matched = match_whole(both)

    assert matched.stretches.follows.tolist().count(False) == 2
    assert not matched.stretches.inferred.any()


def test_a_vehicle_that_stands_drives_no_road() -> None:
    drive = random_drive(5)
    stand = np.full(300, 40)
    x, y = drive.x[stand], drive.y[stand]
    noise = np.random.default_rng(1).normal(0, 5.0, (2, 300))
    lat, lon = MAP.plane.degrees(x + noise[0], y + noise[1])

    matched = match_whole(Fixes(BEGIN_S + np.arange(300.0), lat, lon))

    assert (matched.stretches.end_m - matched.stretches.begin_m).sum() < 20
    assert set(matched.edge.tolist()) <= {
        int(drive.edge[40]),
        int(MAP.columns.twin[drive.edge[40]]),
        *ROUTES.after[drive.edge[40]],
    }


def test_the_surer_it_says_it_is_the_more_often_it_is_right() -> None:
    said, right = [], []
    for seed in range(12):
        drive = random_drive(seed)
        matched = match_whole(fixes_of(drive, 8.0, seed), 8.0)
        said.append(matched.probability)
        right.append(matched.edge == drive.edge)
    sure, correct = np.concatenate(said), np.concatenate(right)

    assert correct[sure > 0.95].mean() > correct[sure < 0.8].mean() + 0.1
    assert correct[sure > 0.95].mean() > 0.95


def test_stretches_lead_from_one_to_the_next_in_time_too() -> None:
    matched = match_whole(fixes_of(random_drive(11), 5.0))

    for before, after in pairwise(range(len(matched.stretches.edge))):
        assert matched.stretches.left_at[before] == pytest.approx(matched.stretches.entered_at[after])


def test_a_drive_that_begins_anew_where_a_batch_ends_leads_to_nothing_in_the_next() -> None:
    fixes = fixes_of(random_drive(1), 38.0, 1, 2)

    refuse_impossible(match_in_pieces(fixes, [len(fixes.t) // 2]))
