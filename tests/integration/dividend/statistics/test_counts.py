"""Private statistics of a round at their API over moto, and what lies in their bucket."""

import json
from typing import Any

import boto3
import pytest

from city.dividend.statistics.errors import StatisticsNotKept
from city.dividend.statistics.tables.budget import BudgetRecord
from tests.integration.dividend.statistics.count_questions import CARDS, DATA_SET, counts_of, query, register, spent
from tests.integration.dividend_in_moto import ROUND, DividendInMoto, sold
from tests.integration.dividend_staff import People, load_function


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
            counts_of(dividend).answer_count.answer(key, query())
    finally:
        s3.put_object(Bucket="statistics", Key=name, Body=content)


class CountsApi:
    """The buyers' statistics, as API Gateway calls them."""

    def __init__(self, dividend: DividendInMoto, key: str | None) -> None:
        self._people = People(dividend)
        self._people._apps["counts"] = load_function("counts").make_app(lambda: counts_of(dividend))
        self._headers = {"X-Buyer-Key": key} if key is not None else {}

    def post(self, body: Any) -> tuple[int, Any]:
        return self._people.call("counts", "POST", "/counts", body, group=None, headers=self._headers)

    def get(self, **asked: str) -> tuple[int, Any]:
        return self._people.call("counts", "GET", "/counts/budget", group=None, headers=self._headers, query=asked)

    def audit(self, group: str, data_set: str = DATA_SET, **asked: str) -> tuple[int, Any]:
        return self._people.call("counts", "GET", f"/counts/ledger/{data_set}", group=group, query=asked)


BODY: dict[str, Any] = {
    "query_id": "first",
    "data_set": DATA_SET,
    "revision": 1,
    "of": "cards",
    "most_per_person": 1,
    "epsilon_milli": 100,
}


def test_a_buyer_looks_at_the_budget_asks_and_hears(dividend, key) -> None:
    api = CountsApi(dividend, key)

    budget = api.get(data_set=DATA_SET, revision="1")
    body = api.post({**BODY, "by": "업종"})
    again = api.post({**BODY, "by": "업종"})

    assert budget[0] == body[0] == 200
    assert again == body
    assert body[1]["answers"][-1]["label"] is None
    assert body[1]["epsilon_milli"] == 100


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
    answered, body = CountsApi(dividend, key).post({**BODY, **change})

    assert (answered, body["error"]) == (status, code)
    assert set(body["message"]) == {"ko", "en"}
    assert spent(dividend) == {}


@pytest.mark.parametrize(("body", "status"), [("{", 400), ("[]", 400), ("x" * 70_000, 413)])
def test_what_is_no_question_is_refused(dividend, key, body: str, status: int) -> None:
    assert CountsApi(dividend, key).post(body)[0] == status


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"data_set": DATA_SET},
        {"data_set": DATA_SET, "revision": "one"},
        {"data_set": "x" * 500, "revision": "1"},
        {"data_set": DATA_SET, "revision": "1", "epsilon_milli": "-1"},
        {"data_set": DATA_SET, "revision": "1", "key": "x"},
    ],
)
def test_a_bad_look_at_the_budget_is_refused(dividend, key, asked: dict[str, str]) -> None:
    assert CountsApi(dividend, key).get(**asked)[0] == 400


def test_nobody_without_a_key_and_nobody_unverified_asks_or_looks(dividend) -> None:
    from city.contracts.dividend.market import RegisterBuyer

    body = RegisterBuyer(buyer_id="new", name="새 연구소", registration_number="123-45-67890", kind="company")
    unverified = dividend.market.add_buyer.add(body).key

    for key, status in ((None, 401), ("gri.wrong", 401), (unverified, 403)):
        api = CountsApi(dividend, key)
        assert api.post(BODY)[0] == status
        assert api.get(data_set=DATA_SET, revision="1")[0] == status


def test_the_refusal_that_saves_the_budget_says_what_is_left(dividend, key) -> None:
    api = CountsApi(dividend, key)
    for number in range(3):
        api.post({**BODY, "query_id": f"q{number}", "epsilon_milli": 1_000})

    status, body = api.post({**BODY, "query_id": "more"})

    assert (status, body["error"]) == (422, "budget_exceeded")
    assert body["left_milli"] == {f"set#{DATA_SET}": 0}
    assert "epsilon_milli" in body["message"]["ko"]


def test_staff_read_who_asked_what_what_it_cost_and_what_was_told(dividend, key, round_) -> None:
    api = CountsApi(dividend, key)
    first = api.post({**BODY, "by": "업종", "most_per_person": 3})[1]
    dividend.clock.move(minutes=1)
    CountsApi(dividend, round_[2]).post({**BODY, "epsilon_milli": 20})

    status, body = api.audit("auditor")
    newest = api.audit("steward", limit="1")[1]

    assert (status, body["spent_milli"], body["answered"]) == (200, 120, 2)
    assert [(line["buyer_id"], line["query_id"], line["epsilon_milli"]) for line in body["entries"]] == [
        ("kt", "first", 20),
        ("gri", "first", 100),
    ]
    assert body["entries"][1]["answers"] == [line["answer"] for line in first["answers"]]
    assert body["entries"][1]["question"]["by"] == "업종"
    assert newest["entries"] == body["entries"][:1]
    assert api.audit("auditor", "dividend-2031-1")[0] == 404
    assert api.audit("clerk")[0] == 403
    assert api.audit("auditor", limit="51")[0] == 400
