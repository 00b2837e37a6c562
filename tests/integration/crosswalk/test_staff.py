"""What staff see and do at the crosswalk API, and who gets in."""

import json
from base64 import b64decode
from datetime import timedelta
from hashlib import sha256
from typing import Any

import boto3
import pytest

from city.contracts.crosswalk.devices import PictureJobV1, UpdateJobV1
from city.contracts.crosswalk.site import SignedSiteV1
from city.contracts.crosswalk.staff.fields import MAX_BODY_BYTES
from city.crosswalk.errors import DetectorUnavailable
from city.crosswalk.ports import Detection, Seen
from tests.integration.crosswalk_in_moto import SITE, UNIT, CrosswalkInMoto, Operators
from tests.unit.crosswalk.test_rules import jpeg

NUMBER = "20261110030000-abcd"
FILE = {name: value for name, value in SITE.items() if name not in ("unit", "revision")}
REASON = {"reason": "민원 확인을 위해"}
READS = (
    "/units", f"/units/{UNIT}", f"/units/{UNIT}/incidents", f"/units/{UNIT}/faults", f"/units/{UNIT}/windows",
    f"/units/{UNIT}/days", f"/units/{UNIT}/heat", f"/units/{UNIT}/telemetry", f"/units/{UNIT}/pictures",
    f"/units/{UNIT}/site", f"/units/{UNIT}/site/draft", "/updates", "/updates/x",
)  # fmt: skip
WORK: dict[tuple[str, str], Any] = {
    ("POST", f"/units/{UNIT}/pictures"): {"what": "frame", **REASON},
    ("POST", f"/units/{UNIT}/pictures/{NUMBER}/view"): REASON,
    ("PUT", f"/units/{UNIT}/site/draft"): {"site": FILE},
    ("PUT", f"/units/{UNIT}/site/zones"): {name: SITE[name] for name in ("waiting_left", "waiting_right", "crossing", "approaches")},
    ("POST", f"/units/{UNIT}/site/restoration"): {"revision": 1, **REASON},
}  # fmt: skip
MANAGEMENT: dict[tuple[str, str], Any] = {
    ("POST", "/units"): {"unit": "new-unit", "serial": "GUMI-0009", "name_ko": "새 단말", "latitude": 36.1, "longitude": 128.4},
    ("POST", f"/units/{UNIT}/reclaim"): REASON,
    ("POST", f"/units/{UNIT}/standing"): {"standing": "out_of_service", **REASON},
    ("POST", f"/units/{UNIT}/site/activation"): {"digest": "0" * 64},
    ("POST", "/updates"): {
        "operation": "update_model", "name": "yolox-1", "key": "models/yolox-1.onnx", "sha256": "0" * 64,
        "size_bytes": 5, "ring": "canary", **REASON,
    },
    ("POST", "/updates/x/cancellation"): REASON,
}  # fmt: skip
EVERYTHING = {**{("GET", path): None for path in READS}, ("GET", "/views"): None, **WORK, **MANAGEMENT}


@pytest.fixture
def crosswalk(cloud):
    city = CrosswalkInMoto().build()
    city.install()
    return city


@pytest.fixture
def staff(crosswalk: CrosswalkInMoto) -> Operators:
    return Operators(crosswalk)


# --- who gets in ---------------------------------------------------------------------------------


@pytest.mark.parametrize("group", [None, "", "citizen", "[visitors clerks]"])
def test_whoever_is_no_staff_gets_nowhere(staff: Operators, group: Any) -> None:
    answers = {ask: staff.call(*ask, body, group, "nobody", {})[0] for ask, body in EVERYTHING.items()}

    assert answers == dict.fromkeys(EVERYTHING, 403)


def test_an_auditor_changes_nothing_and_asks_for_no_picture(staff: Operators) -> None:
    asks = {**WORK, **MANAGEMENT}

    assert {ask: staff.call(*ask, body, "auditor", "a", {})[0] for ask, body in asks.items()} == dict.fromkeys(
        asks, 403
    )
    assert {path: staff.get(path, "auditor")[0] == 403 for path in READS} == dict.fromkeys(READS, False)


