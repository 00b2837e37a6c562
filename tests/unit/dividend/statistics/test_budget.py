from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.dividend.statistics.budget import (
    DATA_SET_MILLI,
    LEAST_EPSILON_MILLI,
    MOST_EPSILON_MILLI,
    YEAR_MILLI,
    Budget,
    charge,
    totals_of,
)
from city.dividend.statistics.errors import BudgetExceeded, QueryInvalid

costs = st.lists(st.tuples(st.sampled_from("abc"), st.integers(LEAST_EPSILON_MILLI, MOST_EPSILON_MILLI)), max_size=40)


@given(costs)
def test_no_sequence_of_answers_overspends_a_data_set_or_a_year(asked: list[tuple[str, int]]) -> None:
    held: dict[str, Budget] = {}
    granted: dict[str, int] = {}
    for data_set, epsilon in asked:
        totals = totals_of(data_set, date(2026, 1, 1), date(2026, 12, 31))
        before = {account: held.get(account, Budget(total)) for account, total in totals.items()}
        if any(budget.spent_milli + epsilon > budget.total_milli for budget in before.values()):
            with pytest.raises(BudgetExceeded):
                charge(before, epsilon)
        else:
            held |= charge(before, epsilon)
            granted[data_set] = granted.get(data_set, 0) + epsilon

    assert all(spent <= DATA_SET_MILLI for spent in granted.values())
    assert sum(granted.values()) <= YEAR_MILLI
    assert sum(granted.values()) == held.get("year#2026", Budget(0)).spent_milli


def test_payments_of_two_years_cost_both() -> None:
    assert totals_of("x", date(2026, 12, 1), date(2027, 1, 31)) == {
        "set#x": DATA_SET_MILLI,
        "year#2026": YEAR_MILLI,
        "year#2027": YEAR_MILLI,
    }


@pytest.mark.parametrize("epsilon", [0, -1, LEAST_EPSILON_MILLI - 1, MOST_EPSILON_MILLI + 1])
def test_an_answer_costs_something_and_not_everything(epsilon: int) -> None:
    with pytest.raises(QueryInvalid):
        charge({"set#x": Budget(100_000)}, epsilon)


def test_the_last_of_a_budget_can_be_spent_and_no_more() -> None:
    budget = Budget(1_000, 500)

    assert charge({"a": budget}, 500) == {"a": Budget(1_000, 1_000)}
    with pytest.raises(BudgetExceeded) as refused:
        charge({"a": budget, "b": Budget(9_000)}, 501)
    assert refused.value.more == {"left_milli": {"a": 500}}
