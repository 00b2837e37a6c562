"""The staff's API. Auditors read, clerks work, managers approve."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.edge.web import Response
from city.aws.observability import observed
from city.contracts.base import Contract
from city.contracts.fines.staff import cases, fields, money, talks
from city.contracts.fines.staff.fields import MAX_BODY_BYTES
from city.fines.desk.bootstrap import FinesStaffUseCases, staff_from_env

READERS = ("clerk", "manager", "auditor")
WORKERS = ("clerk", "manager")
MANAGERS = ("manager",)
AUDITORS = ("auditor",)
ONLY_MANAGERS_MOVE = {"bar"}


def make_app(staff: Callable[[], FinesStaffUseCases] = staff_from_env) -> StaffApi:
    app = StaffApi("fines", MAX_BODY_BYTES)

    # --- cases ---

    @app.get("/cases", READERS)
    def search_cases() -> Contract:
        search = staff().cases.search_cases
        return search.search(app.query("plate"), app.query("number"), app.query("phone"), *app.paging(search.MOST))

    @app.get("/cases/{number}", READERS)
    def show_case(number: str) -> Contract:
        return staff().cases.show_case.show(number)

    @app.post("/cases/{number}/disclosure", READERS)
    def disclose_case(number: str) -> Contract:
        return staff().cases.disclose_case.disclose(number, app.read(fields.Disclose).reason, app.by)

    @app.post("/cases/{number}/moves", WORKERS)
    def move_case(number: str) -> Contract:
        body = app.read(cases.MoveCase)
        app.allow(MANAGERS if body.move in ONLY_MANAGERS_MOVE else WORKERS)
        return staff().cases.apply_move.apply(number, body, app.by)

    @app.post("/cases/{number}/social-claim", WORKERS)
    def grant_reduction(number: str) -> Contract:
        return staff().cases.grant_reduction.grant(number, app.read(cases.ClaimReduction), app.by)

    @app.post("/cases/{number}/instalments", WORKERS)
    def preview_instalments(number: str) -> Contract:
        return staff().cases.preview_instalments.preview(number, app.read(cases.PlanInstalments), app.by)

    @app.post("/cases/{number}/plan", WORKERS)
    def grant_instalments(number: str) -> Contract:
        return staff().cases.grant_plan.grant(number, app.read(cases.GrantInstalments), app.by)

    @app.post("/cases/{number}/plan/extension", WORKERS)
    def extend_instalments(number: str) -> Contract:
        return staff().cases.extend_plan.extend(number, app.read(cases.ExtendInstalments), app.by)

    @app.post("/cases/{number}/plan/revocation", WORKERS)
    def revoke_instalments(number: str) -> Contract:
        return staff().cases.revoke_plan.revoke(number, app.read(cases.RevokeInstalments), app.by)

    @app.post("/cases/{number}/owner", WORKERS)
    def change_owner_phone(number: str) -> Contract:
        return staff().cases.change_owner_phone.change(number, app.read(cases.ChangeOwner).phone, app.by)

    # --- talks and tickets ---

    @app.get("/talks/{holder}", READERS)
    def show_talk(holder: str) -> Contract:
        talk = staff().talks.show_talk
        return talk.show(holder, app.limit(talk.MOST))

    @app.post("/talks/{holder}/disclosure", READERS)
    def disclose_talk(holder: str) -> Contract:
        return staff().talks.disclose_talk.disclose(holder, app.read(fields.Disclose).reason, app.by)

    @app.get("/tickets", READERS)
    def list_tickets() -> Contract:
        return staff().talks.list_tickets.list(*app.paging(staff().talks.list_tickets.MOST))

    @app.get("/tickets/{number}", READERS)
    def show_ticket(number: str) -> Contract:
        return staff().talks.show_ticket.show(number)

    @app.post("/tickets/{number}/answer", WORKERS)
    def answer_ticket(number: str) -> Contract:
        return staff().talks.reply_to_ticket.reply(number, app.read(talks.AnswerTicket).words, app.by)

    @app.post("/tickets/{number}/close", WORKERS)
    def close_ticket(number: str) -> Contract:
        return staff().talks.close_unanswered.close(number, app.read(talks.CloseTicket).reason, app.by)

    # --- opinions ---

    @app.get("/opinions", READERS)
    def list_opinions() -> Contract:
        return staff().cases.list_opinions.list(*app.paging(staff().cases.list_opinions.MOST))

    @app.get("/opinions/{number}/{given_at}", READERS)
    def show_opinion(number: str, given_at: str) -> Contract:
        return staff().cases.show_opinion.show(number, given_at)

    @app.post("/opinions/{number}/{given_at}/decision", WORKERS)
    def decide_opinion(number: str, given_at: str) -> Contract:
        return staff().cases.judge_opinion.judge(number, given_at, app.read(cases.DecideOpinion), app.by)

    # --- money ---

    @app.get("/deposits/{deposit_key}", READERS)
    def show_deposit(deposit_key: str) -> Contract:
        return staff().money.show_deposit.show(deposit_key)

    @app.post("/deposits/{deposit_key}/disclosure", READERS)
    def disclose_deposit(deposit_key: str) -> Contract:
        return staff().money.disclose_deposit.disclose(deposit_key, app.read(fields.Disclose).reason, app.by)

    @app.get("/suspense", READERS)
    def list_suspense() -> Contract:
        return staff().money.list_suspense.list(*app.paging(staff().money.list_suspense.MOST))

    @app.post("/suspense/{deposit_key}/proposal", WORKERS)
    def propose_decision(deposit_key: str) -> Contract:
        return staff().money.propose_resolution.propose(deposit_key, app.read(money.ProposeDecision), app.by)

    @app.post("/suspense/{deposit_key}/approval", MANAGERS)
    def decide_proposal(deposit_key: str) -> Contract:
        return staff().money.decide_resolution.decide(deposit_key, app.read(money.DecideProposal).approve, app.by)

    @app.get("/proposals", READERS)
    def list_proposals() -> Contract:
        return staff().money.list_proposals.list(*app.paging(staff().money.list_proposals.MOST))

    @app.get("/refunds", READERS)
    def list_refunds() -> Contract:
        return staff().money.list_refunds.list(*app.paging(staff().money.list_refunds.MOST))

    @app.post("/refunds/{deposit_key}/paid", WORKERS)
    def confirm_refund(deposit_key: str) -> Contract:
        return staff().money.book_refund.book(deposit_key, app.read(money.ConfirmRefund).bank_reference, app.by)

    # --- oversight ---

    @app.get("/views", AUDITORS)
    def list_views() -> Contract:
        return staff().oversight.show_views.list(app.query("subject"), *app.paging(staff().oversight.show_views.MOST))

    @app.get("/reports", READERS)
    def list_reports() -> Contract:
        return staff().oversight.list_reports.list(*app.paging(staff().oversight.list_reports.MOST))

    @app.get("/report", READERS)
    def show_report() -> Response:
        # The key in the query: its slashes would not come through a path everywhere.
        return Response(body=staff().oversight.show_report.show(app.query("key") or ""))

    @app.get("/statistics", READERS)
    def show_statistics() -> Contract:
        return staff().oversight.show_statistics.show(app.query("from"), app.query("to"))

    return app


app = make_app()
handler = observed(app)
