"""Templates may have composite alarms and alarms on expressions, as on AWS; the API keeps what an expression is.

ministack refuses both in a template, and forgets `Metrics` of PutMetricAlarm.
"""

import json
from typing import Any

from infra.local.cloud.hooks import require

_COMPOSITE = "AWS::CloudWatch::CompositeAlarm"
# What an alarm on one metric must have, and one on an expression has not.
_OF_ONE_METRIC = {"MetricName": "expression", "Namespace": "expression"}


def take_all_alarms() -> None:
    from ministack.services import cloudwatch
    from ministack.services.cloudformation import provisioners

    require(cloudwatch, "_put_composite_alarm", "_composite_alarms", "_alarms", "_evaluate_alarm")
    require(provisioners, "_physical_name")
    if _COMPOSITE in provisioners._RESOURCE_HANDLERS:
        raise AttributeError(f"ministack takes {_COMPOSITE} by itself now")
    record_of, put = provisioners._cw_metric_alarm_record, cloudwatch._put_metric_alarm

    def record_with_metrics(name: str, properties: dict[str, Any]) -> dict[str, Any]:
        metrics = properties.get("Metrics")
        if not metrics:
            record: dict[str, Any] = record_of(name, properties)
            return record
        rest = {key: value for key, value in properties.items() if key != "Metrics"}
        return _of_expression(record_of(name, {**rest, **_OF_ONE_METRIC}), _numbered(metrics))

    def put_with_metrics(params: Any, data: dict[str, Any], is_cbor: bool, is_json: bool = False) -> Any:
        answer = put(params, data, is_cbor, is_json)
        alarm = cloudwatch._alarms.get(data.get("AlarmName", ""))
        if alarm and data.get("Metrics"):
            _of_expression(alarm, _numbered(data["Metrics"]))
            cloudwatch._evaluate_alarm(alarm)
        return answer

    def create(logical_id: str, properties: dict[str, Any], stack: str) -> tuple[str, dict[str, str]]:
        name = str(properties.get("AlarmName") or provisioners._physical_name(stack, logical_id, max_len=255))
        status, _, body = cloudwatch._put_composite_alarm({}, {**properties, "AlarmName": name}, False, True)
        if status >= 400:
            raise ValueError(f"{_COMPOSITE}: {json.loads(body)['message']}")
        return name, {"Arn": cloudwatch._composite_alarms[name]["AlarmArn"]}

    def update(
        physical_id: str, old: dict[str, Any], new: dict[str, Any], stack: str, logical_id: str | None = None
    ) -> tuple[str, dict[str, str]]:
        made = create(logical_id or physical_id, {"AlarmName": physical_id, **new}, stack)
        if made[0] != physical_id:
            delete(physical_id, old)
        return made

    def delete(physical_id: str, properties: dict[str, Any]) -> None:  # noqa: ARG001
        cloudwatch._composite_alarms.pop(physical_id, None)

    def delete_from_a_stack(physical_id: str, properties: dict[str, Any]) -> None:  # noqa: ARG001
        """AWS removes what a stack no longer has when all of it is updated, the composites above it too; ministack at once."""
        cloudwatch.cloudformation_delete_metric_alarm(physical_id, refuse_dependents=False)

    alarm_type = provisioners._RESOURCE_HANDLERS["AWS::CloudWatch::Alarm"]
    update_by_name = alarm_type["update"]

    def update_in_place(
        physical_id: str, old: dict[str, Any], new: dict[str, Any], stack: str, logical_id: str | None = None
    ) -> Any:
        """An alarm without a name of its own keeps the one it was given, in a nested stack too."""
        named = {"AlarmName": physical_id}
        return update_by_name(physical_id, {**named, **old}, {**named, **new}, stack, logical_id)

    require(cloudwatch, "cloudformation_delete_metric_alarm")
    alarm_type.update(delete=delete_from_a_stack, update=update_in_place)
    provisioners._cw_metric_alarm_record, cloudwatch._put_metric_alarm = record_with_metrics, put_with_metrics
    provisioners._RESOURCE_HANDLERS[_COMPOSITE] = {
        "create": create,
        "update": update,
        "update_with_logical_id": True,
        "delete": delete,
    }


def _of_expression(alarm: dict[str, Any], metrics: list[dict[str, Any]]) -> dict[str, Any]:
    for key in ("MetricName", "Namespace", "Statistic", "ExtendedStatistic", "Period", "Dimensions", "Unit"):
        alarm.pop(key, None)
    alarm["Metrics"] = metrics
    return alarm


def _numbered(metrics: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Numbers and truths of a template may come as text."""
    return [
        {
            **query,
            "ReturnData": str(query.get("ReturnData", True)).lower() != "false",
            **({"MetricStat": {**s, "Period": int(s["Period"])}} if (s := query.get("MetricStat")) else {}),
        }
        for query in metrics
    ]
