"""Changes are published in messages that a queue takes and a transaction holds; what nobody could be told is refused."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from city.aws.live.publisher import ChangesNotAccepted, ChangeTooLarge, Publisher
from city.contracts.live.changes import ChangeV1


class Queue:
    def __init__(self) -> None:
        self.sent: list[str] = []
        self.refuses = False

    def send_message(self, *, QueueUrl: str, MessageBody: str) -> None:  # noqa: N803  # as boto3 has it
        if self.refuses:
            raise ClientError({"Error": {"Code": "ServiceUnavailable"}}, "SendMessage")
        assert QueueUrl == "https://queue"
        self.sent.append(MessageBody)


def change(number: int, text: str = "") -> ChangeV1:
    return ChangeV1(key=f"unit-{number}", version=1, at=datetime(2026, 11, 10, tzinfo=UTC), body={"text": text})


def publish(queue: Queue, *changes: ChangeV1) -> None:
    client: Any = queue
    Publisher(client, "https://queue").publish("crosswalk.units", changes)


def test_many_changes_are_several_messages_in_their_order() -> None:
    queue = Queue()
    publish(queue, *(change(number) for number in range(100)))

    bodies = [json.loads(body) for body in queue.sent]
    assert [len(body["changes"]) for body in bodies] == [40, 40, 20]
    assert [each["key"] for body in bodies for each in body["changes"]] == [f"unit-{number}" for number in range(100)]


def test_no_message_is_larger_than_the_queue_takes() -> None:
    queue = Queue()
    publish(queue, *(change(number, "가" * 40_000) for number in range(12)))

    assert max(len(body.encode()) for body in queue.sent) < 1024 * 1024
    assert len(queue.sent) == 3


def test_a_change_above_128_kilobytes_is_refused_before_anything_is_sent() -> None:
    queue = Queue()
    with pytest.raises(ChangeTooLarge):
        publish(queue, change(1), change(2, "가" * 44_000))

    assert queue.sent == []


def test_whoever_publishes_hears_that_the_queue_refused() -> None:
    queue = Queue()
    queue.refuses = True

    with pytest.raises(ChangesNotAccepted):
        publish(queue, change(1))


def test_nothing_is_no_message() -> None:
    queue = Queue()
    publish(queue)

    assert queue.sent == []
