"""Where correlation finds what is near: members of incidents, in packs by family, cell and hour.

At one spot members of one incident make one track from the first to the last of them, wherever no two are further apart
than their family allows: whatever is near in time to any of them is near to the track, and the other way round. So a
thing that tells something every second costs one track.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from city.contracts.operations.city_event import CityEventV1
from city.operations.incidents.kinds import Family, family_of
from city.operations.incidents.places import Spot, cell_of, cells_near, distance_m, span_of, spot_of
from city.operations.incidents.reports import moment_of, ms_of

BUCKET = timedelta(hours=1)
_BUCKET_MS = int(BUCKET.total_seconds() * 1000)


@dataclass(frozen=True, slots=True)
class Node:
    """A message as correlation sees it. `spot`, or `name` of the thing it comes from where no place is told.

    `scope`: only nodes of one scope can be near. A drill is never near to what is real.
    """

    scope: str
    family: Family
    spot: Spot | None
    name: str
    at_ms: int

    @property
    def within_ms(self) -> int:
        return int(self.family.within.total_seconds() * 1000)

    def is_near(self, other: "Node") -> bool:
        """The relation whose components are the incidents. Symmetric."""
        if self.scope != other.scope or abs(self.at_ms - other.at_ms) > self.within_ms:
            return False
        if self.spot is None or other.spot is None:
            return self.spot is other.spot and self.name == other.name
        return distance_m(self.spot, other.spot) <= self.family.distance_m

    @property
    def pack(self) -> str:
        """The key of the pack that keeps it."""
        where = f"@{self.name}" if self.spot is None else "{}:{}".format(*cell_of(self.spot))
        return f"{self.scope}#{where}#{self.at_ms // _BUCKET_MS}"

    def packs_near(self) -> list[str]:
        """The keys of all packs in which something near may be."""
        if self.spot is None:
            places = [f"@{self.name}"]
        else:
            places = [f"{column}:{row}" for column, row in cells_near(self.spot, self.family.distance_m)]
        first, last = (self.at_ms - self.within_ms) // _BUCKET_MS, (self.at_ms + self.within_ms) // _BUCKET_MS
        return [f"{self.scope}#{where}#{bucket}" for where in places for bucket in range(first, last + 1)]


def node_of(event: CityEventV1) -> Node | None:
    """None for what has neither a place nor a thing it comes from: nothing can be near it."""
    moment = moment_of(event)
    family = family_of(event.category, event.kind, moment)
    spot = spot_of(event.place) if event.place is not None else None
    name = event.asset or (f"gateway.{event.gateway}" if event.gateway else "")
    if spot is None and not name:
        return None
    scope = f"drill.{family.name}" if event.exercise else family.name
    return Node(scope, family, spot, "" if spot is not None else name, ms_of(moment))


@dataclass(frozen=True, slots=True)
class Track:
    """Members of one incident at one spot; no spot in the pack of a name."""

    spot: Spot | None
    first_ms: int
    last_ms: int
    incident: str


@dataclass(frozen=True, slots=True)
class Pack:
    """`version`: of the item it was read from, 0 for none."""

    key: str
    tracks: tuple[Track, ...] = ()
    version: int = 0

    def near(self, node: Node) -> Iterator[Track]:
        # A pack has hundreds of tracks, and this is asked of each for each event: what is cheap stands first.
        earliest, latest = node.at_ms - node.within_ms, node.at_ms + node.within_ms
        spot, farthest = node.spot, node.family.distance_m
        if spot is None:
            yield from (t for t in self.tracks if t.spot is None and t.first_ms <= latest and earliest <= t.last_ms)
            return
        (longitude, latitude), (east, north) = spot, span_of(spot, farthest)
        for track in self.tracks:
            other = track.spot
            if (
                other is not None
                and abs(other[0] - longitude) <= east
                and abs(other[1] - latitude) <= north
                and track.first_ms <= latest
                and earliest <= track.last_ms
                and distance_m(other, spot) <= farthest
            ):
                yield track

    def with_node(self, node: Node, incident: str, root: Callable[[str], str]) -> "Pack":
        """The pack with another member of an incident. `root` follows merges."""
        first = last = node.at_ms
        within, kept = node.within_ms, []
        for track in self.tracks:
            if (
                track.spot == node.spot
                and track.first_ms - within <= node.at_ms <= track.last_ms + within
                and root(track.incident) == incident
            ):
                first, last = min(first, track.first_ms), max(last, track.last_ms)
            else:
                kept.append(track)
        return replace(self, tracks=(*kept, Track(node.spot, first, last, incident)))

    def pointing(self, root: Callable[[str], str]) -> "Pack":
        """The pack with every track at the incident that goes on."""
        return replace(self, tracks=tuple(replace(track, incident=root(track.incident)) for track in self.tracks))
