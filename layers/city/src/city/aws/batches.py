"""SQS batches with partial failures: one bad item comes back alone."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from city.aws.observability import count, describe_failure, logger
from city.kernel.errors import Transient

_Item = TypeVar("_Item")
# No item is begun with less of a worker's time left: a worker that is cut off has all its items redelivered.
_TIME_FOR_ONE_MS = 1_000


def process_queue(each: Callable[[str], None], event: Any, context: LambdaContext) -> Any:
    """Calls `each` with every record's body; failed records are named in the answer and redelivered.

    A record nobody can ever process (a malformed one) takes the same way, into the dead-letter queue: kept, alarmed.
    What a slow worker has no time left for is redelivered too, so that what it has done already is not.
    """

    def handle(record: SQSRecord) -> None:
        try:
            _begin(context)
            each(record.body)
        except Exception as error:
            count("ItemFailed")
            logger().error(
                "item failed",
                extra={
                    **describe_failure(error),
                    "message_id": record.message_id,
                    "receive_count": record.attributes.approximate_receive_count,
                },
            )
            raise

    count("ItemReceived", len(event["Records"]))
    # A batch in which every item failed is reported item by item like any other, not raised.
    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(event=event, record_handler=handle, processor=processor, context=context)


def _begin(context: LambdaContext) -> None:
    """Raises Transient where the worker has no time left for another item."""
    if context.get_remaining_time_in_millis() < _TIME_FOR_ONE_MS:
        raise Transient


def process_queue_by_owner(
    read: Callable[[str, str], _Item],
    owner_of: Callable[[_Item], str],
    take: Callable[[str, Sequence[_Item]], None],
    event: Any,
) -> Any:
    """Takes a batch owner by owner: the items of one owner change one thing, and are cheapest taken together.

    `read` makes an item of a record's id and body. An owner that fails has its items redelivered; where the world did
    not fail, each is tried alone first, so that one bad item does not take its neighbours along.
    """
    records = event["Records"]
    count("ItemReceived", len(records))
    failed: list[str] = []
    owned: dict[str, list[tuple[str, _Item]]] = {}
    receives = {record["messageId"]: record["attributes"]["ApproximateReceiveCount"] for record in records}

    def fail(error: Exception, numbers: Sequence[str]) -> None:
        failed.extend(numbers)
        count("ItemFailed", len(numbers))
        for number in numbers:
            logger().error(
                "item failed",
                extra={**describe_failure(error), "message_id": number, "receive_count": receives[number]},
            )

    for record in records:
        try:
            item = read(record["messageId"], record["body"])
        except Exception as error:
            fail(error, [record["messageId"]])
        else:
            owned.setdefault(owner_of(item), []).append((record["messageId"], item))
    for owner, items in owned.items():
        try:
            take(owner, [item for _, item in items])
        except Transient as error:
            fail(error, [number for number, _ in items])
        except Exception as error:
            if len(items) == 1:
                fail(error, [items[0][0]])
                continue
            for number, item in items:
                try:
                    take(owner, [item])
                except Exception as alone:
                    fail(alone, [number])
    return {"batchItemFailures": [{"itemIdentifier": number} for number in failed]}
