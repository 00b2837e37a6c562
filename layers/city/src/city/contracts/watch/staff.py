"""What staff ask of the city's own health, and what they are answered."""

from typing import Any

from city.contracts.base import AwareMoment, Contract


class DashboardLine(Contract):
    """`domain`: whose it is; None for the city's."""

    name: str
    domain: str | None
    changed_at: AwareMoment | None


class DashboardList(Contract):
    dashboards: list[DashboardLine]


class Series(Contract):
    """One line of a chart. `right`: it belongs to the right axis. Values stand beside their moments, oldest first."""

    label: str
    right: bool
    moments: list[AwareMoment]
    values: list[float]


class WidgetSeries(Contract):
    """`widget`: its place in the dashboard's body, from 0. `elsewhere`: its metrics are of another Region, not read here."""

    widget: int
    series: list[Series]
    elsewhere: bool


class Dashboard(Contract):
    """`body` as CloudWatch has it: widgets with titles, places, axes and thresholds."""

    name: str
    body: dict[str, Any]
    since: AwareMoment
    until: AwareMoment
    data: list[WidgetSeries]


class AlarmLine(Contract):
    """`runbook`: the path of its page in the repository. `composite`: it sums up others, and has no metric."""

    name: str
    state: str
    since: AwareMoment | None
    reason: str
    description: str
    runbook: str | None
    composite: bool
    metric: str | None
    threshold: float | None


class AlarmList(Contract):
    """Those that ring first, then those that lack data, then by name."""

    alarms: list[AlarmLine]


class AlarmChange(Contract):
    at: AwareMoment
    summary: str
    state: str | None
    reason: str | None


class AlarmHistory(Contract):
    """Newest first."""

    name: str
    changes: list[AlarmChange]


class QueueLine(Contract):
    """`dead_letters`: other queues give up into it. `oldest_age_s`: of the metrics; None until they know."""

    name: str
    dead_letters: bool
    waiting: int
    in_work: int
    delayed: int
    oldest_age_s: int | None


class BackupLine(Contract):
    """`restorable_until`: the last moment the table can be restored to."""

    table: str
    point_in_time: bool
    restorable_until: AwareMoment | None


class SystemState(Contract):
    """`version`: the state of the repository that is deployed; `pages`: the digest of the pages that came with it.

    `sandboxed`: parameters of the city whose adapter is a sandbox. Nobody real is paid, texted or asked through them.
    """

    stage: str
    version: str | None
    pages: str | None
    stack: str
    status: str
    deployed_at: AwareMoment | None
    runtime: str | None
    tags: dict[str, str]
    sandboxed: list[str]
    queues: list[QueueLine]
    backups: list[BackupLine]
