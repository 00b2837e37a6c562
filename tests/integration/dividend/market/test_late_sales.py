"""A sale after the books are closed, over moto."""

from city.dividend.bootstrap import open_folder
from city.dividend.payout.adapters.rails import SandboxRail
from city.dividend.payout.statement import StatementKey
from city.dividend.rounds.tables.rounds import RoundRecord
from infra.dividend.local_round import card
from tests.integration.dividend.payout_states import COSTS, SECOND, a_night, money
from tests.integration.dividend_in_moto import ROUND
from tests.integration.dividend_staff import People, publish, published


def test_a_late_sale_is_counted_in_the_next_round_whose_books_are_open(cloud) -> None:
    dividend = published()
    dividend.sell()
    dividend.pay()
    publish(dividend, SECOND)
    people = People(dividend)

    key = dividend.sell("late")
    again = people.post("/buyers/late/orders/order-1/payment", {"bank_reference": "NH-late", "amount_krw": 1_000_000})
    dividend.rail = SandboxRail(open_folder("rail", "sandbox/"))
    result = dividend.pay(round_id=SECOND)

    assert again[1]["counted_in"] == SECOND
    assert people.buy("GET", "/orders/order-1", key=key)[1]["state"] == "paid"
    assert money(people) == {"cash": 100_000, "costs": -100_000}
    assert result.paid_krw == 900_000
    code = StatementKey(b"s" * 64)
    first, second = (
        people.ask(f"/statements/{each}", {"card_id": card(7), "code": code.code(each, card(7))})[1]
        for each in (ROUND, SECOND)
    )
    assert [(line["buyers"], line["late_from"]) for line in first["sold"]] == [(1, None)]
    assert [(line["buyers"], line["late_from"]) for line in second["sold"]] == [(0, None), (1, ROUND)]


def test_a_late_sale_waits_for_a_round_and_is_swept_into_it_when_it_opens(cloud) -> None:
    dividend = published()
    dividend.sell()
    dividend.pay()
    people = People(dividend)
    dividend.sell("late")
    waiting = money(people)

    publish(dividend, SECOND)
    night = a_night(dividend)

    assert waiting == {"cash": 1_100_000, "costs": -100_000, "late_sales": -1_000_000}
    assert money(people) == {"cash": 100_000, "costs": -100_000}
    held = people.get(f"/rounds/{SECOND}/ledger")[1]["trial_balance"]
    assert (held["cash"], held["sales"]) == (1_000_000, -1_000_000)
    assert night.sales_moved == 0
    order = people.post("/buyers/late/orders/order-1/payment", {"bank_reference": "NH-late", "amount_krw": 1_000_000})[
        1
    ]
    assert order["counted_in"] == SECOND


def test_what_a_crash_left_waiting_is_swept_in_the_next_night(cloud) -> None:
    dividend = published()
    dividend.sell()
    dividend.pay()
    dividend.sell("late")
    rounds = dividend.rounds
    opened = rounds.get(ROUND)
    rounds.open(
        RoundRecord(
            SECOND,
            state="open",
            title="다음",
            terms=opened.terms,
            policy="{}",
            purposes="[]",
            price_krw=1,
            opened_at=dividend.clock.now(),
            opened_by="x",
            seed="x",
        )
    )

    assert (a_night(dividend).sales_moved, a_night(dividend).sales_moved) == (1, 0)


def test_a_sale_while_the_books_are_being_closed_is_never_left_between_two_rounds(cloud) -> None:
    """The books close when the payout is started: from then on no sale of the round is booked in it."""
    dividend = published()
    dividend.sell()
    people = People(dividend)
    people.post(f"/rounds/{ROUND}/payout", COSTS)
    dividend.sell("late")

    result = dividend.pay()

    assert result.paid_krw == 900_000
    assert money(people) == {"cash": 1_100_000, "costs": -100_000, "late_sales": -1_000_000}
