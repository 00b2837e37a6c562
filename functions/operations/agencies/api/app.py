"""The staff's API of partner agencies. Whoever works in the room reads; supervisors change; keys take two of them."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.observability import observed
from city.contracts.operations.staff.agencies import (
    MAX_BODY_BYTES,
    AgencyLine,
    AgencyList,
    AgencyStatistics,
    ChangeAgency,
    ChangeEventCodes,
    CredentialsDecided,
    CredentialsProposal,
    DecideCredentials,
    EventCodeTable,
    IncidentMessagePage,
    MessageContent,
    MessagePage,
    ProposeCredentials,
    ReadMessage,
)
from city.operations.agencies.bootstrap import AgencyDesk, desk_from_env
from city.operations.agencies.service.show_agencies import MOST_MESSAGES
from city.operations.agencies.service.show_incident_messages import MOST_INCIDENT_MESSAGES

READERS = ("operator", "supervisor", "auditor")
SUPERVISOR = ("supervisor",)


def make_app(desk: Callable[[], AgencyDesk] = desk_from_env) -> StaffApi:
    app = StaffApi("operations-agencies", MAX_BODY_BYTES)

    @app.get("/agencies", READERS, ko="연계 기관")
    def show_agencies() -> AgencyList:
        return desk().show.show()

    @app.get("/agencies/codes", READERS, ko="이벤트 코드")
    def show_event_codes() -> EventCodeTable:
        return desk().show_codes.show()

    @app.put("/agencies/codes", SUPERVISOR, ko="이벤트 코드 바꾸기")
    def change_event_codes(body: ChangeEventCodes) -> EventCodeTable:
        return desk().change_codes.change(body, app.person)

    @app.get("/agencies/statistics", READERS, ko="연계 통계")
    def show_agency_statistics() -> AgencyStatistics:
        return desk().show_statistics.show(app.query("from"), app.query("to"))

    @app.put("/agencies/{agency_id}", SUPERVISOR, ko="연계 기관 바꾸기")
    def change_agency(agency_id: str, body: ChangeAgency) -> AgencyLine:
        return desk().change.change(agency_id, body, app.person)

    @app.get("/agencies/{agency_id}/messages", READERS, ko="기관과 주고받은 메시지")
    def show_agency_messages(agency_id: str) -> MessagePage:
        limit, page = app.paging(MOST_MESSAGES)
        return desk().show_messages.show(agency_id, limit, page)

    @app.get("/incidents/{incident}/messages", READERS, ko="사건에 대해 기관과 주고받은 메시지")
    def show_incident_messages(incident: str) -> IncidentMessagePage:
        limit, page = app.paging(MOST_INCIDENT_MESSAGES)
        return desk().show_incident_messages.show(incident, limit, page)

    @app.post("/agencies/{agency_id}/messages/{message_id}/content", READERS, ko="메시지 원문 보기", recent=True)
    def read_agency_message(agency_id: str, message_id: str, body: ReadMessage) -> MessageContent:
        return desk().read_message.read(agency_id, message_id, body, app.person)

    @app.post("/agencies/{agency_id}/credentials", SUPERVISOR, ko="기관 키 교체 제안")
    def propose_agency_key(agency_id: str, body: ProposeCredentials) -> CredentialsProposal:
        return desk().propose.propose(agency_id, body, app.person)

    @app.post("/agencies/{agency_id}/credentials/decision", SUPERVISOR, ko="기관 키 교체 결정", recent=True)
    def decide_agency_key(agency_id: str, body: DecideCredentials) -> CredentialsDecided:
        return desk().decide.decide(agency_id, body, app.person)

    return app


app = make_app()
handler = observed(app)
