"""Pictures on order: asked for, sent, looked at with a reason."""

import json
from base64 import b64decode
from typing import Any

import boto3
import pytest

from city.contracts.crosswalk.devices import PictureJobV1
from city.crosswalk.errors import DetectorUnavailable
from city.crosswalk.ports import DetectedRoadUser, Detection
from tests.integration.crosswalk.staff_routes import REASON
from tests.integration.crosswalk_in_moto import UNIT, CrosswalkInMoto, Operators
from tests.unit.crosswalk.test_rules import jpeg


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
        return Detection("yolox-nano", (DetectedRoadUser(kind="person", score=0.8, x1=10, y1=20, x2=30, y2=60),), 12.5)


@pytest.mark.parametrize(
    ("eye", "kinds"),
    [(Eye(), ["person"]), (Eye(DetectorUnavailable()), None), (None, None)],
    ids=["sees", "silent", "none"],
)
def test_what_the_detector_sees_in_a_frame_is_shown_if_it_answers(
    crosswalk: CrosswalkInMoto, staff: Operators, eye: Any, kinds: list[str] | None
) -> None:
    crosswalk.detector = eye
    number = staff.post(f"/units/{UNIT}/pictures", {"what": "frame", **REASON}, "clerk")[1]["number"]
    boto3.client("s3").put_object(Bucket="pictures", Key=f"pictures/{UNIT}/{number}.jpg", Body=jpeg(768, 576))

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
