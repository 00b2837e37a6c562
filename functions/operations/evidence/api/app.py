"""The staff's API for people who were seen: their requests, answered in ten days; and holds that keep video."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.observability import observed
from city.contracts.operations.staff import evidence
from city.operations.evidence.bootstrap import EvidenceUseCases, api_from_env
from city.operations.evidence.service.answer_requests import MOST

SUPERVISORS = ("supervisor",)
READERS = ("supervisor", "auditor")


def make_app(use_cases: Callable[[], EvidenceUseCases] = api_from_env) -> StaffApi:
    app = StaffApi("operations-evidence")

    @app.post("/cctv/access-requests", SUPERVISORS, 201, ko="정보주체 열람 요구 접수")
    def receive_request(body: evidence.ReceiveAccess) -> evidence.AccessLine:
        return use_cases().receive.receive(body, app.by, app.person.name or app.by)

    @app.get("/cctv/access-requests", READERS, ko="정보주체 열람 요구 목록")
    def list_requests() -> evidence.AccessList:
        return use_cases().list.list(app.query("state"), *app.paging(MOST))

    @app.get("/cctv/access-requests/{request_id}", READERS, ko="정보주체 열람 요구 하나")
    def show_request(request_id: str) -> evidence.AccessLine:
        return use_cases().show.show(request_id)

    @app.post("/cctv/access-requests/{request_id}/film", SUPERVISORS, ko="열람할 영상 다시 가져오기")
    def fetch_request_film(request_id: str) -> evidence.FilmLine:
        return use_cases().fetch_again.order(request_id, app.by)

    @app.post("/cctv/access-requests/{request_id}/answer", SUPERVISORS, ko="정보주체 열람 요구 결정")
    def answer_request(request_id: str, body: evidence.AnswerAccess) -> evidence.AccessLine:
        return use_cases().answer.answer(request_id, body, app.by, app.person.name or app.by)

    @app.post("/cctv/access-requests/{request_id}/copy", SUPERVISORS, ko="가린 사본 준비")
    def prepare_copy(request_id: str, body: evidence.PrepareCopy) -> evidence.AccessLine:
        return use_cases().prepare.prepare(request_id, body, app.by)

    @app.post("/cctv/access-requests/{request_id}/release", SUPERVISORS, ko="가린 사본 확인과 열람")
    def release_copy(request_id: str, body: evidence.ReleaseCopy) -> evidence.AccessLine:
        return use_cases().release.release(request_id, body, app.by, app.person.name or app.by)

    @app.post("/cctv/video-holds", SUPERVISORS, ko="영상 파기 보류")
    def place_hold(body: evidence.PlaceHold) -> None:
        use_cases().hold.hold(body, app.by)

    return app


app = make_app()
handler = observed(app)
