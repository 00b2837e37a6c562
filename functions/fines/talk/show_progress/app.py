"""What a citizen comes back to the web for: how far an opinion is, and what a person answered."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.web import CityApp, Response, read_body
from city.aws.observability import observed
from city.contracts.fines.chat import MAX_BODY_BYTES, AskAnswer, AskProgress
from city.fines.talk.web.bootstrap import ProgressUseCases, progress_from_env


def make_app(progress: Callable[[], ProgressUseCases] = progress_from_env) -> CityApp:
    app = CityApp("fines-progress")

    def source_ip() -> str:
        return str(app.request.context.get("identity", {}).get("sourceIp", "-"))

    @app.route("/chat/progress", methods=["POST"])
    def show_progress() -> Response:
        ask = AskProgress.model_validate_json(read_body(app.request, MAX_BODY_BYTES))
        return Response(body=progress().show_progress.show(ask, source_ip()).model_dump(mode="json"))

    @app.route("/chat/answer", methods=["POST"])
    def read_answer() -> Response:
        ask = AskAnswer.model_validate_json(read_body(app.request, MAX_BODY_BYTES))
        return Response(body=progress().read_answer.read(ask, source_ip()).model_dump(mode="json"))

    return app


app = make_app()
handler = observed(app)
