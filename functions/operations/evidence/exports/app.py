"""The staff's API of exports: a recorded piece leaves the room by two people, signed, and by a link that soon ends."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.observability import observed
from city.contracts.operations.staff import evidence
from city.operations.evidence.bootstrap import ExportUseCases, exports_from_env
from city.operations.evidence.service.export_video import MOST

SUPERVISORS = ("supervisor",)
READERS = ("supervisor", "auditor")


def make_app(use_cases: Callable[[], ExportUseCases] = exports_from_env) -> StaffApi:
    app = StaffApi("operations-exports")

    @app.post("/cctv/exports", SUPERVISORS, 201, ko="영상 반출 요청")
    def request_export(body: evidence.AskExport) -> evidence.ExportLine:
        return use_cases().request.request(body, app.by, app.person.name or app.by)

    @app.get("/cctv/exports", READERS, ko="영상 반출 목록")
    def list_exports() -> evidence.ExportList:
        return use_cases().list.list(app.query("state"), *app.paging(MOST))

    @app.get("/cctv/exports/{export_id}", READERS, ko="영상 반출 하나")
    def show_export(export_id: str) -> evidence.ExportLine:
        return use_cases().show.show(export_id)

    @app.post("/cctv/exports/{export_id}/film", SUPERVISORS, ko="반출할 영상 다시 가져오기")
    def fetch_export_film(export_id: str) -> evidence.FilmLine:
        return use_cases().fetch_again.order(export_id, app.by)

    @app.post("/cctv/exports/{export_id}/decision", SUPERVISORS, ko="영상 반출 승인")
    def decide_export(export_id: str, body: evidence.DecideExport) -> evidence.ExportLine:
        return use_cases().decide.decide(export_id, body, app.by, app.person.name or app.by)

    @app.post("/cctv/exports/{export_id}/archive", SUPERVISORS, ko="반출 묶음 만들기")
    def make_archive(export_id: str) -> evidence.ExportLine:
        return use_cases().make.make(export_id, app.by)

    @app.post("/cctv/exports/{export_id}/link", SUPERVISORS, ko="반출 묶음 내려받기")
    def link_export(export_id: str) -> evidence.ExportLink:
        return use_cases().hand_out.hand_out(export_id)

    return app


app = make_app()
handler = observed(app)
