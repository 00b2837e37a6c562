"""The citizens' web chat: one message in, one answer out."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.door import DoorProof
from city.aws.edge.web import CityApp
from city.aws.observability import observed
from city.contracts.fines.chat import MAX_BODY_BYTES, ChatMessageV1, ChatMessageV2, ChatReplyV1, ChatReplyV2
from city.fines.talk.bootstrap import chat_from_env
from city.fines.talk.service.chat import Chat
from city.fines.talk.web.bootstrap import door_from_env


def make_app(chat: Callable[[], Chat] = chat_from_env, door: Callable[[], DoorProof] = door_from_env) -> CityApp:
    app = CityApp("fines-chat", MAX_BODY_BYTES, door)

    @app.serve("POST", "/chat", ko="상담 한마디에 답하기")
    def answer_message(body: ChatMessageV1 | ChatMessageV2) -> ChatReplyV1 | ChatReplyV2:
        return chat().answer(body, app.caller_address)

    return app


app = make_app()
handler = observed(app)
