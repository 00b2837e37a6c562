"""Private statistics for verified buyers, out of privacy budgets, and their ledger for staff.

A buyer proves itself by its key, in the header X-Buyer-Key.
"""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import require_group
from city.aws.edge.web import CityApp, Response, read_body, read_limit
from city.aws.observability import observed
from city.contracts.dividend.fields import MAX_BODY_BYTES
from city.contracts.dividend.statistics import BudgetQuery, CountQuery
from city.dividend.statistics.bootstrap import CountUseCases, counts_from_env

READERS = ("steward", "panel", "auditor")
# Tables of ten thousand groups each: what a function may answer, and no more.
MOST_ENTRIES = 50


def make_app(counts: Callable[[], CountUseCases] = counts_from_env) -> CityApp:
    app = CityApp("dividend-counts")

    def key() -> str:
        return str(app.request.headers.get("x-buyer-key", ""))

    @app.route("/counts", methods=["POST"])
    def answer_count() -> Response:
        query = CountQuery.model_validate_json(read_body(app.request, MAX_BODY_BYTES))
        return Response(body=counts().answer_count.answer(key(), query).model_dump(mode="json"))

    @app.route("/counts/budget", methods=["GET"])
    def tell_budget() -> Response:
        query = BudgetQuery.model_validate(dict(app.request.query_params or {}))
        return Response(body=counts().tell_budget.tell(key(), query).model_dump(mode="json"))

    @app.route("/counts/ledger/{data_set}", methods=["GET"])
    def show_ledger(data_set: str) -> Response:
        require_group(app.request, READERS)
        limit = read_limit(app.request, MOST_ENTRIES, MOST_ENTRIES)
        return Response(body=counts().show_ledger.show(data_set, limit).model_dump(mode="json"))

    return app


app = make_app()
handler = observed(app)
