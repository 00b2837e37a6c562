"""The staff's API of incidents: what is open, one of them whole, and each step that somebody takes."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.observability import observed
from city.contracts.operations.staff.incidents import (
    IncidentBoard,
    IncidentFile,
    IncidentPage,
    IncidentStatistics,
    MemberPage,
    OpenByHand,
    ParkedPage,
    TakeStep,
    WriteNote,
)
from city.operations.incidents.bootstrap import IncidentStaffUseCases, staff_from_env
from city.operations.incidents.service.list_incidents import MOST
from city.operations.incidents.service.show_incident import MOST_MEMBERS
from city.operations.incidents.service.watch_parked import MOST_PARKED

READERS = ("operator", "supervisor", "auditor")
ROOM = ("operator", "supervisor")


def make_app(incidents: Callable[[], IncidentStaffUseCases] = staff_from_env) -> StaffApi:
    app = StaffApi("operations-incidents")

    @app.get("/incidents", READERS, ko="사건 목록")
    def list_incidents() -> IncidentPage:
        limit, page = app.paging(MOST)
        return incidents().list_incidents.list(app.query("state"), limit, page)

    @app.post("/incidents", ROOM, 201, ko="사건 직접 등록")
    def open_incident(body: OpenByHand) -> IncidentFile:
        return incidents().open_by_hand.open(body, app.groups)

    @app.get("/incidents/board", READERS, ko="상황판")
    def show_board() -> IncidentBoard:
        return incidents().show_board.show()

    @app.get("/incidents/parked", READERS, ko="이벤트를 기다리는 갱신과 취소")
    def list_parked() -> ParkedPage:
        limit, page = app.paging(MOST_PARKED)
        return incidents().list_parked.list(limit, page)

    @app.get("/incidents/statistics", READERS, ko="사건 통계")
    def show_statistics() -> IncidentStatistics:
        return incidents().show_statistics.show(app.query("first"), app.query("last"))

    @app.get("/incidents/{incident}", READERS, ko="사건 한 건")
    def show_incident(incident: str) -> IncidentFile:
        return incidents().show_incident.show(incident, app.groups)

    @app.get("/incidents/{incident}/events", READERS, ko="사건에 속한 이벤트")
    def list_members(incident: str) -> MemberPage:
        limit, page = app.paging(MOST_MEMBERS)
        return incidents().list_members.list(incident, limit, page)

    @app.post("/incidents/{incident}/acknowledge", ROOM, ko="접수 확인")
    def acknowledge_incident(incident: str, body: TakeStep) -> IncidentFile:
        return incidents().take_step.take(incident, "acknowledge", body, app.person, app.groups)

    @app.post("/incidents/{incident}/dispatch", ROOM, ko="출동")
    def dispatch_incident(incident: str, body: TakeStep) -> IncidentFile:
        return incidents().take_step.take(incident, "dispatch", body, app.person, app.groups)

    @app.post("/incidents/{incident}/resolve", ROOM, ko="종결")
    def resolve_incident(incident: str, body: TakeStep) -> IncidentFile:
        return incidents().take_step.take(incident, "resolve", body, app.person, app.groups)

    @app.post("/incidents/{incident}/cancel", ROOM, ko="취소")
    def cancel_incident(incident: str, body: TakeStep) -> IncidentFile:
        return incidents().take_step.take(incident, "cancel", body, app.person, app.groups)

    @app.post("/incidents/{incident}/false", ROOM, ko="오인 신고로 종결")
    def mark_incident_false(incident: str, body: TakeStep) -> IncidentFile:
        return incidents().take_step.take(incident, "false", body, app.person, app.groups)

    @app.post("/incidents/{incident}/reopen", ("supervisor",), ko="다시 열기")
    def reopen_incident(incident: str, body: TakeStep) -> IncidentFile:
        return incidents().take_step.take(incident, "reopen", body, app.person, app.groups)

    @app.post("/incidents/{incident}/notes", ROOM, ko="메모")
    def write_note(incident: str, body: WriteNote) -> IncidentFile:
        return incidents().take_step.take(incident, "note", body, app.person, app.groups)

    return app


app = make_app()
handler = observed(app)
