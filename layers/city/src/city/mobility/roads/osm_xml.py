"""An OpenStreetMap XML extract, piece by piece: no document types, no entities, bounded in size, depth and number.

Format: wiki.openstreetmap.org/wiki/OSM_XML. Whoever hands the pieces unpacks them; a bomb is refused by its size.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from xml.parsers import expat

from city.mobility.roads.errors import MapRefused
from city.mobility.roads.extract import OPENSTREETMAP, Extract, Restriction, Spot, Way

# A metropolitan city with its buildings; a province is cut first.
MOST_BYTES = 2 << 30
_MOST_NODES = 8_000_000
_MOST_IN_A_WAY = 2_000
_MOST_TAGS = 2_000
_DEEPEST = 4
_WHOLE_TURN_E7, _QUARTER_E7 = 1_800_000_000, 900_000_000
_OF_SPOTS = frozenset({"highway", "public_transport", "traffic_calming"})


def read_osm_xml(pieces: Iterable[bytes], *, most_bytes: int = MOST_BYTES) -> Extract:
    """Roads and what concerns them; whatever else the file holds is passed over. Raises MapRefused."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = reader.refuse_doctype
    parser.EntityDeclHandler = reader.refuse_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    size = 0
    try:
        for piece in pieces:
            size += len(piece)
            if size > most_bytes:
                raise MapRefused(f"the map is larger than {most_bytes} bytes")
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    # An encoding that Python does not know, a number that is none, an attribute that is missing.
    except (expat.ExpatError, LookupError, ValueError, TypeError) as error:
        raise MapRefused(f"not a map in OSM XML, line {parser.CurrentLineNumber}: {error}") from error
    return reader.extract()


class _Reader:
    def __init__(self) -> None:
        self._positions: dict[int, tuple[int, int]] = {}
        self._ways: list[Way] = []
        self._restrictions: list[Restriction] = []
        self._spots: list[Spot] = []
        self._unread: Counter[str] = Counter()
        self._depth = 0
        self._id = 0
        self._nodes: list[int] = []
        self._members: list[tuple[str, str, int]] = []
        self._tags: dict[str, str] = {}

    def refuse_doctype(self, *_: object) -> None:
        raise MapRefused("document types and entities are not read")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST or (self._depth == 1 and name != "osm"):
            raise MapRefused(f"<{name}> does not stand at this place of a map")
        if self._depth == 2:
            self._begin(name, attributes)
        elif name == "tag":
            self._tags[attributes["k"]] = attributes["v"]
            if len(self._tags) > _MOST_TAGS:
                raise MapRefused(f"more than {_MOST_TAGS} tags on {self._id}")
        elif name == "nd":
            self._nodes.append(int(attributes["ref"]))
            if len(self._nodes) > _MOST_IN_A_WAY:
                raise MapRefused(f"more than {_MOST_IN_A_WAY} nodes in way {self._id}")
        elif name == "member":
            self._members.append((attributes["type"], attributes.get("role", ""), int(attributes["ref"])))

    def end(self, name: str) -> None:
        self._depth -= 1
        if self._depth != 1:
            return
        if name == "node" and not _OF_SPOTS.isdisjoint(self._tags):
            self._spots.append(Spot(self._id, self._tags))
        elif name == "way" and "highway" in self._tags:
            self._ways.append(Way(self._id, tuple(self._nodes), self._tags))
        elif name == "relation" and self._tags.get("type") == "restriction":
            self._take_restriction()

    def extract(self) -> Extract:
        return Extract(
            self._positions,
            tuple(self._ways),
            OPENSTREETMAP,
            tuple(self._restrictions),
            tuple(self._spots),
            self._unread,
        )

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self._nodes, self._members, self._tags = [], [], {}
        if name not in {"node", "way", "relation"}:
            return
        self._id = int(attributes["id"])
        if name == "node":
            latitude, longitude = round(float(attributes["lat"]) * 1e7), round(float(attributes["lon"]) * 1e7)
            if abs(latitude) > _QUARTER_E7 or abs(longitude) > _WHOLE_TURN_E7:
                raise MapRefused(f"node {self._id} lies nowhere on earth")
            self._positions[self._id] = (latitude, longitude)
            if len(self._positions) > _MOST_NODES:
                raise MapRefused(f"more than {_MOST_NODES} nodes")

    def _take_restriction(self) -> None:
        kind = self._tags.get("restriction", self._tags.get("restriction:bus", ""))
        # A bus is exempt where the sign says so (wiki: `except`).
        if {"bus", "psv"} & set(self._tags.get("except", "").replace(" ", "").split(";")):
            self._unread["restriction that spares buses"] += 1
            return
        by_role = {role: ref for kind_of_member, role, ref in self._members if (kind_of_member, role) in _ROLES}
        if not kind.startswith(("no_", "only_")) or len(by_role) != 3 or len(self._members) != 3:
            self._unread["restriction by way, or incomplete"] += 1
            return
        self._restrictions.append(Restriction(kind, by_role["from"], by_role["via"], by_role["to"]))


_ROLES = frozenset({("way", "from"), ("node", "via"), ("way", "to")})
