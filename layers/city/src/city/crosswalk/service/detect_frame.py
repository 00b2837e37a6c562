"""Looking at a thin unit's frame for it, and answering on its topic."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError

from city.aws.observability import count, logger, measure_seconds
from city.contracts.crosswalk.arrivals import ArrivedFrame
from city.contracts.crosswalk.devices import CloudDetectionV1, SeenBoxV1
from city.crosswalk.errors import DetectorUnavailable, PictureTooLarge, PictureUnreadable
from city.crosswalk.jpeg import check_jpeg
from city.crosswalk.ports import Detection, PictureDetector

if TYPE_CHECKING:
    from mypy_boto3_iot_data.client import IoTDataPlaneClient

_Refusal = Literal["unreadable", "too_large", "unavailable"]


class DetectFrame:
    """Every frame is answered, if only with why it was not looked at: the unit counts on an answer and its time-out."""

    def __init__(self, detector: PictureDetector, iot: IoTDataPlaneClient) -> None:
        self._detector, self._iot = detector, iot

    def answer(self, arrived: Any) -> CloudDetectionV1 | None:
        """Answers what the topic rule handed over; None if it came on a topic no unit of ours has."""
        try:
            frame = ArrivedFrame.model_validate(arrived)
        except ValidationError:
            count("FrameUnanswerable")
            return None
        answer = self._look(frame)
        self._iot.publish(
            topic=CloudDetectionV1.topic.format(unit=frame.unit), qos=0, payload=answer.model_dump_json().encode()
        )
        return answer

    def _look(self, frame: ArrivedFrame) -> CloudDetectionV1:
        try:
            jpeg = b64decode(frame.jpeg, validate=True)
            check_jpeg(jpeg)
            detection = self._detector.detect(jpeg)
        except (PictureUnreadable, NotBase64):
            return _refuse(frame, "unreadable")
        except PictureTooLarge:
            return _refuse(frame, "too_large")
        except DetectorUnavailable as error:
            logger().warning("detector unavailable", extra={"unit": frame.unit, "because": str(error)})
            return _refuse(frame, "unavailable")
        count("FrameLookedAt")
        measure_seconds("InferenceTime", detection.inference_ms / 1000)
        return _answer(frame, detection)


def boxes_of(detection: Detection) -> tuple[SeenBoxV1, ...]:
    return tuple(
        SeenBoxV1(kind=seen.kind, score=seen.score, x1=seen.x1, y1=seen.y1, x2=seen.x2, y2=seen.y2)
        for seen in detection.seen
    )


def _answer(frame: ArrivedFrame, detection: Detection) -> CloudDetectionV1:
    return CloudDetectionV1(
        unit=frame.unit,
        frame=frame.frame,
        model=detection.model,
        boxes=boxes_of(detection),
        inference_ms=round(detection.inference_ms, 2),
    )


def _refuse(frame: ArrivedFrame, because: _Refusal) -> CloudDetectionV1:
    count("DetectorUnavailable" if because == "unavailable" else "FrameRefused")
    return CloudDetectionV1(unit=frame.unit, frame=frame.frame, refused=because)
