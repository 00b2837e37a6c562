"""What every kind of map file is read into: positions, lines with tags, turn restrictions and spots."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# Text that must stand wherever the map, or what is made of it, is shown (ODbL 1.0, 4.3).
OPENSTREETMAP = "© OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright)"


@dataclass(frozen=True, slots=True)
class Way:
    """A line of nodes, in the order it was drawn."""

    id: int
    nodes: tuple[int, ...]
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Restriction:
    """`kind` as OpenStreetMap writes it: `no_left_turn`, `only_straight_on`, …"""

    kind: str
    from_way: int
    via_node: int
    to_way: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A node that means something by itself: a stop, a bump."""

    node: int
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Extract:
    """`positions`: latitude and longitude of each node in 1e-7 degrees, as OpenStreetMap keeps them."""

    positions: Mapping[int, tuple[int, int]]
    ways: tuple[Way, ...]
    attribution: str
    restrictions: tuple[Restriction, ...] = ()
    spots: tuple[Spot, ...] = ()
    # What was seen and cannot be used, by reason.
    unread: Mapping[str, int] = field(default_factory=dict)