def test_a_clerk_decides_nothing_that_changes_a_unit(staff: Operators) -> None:
    answers = {ask: staff.call(*ask, body, "clerk", "c", {})[0] for ask, body in MANAGEMENT.items()}

    assert answers == dict.fromkeys(MANAGEMENT, 403)
    assert staff.get("/views", "clerk", unit=UNIT)[0] == 403


BODIES = (
    "", "null", "[]", "no json", "{}", '{"reason": 5}', '{"sudo": true}', "[" * 9000, '{"reason":"' + "x" * 5000 + '"}',
    '{"site": {"a": ' * 60 + "1" + "}" * 120, "{" * 200,
)  # fmt: skip


@pytest.mark.parametrize("body", BODIES)
def test_no_body_breaks_a_door(staff: Operators, body: str) -> None:
    for method, path in (*WORK, *MANAGEMENT):
        status, told = staff.call(method, path, body, "manager", "m", {})
        assert status in (400, 404, 409, 422), (method, path, told)
        assert told["message"]["ko"]


def test_a_body_that_is_too_large_is_refused(staff: Operators) -> None:
    for method, path in (*WORK, *MANAGEMENT):
        assert staff.call(method, path, "x" * (MAX_BODY_BYTES + 1), "manager", "m", {})[0] == 413


@pytest.mark.parametrize(
    "unit",
    [
        "nobody",
        "%2e%2e%2f",
        "'; DROP TABLE units; --",
        "<img onerror=1>",
        "serial%23GUMI-0001",
        "%23watch",
        "a" * 400,
        "유닛",
    ],
)
def test_a_unit_that_is_none_is_not_found(staff: Operators, unit: str) -> None:
    for path in READS[1:11]:
        assert staff.get(path.replace(UNIT, unit))[0] == 404
    for (method, path), body in {**WORK, **MANAGEMENT}.items():
        if UNIT in path:
            assert staff.call(method, path.replace(UNIT, unit), body, "manager", "m", {})[0] == 404


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("windows", {"day": "yesterday"}), ("windows", {"day": "20261110"}), ("windows", {"day": "0001-01-01"}),
        ("days", {"from": "2026-11-10", "to": "2026-11-09"}), ("days", {"from": "2026-01-01", "to": "2026-11-09"}),
        ("heat", {"from": "2026-13"}), ("heat", {"from": "2020-01", "to": "2026-11"}), ("incidents", {"limit": "0"}),
        ("incidents", {"limit": "1000"}), ("incidents", {"page": "stream=incidents#other~entry=x"}),
        ("incidents", {"page": "x" * 500}), ("faults", {"page": "entry="}),
    ],
)  # fmt: skip
def test_a_question_that_makes_no_sense_is_refused(staff: Operators, path: str, query: dict[str, str]) -> None:
    assert staff.get(f"/units/{UNIT}/{path}", **query)[0] == 400


# --- units ---------------------------------------------------------------------------------------


def test_a_unit_is_registered_once_by_name_and_by_serial(staff: Operators) -> None:
    ask = MANAGEMENT["POST", "/units"]

    status, told = staff.post("/units", {**ask, "name_ko": "<script>alert(1)</script>"})
    assert (status, told["line"]["severity"], told["line"]["name_ko"]) == (200, "waiting", "<script>alert(1)</script>")
    assert staff.post("/units", {**ask, "serial": "GUMI-0010"})[1]["error"] == "unit_registered"
    assert staff.post("/units", {**ask, "unit": "newer-unit"})[1]["error"] == "unit_registered"
    assert [line["unit"] for line in staff.get("/units")[1]["units"]].count("new-unit") == 1


def test_the_list_is_worst_first(crosswalk: CrosswalkInMoto, staff: Operators) -> None:
    for serial, name in enumerate(("unit-dark", "unit-fine", "unit-drift", "unit-blind")):
        crosswalk.install(name, f"SERIAL-{serial}")
    crosswalk.hear(crosswalk.telemetry())
    crosswalk.clock.move(minutes=5)
    crosswalk.hear(
        crosswalk.telemetry("unit-dark", lamp_state="fault_dark"),
        crosswalk.telemetry("unit-fine"),
        crosswalk.telemetry("unit-blind", faults=("camera_frozen",)),
        crosswalk.telemetry("unit-drift", clock_synced=False),
    )

    status, told = staff.get("/units")

    assert status == 200
    assert [(line["unit"], line["severity"]) for line in told["units"]] == [
        (UNIT, "alarm"), ("unit-dark", "alarm"), ("unit-blind", "alarm"), ("unit-drift", "warning"), ("unit-fine", "fine"),
    ]  # fmt: skip


