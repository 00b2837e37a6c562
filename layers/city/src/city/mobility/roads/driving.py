"""Which lines a vehicle drives on, in which directions, and what they are: rules on OpenStreetMap's tags."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

# In the order of the bytes that a snapshot keeps: new kinds are added at the end.
KINDS = (
    "motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential", "living_street", "service",
    "road", "motorway_link", "trunk_link", "primary_link", "secondary_link", "tertiary_link", "busway",
)  # fmt: skip
# Where no limit is signed: 도로교통법 시행규칙 제19조 (50 in towns, 60 to 80 outside, 90 and more on expressways).
_USUAL_KMH = np.array([110, 90, 60, 60, 60, 60, 50, 30, 30, 50, 80, 70, 60, 60, 60, 50], np.float64)
TUNNEL, BRIDGE, ONEWAY, ROUNDABOUT = 1, 2, 4, 8
# wiki.openstreetmap.org/wiki/Key:traffic_calming; chokers and islands do not shake a vehicle.
BUMPS = ("bump", "mini_bumps", "hump", "table", "cushion", "rumble_strip", "dip", "double_dip")
_CLOSED = frozenset({"no", "private"})
_NO_THOROUGHFARE = frozenset({"drive-through", "emergency_access"})
_FASTEST_KMH = 255
_KMH_OF_A_MILE = 1.609344


def directions(tags: Mapping[str, str]) -> tuple[bool, bool]:
    """Whether a vehicle may drive a way as it was drawn, and against it. The narrower tag wins: bus, then vehicle."""
    if tags.get("highway") not in KINDS or tags.get("area") == "yes" or tags.get("service") in _NO_THOROUGHFARE:
        return False, False
    if not _open_to_buses(tags):
        return False, False
    oneway = tags.get("oneway:bus") or tags.get("oneway:psv") or tags.get("oneway", "")
    if oneway == "-1":
        return False, True
    return True, not (oneway in {"yes", "true", "1"} or (oneway != "no" and _oneway_by_kind(tags)))


def flags(tags: Mapping[str, str]) -> int:
    """TUNNEL, BRIDGE, ONEWAY and ROUNDABOUT, added."""
    forward, backward = directions(tags)
    return (
        TUNNEL * (tags.get("tunnel", "no") != "no" or tags.get("covered") == "yes")
        | BRIDGE * (tags.get("bridge", "no") != "no")
        | ONEWAY * (forward != backward)
        | ROUNDABOUT * (tags.get("junction") in {"roundabout", "circular"})
    )


def speed_kmh(tags: Mapping[str, str]) -> int:
    """The signed limit in km/h; 0 where none is written, or none in figures."""
    text = tags.get("maxspeed", "")
    figures = text.removesuffix("mph").removesuffix("km/h").strip()
    if not (figures.isascii() and figures.isdigit()):
        return 0
    return min(round(int(figures) * (_KMH_OF_A_MILE if text.endswith("mph") else 1)), _FASTEST_KMH)


def limit_kmh(kind: npt.NDArray[np.uint8], signed_kmh: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """How fast one may drive on roads of these kinds: as signed, or as usual."""
    return np.where(signed_kmh > 0, signed_kmh, _USUAL_KMH[kind])


def is_stop(tags: Mapping[str, str]) -> bool:
    """A bus stop, or the place on the road where buses stop."""
    if tags.get("highway") == "bus_stop":
        return True
    return tags.get("public_transport") in {"stop_position", "platform"} and tags.get("bus") == "yes"


def _open_to_buses(tags: Mapping[str, str]) -> bool:
    for key in ("bus", "psv", "motor_vehicle", "vehicle", "access"):
        if key in tags:
            return tags[key] not in _CLOSED
    return True


def _oneway_by_kind(tags: Mapping[str, str]) -> bool:
    return tags.get("junction") in {"roundabout", "circular"} or tags["highway"] in {"motorway", "motorway_link"}
