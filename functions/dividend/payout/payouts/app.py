"""The staff's API for money that does not go by itself: what waits for people, and what two of them decide.

A function of its own: it alone among the APIs writes batches, and it knows neither market nor cards.
"""

from collections.abc import Callable
from typing import TypeVar

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.web import CityApp, Response, read_body, require_group
from city.aws.observability import observed
from city.contracts.base import Contract
from city.contracts.dividend import staff
from city.dividend.bootstrap import PayoutDesk, payout_desk_from_env
from city.dividend.errors import BatchUnknown

STEWARDS = ("steward",)
READERS = ("steward", "panel", "auditor")

_Asked = TypeVar("_Asked", bound=staff.Ask)


def make_app(desk: Callable[[], PayoutDesk] = payout_desk_from_env) -> CityApp:
    app = CityApp("dividend-payouts")

    def allow(groups: tuple[str, ...]) -> str:
        return require_group(app.request, groups)

    def read(kind: type[_Asked], most_bytes: int = staff.MAX_BODY_BYTES) -> _Asked:
        return kind.model_validate_json(read_body(app.request, most_bytes))

    def told(answer: Contract, status: int = 200) -> Response:
        return Response(body=answer.model_dump(mode="json"), status_code=status)

    # --- held batches ---

    @app.route("/rounds/{round_id}/batches", methods=["GET"])
    def list_held_batches(round_id: str) -> Response:
        allow(READERS)
        return told(desk().rulings.list(round_id))

    @app.route("/rounds/{round_id}/batches/{number}/ruling", methods=["POST"])
    def propose_ruling(round_id: str, number: str) -> Response:
        by = allow(STEWARDS)
        ruling = read(staff.ProposeRuling, staff.MAX_RULING_BYTES)
        return told(desk().rulings.propose(round_id, _number(number), ruling, by))

    @app.route("/rounds/{round_id}/batches/{number}/ruling/decision", methods=["POST"])
    def decide_ruling(round_id: str, number: str) -> Response:
        by = allow(STEWARDS)
        return told(desk().rulings.decide(round_id, _number(number), read(staff.DecideProposal), by))

    # --- what came back ---

    @app.route("/rounds/{round_id}/claims", methods=["GET"])
    def show_claims(round_id: str) -> Response:
        allow(READERS)
        return told(desk().claims.show(round_id))

    @app.route("/rounds/{round_id}/claims/payments", methods=["POST"])
    def pay_again(round_id: str) -> Response:
        by = allow(STEWARDS)
        return told(desk().claims.pay_again(round_id, read(staff.PayAgain).reason, by), status=202)

    # --- the end of a round ---

    @app.route("/rounds/{round_id}/ending", methods=["GET"])
    def show_ending(round_id: str) -> Response:
        allow(READERS)
        return told(desk().endings.show(round_id))

    @app.route("/rounds/{round_id}/ending", methods=["POST"])
    def propose_ending(round_id: str) -> Response:
        by = allow(STEWARDS)
        return told(desk().endings.propose(round_id, read(staff.ProposeEnding), by))

    @app.route("/rounds/{round_id}/ending/decision", methods=["POST"])
    def decide_ending(round_id: str) -> Response:
        by = allow(STEWARDS)
        return told(desk().endings.decide(round_id, read(staff.DecideProposal), by))

    return app


def _number(text: str) -> int:
    """Raises BatchUnknown for what is no batch's number."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise BatchUnknown(text)
    return int(text)


app = make_app()
handler = observed(app)
