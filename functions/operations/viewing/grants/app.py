"""The staff's API of grants: the room asks, decides and takes back; an agency sees what was opened to it."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.observability import observed
from city.contracts.operations.staff import viewing
from city.operations.viewing.bootstrap import GrantDesk, desk_from_env
from city.operations.viewing.service.list_grants import MOST

ROOM = ("operator", "supervisor")
READERS = ("operator", "supervisor", "auditor")
VIEWERS = ("agency", "operator", "supervisor")
SUPERVISOR = "supervisor"


def make_app(desk: Callable[[], GrantDesk] = desk_from_env) -> StaffApi:
    app = StaffApi("operations-grants", viewing.MAX_BODY_BYTES)

    @app.post("/cctv/incidents/{incident}/grants", ROOM, 201, ko="카메라 열람 권한 요청")
    def ask_for_grant(incident: str, body: viewing.AskGrant) -> viewing.GrantLine:
        return desk().ask.ask(incident, body, app.person)

    @app.get("/cctv/incidents/{incident}/grants", READERS, ko="사건의 열람 권한 목록")
    def list_grants(incident: str) -> viewing.GrantPage:
        return desk().list_incident.list(incident)

    @app.get("/cctv/grants/waiting", READERS, ko="결정을 기다리는 열람 권한 요청")
    def list_waiting_grants() -> viewing.GrantPage:
        return desk().list_waiting.list()

    @app.get("/cctv/grants/mine", VIEWERS, ko="우리 기관에 열린 열람 권한")
    def list_my_grants() -> viewing.GrantPage:
        limit, page = app.paging(MOST)
        return desk().list_mine.list(app.by, app.person.name, app.groups, limit, page)

    @app.get("/cctv/grants/{grant_id}", READERS, ko="열람 권한 하나")
    def show_grant(grant_id: str) -> viewing.GrantLine:
        return desk().show.show(grant_id)

    @app.post("/cctv/grants/{grant_id}/decision", ROOM, ko="열람 권한 요청 결정")
    def decide_grant(grant_id: str, body: viewing.DecideGrant) -> viewing.GrantLine:
        return desk().decide.decide(grant_id, body, app.person, supervises=SUPERVISOR in app.groups)

    @app.post("/cctv/grants/{grant_id}/revocation", ROOM, ko="열람 권한 회수")
    def revoke_grant(grant_id: str, body: viewing.RevokeGrant) -> viewing.GrantLine:
        return desk().revoke.revoke(grant_id, body, app.person)

    @app.post("/cctv/grants/{grant_id}/extension", ROOM, ko="열람 기간 연장 요청")
    def ask_for_longer(grant_id: str, body: viewing.AskLonger) -> viewing.GrantLine:
        return desk().ask_longer.ask(grant_id, body, app.person)

    @app.post("/cctv/grants/{grant_id}/extension/decision", ROOM, ko="열람 기간 연장 결정")
    def decide_longer(grant_id: str, body: viewing.DecideGrant) -> viewing.GrantLine:
        return desk().decide_longer.decide(grant_id, body, app.person, supervises=SUPERVISOR in app.groups)

    # --- who of the agencies is who ---

    @app.get("/cctv/agency-people", READERS, ko="기관 사람 목록")
    def list_agency_people() -> viewing.PersonPage:
        return desk().list_people.list()

    @app.post("/cctv/agency-people/{person_id}/proposal", ROOM, ko="소속 기관 제안")
    def propose_agency_person(person_id: str, body: viewing.ProposePerson) -> viewing.PersonLine:
        return desk().propose_person.propose(person_id, body, app.person, supervises=SUPERVISOR in app.groups)

    @app.post("/cctv/agency-people/{person_id}/decision", ROOM, ko="소속 기관 결정")
    def decide_agency_person(person_id: str, body: viewing.DecidePerson) -> viewing.PersonLine:
        return desk().decide_person.decide(person_id, body, app.person, supervises=SUPERVISOR in app.groups)

    @app.post("/cctv/agency-people/{person_id}/end", ROOM, ko="소속 해제")
    def end_agency_person(person_id: str, body: viewing.EndPerson) -> viewing.PersonLine:
        return desk().end_person.end(person_id, body, app.person)

    return app


app = make_app()
handler = observed(app)
