"""Updates of units: on the first ring, then on the others."""

from base64 import b64decode
from hashlib import sha256

import boto3

from city.contracts.crosswalk.devices import UpdateJobV1
from tests.integration.crosswalk.staff_routes import MANAGEMENT, REASON
from tests.integration.crosswalk_in_moto import CrosswalkInMoto, Operators

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

    status, update = staff.post("/updates", UPDATE)
    assert (status, update["units"]) == (200, 1)
    job = f"update-{update['number']}-0"
    document = UpdateJobV1.model_validate_json(boto3.client("iot").get_job_document(jobId=job)["document"])
    assert document.url.startswith("${aws:iot:s3-presigned-url:https://s3.ap-northeast-2.amazonaws.com/releases/")
    assert boto3.client("kms").verify(
        KeyId=crosswalk.environment["SIGNING_KEY"],
        Message=sha256(document.sha256.encode()).digest(),
        MessageType="DIGEST",
        Signature=b64decode(document.signature),
        SigningAlgorithm="ECDSA_SHA_256",
    )["SignatureValid"]

    crosswalk.clock.move(seconds=1)
    assert staff.post("/updates", {**UPDATE, "ring": "rest"})[1]["error"] == "not_rehearsed"
    execution("first-unit", job, "SUCCEEDED")
    assert staff.get(f"/updates/{update['number']}")[1]["counts"] == {"SUCCEEDED": 1}
    assert staff.post("/updates", {**UPDATE, "ring": "rest"})[0] == 200
    assert len(staff.get("/updates")[1]["updates"]) == 2


def test_an_update_of_nobody_is_refused_and_one_that_runs_is_cancelled(
    crosswalk: CrosswalkInMoto, staff: Operators
) -> None:
    boto3.client("s3").put_object(Bucket="releases", Key=UPDATE["key"], Body=b"12345")
    assert staff.post("/updates", UPDATE)[1]["error"] == "nobody_to_update"
    crosswalk.install("first-unit", "GUMI-0100", ring="canary")
    number = staff.post("/updates", UPDATE)[1]["number"]

    status, update = staff.post(f"/updates/{number}/cancellation", {"reason": "모델 오류 발견"})

    assert (status, update["status"]) == (200, "CANCELED")
    assert staff.post("/updates/none/cancellation", REASON)[1]["error"] == "update_unknown"
