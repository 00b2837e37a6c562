"""An OpenStreetMap extract is read piece by piece; what is no map, or a trap, is refused."""

import pytest

from city.mobility.roads.errors import MapRefused
from city.mobility.roads.extract import OPENSTREETMAP, Restriction
from city.mobility.roads.osm_xml import read_osm_xml

MAP = b"""<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6" generator="by hand"><bounds minlat="33" minlon="126" maxlat="34" maxlon="127"/>
<node id="1" lat="33.5" lon="126.5"/><node id="2" lat="33.501" lon="126.5"/>
<node id="3" lat="33.502" lon="126.5"><tag k="highway" v="bus_stop"/><tag k="name" v="\xed\x95\x9c\xeb\x9d\xbc"/></node>
<way id="10"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way>
<way id="11"><nd ref="2"/><nd ref="3"/><tag k="building" v="yes"/></way>
<relation id="20"><member type="way" ref="10" role="from"/><member type="node" ref="2" role="via"/>
<member type="way" ref="12" role="to"/><tag k="type" v="restriction"/><tag k="restriction" v="no_left_turn"/></relation>
<relation id="21"><member type="way" ref="10" role="from"/><member type="node" ref="2" role="via"/>
<member type="way" ref="12" role="to"/><tag k="type" v="restriction"/><tag k="restriction" v="no_left_turn"/>
<tag k="except" v="bicycle; bus"/></relation>
<relation id="22"><member type="way" ref="10" role="from"/><member type="way" ref="11" role="via"/>
<member type="way" ref="12" role="to"/><tag k="type" v="restriction"/><tag k="restriction" v="no_u_turn"/></relation>
</osm>"""


def test_roads_spots_and_restrictions_are_read_and_buildings_are_not() -> None:
    extract = read_osm_xml([MAP])

    assert [(way.id, way.nodes) for way in extract.ways] == [(10, (1, 2))]
    assert extract.positions[2] == (335010000, 1265000000)
    assert [spot.node for spot in extract.spots] == [3]
    assert extract.restrictions == (Restriction("no_left_turn", 10, 2, 12),)
    assert extract.attribution == OPENSTREETMAP


def test_what_is_not_understood_is_counted() -> None:
    assert read_osm_xml([MAP]).unread == {"restriction that spares buses": 1, "restriction by way, or incomplete": 1}


@pytest.mark.parametrize("size", [1, 7, 100])
def test_the_pieces_may_be_cut_anywhere(size: int) -> None:
    pieces = [MAP[at : at + size] for at in range(0, len(MAP), size)]

    assert read_osm_xml(pieces) == read_osm_xml([MAP])


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"<osm>",
        b"<html/>",
        b"<osm><node id='1' lat='33.5'/></osm>",
        b"<osm><node id='1' lat='NaN' lon='126.5'/></osm>",
        b"<osm><node id='1' lat='126.5' lon='33.5'/></osm>",
        b"<osm><way id='1'><nd ref='x'/></way></osm>",
        b"<osm><way id='1'><nd ref='1'><deep><deeper/></deep></nd></way></osm>",
        b'<!DOCTYPE osm [<!ENTITY a "aaaa">]><osm><way id="1"><tag k="&a;" v="1"/></way></osm>',
        b'<!DOCTYPE osm SYSTEM "file:///etc/passwd"><osm/>',
        b'<?xml version="1.0" encoding="klingon"?><osm/>',
        b"<osm><way id='1'>" + b"<nd ref='1'/>" * 2_001 + b"</way></osm>",
    ],
)
def test_what_is_no_map_is_refused(document: bytes) -> None:
    with pytest.raises(MapRefused):
        read_osm_xml([document])


def test_a_map_that_grows_without_end_is_refused_before_it_is_read() -> None:
    def endless() -> object:
        yield b"<osm>"
        while True:
            yield b"<bounds/>" * 1_000

    with pytest.raises(MapRefused, match="larger than"):
        read_osm_xml(endless(), most_bytes=100_000)  # type: ignore[arg-type]
