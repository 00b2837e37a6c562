"""The staff's API: stewards run rounds and the market, the panel speaks, auditors read."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi, read_number
from city.aws.observability import observed
from city.contracts.dividend import citizens, market
from city.contracts.dividend.fields import MAX_BODY_BYTES
from city.contracts.dividend.files import PayoutReportV1
from city.contracts.dividend.staff import payout, proposals, rounds
from city.dividend.desk.bootstrap import DividendStaffUseCases, staff_from_env

STEWARDS = ("steward",)
PANEL = ("panel",)
READERS = ("steward", "panel", "auditor")
AUDITORS = ("auditor", "steward")


def make_app(use_cases: Callable[[], DividendStaffUseCases] = staff_from_env) -> StaffApi:
    app = StaffApi("dividend", MAX_BODY_BYTES, people=lambda: use_cases().people)

    # --- rounds ---

    @app.post("/rounds", STEWARDS, 201, ko="회차 열기")
    def open_round(body: rounds.OpenRound) -> rounds.RoundLine:
        return use_cases().rounds.create.create(body, app.by)

    @app.get("/rounds", READERS, ko="회차 목록")
    def list_rounds() -> rounds.RoundPage:
        return use_cases().rounds.list.list()

    @app.get("/rounds/{round_id}", READERS, ko="회차 하나")
    def show_round(round_id: str) -> rounds.RoundStory:
        return use_cases().rounds.show.show(round_id)

    @app.get("/rounds/{round_id}/files", READERS, ko="회차에 들어온 파일")
    def show_files(round_id: str) -> rounds.ReceiptPage:
        return use_cases().rounds.list_receipts.list(round_id)

    @app.post("/rounds/{round_id}/preparation", STEWARDS, 202, ko="회차 준비 시작")
    def start_round(round_id: str) -> rounds.RoundLine:
        return use_cases().rounds.start_preparation.start(round_id, app.by)

    @app.post("/rounds/{round_id}/voices", PANEL, ko="심의위원의 찬반")
    def speak(round_id: str, body: rounds.Speak) -> rounds.RoundStory:
        return use_cases().rounds.hear_panel.hear(round_id, body, app.by)

    @app.post("/rounds/{round_id}/payout", STEWARDS, 202, ko="지급 시작")
    def start_payout(round_id: str, body: payout.StartPayout) -> rounds.RoundLine:
        return use_cases().rounds.begin_payout.begin(round_id, body.costs_krw, app.by)

    @app.get("/rounds/{round_id}/payout", READERS, ko="지급 현황")
    def show_payout(round_id: str) -> payout.PayoutStory:
        return use_cases().rounds.show_payout.show(round_id)

    @app.get("/rounds/{round_id}/payout/preview", READERS, ko="몫 미리 보기")
    def preview_shares(round_id: str) -> payout.SharesPreview:
        asked = payout.StartPayout.model_validate_strings({"costs_krw": app.query("costs_krw") or ""})
        return use_cases().rounds.preview_shares.preview(round_id, asked.costs_krw)

    @app.get("/rounds/{round_id}/payout/report", READERS, ko="지급 보고서")
    def show_payout_report(round_id: str) -> PayoutReportV1:
        return use_cases().rounds.show_payout_report.show(round_id)

    @app.get("/rounds/{round_id}/proposals", READERS, ko="회차의 안건 목록")
    def list_proposals(round_id: str) -> proposals.ProposalPage:
        return use_cases().rounds.list_proposals.list(round_id)

    @app.get("/rounds/{round_id}/ledger", AUDITORS, ko="회차 장부")
    def show_ledger(round_id: str) -> payout.LedgerPage:
        return use_cases().rounds.show_ledger.show(round_id)

    # --- market ---

    @app.get("/buyers", AUDITORS, ko="구매자 목록")
    def list_buyers() -> market.BuyerPage:
        return use_cases().sales.list_buyers.list()

    @app.get("/rounds/{round_id}/orders", AUDITORS, ko="회차의 주문 목록")
    def list_orders(round_id: str) -> market.OrderPage:
        return use_cases().sales.list_orders.list(round_id)

    @app.post("/buyers/{buyer_id}/verification", STEWARDS, ko="구매자 확인")
    def verify_buyer(buyer_id: str, body: market.VerifyBuyer) -> None:
        use_cases().sales.judge_buyer.judge(buyer_id, body, app.by)

    @app.post("/buyers/{buyer_id}/orders/{order_id}/payment", STEWARDS, ko="대금 입금 확인")
    def confirm_payment(buyer_id: str, order_id: str, body: market.ConfirmPayment) -> market.OrderLine:
        return use_cases().sales.book_payment.book(buyer_id, order_id, body, app.by)

    @app.post("/data-sets/{data_set}/{revision}/revocation", STEWARDS, ko="데이터 판매 철회")
    def revoke_revision(data_set: str, revision: str, body: market.RevokeRevision) -> market.RevisionLine:
        return use_cases().sales.withdraw_revision.withdraw(data_set, read_number(revision) or 0, body.reason, app.by)

    @app.post("/buyers/{buyer_id}/orders/{order_id}/refund", STEWARDS, ko="환불 제안")
    def propose_refund(buyer_id: str, order_id: str, body: market.ProposeRefund) -> market.RefundStory:
        return use_cases().sales.request_refund.request(buyer_id, order_id, body.reason, app.by)

    @app.post("/buyers/{buyer_id}/orders/{order_id}/refund/decision", STEWARDS, ko="환불 결정")
    def decide_refund(buyer_id: str, order_id: str, body: proposals.DecideProposal) -> market.RefundStory:
        return use_cases().sales.decide_refund.decide(buyer_id, order_id, body, app.by)

    # --- citizens at the counter ---

    @app.post("/opt-outs", STEWARDS, ko="창구에서 참여 거부 접수")
    def opt_out(body: citizens.OptOutByStaff) -> None:
        use_cases().rounds.opt_out.opt_out(body, app.by)

    return app


app = make_app()
handler = observed(app)
