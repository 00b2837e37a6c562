"""A citizen's files: a form to post one by, and a look at what it is. A function of its own: it alone may write there."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.web import CityApp, Response, read_body
from city.aws.observability import observed
from city.contracts.fines.chat import MAX_BODY_BYTES, AskFile, CheckFile
from city.fines.talk.web.bootstrap import FileUseCases, files_from_env


def make_app(files: Callable[[], FileUseCases] = files_from_env) -> CityApp:
    app = CityApp("fines-files")

    @app.route("/chat/files", methods=["POST"])
    def sign_file() -> Response:
        ask = AskFile.model_validate_json(read_body(app.request, MAX_BODY_BYTES))
        source_ip = app.request.context.get("identity", {}).get("sourceIp", "-")
        return Response(body=files().sign_file.sign(ask, source_ip).model_dump(mode="json"))

    @app.route("/chat/files/check", methods=["POST"])
    def check_file() -> Response:
        ask = CheckFile.model_validate_json(read_body(app.request, MAX_BODY_BYTES))
        return Response(body=files().check_files.check(ask).model_dump(mode="json"))

    return app


app = make_app()
handler = observed(app)
