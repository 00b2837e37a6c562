"""Doors for the rules of the dividend: who may go through each, and what it comes to, over moto."""

import pytest
from moto import mock_aws

from city.dividend import bootstrap
from city.dividend.payout import RailTexts
from city.dividend.rail_file import ResultFile, ResultLine, read_batch_file, read_text_file, write_result_file
from city.dividend.rails import Faults, FileRail
from tests.integration.dividend_in_moto import ROUND, DividendInMoto, sold
from tests.integration.dividend_staff import People

COSTS = {"costs_krw": 100_000}


@pytest.fixture
def cloud(_credentials):
    with mock_aws():
        yield


# --- a payout that stopped -------------------------------------------------------------------------


def stop(dividend: DividendInMoto, step: str = "pay every batch", error: str = "ItemFailed") -> None:
    bootstrap.build_stop(dividend.environment).stop(ROUND, step, error)


def test_a_payout_that_stopped_says_why_until_it_is_started_again(cloud) -> None:
    dividend = sold()
    dividend.sell()
    people = People(dividend)
    people.post(f"/rounds/{ROUND}/payout", COSTS)

    stop(dividend)
    stopped = people.get(f"/rounds/{ROUND}")[1]
    people.post(f"/rounds/{ROUND}/payout", COSTS)
    again = people.get(f"/rounds/{ROUND}")[1]

    assert (stopped["state"], stopped["stopped_because"]) == ("paying", "pay every batch: ItemFailed")
    assert (again["state"], again["stopped_because"]) == ("paying", None)


def test_a_paid_round_whose_statements_failed_says_so_and_is_finished_by_another_start(cloud) -> None:
    dividend = sold()
    dividend.sell()
    dividend.pay()
    people = People(dividend)

    stop(dividend, "write the statements", "ClientError")
    stopped = people.get(f"/rounds/{ROUND}")[1]
    before = dividend.ledger()
    status, again = people.post(f"/rounds/{ROUND}/payout", COSTS)
    dividend.pay()

    assert (stopped["state"], stopped["stopped_because"]) == ("paid", "write the statements: ClientError")
    assert (status, again["state"], again["stopped_because"]) == (202, "paid", None)
    assert dividend.ledger() == before


def test_a_preparation_that_stops_twice_says_why_the_second_time_too(cloud) -> None:
    dividend = sold()
    dividend.rounds.rounds.write(dividend.rounds.rounds.get(ROUND), state="stopped", stopped_because="the first")
    people = People(dividend)

    people.post(f"/rounds/{ROUND}/preparation", None)
    cleared = people.get(f"/rounds/{ROUND}")[1]["stopped_because"]
    stop(dividend, "list the files", "NoFiles")

    assert cleared is None
    assert people.get(f"/rounds/{ROUND}")[1]["stopped_because"] == "list the files: NoFiles"


# --- a text to every citizen -----------------------------------------------------------------------


def texted(folder: str = "sandbox/outbox/") -> dict[str, RailTexts]:
    store = bootstrap._folder("rail", folder)
    return {name: read_text_file(store.read(name) or b"") for name in store.names() if name.endswith(".msg")}


def test_every_citizen_who_was_paid_is_texted_once_with_a_code_that_opens_the_statement(cloud) -> None:
    dividend = sold(Faults(returned=0.1))
    dividend.sell()
    result = dividend.pay()
    people = People(dividend)

    (told,) = texted().values()
    first = told.texts[0]
    status, statement = people.ask(
        f"/statements/{ROUND}", {"card_id": first.card_id, "code": first.text.rsplit(" ", 1)[1]}
    )
    dividend.pay()

    assert 90 < len(told.texts) < 120
    assert result["paid_krw"] == 7_500 * len(told.texts)
    assert (status, statement["state"], statement["amount_krw"]) == (200, "paid", 7_500)
    assert f"{ROUND}회 7,500원" in first.text
    assert list(texted().values()) == [told]


def test_an_operator_who_takes_files_finds_the_texts_beside_its_batches(cloud) -> None:
    dividend = sold()
    dividend.sell()
    dividend.rail = FileRail(bootstrap._folder("rail"))
    dividend.pay(tries=1)
    unanswered = texted("out/")
    (name,) = bootstrap._folder("rail", "out/").names()
    order = read_batch_file(bootstrap._folder("rail", "out/").read(name) or b"")
    lines = tuple(ResultLine(line.position, line.amount_krw, "P", None, "K") for line in order.lines)
    result = ResultFile(order.key, order.created_at, None, lines)
    bootstrap._folder("rail").write(f"in/{order.key}.res", write_result_file(result))

    dividend.pay()

    assert unanswered == {}
    assert {name: len(told.texts) for name, told in texted("out/").items()} == {f"{order.key}.msg": 120}
