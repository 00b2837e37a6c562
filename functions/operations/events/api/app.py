"""The staff's API of the event feed. Operators and auditors read; nobody writes."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.web import CityApp, Response, read_limit, read_query, require_group
from city.aws.observability import observed
from city.operations.events.bootstrap import feed_from_env
from city.operations.events.service.show_events import MOST, ShowEvents

READERS = ("operator", "auditor")


def make_app(feed: Callable[[], ShowEvents] = feed_from_env) -> CityApp:
    app = CityApp("operations")

    @app.route("/events", methods=["GET"])
    def show_events() -> Response:
        require_group(app.request, READERS)
        page = feed().show(
            domain=read_query(app.request, "domain"),
            since=read_query(app.request, "since"),
            limit=read_limit(app.request, default=50, most=MOST),
            page=read_query(app.request, "page"),
        )
        return Response(body=page.model_dump(mode="json"))

    return app


app = make_app()
handler = observed(app)
