"""`AWS/IoT`: messages that devices publish, and how often a topic rule matches.

ministack has no metrics of its broker. Of the many that AWS has, these are what is cheap to see from the one place
every message passes; connections, throttles and the outcome of each action are not counted.
"""

from typing import Any

from infra.local.cloud.hooks import require


def count_messages() -> None:
    from ministack.core.responses import request_scope
    from ministack.services import cloudwatch, iot

    require(cloudwatch, "record_metric")
    require(iot, "_evaluate_topic_rules")
    publish, run = iot.broker_publish, iot._run_rule_actions

    async def publish_and_count(account: str, region: str, *message: Any, **more: Any) -> Any:
        with request_scope(account, region):
            # What has no client came by HTTPS from the city itself.
            protocol = "MQTT" if more.get("client_id") else "HTTP"
            cloudwatch.record_metric("AWS/IoT", "PublishIn.Success", 1, "Count", {"Protocol": protocol})
        return await publish(account, region, *message, **more)

    async def run_and_count(account: str, region: str, rule: dict[str, Any], *message: Any, **more: Any) -> Any:
        if rule and not rule.get("ruleDisabled"):
            with request_scope(account, region):
                name = {"RuleName": str(rule.get("ruleName", ""))}
                cloudwatch.record_metric("AWS/IoT", "TopicMatch", 1, "Count", name)
        return await run(account, region, rule, *message, **more)

    iot.broker_publish, iot._run_rule_actions = publish_and_count, run_and_count