def test_a_unit_is_taken_off_duty_and_back_with_a_reason(crosswalk: CrosswalkInMoto, staff: Operators) -> None:
    off = {"standing": "out_of_service", "reason": "도로 공사 11월 말까지"}
    crosswalk.clock.move(minutes=1)

    assert staff.post(f"/units/{UNIT}/standing", off)[1]["line"]["standing"] == "out_of_service"
    assert staff.post(f"/units/{UNIT}/standing", off)[1]["error"] == "standing_unchanged"
    crosswalk.clock.move(minutes=1)
    _, told = staff.post(f"/units/{UNIT}/standing", {"standing": "active", "reason": "공사 끝남"})
    assert [(line["what"], line["by"]) for line in told["history"]][:2] == [
        ("active", "manager-1"),
        ("out of service", "manager-1"),
    ]


def test_reports_are_shown_as_they_were_made(crosswalk: CrosswalkInMoto, staff: Operators) -> None:
    crosswalk.hear(
        crosswalk.telemetry(), crosswalk.statistics(vehicle_speeds=(0, 0, 3, 2, 0, 0, 0, 0, 0)), crosswalk.fault(), crosswalk.incident(speed_kmh=41.5, clip_kept=True)
    )  # fmt: skip

    assert staff.get(f"/units/{UNIT}/windows")[1]["windows"][0]["traffic"]["vehicle_speeds"][2:4] == [3, 2]
    assert staff.get(f"/units/{UNIT}/days")[1]["days"][0]["traffic"]["vehicle_speeds"][2:4] == [3, 2]
    (incident,) = staff.get(f"/units/{UNIT}/incidents")[1]["incidents"]
    assert (incident["speed_kmh"], incident["clip_kept"], incident["kind"]) == (41.5, True, "conflict")
    assert staff.get(f"/units/{UNIT}/faults")[1]["faults"][0]["fault"] == "camera_dark"
    assert staff.get(f"/units/{UNIT}/heat")[1]["kinds"]["conflict"] == [{"x_m": 2.0, "y_m": -0.5, "count": 1}]
    assert len(staff.get(f"/units/{UNIT}/telemetry")[1]["points"]) == 1
    assert staff.get(f"/units/{UNIT}")[1]["telemetry"]["lamps"][0]["current_ma"] == 4.0


def test_incidents_come_in_pages_newest_first(crosswalk: CrosswalkInMoto, staff: Operators) -> None:
    for _ in range(5):
        crosswalk.clock.move(minutes=1)
        crosswalk.hear(crosswalk.incident())

    _, first = staff.get(f"/units/{UNIT}/incidents", limit="3")
    _, rest = staff.get(f"/units/{UNIT}/incidents", limit="3", page=first["next_page"])

    moments = [line["at"] for line in (*first["incidents"], *rest["incidents"])]
    assert moments == sorted(moments, reverse=True)
    assert len(moments) == 5


def test_a_day_in_seoul_begins_at_its_midnight(crosswalk: CrosswalkInMoto, staff: Operators) -> None:
    midnight = crosswalk.clock.now().replace(hour=15, minute=0)  # the 11th begins in Seoul
    crosswalk.hear(
        crosswalk.statistics(window_start=midnight - timedelta(minutes=5), vehicles=1),
        crosswalk.statistics(window_start=midnight, vehicles=10),
    )

    totals = [
        staff.get(f"/units/{UNIT}/windows", day=day)[1]["total"]["vehicles"] for day in ("2026-11-10", "2026-11-11")
    ]
    days = staff.get(f"/units/{UNIT}/days", **{"from": "2026-11-10", "to": "2026-11-11"})[1]["days"]

    assert totals == [day["traffic"]["vehicles"] for day in days] == [1, 10]


# --- site files ----------------------------------------------------------------------------------


