"""Exports are what others' schema says, leave out what is unknown, and name no vehicle."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from city.mobility.roads.synthetic import ATTRIBUTION
from city.mobility.traffic.export import CSV_COLUMNS, flow_entity, flow_row, normalized, reference_speeds
from city.mobility.traffic.flow import Flow, Part, flow_of, fuse
from city.mobility.traffic.model import Observation
from tests.unit.mobility.matching.drives import MAP

SLOT = 5_881_836
BEGIN = SLOT * 300.0
EDGE = 90


def flow(*speeds: float) -> Flow:
    told = [
        (f"{at:07x}e", Observation(EDGE, 87.0, 87.0 * 3.6 / speed, BEGIN + 10 + at)) for at, speed in enumerate(speeds)
    ]
    return flow_of(next(iter(fuse(told).values()), Part(EDGE, SLOT)), float(reference_speeds(MAP)[EDGE]))


CONGESTED, ALONE, NOTHING = flow(8.0, 9.0, 10.0), flow(40.0), flow()


@pytest.fixture(scope="module")
def judge(shared: Path) -> Draft202012Validator:
    folder = shared / "data/smart-data-models"
    common = json.loads((folder / "common-schema.json").read_text())
    schema = json.loads((folder / "dataModel.Transportation/TrafficFlowObserved/schema.json").read_text())
    # The model's own `$ref`s name it by this address.
    address = "https://smart-data-models.github.io/data-models/common-schema.json"
    registry: Registry[Any] = Registry().with_resource(address, Resource.from_contents(common))
    return Draft202012Validator(schema, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.mark.parametrize("record", [CONGESTED, ALONE, NOTHING], ids=["congested", "alone", "nothing"])
def test_an_exported_record_is_one_of_smart_data_models(record: Flow, judge: Draft202012Validator) -> None:
    entity = flow_entity(record, MAP)

    assert [error.message for error in judge.iter_errors(entity)] == []
    assert json.loads(json.dumps(entity, allow_nan=False)) == entity


def test_the_judge_refuses_what_is_no_record(judge: Draft202012Validator) -> None:
    entity = flow_entity(CONGESTED, MAP)

    assert list(judge.iter_errors({**entity, "averageVehicleSpeed": -1}))
    assert list(judge.iter_errors({**entity, "laneDirection": "east"}))
    assert list(judge.iter_errors({**entity, "type": "Flow"}))


def test_it_says_what_is_known_and_where() -> None:
    entity = flow_entity(CONGESTED, MAP)

    assert entity["averageVehicleSpeed"] == pytest.approx(8.9, abs=0.1)
    assert entity["congested"] is True
    assert entity["dateObserved"] == "2025-12-01T01:00:00Z/2025-12-01T01:05:00Z"
    assert entity["source"] == ATTRIBUTION
    assert entity["laneDirection"] == ("forward" if MAP.columns.forward[EDGE] else "backward")
    assert "intensity" not in entity
    location = entity["location"]
    assert isinstance(location, dict)
    coordinates = location["coordinates"]
    assert isinstance(coordinates, list)
    first = coordinates[0]
    assert isinstance(first, list)
    assert 126 < float(str(first[0])) < 127
    assert flow_entity(ALONE, MAP)["congested"] is False


def test_what_is_unknown_is_not_made_up() -> None:
    entity, row = flow_entity(NOTHING, MAP), dict(zip(CSV_COLUMNS, flow_row(NOTHING, MAP, BEGIN), strict=True))

    assert {"averageVehicleSpeed", "speedSpread", "congested"}.isdisjoint(entity)
    assert entity["flowState"] == row["state"] == "unknown"
    assert row["speed_kmh"] == row["spread_kmh"] == row["age_s"] == ""


def test_a_row_has_every_column() -> None:
    row = dict(zip(CSV_COLUMNS, flow_row(CONGESTED, MAP, BEGIN + 72), strict=True))

    assert row["map_version"] == MAP.version
    assert row["edge"] == MAP.edge_name(EDGE)
    assert (row["begins_at"], row["ends_at"]) == ("2025-12-01T01:00:00Z", "2025-12-01T01:05:00Z")
    assert (row["state"], row["vehicles"], row["age_s"], row["reference_kmh"]) == ("congested", "3", "60", "50")
    assert not any("," in text or '"' in text or "\n" in text for text in row.values())


def test_in_the_normalized_form_each_attribute_says_what_it_is() -> None:
    entity = normalized(flow_entity(CONGESTED, MAP))

    kinds = {name: value["type"] for name, value in entity.items() if isinstance(value, dict)}
    assert kinds.pop("location") == "GeoProperty"
    assert kinds.pop("refRoadSegment") == "Relationship"
    assert set(kinds.values()) == {"Property"}
    assert {name for name, value in entity.items() if not isinstance(value, dict)} == {"id", "type", "@context"}


@pytest.mark.parametrize("record", [CONGESTED, ALONE], ids=["congested", "alone"])
def test_no_export_names_a_vehicle(record: Flow) -> None:
    said = json.dumps([flow_entity(record, MAP), normalized(flow_entity(record, MAP)), *flow_row(record, MAP, BEGIN)])

    assert "0000000e" not in said
    assert "0000001e" not in said


def test_every_edge_has_a_reference() -> None:
    assert (reference_speeds(MAP) >= 30).all()
