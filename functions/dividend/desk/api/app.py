"""The staff's API: stewards run rounds and the market, the panel speaks, auditors read."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi, read_number
from city.aws.observability import observed
from city.contracts.base import Contract
from city.contracts.dividend import citizens, market
from city.contracts.dividend.fields import MAX_BODY_BYTES
from city.contracts.dividend.staff import payout, proposals, rounds
from city.dividend.desk.bootstrap import DividendStaffUseCases, staff_from_env

STEWARDS = ("steward",)
PANEL = ("panel",)
READERS = ("steward", "panel", "auditor")
AUDITORS = ("auditor", "steward")


def make_app(use_cases: Callable[[], DividendStaffUseCases] = staff_from_env) -> StaffApi:
    app = StaffApi("dividend", MAX_BODY_BYTES)

    # --- rounds ---

    @app.post("/rounds", STEWARDS, 201)
    def open_round() -> Contract:
        return use_cases().rounds.create.create(app.read(rounds.OpenRound), app.by)

    @app.get("/rounds", READERS)
    def list_rounds() -> Contract:
        return use_cases().rounds.list.list()

    @app.get("/rounds/{round_id}", READERS)
    def show_round(round_id: str) -> Contract:
        return use_cases().rounds.show.show(round_id)

    @app.get("/rounds/{round_id}/files", READERS)
    def show_files(round_id: str) -> Contract:
        return use_cases().rounds.list_receipts.list(round_id)

    @app.post("/rounds/{round_id}/preparation", STEWARDS, 202)
    def start_round(round_id: str) -> Contract:
        return use_cases().rounds.start_preparation.start(round_id, app.by)

    @app.post("/rounds/{round_id}/voices", PANEL)
    def speak(round_id: str) -> Contract:
        return use_cases().rounds.hear_panel.hear(round_id, app.read(rounds.Speak), app.by)

    @app.post("/rounds/{round_id}/payout", STEWARDS, 202)
    def start_payout(round_id: str) -> Contract:
        return use_cases().rounds.begin_payout.begin(round_id, app.read(payout.StartPayout).costs_krw, app.by)

    @app.get("/rounds/{round_id}/payout", READERS)
    def show_payout(round_id: str) -> Contract:
        return use_cases().rounds.show_payout.show(round_id)

    @app.get("/rounds/{round_id}/payout/preview", READERS)
    def preview_shares(round_id: str) -> Contract:
        asked = payout.StartPayout.model_validate_strings({"costs_krw": app.query("costs_krw") or ""})
        return use_cases().rounds.preview_shares.preview(round_id, asked.costs_krw)

    @app.get("/rounds/{round_id}/payout/report", READERS)
    def show_payout_report(round_id: str) -> Contract:
        return use_cases().rounds.show_payout_report.show(round_id)

    @app.get("/rounds/{round_id}/proposals", READERS)
    def list_proposals(round_id: str) -> Contract:
        return use_cases().rounds.list_proposals.list(round_id)

    @app.get("/rounds/{round_id}/ledger", AUDITORS)
    def show_ledger(round_id: str) -> Contract:
        return use_cases().rounds.show_ledger.show(round_id)

    # --- market ---

    @app.get("/buyers", AUDITORS)
    def list_buyers() -> Contract:
        return use_cases().sales.list_buyers.list()

    @app.get("/rounds/{round_id}/orders", AUDITORS)
    def list_orders(round_id: str) -> Contract:
        return use_cases().sales.list_orders.list(round_id)

    @app.post("/buyers/{buyer_id}/verification", STEWARDS)
    def verify_buyer(buyer_id: str) -> None:
        use_cases().sales.judge_buyer.judge(buyer_id, app.read(market.VerifyBuyer), app.by)

    @app.post("/buyers/{buyer_id}/orders/{order_id}/payment", STEWARDS)
    def confirm_payment(buyer_id: str, order_id: str) -> Contract:
        return use_cases().sales.book_payment.book(buyer_id, order_id, app.read(market.ConfirmPayment), app.by)

    @app.post("/data-sets/{data_set}/{revision}/revocation", STEWARDS)
    def revoke_revision(data_set: str, revision: str) -> Contract:
        return use_cases().sales.withdraw_revision.withdraw(
            data_set, read_number(revision) or 0, app.read(market.RevokeRevision).reason, app.by
        )

    @app.post("/buyers/{buyer_id}/orders/{order_id}/refund", STEWARDS)
    def propose_refund(buyer_id: str, order_id: str) -> Contract:
        return use_cases().sales.request_refund.request(
            buyer_id, order_id, app.read(market.ProposeRefund).reason, app.by
        )

    @app.post("/buyers/{buyer_id}/orders/{order_id}/refund/decision", STEWARDS)
    def decide_refund(buyer_id: str, order_id: str) -> Contract:
        return use_cases().sales.decide_refund.decide(buyer_id, order_id, app.read(proposals.DecideProposal), app.by)

    # --- citizens at the counter ---

    @app.post("/opt-outs", STEWARDS)
    def opt_out() -> None:
        use_cases().rounds.opt_out.opt_out(app.read(citizens.OptOutByStaff), app.by)

    return app


app = make_app()
handler = observed(app)
