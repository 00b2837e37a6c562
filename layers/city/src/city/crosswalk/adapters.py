"""The picture detectors: a SageMaker endpoint, and a sandbox that sees nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import Field, ValidationError

from city.contracts.base import ForeignContract
from city.contracts.crosswalk.devices import SeenBoxV1
from city.crosswalk.errors import DetectorUnavailable, PictureTooLarge, PictureUnreadable
from city.crosswalk.ports import DetectedRoadUser, Detection

if TYPE_CHECKING:
    from mypy_boto3_sagemaker_runtime.client import SageMakerRuntimeClient

MOST_BOXES = 300
# What the container says of a picture it will not look at (`models/detection/serve.py`).
_REFUSALS = {413: PictureTooLarge, 400: PictureUnreadable, 415: PictureUnreadable, 422: PictureUnreadable}


class _Answer(ForeignContract):
    """What `models/detection/serve.py` answers for one picture."""

    model: str
    milliseconds: float = Field(ge=0)
    boxes: tuple[dict[str, Any], ...] = ()


class SageMakerDetector:
    """Asks a SageMaker endpoint, or whatever answers its runtime path."""

    def __init__(self, runtime: SageMakerRuntimeClient, endpoint: str) -> None:
        self._runtime, self._endpoint = runtime, endpoint

    def detect(self, jpeg: bytes) -> Detection:
        try:
            answer = self._runtime.invoke_endpoint(
                EndpointName=self._endpoint, ContentType="image/jpeg", Accept="application/json", Body=jpeg
            )
            found = _Answer.model_validate(json.loads(answer["Body"].read()))
            boxes = [SeenBoxV1.model_validate({name: box.get(name) for name in _FIELDS}) for box in found.boxes]
        except ClientError as error:
            refusal = _REFUSALS.get(_containers_status(error))
            if refusal is not None:
                raise refusal from error
            raise DetectorUnavailable(error.response["Error"].get("Code", "")) from error
        except BotoCoreError as error:
            raise DetectorUnavailable(type(error).__name__) from error
        except (ValidationError, ValueError) as error:
            raise DetectorUnavailable("the answer is none of ours") from error
        best = sorted(boxes, key=lambda box: -box.score)[:MOST_BOXES]
        seen = tuple(
            DetectedRoadUser(kind=box.kind, score=box.score, x1=box.x1, y1=box.y1, x2=box.x2, y2=box.y2) for box in best
        )
        return Detection(found.model[:40], seen, found.milliseconds)


_FIELDS = tuple(SeenBoxV1.model_fields)


def _containers_status(error: ClientError) -> int:
    """The status the container gave, through SageMaker or by itself; 0 where it was not asked.

    SageMaker's own refusals have a name, a container's bare answer has none and is called by its number.
    """
    response: Any = error.response
    status = int(response.get("ResponseMetadata", {}).get("HTTPStatusCode") or 0)
    return int(response.get("OriginalStatusCode") or (status if response["Error"].get("Code") == str(status) else 0))


class SandboxDetector:
    """Sees nobody. For a local city without a model server; refused in prod."""

    def detect(self, jpeg: bytes) -> Detection:  # noqa: ARG002  # it looks at nothing
        return Detection("sandbox", (), 0.0)
