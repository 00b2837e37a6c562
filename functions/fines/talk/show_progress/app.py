"""What a citizen comes back to the web for: how far an opinion is, and what a person answered."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.door import DoorProof
from city.aws.edge.web import CityApp
from city.aws.observability import observed
from city.contracts.fines.chat import MAX_BODY_BYTES, AskAnswer, AskProgress, Progress, TicketAnswer
from city.fines.talk.web.bootstrap import ProgressUseCases, door_from_env, progress_from_env


def make_app(
    progress: Callable[[], ProgressUseCases] = progress_from_env, door: Callable[[], DoorProof] = door_from_env
) -> CityApp:
    app = CityApp("fines-progress", MAX_BODY_BYTES, door)

    @app.serve("POST", "/chat/progress", ko="고지의 진행 상황")
    def show_progress(body: AskProgress) -> Progress:
        return progress().show_progress.show(body, app.caller_address)

    @app.serve("POST", "/chat/answer", ko="상담 요청의 답변 읽기")
    def read_answer(body: AskAnswer) -> TicketAnswer:
        return progress().read_answer.read(body, app.caller_address)

    return app


app = make_app()
handler = observed(app)