def shadow(part: str) -> Any:
    answer = boto3.client("iot-data").get_thing_shadow(thingName=UNIT, shadowName="configuration")
    return json.loads(answer["payload"].read())["state"].get(part)


def report(**reported: Any) -> None:
    boto3.client("iot-data").update_thing_shadow(
        thingName=UNIT, shadowName="configuration", payload=json.dumps({"state": {"reported": reported}}).encode()
    )


def activate(staff: Operators, sub: str = "boss") -> tuple[int, Any]:
    _, draft = staff.get(f"/units/{UNIT}/site/draft")
    return staff.post(f"/units/{UNIT}/site/activation", {"digest": draft["digest"]}, sub=sub)


def test_a_file_is_written_looked_at_and_activated_by_another_person(
    crosswalk: CrosswalkInMoto, staff: Operators
) -> None:
    status, draft = staff.put(f"/units/{UNIT}/site/draft", {"site": FILE, "note": "첫 설치"}, "manager", "author")
    assert status == 200
    assert (draft["revision"], draft["hold_s"], draft["needs_another_person"]) == (1, 15.5, True)
    assert draft["site"]["unit"] == UNIT

    assert activate(staff, "author")[1]["error"] == "needs_another_person"
    assert activate(staff, "boss") == (200, {"revision": 1, "digest": draft["digest"]})

    signed = SignedSiteV1.model_validate(shadow("desired"))
    assert sha256(signed.document.encode()).hexdigest() == draft["digest"]
    key = crosswalk.environment["SIGNING_KEY"]
    verified = boto3.client("kms").verify(
        KeyId=key, Message=sha256(signed.document.encode()).digest(), MessageType="DIGEST", Signature=b64decode(signed.signature), SigningAlgorithm="ECDSA_SHA_256"
    )  # fmt: skip
    assert verified["SignatureValid"]
    assert staff.get(f"/units/{UNIT}/site/draft")[1]["error"] == "no_draft"


def test_what_the_unit_answers_is_shown(staff: Operators) -> None:
    assert staff.get(f"/units/{UNIT}/site")[1]["answer"] == "none"
    staff.put(f"/units/{UNIT}/site/draft", {"site": FILE}, "clerk", "author")
    digest = activate(staff)[1]["digest"]
    assert staff.get(f"/units/{UNIT}/site")[1]["answer"] == "waiting"
    report(version=1, revision=0, digest="", refused_revision=1, refused_because="calibration")
    assert staff.get(f"/units/{UNIT}/site")[1]["answer"] == "refused"
    report(version=1, revision=1, digest=digest, refused_revision=None, refused_because="")
    told = staff.get(f"/units/{UNIT}/site")[1]
    assert (told["answer"], told["active"]["activated_by"], told["reported"]["revision"]) == ("in_force", "boss", 1)
    report(revision="nonsense")
    assert staff.get(f"/units/{UNIT}/site")[1]["reported"] is None


def test_what_was_changed_since_it_was_looked_at_is_not_activated(staff: Operators) -> None:
    _, seen = staff.put(f"/units/{UNIT}/site/draft", {"site": FILE}, "clerk", "author")
    staff.put(f"/units/{UNIT}/site/draft", {"site": {**FILE, "entry_allowance_s": 1}}, "clerk", "other")

    assert (
        staff.post(f"/units/{UNIT}/site/activation", {"digest": seen["digest"]}, sub="boss")[1]["error"]
        == "draft_changed"
    )


def test_activating_twice_hands_the_same_file_over_again(staff: Operators) -> None:
    staff.put(f"/units/{UNIT}/site/draft", {"site": FILE}, "clerk", "author")
    digest = activate(staff)[1]["digest"]
    report(revision=0)
    boto3.client("iot-data").delete_thing_shadow(thingName=UNIT, shadowName="configuration")

    assert staff.post(f"/units/{UNIT}/site/activation", {"digest": digest})[0] == 200
    assert shadow("desired")["revision"] == 1
    assert len(staff.get(f"/units/{UNIT}/site")[1]["revisions"]) == 1


