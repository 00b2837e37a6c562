"""What the dashboard of the whole city shows."""

from collections.abc import Iterator
from typing import Any

from infra.dashboards.domain import domains_with_alarms
from infra.dashboards.widgets import BILLING_REGION, Chart, Metric, both, found, search
from infra.manifest import read_manifests
from infra.templates import read_domain, resources_of

_MINUTES = 300


def city_charts() -> Iterator[Chart]:
    apis = [
        (read_manifests()[domain].names, api["Name"]["Fn::Sub"])
        for domain in domains_with_alarms()
        for api in resources_of(read_domain(domain), "AWS::Serverless::Api").values()
    ]

    def of_apis(metric: str, **more: Any) -> list[Metric]:
        return [
            ["AWS/ApiGateway", metric, "ApiName", name, "Stage", "v1", {"label": both(n.ko, n.en), **more}]
            for n, name in apis
        ]

    yield Chart(title=both("API 서버 오류(5xx)", "API failures (5xx)"), metrics=of_apis("5XXError"), period=60)
    yield Chart(title=both("API 거절(4xx)", "API refusals (4xx)"), metrics=of_apis("4XXError"), period=60)
    yield Chart(
        title=both("API 응답 시간(p95, ms)", "API latency (p95, ms)"), metrics=of_apis("Latency"), stat="p95", period=60
    )

    def everywhere(namespace: str, dimension: str, metric: str, stat: str, *more: str) -> str:
        return search(namespace, dimension, metric, stat, _MINUTES, "${Stage}", *more)

    functions, queues = ("AWS/Lambda", "FunctionName"), ("AWS/SQS", "QueueName")
    visible = "ApproximateNumberOfMessagesVisible"
    for ko, en, id_, expression in (
        ("함수 오류", "function errors", "errors", everywhere(*functions, "Errors", "Sum")),
        ("함수 제한", "throttled functions", "throttles", everywhere(*functions, "Throttles", "Sum")),
        ("처리하지 못한 메시지", "dead letters", "dead", everywhere(*queues, visible, "Maximum", "DeadLetters")),
        (
            "가장 오래 기다린 메시지(초)",
            "oldest message (s)",
            "age",
            everywhere(*queues, "ApproximateAgeOfOldestMessage", "Maximum", "NOT", "DeadLetters"),
        ),
        (
            "상태 머신 실패",
            "failed state machines",
            "failed",
            everywhere("AWS/States", "StateMachineArn", "ExecutionsFailed", "Sum"),
        ),
    ):
        yield Chart(title=both(ko, en), metrics=[found(id_, expression)])
    whole = ["AWS/Billing", "EstimatedCharges", "Currency", "USD", {"label": both("합계", "all services")}]
    dear = [
        ["AWS/Billing", "EstimatedCharges", "ServiceName", name, "Currency", "USD"]
        for name in ("AWSLambda", "AmazonDynamoDB", "AmazonCloudWatch", "AmazonSNS", "AWSIoT")
    ]
    yield Chart(
        title=both("이번 달 비용(달러)", "cost this month ($)"),
        metrics=[whole, *dear],
        stat="Maximum",
        period=21_600,
        region=BILLING_REGION,
    )
