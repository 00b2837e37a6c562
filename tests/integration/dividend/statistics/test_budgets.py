"""Private statistics of a round over moto: what is counted, and what it costs."""

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from city.contracts.dividend.statistics import BudgetQuery
from city.dividend.rounds.pseudonym import PERSON_COLUMN
from city.dividend.statistics.budget import DATA_SET_MILLI, YEAR_MILLI, totals_of
from city.dividend.statistics.errors import BudgetExceeded, QueryReused
from city.dividend.statistics.noise import Mechanism
from city.dividend.statistics.tables.budget import AnsweredQuery, BudgetRecord, Budgets
from infra.dividend.story import USES, operator_file
from tests.integration.dividend.statistics.count_questions import (
    CARDS,
    DATA_SET,
    counts_of,
    query,
    register,
    silent,
    spent,
)
from tests.integration.dividend_in_moto import DividendInMoto, sold

# A draw of scale s is further away than this times s once in a billion.
FAR = 21.5


@pytest.fixture(scope="module")
def _aws():
    """One round for all who only read it: playing one takes seconds. Each spends budgets of its own making."""
    from tests.integration.conftest import empty_cloud, set_credentials

    with set_credentials(), empty_cloud():
        yield


@pytest.fixture(scope="module")
def round_(_aws):
    dividend = sold(cards=CARDS)
    return dividend, register(dividend, "gri"), register(dividend, "kt")


@pytest.fixture
def dividend(round_, _credentials) -> DividendInMoto:
    round_[0].records()
    for record in list(BudgetRecord.scan()):
        record.delete()
    return round_[0]


@pytest.fixture
def key(round_) -> str:
    return round_[1]


def operators_rows(cards: int = CARDS) -> list[dict[str, str]]:
    half = cards // 2
    files = operator_file(range(half), USES), operator_file(range(half, cards), USES, seed=2)
    return [row for file in files for row in csv.DictReader(io.StringIO(file.decode("utf-8-sig")))]


def test_every_payment_and_every_card_of_the_round_is_counted_suppressed_or_not(dividend, key) -> None:
    counts = counts_of(dividend, silent)
    rows = operators_rows()

    def ask(name: str, **more: Any) -> dict[str | None, int]:
        return {
            line.label: line.answer for line in counts.answer_count.answer(key, query(name, epsilon=10, **more)).answers
        }

    shops = Counter(row["업종"] for row in rows)
    assert ask("one") == {None: CARDS}
    assert ask("two", of="payments", most=USES) == {None: CARDS * USES}
    assert ask("three", of="payments", most=USES, by="업종") == {**shops, None: 0}
    assert ask("four", of="amount_krw", most=10**9) == {None: sum(int(row["금액"]) for row in rows)}
    assert ask("five", of="payments", most=USES, where={"업종": rows[0]["업종"]}) == {None: shops[rows[0]["업종"]]}


def test_answers_come_with_noise_and_say_how_near_they_are(dividend, key) -> None:
    counts = counts_of(dividend)

    answered = counts.answer_count.answer(key, query())
    table = counts.answer_count.answer(key, query("second", by="업종", most=3))

    (line,) = answered.answers
    assert abs(line.answer - CARDS) < FAR
    assert (answered.plus_minus, answered.certainty_percent, answered.epsilon_milli) == (4, 95, 1_000)
    assert table.plus_minus == 10
    assert len({line.answer for line in table.answers}) > 1
    assert [line.label for line in table.answers][-1] is None


def test_an_answer_is_charged_to_its_data_set_and_its_year_and_entered_with_its_buyer(dividend, key) -> None:
    counts = counts_of(dividend)

    answered = counts.answer_count.answer(key, query(epsilon=400, of="payments", most=5, by="업종"))

    assert spent(dividend) == {f"set#{DATA_SET}": 400, "year#2026": 400}
    assert [(line.account, line.total_milli, line.left_milli) for line in answered.budgets] == [
        (f"set#{DATA_SET}", DATA_SET_MILLI, DATA_SET_MILLI - 400),
        ("year#2026", YEAR_MILLI, YEAR_MILLI - 400),
    ]
    (entered,) = counts.answer_count.budgets.all_answered(f"set#{DATA_SET}")
    assert (entered.buyer_id, entered.query_id, entered.epsilon_milli) == ("gri", "first", 400)
    assert entered.answers == tuple(line.answer for line in answered.answers)
    assert json.loads(entered.question)["by"] == "업종"
    assert entered.at == dividend.clock.now()


def test_the_same_question_hears_the_same_answer_for_nothing(dividend, key) -> None:
    counts = counts_of(dividend)
    columns = counts.tell_budget.tell(key, BudgetQuery(data_set=DATA_SET, revision=1)).columns
    where = {column.column: column.labels[0] for column in columns[-2:]}

    first = counts.answer_count.answer(key, query(where=where))
    again = [counts.answer_count.answer(key, query(where=dict(reversed(where.items())))) for _ in range(3)]

    assert len(where) == 2
    assert all(answer == first for answer in again)
    assert spent(dividend)[f"set#{DATA_SET}"] == 1_000


def test_another_question_under_the_same_name_is_refused_and_another_buyers_name_is_free(dividend, key, round_) -> None:
    counts = counts_of(dividend)
    counts.answer_count.answer(key, query())

    for other in (query(epsilon=999), query(of="payments"), query(by="업종"), query(where={"업종": "음식점"})):
        with pytest.raises(QueryReused):
            counts.answer_count.answer(key, other)
    counts.answer_count.answer(round_[2], query(of="payments"))

    assert spent(dividend)[f"set#{DATA_SET}"] == 2_000