def test_an_earlier_file_comes_back_under_a_new_number_and_needs_one_manager(staff: Operators) -> None:
    staff.put(f"/units/{UNIT}/site/draft", {"site": FILE}, "clerk", "author")
    activate(staff)
    staff.put(f"/units/{UNIT}/site/draft", {"site": {**FILE, "entry_allowance_s": 1.0}}, "clerk", "author")
    activate(staff)

    _, draft = staff.post(
        f"/units/{UNIT}/site/restoration", {"revision": 1, "reason": "야간 오작동 신고"}, "manager", "night"
    )
    assert (draft["revision"], draft["restored_from"], draft["needs_another_person"]) == (3, 1, False)
    assert draft["changes"] == ["entry_allowance_s"]
    assert activate(staff, "night")[0] == 200
    told = staff.get(f"/units/{UNIT}/site")[1]
    assert [r["revision"] for r in told["revisions"]] == [3, 2, 1]
    assert told["site"]["entry_allowance_s"] == FILE["entry_allowance_s"]


def test_zones_are_drawn_into_the_file_in_force(staff: Operators) -> None:
    zones = {name: SITE[name] for name in ("waiting_left", "waiting_right", "crossing", "approaches")}
    assert staff.put(f"/units/{UNIT}/site/zones", zones)[1]["error"] == "no_site"
    staff.put(f"/units/{UNIT}/site/draft", {"site": FILE}, "clerk", "author")
    activate(staff)
    moved = {**zones, "waiting_left": [[0.1, 0.4], [0.26, 0.4], [0.22, 0.49], [0.1, 0.49]]}

    status, draft = staff.put(f"/units/{UNIT}/site/zones", moved)

    assert status == 200
    assert (draft["revision"], draft["changes"]) == (2, ["waiting_left"])


def test_every_problem_of_a_drawing_is_named(staff: Operators) -> None:
    staff.put(f"/units/{UNIT}/site/draft", {"site": FILE}, "clerk", "author")
    crossed = [[0.1, 0.1], [0.4, 0.4], [0.4, 0.1], [0.1, 0.4]]
    zones = {
        "waiting_left": crossed,
        "waiting_right": "x",
        "crossing": SITE["crossing"],
        "approaches": SITE["approaches"],
    }

    status, told = staff.put(f"/units/{UNIT}/site/zones", zones)

    assert (status, told["error"]) == (422, "site_invalid")
    assert {p["field"] for p in told["problems"]} == {"waiting_left", "waiting_right"}
    assert all(p["ko"] and p["en"] for p in told["problems"])


@pytest.mark.parametrize(
    "site", ['{"width_m": NaN}', '{"width_m": 1e999}', '{"width_m": -Infinity}', '{"unit": "other-unit"}']
)
def test_a_file_of_no_numbers_or_of_another_unit_is_refused(staff: Operators, site: str) -> None:
    assert staff.put(f"/units/{UNIT}/site/draft", f'{{"site": {site}}}')[0] in (400, 422)
    assert staff.get(f"/units/{UNIT}/site/draft")[0] == 404


# --- pictures ------------------------------------------------------------------------------------


def job_of(number: str) -> dict[str, Any]:
    document = boto3.client("iot").get_job_document(jobId=f"picture-{UNIT}-{number}")["document"]
    return dict(json.loads(document))


def test_a_frame_is_asked_for_sent_and_looked_at_with_a_reason(crosswalk: CrosswalkInMoto, staff: Operators) -> None:
    status, asked = staff.post(
        f"/units/{UNIT}/pictures", {"what": "frame", "reason": "렌즈 오염 신고 확인"}, "clerk", "kim"
    )
    assert (status, asked["state"]) == (200, "asked")
    job = PictureJobV1.model_validate(job_of(asked["number"]))
    assert f"/pictures/{UNIT}/{asked['number']}.jpg" in job.url
    assert "X-Amz-Expires=600" in job.url
    assert (
        staff.post(f"/units/{UNIT}/pictures/{asked['number']}/view", REASON, "clerk")[1]["error"] == "picture_not_there"
    )

    key = f"pictures/{UNIT}/{asked['number']}.jpg"
    boto3.client("s3").put_object(Bucket="pictures", Key=key, Body=jpeg(768, 576))
    assert staff.get(f"/units/{UNIT}/pictures")[1]["pictures"][0]["state"] == "sent"
    status, seen = staff.post(f"/units/{UNIT}/pictures/{asked['number']}/view", REASON, "clerk", "kim")

    assert (status, b64decode(seen["jpeg"]), seen["width"]) == (200, jpeg(768, 576), 768)
    _, views = staff.get("/views", "auditor", unit=UNIT)
    assert [(v["by"], v["reason"], v["what"]) for v in views["views"]] == [
        ("kim", "민원 확인을 위해", f"frame {asked['number']}")
    ]


