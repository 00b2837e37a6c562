"""What follows of a camera from the file and from corrections; and the form in which it is exported."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from city.operations.cameras.camera import (
    CAMERA_ID,
    Correction,
    FiledCamera,
    assumed_range_m,
    name_camera,
    place_camera,
    site_key,
)
from city.operations.cameras.directions import Sector, View
from city.operations.cameras.smart_camera import smart_camera

NOW = datetime(2026, 11, 29, tzinfo=UTC)
CAMERA = FiledCamera(
    camera_id="c0123456789ab-2", institution="서산시청", road_address="중앙로 1", lot_address="읍내동 1-1", purpose="생활방범",
    number=2, of_row=3, pixels=2_000_000, direction_text="북동쪽", kept_days=30, installed=date(2019, 5, 1),
    telephone="041-660-2114", latitude=36.78, longitude=126.45, data_date=date(2026, 11, 1), row_digest="d",
)  # fmt: skip


def corrected(**values: float) -> Correction:
    given: dict[str, Any] = {"azimuth_deg": None, "width_deg": None, "range_m": None, **values}
    return Correction(**given, revision=1, by="s-1", by_name="김", at=NOW, reason="seen")


def test_a_correction_stands_before_the_file_in_what_it_names_alone() -> None:
    assert place_camera(CAMERA, None).view == View((Sector(45, 90),), certain=True)
    assert place_camera(CAMERA, corrected(azimuth_deg=10)).view == View((Sector(10, 90),), certain=True)
    assert place_camera(CAMERA, corrected(azimuth_deg=10, width_deg=60)).view == View((Sector(10, 60),), certain=True)
    assert place_camera(CAMERA, corrected(width_deg=60)).view == View((Sector(45, 60),), certain=True)
    assert place_camera(CAMERA, corrected(width_deg=360)).view == View((Sector(0, 360),), certain=True)
    assert place_camera(CAMERA, corrected(range_m=150)).range_m == 150
    assert place_camera(CAMERA, corrected(range_m=150)).view == place_camera(CAMERA, None).view


def test_a_width_alone_gives_an_unknown_camera_no_direction() -> None:
    unknown = replace(CAMERA, direction_text="도로방면")

    assert place_camera(unknown, corrected(width_deg=60)).view == View()
    assert place_camera(unknown, corrected(azimuth_deg=0)).view == View((Sector(0, 90),), certain=True)


def test_a_range_that_nobody_measured_follows_from_the_picture() -> None:
    # 1,886 elements across, 25 a metre, 60 degrees: 65.3 m.
    assert assumed_range_m(2_000_000) == 65.3
    assert assumed_range_m(None) == 65.3
    assert assumed_range_m(410_000) == 29.6
    assert assumed_range_m(8_000_000) == 130.6


def test_a_camera_is_named_by_its_site() -> None:
    site = site_key("서산시청", "생활방범", "읍내동 1-1", 36.78, 126.45)

    assert CAMERA_ID.fullmatch(name_camera(site, 255))
    assert site == site_key("서산시청", "생활방범", "읍내동 1-1", 36.7800001, 126.45)
    others = {
        site_key("서산경찰서", "생활방범", "읍내동 1-1", 36.78, 126.45),
        site_key("서산시청", "교통단속", "읍내동 1-1", 36.78, 126.45),
        site_key("서산시청", "생활방범", "읍내동 1-2", 36.78, 126.45),
        site_key("서산시청", "생활방범", "읍내동 1-1", 36.78001, 126.45),
    }
    assert len({site, *others}) == 5


@pytest.fixture(scope="module")
def judge(shared: Path) -> Draft202012Validator:
    folder = shared / "data/smart-data-models"
    common = json.loads((folder / "common-schema.json").read_text())
    schema = json.loads((folder / "dataModel.Device/Camera/schema.json").read_text())
    # The model's own `$ref`s name it by this address.
    address = "https://smart-data-models.github.io/data-models/common-schema.json"
    registry: Registry[Any] = Registry().with_resource(address, Resource.from_contents(common))
    return Draft202012Validator(schema, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.mark.parametrize(
    "camera",
    [
        CAMERA,
        replace(CAMERA, direction_text="", installed=None, road_address="", pixels=None),
        replace(CAMERA, retired_at=NOW, purpose="차량방범"),
    ],
)
def test_an_exported_camera_is_one_of_smart_data_models(camera: FiledCamera, judge: Draft202012Validator) -> None:
    entity = smart_camera(camera, corrected(range_m=150))

    assert [error.message for error in judge.iter_errors(entity)] == []
    assert {"streamURL", "streamName", "mediaURL", "imageSnapshot"}.isdisjoint(entity)


def test_the_judge_refuses_what_is_no_camera(judge: Draft202012Validator) -> None:
    entity = smart_camera(CAMERA, None)

    assert list(judge.iter_errors({**entity, "type": "Kamera"}))
    assert list(judge.iter_errors({**entity, "location": {"type": "Point", "coordinates": ["east"]}}))
