"""What the dashboard of a domain shows."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from infra.dashboards.widgets import Chart, Metric, Threshold, both, found, search
from infra.manifest import ROOT, Manifest, read_manifests, stack_of
from infra.templates import DOMAIN_TEMPLATES, read_domain, resources_of

NAMESPACE = "Dongne"
SHOWN = "dashboard.toml"
_ALARM = "AWS::CloudWatch::Alarm"
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|\d+")
_MINUTES = 300


def runbook_of(alarm: Mapping[str, Any]) -> str:
    """The path of the runbook that an alarm's description names; empty if it names none."""
    named = re.search(r"docs/runbooks/[\w-]+\.md", str(alarm.get("AlarmDescription", "")))
    return named[0] if named else ""


def kebab(name: str) -> str:
    return "-".join(word.lower() for word in _WORD.findall(name.removesuffix("Alarm")))


def alarms_of(domain: str) -> dict[str, dict[str, Any]]:
    return resources_of(read_domain(domain), _ALARM)


@dataclass(frozen=True, slots=True)
class DomainDashboard:
    manifest: Manifest
    template: dict[str, Any]
    shown: Mapping[str, Any]
    # Words that tell this domain's resources from those of another.
    terms: tuple[str, ...]

    @property
    def charts(self) -> Iterator[Chart]:
        charts = [*self._business(), *self._apis(), *self._functions(), *self._queues(), *self._machines()]
        charts += [*self._rules(), *self._tables()]
        yield from charts
        drawn = {_key(metric) for chart in charts for metric in _spelt_out(chart.metrics)}
        for name, alarm in self._alarms().items():
            if "Metrics" in alarm:
                yield self._of_expression(name, alarm)
            elif alarm["Namespace"] == NAMESPACE and (alarm["Namespace"], alarm["MetricName"]) not in drawn:
                metric = [NAMESPACE, alarm["MetricName"], "service", self.manifest.name]
                stat = str(alarm.get("ExtendedStatistic") or alarm["Statistic"])
                title = both("경보가 보는 값", f"watched by an alarm: {_said(alarm['MetricName'])}")
                lines = list(self._thresholds([metric]))
                yield Chart(title=title, metrics=[metric], stat=stat, period=alarm["Period"], thresholds=lines)

    def _alarms(self) -> dict[str, dict[str, Any]]:
        return resources_of(self.template, _ALARM)

    def _business(self) -> Iterator[Chart]:
        for chart in self.shown.get("charts", []):
            metrics = [self._metric(text) for text in chart.get("metrics", [])]
            metrics += [self._metric(text, right=True) for text in chart.get("right", [])]
            metrics += [
                found(each["id"], each["expression"], both(each["ko"], each["en"])) for each in chart.get("shares", [])
            ]
            for share in chart.get("shares", []):
                for name, metric in share["of"].items():
                    metrics.append([*self._metric(metric), {"id": name, "visible": False}])
            yield Chart(
                title=both(chart["ko"], chart["en"]),
                metrics=metrics,
                stat=chart.get("stat", "Sum"),
                period=chart.get("period", _MINUTES),
                thresholds=list(self._thresholds(metrics)),
                right={"min": 0} if chart.get("right") else None,
                left={"min": 0, "max": 100} if chart.get("shares") else {"min": 0},
            )

    def _metric(self, text: str, *, right: bool = False) -> Metric:
        """`Name`, or `Name p95` with a statistic of its own."""
        name, _, stat = text.partition(" ")
        more = ({"stat": stat} if stat else {}) | ({"yAxis": "right"} if right else {})
        return [NAMESPACE, name, "service", self.manifest.name, *([more] if more else [])]

    def _thresholds(self, metrics: Iterable[Metric]) -> Iterator[Threshold]:
        spelt = {_key(m): any(isinstance(part, dict) and part.get("yAxis") == "right" for part in m) for m in metrics}
        for name, alarm in self._alarms().items():
            key = (alarm.get("Namespace", ""), alarm.get("MetricName", ""))
            if key[0] and key in spelt:
                yield Threshold(both("경보", f"alarm {kebab(name)}"), _number(alarm["Threshold"]), spelt[key])

    def _lines(self, namespace: str, metric: str, which: Callable[[str], bool] = lambda _: True) -> list[Threshold]:
        """Of the alarms on a metric of AWS; those with one threshold are one line."""
        values: dict[str, list[str]] = {}
        for name, alarm in self._alarms().items():
            if (alarm.get("Namespace"), alarm.get("MetricName")) == (namespace, metric) and which(name):
                values.setdefault(str(_number(alarm["Threshold"])), []).append(kebab(name))
        return [
            Threshold(both("경보", f"alarm {names[0]}" if len(names) == 1 else f"{len(names)} alarms"), _number(value))
            for value, names in values.items()
        ]

    def _apis(self) -> Iterator[Chart]:
        names = [api["Name"]["Fn::Sub"] for api in resources_of(self.template, "AWS::Serverless::Api").values()]
        for name in names:
            of = ["ApiName", name, "Stage", "v1"]
            failed = [["AWS/ApiGateway", metric, *of] for metric in ("5XXError", "4XXError")]
            calls = ["AWS/ApiGateway", "Count", *of, {"yAxis": "right"}]
            yield Chart(
                title=both("API 오류와 호출", "API errors; calls on the right"),
                metrics=[*failed, calls],
                period=60,
                thresholds=self._lines("AWS/ApiGateway", "5XXError"),
                right={"min": 0},
            )
            latency: list[Metric] = [
                ["AWS/ApiGateway", "Latency", *of, {"stat": stat}] for stat in ("p50", "p95", "p99")
            ]
            yield Chart(title=both("API 응답 시간(ms)", "API latency (ms)"), metrics=latency, stat="p95", period=60)

    def _functions(self) -> Iterator[Chart]:
        if not resources_of(self.template, "AWS::Serverless::Function"):
            return

        def of(metric: str, stat: str) -> str:
            return search("AWS/Lambda", "FunctionName", metric, stat, _MINUTES, *self.terms)

        yield Chart(
            title=both("함수 오류", "function errors"),
            metrics=[found("errors", of("Errors", "Sum"))],
            thresholds=self._lines("AWS/Lambda", "Errors"),
        )
        yield Chart(
            title=both("함수 제한, 호출(오른쪽)", "throttled functions; all calls on the right"),
            metrics=[
                found("throttles", of("Throttles", "Sum")),
                found("calls", f"SUM({of('Invocations', 'Sum')})", both("호출", "calls"), right=True),
            ],
            right={"min": 0},
        )
        yield Chart(
            title=both("함수 실행 시간(p95, ms)", "duration of functions (p95, ms)"),
            metrics=[found("duration", of("Duration", "p95"))],
            stat="p95",
        )

    def _queues(self) -> Iterator[Chart]:
        if not resources_of(self.template, "AWS::SQS::Queue"):
            return

        def of(metric: str, stat: str, *more: str) -> str:
            return search("AWS/SQS", "QueueName", metric, stat, 60, *self.terms, *more)

        visible = "ApproximateNumberOfMessagesVisible"
        yield Chart(
            title=both("처리하지 못한 메시지", "dead letters"),
            metrics=[found("dead", of(visible, "Maximum", "DeadLetters"))],
            stat="Maximum",
            period=60,
            thresholds=self._lines("AWS/SQS", visible),
        )
        yield Chart(
            title=both("가장 오래 기다린 메시지(초)", "oldest message (s)"),
            metrics=[found("age", of("ApproximateAgeOfOldestMessage", "Maximum", "NOT", "DeadLetters"))],
            stat="Maximum",
            period=60,
            thresholds=self._lines("AWS/SQS", "ApproximateAgeOfOldestMessage"),
        )
        yield Chart(
            title=both("대기열 길이, 받은 수(오른쪽)", "waiting messages; received on the right"),
            metrics=[
                found("waiting", of(visible, "Maximum", "NOT", "DeadLetters")),
                found("sent", f"SUM({of('NumberOfMessagesSent', 'Sum')})", both("받음", "received"), right=True),
            ],
            stat="Maximum",
            period=60,
            right={"min": 0},
        )

    def _machines(self) -> Iterator[Chart]:
        if not resources_of(self.template, "AWS::Serverless::StateMachine", "AWS::StepFunctions::StateMachine"):
            return
        kinds = (
            ("Failed", "실패", "failed"),
            ("TimedOut", "시간 초과", "timed out"),
            ("Succeeded", "성공", "succeeded"),
            ("Started", "시작", "started"),
        )
        yield Chart(
            title=both("상태 머신", "state machines"),
            metrics=[
                found(
                    kind.lower(),
                    f"SUM({search('AWS/States', 'StateMachineArn', f'Executions{kind}', 'Sum', _MINUTES, *self.terms)})",
                    both(ko, en),
                )
                for kind, ko, en in kinds
            ],
        )

    def _rules(self) -> Iterator[Chart]:
        if resources_of(self.template, "AWS::IoT::TopicRule"):
            published = [["AWS/IoT", "PublishIn.Success", "Protocol", protocol] for protocol in ("MQTT", "HTTP")]
            matched = search("AWS/IoT", "RuleName", "TopicMatch", "Sum", _MINUTES, self.terms[-1])
            refused = ["AWS/IoT", "Connect.AuthError", "Protocol", "MQTT", {"yAxis": "right"}]
            yield Chart(
                title=both(
                    "IoT 메시지와 규칙, 거절된 연결(오른쪽)", "IoT messages and rules; refused connections on the right"
                ),
                metrics=[*published, found("matched", matched), refused],
                right={"min": 0},
            )
        if resources_of(self.template, "AWS::Events::Rule"):
            of = [search("AWS/Events", "EventBusName,RuleName", m, "Sum", _MINUTES, *self.terms) for m in _OF_RULES]
            yield Chart(
                title=both("이벤트 규칙, 전달 실패", "event rules: handed over, and not"),
                metrics=[found(f"rule{place}", f"SUM({each})", name) for place, (each, name) in enumerate(
                    zip(of, (both("전달", "handed over"), both("전달 실패", "not handed over")), strict=True)
                )],
            )  # fmt: skip

    def _tables(self) -> Iterator[Chart]:
        if resources_of(self.template, "AWS::DynamoDB::Table", "AWS::Serverless::SimpleTable"):
            refused = search("AWS/DynamoDB", "TableName,Operation", "ThrottledRequests", "Sum", _MINUTES, *self.terms)
            yield Chart(title=both("표의 요청 제한", "throttled tables"), metrics=[found("throttled", refused)])

    def _of_expression(self, name: str, alarm: Mapping[str, Any]) -> Chart:
        metrics: list[Metric] = []
        for query in alarm["Metrics"]:
            if "Expression" in query:
                metrics.append(found(query["Id"], query["Expression"], query.get("Label", "")))
            else:
                of = query["MetricStat"]
                pairs = [part for d in of["Metric"]["Dimensions"] for part in (d["Name"], d["Value"])]
                more = {"id": query["Id"], "visible": query.get("ReturnData", True), "stat": of["Stat"]}
                metrics.append([of["Metric"]["Namespace"], of["Metric"]["MetricName"], *pairs, more])
        period = max(query["MetricStat"]["Period"] for query in alarm["Metrics"] if "MetricStat" in query)
        line = Threshold(both("경보", f"alarm {kebab(name)}"), _number(alarm["Threshold"]))
        title = both("경보가 보는 값", f"watched by an alarm: {_said(name.removesuffix('Alarm'))}")
        return Chart(title=title, metrics=metrics, period=period, thresholds=[line])


