"""SQS batches with partial failures: one bad item comes back alone."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from city.aws.observability import count, describe_failure, logger


def process_queue(each: Callable[[str], None], event: Any, context: LambdaContext) -> Any:
    """Calls `each` with every record's body; failed records are named in the answer and redelivered.

    A record nobody can ever process (a malformed one) takes the same way, into the dead-letter queue: kept, alarmed.
    """

    def handle(record: SQSRecord) -> None:
        try:
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
