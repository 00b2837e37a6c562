"""The text of the templates that hold the dashboards."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from cfnlint.decode import decode

from infra.dashboards.city import city_charts
from infra.dashboards.domain import dashboard_of, domains_with_alarms
from infra.dashboards.widgets import both, widgets_of
from infra.manifest import ManifestError, read_manifests
from infra.templates import DOMAIN_TEMPLATES

FILE = "dashboard.yaml"
_WRITTEN = "# Written by `make stacks` from the domain's templates and dashboard.toml: change those.\n"


def domain_text(domain: str) -> str:
    dashboard, names = dashboard_of(domain), read_manifests()[domain].names
    note = (
        f"**{both(names.ko, names.en)}** — 붉은 선은 경보 기준입니다. 비용은 도시 대시보드에 있습니다. "
        "Red lines are the alarms' thresholds; each alarm's description names its runbook. "
        "AWS bills by service and not by domain: cost stands on the city's dashboard."
    )
    alarms = {"title": both("경보", "alarms"), "alarms": ["${Alarms}"]}
    lists = _parameters(domain)
    joined = ", ".join(f"!Ref {name}" for name in lists if name.endswith("Alarms"))
    split = f'!Split [",", !Join [",", [{joined}]]]'
    return (
        f'{_WRITTEN}AWSTemplateFormatVersion: "2010-09-09"\n'
        f"Description: The dashboard of {names.en}, and one alarm that says whether any of its alarms rings.\n\n"
        "Parameters:\n"
        + "".join(f"  {name}:\n    Type: {_TYPES.get(name, 'String')}\n" for name in lists)
        + "\nResources:\n"
        "  Dashboard:\n"
        "    Type: AWS::CloudWatch::Dashboard\n"
        "    Properties:\n"
        f"      DashboardName: !Sub dongne-${{Stage}}-{domain}\n"
        "      DashboardBody: !Sub\n"
        "        - |\n"
        f"{_body(widgets_of(alarms, note, dashboard.charts), 10)}"
        f"        - Alarms: !Join ['\",\"', {split}]\n\n"
        "  DomainRinging:\n"
        "    Type: AWS::CloudWatch::CompositeAlarm\n"
        "    Properties:\n"
        "      # The city's dashboard shows it, and is made before any domain is: it knows it by its name.\n"
        f"      AlarmName: !Sub dongne-${{Stage}}-{domain}\n"
        f"      AlarmDescription: >-\n"
        f"        At least one alarm of {names.en} rings, and tells for itself. Runbook docs/runbooks/domain-ringing.md\n"
        "      AlarmRule: !Sub\n"
        '        - ALARM("${Ringing}")\n'
        f"        - Ringing: !Join ['\") OR ALARM(\"', {split}]\n"
    )


_TYPES = {"PoolAlarmBelow": "Number"}


def _parameters(domain: str) -> list[str]:
    """What the domain's template hands its dashboard: lists of alarms, and numbers that are thresholds."""
    template, _ = decode(str(DOMAIN_TEMPLATES[domain]))
    dashboard = (template or {}).get("Resources", {}).get("Dashboard")
    if not dashboard:
        raise ManifestError(f"{domain} has alarms, and its template no stack Dashboard that is handed their ARNs")
    return list(dashboard["Properties"]["Parameters"])


def prepare(root: Path) -> None:
    """An empty dashboard where a template already names one: it is written from what its template says as a whole."""
    for template in (root / "infra").glob("*/template.yaml"):
        file = template.with_name(FILE)
        if f"TemplateURL: {FILE}" in template.read_text() and not file.exists():
            file.write_text("Parameters: {}\nResources: {}\nOutputs: {}\n")


def city_text() -> str:
    note = (
        "**동네 · the city** — 영역별 경보 하나가 그 영역의 어느 경보라도 울리면 울립니다. "
        "One alarm for each domain rings while any of its alarms does; each domain has a dashboard of its own, "
        "`dongne-${Stage}-<domain>`. Cost is of the whole account, in dollars, and AWS counts it in us-east-1 only."
    )
    arn = "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:dongne-${Stage}-"
    alarms = {"title": both("영역별 경보", "alarms by domain"), "alarms": [f"{arn}{d}" for d in domains_with_alarms()]}
    return (
        f'{_WRITTEN}AWSTemplateFormatVersion: "2010-09-09"\n'
        "Description: The dashboard of the whole city.\n\n"
        "Parameters:\n  Stage:\n    Type: String\n\n"
        "Resources:\n"
        "  Dashboard:\n"
        "    Type: AWS::CloudWatch::Dashboard\n"
        "    Properties:\n"
        "      DashboardName: !Sub dongne-${Stage}\n"
        "      DashboardBody: !Sub |\n"
        f"{_body(widgets_of(alarms, note, city_charts()), 8)}"
        "\nOutputs:\n  DashboardName:\n    Value: !Ref Dashboard\n"
    )


def _body(widgets: Iterable[Mapping[str, Any]], indent: int) -> str:
    """JSON that can be read in a diff: a line for each metric, and one for the rest of a widget."""
    texts = []
    for widget in widgets:
        rest = {key: value for key, value in widget["properties"].items() if key != "metrics"}
        head = json.dumps({key: value for key, value in widget.items() if key != "properties"})[:-1]
        text = f'{head}, "properties": {json.dumps(rest, ensure_ascii=False)[:-1]}'
        if "metrics" in widget["properties"]:
            lines = ",\n  ".join(json.dumps(m, ensure_ascii=False) for m in widget["properties"]["metrics"])
            text += f', "metrics": [\n  {lines}]'
        texts.append(text + "}}")
    # A threshold that is a parameter is a number, and not a text.
    whole = re.sub(r'"value": "(\$\{\w+\})"', r'"value": \1', '{"widgets": [\n' + ",\n".join(texts) + "\n]}")
    return "".join(f"{' ' * indent}{line}\n" for line in whole.splitlines())


def written() -> Iterator[tuple[Path, str]]:
    yield Path("infra/observability", FILE), city_text()
    for domain in domains_with_alarms():
        yield Path("infra", domain, FILE), domain_text(domain)
