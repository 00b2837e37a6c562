"""Rules for queues: what waits in one is never lost, never unseen, never readable."""

# cfn-lint carries no types.
# mypy: disallow-subclassing-any=false

import re
from collections.abc import Iterator
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

# Each place where AWS lets a resource name the queue for what it could not deliver.
_DEAD_LETTER_PROPERTIES = {"RedrivePolicy", "DeadLetterConfig", "DeadLetterQueue", "OnFailure"}


class QueueWithoutDeadLetterQueue(CloudFormationLintRule):
    id = "E9001"
    shortdesc = "A queue has a dead-letter queue"
    description = (
        "A message that keeps failing blocks its queue or expires unread. It may be a citizen's text or a payment: "
        "after a few tries it must go where a person can find it and send it back."
    )

    def match(self, cfn: Template) -> Iterator[RuleMatch]:
        queues = cfn.get_resources("AWS::SQS::Queue")
        last_stops = _dead_letter_queues(cfn)
        for name, queue in queues.items():
            policy = queue.get("Properties", {}).get("RedrivePolicy")
            if policy is None and name in last_stops:
                continue
            target = _owner_of(policy.get("deadLetterTargetArn"), "Arn") if isinstance(policy, dict) else None
            if target == name or target not in queues:
                yield RuleMatch(
                    ["Resources", name],
                    f"{name} needs a RedrivePolicy whose deadLetterTargetArn is the Arn of another queue of this template",
                )


class DeadLettersUnseen(CloudFormationLintRule):
    id = "E9002"
    shortdesc = "A dead-letter queue has an alarm"
    description = (
        "A dead letter is a promise the city has not kept. Nobody looks into a queue unasked: an alarm on "
        "ApproximateNumberOfMessagesVisible, with somebody to tell, has to call them."
    )

    def match(self, cfn: Template) -> Iterator[RuleMatch]:
        watched = {queue for alarm in cfn.get_resources("AWS::CloudWatch::Alarm").values() for queue in _watched(alarm)}
        for name in sorted(_dead_letter_queues(cfn) - watched):
            yield RuleMatch(
                ["Resources", name],
                f"{name} needs an alarm on ApproximateNumberOfMessagesVisible with the dimension "
                f"QueueName: !GetAtt {name}.QueueName, and with AlarmActions",
            )


class QueueInPlainText(CloudFormationLintRule):
    id = "E9003"
    shortdesc = "A queue is encrypted"
    description = "Queues hold plates, telephone numbers and amounts for up to a fortnight; at rest they are encrypted."

    def match(self, cfn: Template) -> Iterator[RuleMatch]:
        for name, queue in cfn.get_resources("AWS::SQS::Queue").items():
            properties = queue.get("Properties", {})
            if not properties.get("KmsMasterKeyId") and properties.get("SqsManagedSseEnabled") not in (True, "true"):
                yield RuleMatch(["Resources", name], f"{name} needs SqsManagedSseEnabled: true or a KmsMasterKeyId")


def _dead_letter_queues(cfn: Template) -> set[str]:
    """The queues of the template that another of its resources sends its failures to."""
    queues = cfn.get_resources("AWS::SQS::Queue")
    return {
        target
        for name, resource in cfn.get_resources().items()
        for target in _dead_letter_targets(resource)
        if target in queues and target != name
    }


def _dead_letter_targets(value: Any, inside: bool = False) -> Iterator[str]:
    if inside and (owner := _owner_of(value, "Arn")):
        yield owner
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _dead_letter_targets(below, inside or key in _DEAD_LETTER_PROPERTIES)
    elif isinstance(value, list):
        for below in value:
            yield from _dead_letter_targets(below, inside)


def _watched(alarm: dict[str, Any]) -> Iterator[str]:
    """The queues whose waiting messages this alarm reports to somebody."""
    properties = alarm.get("Properties", {})
    if (
        properties.get("Namespace") == "AWS/SQS"
        and properties.get("MetricName") == "ApproximateNumberOfMessagesVisible"
        and properties.get("AlarmActions")
    ):
        for dimension in properties.get("Dimensions", []):
            owner = _owner_of(dimension.get("Value"), "QueueName")
            if owner and dimension.get("Name") == "QueueName":
                yield owner


def _owner_of(value: Any, attribute: str) -> str | None:
    """The logical id in `!GetAtt Id.attribute` or `!Sub ${Id.attribute}`."""
    match value:
        case {"Fn::GetAtt": [str(name), str(named)]} if named == attribute:
            return name
        case {"Fn::Sub": str(text)} if found := re.fullmatch(rf"\$\{{(\w+)\.{attribute}\}}", text):
            return found[1]
    return None
