"""The queues of a running city, by the stack that holds each with its dead letters (`infra/shared/queue.yaml`)."""

import json
from dataclasses import dataclass

from benchmarks.measurement import BenchmarkTrouble
from infra.local.city import City


@dataclass(frozen=True, slots=True)
class QueueUrls:
    """A queue and where its messages go that could not be delivered."""

    queue: str
    dead_letters: str


def queue_urls(city: City, stack: str) -> QueueUrls:
    """By the logical id of its stack. Raises BenchmarkTrouble where there is not one queue and one for its dead letters.

    Names are cut to eighty letters, so the two differ by what they are: only a queue says where its dead letters go.
    """
    sqs = city.client("sqs")
    urls = [url for url in sqs.list_queues().get("QueueUrls", []) if f"-{stack}-" in url]
    redriven = [url for url in urls if _attribute(city, url, "RedrivePolicy")]
    others = [url for url in urls if url not in redriven]
    if len(redriven) != 1 or len(others) != 1:
        raise BenchmarkTrouble(f"{len(redriven)} queues and {len(others)} for dead letters are named after {stack}.")
    return QueueUrls(redriven[0], others[0])


def with_dead_letters(city: City, url: str) -> QueueUrls:
    """A queue whose address is known, and where its messages go that could not be delivered. Raises BenchmarkTrouble."""
    policy = _attribute(city, url, "RedrivePolicy")
    if policy is None:
        raise BenchmarkTrouble(f"{url} has no dead letters.")
    name = json.loads(policy)["deadLetterTargetArn"].rpartition(":")[2]
    return QueueUrls(url, city.client("sqs").get_queue_url(QueueName=name)["QueueUrl"])


def messages_in_hand(city: City, url: str) -> int:
    """How many messages of a queue a function has, or had when it died: about."""
    return int(_attribute(city, url, "ApproximateNumberOfMessagesNotVisible") or 0)


def messages_in(city: City, url: str) -> int:
    """How many messages wait in a queue, as SQS counts them: about."""
    return int(_attribute(city, url, "ApproximateNumberOfMessages") or 0)


def _attribute(city: City, url: str, name: str) -> str | None:
    found: str | None = (
        city.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"]).get("Attributes", {}).get(name)
    )
    return found