class Eye:
    """A detector that sees a child, or does not answer."""

    def __init__(self, trouble: Exception | None = None) -> None:
        self.trouble = trouble

    def detect(self, jpeg: bytes) -> Detection:
        if self.trouble:
            raise self.trouble
        return Detection("yolox-nano", (Seen("person", 0.8, 10, 20, 30, 60),), 12.5)


@pytest.mark.parametrize(
    ("eye", "kinds"),
    [(Eye(), ["person"]), (Eye(DetectorUnavailable()), None), (None, None)],
    ids=["sees", "silent", "none"],
)
def test_what_the_detector_sees_in_a_frame_is_shown_if_it_answers(
    crosswalk: CrosswalkInMoto, staff: Operators, eye: Any, kinds: list[str] | None
) -> None:
    number = staff.post(f"/units/{UNIT}/pictures", {"what": "frame", **REASON}, "clerk")[1]["number"]
    boto3.client("s3").put_object(Bucket="pictures", Key=f"pictures/{UNIT}/{number}.jpg", Body=jpeg(768, 576))
    crosswalk.board.order_pictures._detector = eye

    status, seen = staff.post(f"/units/{UNIT}/pictures/{number}/view", REASON, "clerk")

    assert status == 200
    assert (seen["boxes"] and [box["kind"] for box in seen["boxes"]]) == kinds


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"<html>", 422),
        (b"", 422),
        (b"\x89PNG\r\n", 422),
        (jpeg(8000, 5000), 422),
        (b"\xff\xd8" + b"\0" * 4_100_000, 422),
    ],
)
def test_what_a_unit_sent_instead_of_a_picture_is_not_shown(staff: Operators, body: bytes, status: int) -> None:
    number = staff.post(f"/units/{UNIT}/pictures", {"what": "frame", **REASON}, "clerk")[1]["number"]
    boto3.client("s3").put_object(Bucket="pictures", Key=f"pictures/{UNIT}/{number}.jpg", Body=body)

    assert staff.post(f"/units/{UNIT}/pictures/{number}/view", REASON, "clerk")[0] == status


def test_a_clip_belongs_to_an_incident_the_unit_still_holds(crosswalk: CrosswalkInMoto, staff: Operators) -> None:
    kept, gone = crosswalk.incident(clip_kept=True), crosswalk.incident()
    crosswalk.hear(kept, gone)

    def ask(incident: str) -> tuple[int, Any]:
        return staff.post(f"/units/{UNIT}/pictures", {"what": "clip", "incident": incident, **REASON}, "clerk")

    assert ask(f"{gone.journal}-{gone.sequence}")[1]["error"] == "clip_not_kept"
    assert ask("ffffffff-1")[1]["error"] == "incident_unknown"
    _, asked = ask(f"{kept.journal}-{kept.sequence}")
    assert (job_of(asked["number"])["incident_sequence"], job_of(asked["number"])["operation"]) == (
        kept.sequence,
        "send_clip",
    )

    key = f"pictures/{UNIT}/{asked['number']}.mp4"
    boto3.client("s3").put_object(Bucket="pictures", Key=key, Body=b"\0\0\0\x18ftypmp42" + b"\0" * 100)
    _, seen = staff.post(f"/units/{UNIT}/pictures/{asked['number']}/view", REASON, "clerk")
    assert "X-Amz-Expires=60" in seen["url"]
    boto3.client("s3").put_object(Bucket="pictures", Key=key, Body=b"<script>")
    assert (
        staff.post(f"/units/{UNIT}/pictures/{asked['number']}/view", REASON, "clerk")[1]["error"]
        == "picture_unreadable"
    )


