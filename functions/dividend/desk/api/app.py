"""The staff's API: stewards run rounds and the market, the panel speaks, auditors read."""

from collections.abc import Callable
from typing import TypeVar

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.web import CityApp, Response, read_body, read_query, require_group
from city.aws.observability import observed
from city.contracts.base import Contract
from city.contracts.dividend import staff
from city.dividend.bootstrap import Office, office_from_env

STEWARDS = ("steward",)
PANEL = ("panel",)
READERS = ("steward", "panel", "auditor")
AUDITORS = ("auditor", "steward")

_Asked = TypeVar("_Asked", bound=staff.Ask)


def make_app(office: Callable[[], Office] = office_from_env) -> CityApp:
    app = CityApp("dividend")

    def allow(groups: tuple[str, ...]) -> str:
        return require_group(app.request, groups)

    def read(kind: type[_Asked]) -> _Asked:
        return kind.model_validate_json(read_body(app.request, staff.MAX_BODY_BYTES))

    def told(answer: Contract, status: int = 200) -> Response:
        return Response(body=answer.model_dump(mode="json"), status_code=status)

    # --- rounds ---

    @app.route("/rounds", methods=["POST"])
    def open_round() -> Response:
        by = allow(STEWARDS)
        return told(office().rounds.open(read(staff.OpenRound), by), status=201)

    @app.route("/rounds", methods=["GET"])
    def list_rounds() -> Response:
        allow(READERS)
        return told(office().rounds.list())

    @app.route("/rounds/{round_id}", methods=["GET"])
    def show_round(round_id: str) -> Response:
        allow(READERS)
        return told(office().rounds.show(round_id))

    @app.route("/rounds/{round_id}/files", methods=["GET"])
    def show_files(round_id: str) -> Response:
        allow(READERS)
        return told(office().papers.receipts(round_id))

    @app.route("/rounds/{round_id}/preparation", methods=["POST"])
    def start_round(round_id: str) -> Response:
        by = allow(STEWARDS)
        return told(office().rounds.start(round_id, by), status=202)

    @app.route("/rounds/{round_id}/voices", methods=["POST"])
    def speak(round_id: str) -> Response:
        by = allow(PANEL)
        return told(office().rounds.speak(round_id, read(staff.Speak), by))

    @app.route("/rounds/{round_id}/payout", methods=["POST"])
    def start_payout(round_id: str) -> Response:
        by = allow(STEWARDS)
        return told(office().rounds.pay(round_id, read(staff.StartPayout).costs_krw, by), status=202)

    @app.route("/rounds/{round_id}/payout", methods=["GET"])
    def show_payout(round_id: str) -> Response:
        allow(READERS)
        return told(office().rounds.show_payout(round_id))

    @app.route("/rounds/{round_id}/payout/preview", methods=["GET"])
    def preview_shares(round_id: str) -> Response:
        allow(READERS)
        asked = staff.StartPayout.model_validate_strings({"costs_krw": read_query(app.request, "costs_krw") or ""})
        return told(office().papers.preview(round_id, asked.costs_krw))

    @app.route("/rounds/{round_id}/payout/report", methods=["GET"])
    def show_payout_report(round_id: str) -> Response:
        allow(READERS)
        return told(office().papers.payout(round_id))

    @app.route("/rounds/{round_id}/proposals", methods=["GET"])
    def list_proposals(round_id: str) -> Response:
        allow(READERS)
        return told(office().rounds.proposals(round_id))

    @app.route("/rounds/{round_id}/ledger", methods=["GET"])
    def show_ledger(round_id: str) -> Response:
        allow(AUDITORS)
        return told(office().rounds.show_ledger(round_id))

    # --- market ---

    @app.route("/buyers", methods=["GET"])
    def list_buyers() -> Response:
        allow(AUDITORS)
        return told(office().shown_market.buyers())

    @app.route("/rounds/{round_id}/orders", methods=["GET"])
    def list_orders(round_id: str) -> Response:
        allow(AUDITORS)
        return told(office().shown_market.orders(round_id))

    @app.route("/buyers/{buyer_id}/verification", methods=["POST"])
    def verify_buyer(buyer_id: str) -> Response:
        by = allow(STEWARDS)
        office().market.verify(buyer_id, read(staff.VerifyBuyer), by)
        return Response(body="", status_code=204)

    @app.route("/buyers/{buyer_id}/orders/{order_id}/payment", methods=["POST"])
    def confirm_payment(buyer_id: str, order_id: str) -> Response:
        by = allow(STEWARDS)
        return told(office().market.confirm_payment(buyer_id, order_id, read(staff.ConfirmPayment), by))

    @app.route("/data-sets/{data_set}/{revision}/revocation", methods=["POST"])
    def revoke_revision(data_set: str, revision: str) -> Response:
        by = allow(STEWARDS)
        number = int(revision) if revision.isascii() and revision.isdigit() else 0
        return told(office().market.revoke(data_set, number, read(staff.RevokeRevision).reason, by))

    @app.route("/buyers/{buyer_id}/orders/{order_id}/refund", methods=["POST"])
    def propose_refund(buyer_id: str, order_id: str) -> Response:
        by = allow(STEWARDS)
        return told(office().market.propose_refund(buyer_id, order_id, read(staff.ProposeRefund).reason, by))

    @app.route("/buyers/{buyer_id}/orders/{order_id}/refund/decision", methods=["POST"])
    def decide_refund(buyer_id: str, order_id: str) -> Response:
        by = allow(STEWARDS)
        return told(office().market.decide_refund(buyer_id, order_id, read(staff.DecideProposal), by))

    # --- citizens at the counter ---

    @app.route("/opt-outs", methods=["POST"])
    def opt_out() -> Response:
        by = allow(STEWARDS)
        office().opt_outs.opt_out(read(staff.OptOutByStaff), by)
        return Response(body="", status_code=204)

    return app


app = make_app()
handler = observed(app)
