"""A district that does not exist: drawn by rule, so that the city has roads before it has a map, and tests a small one.

Blocks of 110 m that no street cuts quite straight, an arterial road with a lane for each direction, a tunnel under the
hill, a bridge, a roundabout, one-way streets, dead ends, banned turns, bus stops and bumps.
"""

import math

from city.mobility.roads.extract import Extract, Restriction, Spot, Way
from city.mobility.roads.road_map import METRES_OF_A_DEGREE

ATTRIBUTION = "Dongne synthetic district: generated, no real place"
# The sea north of Jeju: nobody takes it for a street of theirs.
LATITUDE, LONGITUDE = 33.70, 126.50
COLUMNS, ROWS = 12, 10
_BLOCK_M = 110.0
_TUNNEL_ROW, _TUNNEL_M = 5, 2_400.0
_STREET, _ROAD = 1_000, 2_000
_TUNNEL, _BRIDGE, _RING, _ENDS = 3_000, 3_100, 3_200, 3_300


def synthetic_district() -> Extract:
    """Always the same."""
    district = _District()
    district.draw()
    return Extract(
        district.positions, tuple(district.ways), ATTRIBUTION, tuple(district.restrictions), tuple(district.spots)
    )


def _crossing(column: int, row: int) -> int:
    return 100 * (column + 1) + row


class _District:
    def __init__(self) -> None:
        self.positions: dict[int, tuple[int, int]] = {}
        self.ways: list[Way] = []
        self.restrictions: list[Restriction] = []
        self.spots: list[Spot] = []

    def draw(self) -> None:
        for column in range(COLUMNS):
            for row in range(ROWS):
                # Up to 14 m beside the straight line.
                east = column * _BLOCK_M + 14 * math.sin(2.1 * column + 3.7 * row)
                north = row * _BLOCK_M + 14 * math.cos(1.3 * column - 2.9 * row)
                self._node(_crossing(column, row), east, north)
        for row in range(ROWS):
            self._along_row(row)
        for column in range(COLUMNS):
            self._along_column(column)
        self._tunnel()
        self._bridge()
        self._ring()
        self._dead_ends()
        self._what_lies_on_them()

    def _along_row(self, row: int) -> None:
        kind = {"highway": "secondary", "maxspeed": "50", "name": "가온대로"} if row == _TUNNEL_ROW else _street(row)
        # Every third street is one way, now east, now west.
        if row % 3 == 1:
            kind = kind | {"oneway": "yes" if row % 2 else "-1"}
        self._way(_STREET + row, [_crossing(column, row) for column in range(COLUMNS)], kind)

    def _along_column(self, column: int) -> None:
        tags = {"highway": "tertiary" if column == 6 else "residential", "name": f"세로{column + 1}길"}
        self._way(_ROAD + column, [_crossing(column, row) for row in range(ROWS)], tags)

    def _tunnel(self) -> None:
        """From the east end of the arterial road under the hill, and out into a street that leads back."""
        begin = _crossing(COLUMNS - 1, _TUNNEL_ROW)
        west = (COLUMNS - 1) * _BLOCK_M
        for number in range(9):
            east = west + 80 + number * _TUNNEL_M / 8
            self._node(10_000 + number, east, _TUNNEL_ROW * _BLOCK_M + 60 * math.sin(number / 2))
        inside = [10_000 + number for number in range(9)]
        self._way(_TUNNEL, [begin, inside[0]], {"highway": "secondary", "maxspeed": "60"})
        self._way(_TUNNEL + 1, inside, {"highway": "secondary", "maxspeed": "60", "tunnel": "yes", "name": "가온터널"})
        self._node(10_100, west + 160 + _TUNNEL_M, _TUNNEL_ROW * _BLOCK_M - 120)
        self._node(10_101, west + 160 + _TUNNEL_M, -220.0)
        self._node(10_102, west, -220.0)
        back = [inside[-1], 10_100, 10_101, 10_102, _crossing(COLUMNS - 1, 0)]
        self._way(_TUNNEL + 2, back, {"highway": "tertiary", "maxspeed": "60"})

    def _bridge(self) -> None:
        self._node(10_200, -150.0, 4 * _BLOCK_M)
        self._node(10_201, -150.0, 7 * _BLOCK_M)
        self._way(_BRIDGE, [_crossing(0, 4), 10_200], {"highway": "unclassified"})
        self._way(_BRIDGE + 1, [10_200, 10_201], {"highway": "unclassified", "bridge": "yes"})
        self._way(_BRIDGE + 2, [10_201, _crossing(0, 7)], {"highway": "unclassified"})

    def _ring(self) -> None:
        """A roundabout north of the middle, driven against the clock."""
        east, north = 6 * _BLOCK_M, (ROWS - 1) * _BLOCK_M + 120
        for number in range(8):
            turn = math.tau * number / 8 - math.pi / 2
            self._node(10_300 + number, east + 22 * math.cos(turn), north + 22 * math.sin(turn))
        ring = [*(10_300 + number for number in range(8)), 10_300]
        self._way(_RING, ring, {"highway": "tertiary", "junction": "roundabout"})
        self._way(_RING + 1, [_crossing(6, ROWS - 1), 10_300], {"highway": "tertiary"})
        for number, (arm, far_east, far_north) in enumerate(((2, 300.0, 30.0), (6, -300.0, 20.0))):
            self._node(10_310 + number, east + far_east, north + far_north)
            corner = _crossing(9 if number == 0 else 3, ROWS - 1)
            self._way(_RING + 2 + number, [10_300 + arm, 10_310 + number, corner], {"highway": "tertiary"})

    def _dead_ends(self) -> None:
        for column in range(1, COLUMNS - 1, 4):
            self._node(10_400 + column, column * _BLOCK_M + 10, -90.0)
            self._way(_ENDS + column, [_crossing(column, 0), 10_400 + column], {"highway": "living_street"})

    def _what_lies_on_them(self) -> None:
        self.restrictions.append(
            Restriction("no_left_turn", _TUNNEL, _crossing(COLUMNS - 1, _TUNNEL_ROW), _ROAD + COLUMNS - 1)
        )
        self.restrictions.append(Restriction("only_straight_on", _BRIDGE + 1, 10_201, _BRIDGE + 2))
        for number, (column, row) in enumerate(((2, 2), (5, 7), (8, 3))):
            self.spots.append(Spot(_crossing(column, row), {"traffic_calming": ("bump", "hump", "table")[number]}))
        for number, column in enumerate(range(1, COLUMNS, 3)):
            at = self.positions[_crossing(column, _TUNNEL_ROW)]
            # A pole seven metres south of the road, halfway to the next crossing.
            after = self.positions[_crossing(min(column + 1, COLUMNS - 1), _TUNNEL_ROW)]
            node = 10_500 + number
            self.positions[node] = ((at[0] + after[0]) // 2 - 630, (at[1] + after[1]) // 2)
            self.spots.append(Spot(node, {"highway": "bus_stop", "name": f"가온{number + 1}"}))

    def _node(self, node: int, east: float, north: float) -> None:
        lat = LATITUDE + north / METRES_OF_A_DEGREE
        lon = LONGITUDE + east / METRES_OF_A_DEGREE / math.cos(math.radians(LATITUDE))
        self.positions[node] = (round(lat * 1e7), round(lon * 1e7))

    def _way(self, way: int, nodes: list[int], tags: dict[str, str]) -> None:
        self.ways.append(Way(way, tuple(nodes), tags))


def _street(row: int) -> dict[str, str]:
    return {"highway": "residential", "maxspeed": "30", "name": f"가로{row + 1}길"}
