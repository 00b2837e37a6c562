"""The citizens' web chat: one message in, one answer out."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.pages import read_page
from city.aws.edge.web import CityApp, Response, read_body
from city.aws.observability import observed
from city.contracts.fines.chat import MAX_BODY_BYTES, ChatMessageV1
from city.fines.talk.bootstrap import chat_from_env
from city.fines.talk.service.chat import Chat


def make_app(chat: Callable[[], Chat] = chat_from_env) -> CityApp:
    app = CityApp("fines-chat")

    @app.route("/chat", methods=["POST"])
    def answer() -> Response:
        message = ChatMessageV1.model_validate_json(read_body(app.request, MAX_BODY_BYTES))
        source_ip = app.request.context.get("identity", {}).get("sourceIp", "-")
        return Response(body=chat().answer(message, source_ip).model_dump(mode="json"))

    @app.route("/chat", methods=["GET"])
    def show_page() -> Response:
        return read_page("fines/chat.html")

    return app


app = make_app()
handler = observed(app)
