"""Every dashboard of the templates is drawn on the local cloud: each chart is asked for, and none is refused."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from city.watch.service.show_dashboards import ShowDashboard
from infra.dashboards.domain import domains_with_alarms
from infra.templates import read_domain, resources_of
from tests.infra.local_cloud.metrics.watching import dimensions_of
from tests.infra.local_cloud.running import RunningCloud

REGION = "ap-northeast-2"
NAMES = ["observability", *domains_with_alarms()]


class Soon:
    """A little ahead, so that what was just counted is in the past."""

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(minutes=1)


def body_of(domain: str) -> str:
    """As CloudFormation hands it over, with seven for every number of the template's."""
    (dashboard,) = resources_of(read_domain(domain), "AWS::CloudWatch::Dashboard").values()
    said = dashboard["DashboardBody"]["Fn::Sub"]
    text = said if isinstance(said, str) else said[0]
    text = text.replace("${Stage}", "local").replace("${AWS::Region}", REGION)
    return re.sub(r"\$\{\w+\}", "7", re.sub(r"\$\{AWS::\w+\}", "aws", text))


@pytest.mark.parametrize("domain", NAMES)
def test_every_chart_of_a_dashboard_is_answered(cloud: RunningCloud, domain: str) -> None:
    cloudwatch = cloud.client("cloudwatch")
    stack, name = domain.title(), f"dongne-local-{domain}"
    cloudwatch.put_dashboard(DashboardName=name, DashboardBody=body_of(domain))
    for function, value in ((f"dongne-local-{stack}-a1-Counts-9F", 2.0), ("dongne-prod-Other-a1-Counts-9F", 50.0)):
        datum = {"MetricName": "Errors", "Value": value, "Dimensions": dimensions_of(FunctionName=function)}
        cloudwatch.put_metric_data(Namespace="AWS/Lambda", MetricData=[datum])

    shown = ShowDashboard(cloudwatch=cloudwatch, stage="local", region=REGION, clock=Soon()).show(name, "1")

    errors = {
        series.label: series.values
        for chart in shown.data
        if "함수 오류" in shown.body["widgets"][chart.widget]["properties"]["title"]
        for series in chart.series
    }
    counts = domain == "observability" or resources_of(read_domain(domain), "AWS::Serverless::Function")
    assert errors.get(f"dongne-local-{stack}-a1-Counts-9F") == ([2.0] if counts else None)
    assert "dongne-prod-Other-a1-Counts-9F" not in errors
    assert [chart.widget for chart in shown.data if chart.elsewhere] == [
        place for place, widget in enumerate(shown.body["widgets"]) if widget["properties"].get("region") == "us-east-1"
    ]
