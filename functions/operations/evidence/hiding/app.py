"""The staff's API of copies on which others are hidden: asked for, the person pointed at, and the draft to be watched."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.observability import observed
from city.contracts.operations.staff import hiding
from city.operations.evidence.bootstrap import HidingUseCases, hiding_api_from_env

SUPERVISORS = ("supervisor",)


def make_app(use_cases: Callable[[], HidingUseCases] = hiding_api_from_env) -> StaffApi:
    app = StaffApi("operations-hiding")

    @app.post("/cctv/access-requests/{request_id}/hiding", SUPERVISORS, 201, ko="다른 사람을 가린 사본 만들기")
    def ask_for_hiding(request_id: str) -> hiding.HidingLine:
        return use_cases().ask.ask(request_id, app.by)

    @app.get("/cctv/access-requests/{request_id}/hiding", SUPERVISORS, ko="가린 사본의 진행과 초안")
    def show_hiding(request_id: str) -> hiding.HidingLine:
        return use_cases().show.show(request_id, app.query("from_s"), app.by, app.person.name or app.by)

    @app.post("/cctv/access-requests/{request_id}/hiding/person", SUPERVISORS, ko="보여 줄 사람 가리키기")
    def point_at_person(request_id: str, body: hiding.PointAtPerson) -> hiding.HidingLine:
        return use_cases().point.point(request_id, body, app.by)

    return app


app = make_app()
handler = observed(app)
