"""A thin unit's detection in the cloud: JPEG out, boxes back, and never a wait that the lamps would feel.

One frame at a time is on its way, the newest; what has no answer in time is looked at here if there is a model here, and
counts as not seen if there is none. After a few misses in a row the cloud is left alone but for a probe now and then,
and believed again only after several answers in a row.
"""

import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from city.contracts.crosswalk.devices import CloudDetectionV1, SeenBoxV1, UnitFrameV1
from iot.crosswalk_unit.sight.pictures import PictureTooRich, encode_within
from iot.crosswalk_unit.sight.tracking import DetectedBox
from iot.device.line.link import Link, LinkBusy
from models.detection.inference.pictures import read_header

Picture = NDArray[np.uint8]
Detection = Literal["edge", "cloud", "fallback"]

# The watchdog allows 0.9 s from one processed frame to the next; a miss must leave room for a look of our own.
ANSWER_S: Final = 0.5
# A connection takes 512 KB a second, of which `PublishBudget` lets four fifths flow: this size, ten times a second.
FRAME_BYTES: Final = 40_000
MISSES_TO_LEAVE: Final = 3
ANSWERS_TO_RETURN: Final = 5
PROBE_EVERY_S: Final = 5.0
# The contract gives a frame's number twelve digits: at ten a second a tenth of them lasts for centuries.
_FRAME_NUMBERS: Final = 10**12


class DetectionFailed(Exception):
    """This frame was not looked at."""


class FrameDetector(Protocol):
    """What looks at a picture."""

    @property
    def name(self) -> str: ...

    def detect(self, picture: Picture) -> Sequence[DetectedBox]:
        """Raises DetectionFailed, or what a detector raises for a picture it cannot read."""
        ...


@dataclass(frozen=True, slots=True)
class Trust:
    """Whether the cloud's answers are waited for."""

    cloud: bool = True
    misses: int = 0
    answers: int = 0

    def after(self, answered: bool) -> "Trust":
        if answered:
            answers = self.answers + 1
            if not self.cloud and answers >= ANSWERS_TO_RETURN:
                return Trust()
            return replace(self, misses=0, answers=answers)
        misses = self.misses + 1
        if self.cloud and misses >= MISSES_TO_LEAVE:
            return Trust(cloud=False)
        return replace(self, misses=misses, answers=0)


class CloudDetector:
    """Detects in the cloud, and here when the cloud is late."""

    def __init__(
        self,
        unit: str,
        link: Link,
        edge: FrameDetector | None,
        monotonic_s: Callable[[], float],
        *,
        answer_s: float = ANSWER_S,
        frames_before: int | None = None,
    ) -> None:
        """`edge` looks at what the cloud does not answer; without one such a frame is a DetectionFailed.

        Frames are numbered from the one after `frames_before`; without it from a drawn number, because a kept session may
        bring an answer to a frame that an earlier start of the program sent.
        """
        self._unit, self._link, self._edge, self._monotonic_s, self._answer_s = unit, link, edge, monotonic_s, answer_s
        self._came = threading.Condition()
        self._answer: CloudDetectionV1 | None = None
        self._frame = secrets.randbelow(_FRAME_NUMBERS // 10 * 9) if frames_before is None else frames_before
        # The frame whose answer is waited for; any other answer is late, doubled or nobody's.
        self._awaited = ""
        self._trust = Trust()
        # When the probe was sent whose answer is looked for.
        self._probe: float | None = None
        self._probed_s = float("-inf")
        self._answered_s = float("-inf")
        self._sent_size = 0, 0
        self._model = ""
        link.listen(CloudDetectionV1.topic.format(unit=unit), self._on_answer)

    def use(self, edge: FrameDetector | None) -> None:
        """From now on this looks at what the cloud does not answer."""
        self._edge = edge

    @property
    def detection(self) -> Detection:
        """Where the last frame was looked at, as telemetry says it."""
        return "cloud" if self._trust.cloud else "fallback"

    @property
    def name(self) -> str:
        return self._model if self._trust.cloud or self._edge is None else self._edge.name

    def detect(self, picture: Picture) -> Sequence[DetectedBox]:
        """Raises DetectionFailed, or what the detector here raises."""
        if self._trust.cloud:
            sent = self._send(picture)
            answer = self._wait() if sent else None
            self._trust = self._trust.after(answer is not None and answer.refused is None)
            if answer is not None and answer.refused is None:
                self._model = answer.model
                return self._in_pixels_of(picture, answer)
        else:
            self._look_after_probe(picture)
        if self._edge is None:
            raise DetectionFailed("the cloud does not answer, and there is no model here")
        return self._edge.detect(picture)

    # --- asking ----------------------------------------------------------------------------------

    def _send(self, picture: Picture) -> bool:
        """Whether a frame is on its way."""
        if not self._link.connected:
            return False
        try:
            jpeg = encode_within(picture, FRAME_BYTES)
            header = read_header(jpeg)
            self._sent_size = header.width, header.height
            self._frame += 1
            with self._came:
                self._answer, self._awaited = None, str(self._frame)
            self._link.publish(UnitFrameV1.topic.format(unit=self._unit, frame=self._frame), jpeg)
        except (LinkBusy, PictureTooRich):
            return False
        return True

    def _wait(self) -> CloudDetectionV1 | None:
        deadline_s = self._monotonic_s() + self._answer_s
        with self._came:
            while self._answer is None and (left_s := deadline_s - self._monotonic_s()) > 0:
                self._came.wait(left_s)
            answer, self._awaited = self._answer, ""
            return answer

    def _look_after_probe(self, picture: Picture) -> None:
        """Sends one frame now and then without waiting, and looks at the next calls whether the answer was in time."""
        now_s = self._monotonic_s()
        if self._probe is not None:
            sent_s = self._probe
            with self._came:
                answered = self._answer is not None and not self._answer.refused
                in_time = answered and self._answered_s - sent_s <= self._answer_s
            if answered or now_s - sent_s > self._answer_s:
                self._trust, self._probe = self._trust.after(in_time), None
        elif now_s - self._probed_s >= PROBE_EVERY_S:
            self._probed_s = now_s
            sent = self._send(picture)
            if not sent:
                self._trust = self._trust.after(False)
            else:
                self._probe = now_s

    def _on_answer(self, _: str, payload: bytes) -> None:
        try:
            answer = CloudDetectionV1.model_validate_json(payload)
        except ValidationError:
            return
        with self._came:
            if answer.frame != self._awaited or answer.unit != self._unit:
                return
            self._answer, self._answered_s, self._awaited = answer, self._monotonic_s(), ""
            self._came.notify_all()

    def _in_pixels_of(self, picture: Picture, answer: CloudDetectionV1) -> Sequence[SeenBoxV1]:
        """Boxes of the JPEG that was sent, which may have been made smaller, on the picture."""
        height, width = picture.shape[:2]
        sent_width, sent_height = self._sent_size
        if (sent_width, sent_height) == (width, height):
            return answer.boxes
        sx, sy = width / sent_width, height / sent_height
        return [
            box.model_copy(update={"x1": box.x1 * sx, "x2": box.x2 * sx, "y1": box.y1 * sy, "y2": box.y2 * sy})
            for box in answer.boxes
        ]
