"""The staff's API of the event feed. Operators and auditors read; nobody writes."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.observability import observed
from city.contracts.operations.staff.events import EventPage
from city.operations.events.bootstrap import feed_from_env
from city.operations.events.service.show_events import MOST, ShowEvents

READERS = ("operator", "auditor")


def make_app(feed: Callable[[], ShowEvents] = feed_from_env) -> StaffApi:
    app = StaffApi("operations")

    @app.get("/events", READERS, ko="이벤트 목록")
    def show_events() -> EventPage:
        return feed().show(
            domain=app.query("domain"),
            since=app.query("since"),
            limit=app.limit(MOST, default=50),
            page=app.query("page"),
        )

    return app


app = make_app()
handler = observed(app)
