"""Private statistics of a round and their budgets, over moto, from the operator's files to the buyers' door."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import boto3
import pytest

from city.contracts.dividend.statistics import BudgetQuery, CountQuery
from city.dividend import bootstrap
from city.dividend.errors import BudgetExceeded, QueryReused, StatisticsNotKept
from city.dividend.rounds.pseudonym import PERSON_COLUMN
from city.dividend.statistics.budget import DATA_SET_MILLI, YEAR_MILLI, totals_of
from city.dividend.statistics.noise import Mechanism
from city.dividend.statistics.service.answer_count import AnswerCount
from city.dividend.statistics.tables.budget import Answered, Budgets
from infra.dividend.story import USES, operator_file
from tests.integration.dividend_in_moto import ROUND, DividendInMoto, sold
from tests.integration.dividend_staff import People, load_function

DATA_SET = f"dividend-{ROUND}"
CARDS = 120
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
    for record in list(bootstrap.RECORDS["budget_table"].scan()):
        record.delete()
    return round_[0]


@pytest.fixture
def key(round_) -> str:
    return round_[1]


def register(dividend: DividendInMoto, buyer: str) -> str:
    """A verified buyer, who has bought nothing. Returns the key."""
    from city.contracts.dividend.market import RegisterBuyer, VerifyBuyer

    told = RegisterBuyer(
        buyer_id=buyer, name="경기연구원", registration_number="123-45-67890", kind="research_institute"
    )
    found = dividend.market.register(told).key
    office = bootstrap.build_office(dividend.environment, dividend.clock)
    office.market.verify(buyer, VerifyBuyer(verified=True, reason="사업자등록을 확인했습니다"), "steward")
    return found


def counts_of(dividend: DividendInMoto, noise: Callable[[int, int], Mechanism] | None = None) -> AnswerCount:
    counts = bootstrap.build_counts(dividend.environment, dividend.clock)
    return replace(counts, noise=noise) if noise else counts


def silent(most: int, epsilon_milli: int) -> Mechanism:
    return Mechanism(0.0, epsilon_milli, 0, list)


def query(name: str = "first", of: str = "cards", epsilon: int = 1_000, most: int = 1, **more: Any) -> CountQuery:
    told = {"query_id": name, "data_set": DATA_SET, "revision": 1, "of": of, "most_per_person": most}
    return CountQuery.model_validate({**told, "epsilon_milli": epsilon, **more})


def spent(dividend: DividendInMoto) -> dict[str, int]:
    return {
        record.account: int(record.spent_milli)
        for record in bootstrap.RECORDS["budget_table"].scan()
        if record.entry == "budget"
    }


def operators_rows(cards: int = CARDS) -> list[dict[str, str]]:
    half = cards // 2
    files = operator_file(range(half), USES), operator_file(range(half, cards), USES, seed=2)
    return [row for file in files for row in csv.DictReader(io.StringIO(file.decode("utf-8-sig")))]


# --- what is counted -------------------------------------------------------------------------------


def test_every_payment_and_every_card_of_the_round_is_counted_suppressed_or_not(dividend, key) -> None:
    counts = counts_of(dividend, silent)
    rows = operators_rows()

    def ask(name: str, **told: Any) -> dict[str | None, int]:
        return {line.label: line.answer for line in counts.answer(key, query(name, epsilon=10, **told)).answers}

    shops = Counter(row["업종"] for row in rows)
    assert ask("one") == {None: CARDS}
    assert ask("two", of="payments", most=USES) == {None: CARDS * USES}
    assert ask("three", of="payments", most=USES, by="업종") == {**shops, None: 0}
    assert ask("four", of="amount_krw", most=10**9) == {None: sum(int(row["금액"]) for row in rows)}
    assert ask("five", of="payments", most=USES, where={"업종": rows[0]["업종"]}) == {None: shops[rows[0]["업종"]]}


def test_answers_come_with_noise_and_say_how_near_they_are(dividend, key) -> None:
    counts = counts_of(dividend)

    told = counts.answer(key, query())
    table = counts.answer(key, query("second", by="업종", most=3))

    (line,) = told.answers
    assert abs(line.answer - CARDS) < FAR
    assert (told.plus_minus, told.certainty_percent, told.epsilon_milli) == (4, 95, 1_000)
    assert table.plus_minus == 10
    assert len({line.answer for line in table.answers}) > 1
    assert [line.label for line in table.answers][-1] is None


# --- budgets ---------------------------------------------------------------------------------------


def test_an_answer_is_charged_to_its_data_set_and_its_year_and_entered_with_its_buyer(dividend, key) -> None:
    counts = counts_of(dividend)

    told = counts.answer(key, query(epsilon=400, of="payments", most=5, by="업종"))

    assert spent(dividend) == {f"set#{DATA_SET}": 400, "year#2026": 400}
    assert [(line.account, line.total_milli, line.left_milli) for line in told.budgets] == [
        (f"set#{DATA_SET}", DATA_SET_MILLI, DATA_SET_MILLI - 400), ("year#2026", YEAR_MILLI, YEAR_MILLI - 400),
    ]  # fmt: skip
    (entered,) = counts.budgets.all_answered(f"set#{DATA_SET}")
    assert (entered.buyer_id, entered.query_id, entered.epsilon_milli) == ("gri", "first", 400)
    assert entered.answers == tuple(line.answer for line in told.answers)
    assert json.loads(entered.question)["by"] == "업종"
    assert entered.at == dividend.clock.now()


def test_the_same_question_hears_the_same_answer_for_nothing(dividend, key) -> None:
    counts = counts_of(dividend)
    columns = counts.tell_budget(key, BudgetQuery(data_set=DATA_SET, revision=1)).columns
    where = {column.column: column.labels[0] for column in columns[-2:]}

    first = counts.answer(key, query(where=where))
    again = [counts.answer(key, query(where=dict(reversed(where.items())))) for _ in range(3)]

    assert len(where) == 2
    assert all(answer == first for answer in again)
    assert spent(dividend)[f"set#{DATA_SET}"] == 1_000


def test_another_question_under_the_same_name_is_refused_and_another_buyers_name_is_free(dividend, key, round_) -> None:
    counts = counts_of(dividend)
    counts.answer(key, query())

    for other in (query(epsilon=999), query(of="payments"), query(by="업종"), query(where={"업종": "음식점"})):
        with pytest.raises(QueryReused):
            counts.answer(key, other)
    counts.answer(round_[2], query(of="payments"))

    assert spent(dividend)[f"set#{DATA_SET}"] == 2_000


def test_the_answer_that_would_overspend_is_refused_before_anything_is_counted(dividend, key) -> None:
    counts = counts_of(dividend)
    for name in ("first", "second"):
        counts.answer(key, query(name))
    counts.answer(key, query("third", epsilon=600))
    unread = replace(counts, statistics=OnlyTheVocabulary(counts.statistics))

    with pytest.raises(BudgetExceeded) as refused:
        unread.answer(key, query("fourth", epsilon=401))
    last = counts.answer(key, query("fifth", epsilon=400))

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
            _enter(counts.budgets, other, f"q{number}", 950, {**year, f"set#{other}": DATA_SET_MILLI})

    with pytest.raises(BudgetExceeded) as refused:
        counts.answer(key, query(epsilon=301))
    told = counts.answer(key, query(epsilon=300))

    assert refused.value.more == {"left_milli": {"year#2026": 300}}
    assert told.budgets[1].left_milli == 0


def dividend_day():
    from datetime import date

    return date(2026, 10, 1)


def _enter(budgets: Budgets, data_set: str, name: str, epsilon: int, totals: dict[str, int]) -> None:
    from datetime import UTC, datetime

    told = Answered("kt", name, "{}", (1,), epsilon, 1, datetime(2026, 11, 1, tzinfo=UTC))
    budgets.charge(f"set#{data_set}", {k: v for k, v in totals.items() if k != "set#other"}, told)


def test_two_questions_at_once_do_not_overspend_together(dividend, key, round_) -> None:
    """While one is counted, another is answered out of what was left for it."""
    counts, other = counts_of(dividend, silent), round_[2]
    for name in ("one", "two"):
        counts.answer(key, query(name))

    def meanwhile(most: int, epsilon_milli: int) -> Mechanism:
        def release(exact: Any) -> list[int]:
            counts.answer(other, query("quick", epsilon=600))
            return list(exact)

        return Mechanism(0.0, epsilon_milli, 0, release)

    with pytest.raises(BudgetExceeded):
        replace(counts, noise=meanwhile).answer(key, query("slow", epsilon=600))

    assert spent(dividend) == {f"set#{DATA_SET}": 2_600, "year#2026": 2_600}
    assert {e.query_id for e in counts.budgets.all_answered(f"set#{DATA_SET}")} == {"one", "two", "quick"}


def test_two_at_once_are_both_answered_where_there_is_enough_for_both(dividend, key, round_) -> None:
    counts, other = counts_of(dividend, silent), round_[2]

    def meanwhile(most: int, epsilon_milli: int) -> Mechanism:
        def release(exact: Any) -> list[int]:
            counts.answer(other, query("quick", epsilon=600))
            return list(exact)

        return Mechanism(0.0, epsilon_milli, 0, release)

    replace(counts, noise=meanwhile).answer(key, query("slow", epsilon=600))

    assert spent(dividend) == {f"set#{DATA_SET}": 1_200, "year#2026": 1_200}


def test_the_same_question_twice_at_once_is_answered_once(dividend, key) -> None:
    counts = counts_of(dividend)
    heard: list[Any] = []

    def meanwhile(most: int, epsilon_milli: int) -> Mechanism:
        def release(exact: Any) -> list[int]:
            heard.append(counts.answer(key, query()))
            return [-1]

        return replace(silent(most, epsilon_milli), release=release)

    slower = replace(counts, noise=meanwhile).answer(key, query())

    assert slower.answers == heard[0].answers
    assert spent(dividend)[f"set#{DATA_SET}"] == 1_000


def test_what_a_cost_buys_is_told_before_it_is_spent(dividend, key) -> None:
    counts = counts_of(dividend)

    page = counts.tell_budget(key, BudgetQuery(data_set=DATA_SET, revision=1, most_per_person=3))
    one = counts.tell_budget(key, BudgetQuery(data_set=DATA_SET, revision=1, most_per_person=3, epsilon_milli=1_000))
    told = counts.answer(key, query("first", by="업종", most=3))

    assert spent(dividend) == {f"set#{DATA_SET}": 1_000, "year#2026": 1_000}
    assert [(line.account, line.left_milli) for line in page.budgets] == [
        (f"set#{DATA_SET}", DATA_SET_MILLI), ("year#2026", YEAR_MILLI),
    ]  # fmt: skip
    assert [line.plus_minus for line in one.accuracy] == [told.plus_minus]
    assert [line.plus_minus for line in page.accuracy] == sorted(
        (line.plus_minus for line in page.accuracy), reverse=True
    )
    shops = next(line.labels for line in page.columns if line.column == "업종")
    assert shops == tuple(line.label for line in told.answers[:-1])
    assert PERSON_COLUMN not in {line.column for line in page.columns}
    assert page.units == ("cards", "payments", "amount_krw")


# --- what lies in the bucket -----------------------------------------------------------------------


def test_no_card_no_name_and_no_pseudonym_lies_among_the_statistics(dividend) -> None:
    s3 = boto3.client("s3")
    shelves = [found["Key"] for found in s3.list_objects_v2(Bucket="linkage")["Contents"]]
    pseudonyms = _pseudonyms(s3, shelves)

    found = [each["Key"] for each in s3.list_objects_v2(Bucket="statistics")["Contents"]]

    assert len(found) == 3
    assert len(pseudonyms) == CARDS
    for name in found:
        content = s3.get_object(Bucket="statistics", Key=name)["Body"].read()
        for secret in (b"9410-", "홍길동".encode(), b"010-0000", *(each.encode() for each in pseudonyms)):
            assert secret not in content, name


def _pseudonyms(s3: Any, shelves: list[str]) -> list[str]:
    import gzip

    return [
        pseudonym
        for shelf in shelves
        for pseudonym in json.loads(gzip.decompress(s3.get_object(Bucket="linkage", Key=shelf)["Body"].read()))
    ]


def test_a_revision_from_before_there_were_statistics_says_so(dividend, key) -> None:
    s3 = boto3.client("s3")
    name = f"{ROUND}/vocabulary.json"
    content = s3.get_object(Bucket="statistics", Key=name)["Body"].read()
    s3.delete_object(Bucket="statistics", Key=name)
    try:
        with pytest.raises(StatisticsNotKept):
            counts_of(dividend).answer(key, query())
    finally:
        s3.put_object(Bucket="statistics", Key=name, Body=content)


# --- the door --------------------------------------------------------------------------------------


class Door:
    """The buyers' statistics, as API Gateway calls them."""

    def __init__(self, dividend: DividendInMoto, key: str | None) -> None:
        self._people = People(dividend)
        self._people._apps["counts"] = load_function("counts").make_app(lambda: counts_of(dividend))
        self._headers = {"X-Buyer-Key": key} if key is not None else {}

    def post(self, body: Any) -> tuple[int, Any]:
        return self._people.call("counts", "POST", "/counts", body, None, headers=self._headers)

    def get(self, **asked: str) -> tuple[int, Any]:
        return self._people.call("counts", "GET", "/counts/budget", None, None, headers=self._headers, query=asked)

    def audit(self, group: str, data_set: str = DATA_SET, **asked: str) -> tuple[int, Any]:
        return self._people.call("counts", "GET", f"/counts/ledger/{data_set}", None, group, query=asked)


