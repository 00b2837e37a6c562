"""What staff may ask of the crosswalk API, by who may ask it; for tests."""

from typing import Any

from tests.integration.crosswalk_in_moto import SITE, UNIT

NUMBER = "20261110030000-abcd"
FILE = {name: value for name, value in SITE.items() if name not in ("unit", "revision")}
REASON = {"reason": "민원 확인을 위해"}
READS = (
    "/units",
    f"/units/{UNIT}",
    f"/units/{UNIT}/incidents",
    f"/units/{UNIT}/faults",
    f"/units/{UNIT}/windows",
    f"/units/{UNIT}/days",
    f"/units/{UNIT}/heat",
    f"/units/{UNIT}/telemetry",
    f"/units/{UNIT}/pictures",
    f"/units/{UNIT}/site",
    f"/units/{UNIT}/site/draft",
    "/updates",
    "/updates/x",
)
WORK: dict[tuple[str, str], Any] = {
    ("POST", f"/units/{UNIT}/pictures"): {"what": "frame", **REASON},
    ("POST", f"/units/{UNIT}/pictures/{NUMBER}/view"): REASON,
    ("PUT", f"/units/{UNIT}/site/draft"): {"site": FILE},
    ("PUT", f"/units/{UNIT}/site/zones"): {
        name: SITE[name] for name in ("waiting_left", "waiting_right", "crossing", "approaches")
    },
    ("POST", f"/units/{UNIT}/site/restoration"): {"revision": 1, **REASON},
}
MANAGEMENT: dict[tuple[str, str], Any] = {
    ("POST", "/units"): {
        "unit": "new-unit",
        "serial": "GUMI-0009",
        "name_ko": "새 단말",
        "latitude": 36.1,
        "longitude": 128.4,
    },
    ("POST", f"/units/{UNIT}/reclaim"): REASON,
    ("POST", f"/units/{UNIT}/standing"): {"standing": "out_of_service", **REASON},
    ("POST", f"/units/{UNIT}/site/activation"): {"digest": "0" * 64},
    ("POST", "/updates"): {
        "operation": "update_model",
        "name": "yolox-1",
        "key": "models/yolox-1.onnx",
        "sha256": "0" * 64,
        "size_bytes": 5,
        "ring": "canary",
        **REASON,
    },
    ("POST", "/updates/x/cancellation"): REASON,
}
EVERYTHING = {**{("GET", path): None for path in READS}, ("GET", "/views"): None, **WORK, **MANAGEMENT}
