"""The staff's API: stewards run rounds and the market, the panel speaks, auditors read."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi, read_number
from city.aws.observability import observed
from city.contracts.base import Contract
from city.contracts.dividend import citizens, market
from city.contracts.dividend.fields import MAX_BODY_BYTES
from city.contracts.dividend.staff import payout, proposals, rounds
from city.dividend.bootstrap import Office, office_from_env

STEWARDS = ("steward",)
PANEL = ("panel",)
READERS = ("steward", "panel", "auditor")
AUDITORS = ("auditor", "steward")


def make_app(office: Callable[[], Office] = office_from_env) -> StaffApi:
    app = StaffApi("dividend", MAX_BODY_BYTES)

    # --- rounds ---

    @app.post("/rounds", STEWARDS, 201)
    def open_round() -> Contract:
        return office().rounds.open(app.read(rounds.OpenRound), app.by)

    @app.get("/rounds", READERS)
    def list_rounds() -> Contract:
        return office().rounds.list()

    @app.get("/rounds/{round_id}", READERS)
    def show_round(round_id: str) -> Contract:
        return office().rounds.show(round_id)

    @app.get("/rounds/{round_id}/files", READERS)
    def show_files(round_id: str) -> Contract:
        return office().papers.receipts(round_id)

    @app.post("/rounds/{round_id}/preparation", STEWARDS, 202)
    def start_round(round_id: str) -> Contract:
        return office().rounds.start(round_id, app.by)

    @app.post("/rounds/{round_id}/voices", PANEL)
    def speak(round_id: str) -> Contract:
        return office().rounds.speak(round_id, app.read(rounds.Speak), app.by)

    @app.post("/rounds/{round_id}/payout", STEWARDS, 202)
    def start_payout(round_id: str) -> Contract:
        return office().rounds.pay(round_id, app.read(payout.StartPayout).costs_krw, app.by)

    @app.get("/rounds/{round_id}/payout", READERS)
    def show_payout(round_id: str) -> Contract:
        return office().rounds.show_payout(round_id)

    @app.get("/rounds/{round_id}/payout/preview", READERS)
    def preview_shares(round_id: str) -> Contract:
        asked = payout.StartPayout.model_validate_strings({"costs_krw": app.query("costs_krw") or ""})
        return office().papers.preview(round_id, asked.costs_krw)

    @app.get("/rounds/{round_id}/payout/report", READERS)
    def show_payout_report(round_id: str) -> Contract:
        return office().papers.payout(round_id)

    @app.get("/rounds/{round_id}/proposals", READERS)
    def list_proposals(round_id: str) -> Contract:
        return office().rounds.proposals(round_id)

    @app.get("/rounds/{round_id}/ledger", AUDITORS)
    def show_ledger(round_id: str) -> Contract:
        return office().rounds.show_ledger(round_id)

    # --- market ---

    @app.get("/buyers", AUDITORS)
    def list_buyers() -> Contract:
        return office().shown_market.buyers()

    @app.get("/rounds/{round_id}/orders", AUDITORS)
    def list_orders(round_id: str) -> Contract:
        return office().shown_market.orders(round_id)

    @app.post("/buyers/{buyer_id}/verification", STEWARDS)
    def verify_buyer(buyer_id: str) -> None:
        office().market.verify(buyer_id, app.read(market.VerifyBuyer), app.by)

    @app.post("/buyers/{buyer_id}/orders/{order_id}/payment", STEWARDS)
    def confirm_payment(buyer_id: str, order_id: str) -> Contract:
        return office().market.confirm_payment(buyer_id, order_id, app.read(market.ConfirmPayment), app.by)

    @app.post("/data-sets/{data_set}/{revision}/revocation", STEWARDS)
    def revoke_revision(data_set: str, revision: str) -> Contract:
        return office().market.revoke(
            data_set, read_number(revision) or 0, app.read(market.RevokeRevision).reason, app.by
        )

    @app.post("/buyers/{buyer_id}/orders/{order_id}/refund", STEWARDS)
    def propose_refund(buyer_id: str, order_id: str) -> Contract:
        return office().market.propose_refund(buyer_id, order_id, app.read(market.ProposeRefund).reason, app.by)

    @app.post("/buyers/{buyer_id}/orders/{order_id}/refund/decision", STEWARDS)
    def decide_refund(buyer_id: str, order_id: str) -> Contract:
        return office().market.decide_refund(buyer_id, order_id, app.read(proposals.DecideProposal), app.by)

    # --- citizens at the counter ---

    @app.post("/opt-outs", STEWARDS)
    def opt_out() -> None:
        office().opt_outs.opt_out(app.read(citizens.OptOutByStaff), app.by)

    return app


app = make_app()
handler = observed(app)
