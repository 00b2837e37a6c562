"""The buyers' API. A buyer proves itself by its key, in the header X-Buyer-Key."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.pages import read_page
from city.aws.edge.web import CityApp, Response, read_body
from city.aws.observability import observed
from city.contracts.base import Contract
from city.contracts.dividend.fields import MAX_BODY_BYTES
from city.contracts.dividend.market import PlaceOrder, RegisterBuyer
from city.dividend.market.bootstrap import MarketUseCases, market_from_env


def make_app(market: Callable[[], MarketUseCases] = market_from_env) -> CityApp:
    app = CityApp("dividend-market")

    def key() -> str:
        return str(app.request.headers.get("x-buyer-key", ""))

    def answer(body: Contract, status: int = 200) -> Response:
        return Response(body=body.model_dump(mode="json"), status_code=status)

    @app.route("/market", methods=["GET"])
    def show_page() -> Response:
        return read_page("dividend/market.html")

    @app.route("/catalogue", methods=["GET"])
    def show_catalogue() -> Response:
        return answer(market().show_catalogue.show())

    @app.route("/buyers", methods=["POST"])
    def register_buyer() -> Response:
        body = read_body(app.request, MAX_BODY_BYTES)
        return answer(market().add_buyer.add(RegisterBuyer.model_validate_json(body)), status=201)

    @app.route("/orders", methods=["POST"])
    def place_order() -> Response:
        body = read_body(app.request, MAX_BODY_BYTES)
        return answer(market().submit_order.submit(key(), PlaceOrder.model_validate_json(body)), status=201)

    @app.route("/orders/{order_id}", methods=["GET"])
    def show_order(order_id: str) -> Response:
        return answer(market().show_order.show(key(), order_id))

    @app.route("/orders/{order_id}/links", methods=["POST"])
    def make_link(order_id: str) -> Response:
        return answer(market().make_link.make(key(), order_id))

    return app


app = make_app()
handler = observed(app)
