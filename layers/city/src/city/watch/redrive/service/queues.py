"""Dead letters in SQS: which queues hold some, a look at them without their bodies, and some of them on their way back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from city.aws.observability import describe_failure, logger
from city.contracts.watch.dead_letters import DeadLetterLine
from city.kernel.clock import Clock
from city.kernel.errors import NotFound
from city.watch.ages import oldest_ages
from city.watch.redrive.errors import QueueTrouble
from city.watch.redrive.redrives import DeadLetterQueue

# What SQS takes and gives at once.
BATCH = 10
_LOOKS = 3
_ASKED = [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "QueueArn",
    "RedrivePolicy",
]
# Nobody else takes what is being looked at, or what could not be sent.
_LOOKED_AT_S, _TAKEN_S = 20, 60
_OF_ATTRIBUTES = ("DataType", "StringValue", "BinaryValue")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuesOfDeadLetters:
    """`prefix`: how the names of the city's queues begin."""

    sqs: Any
    cloudwatch: Any
    prefix: str
    clock: Clock

    def queues(self) -> list[DeadLetterQueue]:
        """Every queue that another gives up into, by name."""
        pages = self.sqs.get_paginator("list_queues").paginate(QueueNamePrefix=self.prefix)
        asked = {
            url: self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=_ASKED)["Attributes"]
            for page in pages
            for url in page.get("QueueUrls", [])
        }
        return list(_given_up_into(asked))

    def queue(self, name: str) -> DeadLetterQueue:
        """Raises NotFound for what is no queue of dead letters of this city."""
        found = [queue for queue in self.queues() if queue.name == name]
        if not found:
            raise NotFound
        return found[0]

    def oldest_ages(self, names: Sequence[str]) -> dict[str, int]:
        """In seconds, of those that have been measured lately."""
        return oldest_ages(self.cloudwatch, names, self.clock.now())

    def look(self, queue: DeadLetterQueue) -> tuple[DeadLetterLine, ...]:
        """Some of them, the oldest first; they are put back at once. SQS gives no message without its body."""
        seen: dict[str, DeadLetterLine] = {}
        taken: list[str] = []
        for _ in range(_LOOKS):
            messages = self._receive(queue, BATCH, _LOOKED_AT_S, ["SentTimestamp", "ApproximateReceiveCount"])
            seen |= {message["MessageId"]: _line(message) for message in messages}
            taken += [message["ReceiptHandle"] for message in messages]
            if len(messages) < BATCH:
                break
        for handles in _batches(taken):
            entries = [
                {"Id": str(number), "ReceiptHandle": handle, "VisibilityTimeout": 0}
                for number, handle in enumerate(handles)
            ]
            self.sqs.change_message_visibility_batch(QueueUrl=queue.url, Entries=entries)
        return tuple(sorted(seen.values(), key=lambda line: line.sent_at))

    def send_back(self, queue: DeadLetterQueue, most: int) -> int:
        """At most ten; how many were sent. Raises QueueTrouble.

        Sent first and deleted then: what dies in between is there twice, which SQS may do at any time, and what is
        behind a queue takes by its business key once.
        """
        sent: list[str] = []
        try:
            asked = ["AWSTraceHeader", "DeadLetterQueueSourceArn"]
            # Long, for a short one asks some of a queue's servers only, and may find nothing.
            messages = self._receive(queue, min(most, BATCH), _TAKEN_S, asked, wait_s=1)
            for message in messages:
                source = queue.source_of(message.get("Attributes", {}).get("DeadLetterQueueSourceArn"))
                if source is not None:
                    self.sqs.send_message(QueueUrl=source, **_copied(message))
                    sent.append(message["ReceiptHandle"])
            if messages and not sent:
                # Nobody knows whither: what is behind them in the queue would not be reached either.
                raise QueueTrouble(0)
        except (ClientError, BotoCoreError) as error:
            logger().exception("dead letters stay", extra={"queue": queue.name, **describe_failure(error)})
            raise QueueTrouble(len(sent)) from error
        finally:
            self._delete(queue, sent)
        return len(sent)

    def _receive(
        self, queue: DeadLetterQueue, most: int, hidden_s: int, attributes: list[str], wait_s: int = 0
    ) -> list[dict[str, Any]]:
        received: list[dict[str, Any]] = self.sqs.receive_message(
            QueueUrl=queue.url,
            MaxNumberOfMessages=most,
            VisibilityTimeout=hidden_s,
            WaitTimeSeconds=wait_s,
            AttributeNames=attributes,
            MessageAttributeNames=["All"],
        ).get("Messages", [])
        return received

    def _delete(self, queue: DeadLetterQueue, handles: list[str]) -> None:
        if handles:
            entries = [{"Id": str(number), "ReceiptHandle": handle} for number, handle in enumerate(handles)]
            self.sqs.delete_message_batch(QueueUrl=queue.url, Entries=entries)


def _given_up_into(asked: Mapping[str, Mapping[str, str]]) -> Iterator[DeadLetterQueue]:
    for url, each in sorted(asked.items()):
        sources = {
            other["QueueArn"]: source
            for source, other in asked.items()
            if json.loads(other.get("RedrivePolicy") or "{}").get("deadLetterTargetArn") == each["QueueArn"]
        }
        if sources:
            yield DeadLetterQueue(
                name=url.rpartition("/")[2],
                url=url,
                sources=sources,
                waiting=int(each["ApproximateNumberOfMessages"]),
                in_work=int(each["ApproximateNumberOfMessagesNotVisible"]),
            )


def _line(message: Mapping[str, Any]) -> DeadLetterLine:
    told = message["Attributes"]
    return DeadLetterLine(
        message_id=message["MessageId"],
        received=int(told["ApproximateReceiveCount"]),
        sent_at=datetime.fromtimestamp(int(told["SentTimestamp"]) / 1000, UTC),
        size_bytes=len(message["Body"].encode()),
    )


def _copied(message: Mapping[str, Any]) -> dict[str, Any]:
    """What goes back: the body, and whatever was said beside it."""
    copied: dict[str, Any] = {"MessageBody": message["Body"]}
    if attributes := message.get("MessageAttributes"):
        copied["MessageAttributes"] = {
            name: {part: told[part] for part in _OF_ATTRIBUTES if told.get(part)} for name, told in attributes.items()
        }
    if trace := message.get("Attributes", {}).get("AWSTraceHeader"):
        copied["MessageSystemAttributes"] = {"AWSTraceHeader": {"DataType": "String", "StringValue": trace}}
    return copied


def _batches(handles: Sequence[str]) -> Iterable[Sequence[str]]:
    return (handles[start : start + BATCH] for start in range(0, len(handles), BATCH))
