"""The API of live updates: tickets for the socket, and the same changes for whoever can open none.

Everybody who is signed in has a ticket; what they may watch is decided topic by topic.
"""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import EVERYBODY, StaffApi
from city.aws.observability import observed
from city.contracts.live.messages import News, Place, Ticket
from city.live.bootstrap import PollUseCases, poll_from_env


def make_app(use_cases: Callable[[], PollUseCases] = poll_from_env) -> StaffApi:
    app = StaffApi("live")

    @app.post("/ticket", EVERYBODY, ko="실시간 연결 표")
    def give_ticket() -> Ticket:
        return use_cases().give_ticket.give(app.by, app.groups)

    @app.get("/changes", EVERYBODY, ko="놓친 소식")
    def show_changes() -> News:
        place = Place.model_validate({"topic": app.query("topic"), "cursor": app.query("after")})
        return use_cases().show_changes.show(place, app.groups)

    return app


app = make_app()
handler = observed(app)
