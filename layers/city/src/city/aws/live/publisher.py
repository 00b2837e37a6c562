"""Tells those who watch a board what changed. Names no domain: whoever publishes has a topic in its manifest.

Publishing follows the commit of what changed. Whoever publishes sees a failure, and publishes again some time: the same
version of the same thing gets one number, however often it comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

from botocore.exceptions import BotoCoreError, ClientError

from city.aws.observability import count, describe_failure, logger
from city.contracts.live.changes import ChangeV1, LiveChangesV1
from city.kernel.errors import Transient

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient
    from mypy_boto3_sqs.client import SQSClient
    from pynamodb.connection import Connection

# What API Gateway sends as one message at most: a larger change is a page's own address to be read.
MOST_BYTES = 128 * 1024
# Half of what SQS takes, and half of what a transaction may hold.
_MESSAGE_BYTES = 512 * 1024
_MOST_CHANGES = 40
# Where a topic's log keeps the number of its last change.
HEAD = 0


class ChangeTooLarge(Exception):
    """A change that nobody could ever be told of."""


class ChangesNotAccepted(Transient):
    """The live queue cannot be reached, or refuses."""


class Publisher:
    def __init__(self, client: SQSClient, queue_url: str) -> None:
        self._client, self._queue_url = client, queue_url

    def publish(self, topic: str, changes: Sequence[ChangeV1]) -> None:
        """Raises ChangeTooLarge before anything is sent, ChangesNotAccepted."""
        for batch in list(_batches(changes)):
            body = LiveChangesV1(topic=topic, changes=batch).model_dump_json()
            try:
                self._client.send_message(QueueUrl=self._queue_url, MessageBody=body)
            except (BotoCoreError, ClientError) as error:
                count("ChangesNotAccepted", len(batch))
                logger().warning("changes not accepted", extra={"changes": len(batch), **describe_failure(error)})
                raise ChangesNotAccepted from error


class Cursors:
    """How far a topic's log has come. What is read after it holds all that the log told up to there."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client, self._table = client, table

    def read(self, topic: str) -> int:
        """The number of the last change, 0 before the first."""
        key = {"topic": {"S": topic}, "number": {"N": str(HEAD)}}
        item = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item", {})
        return int(item["last"]["N"]) if "last" in item else 0


def open_cursors(connection: Connection, table: str) -> Cursors:
    """Over a domain's connection: a client of its own would cost a cold start as much again. For bootstraps."""
    return Cursors(cast("DynamoDBClient", connection.client), table)


def _batches(changes: Sequence[ChangeV1]) -> Iterator[tuple[ChangeV1, ...]]:
    batch: list[ChangeV1] = []
    size = 0
    for change in changes:
        bytes_ = len(change.model_dump_json().encode())
        if bytes_ > MOST_BYTES:
            raise ChangeTooLarge(f"{change.key}: {bytes_} bytes")
        if batch and (len(batch) == _MOST_CHANGES or size + bytes_ > _MESSAGE_BYTES):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(change)
        size += bytes_
    if batch:
        yield tuple(batch)
