"""Rules for functions: their logs end some day, and one bad message does not send back its batch."""

# cfn-lint carries no types.
# mypy: disallow-subclassing-any=false

from collections.abc import Iterator
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template


class LogsWithoutEnd(CloudFormationLintRule):
    id = "E9007"
    shortdesc = "A function has a log group that forgets"
    description = (
        "Lambda makes a missing log group by itself and keeps it for ever, after the stack is gone too. Logs may be "
        "kept as long as they are needed: each function's group stands in the template, with its days."
    )

    def match(self, cfn: Template) -> Iterator[RuleMatch]:
        forgetting = {
            name: group["Properties"].get("LogGroupName")
            for name, group in cfn.get_resources("AWS::Logs::LogGroup").items()
            if group.get("Properties", {}).get("RetentionInDays")
        }
        for name, function in cfn.get_resources(["AWS::Serverless::Function", "AWS::Lambda::Function"]).items():
            chosen = function.get("Properties", {}).get("LoggingConfig", {}).get("LogGroup")
            by_default = {"Fn::Sub": f"/aws/lambda/${{{name}}}"}
            if not (any(chosen == {"Ref": group} for group in forgetting) or by_default in forgetting.values()):
                yield RuleMatch(
                    ["Resources", name],
                    f"{name} needs a log group with RetentionInDays, named !Sub /aws/lambda/${{{name}}}",
                )


class BatchFailsWhole(CloudFormationLintRule):
    id = "E9008"
    shortdesc = "A queue's reader reports the items that failed"
    description = (
        "Without ReportBatchItemFailures one message that fails sends its whole batch back: nine that were answered "
        "are tried again with it, and end among the dead letters beside it."
    )

    def match(self, cfn: Template) -> Iterator[RuleMatch]:
        for path, source in _queue_sources(cfn):
            if "ReportBatchItemFailures" not in source.get("FunctionResponseTypes", []):
                yield RuleMatch(path, f"{path[-1]} needs FunctionResponseTypes: [ReportBatchItemFailures]")


def _queue_sources(cfn: Template) -> Iterator[tuple[list[str], dict[str, Any]]]:
    for name, function in cfn.get_resources("AWS::Serverless::Function").items():
        for event, source in function.get("Properties", {}).get("Events", {}).items():
            if source.get("Type") == "SQS":
                yield ["Resources", name, "Properties", "Events", event], source.get("Properties", {})
    queues = cfn.get_resources("AWS::SQS::Queue")
    for name, mapping in cfn.get_resources("AWS::Lambda::EventSourceMapping").items():
        properties = mapping.get("Properties", {})
        match properties.get("EventSourceArn"):
            case {"Fn::GetAtt": [queue, "Arn"]} if queue in queues:
                yield ["Resources", name], properties
            case str(arn) | {"Fn::Sub": str(arn)} if ":sqs:" in arn:
                yield ["Resources", name], properties
