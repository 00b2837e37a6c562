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
    """By the logical id of its stack. Raises BenchmarkTrouble where there is not one such stack.

    What the stack says, not the queue's name: names are cut to eighty letters, and say less the deeper a stack lies.
    """
    pages = city.client("cloudformation").get_paginator("describe_stacks").paginate()
    found = [each for page in pages for each in page["Stacks"] if f"-{stack}-" in each["StackName"]]
    urls = [one["OutputValue"] for each in found for one in each.get("Outputs", []) if one["OutputKey"] == "QueueUrl"]
    if len(urls) != 1:
        raise BenchmarkTrouble(f"{len(urls)} queues are of a stack named {stack}.")
    return with_dead_letters(city, urls[0])


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
