"""A drawn register of cameras in the form of the national CSV: of Seosan for the local city, of any size for measuring.

Nothing of it is real but the boundary. The same seed draws the same file.
"""

import csv
import io
import json
import random
from collections.abc import Sequence
from datetime import date
from typing import Any

from city.contracts.operations.cameras import CAMERA_COLUMNS
from city.operations.cameras.buildings import Buildings, read_buildings
from infra.local.city import City
from infra.local.patience import wait_on
from infra.maps.places import MAPS

DISTRICT_FILE = MAPS / "seosan.geojson"
CAMERAS = 200
_PURPOSES = (
    ("생활방범", 50), ("어린이보호", 12), ("교통단속", 8), ("차량방범", 8), ("시설물관리", 8), ("쓰레기단속", 6),
    ("교통정보수집", 4), ("재난재해", 4),
)  # fmt: skip
# As registers have it: half say all around, a third nothing that can be measured.
_DIRECTIONS = (
    ("360도전방면", 45), ("", 12), ("도로방면", 8), ("북동쪽", 5), ("남향", 5), ("동,서", 5), ("서측", 4), ("북", 4),
    ("남서", 4), ("정문 방향", 4), ("동서남북", 2), ("시내방면", 2),
)  # fmt: skip
_PIXELS = (("200", 70), ("41", 8), ("130", 8), ("400", 8), ("", 6))
_COUNTS = ((1, 55), (2, 20), (3, 12), (4, 10), (5, 3))
_INSTITUTION, _TELEPHONE = "충청남도 서산시청", "041-660-2114"


def district_boundary() -> bytes:
    """Seosan's boundary alone, as the register's geography holds it."""
    features = [each for each in _features() if each["properties"]["level"] == "district"]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def draw_rows(cameras: int = CAMERAS, seed: int = 15, today: date = date(2026, 11, 29)) -> list[dict[str, str]]:
    """Rows that stand for exactly so many cameras, around the middles of Seosan's towns and within its boundary."""
    chance = random.Random(seed)
    boundary = read_buildings(district_boundary())
    towns = [each["properties"] for each in _features() if each["properties"]["level"] == "town"]
    centres = chance.sample(towns, 15)
    rows: list[dict[str, str]] = []
    left = cameras
    while left:
        town = chance.choice(centres)
        count = min(left, _drawn(chance, _COUNTS))
        rows.append(_row(chance, town, _position(chance, town["at"], boundary), count, today))
        left -= count
    return rows


def as_csv(rows: Sequence[dict[str, str]], encoding: str = "cp949") -> bytes:
    """A file as the portal (CP949), Excel (`utf-8-sig`) or the API (`utf-8`) writes it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, CAMERA_COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def _features() -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(DISTRICT_FILE.read_text(encoding="utf-8"))["features"]
    return features


def _position(chance: random.Random, middle: Sequence[float], boundary: Buildings) -> tuple[float, float]:
    while True:
        longitude, latitude = chance.gauss(middle[0], 0.012), chance.gauss(middle[1], 0.01)
        if boundary.contain(longitude, latitude):
            return round(latitude, 6), round(longitude, 6)


def _row(
    chance: random.Random, town: dict[str, Any], position: tuple[float, float], count: int, today: date
) -> dict[str, str]:
    lot = f"충청남도 서산시 {town['ko']} {chance.randint(1, 1200)}-{chance.randint(1, 40)}"
    cells = (
        _INSTITUTION,
        f"충청남도 서산시 {town['ko']}길 {chance.randint(1, 300)}" if chance.random() < 0.8 else "",
        lot,
        _drawn(chance, _PURPOSES),
        str(count),
        _drawn(chance, _PIXELS),
        _drawn(chance, _DIRECTIONS),
        "30",
        f"{chance.randint(2008, today.year - 1)}-{chance.randint(1, 12):02}",
        _TELEPHONE,
        f"{position[0]}",
        f"{position[1]}",
        today.isoformat(),
    )
    return dict(zip(CAMERA_COLUMNS, cells, strict=True))


def _drawn(chance: random.Random, choices: Sequence[tuple[Any, int]]) -> Any:
    values, weights = zip(*choices, strict=True)
    return chance.choices(values, weights)[0]


def seed_cameras(city: City) -> list[tuple[str, str]]:
    """Seosan's boundary and a drawn register, if the city has none yet. Returns lines of the table: what there is to try."""
    report: dict[str, Any] = dict(city.facts.get("camera_report") or {})
    if not report:
        s3 = city.client("s3")
        s3.put_object(Bucket=city.output("CameraGeography"), Key="district.geojson", Body=district_boundary())
        report = load_file(city, "seosan-demo.csv", as_csv(draw_rows()))
        city.save_facts(camera_report={name: report[name] for name in ("file", "cameras", "rows", "missing")})
    unknown = report.get("missing", {}).get("direction_unknown", 0)
    return [
        ("카메라 (cameras)", f"{report.get('cameras')} in {report.get('rows')} rows, {unknown} of unknown direction")
    ]


def load_file(city: City, name: str, content: bytes) -> dict[str, Any]:
    """Drops a file in the inbox and waits for its report. Raises CityTrouble."""
    s3, reports, key = city.client("s3"), city.output("CameraReports"), f"files/{name}"
    s3.put_object(Bucket=city.output("CameraInbox"), Key=key, Body=content)

    def look() -> dict[str, Any] | None:
        if not s3.list_objects_v2(Bucket=reports, Prefix=f"{key}.report.json").get("KeyCount"):
            return None
        report: dict[str, Any] = json.loads(s3.get_object(Bucket=reports, Key=f"{key}.report.json")["Body"].read())
        return report

    return wait_on(city, f"{name} 보고서 (the report on a file)", look)