def test_a_unit_that_does_not_answer_is_shown_as_failed(crosswalk: CrosswalkInMoto, staff: Operators) -> None:
    staff.post(f"/units/{UNIT}/pictures", {"what": "frame", **REASON}, "clerk")
    crosswalk.clock.move(minutes=11)
    assert staff.get(f"/units/{UNIT}/pictures")[1]["pictures"][0]["state"] == "failed"
    crosswalk.clock.move(days=31)
    assert staff.get(f"/units/{UNIT}/pictures")[1]["pictures"][0]["state"] == "expired"


def test_a_reason_is_asked_for_and_an_hour_has_so_many_pictures(staff: Operators) -> None:
    assert staff.post(f"/units/{UNIT}/pictures", {"what": "frame"}, "clerk")[0] == 400
    assert staff.post(f"/units/{UNIT}/pictures", {"what": "frame", "reason": "  ."}, "clerk")[0] == 400
    answers = [staff.post(f"/units/{UNIT}/pictures", {"what": "frame", **REASON}, "clerk")[0] for _ in range(21)]
    assert answers == [*[200] * 20, 429]


# --- updates -------------------------------------------------------------------------------------

UPDATE = MANAGEMENT["POST", "/updates"]


def execution(unit: str, job: str, status: str) -> None:
    """What a unit reports of its job, as AWS IoT keeps it."""
    from moto.core import DEFAULT_ACCOUNT_ID
    from moto.iot.models import iot_backends

    backend = iot_backends[DEFAULT_ACCOUNT_ID]["ap-northeast-2"]
    backend.job_executions[job, unit].status = status


def test_a_release_goes_to_the_first_units_and_then_to_the_others(crosswalk: CrosswalkInMoto, staff: Operators) -> None:
    crosswalk.install("first-unit", "GUMI-0100", ring="canary")
    assert staff.post("/updates", UPDATE)[1]["error"] == "release_unknown"
    boto3.client("s3").put_object(Bucket="releases", Key=UPDATE["key"], Body=b"123456")
    assert staff.post("/updates", UPDATE)[1]["error"] == "release_differs"
    boto3.client("s3").put_object(Bucket="releases", Key=UPDATE["key"], Body=b"12345")
    assert staff.post("/updates", {**UPDATE, "ring": "rest"})[1]["error"] == "not_rehearsed"

    status, told = staff.post("/updates", UPDATE)
    assert (status, told["units"]) == (200, 1)
    job = f"update-{told['number']}-0"
    document = UpdateJobV1.model_validate_json(boto3.client("iot").get_job_document(jobId=job)["document"])
    assert document.url.startswith("${aws:iot:s3-presigned-url:https://s3.ap-northeast-2.amazonaws.com/releases/")
    assert boto3.client("kms").verify(
        KeyId=crosswalk.environment["SIGNING_KEY"], Message=sha256(document.sha256.encode()).digest(), MessageType="DIGEST",
        Signature=b64decode(document.signature), SigningAlgorithm="ECDSA_SHA_256",
    )["SignatureValid"]  # fmt: skip

    crosswalk.clock.move(seconds=1)
    assert staff.post("/updates", {**UPDATE, "ring": "rest"})[1]["error"] == "not_rehearsed"
    execution("first-unit", job, "SUCCEEDED")
    assert staff.get(f"/updates/{told['number']}")[1]["counts"] == {"SUCCEEDED": 1}
    assert staff.post("/updates", {**UPDATE, "ring": "rest"})[0] == 200
    assert len(staff.get("/updates")[1]["updates"]) == 2


def test_an_update_of_nobody_is_refused_and_one_that_runs_is_cancelled(
    crosswalk: CrosswalkInMoto, staff: Operators
) -> None:
    boto3.client("s3").put_object(Bucket="releases", Key=UPDATE["key"], Body=b"12345")
    assert staff.post("/updates", UPDATE)[1]["error"] == "nobody_to_update"
    crosswalk.install("first-unit", "GUMI-0100", ring="canary")
    number = staff.post("/updates", UPDATE)[1]["number"]

    status, told = staff.post(f"/updates/{number}/cancellation", {"reason": "모델 오류 발견"})

    assert (status, told["status"]) == (200, "CANCELED")
    assert staff.post("/updates/none/cancellation", REASON)[1]["error"] == "update_unknown"
