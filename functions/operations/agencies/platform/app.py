"""The door of partner agencies: the integrated platform's AUTH and EVENT. Nobody here has an account of the staff's."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.web import CityApp, Response, read_body
from city.aws.observability import observed
from city.contracts.operations.integrated_platform import MAX_BODY_BYTES, PlatformAnswer, PlatformEnvelope
from city.operations.agencies.bootstrap import PlatformDoor, door_from_env


def make_app(door: Callable[[], PlatformDoor] = door_from_env) -> CityApp:
    app = CityApp("operations-platform", MAX_BODY_BYTES, door=lambda: door().proof)

    @app.serve("POST", "/platform", ko="통합플랫폼 기관의 메시지", takes=PlatformEnvelope, gives=PlatformAnswer)
    def receive_platform_message() -> Response:
        body = read_body(app.request, MAX_BODY_BYTES)
        answer = door().receive.receive(dict(app.request.headers), body, app.caller_address)
        return Response(body=answer.model_dump(mode="json"), status_code=200)

    # What it is written in is judged inside: the platform is answered in its own words.
    app.routes["/platform"]["POST"].content_types = ["*/*"]
    return app


app = make_app()
handler = observed(app)