def test_the_answer_that_would_overspend_is_refused_before_anything_is_counted(dividend, key) -> None:
    counts = counts_of(dividend)
    for name in ("first", "second"):
        counts.answer_count.answer(key, query(name))
    counts.answer_count.answer(key, query("third", epsilon=600))
    unread = replace(counts.answer_count, statistics=OnlyTheVocabulary(counts.answer_count.statistics))

    with pytest.raises(BudgetExceeded) as refused:
        unread.answer(key, query("fourth", epsilon=401))
    last = counts.answer_count.answer(key, query("fifth", epsilon=400))

    assert refused.value.more == {"left_milli": {f"set#{DATA_SET}": 400}}
    assert last.budgets[0].left_milli == 0
    assert spent(dividend) == {f"set#{DATA_SET}": DATA_SET_MILLI, "year#2026": DATA_SET_MILLI}


class OnlyTheVocabulary:
    """A bucket that nobody may count from."""

    def __init__(self, folder: Any) -> None:
        self.read = folder.read

    def fetch(self, *_: object) -> None:
        raise AssertionError("counted, and refused afterwards")


def test_what_other_data_sets_of_the_year_spent_is_not_there_any_more(dividend, key) -> None:
    counts = counts_of(dividend)
    year = totals_of("other", dividend_day(), dividend_day())
    for number in range(2):
        for other in ("a", "b", "c"):
            _enter(counts.answer_count.budgets, other, f"q{number}", 950, {**year, f"set#{other}": DATA_SET_MILLI})

    with pytest.raises(BudgetExceeded) as refused:
        counts.answer_count.answer(key, query(epsilon=301))
    answered = counts.answer_count.answer(key, query(epsilon=300))

    assert refused.value.more == {"left_milli": {"year#2026": 300}}
    assert answered.budgets[1].left_milli == 0


def dividend_day():
    from datetime import date

    return date(2026, 10, 1)


def _enter(budgets: Budgets, data_set: str, name: str, epsilon: int, totals: dict[str, int]) -> None:
    from datetime import UTC, datetime

    answered = AnsweredQuery(
        buyer_id="kt",
        query_id=name,
        question="{}",
        answers=(1,),
        epsilon_milli=epsilon,
        plus_minus=1,
        at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    budgets.charge(f"set#{data_set}", {k: v for k, v in totals.items() if k != "set#other"}, answered)


def test_two_questions_at_once_do_not_overspend_together(dividend, key, round_) -> None:
    """While one is counted, another is answered out of what was left for it."""
    counts, other = counts_of(dividend, silent), round_[2]
    for name in ("one", "two"):
        counts.answer_count.answer(key, query(name))

    def meanwhile(most: int, epsilon_milli: int) -> Mechanism:
        def release(exact: Any) -> list[int]:
            counts.answer_count.answer(other, query("quick", epsilon=600))
            return list(exact)

        return Mechanism(0.0, epsilon_milli, 0, release)

    with pytest.raises(BudgetExceeded):
        replace(counts.answer_count, noise=meanwhile).answer(key, query("slow", epsilon=600))

    assert spent(dividend) == {f"set#{DATA_SET}": 2_600, "year#2026": 2_600}
    assert {e.query_id for e in counts.answer_count.budgets.all_answered(f"set#{DATA_SET}")} == {"one", "two", "quick"}


def test_two_at_once_are_both_answered_where_there_is_enough_for_both(dividend, key, round_) -> None:
    counts, other = counts_of(dividend, silent), round_[2]

    def meanwhile(most: int, epsilon_milli: int) -> Mechanism:
        def release(exact: Any) -> list[int]:
            counts.answer_count.answer(other, query("quick", epsilon=600))
            return list(exact)

        return Mechanism(0.0, epsilon_milli, 0, release)

    replace(counts.answer_count, noise=meanwhile).answer(key, query("slow", epsilon=600))

    assert spent(dividend) == {f"set#{DATA_SET}": 1_200, "year#2026": 1_200}


def test_the_same_question_twice_at_once_is_answered_once(dividend, key) -> None:
    counts = counts_of(dividend)
    heard: list[Any] = []

    def meanwhile(most: int, epsilon_milli: int) -> Mechanism:
        def release(exact: Any) -> list[int]:
            heard.append(counts.answer_count.answer(key, query()))
            return [-1]

        return replace(silent(most, epsilon_milli), release=release)

    slower = replace(counts.answer_count, noise=meanwhile).answer(key, query())

    assert slower.answers == heard[0].answers
    assert spent(dividend)[f"set#{DATA_SET}"] == 1_000


def test_what_a_cost_buys_is_told_before_it_is_spent(dividend, key) -> None:
    counts = counts_of(dividend)

    page = counts.tell_budget.tell(key, BudgetQuery(data_set=DATA_SET, revision=1, most_per_person=3))
    one = counts.tell_budget.tell(
        key, BudgetQuery(data_set=DATA_SET, revision=1, most_per_person=3, epsilon_milli=1_000)
    )
    answered = counts.answer_count.answer(key, query("first", by="업종", most=3))

    assert spent(dividend) == {f"set#{DATA_SET}": 1_000, "year#2026": 1_000}
    assert [(line.account, line.left_milli) for line in page.budgets] == [
        (f"set#{DATA_SET}", DATA_SET_MILLI),
        ("year#2026", YEAR_MILLI),
    ]
    assert [line.plus_minus for line in one.accuracy] == [answered.plus_minus]
    assert [line.plus_minus for line in page.accuracy] == sorted(
        (line.plus_minus for line in page.accuracy), reverse=True
    )
    shops = next(line.labels for line in page.columns if line.column == "업종")
    assert shops == tuple(line.label for line in answered.answers[:-1])
    assert PERSON_COLUMN not in {line.column for line in page.columns}
    assert page.units == ("cards", "payments", "amount_krw")
