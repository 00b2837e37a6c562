"""The staff's API. Auditors read, clerks work, managers approve."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.edge.web import Response
from city.aws.observability import observed
from city.contracts.base import Contract
from city.contracts.fines.staff import cases, corrections, day_reports, fields, money, talks, work
from city.contracts.fines.staff.fields import MAX_BODY_BYTES
from city.fines.desk.bootstrap import FinesStaffUseCases, staff_from_env

READERS = ("clerk", "manager", "auditor")
WORKERS = ("clerk", "manager")
MANAGERS = ("manager",)
AUDITORS = ("auditor",)
ONLY_MANAGERS_MOVE = {"bar"}


def make_app(staff: Callable[[], FinesStaffUseCases] = staff_from_env) -> StaffApi:
    app = StaffApi("fines", MAX_BODY_BYTES, people=lambda: staff().people)

    # --- what waits ---

    @app.get("/waiting", READERS)
    def count_work() -> Contract:
        return staff().work.count_work.count()

    @app.get("/waiting/{name}", READERS)
    def list_work(name: str) -> Contract:
        lists = staff().work.list_work
        return lists.list(name, app.query("from"), app.query("to"), *app.paging(lists.MOST))

    @app.post("/waiting/{name}/export", READERS)
    def export_work(name: str) -> Contract:
        return staff().work.export_work.export(name, app.read(work.ExportWork), app.by)

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

    @app.post("/cases/{number}/corrections", WORKERS)
    def propose_correction(number: str) -> Contract:
        return staff().cases.propose_correction.propose(number, app.read(corrections.CorrectCase), app.by)

    @app.post("/cases/{number}/corrections/decision", MANAGERS)
    def decide_correction(number: str) -> Contract:
        return staff().cases.decide_correction.decide(number, app.read(corrections.DecideCorrection).approve, app.by)

    @app.get("/corrections", READERS)
    def list_corrections() -> Contract:
        return staff().cases.list_corrections.list(*app.paging(staff().cases.list_corrections.MOST))

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

    # --- what citizens handed in ---

    @app.get("/opinions/{number}/{given_at}/files", READERS)
    def list_files_of_opinion(number: str, given_at: str) -> Contract:
        return staff().evidence.list_files_of_opinion.list(number, given_at)

    @app.get("/tickets/{number}/files", READERS)
    def list_files_of_ticket(number: str) -> Contract:
        return staff().evidence.list_files_of_ticket.list(number)

    @app.post("/files/{holder}/{file_id}/disclosure", READERS)
    def disclose_file(holder: str, file_id: str) -> Contract:
        return staff().evidence.disclose_file.disclose(holder, file_id, app.read(fields.Disclose).reason, app.by)

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

    @app.get("/reconciliations", READERS)
    def list_reconciliations() -> Contract:
        days = staff().money.list_reconciliations
        wanted = day_reports.ReconciliationFilter.of_query(
            app.query("bank"), app.query("from"), app.query("to"), app.query("differing")
        )
        return days.list(wanted, *app.paging(days.MOST))

    @app.get("/reconciliations/{bank}/{day}", READERS)
    def show_reconciliation(bank: str, day: str) -> Contract:
        return staff().money.show_reconciliation.show(bank, day, *app.paging(staff().money.show_reconciliation.MOST))

    @app.get("/books", READERS)
    def list_books() -> Contract:
        return staff().money.list_books.list(*app.paging(staff().money.list_books.MOST))

    @app.get("/books/{day}", READERS)
    def show_books(day: str) -> Contract:
        return staff().money.show_books.show(day, *app.paging(staff().money.show_books.MOST))

    # --- oversight ---

    @app.get("/views", AUDITORS)
    def list_views() -> Contract:
        return staff().oversight.show_views.list(app.query("subject"), *app.paging(staff().oversight.show_views.MOST))

    @app.get("/reports", READERS)
    def list_reports() -> Contract:
        reports = staff().oversight.list_reports
        return reports.list(*app.paging(reports.MOST), app.query("folder"))

    @app.get("/report", READERS)
    def show_report() -> Response:
        # The key in the query: its slashes would not come through a path everywhere.
        return Response(body=staff().oversight.show_report.show(app.query("key") or ""))

    @app.get("/notice-template", READERS)
    def show_template() -> Contract:
        return staff().oversight.show_template.show(app.query("format") or "xlsx")

    @app.get("/statistics", READERS)
    def show_statistics() -> Contract:
        return staff().oversight.show_statistics.show(app.query("from"), app.query("to"))

    return app


app = make_app()
handler = observed(app)
