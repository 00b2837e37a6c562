"""From what a map file says to a road map: ways cut at junctions, directed, with restrictions, stops and bumps."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from city.mobility.roads import driving
from city.mobility.roads.errors import MapRefused
from city.mobility.roads.extract import Extract, Restriction, Way
from city.mobility.roads.on_road import Placed, place_spots
from city.mobility.roads.road_map import Columns, RoadMap

_WIDEST_E7 = 20_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A way between two junctions, in one direction."""

    way: Way
    nodes: tuple[int, ...]
    forward: bool


def build_road_map(extract: Extract) -> RoadMap:
    """The order of ways and nodes in the file changes nothing. Raises MapRefused where no road is left."""
    pieces = tuple(_pieces(extract))
    if not pieces:
        raise MapRefused("the map has no road that a vehicle may drive on")
    names = sorted({piece.way.tags["name"] for piece in pieces if "name" in piece.way.tags})
    shape = np.array([extract.positions[node] for piece in pieces for node in piece.nodes], np.int32).reshape(-1, 2)
    if int(np.ptp(shape, axis=0).max()) > _WIDEST_E7:
        raise MapRefused("the map is wider than two degrees: cut it first")
    placed = place_spots(extract, pieces)
    node_ids = sorted({node for piece in pieces for node in (piece.nodes[0], piece.nodes[-1])})
    rows = {node: row for row, node in enumerate(node_ids)}
    columns = Columns(
        node_id=np.array(node_ids, np.int64),
        source=np.array([rows[piece.nodes[0]] for piece in pieces], np.int32),
        target=np.array([rows[piece.nodes[-1]] for piece in pieces], np.int32),
        way_id=np.array([piece.way.id for piece in pieces], np.int64),
        forward=np.array([piece.forward for piece in pieces], np.uint8),
        twin=_twins(pieces),
        kind=np.array([driving.KINDS.index(piece.way.tags["highway"]) for piece in pieces], np.uint8),
        flags=np.array([driving.flags(piece.way.tags) for piece in pieces], np.uint8),
        speed_kmh=np.array([driving.speed_kmh(piece.way.tags) for piece in pieces], np.uint8),
        name=_name_rows(pieces, names),
        shape_start=np.cumsum([0, *(len(piece.nodes) for piece in pieces)], dtype=np.int32),
        shape_lat_e7=np.ascontiguousarray(shape[:, 0]),
        shape_lon_e7=np.ascontiguousarray(shape[:, 1]),
        banned=_banned(extract.restrictions, pieces),
        **_spots(placed),
    )
    return RoadMap(columns, tuple(names), extract.attribution)


def _pieces(extract: Extract) -> Iterator[Piece]:
    ways = sorted(
        (way for way in extract.ways if any(driving.directions(way.tags))), key=lambda way: (way.id, way.nodes)
    )
    runs = [(way, run) for way in ways for run in _runs(way, extract.positions)]
    uses: Counter[int] = Counter()
    for _, run in runs:
        uses.update(run)
        # An end is a junction, also of one way with itself.
        uses.update((run[0], run[-1]))
    for way, run in runs:
        forward, backward = driving.directions(way.tags)
        for nodes in _cut(run, uses):
            if forward:
                yield Piece(way, nodes, True)
            if backward:
                yield Piece(way, nodes[::-1], False)


def _runs(way: Way, positions: Mapping[int, tuple[int, int]]) -> Iterator[tuple[int, ...]]:
    """The way as far as the file knows its nodes; what lies outside the extract cuts it."""
    run: list[int] = []
    for node in (*way.nodes, None):
        if node is not None and node in positions:
            if not run or positions[run[-1]] != positions[node]:
                run.append(node)
            continue
        if len(run) > 1:
            yield tuple(run)
        run = []


def _cut(run: Sequence[int], uses: Mapping[int, int]) -> Iterator[tuple[int, ...]]:
    begin = 0
    for at in range(1, len(run)):
        if at == len(run) - 1 or uses[run[at]] > 1:
            yield tuple(run[begin : at + 1])
            begin = at


def _twins(pieces: Sequence[Piece]) -> np.ndarray:
    rows = {(piece.way.id, piece.nodes): row for row, piece in enumerate(pieces)}
    return np.array([rows.get((piece.way.id, piece.nodes[::-1]), -1) for piece in pieces], np.int32)


def _name_rows(pieces: Sequence[Piece], names: Sequence[str]) -> np.ndarray:
    rows = {name: row for row, name in enumerate(names)}
    return np.array([rows.get(piece.way.tags.get("name", ""), -1) for piece in pieces], np.int32)


def _banned(restrictions: Sequence[Restriction], pieces: Sequence[Piece]) -> np.ndarray:
    arriving, leaving = defaultdict(list), defaultdict(list)
    for row, piece in enumerate(pieces):
        arriving[piece.nodes[-1]].append(row)
        leaving[piece.nodes[0]].append(row)
    banned = set()
    for each in restrictions:
        for before in arriving[each.via_node]:
            if pieces[before].way.id != each.from_way:
                continue
            for after in leaving[each.via_node]:
                is_named = pieces[after].way.id == each.to_way
                if is_named == each.kind.startswith("no_"):
                    banned.add((before, after))
    return np.array(sorted(banned), np.int32).reshape(-1, 2)


def _spots(placed: Sequence[Placed]) -> dict[str, np.ndarray]:
    stops = sorted((each.edge, each.at_dm, each.node) for each in placed if each.bump is None)
    bumps = sorted((each.edge, each.at_dm, each.bump) for each in placed if each.bump is not None)
    return {
        "stop_edge": np.array([edge for edge, _, _ in stops], np.int32),
        "stop_at_dm": np.array([at for _, at, _ in stops], np.int32),
        "stop_node": np.array([node for _, _, node in stops], np.int64),
        "bump_edge": np.array([edge for edge, _, _ in bumps], np.int32),
        "bump_at_dm": np.array([at for _, at, _ in bumps], np.int32),
        "bump_kind": np.array([kind for _, _, kind in bumps], np.uint8),
    }
