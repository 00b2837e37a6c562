"""What was deployed, and how its queues hand out: for tests that kill who works with it."""

from collections.abc import Iterator
from contextlib import contextmanager

from infra.local.city import City


def settings_of(city: City, function: str) -> dict[str, str]:
    """What the deployed function of this logical id reads of its environment."""
    found = city.client("lambda").get_function_configuration(FunctionName=city.function(function))
    return dict(found["Environment"]["Variables"])


def queue_of(city: City, function: str) -> str:
    """The URL of the queue that the deployed function of this logical id reads."""
    mappings = city.client("lambda").list_event_source_mappings(FunctionName=city.function(function))
    (queue,) = (each["EventSourceArn"] for each in mappings["EventSourceMappings"])
    return str(city.client("sqs").get_queue_url(QueueName=queue.rpartition(":")[2])["QueueUrl"])


@contextmanager
def handed_out_again_soon(city: City, queue: str, seconds: int) -> Iterator[None]:
    """What a dead worker held is hidden for so long, and not as long as it might have worked."""
    sqs = city.client("sqs")
    before = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["VisibilityTimeout"])["Attributes"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": str(seconds)})
    try:
        yield
    finally:
        sqs.set_queue_attributes(QueueUrl=queue, Attributes=before)
