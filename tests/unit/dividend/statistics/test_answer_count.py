"""Answers to two worlds that differ in one person, through the use case itself: whose noise is OpenDP's where it matters."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from city.contracts.dividend.statistics import CountQuery
from city.dividend.market.model import Buyer, key_digest
from city.dividend.rounds.statistics_file import LabelVocabulary, column_of, pack_shard
from city.dividend.statistics.errors import QueryInvalid
from city.dividend.statistics.noise import Mechanism, laplace
from city.dividend.statistics.service.answer_count import AnswerCount
from city.dividend.statistics.service.questions import Questions
from city.dividend.statistics.tables.budget import AnsweredQuery
from tests.effort import one_in

VOCABULARY = LabelVocabulary(
    date(2026, 10, 1),
    date(2026, 10, 31),
    ("a", "b"),
    {"업종": ("음식점", "학원", "약국"), "성별": ("남", "여")},
    amounts=True,
)
ONCE_IN = 1e9
Payment = tuple[int, str, str, int]
# Person 7 pays often, everywhere, and much: whoever is bounded badly shows here.
OTHERS: list[Payment] = [(person, "음식점", "남", 5_000) for person in range(1, 7)]
LOUD: list[Payment] = [(7, shop, "여", 90_000) for shop in ("음식점", "학원", "약국", "점집") for _ in range(20)]


@dataclass
class StatisticsBucket:
    """The statistics bucket, in memory: every shard holds every other payment."""

    payments: list[Payment]
    files: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.files["2026-1/vocabulary.json"] = VOCABULARY.to_json()
        for start, shard in enumerate(VOCABULARY.shards):
            rows = self.payments[start::2]
            columns = {
                name: column_of([row[place] for row in rows], np.arange(len(rows)))
                for name, place in (("업종", 1), ("성별", 2))
            }
            numbers = np.array([(row[0], row[3]) for row in rows], np.int64).reshape(-1, 2)
            self.files[f"2026-1/{shard}.npz"] = pack_shard(columns, numbers[:, 0], numbers[:, 1])

    def read(self, name: str) -> bytes | None:
        return self.files.get(name)

    def fetch(self, name: str, path: Path) -> None:
        path.write_bytes(self.files[name])


class EndlessBudgets:
    """Budgets that never end: what is looked at here is what one answer tells."""

    def of(self, totals: dict[str, int]) -> dict[str, Any]:
        return {}

    def answered(self, *_: object) -> None:
        return None

    def charge(self, account: str, totals: dict[str, int], question: AnsweredQuery) -> AnsweredQuery:
        return question


class OneBuyer:
    def find(self, buyer_id: str) -> Any:
        buyer = Buyer(buyer_id="gri", name="경기연구원", verified=True, key_digest=key_digest("k"))
        return SimpleNamespace(to_buyer=lambda: buyer)


class OneRevision:
    def get(self, data_set: str, number: int) -> Any:
        return SimpleNamespace(state="published", round_id="2026-1")


class Clock:
    def now(self) -> datetime:
        return datetime(2026, 11, 24, tzinfo=UTC)


def silent(asked: list[tuple[int, int]] | None = None) -> Callable[[int, int], Mechanism]:
    """No noise at all, and a record of what it was to be fitted to."""

    def fit(most: int, epsilon_milli: int) -> Mechanism:
        if asked is not None:
            asked.append((most, epsilon_milli))
        return Mechanism(0.0, epsilon_milli, 0, list)

    return fit


def counts_of(statistics: StatisticsBucket, noise: Callable[[int, int], Mechanism]) -> AnswerCount:
    questions = Questions(buyers=OneBuyer(), revisions=OneRevision(), statistics=statistics)
    return AnswerCount(questions=questions, budgets=EndlessBudgets(), statistics=statistics, noise=noise, clock=Clock())


def answers(
    payments: Sequence[Payment], question: CountQuery, noise: Callable[[int, int], Mechanism]
) -> Callable[[], list[int]]:
    counts: Any = counts_of(StatisticsBucket(list(payments)), noise)
    return lambda: [line.answer for line in counts.answer("gri.k", question).answers]


def query(of: str, most: int = 1, by: str | None = None, epsilon_milli: int = 500, **where: str) -> CountQuery:
    return CountQuery.model_validate(
        {
            "query_id": "q1",
            "data_set": "dividend-2026-1",
            "revision": 1,
            "of": of,
            "where": where,
            "by": by,
            "most_per_person": most,
            "epsilon_milli": epsilon_milli,
        }
    )


QUERIES = [
    query("cards"),
    query("cards", by="업종"),
    query("cards", 3, by="업종"),
    query("payments", 5),
    query("payments", 5, by="업종"),
    query("payments", 1, by="성별", 업종="학원"),
    query("amount_krw", 100_000),
    query("amount_krw", 250_001, by="업종"),
]


@pytest.mark.parametrize(
    "question", QUERIES, ids=lambda question: f"{question.of}-{question.most_per_person}-{question.by}"
)
def test_one_person_moves_the_answers_by_no_more_than_noise_is_fitted_to(question: CountQuery) -> None:
    asked: list[tuple[int, int]] = []

    with_them = answers(OTHERS + LOUD, question, silent(asked))()
    without = answers(OTHERS, question, silent(asked))()

    moved = sum(abs(more - less) for more, less in zip(with_them, without, strict=True))
    assert asked == [(question.most_per_person, question.epsilon_milli)] * 2
    assert moved == question.most_per_person


@pytest.mark.parametrize(
    "question",
    one_in(3, [query("cards", 2, by="업종"), query("payments", 5), query("amount_krw", 100_000)]),
    ids=lambda question: question.of,
)
def test_no_event_is_much_likelier_with_a_person_than_without(question: CountQuery) -> None:
    draws = 400
    # Hoeffding: an observed share is this far from its chance once in a billion.
    slack = math.sqrt(math.log(2 * ONCE_IN) / (2 * draws))
    ask = answers(OTHERS + LOUD, question, laplace), answers(OTHERS, question, laplace)

    with_them, without = (sorted(sum(each()) for _ in range(draws)) for each in ask)

    for level in (*with_them[:: draws // 20], *without[:: draws // 20]):
        more, less = (sum(value >= level for value in seen) / draws for seen in (with_them, without))
        for one, other in ((more, less), (less, more), (1 - more, 1 - less), (1 - less, 1 - more)):
            assert one - slack <= math.exp(question.epsilon_milli / 1000) * (other + slack)


def test_a_person_who_is_not_bounded_would_be_noticed() -> None:
    """The same look at a count that adds each payment, with noise for one."""
    draws = 400
    slack = math.sqrt(math.log(2 * ONCE_IN) / (2 * draws))
    fitted_to_one = laplace(1, 500)
    question = query("payments", 80)

    def fit(most: int, epsilon_milli: int) -> Mechanism:
        return replace(fitted_to_one, epsilon_milli=epsilon_milli)

    with_them, without = (
        [sum(each()) for _ in range(draws)]
        for each in (answers(OTHERS + LOUD, question, fit), answers(OTHERS, question, fit))
    )

    more, less = (sum(value >= 46 for value in seen) / draws for seen in (with_them, without))
    assert more - slack > math.exp(0.5) * (less + slack)


def test_a_table_has_all_labels_whatever_is_in_it_and_one_line_for_the_rest() -> None:
    counts: Any = counts_of(StatisticsBucket(OTHERS + LOUD), silent())

    question = counts.answer("gri.k", query("payments", 10**9, by="업종", 성별="여"))

    assert [(line.label, line.answer) for line in question.answers] == [
        ("음식점", 20),
        ("학원", 20),
        ("약국", 20),
        (None, 20),
    ]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (query("cards", by="나이"), "업종, 성별"),
        (query("cards", 이용자="1"), "업종, 성별"),
        (query("cards", 업종="점집"), "/counts/budget"),
        (query("cards", 2), "most_per_person is 1"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_can_be(question: CountQuery, says: str) -> None:
    with pytest.raises(QueryInvalid) as refused:
        answers(OTHERS, question, silent())()

    assert says in refused.value.message_en


def test_amounts_that_are_not_published_are_not_added_up() -> None:
    shelf = StatisticsBucket(OTHERS)
    shelf.files["2026-1/vocabulary.json"] = replace(VOCABULARY, amounts=False).to_json()
    counts: Any = counts_of(shelf, silent())

    with pytest.raises(QueryInvalid):
        counts.answer("gri.k", query("amount_krw", 1_000))
