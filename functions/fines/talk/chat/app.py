"""The citizens' web chat: one message in, one answer out."""

from collections.abc import Callable

from pydantic import TypeAdapter

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.pages import read_page
from city.aws.edge.web import CityApp, Response, read_body
from city.aws.observability import observed
from city.contracts.fines.chat import MAX_BODY_BYTES, ChatMessageV1, ChatMessageV2
from city.fines.talk.bootstrap import chat_from_env
from city.fines.talk.service.chat import Chat
from city.fines.talk.web.bootstrap import chat_origins_from_env

_MESSAGE: TypeAdapter[ChatMessageV1 | ChatMessageV2] = TypeAdapter(ChatMessageV1 | ChatMessageV2)


def make_app(
    chat: Callable[[], Chat] = chat_from_env,
    upload_origins: Callable[[], tuple[str, ...]] = chat_origins_from_env,
) -> CityApp:
    app = CityApp("fines-chat")

    @app.route("/chat", methods=["POST"])
    def answer() -> Response:
        message = _MESSAGE.validate_json(read_body(app.request, MAX_BODY_BYTES))
        source_ip = app.request.context.get("identity", {}).get("sourceIp", "-")
        return Response(body=chat().answer(message, source_ip).model_dump(mode="json"))

    @app.route("/chat", methods=["GET"])
    def show_page() -> Response:
        return read_page("fines/chat.html", upload_origins())

    return app


app = make_app()
handler = observed(app)
