"""The staff's API for money that does not go by itself: what waits for people, and what two of them decide.

A function of its own: it alone among the APIs writes batches, and it knows neither market nor cards.
"""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi, read_number
from city.aws.observability import observed
from city.contracts.dividend.fields import MAX_BODY_BYTES
from city.contracts.dividend.staff import payout, proposals, rounds
from city.dividend.desk.bootstrap import PayoutUseCases, payout_decisions_from_env
from city.dividend.payout.errors import BatchUnknown

STEWARDS = ("steward",)
READERS = ("steward", "panel", "auditor")


def make_app(use_cases: Callable[[], PayoutUseCases] = payout_decisions_from_env) -> StaffApi:
    app = StaffApi("dividend-payouts", MAX_BODY_BYTES, people=lambda: use_cases().people)

    # --- held batches ---

    @app.get("/rounds/{round_id}/batches", READERS, ko="보류된 지급 묶음 목록")
    def list_held_batches(round_id: str) -> payout.HeldBatchPage:
        return use_cases().list_held_batches.list(round_id)

    @app.post(
        "/rounds/{round_id}/batches/{number}/ruling",
        STEWARDS,
        most_body_bytes=payout.MAX_RULING_BYTES,
        ko="보류 묶음 처리 제안",
    )
    def propose_ruling(round_id: str, number: str, body: payout.ProposeRuling) -> payout.HeldBatch:
        return use_cases().request_ruling.request(round_id, _number(number), body, app.by)

    @app.post("/rounds/{round_id}/batches/{number}/ruling/decision", STEWARDS, ko="보류 묶음 처리 결정")
    def decide_ruling(round_id: str, number: str, body: proposals.DecideProposal) -> payout.HeldBatch:
        return use_cases().decide_ruling.decide(round_id, _number(number), body, app.by)

    # --- what came back ---

    @app.get("/rounds/{round_id}/claims", READERS, ko="되돌아온 지급")
    def show_claims(round_id: str) -> payout.ClaimStory:
        return use_cases().show_claims.show(round_id)

    @app.post("/rounds/{round_id}/claims/payments", STEWARDS, 202, ko="되돌아온 지급 다시 하기")
    def pay_again(round_id: str, body: payout.PayAgain) -> payout.PaidAgain:
        return use_cases().pay_returned.pay(round_id, body.reason, app.by)

    # --- the end of a round ---

    @app.get("/rounds/{round_id}/ending", READERS, ko="회차 마감 현황")
    def show_ending(round_id: str) -> rounds.EndingStory:
        return use_cases().show_ending.show(round_id)

    @app.post("/rounds/{round_id}/ending", STEWARDS, ko="회차 마감 제안")
    def propose_ending(round_id: str, body: rounds.ProposeEnding) -> rounds.EndingStory:
        return use_cases().request_ending.request(round_id, body, app.by)

    @app.post("/rounds/{round_id}/ending/decision", STEWARDS, ko="회차 마감 결정")
    def decide_ending(round_id: str, body: proposals.DecideProposal) -> rounds.EndingStory:
        return use_cases().decide_ending.decide(round_id, body, app.by)

    return app


def _number(text: str) -> int:
    """Raises BatchUnknown for what is no batch's number."""
    number = read_number(text)
    if number is None:
        raise BatchUnknown(text)
    return number


app = make_app()
handler = observed(app)
