"""Private statistics for verified buyers, out of privacy budgets, and their ledger for staff.

A buyer proves itself by its key, in the header X-Buyer-Key.
"""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.staff_api import StaffApi
from city.aws.observability import observed
from city.contracts.dividend.fields import MAX_BODY_BYTES
from city.contracts.dividend.statistics import BudgetPage, BudgetQuery, CountAnswer, CountQuery, PrivacyLedger
from city.dividend.statistics.bootstrap import CountUseCases, counts_from_env

READERS = ("steward", "panel", "auditor")
# Tables of ten thousand groups each: what a function may answer, and no more.
MOST_ENTRIES = 50


def make_app(counts: Callable[[], CountUseCases] = counts_from_env) -> StaffApi:
    app = StaffApi("dividend-counts", MAX_BODY_BYTES)

    def key() -> str:
        return app.header("x-buyer-key")

    @app.serve("POST", "/counts", ko="통계 질의", proof="buyer_key")
    def answer_count(body: CountQuery) -> CountAnswer:
        return counts().answer_count.answer(key(), body)

    @app.serve("GET", "/counts/budget", ko="남은 개인정보 예산", proof="buyer_key")
    def tell_budget(query: BudgetQuery) -> BudgetPage:
        return counts().tell_budget.tell(key(), query)

    @app.get("/counts/ledger/{data_set}", READERS, ko="개인정보 예산 장부")
    def show_privacy_ledger(data_set: str) -> PrivacyLedger:
        return counts().show_ledger.show(data_set, app.limit(MOST_ENTRIES, MOST_ENTRIES))

    return app


app = make_app()
handler = observed(app)
