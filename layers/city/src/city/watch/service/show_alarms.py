"""Alarms as CloudWatch judges them, each with its runbook."""

import json
from dataclasses import dataclass
from typing import Any

from city.contracts.watch.staff import AlarmChange, AlarmHistory, AlarmLine, AlarmList
from city.kernel.errors import NotFound
from city.watch.charts import runbook_in

MOST_CHANGES = 100
_FIRST = {"ALARM": 0, "INSUFFICIENT_DATA": 1}
_KINDS = ["MetricAlarm", "CompositeAlarm"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAlarms:
    cloudwatch: Any
    stage: str

    def show(self) -> AlarmList:
        pages = self.cloudwatch.get_paginator("describe_alarms").paginate(
            AlarmNamePrefix=f"dongne-{self.stage}-", AlarmTypes=_KINDS
        )
        lines = [
            _line(alarm, composite=composite)
            for page in pages
            for kind, composite in (("MetricAlarms", False), ("CompositeAlarms", True))
            for alarm in page.get(kind, [])
        ]
        return AlarmList(alarms=sorted(lines, key=lambda line: (_FIRST.get(line.state, 2), line.name)))


def _line(alarm: dict[str, Any], *, composite: bool) -> AlarmLine:
    description = alarm.get("AlarmDescription") or ""
    return AlarmLine(
        name=alarm["AlarmName"],
        state=alarm["StateValue"],
        since=alarm.get("StateTransitionedTimestamp") or alarm.get("StateUpdatedTimestamp"),
        reason=alarm.get("StateReason") or "",
        description=description,
        runbook=runbook_in(description),
        composite=composite,
        metric=alarm.get("MetricName"),
        threshold=alarm.get("Threshold"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAlarmHistory:
    cloudwatch: Any
    stage: str

    def show(self, name: str) -> AlarmHistory:
        """Raises NotFound for what is no alarm of this city."""
        if not name.startswith(f"dongne-{self.stage}-"):
            raise NotFound
        found = self.cloudwatch.describe_alarms(AlarmNames=[name], AlarmTypes=_KINDS)
        if not found.get("MetricAlarms") and not found.get("CompositeAlarms"):
            raise NotFound
        items = self.cloudwatch.describe_alarm_history(
            AlarmName=name,
            AlarmTypes=_KINDS,
            HistoryItemType="StateUpdate",
            MaxRecords=MOST_CHANGES,
            ScanBy="TimestampDescending",
        )["AlarmHistoryItems"]
        return AlarmHistory(name=name, changes=[_change(item) for item in items])


def _change(item: dict[str, Any]) -> AlarmChange:
    state = json.loads(item.get("HistoryData") or "{}").get("newState", {})
    return AlarmChange(
        at=item["Timestamp"],
        summary=item.get("HistorySummary") or "",
        state=state.get("stateValue"),
        reason=state.get("stateReason"),
    )
