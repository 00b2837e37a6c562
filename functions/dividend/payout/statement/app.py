"""The citizens' API: a statement for card and code, and the way out of the next round."""

from collections.abc import Callable

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.edge.web import CityApp
from city.aws.observability import observed
from city.contracts.dividend.citizens import AskStatement, OptOut, Statement
from city.contracts.dividend.fields import MAX_BODY_BYTES
from city.dividend.payout.bootstrap import CitizenUseCases, citizens_from_env


def make_app(citizens: Callable[[], CitizenUseCases] = citizens_from_env) -> CityApp:
    app = CityApp("dividend-citizen", MAX_BODY_BYTES)

    @app.serve("POST", "/statements/{round_id}", ko="내 배당 명세")
    def show_statement(round_id: str, body: AskStatement) -> Statement:
        return citizens().show_statement.show(round_id, body)

    @app.serve("POST", "/statements/{round_id}/opt-out", ko="다음 회차부터 참여 거부")
    def leave_next_rounds(round_id: str, body: OptOut) -> None:
        citizens().opt_out.opt_out(round_id, body)

    return app


app = make_app()
handler = observed(app)
