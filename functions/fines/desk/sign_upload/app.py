"""Lets staff put one file straight into an inbox. A function of its own: it alone may write there."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.web import CityApp, Response, read_body, require_group
from city.aws.observability import observed
from city.contracts.fines.uploads import MAX_BODY_BYTES, AskUpload
from city.fines.bootstrap import sign_upload_from_env
from city.fines.desk.service.sign_upload import UPLOADERS, SignUpload


def make_app(sign_upload: Callable[[], SignUpload] = sign_upload_from_env) -> CityApp:
    app = CityApp("fines-uploads")

    @app.route("/uploads", methods=["POST"])
    def sign_upload_of_a_file() -> Response:
        ask = AskUpload.model_validate_json(read_body(app.request, MAX_BODY_BYTES))
        by = require_group(app.request, UPLOADERS[ask.kind])
        return Response(body=sign_upload().sign(ask, by).model_dump(mode="json"))

    return app


app = make_app()
handler = observed(app)
