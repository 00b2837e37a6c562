"""The staff's API for money that does not go by itself: what waits for people, and what two of them decide.

A function of its own: it alone among the APIs writes batches, and it knows neither market nor cards.
"""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi, read_number
from city.aws.observability import observed
from city.contracts.base import Contract
from city.contracts.dividend.fields import MAX_BODY_BYTES
from city.contracts.dividend.staff import payout, proposals, rounds
from city.dividend.desk.bootstrap import PayoutUseCases, payout_decisions_from_env
from city.dividend.payout.errors import BatchUnknown

STEWARDS = ("steward",)
READERS = ("steward", "panel", "auditor")


def make_app(use_cases: Callable[[], PayoutUseCases] = payout_decisions_from_env) -> StaffApi:
    app = StaffApi("dividend-payouts", MAX_BODY_BYTES)

    # --- held batches ---

    @app.get("/rounds/{round_id}/batches", READERS)
    def list_held_batches(round_id: str) -> Contract:
        return use_cases().list_held_batches.list(round_id)

    @app.post("/rounds/{round_id}/batches/{number}/ruling", STEWARDS)
    def propose_ruling(round_id: str, number: str) -> Contract:
        ruling = app.read(payout.ProposeRuling, payout.MAX_RULING_BYTES)
        return use_cases().request_ruling.request(round_id, _number(number), ruling, app.by)

    @app.post("/rounds/{round_id}/batches/{number}/ruling/decision", STEWARDS)
    def decide_ruling(round_id: str, number: str) -> Contract:
        return use_cases().decide_ruling.decide(round_id, _number(number), app.read(proposals.DecideProposal), app.by)

    # --- what came back ---

    @app.get("/rounds/{round_id}/claims", READERS)
    def show_claims(round_id: str) -> Contract:
        return use_cases().show_claims.show(round_id)

    @app.post("/rounds/{round_id}/claims/payments", STEWARDS, 202)
    def pay_again(round_id: str) -> Contract:
        return use_cases().pay_returned.pay(round_id, app.read(payout.PayAgain).reason, app.by)

    # --- the end of a round ---

    @app.get("/rounds/{round_id}/ending", READERS)
    def show_ending(round_id: str) -> Contract:
        return use_cases().show_ending.show(round_id)

    @app.post("/rounds/{round_id}/ending", STEWARDS)
    def propose_ending(round_id: str) -> Contract:
        return use_cases().request_ending.request(round_id, app.read(rounds.ProposeEnding), app.by)

    @app.post("/rounds/{round_id}/ending/decision", STEWARDS)
    def decide_ending(round_id: str) -> Contract:
        return use_cases().decide_ending.decide(round_id, app.read(proposals.DecideProposal), app.by)

    return app


def _number(text: str) -> int:
    """Raises BatchUnknown for what is no batch's number."""
    number = read_number(text)
    if number is None:
        raise BatchUnknown(text)
    return number


app = make_app()
handler = observed(app)
