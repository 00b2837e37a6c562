"""The staff's API. Auditors read, clerks work, managers approve."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.edge.web import Response
from city.aws.observability import observed
from city.contracts.fines.bank_statement import BankFileReportV1, ReconciliationReportV1
from city.contracts.fines.books import BooksReportV1
from city.contracts.fines.notices import ImportReportV1
from city.contracts.fines.staff import cases, corrections, day_reports, evidence, fields, money, oversight, talks, work
from city.contracts.fines.staff.fields import MAX_BODY_BYTES
from city.contracts.staff import ViewLine, ViewPage
from city.fines.desk.bootstrap import FinesStaffUseCases, staff_from_env

READERS = ("clerk", "manager", "auditor")
WORKERS = ("clerk", "manager")
MANAGERS = ("manager",)
AUDITORS = ("auditor",)
ONLY_MANAGERS_MOVE = {"bar"}
REPORTS = ImportReportV1 | BankFileReportV1 | ReconciliationReportV1 | BooksReportV1


def make_app(staff: Callable[[], FinesStaffUseCases] = staff_from_env) -> StaffApi:
    app = StaffApi("fines", MAX_BODY_BYTES, people=lambda: staff().people)

    # --- what waits ---

    @app.get("/waiting", READERS, ko="대기 업무 건수")
    def count_work() -> work.WorkCounts:
        return staff().work.count_work.count()

    @app.get("/waiting/{name}", READERS, ko="대기 업무 목록")
    def list_work(name: str) -> work.WorkPage:
        lists = staff().work.list_work
        return lists.list(name, app.query("from"), app.query("to"), *app.paging(lists.MOST))

    @app.post("/waiting/{name}/export", READERS, ko="대기 업무 내려받기")
    def export_work(name: str, body: work.ExportWork) -> work.WorkFile:
        if body.whole:
            app.require_recent_sign_in()
        return staff().work.export_work.export(name, body, app.by)

    # --- cases ---

    @app.get("/cases", READERS, ko="사건 찾기")
    def search_cases() -> cases.CasePage:
        search = staff().cases.search_cases
        return search.search(app.query("plate"), app.query("number"), app.query("phone"), *app.paging(search.MOST))

    @app.get("/cases/{number}", READERS, ko="사건 하나")
    def show_case(number: str) -> cases.CaseStory:
        return staff().cases.show_case.show(number)

    @app.post("/cases/{number}/disclosure", READERS, ko="사건의 개인정보 열람", recent=True)
    def disclose_case(number: str, body: fields.Disclose) -> cases.CaseStory:
        return staff().cases.disclose_case.disclose(number, body.reason, app.by)

    @app.post("/cases/{number}/moves", WORKERS, ko="사건 절차 진행")
    def move_case(number: str, body: cases.MoveCase) -> cases.CaseLine:
        app.allow(MANAGERS if body.move in ONLY_MANAGERS_MOVE else WORKERS)
        return staff().cases.apply_move.apply(number, body, app.by)

    @app.post("/cases/{number}/social-claim", WORKERS, ko="사회적 약자 감경")
    def grant_reduction(number: str, body: cases.ClaimReduction) -> cases.CaseLine:
        return staff().cases.grant_reduction.grant(number, body, app.by)

    @app.post("/cases/{number}/instalments", WORKERS, ko="분할 납부 미리 보기")
    def preview_instalments(number: str, body: cases.PlanInstalments) -> cases.InstalmentPreview:
        return staff().cases.preview_instalments.preview(number, body, app.by)

    @app.post("/cases/{number}/plan", WORKERS, ko="분할 납부 허가")
    def grant_instalments(number: str, body: cases.GrantInstalments) -> cases.CaseLine:
        return staff().cases.grant_plan.grant(number, body, app.by)

    @app.post("/cases/{number}/plan/extension", WORKERS, ko="분할 납부 연장")
    def extend_instalments(number: str, body: cases.ExtendInstalments) -> cases.CaseLine:
        return staff().cases.extend_plan.extend(number, body, app.by)

    @app.post("/cases/{number}/plan/revocation", WORKERS, ko="분할 납부 취소")
    def revoke_instalments(number: str, body: cases.RevokeInstalments) -> cases.CaseLine:
        return staff().cases.revoke_plan.revoke(number, body, app.by)

    @app.post("/cases/{number}/owner", WORKERS, ko="소유자 전화번호 변경")
    def change_owner_phone(number: str, body: cases.ChangeOwner) -> cases.CaseLine:
        return staff().cases.change_owner_phone.change(number, body.phone, app.by)

    @app.post("/cases/{number}/corrections", WORKERS, ko="사건 정정 제안")
    def propose_correction(number: str, body: corrections.CorrectCase) -> corrections.CorrectionLine:
        return staff().cases.propose_correction.propose(number, body, app.by)

    @app.post("/cases/{number}/corrections/decision", MANAGERS, ko="사건 정정 결정")
    def decide_correction(number: str, body: corrections.DecideCorrection) -> corrections.CorrectionLine:
        return staff().cases.decide_correction.decide(number, body.approve, app.by)

    @app.get("/corrections", READERS, ko="정정 제안 목록")
    def list_corrections() -> corrections.CorrectionPage:
        return staff().cases.list_corrections.list(*app.paging(staff().cases.list_corrections.MOST))

    # --- talks and tickets ---

    @app.get("/talks/{holder}", READERS, ko="상담 대화")
    def show_talk(holder: str) -> talks.Talk:
        talk = staff().talks.show_talk
        return talk.show(holder, app.limit(talk.MOST))

    @app.post("/talks/{holder}/disclosure", READERS, ko="상담 대화의 개인정보 열람", recent=True)
    def disclose_talk(holder: str, body: fields.Disclose) -> talks.Talk:
        return staff().talks.disclose_talk.disclose(holder, body.reason, app.by)

    @app.get("/tickets", READERS, ko="상담 요청 목록")
    def list_tickets() -> talks.TicketPage:
        return staff().talks.list_tickets.list(*app.paging(staff().talks.list_tickets.MOST))

    @app.get("/tickets/{number}", READERS, ko="상담 요청 한 건")
    def show_ticket(number: str) -> talks.TicketStory:
        return staff().talks.show_ticket.show(number)

    @app.post("/tickets/{number}/answer", WORKERS, ko="상담 요청 답변")
    def answer_ticket(number: str, body: talks.AnswerTicket) -> talks.TicketLine:
        return staff().talks.reply_to_ticket.reply(number, body.words, app.by)

    @app.post("/tickets/{number}/close", WORKERS, ko="상담 요청 종결")
    def close_ticket(number: str, body: talks.CloseTicket) -> talks.TicketLine:
        return staff().talks.close_unanswered.close(number, body.reason, app.by)

    # --- opinions ---

    @app.get("/opinions", READERS, ko="의견 목록")
    def list_opinions() -> cases.OpinionPage:
        return staff().cases.list_opinions.list(*app.paging(staff().cases.list_opinions.MOST))

    @app.get("/opinions/{number}/{given_at}", READERS, ko="의견 한 건")
    def show_opinion(number: str, given_at: str) -> cases.OpinionLine:
        return staff().cases.show_opinion.show(number, given_at)

    @app.post("/opinions/{number}/{given_at}/decision", WORKERS, ko="의견 결정")
    def decide_opinion(number: str, given_at: str, body: cases.DecideOpinion) -> cases.OpinionLine:
        return staff().cases.judge_opinion.judge(number, given_at, body, app.by)

    # --- what citizens handed in ---

    @app.get("/opinions/{number}/{given_at}/files", READERS, ko="의견에 붙은 파일")
    def list_files_of_opinion(number: str, given_at: str) -> evidence.FileList:
        return staff().evidence.list_files_of_opinion.list(number, given_at)

    @app.get("/tickets/{number}/files", READERS, ko="상담 요청에 붙은 파일")
    def list_files_of_ticket(number: str) -> evidence.FileList:
        return staff().evidence.list_files_of_ticket.list(number)

    @app.post("/files/{holder}/{file_id}/disclosure", READERS, ko="제출 파일 열람", recent=True)
    def disclose_file(holder: str, file_id: str, body: fields.Disclose) -> evidence.FileLink:
        return staff().evidence.disclose_file.disclose(holder, file_id, body.reason, app.by)

    # --- money ---

    @app.get("/deposits/{deposit_key}", READERS, ko="입금 한 건")
    def show_deposit(deposit_key: str) -> money.DepositFile:
        return staff().money.show_deposit.show(deposit_key)

    @app.post("/deposits/{deposit_key}/disclosure", READERS, ko="입금의 개인정보 열람", recent=True)
    def disclose_deposit(deposit_key: str, body: fields.Disclose) -> money.DepositFile:
        return staff().money.disclose_deposit.disclose(deposit_key, body.reason, app.by)

    @app.get("/suspense", READERS, ko="가수금 목록")
    def list_suspense() -> money.SuspensePage:
        return staff().money.list_suspense.list(*app.paging(staff().money.list_suspense.MOST))

    @app.post("/suspense/{deposit_key}/proposal", WORKERS, ko="가수금 처리 제안")
    def propose_decision(deposit_key: str, body: money.ProposeDecision) -> money.DecisionLine:
        return staff().money.propose_resolution.propose(deposit_key, body, app.by)

    @app.post("/suspense/{deposit_key}/approval", MANAGERS, ko="가수금 처리 결정")
    def decide_proposal(deposit_key: str, body: money.DecideProposal) -> money.DecisionLine:
        return staff().money.decide_resolution.decide(deposit_key, body.approve, app.by)

    @app.get("/proposals", READERS, ko="처리 제안 목록")
    def list_proposals() -> money.DecisionPage:
        return staff().money.list_proposals.list(*app.paging(staff().money.list_proposals.MOST))

    @app.get("/refunds", READERS, ko="환급 목록")
    def list_refunds() -> money.DecisionPage:
        return staff().money.list_refunds.list(*app.paging(staff().money.list_refunds.MOST))

    @app.post("/refunds/{deposit_key}/paid", WORKERS, ko="환급 지급 확인")
    def confirm_refund(deposit_key: str, body: money.ConfirmRefund) -> money.DecisionLine:
        return staff().money.book_refund.book(deposit_key, body.bank_reference, app.by)

    @app.get("/reconciliations", READERS, ko="입금 대사 목록")
    def list_reconciliations() -> day_reports.ReconciliationPage:
        days = staff().money.list_reconciliations
        wanted = day_reports.ReconciliationFilter.of_query(
            app.query("bank"), app.query("from"), app.query("to"), app.query("differing")
        )
        return days.list(wanted, *app.paging(days.MOST))

    @app.get("/reconciliations/{bank}/{day}", READERS, ko="하루의 입금 대사")
    def show_reconciliation(bank: str, day: str) -> day_reports.ReconciliationFile:
        return staff().money.show_reconciliation.show(bank, day, *app.paging(staff().money.show_reconciliation.MOST))

    @app.get("/books", READERS, ko="장부 점검 목록")
    def list_books() -> day_reports.BooksPage:
        return staff().money.list_books.list(*app.paging(staff().money.list_books.MOST))

    @app.get("/books/{day}", READERS, ko="하루의 장부 점검")
    def show_books(day: str) -> day_reports.BooksFile:
        return staff().money.show_books.show(day, *app.paging(staff().money.show_books.MOST))

    # --- oversight ---

    @app.get("/views", AUDITORS, ko="개인정보 열람 기록")
    def list_views() -> ViewPage[ViewLine]:
        return staff().oversight.show_views.list(app.query("subject"), *app.paging(staff().oversight.show_views.MOST))

    @app.get("/reports", READERS, ko="보고서 목록")
    def list_reports() -> oversight.ReportPage:
        reports = staff().oversight.list_reports
        return reports.list(*app.paging(reports.MOST), folder=app.query("folder"), kind=app.query("kind"))

    @app.get("/report", READERS, ko="보고서 하나", gives=REPORTS)
    def show_report() -> Response:
        # The key in the query: its slashes would not come through a path everywhere.
        return Response(body=staff().oversight.show_report.show(app.query("key") or ""))

    @app.get("/notice-template", READERS, ko="고지 파일 서식")
    def show_template() -> oversight.FileTemplate:
        return staff().oversight.show_template.show(app.query("format") or "xlsx")

    @app.get("/statistics", READERS, ko="통계")
    def show_statistics() -> oversight.Statistics:
        return staff().oversight.show_statistics.show(app.query("from"), app.query("to"))

    return app


app = make_app()
handler = observed(app)