_OF_RULES = ("Invocations", "FailedInvocations")


def _number(value: Any) -> float | str:
    """As it is drawn: a parameter of the template stands for itself."""
    if isinstance(value, dict):
        return f"${{{value['Ref']}}}"
    return int(value) if float(value).is_integer() else float(value)


def _said(name: str) -> str:
    return " ".join(word.lower() for word in _WORD.findall(name))


def _key(metric: Metric) -> tuple[str, str]:
    return (metric[0], metric[1]) if isinstance(metric[0], str) else ("", "")


def _spelt_out(metrics: Iterable[Metric]) -> Iterator[Metric]:
    return (metric for metric in metrics if isinstance(metric[0], str))


def domains_with_alarms() -> list[str]:
    return [name for name in sorted(DOMAIN_TEMPLATES) if name in read_manifests() and alarms_of(name)]


def dashboard_of(domain: str) -> DomainDashboard:
    shown = ROOT / "infra" / domain / SHOWN
    others = {stack_of(name) for name in domains_with_alarms() if name != domain}
    stack = stack_of(domain)
    sharing = sorted(other for other in others if any(stack in _WORD.findall(name) for name in _names_in(other)))
    terms = ("${Stage}", *(f"NOT {other}" for other in sharing), stack)
    read = tomllib.loads(shown.read_text()) if shown.is_file() else {}
    return DomainDashboard(read_manifests()[domain], read_domain(domain), read, terms)


def _names_in(stack: str) -> Iterator[str]:
    """Logical ids that are part of physical names: those of a domain's areas, and of everything in them."""
    domain = next(name for name in DOMAIN_TEMPLATES if stack_of(name) == stack)
    yield from read_domain(domain)["Resources"]
    for file in (ROOT / "infra" / domain).glob("*.yaml"):
        yield stack_of(file.stem)
