"""Devices at the city's doors: who may become a unit, and frames that thin units send."""

from base64 import b64encode
from io import BytesIO
from typing import Any

import pytest
from botocore.exceptions import ClientError

from city.crosswalk.adapters import SageMakerDetector, SandboxDetector
from city.crosswalk.bootstrap import build_frames
from city.crosswalk.errors import DetectorUnavailable, PictureTooLarge, PictureUnreadable
from city.crosswalk.ports import DetectedRoadUser, Detection
from city.crosswalk.service.detect_frame import DetectFrame
from city.kernel.settings import SandboxInProduction
from tests.integration.crosswalk_in_moto import CrosswalkInMoto, load_function
from tests.integration.moto_city import Context
from tests.unit.crosswalk.test_rules import jpeg

# --- admission -----------------------------------------------------------------------------------


@pytest.fixture
def crosswalk(cloud):
    return CrosswalkInMoto().build()


def ask(crosswalk: CrosswalkInMoto, serial: Any, certificate: str = "c1", **more: Any) -> dict[str, Any]:
    handler = load_function("admit_unit").make_handler(lambda: crosswalk.admission)
    event = {
        "claimCertificateId": "claim",
        "certificateId": certificate,
        "certificatePem": "-----BEGIN",
        "clientId": "x",
        "templateArn": "arn:aws:iot:ap-northeast-2:123456789012:provisioningtemplate/t",
        "parameters": {"SerialNumber": serial, "UnitName": "i-am-another", **more},
    }
    return dict(handler(event, Context()))


REFUSED = {"allowProvisioning": False, "parameterOverrides": {}}


def register(crosswalk: CrosswalkInMoto) -> None:
    from city.crosswalk.tables.units import NewUnit

    new = NewUnit(
        unit="okgye-01", serial="GUMI-0001", name_ko="옥계초", name_en="", latitude=36.1, longitude=128.4, ring="rest"
    )
    crosswalk.units.register(new, "boss", crosswalk.clock.now())


def test_a_registered_box_becomes_the_unit_the_register_names(crosswalk: CrosswalkInMoto) -> None:
    register(crosswalk)

    assert ask(crosswalk, "GUMI-0001") == {"allowProvisioning": True, "parameterOverrides": {"UnitName": "okgye-01"}}
    assert crosswalk.record("okgye-01").certificate_id == "c1"


def test_a_box_is_admitted_once_unless_a_manager_allows_it(crosswalk: CrosswalkInMoto) -> None:
    register(crosswalk)
    ask(crosswalk, "GUMI-0001")

    assert ask(crosswalk, "GUMI-0001", "c2") == REFUSED
    # Its own answer was lost on the way.
    assert ask(crosswalk, "GUMI-0001", "c1")["allowProvisioning"]
    crosswalk.units.allow_reclaim(crosswalk.record("okgye-01"), "boss", "보드 교체", crosswalk.clock.now())
    assert ask(crosswalk, "GUMI-0001", "c2")["allowProvisioning"]
    assert ask(crosswalk, "GUMI-0001", "c3") == REFUSED


@pytest.mark.parametrize(
    "serial", ["", "UNKNOWN", "gumi-0001", "GUMI-0001 ", "x" * 5000, "'; --", "serial#GUMI-0001", "#watch"]
)
def test_a_box_nobody_registered_is_refused(crosswalk: CrosswalkInMoto, serial: str) -> None:
    register(crosswalk)

    assert ask(crosswalk, serial) == REFUSED


def test_a_hook_without_parameters_is_refused(crosswalk: CrosswalkInMoto) -> None:
    handler = load_function("admit_unit").make_handler(lambda: crosswalk.admission)

    assert handler({}, Context()) == REFUSED
    assert handler({"parameters": {}, "certificateId": "c"}, Context()) == REFUSED


def test_a_unit_off_duty_is_not_admitted(crosswalk: CrosswalkInMoto) -> None:
    register(crosswalk)
    crosswalk.units.change_standing(
        crosswalk.record("okgye-01"), "out_of_service", by="boss", reason="도난 신고", now=crosswalk.clock.now()
    )

    assert ask(crosswalk, "GUMI-0001") == REFUSED


# --- frames --------------------------------------------------------------------------------------


class Topics:
    """The broker's data plane: keeps what is published."""

    def __init__(self) -> None:
        self.published: list[tuple[str, bytes]] = []

    def publish(self, *, topic: str, qos: int, payload: bytes) -> None:
        self.published.append((topic, payload))


class Eye:
    def __init__(self, trouble: Exception | None = None) -> None:
        self.trouble, self.looked = trouble, 0

    def detect(self, jpeg: bytes) -> Detection:
        self.looked += 1
        if self.trouble:
            raise self.trouble
        return Detection("yolox-nano", (DetectedRoadUser(kind="person", score=0.8, x1=10, y1=20, x2=30, y2=60),), 12.5)


def send(picture: bytes, eye: Any, unit: str = "okgye-01") -> tuple[str, Any]:
    from city.contracts.crosswalk.devices import CloudDetectionV1

    topics = Topics()
    handler = load_function("detect_frame").make_handler(lambda: DetectFrame(eye, topics))  # type: ignore[arg-type]
    handler({"unit": unit, "frame": "42", "jpeg": b64encode(picture).decode()}, Context())
    ((topic, payload),) = topics.published
    return topic, CloudDetectionV1.model_validate_json(payload)


def test_a_frame_is_answered_on_its_units_own_topic() -> None:
    topic, answer = send(jpeg(640, 480), Eye())

    assert topic == "dongne/crosswalk/okgye-01/detections"
    assert (answer.frame, answer.model, answer.boxes[0].kind, answer.refused) == ("42", "yolox-nano", "person", None)


