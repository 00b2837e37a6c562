"""Every route of citizens, over moto."""

import json

import pytest

from city.contracts.dividend.fields import MAX_BODY_BYTES
from city.dividend.payout.statement import StatementKey
from city.dividend.rounds.tables.opt_outs import OptOutRecord
from infra.dividend.local_round import card
from tests.integration.dividend.routes import ODD
from tests.integration.dividend_in_moto import ROUND
from tests.integration.dividend_staff import People, published


@pytest.fixture
def people(cloud) -> People:
    return People(published())


def test_a_citizens_card_and_code_open_one_round_and_one_card(people: People) -> None:
    people.dividend.sell()
    people.dividend.pay()
    key = StatementKey(b"s" * 64)
    mine = {"card_id": card(7), "code": key.code(ROUND, card(7))}

    right = [people.ask(f"/statements/{ROUND}", mine) for _ in range(2)]
    wrong = [
        people.ask(f"/statements/{ROUND}", {**mine, "card_id": card(8)}),
        people.ask(f"/statements/{ROUND}", {**mine, "code": key.code("2026-2", card(7))}),
        people.ask("/statements/2026-2", mine),
        people.ask("/statements/2026-2", {**mine, "code": key.code("2026-2", card(7))}),
        people.ask(f"/statements/{ROUND}", {"card_id": card(10_000), "code": key.code(ROUND, card(10_000))}),
        people.ask(f"/statements/{ROUND}/opt-out", {**mine, "card_id": card(8)}),
    ]

    assert right[0] == right[1]
    assert right[0][0] == 200
    assert [(status, answer["error"]) for status, answer in wrong] == [(404, "statement_unknown")] * 6
    assert len({json.dumps(answer) for _, answer in wrong}) == 1


@pytest.mark.parametrize("path", [f"/statements/{ROUND}", f"/statements/{ROUND}/opt-out"])
def test_a_citizens_body_is_bounded_and_in_shape(people: People, path: str) -> None:
    mine = {"card_id": card(7), "code": "ABC-DEF-GHJ-KMN"}
    bodies = [
        "",
        "{",
        "[]",
        "null",
        json.dumps({**mine, "more": 1}),
        json.dumps({**mine, "card_id": "x"}),
        json.dumps({**mine, "code": "x" * 20}),
    ]

    assert [people.ask(path, body)[0] for body in bodies] == [400] * len(bodies)
    assert people.ask(path, '{"card_id": "' + "x" * MAX_BODY_BYTES + '"}')[0] == 413


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_round_opens_no_statement(people: People, odd: str) -> None:
    mine = {"card_id": card(7), "code": "ABC-DEF-GHJ-KMN"}

    for path in (f"/statements/{odd}", f"/statements/{odd}/opt-out"):
        assert people.ask(path, mine)[0] in (400, 404)
    assert OptOutRecord.count("opt-outs") == 0


def test_leaving_twice_is_leaving_once(people: People) -> None:
    people.dividend.sell()
    people.dividend.pay()
    mine = {"card_id": card(7), "code": StatementKey(b"s" * 64).code(ROUND, card(7))}

    answers = [people.ask(f"/statements/{ROUND}/opt-out", mine)[0] for _ in range(2)]

    assert answers == [204, 204]
    assert OptOutRecord.count("opt-outs") == 1