BODY: dict[str, Any] = {
    "query_id": "first", "data_set": DATA_SET, "revision": 1, "of": "cards", "most_per_person": 1, "epsilon_milli": 100,
}  # fmt: skip


def test_a_buyer_looks_at_the_budget_asks_and_hears(dividend, key) -> None:
    door = Door(dividend, key)

    budget = door.get(data_set=DATA_SET, revision="1")
    told = door.post({**BODY, "by": "업종"})
    again = door.post({**BODY, "by": "업종"})

    assert budget[0] == told[0] == 200
    assert again == told
    assert told[1]["answers"][-1]["label"] is None
    assert told[1]["epsilon_milli"] == 100


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"by": "나이가"}, 400, "query_invalid"),
        ({"where": {"이용자": "1"}}, 400, "query_invalid"),
        ({"where": {"업종": "없는 업종"}}, 400, "query_invalid"),
        ({"where": {"업종": ""}}, 400, "invalid"),
        ({"where": ["업종"]}, 400, "invalid"),
        ({"where": {str(number): "x" for number in range(9)}}, 400, "invalid"),
        ({"of": "rows"}, 400, "invalid"),
        ({"most_per_person": 0}, 400, "invalid"),
        ({"most_per_person": 10**9 + 1}, 400, "invalid"),
        ({"most_per_person": 2}, 400, "query_invalid"),
        ({"epsilon_milli": 0}, 400, "invalid"),
        ({"epsilon_milli": 9}, 400, "query_invalid"),
        ({"epsilon_milli": 1_001}, 400, "query_invalid"),
        ({"epsilon_milli": 1e400}, 400, "invalid"),
        ({"query_id": "First!"}, 400, "invalid"),
        ({"seed": 7}, 400, "invalid"),
        ({"data_set": "../linkage"}, 400, "invalid"),
        ({"data_set": "dividend-2031-1"}, 404, "data_set_unknown"),
        ({"revision": 2}, 404, "data_set_unknown"),
    ],
)
def test_a_bad_question_is_refused_in_two_languages_and_costs_nothing(dividend, key, change, status, code) -> None:
    answered, told = Door(dividend, key).post({**BODY, **change})

    assert (answered, told["error"]) == (status, code)
    assert set(told["message"]) == {"ko", "en"}
    assert spent(dividend) == {}


