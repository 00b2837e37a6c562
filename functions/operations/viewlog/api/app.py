"""The staff's API of the log of views. Auditors read and prove, supervisors publish; nobody changes an entry."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi, read_number
from city.aws.observability import observed
from city.contracts.operations.staff import viewlog
from city.operations.viewlog.bootstrap import ViewLogUseCases, api_from_env
from city.operations.viewlog.errors import EntryUnknown
from city.operations.viewlog.service.show_ledgers import MOST_ROWS
from city.operations.viewlog.service.show_log import MOST

AUDITORS = ("auditor",)
READERS = ("auditor", "supervisor")
SUPERVISORS = ("supervisor",)


def make_app(use_cases: Callable[[], ViewLogUseCases] = api_from_env) -> StaffApi:
    app = StaffApi("operations-viewlog")

    @app.get("/cctv/view-log", AUDITORS, ko="영상 열람 기록")
    def show_log() -> viewlog.LogPage:
        return use_cases().show.show(
            day=app.query("day"),
            outcome=app.query("outcome"),
            camera=app.query("camera"),
            limit=app.limit(MOST, default=50),
            page=app.query("page"),
        )

    @app.get("/cctv/view-log/key", READERS, ko="기록 서명 공개키")
    def show_key() -> viewlog.SigningKey:
        return use_cases().key.show()

    @app.get("/cctv/view-log/days/{day}/heads", AUDITORS, ko="하루의 서명된 봉인")
    def show_heads(day: str) -> viewlog.HeadList:
        return use_cases().heads.show(day)

    @app.get("/cctv/view-log/days/{day}/entries/{sequence}/proof", READERS, ko="기록 하나의 증명")
    def prove_entry(day: str, sequence: str) -> viewlog.EntryProofFile:
        number = read_number(sequence)
        if number is None:
            raise EntryUnknown
        return use_cases().prove.prove(day, number)

    @app.get("/cctv/view-log/ledgers/{ledger}", READERS, ko="대장 인쇄")
    def show_ledger(ledger: str) -> viewlog.LedgerPage:
        limit, page = app.limit(MOST_ROWS, default=100), app.query("page")
        return use_cases().ledger.show(ledger, app.query("first"), app.query("last"), limit, page)

    @app.get("/cctv/view-log/ledgers/{ledger}/file", READERS, ko="대장 파일")
    def write_ledger(ledger: str) -> viewlog.LedgerFile:
        return use_cases().ledger_file.write(ledger, app.query("first"), app.query("last"))

    @app.get("/cctv/view-log/notices", READERS, ko="목적 외 이용·제공 공고 목록")
    def list_notices() -> viewlog.NoticeList:
        return use_cases().notices.list(app.query("first"), app.query("last"))

    @app.post("/cctv/view-log/notices/{notice}/publication", SUPERVISORS, ko="공고 게재 기록")
    def record_publication(notice: str, body: viewlog.PublishNotice) -> None:
        use_cases().publication.record(notice, body, app.by, app.person.name or app.by)

    @app.get("/cctv/view-log/statistics", READERS, ko="카메라·이벤트·요청별 열람 통계")
    def count_views() -> viewlog.ViewStatistics:
        return use_cases().count.count(app.query("first"), app.query("last"))

    return app


app = make_app()
handler = observed(app)
