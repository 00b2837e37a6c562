"""The staff's API of the city's own health: dashboards with their data, alarms with their runbooks, the system."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.observability import observed
from city.contracts.watch.staff import AlarmHistory, AlarmList, Dashboard, DashboardList, SystemState
from city.watch.bootstrap import Room, room_from_env

READERS = ("operator", "manager", "auditor", "clerk")


def make_app(room: Callable[[], Room] = room_from_env) -> StaffApi:
    app = StaffApi("watch")

    @app.get("/dashboards", READERS, ko="대시보드 목록")
    def list_dashboards() -> DashboardList:
        return room().list_dashboards.show()

    @app.get("/dashboards/{name}", READERS, ko="대시보드와 그 값")
    def show_dashboard(name: str) -> Dashboard:
        return room().show_dashboard.show(name, app.query("hours"))

    @app.get("/alarms", READERS, ko="경보 목록")
    def show_alarms() -> AlarmList:
        return room().show_alarms.show()

    @app.get("/alarms/{name}/history", READERS, ko="경보가 바뀐 기록")
    def show_alarm_history(name: str) -> AlarmHistory:
        return room().show_alarm_history.show(name)

    @app.get("/system", READERS, ko="시스템 상태")
    def show_system() -> SystemState:
        return room().show_system.show()

    return app


app = make_app()
handler = observed(app)
