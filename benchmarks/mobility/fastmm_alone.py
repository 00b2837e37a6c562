"""Runs in `.venv-peers`: fastmm on the network and the traces it is handed, and nothing else."""

import json
import sys
import time
from pathlib import Path
from typing import Any

_REACHES_M = 3_000.0


def main(network_file: Path, cache: Path) -> None:
    """Prints, as the last line: edges by fix, stretches, and the seconds of its own that matching took."""
    # In the peers' environment only.
    import fastmm  # type: ignore[import-not-found,unused-ignore]

    described = json.loads(network_file.read_text())
    network = fastmm.Network()
    rows = zip(described["source"], described["target"], described["shapes"], strict=True)
    for edge, (source, target, shape) in enumerate(rows):
        network.add_edge(edge, source, target, [tuple(each) for each in shape])
    network.finalize()
    # The matcher holds no reference to its network: without this name it reads freed memory.
    matcher = fastmm.FastMapMatch(
        network, fastmm.TransitionMode.SHORTEST, max_distance_between_candidates=_REACHES_M, cache_dir=str(cache)
    )
    asked = json.load(sys.stdin)
    edges, driven, seconds = [], [], 0.0
    for trace in asked["traces"]:
        began = time.process_time()
        trajectory = fastmm.Trajectory.from_xy_tuples([tuple(each) for each in trace])
        found = matcher.match(
            trajectory,
            max_candidates=8,
            candidate_search_radius=max(50.0, 5.0 * asked["sigma"]),
            gps_error=float(asked["sigma"]),
            reverse_tolerance=3.0 * asked["sigma"],
        )
        named, stretches = _read(found, len(trace))
        seconds += time.process_time() - began
        edges.append(named)
        driven.append(stretches)
    print(json.dumps({"edges": edges, "driven": driven, "seconds": seconds}))
    del network


def _read(found: Any, fixes: int) -> tuple[list[int], list[tuple[int, float, float]]]:
    edges, driven = [-1] * fixes, []
    for part in found.subtrajectories:
        for segment in part.segments:
            edges[segment.p0.trajectory_index] = segment.edges[0].edge_id
            edges[segment.p1.trajectory_index] = segment.edges[-1].edge_id
            for edge in segment.edges:
                ends = sorted((edge.points[0].edge_offset, edge.points[-1].edge_offset))
                driven.append((edge.edge_id, ends[0], ends[1]))
    return edges, driven


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
