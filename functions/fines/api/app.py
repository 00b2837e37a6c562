"""The fines API: the bank's door, and the staff's."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: what it is for, it says
from city.aws.observability import observed
from city.aws.web import CityApp, Response, read_body, read_limit, read_query, require_group
from city.contracts.deposits import MAX_BODY_BYTES
from city.fines.bootstrap import Counter, counter_from_env
from city.fines.service.list_suspense import ListSuspense, deposit_view

STAFF = ("clerk", "manager", "auditor")


def make_app(counter: Callable[[], Counter] = counter_from_env) -> CityApp:
    app = CityApp("fines")

    @app.route("/deposits", methods=["POST"])
    def receive_deposit() -> Response:
        body = read_body(app.request, MAX_BODY_BYTES)
        key = counter().receive_deposit.receive(dict(app.request.headers), body)
        return Response(body={"deposit_key": key}, status_code=202, headers={"Location": f"/deposits/{key}"})

    @app.route("/deposits/{deposit_key}", methods=["GET"])
    def get_deposit(deposit_key: str) -> Response:
        require_group(app.request, STAFF)
        return Response(body=deposit_view(counter().deposits.get(deposit_key)))

    @app.route("/suspense", methods=["GET"])
    def list_suspense() -> Response:
        require_group(app.request, STAFF)
        limit = read_limit(app.request, default=20, most=ListSuspense.MOST)
        page = counter().list_suspense.list(limit, read_query(app.request, "page"))
        return Response(body={"suspense": page.entries, "next_page": page.next_page})

    return app


app = make_app()
handler = observed(app)
