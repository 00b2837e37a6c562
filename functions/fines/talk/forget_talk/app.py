"""A citizen's own talk on the web: what is on file of it, and having it forgotten. A function of its own: it alone deletes."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.door import DoorProof
from city.aws.edge.web import CityApp
from city.aws.observability import observed
from city.contracts.fines.chat import MAX_BODY_BYTES
from city.contracts.fines.own_talk import AskOwnTalk, ForgottenTalk, OwnTalk
from city.fines.talk.web.bootstrap import OwnTalkUseCases, door_from_env, own_talk_from_env


def make_app(
    own_talk: Callable[[], OwnTalkUseCases] = own_talk_from_env, door: Callable[[], DoorProof] = door_from_env
) -> CityApp:
    app = CityApp("fines-own-talk", MAX_BODY_BYTES, door)

    @app.serve("POST", "/chat/mine", ko="내 상담에서 보관 중인 것")
    def show_own_talk(body: AskOwnTalk) -> OwnTalk:
        return own_talk().show_own_talk.show(body, app.caller_address)

    @app.serve("POST", "/chat/forget", ko="내 상담 지우기")
    def forget_talk(body: AskOwnTalk) -> ForgottenTalk:
        return own_talk().forget_talk.forget(body, app.caller_address)

    return app


app = make_app()
handler = observed(app)