@pytest.mark.parametrize(("body", "status"), [("{", 400), ("[]", 400), ("x" * 70_000, 413)])
def test_what_is_no_question_is_refused(dividend, key, body: str, status: int) -> None:
    assert Door(dividend, key).post(body)[0] == status


@pytest.mark.parametrize(
    "asked",
    [
        {}, {"data_set": DATA_SET}, {"data_set": DATA_SET, "revision": "one"}, {"data_set": "x" * 500, "revision": "1"},
        {"data_set": DATA_SET, "revision": "1", "epsilon_milli": "-1"},
        {"data_set": DATA_SET, "revision": "1", "key": "x"},
    ],
)  # fmt: skip
def test_a_bad_look_at_the_budget_is_refused(dividend, key, asked: dict[str, str]) -> None:
    assert Door(dividend, key).get(**asked)[0] == 400


def test_nobody_without_a_key_and_nobody_unverified_asks_or_looks(dividend) -> None:
    from city.contracts.dividend.market import RegisterBuyer

    told = RegisterBuyer(buyer_id="new", name="새 연구소", registration_number="123-45-67890", kind="company")
    unverified = dividend.market.register(told).key

    for key, status in ((None, 401), ("gri.wrong", 401), (unverified, 403)):
        door = Door(dividend, key)
        assert door.post(BODY)[0] == status
        assert door.get(data_set=DATA_SET, revision="1")[0] == status


