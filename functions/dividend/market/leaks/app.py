"""The staff's API for leaked samples: a case, a form to upload the sample with, and whose copy it came from.

A function of its own: it takes samples in and cannot make or read a mark; only the function that marks copies can.
"""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi, read_number
from city.aws.observability import observed
from city.contracts.dividend.fields import MAX_BODY_BYTES
from city.contracts.dividend.leaks import LeakCase, LeakPage, LeakUpload, ReportLeak
from city.dividend.market.bootstrap import LeakUseCases, leaks_from_env

STEWARDS = ("steward",)
READERS = ("steward", "panel", "auditor")


def make_app(leaks: Callable[[], LeakUseCases] = leaks_from_env) -> StaffApi:
    app = StaffApi("dividend-leaks", MAX_BODY_BYTES, people=lambda: leaks().people)

    @app.post("/data-sets/{data_set}/{revision}/leaks", STEWARDS, 201, ko="유출 신고")
    def report_leak(data_set: str, revision: str, body: ReportLeak) -> LeakUpload:
        return leaks().open_case.open(data_set, _revision(revision), body, app.by)

    @app.get("/data-sets/{data_set}/{revision}/leaks", READERS, ko="유출 신고 목록")
    def list_leaks(data_set: str, revision: str) -> LeakPage:
        return leaks().list_cases.list(data_set, _revision(revision))

    @app.get("/data-sets/{data_set}/{revision}/leaks/{case_id}", READERS, ko="유출 신고 한 건")
    def show_leak(data_set: str, revision: str, case_id: str) -> LeakCase:
        return leaks().show_case.show(data_set, _revision(revision), case_id)

    @app.post("/data-sets/{data_set}/{revision}/leaks/{case_id}/tracing", STEWARDS, 202, ko="유출 출처 추적")
    def trace_leak(data_set: str, revision: str, case_id: str) -> LeakCase:
        return leaks().request_trace.request(data_set, _revision(revision), case_id, app.by)

    return app


def _revision(text: str) -> int:
    """The revision that a path names; 0, which none has, for what is no number."""
    return read_number(text, most_digits=6) or 0


app = make_app()
handler = observed(app)
