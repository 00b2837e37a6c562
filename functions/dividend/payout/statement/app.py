"""The citizens' page: a statement for card and code, and the way out of the next round."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.pages import read_page
from city.aws.edge.web import CityApp, Response, read_body
from city.aws.observability import observed
from city.contracts.dividend.citizens import AskStatement, OptOut
from city.contracts.dividend.fields import MAX_BODY_BYTES
from city.dividend.payout.bootstrap import CitizenUseCases, citizens_from_env


def make_app(citizens: Callable[[], CitizenUseCases] = citizens_from_env) -> CityApp:
    app = CityApp("dividend-citizen")

    @app.route("/statement", methods=["GET"])
    def show_page() -> Response:
        return read_page("dividend/statement.html")

    @app.route("/statements/{round_id}", methods=["POST"])
    def show_statement(round_id: str) -> Response:
        asked = AskStatement.model_validate_json(read_body(app.request, MAX_BODY_BYTES))
        return Response(body=citizens().show_statement.show(round_id, asked).model_dump(mode="json"))

    @app.route("/statements/{round_id}/opt-out", methods=["POST"])
    def opt_out(round_id: str) -> Response:
        citizens().opt_out.opt_out(round_id, OptOut.model_validate_json(read_body(app.request, MAX_BODY_BYTES)))
        return Response(body="", status_code=204)

    return app


app = make_app()
handler = observed(app)