def test_the_refusal_that_saves_the_budget_says_what_is_left(dividend, key) -> None:
    door = Door(dividend, key)
    for number in range(3):
        door.post({**BODY, "query_id": f"q{number}", "epsilon_milli": 1_000})

    status, told = door.post({**BODY, "query_id": "more"})

    assert (status, told["error"]) == (422, "budget_exceeded")
    assert told["left_milli"] == {f"set#{DATA_SET}": 0}
    assert "epsilon_milli" in told["message"]["ko"]


def test_staff_read_who_asked_what_what_it_cost_and_what_was_told(dividend, key, round_) -> None:
    door = Door(dividend, key)
    first = door.post({**BODY, "by": "업종", "most_per_person": 3})[1]
    dividend.clock.move(minutes=1)
    Door(dividend, round_[2]).post({**BODY, "epsilon_milli": 20})

    status, told = door.audit("auditor")
    newest = door.audit("steward", limit="1")[1]

    assert (status, told["spent_milli"], told["answered"]) == (200, 120, 2)
    assert [(line["buyer_id"], line["query_id"], line["epsilon_milli"]) for line in told["entries"]] == [
        ("kt", "first", 20), ("gri", "first", 100),
    ]  # fmt: skip
    assert told["entries"][1]["answers"] == [line["answer"] for line in first["answers"]]
    assert told["entries"][1]["question"]["by"] == "업종"
    assert newest["entries"] == told["entries"][:1]
    assert door.audit("auditor", "dividend-2031-1")[0] == 404
    assert door.audit("clerk")[0] == 403
    assert door.audit("auditor", limit="51")[0] == 400
