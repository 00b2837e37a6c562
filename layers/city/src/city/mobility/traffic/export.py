"""Records as plain values for others: NGSI-LD `TrafficFlowObserved` (Smart Data Models), and rows of a table."""

from datetime import UTC, datetime
from typing import TypeAlias

from city.mobility.roads.driving import limit_kmh
from city.mobility.roads.road_map import Floats, RoadMap
from city.mobility.traffic.flow import Flow, FlowState
from city.mobility.traffic.model import SLOT_S

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value]"

CONTEXT = (
    "https://raw.githubusercontent.com/smart-data-models/dataModel.Transportation/master/context.jsonld",
    "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context.jsonld",
)
CSV_COLUMNS = (
    "map_version", "edge", "begins_at", "ends_at", "state", "speed_kmh", "reference_kmh", "spread_kmh", "vehicles",
    "is_sample", "confidence", "age_s",
)  # fmt: skip
_PLAIN = frozenset({"id", "type", "@context"})


def reference_speeds(road_map: RoadMap) -> Floats:
    """km/h that each edge allows, as signed or as usual: what a state is judged against, unless a free speed is known."""
    return limit_kmh(road_map.columns.kind, road_map.columns.speed_kmh)


def flow_entity(flow: Flow, road_map: RoadMap) -> dict[str, Value]:
    """The record in NGSI-LD's simplified form. What is not known is not in it.

    No `intensity`: vehicles with a sensor are counted here, not all that passed. `probeVehicles`, `speedSpread`,
    `confidence` and `flowState` are this city's own attributes, `source` is the map's attribution.
    """
    name = road_map.edge_name(flow.edge)
    begin, end = _time(flow.begins_at), _time(flow.begins_at + SLOT_S)
    entity: dict[str, Value] = {
        "id": f"urn:ngsi-ld:TrafficFlowObserved:{name}:{flow.slot}",
        "type": "TrafficFlowObserved",
        "location": {"type": "LineString", "coordinates": _shape(road_map, flow.edge)},
        "refRoadSegment": f"urn:ngsi-ld:RoadSegment:{name}",
        "laneDirection": "forward" if road_map.columns.forward[flow.edge] else "backward",
        "dateObserved": f"{begin}/{end}",
        "dateObservedFrom": begin,
        "dateObservedTo": end,
        "source": road_map.attribution,
        "flowState": flow.state.value,
        "probeVehicles": flow.vehicles,
        "confidence": round(flow.confidence, 3),
    }
    if flow.speed_kmh is not None:
        entity["averageVehicleSpeed"] = round(flow.speed_kmh, 1)
        entity["speedSpread"] = round(flow.spread_kmh, 1)
    if flow.state is not FlowState.UNKNOWN:
        # By the model, absence says that there is none: where nothing is known, `flowState` says so.
        entity["congested"] = flow.state is FlowState.CONGESTED
    entity["@context"] = list(CONTEXT)
    return entity


def normalized(entity: dict[str, Value]) -> dict[str, Value]:
    """The same in NGSI-LD's normalized form: each attribute a Property, a GeoProperty or a Relationship."""
    return {name: value if name in _PLAIN else _attribute(name, value) for name, value in entity.items()}


def flow_row(flow: Flow, road_map: RoadMap, now: float) -> tuple[str, ...]:
    """The texts of `CSV_COLUMNS`; empty where nothing is known. `edge` outlives the map's version, its number does not."""
    age = flow.age_s(now)
    return (
        road_map.version,
        road_map.edge_name(flow.edge),
        _time(flow.begins_at),
        _time(flow.begins_at + SLOT_S),
        flow.state.value,
        "" if flow.speed_kmh is None else f"{flow.speed_kmh:.1f}",
        f"{flow.reference_kmh:.0f}" if flow.reference_kmh > 0 else "",
        "" if flow.speed_kmh is None else f"{flow.spread_kmh:.1f}",
        str(flow.vehicles),
        "yes" if flow.is_sample else "no",
        f"{flow.confidence:.3f}",
        "" if age is None else f"{age:.0f}",
    )


def _attribute(name: str, value: Value) -> Value:
    if name == "location":
        return {"type": "GeoProperty", "value": value}
    if name == "refRoadSegment":
        return {"type": "Relationship", "object": value}
    if name in {"dateObservedFrom", "dateObservedTo"}:
        return {"type": "Property", "value": {"@type": "DateTime", "@value": value}}
    if name in {"averageVehicleSpeed", "speedSpread"}:
        # UN/CEFACT Recommendation 20: kilometres per hour.
        return {"type": "Property", "value": value, "unitCode": "KMH"}
    return {"type": "Property", "value": value}


def _shape(road_map: RoadMap, edge: int) -> list[Value]:
    at = road_map.columns
    rows = slice(int(at.shape_start[edge]), int(at.shape_start[edge + 1]))
    lon, lat = at.shape_lon_e7[rows].tolist(), at.shape_lat_e7[rows].tolist()
    return [[east / 1e7, north / 1e7] for east, north in zip(lon, lat, strict=True)]


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
