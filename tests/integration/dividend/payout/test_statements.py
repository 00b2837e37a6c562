"""What card and code open, over moto."""

import pytest

from city.contracts.dividend.citizens import AskStatement, OptOut
from city.dividend.payout.bootstrap import build_citizens
from city.dividend.payout.errors import StatementUnknown
from city.dividend.rounds.tables.opt_outs import OptOuts
from infra.dividend.local_round import card
from tests.integration.dividend.round_states import ask
from tests.integration.dividend_in_moto import ROUND, sold


def test_card_and_code_open_a_statement_and_nothing_else_does(cloud) -> None:
    dividend = sold()
    dividend.sell()
    dividend.pay()
    citizens = dividend.build(build_citizens)

    statement = citizens.show_statement.show(ROUND, ask(7))

    assert (statement.amount_krw, statement.state, statement.citizens) == (7_500, "paid", 120)
    assert (statement.revenue_krw, statement.citizens_krw) == (1_000_000, 900_000)
    assert [(line.buyers, line.purposes) for line in statement.sold] == [(1, ("research",))]
    for wrong in (ask(7, b"x" * 64), ask(100_000), AskStatement(card_id=card(7), code=ask(8).code)):
        with pytest.raises(StatementUnknown):
            citizens.show_statement.show(ROUND, wrong)


def test_a_citizen_leaves_the_next_round_by_card_and_code(cloud) -> None:
    dividend = sold()
    dividend.sell()
    dividend.pay()
    citizens = dividend.build(build_citizens)

    citizens.opt_out.opt_out(ROUND, OptOut(**ask(7).model_dump()))

    assert len(OptOuts().all()) == 1
    with pytest.raises(StatementUnknown):
        citizens.opt_out.opt_out(ROUND, OptOut(card_id=card(8), code=ask(7).code))
