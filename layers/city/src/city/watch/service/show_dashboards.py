"""Dashboards, as they stand in CloudWatch, with what their charts draw."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from botocore.exceptions import ClientError

from city.contracts.watch.staff import Dashboard, DashboardLine, DashboardList, Series, WidgetSeries
from city.kernel.clock import Clock
from city.kernel.errors import Invalid, NotFound
from city.watch.charts import Line, batched, lines_of, read_body, region_of

MOST_HOURS, USUAL_HOURS = 24, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDashboards:
    cloudwatch: Any
    stage: str

    def show(self) -> DashboardList:
        """The city's first, then the domains' by name."""
        prefix = f"dongne-{self.stage}"
        pages = self.cloudwatch.get_paginator("list_dashboards").paginate(DashboardNamePrefix=prefix)
        lines = [
            DashboardLine(
                name=entry["DashboardName"],
                domain=entry["DashboardName"].removeprefix(prefix).removeprefix("-") or None,
                changed_at=entry.get("LastModified"),
            )
            for page in pages
            for entry in page.get("DashboardEntries", [])
            # `dongne-dev` is no dashboard of `dongne-d`.
            if entry["DashboardName"] == prefix or entry["DashboardName"].startswith(f"{prefix}-")
        ]
        return DashboardList(dashboards=sorted(lines, key=lambda line: line.domain or ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowDashboard:
    cloudwatch: Any
    stage: str
    region: str
    clock: Clock

    def show(self, name: str, asked_hours: str | None) -> Dashboard:
        """Raises NotFound for a dashboard that is not there or not the city's, Invalid for too long a time."""
        hours = _read_hours(asked_hours)
        prefix = f"dongne-{self.stage}"
        if name != prefix and not name.startswith(f"{prefix}-"):
            raise NotFound
        body = self._body(name)
        until = self.clock.now()
        since = until - timedelta(hours=hours)
        lines = list(lines_of(body, self.region, hours * 3600))
        found: dict[str, list[dict[str, Any]]] = {}
        for batch in batched(lines):
            for result in self._asked(batch, since, until):
                found.setdefault(result["Id"], []).append(result)
        data = [
            WidgetSeries(
                widget=place,
                series=list(_series([line for line in lines if line.widget == place], found)),
                elsewhere=region_of(widget) not in (None, self.region),
            )
            for place, widget in enumerate(body["widgets"])
            if widget["type"] == "metric"
        ]
        return Dashboard(name=name, body=body, since=since, until=until, data=data)

    def _body(self, name: str) -> dict[str, Any]:
        try:
            return read_body(self.cloudwatch.get_dashboard(DashboardName=name)["DashboardBody"])
        except ClientError as error:
            # The code of the API's own model, and the one that it answers with.
            if error.response["Error"]["Code"] in ("DashboardNotFoundError", "ResourceNotFound"):
                raise NotFound from error
            raise

    def _asked(self, batch: list[Line], since: Any, until: Any) -> Iterator[dict[str, Any]]:
        pages = self.cloudwatch.get_paginator("get_metric_data").paginate(
            MetricDataQueries=[dict(line.query) for line in batch],
            StartTime=since,
            EndTime=until,
            ScanBy="TimestampAscending",
        )
        for page in pages:
            yield from page["MetricDataResults"]


def _read_hours(text: str | None) -> int:
    if text is None:
        return USUAL_HOURS
    if not (text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= MOST_HOURS):
        raise Invalid
    return int(text)


def _series(lines: list[Line], found: dict[str, list[dict[str, Any]]]) -> Iterator[Series]:
    for line in lines:
        for result in found.get(line.query["Id"], []):
            label = str(result.get("Label") or "")
            yield Series(label=label, right=line.right, moments=result["Timestamps"], values=result["Values"])
