"""The composition root of the watch: the only place of this domain that reads the environment and builds clients."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from city.aws.clients import open_client
from city.kernel.clock import Clock, SystemClock
from city.watch.settings import WatchSettings

if TYPE_CHECKING:
    from city.watch.service.show_alarms import ShowAlarmHistory, ShowAlarms
    from city.watch.service.show_dashboards import ListDashboards, ShowDashboard
    from city.watch.service.show_system import ShowSystem


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What the staff's API calls."""

    list_dashboards: ListDashboards
    show_dashboard: ShowDashboard
    show_alarms: ShowAlarms
    show_alarm_history: ShowAlarmHistory
    show_system: ShowSystem


def build_room(environment: Mapping[str, str], clock: Clock) -> Room:
    from city.watch.service.show_alarms import ShowAlarmHistory, ShowAlarms
    from city.watch.service.show_dashboards import ListDashboards, ShowDashboard
    from city.watch.service.show_system import ShowSystem

    settings = WatchSettings.from_environment(environment)
    stage, region = str(settings.stage), settings.aws_region
    cloudwatch = open_client("cloudwatch", region_name=region)
    return Room(
        list_dashboards=ListDashboards(cloudwatch=cloudwatch, stage=stage),
        show_dashboard=ShowDashboard(cloudwatch=cloudwatch, stage=stage, region=region, clock=clock),
        show_alarms=ShowAlarms(cloudwatch=cloudwatch, stage=stage),
        show_alarm_history=ShowAlarmHistory(cloudwatch=cloudwatch, stage=stage),
        show_system=ShowSystem(
            cloudformation=open_client("cloudformation", region_name=region),
            sqs=open_client("sqs", region_name=region),
            dynamodb=open_client("dynamodb", region_name=region),
            cloudwatch=cloudwatch,
            clock=clock,
            stage=stage,
        ),
    )


@cache
def room_from_env() -> Room:
    return build_room(os.environ, SystemClock())
