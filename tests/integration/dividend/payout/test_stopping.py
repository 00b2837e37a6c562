"""A payout or a preparation that stopped, at the staff's API over moto."""

from city.dividend.rounds.bootstrap import build_stop_round
from tests.integration.dividend.payout_states import COSTS
from tests.integration.dividend_in_moto import ROUND, DividendInMoto
from tests.integration.dividend_staff import People, published


def stop(dividend: DividendInMoto, step: str = "pay every batch", error: str = "ItemFailed") -> None:
    dividend.build(build_stop_round).stop(ROUND, step, error)


def test_a_payout_that_stopped_says_why_until_it_is_started_again(cloud) -> None:
    dividend = published()
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
    dividend = published()
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
    dividend = published()
    dividend.rounds.write(dividend.rounds.get(ROUND), state="stopped", stopped_because="the first")
    people = People(dividend)

    people.post(f"/rounds/{ROUND}/preparation", None)
    cleared = people.get(f"/rounds/{ROUND}")[1]["stopped_because"]
    stop(dividend, "list the files", "NoFiles")

    assert cleared is None
    assert people.get(f"/rounds/{ROUND}")[1]["stopped_because"] == "list the files: NoFiles"