@pytest.mark.parametrize(
    ("picture", "because"),
    [
        (b"", "unreadable"),
        (b"\0" * 500, "unreadable"),
        (jpeg(640, 480)[:25], "unreadable"),
        (b"\x89PNG\r\n\x1a\n", "unreadable"),
        (jpeg(8000, 5000), "too_large"),
        (jpeg(640, 480) + b"\0" * 100_001, "too_large"),
        (b"\0" * 131_072, "too_large"),
    ],
)
def test_a_frame_that_is_none_is_refused_before_the_model_sees_it(picture: bytes, because: str) -> None:
    eye = Eye()

    assert send(picture, eye)[1].refused == because
    assert eye.looked == 0


def test_when_the_model_does_not_answer_the_unit_is_told() -> None:
    assert send(jpeg(640, 480), Eye(DetectorUnavailable("timed out")))[1].refused == "unavailable"


@pytest.mark.parametrize(
    "event",
    [{}, None, [], {"unit": "../x", "frame": "1"}, {"unit": "okgye-01", "frame": "1/../2"}, {"unit": "okgye-01"}],
)
def test_a_frame_of_nobody_is_neither_looked_at_nor_answered(event: Any) -> None:
    eye, topics = Eye(), Topics()

    load_function("detect_frame").make_handler(lambda: DetectFrame(eye, topics))(event, Context())  # type: ignore[arg-type]

    assert (eye.looked, topics.published) == (0, [])


# --- the detectors -------------------------------------------------------------------------------


class Endpoint:
    """A SageMaker runtime that answers one thing to everybody, or fails."""

    def __init__(self, body: bytes = b"", trouble: Exception | None = None) -> None:
        self.body, self.trouble = body, trouble
        self.asked: list[dict[str, Any]] = []

    def invoke_endpoint(self, **asked: Any) -> dict[str, Any]:
        self.asked.append(asked)
        if self.trouble:
            raise self.trouble
        return {"Body": BytesIO(self.body)}


def model_error(status: int | None) -> ClientError:
    """What SageMaker raises of a container's refusal."""
    response: Any = {"Error": {"Code": "ModelError", "Message": "refused"}, "OriginalStatusCode": status}
    return ClientError(response, "InvokeEndpoint")


def test_what_the_endpoint_sees_is_read_best_first() -> None:
    body = (
        b'{"model": "yolox-nano", "milliseconds": 31.5, "boxes": ['
        b'{"kind": "vehicle", "score": 0.4, "x1": 1, "y1": 2, "x2": 3, "y2": 4, "extra": 1},'
        b'{"kind": "person", "score": 0.9, "x1": 1, "y1": 2, "x2": 3, "y2": 4}]}'
    )
    runtime = Endpoint(body)
    detection = SageMakerDetector(runtime, "detection").detect(jpeg(640, 480))  # type: ignore[arg-type]

    assert [(s.kind, s.score) for s in detection.seen] == [("person", 0.9), ("vehicle", 0.4)]
    assert (detection.model, detection.inference_ms) == ("yolox-nano", 31.5)
    assert (runtime.asked[0]["ContentType"], runtime.asked[0]["Body"]) == ("image/jpeg", jpeg(640, 480))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"model": "m", "milliseconds": -1, "boxes": []}',
        b'{"model": "m", "milliseconds": NaN}',
        b'{"model": "m", "milliseconds": 1, "boxes": [{"kind": "dog", "score": 0.5, "x1": 0, "y1": 0, "x2": 1, "y2": 1}]}',
        b'{"model": "m", "milliseconds": 1, "boxes": [{"kind": "person", "score": 7, "x1": 0, "y1": 0, "x2": 1, "y2": 1}]}',
    ],
)
def test_an_answer_that_is_none_is_the_endpoints_failure(body: bytes) -> None:
    with pytest.raises(DetectorUnavailable):
        SageMakerDetector(Endpoint(body), "detection").detect(jpeg(640, 480))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (413, PictureTooLarge),
        (400, PictureUnreadable),
        (415, PictureUnreadable),
        (500, DetectorUnavailable),
        (None, DetectorUnavailable),
    ],
)
def test_what_the_model_refuses_is_told_as_it_was_meant(status: int | None, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        SageMakerDetector(Endpoint(trouble=model_error(status)), "detection").detect(b"")  # type: ignore[arg-type]


def test_a_model_server_of_ones_own_is_understood_without_sagemaker_in_between() -> None:
    def bare(status: int, code: str) -> ClientError:
        response: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
        return ClientError(response, "InvokeEndpoint")

    with pytest.raises(PictureTooLarge):
        SageMakerDetector(Endpoint(trouble=bare(413, "413")), "detection").detect(b"")  # type: ignore[arg-type]
    # SageMaker itself says this of an endpoint that does not exist.
    with pytest.raises(DetectorUnavailable):
        SageMakerDetector(Endpoint(trouble=bare(400, "ValidationError")), "detection").detect(b"")  # type: ignore[arg-type]


@pytest.mark.usefixtures("_credentials")
def test_an_endpoint_nobody_runs_is_a_failure() -> None:
    environment = {
        "STAGE": "dev",
        "DETECTOR": "sagemaker",
        "DETECTION_ENDPOINT": "e",
        "DETECTION_URL": "http://127.0.0.1:9",
    }

    with pytest.raises(DetectorUnavailable):
        build_frames(environment)._detector.detect(jpeg(640, 480))


@pytest.mark.usefixtures("_credentials")
def test_the_sandbox_sees_nobody_and_is_refused_in_prod() -> None:
    assert SandboxDetector().detect(b"").seen == ()
    with pytest.raises(SandboxInProduction):
        build_frames({"STAGE": "prod", "DETECTOR": "sandbox"})
