"""`AWS/Events`: how often a rule of a bus calls its targets, and what it could not hand over.

ministack has no metrics of rules. Those of the default bus are by `RuleName`, others by `EventBusName` and `RuleName`.
"""

from typing import Any

from infra.local.cloud import event_delivery
from infra.local.cloud.hooks import require


def count_deliveries() -> None:
    from ministack.services import cloudwatch, eventbridge

    require(cloudwatch, "record_metric")
    invoke = eventbridge._invoke_target

    def invoke_and_count(target: dict[str, Any], event: dict[str, Any], rule: dict[str, Any], view: Any = None) -> None:
        _count("Invocations", rule)
        invoke(target, event, rule, view)

    def _count(metric: str, rule: dict[str, Any]) -> None:
        bus = str(rule.get("EventBusName") or "default").rsplit("/", 1)[-1]
        name = {"RuleName": str(rule.get("Name", ""))}
        dimensions = name if bus == "default" else {"EventBusName": bus, **name}
        cloudwatch.record_metric("AWS/Events", metric, 1, "Count", dimensions)

    event_delivery.at_every_loss.append(lambda rule: _count("FailedInvocations", rule))
    eventbridge._invoke_target = invoke_and_count
