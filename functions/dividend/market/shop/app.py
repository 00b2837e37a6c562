"""The buyers' API. A buyer proves itself by its key, in the header X-Buyer-Key."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.web import CityApp
from city.aws.observability import observed
from city.contracts.dividend.fields import MAX_BODY_BYTES
from city.contracts.dividend.market import BuyerKey, Catalogue, DownloadLink, OrderLine, PlaceOrder, RegisterBuyer
from city.dividend.market.bootstrap import MarketUseCases, market_from_env


def make_app(market: Callable[[], MarketUseCases] = market_from_env) -> CityApp:
    app = CityApp("dividend-market", MAX_BODY_BYTES)

    def key() -> str:
        return app.header("x-buyer-key")

    @app.serve("GET", "/catalogue", ko="판매 중인 데이터")
    def show_catalogue() -> Catalogue:
        return market().show_catalogue.show()

    @app.serve("POST", "/buyers", ko="구매자 등록", status=201)
    def register_buyer(body: RegisterBuyer) -> BuyerKey:
        return market().add_buyer.add(body)

    @app.serve("POST", "/orders", ko="데이터 주문", status=201, proof="buyer_key")
    def place_order(body: PlaceOrder) -> OrderLine:
        return market().submit_order.submit(key(), body)

    @app.serve("GET", "/orders/{order_id}", ko="내 주문", proof="buyer_key")
    def show_order(order_id: str) -> OrderLine:
        return market().show_order.show(key(), order_id)

    @app.serve("POST", "/orders/{order_id}/links", ko="내려받기 주소 받기", proof="buyer_key")
    def make_link(order_id: str) -> DownloadLink:
        return market().make_link.make(key(), order_id)

    return app


app = make_app()
handler = observed(app)
