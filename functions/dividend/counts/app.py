"""Counts with noise, for verified buyers, out of each revision's privacy budget."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: what it is for, it says
from city.aws.observability import observed
from city.aws.web import CityApp, Response, read_body
from city.contracts.dividend_staff import MAX_BODY_BYTES, CountQuery
from city.dividend.bootstrap import counts_from_env
from city.dividend.service.answer_count import AnswerCount


def make_app(counts: Callable[[], AnswerCount] = counts_from_env) -> CityApp:
    app = CityApp("dividend-counts")

    @app.route("/counts", methods=["POST"])
    def answer_count() -> Response:
        query = CountQuery.model_validate_json(read_body(app.request, MAX_BODY_BYTES))
        answer = counts().answer(str(app.request.headers.get("x-buyer-key", "")), query)
        return Response(body=answer.model_dump(mode="json"))

    return app


app = make_app()
handler = observed(app)
