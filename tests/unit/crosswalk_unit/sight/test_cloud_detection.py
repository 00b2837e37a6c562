"""A thin unit's detection: the cloud while it answers, its own when it does not, and never a long wait."""

import base64
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from city.contracts.crosswalk.devices import CloudDetectionV1, SeenBoxV1, UnitFrameV1
from iot.crosswalk_unit.sight.cloud_detection import (
    ANSWERS_TO_RETURN,
    MISSES_TO_LEAVE,
    PROBE_EVERY_S,
    CloudDetector,
    DetectionFailed,
    Trust,
)
from iot.device.line.memory_link import MemoryLink
from iot.device.line.pace import PublishBudget
from models.detection.inference.boxes import Box
from models.detection.inference.pictures import read_header

UNIT = "okgye-01"
Picture = NDArray[np.uint8]
PICTURE = np.full((480, 640, 3), 90, np.uint8)
SEEN = SeenBoxV1(kind="person", score=0.9, x1=10, y1=20, x2=30, y2=80)


class Clock:
    """Goes on by a little whenever somebody looks."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        self.now_s += 0.001
        return self.now_s


class Edge:
    name = "nanodet-g"

    def __init__(self) -> None:
        self.looks = 0

    def detect(self, picture: Picture) -> list[Box]:
        self.looks += 1
        return [Box(1, 2, 3, 4, "person", 0.5)]


class CloudLink(MemoryLink):
    """Answers frames as the city would, or not."""

    def __init__(self, answer: Callable[[int, bytes], CloudDetectionV1 | None]) -> None:
        super().__init__()
        self.answer = answer
        self.frames: list[bytes] = []

    def publish(self, topic: str, payload: bytes, **more: Any) -> Any:
        done = super().publish(topic, payload, **more)
        if self.connected and "/frames/" in topic:
            self.frames.append(payload)
            answer = self.answer(int(topic.rsplit("/", 1)[1]), payload)
            if answer is not None:
                self.hear(CloudDetectionV1.topic.format(unit=UNIT), answer.model_dump_json().encode())
        return done


def answering(frame: int, _: bytes) -> CloudDetectionV1:
    return CloudDetectionV1(unit=UNIT, frame=str(frame), model="yolox-nano", boxes=(SEEN,), inference_ms=20)


def silent(_: int, __: bytes) -> None:
    return None


def detector(
    answer: Callable[[int, bytes], CloudDetectionV1 | None], edge: Edge | None = None
) -> tuple[CloudDetector, CloudLink, Clock]:
    link, clock = CloudLink(answer), Clock()
    made = CloudDetector(UNIT, link, edge, clock, answer_s=0.02, frames_before=0)
    link.start()
    return made, link, clock


def test_the_cloud_looks_while_it_answers() -> None:
    edge = Edge()
    cloud, link, _ = detector(answering, edge)

    boxes = cloud.detect(PICTURE)

    assert [(box.kind, box.x1, box.y2) for box in boxes] == [("person", 10, 80)]
    assert (cloud.detection, cloud.name, edge.looks) == ("cloud", "yolox-nano", 0)
    assert link.sent[-1].topic == "dongne/crosswalk/okgye-01/frames/1"


def test_what_travels_fits_the_topic_rule() -> None:
    cloud, link, _ = detector(answering)
    noise = np.random.default_rng(1).integers(0, 256, (720, 1280, 3), np.uint8)

    cloud.detect(noise)

    assert len(link.frames[0]) <= 100_000
    UnitFrameV1(unit=UNIT, frame="1", jpeg=base64.b64encode(link.frames[0]).decode())


def test_ten_frames_a_second_fit_into_what_a_connection_may_send() -> None:
    cloud, link, _ = detector(answering)
    noise = np.random.default_rng(1).integers(0, 256, (576, 768, 3), np.uint8)
    budget, refused = PublishBudget(), 0

    for tenth in range(50):
        cloud.detect(noise)
        refused += not budget.take(len(link.frames[-1]), tenth / 10)

    assert refused == 0


def test_boxes_of_a_frame_that_was_made_smaller_are_those_of_the_picture() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (720, 1280, 3), np.uint8)
    sizes: list[tuple[int, int]] = []

    def in_the_middle(frame: int, jpeg: bytes) -> CloudDetectionV1:
        header = read_header(jpeg)
        sizes.append((header.width, header.height))
        middle = SEEN.model_copy(update={"x1": 0, "y1": 0, "x2": header.width / 2, "y2": header.height / 2})
        return CloudDetectionV1(unit=UNIT, frame=str(frame), boxes=(middle,))

    cloud, _, _ = detector(in_the_middle)
    (box,) = cloud.detect(noise)

    assert sizes[0][0] < 1280
    assert (box.x2, box.y2) == (pytest.approx(640), pytest.approx(360))


def test_a_frame_without_an_answer_is_looked_at_here() -> None:
    edge = Edge()
    cloud, _, _ = detector(silent, edge)

    assert cloud.detect(PICTURE)[0].score == 0.5
    assert edge.looks == 1


def test_without_a_model_here_such_a_frame_is_not_seen() -> None:
    cloud, _, _ = detector(silent)

    with pytest.raises(DetectionFailed):
        cloud.detect(PICTURE)


def test_after_some_misses_the_cloud_is_left_alone_but_for_probes() -> None:
    edge = Edge()
    cloud, link, _ = detector(silent, edge)
    for _ in range(MISSES_TO_LEAVE):
        cloud.detect(PICTURE)
    assert (cloud.detection, cloud.name) == ("fallback", "nanodet-g")

    sent = len(link.frames)
    for _ in range(100):
        cloud.detect(PICTURE)

    assert len(link.frames) - sent <= 2


def test_in_fallback_nobody_waits_for_the_cloud() -> None:
    cloud, _, clock = detector(silent, Edge())
    for _ in range(MISSES_TO_LEAVE):
        cloud.detect(PICTURE)

    began_s = clock.now_s
    for _ in range(50):
        cloud.detect(PICTURE)

    assert clock.now_s - began_s < 50 * 0.02 / 2


def test_the_cloud_is_believed_again_after_several_answers_in_a_row() -> None:
    cloud, link, clock = detector(silent, Edge())
    for _ in range(MISSES_TO_LEAVE):
        cloud.detect(PICTURE)
    link.answer = answering

    answers = 0
    while cloud.detection == "fallback":
        clock.now_s += PROBE_EVERY_S
        before = len(link.frames)
        cloud.detect(PICTURE)
        answers += len(link.frames) > before
        cloud.detect(PICTURE)
        assert answers <= ANSWERS_TO_RETURN

    assert answers == ANSWERS_TO_RETURN


def test_a_line_that_is_down_is_a_miss_at_once() -> None:
    edge = Edge()
    cloud, link, clock = detector(answering, edge)
    link.go_down()
    began_s = clock.now_s

    cloud.detect(PICTURE)

    assert edge.looks == 1
    assert clock.now_s - began_s < 0.02


@pytest.mark.parametrize("because", ["unreadable", "unavailable"])
def test_a_refused_frame_is_a_miss(because: str) -> None:
    edge = Edge()

    def refusing(frame: int, _: bytes) -> CloudDetectionV1:
        return CloudDetectionV1.model_validate({"unit": UNIT, "frame": str(frame), "refused": because})

    cloud, _, _ = detector(refusing, edge)
    cloud.detect(PICTURE)

    assert edge.looks == 1


def test_a_late_answer_to_an_older_frame_is_nobodys() -> None:
    edge = Edge()

    def one_behind(frame: int, jpeg: bytes) -> CloudDetectionV1:
        return answering(frame - 1, jpeg)

    cloud, _, _ = detector(one_behind, edge)
    cloud.detect(PICTURE)
    cloud.detect(PICTURE)

    assert edge.looks == 2


@pytest.mark.parametrize("payload", [b"", b"{", b"[]", b'{"unit": "okgye-01"}', b"\xff\xfe"])
def test_an_answer_that_is_none_harms_nothing(payload: bytes) -> None:
    edge = Edge()
    cloud, link, _ = detector(silent, edge)

    link.hear(CloudDetectionV1.topic.format(unit=UNIT), payload)

    assert cloud.detect(PICTURE)


def test_an_answer_that_comes_while_we_wait_ends_the_wait() -> None:
    """The clock stands still, so nothing but the answer can end this wait."""
    link = CloudLink(silent)
    cloud = CloudDetector(UNIT, link, None, lambda: 0.0, answer_s=60.0)
    link.start()

    def answer_later(frame: int, jpeg: bytes) -> None:
        def later() -> None:
            link.hear(CloudDetectionV1.topic.format(unit=UNIT), answering(frame, jpeg).model_dump_json().encode())

        threading.Timer(0.05, later).start()

    link.answer = answer_later

    assert cloud.detect(PICTURE)


def test_an_answer_twice_is_one_answer_and_the_next_frame_waits_for_its_own() -> None:
    edge = Edge()
    cloud, link, _ = detector(answering, edge)
    cloud.detect(PICTURE)
    link.answer = silent

    for _ in range(2):
        link.hear(CloudDetectionV1.topic.format(unit=UNIT), answering(1, b"").model_dump_json().encode())
    cloud.detect(PICTURE)

    assert edge.looks == 1


@pytest.mark.parametrize("late", [0, 1, 7])
def test_a_late_answer_does_not_push_out_the_right_one(late: int) -> None:
    """Both arrive before anybody looks: the frame's own answer first, another frame's after it."""
    edge = Edge()
    cloud, link, _ = detector(silent, edge)

    def right_then_late(frame: int, jpeg: bytes) -> CloudDetectionV1:
        link.hear(CloudDetectionV1.topic.format(unit=UNIT), answering(frame, jpeg).model_dump_json().encode())
        return answering(late if late != frame else 99, jpeg).model_copy(update={"boxes": ()})

    link.answer = right_then_late

    assert [box.kind for box in cloud.detect(PICTURE)] == ["person"]
    assert edge.looks == 0


def test_another_units_answer_is_not_ours() -> None:
    edge = Edge()
    cloud, _, _ = detector(lambda frame, _: CloudDetectionV1(unit="somebody-else", frame=str(frame)), edge)

    cloud.detect(PICTURE)

    assert edge.looks == 1


def test_a_program_that_starts_again_does_not_take_the_answers_of_the_one_before() -> None:
    """A kept session brings them after the restart; numbers that began at one again met them."""
    numbers = set()
    for _ in range(20):
        link = CloudLink(silent)
        link.start()
        with pytest.raises(DetectionFailed):
            CloudDetector(UNIT, link, None, Clock(), answer_s=0.0).detect(PICTURE)
        numbers.add(int(link.sent[-1].topic.rsplit("/", 1)[1]))

    assert len(numbers) == 20
    for number in numbers:
        UnitFrameV1(unit=UNIT, frame=str(number), jpeg="")


def test_a_probes_answer_that_comes_twice_counts_by_its_first_time() -> None:
    cloud, link, clock = detector(silent, Edge())
    for _ in range(MISSES_TO_LEAVE):
        cloud.detect(PICTURE)
    link.answer = answering

    for _ in range(ANSWERS_TO_RETURN):
        clock.now_s += PROBE_EVERY_S
        cloud.detect(PICTURE)
        frame = int(link.sent[-1].topic.rsplit("/", 1)[1])
        clock.now_s += 1.0
        link.hear(CloudDetectionV1.topic.format(unit=UNIT), answering(frame, b"").model_dump_json().encode())
        cloud.detect(PICTURE)

    assert cloud.detection == "cloud"


@given(st.lists(st.booleans(), max_size=60))
def test_trust_is_lost_and_won_by_answers_in_a_row_only(answers: list[bool]) -> None:
    trust = Trust()
    for place, answered in enumerate(answers):
        before, trust = trust, trust.after(answered)
        if before.cloud and not trust.cloud:
            assert not any(answers[place - MISSES_TO_LEAVE + 1 : place + 1])
        if trust.cloud and not before.cloud:
            assert all(answers[place - ANSWERS_TO_RETURN + 1 : place + 1])
